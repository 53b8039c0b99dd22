"""What a person should know of a deadline before relying on its day."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Check, Deadline, Extraction, Source
from outputs.cells import clean, one_line

_OF_DAYS = frozenset({"weekday", "dates_agree", "deadline_order"})
"""The rules of the checks that speak of days."""


def doubts_of_days(extraction: Extraction) -> tuple[Check, ...]:
    """The checks of days that do not hold or cannot be decided."""
    return tuple(c for c in extraction.checks if c.rule in _OF_DAYS and c.ok is not True)


def date_remarks(doubts: Sequence[Check], deadline: Deadline) -> tuple[str, ...]:
    """What ``doubts_of_days`` say against its day, and from when it runs where the document does not say that day."""
    against = [clean(c.note) for c in doubts if _speaks_against(c, deadline)]
    return tuple(dict.fromkeys((*filter(None, against), *_runs_from(deadline))))


def starts_unknown(deadline: Deadline) -> bool:
    """Whether it is counted from a day that the document does not name (收文之日起10个工作日内)."""
    return deadline.counted is not None and deadline.end is None


def _runs_from(deadline: Deadline) -> tuple[str, ...]:
    if deadline.counted is None or not starts_unknown(deadline):
        return ()
    event, way = one_line(deadline.counted.event), "往前算" if deadline.counted.ahead else "起算"
    since = f"从“{event}”{way}，文中没有写明是哪一天" if event else "文中没有写明从哪一天起算"
    return (f"{since}，请查明后定出日期。",)


def _speaks_against(check: Check, deadline: Deadline) -> bool:
    said, own = one_line(check.quote), one_line(deadline.quote)
    here = _place(check.source) == _place(deadline.source) and bool(said) and (said in own or own in said)
    return here or (check.rule == "deadline_order" and f"“{own}”" in clean(check.note))


def _place(source: Source) -> tuple[str, int | None, int | None, int | None]:
    return source.sha256, source.table, source.row, source.paragraph
