"""From labelled comments to a tagger, with its figures from predictions for rows that were left out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np

from classifiers import calibration
from classifiers.encoder import ENCODER, Vectors, encode_once
from classifiers.features import Reader, letter
from classifiers.lesson import LeftOut, Lesson
from classifiers.model import FUNCTION, HEADS, Head, Tagger, trace
from corpus.comments import LabelledComment, fingerprint, shipped
from corpus.messages import MinyiError, text
from corpus.taxonomy import CONSTRUCTIVE, OTHER

RECIPE = "2"
"""Changes whenever the same rows would make another model."""
LIBRARIES = (ENCODER,)
OFFICES_DIFFER = 0.1
"""How often an office gives a comment to another department than the labelling guide, however clear it is: its division
of labour is its own. Counts until the office's own decisions have been learnt."""
_PROVEN = 50
"""Left-out rows from which on an office's head is calibrated by them. A handful that is all right would make it certain
of everything; until then the base's calibration counts, with its doubt."""


@dataclass(frozen=True, slots=True)
class Training:
    """A trained tagger, the rows that it learnt from, how long that took, and left-out figures by head.

    ``proposals`` are, for each head, the labels that layers which never saw a row gave it, by the row's place in
    ``rows``.
    """

    tagger: Tagger
    rows: tuple[LabelledComment, ...]
    seconds: float
    accuracy: Mapping[str, float]
    macro_f1: Mapping[str, float]
    proposals: Mapping[str, Mapping[int, str]]


def made_with() -> str:
    """The recipe and the library on which a model's scores depend."""
    return ", ".join([f"minyi-model {RECIPE}", *(f"{name} {version(name)}" for name in LIBRARIES)])


def model_version(rows: Sequence[LabelledComment], base: str, *, meaning: bool) -> str:
    """Twelve hex digits from the rows, the model gone on from, the recipe and the library; others without meaning."""
    known = f"{made_with()}\n{base}\n{meaning}\n{fingerprint(rows)}"
    return hashlib.sha256(known.encode()).hexdigest()[:12]


def shipped_version(*, meaning: bool) -> str:
    """The version of the model that the shipped comments make, known without training it."""
    return model_version(shipped(), "", meaning=meaning)


def train_shipped(*, meaning: bool, cache_dir: Path | None = None) -> Tagger:
    """The tagger of the shipped comments. ``meaning`` says whether it reads sentence vectors too."""
    return train_alone(shipped(), meaning=meaning, cache_dir=cache_dir)


def train_alone(rows: Sequence[LabelledComment], *, meaning: bool, cache_dir: Path | None = None) -> Tagger:
    """The tagger of these rows and of nothing that minyi ships; each text is the whole letter."""
    tagger, _ = _learnt(rows, None, corrects=False, meaning=meaning, cache_dir=cache_dir)
    return tagger


def train(
    rows: Sequence[LabelledComment], base: Tagger, *, only: bool = False, cache_dir: Path | None = None
) -> Training:
    """Learns from an office's rows, going on from ``base``; reads the meaning if ``base`` does.

    What is learnt is a correction of the base's decisions, so that a hundred rows already help and none of them drowns
    among the shipped comments. With ``only`` the given rows are the only examples and the labels may be any strings;
    what the base makes of a text is then a view of it, as its sentence vector is. Any label may be missing in a row,
    but not all. Raises ``MinyiError`` when no row can be used, or, without ``only``, for a label that the base
    does not know.
    """
    start = time.perf_counter()
    settled = [_settled(row) for row in rows]
    if not only:
        for number, row in enumerate(settled, 1):
            _check(row, number, base)
    given = list(dict.fromkeys(row for row in settled if row.text and _is_labelled(row)))
    if not given:
        raise MinyiError("train-no-rows")
    tagger, left_out = _learnt(given, base, corrects=not only, meaning=base.reads_meaning, cache_dir=cache_dir)
    return Training(
        tagger,
        tuple(given),
        time.perf_counter() - start,
        {name: left.accuracy for name, left in left_out.items()},
        {name: left.macro_f1 for name, left in left_out.items()},
        {name: left.labels(tagger.heads[name].classes) for name, left in left_out.items()},
    )


def _is_labelled(row: LabelledComment) -> bool:
    return any(labels_of(row, head) for head in HEADS)


