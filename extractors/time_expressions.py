"""Time expressions in a text that set a deadline, by the atoms, forms and rules of ``corpus/data/deadlines.toml``.

A text is cut into atoms of time (YEAR, MONTH, BEFORE …); spaCy's Matcher finds the forms over their tags, and a rule's
conditions decide. White space does not count, so that "1 月下旬" of a scan is read like "1月下旬".
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extractors.dates import Anchor, Atom, Period, period

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Span, Token
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
class _Engine:
    lexer: re.Pattern[str]
    rules: Mapping[str, Rule]
    matcher: Matcher
    vocab: Vocab
    no_deadline: Mapping[str, tuple[str, ...]]


@cache
def facts() -> Mapping[str, Any]:
    """The data file as it stands."""
    return tomllib.loads(files("corpus").joinpath("data/deadlines.toml").read_text("utf-8"))


def time_expressions(text: str, origin: Anchor) -> tuple[TimeExpression, ...]:
    """Every time in ``text`` that is a deadline, in order; dates without a year take it from ``origin``."""
    squeezed, places = _squeeze(text)
    if not _LIKELY.search(squeezed):
        return ()
    found = []
    for sentence in _SENTENCE.finditer(squeezed):
        if _LIKELY.search(sentence[0]):
            found += _in_sentence(sentence[0], places[sentence.start() : sentence.end()], origin)
    return tuple(found)


def _in_sentence(sentence: str, places: Sequence[int], origin: Anchor) -> list[TimeExpression]:
    engine = _engine()
    doc, _ = _tokens(sentence, engine)
    candidates = []
    for span in engine.matcher(doc, as_spans=True):
        rule = engine.rules[span.label_]
        kept = [t for t in span if t.tag_ not in rule.skip]
        when = period([(t.tag_, t.text) for t in kept], origin)
        if _holds(rule, span, when, origin):
            first = _event(span) if rule.event else kept[0]
            candidates.append((span, (first.idx, kept[-1].idx + len(kept[-1])), when))
    found = []
    longest = set(_longest([span for span, _, _ in candidates]))
    for span, (begin, end), when in candidates:
        kind = engine.rules[span.label_].kind
        if span in longest and kind != "none" and not _spoilt(sentence, begin, end, engine.no_deadline):
            found.append(TimeExpression(places[begin], places[end - 1] + 1, kind, when))
    return sorted(found, key=lambda expression: expression.start)


def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of time in a short text (a table cell), white space and all other characters left out."""
    return _tokens(_squeeze(text)[0], _engine())[1]


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text without white space, digits in ASCII, and where each character stood."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(_ascii_digit(text[i]) for i in places), places


def _ascii_digit(character: str) -> str:
    return chr(ord(character) - 0xFEE0) if "０" <= character <= "９" else character


def _tokens(squeezed: str, engine: _Engine) -> tuple[Doc, tuple[Atom, ...]]:
    from spacy.tokens import Doc  # noqa: PLC0415 - spaCy takes a second to import, and most texts need none of it

    pieces = [(m.lastgroup or "C", m[0]) for m in engine.lexer.finditer(squeezed)]
    words, tags = [word for _, word in pieces], [tag for tag, _ in pieces]
    doc = Doc(engine.vocab, words=words, spaces=[False] * len(words), tags=tags)
    return doc, tuple(p for p in pieces if p[0] not in {"C", "P", "FROM"})


def _longest(spans: Sequence[Span]) -> list[Span]:
    from spacy.util import filter_spans  # noqa: PLC0415

    return filter_spans(spans)


def _event(span: Span) -> Token:
    """The first word of the event that the days are counted from: behind 在, 自, 于 or the clause's beginning."""
    doc, at = span.doc, span.start
    while at and doc[at - 1].tag_ not in {"P", "FROM"}:
        at -= 1
    return doc[at]


def _holds(rule: Rule, span: Span, when: Period, origin: Anchor) -> bool:
    """Whether the rule's conditions are met where the span stands."""
    doc = span.doc
    before = doc[span.start - 1] if span.start else None
    after = doc[span.end] if span.end < len(doc) else None
    led = before is not None and before.tag_ == "FROM"
    if rule.led and not led:
        return False
    if rule.opening and not (led or before is None or before.tag_ == "P"):
        return False
    if rule.bracket and not (before and after and before.text in _OPEN and after.text in _CLOSED):
        return False
    if rule.whole and any(t.tag_ == "MONTH" and not t.text.endswith("份") for t in span):
        return False
    rest = doc.text[span.end_char : _clause_end(doc.text, span.end_char)]
    if rule.followed and not any(word in rest for word in rule.followed):
        return False
    if rule.surely and (origin.signed is None or when.end is None):
        return False
    return not (rule.coming and origin.signed and when.end and when.end < origin.signed)


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

    data = facts()
    vocab = spacy.blank("zh").vocab
    matcher = Matcher(vocab)
    rules = {}
    for entry in data["rule"]:
        rule = Rule(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})
        rules[rule.name] = rule
        forms = [form for written in rule.forms for form in _spelled_out(written, data["forms"])]
        matcher.add(rule.name, [[_item(item) for item in form.split()] for form in forms])
    alternatives = [f"(?P<{name}>{pattern})" for name, pattern in data["atoms"].items()]
    no_deadline = {key: tuple(words) for key, words in data["no_deadline"].items()}
    return _Engine(re.compile("|".join([*alternatives, "(?s:.)"])), rules, matcher, vocab, no_deadline)


def _spelled_out(form: str, forms: Mapping[str, Sequence[str]]) -> list[str]:
    """The form with each <name> replaced by each of its ways to be said."""
    parts = [forms[name] if name else [plain] for plain, name in re.findall(r"([^<>]+)|<(\w+)>", form)]
    return ["".join(choice) for choice in itertools.product(*parts)]


def _item(written: str) -> dict[str, Any]:
    """One token of a Matcher pattern: ``YEAR?`` → an optional token whose tag is YEAR."""
    name, operator = re.fullmatch(r"([A-Z]+)(.*)", written).groups()  # type: ignore[union-attr]
    tag = {"NOT_IN": ["P", "FROM"]} if name == "C" else name
    return {"TAG": tag, "OP": operator} if operator else {"TAG": tag}
