"""Which verdicts there can be: the words of the taxonomy, names that can be printed, and somebody to lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.records import Verdict
from corpus.taxonomy import DISPOSITIONS, KINDS, domains
from review.filters import is_storable
from review.proposals import LONGEST_UNIT, needs_no_unit
from review.refusals import RefusedError

LONGEST_NOTE = 2_000
"""Characters of a note, and of a reason."""
_LONGEST_REQUEST = 64
_MOST_SUPPORTING = 100
"""Units that support: a bulk change writes each of them once an item."""


def check(verdict: Verdict, stands: Verdict) -> None:
    """Raises ``RefusedError`` where the verdict cannot be decided: no unit leads, though the comment has a matter, or a
    word is none of the taxonomy's. What stands already (an office's own words) is always possible."""
    if is_headless(verdict):
        raise RefusedError("decision-no-lead")
    check_words(verdict, stands)


_NOTHING = Verdict()


def check_words(verdict: Verdict, stands: Verdict = _NOTHING) -> None:
    """The same without asking who leads."""
    _known("领域", verdict.domain, (*domains(), stands.domain))
    _known("意见建议类型", verdict.kind, (*KINDS, stands.kind))
    _known("处置性质", verdict.disposition, (*DISPOSITIONS, stands.disposition))
    if len(verdict.supporting) > max(_MOST_SUPPORTING, len(stands.supporting)):
        raise RefusedError("decision-units-many", most=_MOST_SUPPORTING)
    for unit in (*((verdict.lead,) if verdict.lead is not None else ()), *verdict.supporting):
        if not unit.strip() or unit != unit.strip() or len(unit) > LONGEST_UNIT or not unit.isprintable():
            raise RefusedError("decision-unit-name", name=unit[:40])
    _check_text(verdict.note)


def check_request(why: str, request: str | None) -> None:
    """Raises ``RefusedError`` for a reason that cannot be kept, or a request's key that cannot be one."""
    _check_text(why)
    possible = request is None or (0 < len(request) <= _LONGEST_REQUEST and request.isascii() and request.isprintable())
    if not possible:
        raise RefusedError("request-key")


def tidy(verdict: Verdict) -> Verdict:
    """The verdict with each supporting unit once, and without the one that leads."""
    return replace(verdict, supporting=tuple(u for u in dict.fromkeys(verdict.supporting) if u != verdict.lead))


def is_headless(verdict: Verdict) -> bool:
    """Whether somebody must act and nobody leads."""
    return verdict.lead is None and not needs_no_unit(verdict.domain)


def _check_text(text: str) -> None:
    """Not too long, and of characters that every database keeps: no NUL, no half of a pair."""
    if len(text) > LONGEST_NOTE:
        raise RefusedError("decision-note-long", longest=LONGEST_NOTE)
    if not is_storable(text):
        raise RefusedError("decision-note-signs")


def _known(column: str, word: str | None, words: Iterable[str | None]) -> None:
    if word is not None and word not in words:
        raise RefusedError("decision-word", column=column, word=word[:40])