def _settled(row: LabelledComment) -> LabelledComment:
    """An office writes 建设性意见建议 and 其他类 or 其它 for the two kinds."""
    kind = (row.kind or "").strip()
    if kind.startswith(CONSTRUCTIVE):
        kind = CONSTRUCTIVE
    elif kind.startswith((OTHER, "其它")):
        kind = OTHER
    return replace(
        row,
        text=letter(row.title, row.text),
        title=(row.title or "").strip() or None,
        domain=row.domain or None,
        kind=kind or None,
        disposition=row.disposition or None,
    )


def _check(row: LabelledComment, number: int, base: Tagger) -> None:
    """Only what the base can answer can be corrected; the shipped one knows the whole directory."""
    for head in HEADS:
        allowed = base.heads[head].classes if head in base.heads else ()
        for label in labels_of(row, head):
            if label not in allowed:
                known = "、".join(allowed)
                where, column = row.where or f"{number}", text(f"head-{head}")
                raise MinyiError("train-unknown-label", where, column=column, label=label, known=known)


def labels_of(row: LabelledComment, head: str) -> tuple[str, ...]:
    """The row's labels for a head, the one that counts first; none where nobody gave one."""
    if head == FUNCTION:
        return row.functions
    value: str | None = getattr(row, head)
    return () if value is None else (value,)


def _learnt(
    rows: Sequence[LabelledComment], base: Tagger | None, *, corrects: bool, meaning: bool, cache_dir: Path | None
) -> tuple[Tagger, dict[str, LeftOut]]:
    texts, titles = [row.text for row in rows], [row.title or "" for row in rows]
    vectors = _vectors(texts, titles, cache_dir) if meaning else None
    reader = Reader.learn(texts, vectors[0] if vectors else None)
    views = reader.views(texts, titles, vectors)
    labels = {head: given for head in HEADS if any(given := [labels_of(row, head) for row in rows])}
    classes = {head: tuple(sorted({row[0] for row in given if row})) for head, given in labels.items()}
    before = base.decisions(texts, titles, vectors) if base else None
    if before and not corrects:
        views, before = views.beside(np.hstack(list(before.values()))), None
    usual = None
    if before and base:
        classes = {head: base.heads[head].classes for head in labels}
        usual = base.weights(reader.vocabulary.grams)
    number: dict[str, int] = {}
    same = np.array([number.setdefault(text, len(number)) for text in texts], np.intp)
    lesson = Lesson(same, views, reader.landmarks, labels, classes, before, usual)
    left_out = lesson.left_out()
    known = dict(base.heads) if base and corrects else {}
    own = {
        head: _head(classes[head], left_out.get(head), OFFICES_DIFFER if head == FUNCTION and base is None else 0.0)
        for head in labels
        if head not in known or (head in left_out and len(left_out[head].rows) >= _PROVEN)
    }
    pairs = frozenset((r.domain, r.petition_class) for r in rows if r.domain and r.petition_class is not None)
    tagger = Tagger(
        reader,
        lesson.learnt(),
        {head: own.get(head) or known[head] for head in HEADS if head in own or head in known},
        pairs | base.pairs if base and corrects else pairs,
        model_version(rows, f"{base.version} {corrects}" if base else "", meaning=meaning),
        base,
        corrects,
        frozenset(map(trace, texts)) if base else frozenset(),
    )
    return tagger, left_out


def _vectors(texts: Sequence[str], titles: Sequence[str], cache_dir: Path | None) -> tuple[Vectors, Vectors]:
    known = encode_once([*texts, *(title or text for text, title in zip(texts, titles, strict=True))], cache_dir)
    return known[: len(texts)], known[len(texts) :]


def _head(classes: tuple[str, ...], left: LeftOut | None, doubt: float) -> Head:
    """The head as its left-out rows tell; without any, nothing it says is believed without a look."""
    if left is None:
        return Head(classes, calibration.USUAL, (), accuracy=0.0, macro_f1=0.0)
    scale = calibration.fitted(left.values, left.truth, doubt)
    scores = scale.probabilities(left.values)
    right = scores.argmax(axis=1) == left.truth
    cutoffs = calibration.cutoffs(scores.max(axis=1), right, doubt)
    return Head(classes, scale, cutoffs, left.accuracy, left.macro_f1)
