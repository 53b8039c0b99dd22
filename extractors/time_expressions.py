"""Time expressions in a text that set a deadline, by the forms and rules of ``corpus/data/deadlines.toml``.

A text is cut into atoms of time; spaCy's Matcher finds the forms over their tags, and a rule's conditions decide.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.terms import terms
from extractors.dates import Anchor, Period, period
from extractors.time_atoms import Piece, Sentence, sentences

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

_OPEN, _CLOSED = ("（", "(", "【", "["), ("）", ")", "】", "]")
_EDGE = Piece("P", "", 0)
_GOES_ON_FROM = {"YEAR", "MONTH"}
_GOES_ON_WITH = {"DAY", "TENDAY", "BOTTOM", "YEAREND"}
"""Beside one of these a form is only a part of a longer time."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a form means (``kind``: by, range, start, relative, standing, undated, none) and where it counts."""

    name: str
    kind: str
    forms: tuple[str, ...]
    opening: bool = False
    led: bool = False
    bracket: bool = False
    whole: bool = False
    coming: bool = False
    surely: bool = False
    event: bool = False
    cell: bool = False
    followed: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A deadline's time in a text: ``text[start:end]`` is the quote; a point of time has its first and last day."""

    start: int
    end: int
    kind: str
    period: Period


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a form stands: the pieces from ``first`` up to ``stop`` of a sentence."""

    sentence: Sentence
    first: int
    stop: int

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.sentence.pieces[self.first : self.stop]

    @property
    def before(self) -> Piece:
        return self.sentence.pieces[self.first - 1] if self.first else _EDGE

    @property
    def after(self) -> Piece:
        return self.sentence.pieces[self.stop] if self.stop < len(self.sentence.pieces) else _EDGE

    @property
    def whole(self) -> bool:
        """Whether each month is a 月份."""
        return all(piece.text.endswith("份") for piece in self.pieces if piece.tag == "MONTH")

    @property
    def event(self) -> Piece:
        """The first word of the event that days are counted from: behind 在, 自, 于 or the clause's beginning."""
        at = self.first
        while at and self.sentence.pieces[at - 1].tag not in {"P", "FROM", "DUE"}:
            at -= 1
        return self.sentence.pieces[at]


@dataclass(frozen=True, slots=True)
class _Engine:
    rules: Mapping[str, Rule]
    matcher: Matcher
    vocab: Vocab


def time_expressions(text: str, origin: Anchor, cell: bool = False) -> tuple[TimeExpression, ...]:
    """Every time in ``text`` that is a deadline, in order; dates without a year take it from ``origin``.

    In a ``cell`` of a deadline column each date is one.
    """
    return tuple(found for sentence in sentences(text) for found in _in_sentence(sentence, origin, cell))


def _in_sentence(sentence: Sentence, origin: Anchor, cell: bool) -> list[TimeExpression]:
    from spacy.tokens import Doc  # noqa: PLC0415 - spaCy takes a second to import, and most texts need none of it
    from spacy.util import filter_spans  # noqa: PLC0415

    engine = _engine()
    readings = {}
    for span in engine.matcher(Doc(engine.vocab, words=[piece.tag for piece in sentence.pieces]), as_spans=True):
        rule, place = engine.rules[span.label_], _Place(sentence, span.start, span.end)
        kept = [piece for piece in place.pieces if piece.tag not in rule.skip]
        when = period([(piece.tag, piece.text) for piece in kept], _origin(rule, place, origin))
        if _counts_in_cell(rule) if cell else _counts(rule, place, when, origin):
            first = place.event if rule.event else kept[0]
            readings[span] = TimeExpression(first.start, kept[-1].end, rule.kind, when)
    return [
        replace(found, start=sentence.places[found.start], end=sentence.places[found.end - 1] + 1)
        for found in (readings[span] for span in filter_spans(list(readings)))
        if found.kind != "none" and (cell or not _is_spoilt(*sentence.clause(found.start, found.end)))
    ]


def _origin(rule: Rule, place: _Place, origin: Anchor) -> Anchor:
    """Where a missing year comes from: a story told of 2018 goes on in 2018, a task may lie in a later year named."""
    said = place.sentence.year_said(place.first)
    if said is None or (origin.year is not None and said <= origin.year and not rule.coming):
        return origin
    return Anchor(said)


def _counts_in_cell(rule: Rule) -> bool:
    """A cell says its time without the words of a sentence."""
    return rule.cell or not (rule.coming or rule.opening)


def _counts(rule: Rule, place: _Place, when: Period, origin: Anchor) -> bool:
    """Whether the rule's conditions are met where the form stands."""
    led = place.before.tag == "FROM"
    rest = place.sentence.clause(place.pieces[0].start, place.pieces[-1].end)[1]
    return not (
        rule.cell
        or (place.before.tag in _GOES_ON_FROM or place.after.tag in _GOES_ON_WITH)
        or (rule.led and not led)
        or (rule.opening and not led and place.before.tag != "P")
        or (rule.bracket and not (place.before.text in _OPEN and place.after.text in _CLOSED))
        or (rule.whole and not place.whole)
        or (rule.followed and not any(word in rest for word in rule.followed))
        or (rule.surely and (origin.signed is None or when.end is None))
        or (rule.coming and origin.signed and when.end and when.end < origin.signed)
    )


def _is_spoilt(before: str, behind: str) -> bool:
    """Whether the clause speaks of a result, a forecast, a period of validity, a privilege or a condition."""
    words = terms("deadlines")["no_deadline"]
    return (
        any(word in before for word in words["before"])
        or any(word in behind for word in words["behind"])
        or behind.startswith(tuple(words["close"]))
    )


@cache
def _engine() -> _Engine:
    import spacy  # noqa: PLC0415
    from spacy.matcher import Matcher  # noqa: PLC0415

    data = terms("deadlines")
    vocab = spacy.blank("zh").vocab
    matcher = Matcher(vocab)
    rules: dict[str, Rule] = {}
    for entry in data["rule"]:
        fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
        rule = rules.setdefault(entry["name"], Rule(**fields))
        forms = [form for written in rule.forms for form in _spelled_out(written, data["forms"])]
        matcher.add(rule.name, [[_item(item) for item in form.split()] for form in forms])
    return _Engine(rules, matcher, vocab)


def _spelled_out(form: str, forms: Mapping[str, Sequence[str]]) -> list[str]:
    """The form with each <name> replaced by each of its ways to be said."""
    parts = [forms[name] if name else [plain] for plain, name in re.findall(r"([^<>]+)|<(\w+)>", form)]
    return ["".join(choice) for choice in itertools.product(*parts)]


def _item(written: str) -> dict[str, str]:
    """One token of a Matcher pattern: ``YEAR?`` is a YEAR that may be absent."""
    name = written.rstrip("?")
    return {"ORTH": name, "OP": "?"} if written.endswith("?") else {"ORTH": name}
