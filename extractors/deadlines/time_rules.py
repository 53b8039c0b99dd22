"""The rules of ``corpus/data/deadlines.toml`` as spaCy's Matcher over the atoms of a sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.terms import terms
from extractors.deadlines.time_atoms import Piece

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab


@dataclass(frozen=True, slots=True)
class Rule:
    """What a form means (``kind``: by, range, start, relative, standing, undated, none) and where it counts.

    The conditions are told in the data file.
    """

    name: str
    kind: str
    forms: tuple[str, ...]
    opening: bool = False
    led: bool = False
    unled: bool = False
    at: bool = False
    first: bool = False
    bracket: bool = False
    whole: bool = False
    coming: bool = False
    surely: bool = False
    event: bool = False
    list: bool = False
    cell: bool = False
    behind: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    @property
    def asks_for_days(self) -> bool:
        """Whether it depends on the days that its form names: past or to come, known or not."""
        return self.coming or self.surely or self.kind in {"by", "range"}


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's form at the pieces from ``first`` up to ``stop`` of a sentence."""

    rule: Rule
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Engine:
    rules: Mapping[str, Rule]
    matcher: Matcher
    vocab: Vocab


def matches(pieces: Sequence[Piece], cell: bool = False) -> list[Match]:
    """Every form of every rule in a sentence, or in a ``cell`` of a deadline column; they may overlap."""
    tags = [piece.tag for piece in pieces]
    present = frozenset(tags)
    if not any(needed <= present for needed in _needed(cell)):
        return []
    from spacy.tokens import Doc  # noqa: PLC0415 - spaCy takes a second to import, and most texts need none of it

    engine = _engine(cell)
    found = engine.matcher(Doc(engine.vocab, words=tags))
    return [Match(engine.rules[engine.vocab.strings[name]], first, stop) for name, first, stop in found]


def longest(found: Sequence[Match]) -> list[Match]:
    """The longest of those that overlap, of equals the first, in their order in the sentence."""
    taken: set[int] = set()
    kept = []
    for match in sorted(found, key=lambda match: (match.first - match.stop, match.first)):
        if taken.isdisjoint(range(match.first, match.stop)):
            taken.update(range(match.first, match.stop))
            kept.append(match)
    return sorted(kept, key=lambda match: match.first)


@cache
def _rules(cell: bool) -> tuple[Rule, ...]:
    """All rules, or those that count in a sentence."""
    found = []
    for entry in terms("deadlines")["rule"]:
        fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
        found.append(Rule(**fields))
    return tuple(rule for rule in found if cell or not rule.cell)


def _spelled_out(rule: Rule) -> Iterator[list[str]]:
    """The rule's forms as lists of items, each <name> replaced by each of its ways to be said."""
    named: Mapping[str, Sequence[str]] = terms("deadlines")["forms"]
    for form in rule.forms:
        parts = [named[name] if name else [plain] for plain, name in re.findall(r"([^<>]+)|<(\w+)>", form)]
        for choice in itertools.product(*parts):
            yield "".join(choice).split()


@cache
def _needed(cell: bool) -> tuple[frozenset[str], ...]:
    """Atoms without which no form is met: a sentence that has none of these sets whole is not looked at closer."""
    sets = {
        frozenset(item for item in form if not item.endswith("?"))
        for rule in _rules(cell)
        if rule.kind != "none"
        for form in _spelled_out(rule)
    }
    return tuple(sorted((one for one in sets if not any(other < one for other in sets)), key=len))


@cache
def _engine(cell: bool) -> _Engine:
    import spacy  # noqa: PLC0415
    from spacy.matcher import Matcher  # noqa: PLC0415

    vocab = spacy.blank("zh").vocab
    matcher = Matcher(vocab)
    for rule in _rules(cell):
        matcher.add(rule.name, [[_token(item) for item in form] for form in _spelled_out(rule)])
    return _Engine({rule.name: rule for rule in _rules(cell)}, matcher, vocab)


def _token(written: str) -> dict[str, Any]:
    """One token of a Matcher pattern: ``YEAR?`` is a YEAR that may be absent."""
    name = written.rstrip("?")
    return {"ORTH": name, "OP": "?"} if written.endswith("?") else {"ORTH": name}
