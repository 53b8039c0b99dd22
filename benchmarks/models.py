"""What was tried for the tagger: each contender learns from the shipped comments, is asked about comments of others.

Every one gives decision values for one head; the same two numbers make probabilities of them, fitted on a fifth of the
comments that it had not learnt from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import NAMES, Gold, gold
from benchmarks.model_contenders import CONTENDERS, Contender, Indices, Part, both, machine
from classifiers.calibration import Scale, fitted
from classifiers.model import FUNCTION, PETITION
from corpus.comments import shipped
from corpus.taxonomy import departments

_SEED = 12345
_FOLDS = 5
_SURE = 0.9
_ROUNDS = 20

Probabilities = NDArray[np.float64]


def main() -> None:
    known = [one for name in NAMES if (one := gold(name))]
    if not known:
        print("models: skipped, the comments to measure by are not on this machine (MINYI_SHARED)")
        return
    parts = {one.name: Part.of(one.texts, one.titles) for one in known}
    print(
        f"models: learnt from {len(shipped()):,} comments: macro-F1, accuracy, top-3, calibration error, coverage 95 %"
    )
    print(f"| | {' | '.join(one.name for one in known)} |\n|---|{'---|' * len(known)}")
    for name, answers in _all(known, parts):
        print(f"| {name} | {' | '.join(_figures(one, answers) for one in known)} |", flush=True)


def _figures(one: Gold, answers: Answers) -> str:
    found = one.evaluated(*answers[one.name])
    figures = (found.macro_f1, found.accuracy, found.top3 or 0.0, found.calibration_error, found.coverage_95)
    return " ".join(f"{figure:.3f}" for figure in figures)


Answers = dict[str, tuple[Sequence[str], Probabilities]]
"""For each set of letters the classes and their probabilities."""


def _all(known: Sequence[Gold], parts: Mapping[str, Part]) -> Iterator[tuple[str, Answers]]:
    """Name and answers of every contender, as they come."""
    for meaning in (False, True):
        yield f"minyi as it ships, {'thorough' if meaning else 'fast'}", _as_shipped(known, parts, meaning)
    ours: Answers = {}
    for name, contender in CONTENDERS.items():
        found = _answers(contender, known, parts)
        yield name, found
        ours = ours or found
    yield "the first, functions only of the domain", _answers(machine(both), known, parts, within_domain=True)
    yield "the first, with the duties of departments", _answers(machine(both), known, parts, duties=True)
    yield "the first, shares of classes by EM on the batch", {name: (c, _shifted(p)) for name, (c, p) in ours.items()}
    yield "the first, taught its sure answers of the batch", _self_taught(known, parts, ours)


def _as_shipped(known: Sequence[Gold], parts: Mapping[str, Part], meaning: bool) -> Answers:
    from flows.models import shipped_tagger  # noqa: PLC0415

    tagger = shipped_tagger(meaning=meaning)
    found: Answers = {}
    for one in known:
        decided = tagger.decisions(one.texts, one.titles, parts[one.name].vectors if meaning else None)[one.head]
        head = tagger.heads[one.head]
        found[one.name] = head.classes, head.scale.probabilities(decided)
    return found


@cache
def _lesson(head: str, duties: bool = False) -> tuple[Part, Indices, tuple[str, ...]]:
    """The shipped comments, the number of each one's class, and the classes."""
    rows = [(r.text, r.functions[0] if head == FUNCTION else r.petition_class or "") for r in shipped()]
    if duties and head == FUNCTION:
        rows += [(duty, name) for name, department in departments().items() for duty in department.duties]
    classes = tuple(sorted({label for _, label in rows}))
    texts = [text for text, _ in rows]
    return Part.of(texts, [""] * len(texts)), np.array([classes.index(label) for _, label in rows]), classes


def _answers(
    contender: Contender,
    known: Sequence[Gold],
    parts: Mapping[str, Part],
    *,
    within_domain: bool = False,
    duties: bool = False,
) -> Answers:
    found: Answers = {}
    for head in dict.fromkeys(one.head for one in known):
        lesson, labels, classes = _lesson(head, duties)
        asked = [one for one in known if one.head == head]
        scale = _scale(contender, lesson, labels)
        decided = contender(lesson, labels, [parts[one.name] for one in asked])
        for one, values in zip(asked, decided, strict=True):
            scores = scale.probabilities(values)
            if within_domain and head == FUNCTION:
                scores = scores * _seen_with_domain(lesson, labels, parts[one.name])
                scores /= scores.sum(axis=1, keepdims=True)
            found[one.name] = classes, scores
    return found


def _scale(contender: Contender, lesson: Part, labels: Indices) -> Scale:
    order = np.random.default_rng(_SEED).permutation(len(labels))
    left, rest = np.split(order, [len(order) // _FOLDS])
    (values,) = contender(lesson.take(rest), labels[rest], [lesson.take(left)])
    return fitted(values, labels[left])


def _seen_with_domain(lesson: Part, functions: Indices, asked: Part) -> Probabilities:
    """1 for the functions that comments of the likeliest petition class have, nearly 0 for the others."""
    _, petitions, classes = _lesson(PETITION)
    (values,) = machine(both)(lesson, petitions, [asked])
    seen = np.zeros((len(classes), functions.max() + 1))
    np.add.at(seen, (petitions, functions), 1)
    return np.asarray(np.maximum(seen > 0, 1e-6)[values.argmax(axis=1)])


def _shifted(scores: Probabilities) -> Probabilities:
    """The scores with the batch's own shares of the classes, by expectation maximisation (Saerens et al. 2002)."""
    usual = _usual(scores.shape[1])
    share = usual
    shifted = scores
    for _ in range(_ROUNDS):
        shifted = scores * (share / usual)
        shifted = shifted / shifted.sum(axis=1, keepdims=True)
        share = shifted.mean(axis=0)
    return shifted


def _usual(classes: int) -> NDArray[np.float64]:
    """The shares of the classes among the shipped comments."""
    labels = next(
        labels for head in (PETITION, FUNCTION) for _, labels, names in [_lesson(head)] if len(names) == classes
    )
    return np.bincount(labels, minlength=classes) / len(labels)


def _self_taught(known: Sequence[Gold], parts: Mapping[str, Part], ours: Answers) -> Answers:
    found: Answers = {}
    for one in known:
        lesson, labels, classes = _lesson(one.head)
        part, scores = parts[one.name], ours[one.name][1]
        sure = np.flatnonzero(scores.max(axis=1) >= _SURE)
        scale = _scale(machine(both), lesson, labels)
        taught = np.concatenate([labels, scores[sure].argmax(axis=1)])
        (values,) = machine(both)(lesson.beside(part.take(sure)), taught, [part])
        found[one.name] = classes, scale.probabilities(values)
    return found
