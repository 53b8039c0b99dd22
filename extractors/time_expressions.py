"""Time expressions in a text that set a deadline, by the atoms, forms and rules of ``corpus/data/deadlines.toml``.

A text is cut into atoms of time (YEAR, MONTH, BEFORE …); spaCy's Matcher finds the forms over their tags, and a rule's
conditions decide. White space does not count, so that "1 月下旬" of a scan is read like "1月下旬".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.terms import terms
from extractors.dates import Anchor, Period, period

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

_CLAUSE_ENDS = "，。；：！？,;:!?\n"
_OPEN, _CLOSED = "（(【[", "）)】]"
_SENTENCE = re.compile(r"[^。；;]+")
_LIKELY = re.compile(r"[\d一二三四五六七八九十][年月日号季工天小个旬周.\-/]|年[底末终]|[今本当明次]年|另行|待定|另定")


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
class _Piece:
    """A piece of a sentence: its tag (an atom's name, or C for any other words), its words and where it begins."""

    tag: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_EDGE = _Piece("P", "", 0)
_GOES_ON_FROM = {"YEAR", "MONTH"}
_GOES_ON_WITH = {"DAY", "TENDAY", "BOTTOM", "YEAREND"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a form stands: the pieces from ``first`` up to ``stop`` of a sentence."""

    sentence: str
    pieces: Sequence[_Piece]
    first: int
    stop: int

    @property
    def before(self) -> _Piece:
        return self.pieces[self.first - 1] if self.first else _EDGE

    @property
    def after(self) -> _Piece:
        return self.pieces[self.stop] if self.stop < len(self.pieces) else _EDGE

    @property
    def end(self) -> int:
        return self.pieces[self.stop - 1].end

    @property
    def whole(self) -> bool:
        """Whether each month is a 月份."""
        return all(p.text.endswith("份") for p in self.pieces[self.first : self.stop] if p.tag == "MONTH")


@dataclass(frozen=True, slots=True)
class _Engine:
    lexer: re.Pattern[str]
    rules: Mapping[str, Rule]
    matcher: Matcher
    vocab: Vocab
    no_deadline: Mapping[str, tuple[str, ...]]


def time_expressions(text: str, origin: Anchor, cell: bool = False) -> tuple[TimeExpression, ...]:
    """Every time in ``text`` that is a deadline, in order; dates without a year take it from ``origin``.

    In a ``cell`` of a deadline column each date is one.
    """
    squeezed, places = _squeeze(text)
    if not _LIKELY.search(squeezed):
        return ()
    found = []
    for sentence in _SENTENCE.finditer(squeezed):
        if _LIKELY.search(sentence[0]):
            found += _in_sentence(sentence[0], places[sentence.start() : sentence.end()], origin, cell)
    return tuple(found)


def _in_sentence(sentence: str, places: Sequence[int], origin: Anchor, cell: bool) -> list[TimeExpression]:
    from spacy.tokens import Doc  # noqa: PLC0415 - spaCy takes a second to import, and most texts need none of it
    from spacy.util import filter_spans  # noqa: PLC0415

    engine = _engine()
    pieces = _pieces(sentence, engine.lexer)
    readings = {}
    for span in engine.matcher(Doc(engine.vocab, words=[piece.tag for piece in pieces]), as_spans=True):
        rule = engine.rules[span.label_]
        kept = [piece for piece in pieces[span.start : span.end] if piece.tag not in rule.skip]
        when = period([(piece.tag, piece.text) for piece in kept], origin)
        place = _Place(sentence, pieces, span.start, span.end)
        if (rule.cell or not rule.coming) if cell else (not rule.cell and _holds(rule, place, when, origin)):
            first = _event(pieces, span.start) if rule.event else kept[0]
            readings[span] = TimeExpression(first.start, kept[-1].end, rule.kind, when)
    return [
        replace(found, start=places[found.start], end=places[found.end - 1] + 1)
        for found in (readings[span] for span in filter_spans(list(readings)))
        if found.kind != "none" and (cell or not _spoilt(sentence, found.start, found.end, engine.no_deadline))
    ]


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text without white space, digits in ASCII, and where each character stood."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(_ascii_digit(text[i]) for i in places), places


def _ascii_digit(character: str) -> str:
    return chr(ord(character) - 0xFEE0) if "０" <= character <= "９" else character


def _pieces(sentence: str, lexer: re.Pattern[str]) -> list[_Piece]:
    """The sentence cut into atoms; what lies between two of them is one piece, C."""
    pieces, at = [], 0
    for match in lexer.finditer(sentence):
        if match.start() > at:
            pieces.append(_Piece("C", sentence[at : match.start()], at))
        pieces.append(_Piece(str(match.lastgroup), match[0], match.start()))
        at = match.end()
    return [*pieces, _Piece("C", sentence[at:], at)] if at < len(sentence) else pieces


def _event(pieces: Sequence[_Piece], at: int) -> _Piece:
    """The first word of the event that the days are counted from: behind 在, 自, 于 or the clause's beginning."""
    while at and pieces[at - 1].tag not in {"P", "FROM"}:
        at -= 1
    return pieces[at]


def _holds(rule: Rule, place: _Place, when: Period, origin: Anchor) -> bool:
    """Whether the rule's conditions are met where the form stands."""
    led = place.before.tag == "FROM"
    rest = place.sentence[place.end : _clause_end(place.sentence, place.end)]
    return not (
        (place.before.tag in _GOES_ON_FROM or place.after.tag in _GOES_ON_WITH)
        or (rule.led and not led)
        or (rule.opening and not led and place.before.tag != "P")
        or (rule.bracket and not (place.before.text in _OPEN and place.after.text in _CLOSED))
        or (rule.whole and not place.whole)
        or (rule.followed and not any(word in rest for word in rule.followed))
        or (rule.surely and (origin.signed is None or when.end is None))
        or (rule.coming and origin.signed and when.end and when.end < origin.signed)
    )


def _spoilt(text: str, begin: int, end: int, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the clause speaks of a result, a forecast, a period of validity, a privilege or a condition."""
    clause = max(text.rfind(mark, 0, begin) for mark in _CLAUSE_ENDS) + 1
    before, behind = text[clause:begin], text[end : _clause_end(text, end)]
    return (
        any(word in before for word in words["before"])
        or any(word in behind for word in words["behind"])
        or behind.startswith(words["close"])
    )


def _clause_end(text: str, at: int) -> int:
    return min((i for mark in _CLAUSE_ENDS if (i := text.find(mark, at + 1)) >= 0), default=len(text))


@cache
def _engine() -> _Engine:
    import spacy  # noqa: PLC0415
    from spacy.matcher import Matcher  # noqa: PLC0415

    data = terms("deadlines")
    vocab = spacy.blank("zh").vocab
    matcher = Matcher(vocab)
    rules = {}
    for entry in data["rule"]:
        rule = Rule(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        rules[rule.name] = rule
        forms = [form for written in rule.forms for form in _spelled_out(written, data["forms"])]
        matcher.add(rule.name, [[_item(item) for item in form.split()] for form in forms])
    lexer = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in data["atoms"].items()))
    return _Engine(lexer, rules, matcher, vocab, {key: tuple(words) for key, words in data["no_deadline"].items()})


def _spelled_out(form: str, forms: Mapping[str, Sequence[str]]) -> list[str]:
    """The form with each <name> replaced by each of its ways to be said."""
    parts = [forms[name] if name else [plain] for plain, name in re.findall(r"([^<>]+)|<(\w+)>", form)]
    return ["".join(choice) for choice in itertools.product(*parts)]


def _item(written: str) -> dict[str, str]:
    """One token of a Matcher pattern: ``YEAR?`` is a YEAR that may be absent."""
    name = written.rstrip("?")
    return {"ORTH": name, "OP": "?"} if written.endswith("?") else {"ORTH": name}
