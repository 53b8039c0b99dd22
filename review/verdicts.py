"""Which verdicts there can be: the words of the taxonomy, names that can be printed, and somebody to lead."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import Verdict
from corpus.taxonomy import DISPOSITIONS, KINDS, domains
from review.proposals import needs_no_unit
from review.refusals import RefusedError

LONGEST_UNIT = 100
LONGEST_NOTE = 2_000
"""Characters of a unit's name and of a note."""


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
    for unit in (*((verdict.lead,) if verdict.lead is not None else ()), *verdict.supporting):
        if not unit.strip() or unit != unit.strip() or len(unit) > LONGEST_UNIT or not unit.isprintable():
            raise RefusedError("decision-unit-name", name=unit[:40])
    if len(verdict.note) > LONGEST_NOTE:
        raise RefusedError("decision-note-long", longest=LONGEST_NOTE)


def is_headless(verdict: Verdict) -> bool:
    """Whether somebody must act and nobody leads."""
    return verdict.lead is None and not needs_no_unit(verdict.domain)


def _known(column: str, word: str | None, words: Iterable[str | None]) -> None:
    if word is not None and word not in words:
        raise RefusedError("decision-word", column=column, word=word[:40])
