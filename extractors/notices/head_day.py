"""The day that a document bears above its text and not below it: 题注 of decisions, communiqués, minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.names.organisations import split_organisations
from extractors.notices.document_number import bracketed_number
from extractors.notices.lines import Line
from extractors.notices.signed_day import day, day_at_end, written_days

_MOST_LINES = 4
_ADOPTED = re.compile(r"通过|批准|公布|发布|修订|印发|审议")
_SIGNED_ABOVE = ("纪要", "简报")


@dataclass(frozen=True, slots=True)
class HeadDay:
    """The day, if any, as it is ``written`` on the lines from ``first`` to before ``end``, and who signed there."""

    date: date | None = None
    written: str = ""
    first: int = 0
    end: int = 0
    signatories: tuple[str, ...] = ()


def head_day(lines: Sequence[Line], under: int, stop: int, kind: str | None) -> HeadDay:
    """The day among the lines between title (``under`` is one past it) and text (``stop``).

    It stands in brackets, alone, beside the number, or with who adopted what is below (（2021年1月20日…通过）), or
    below or beside the name of a body: a day without a body, or in the form of machines (2021-01-20), is the page's. In
    minutes and bulletins body and day may stand above the title.
    """
    return _adopted(lines, under, stop) or _signed(lines, 0 if kind in _SIGNED_ABOVE else under, stop)


def _adopted(lines: Sequence[Line], under: int, stop: int) -> HeadDay | None:
    """None where no bracket has a day; without a date where several stand there (passed, approved, amended): it is open
    which one is meant."""
    for first in range(under, stop):
        if not lines[first].bare.startswith(("（", "(")):
            continue
        joined = ""
        for end in range(first + 1, min(stop, first + _MOST_LINES) + 1):
            joined += lines[end - 1].bare
            if joined.endswith(("）", ")")):
                break
        inside = joined.strip("（）()")
        found = written_days(inside)
        told = day(inside) or _ADOPTED.search(inside) or bracketed_number(joined)
        if joined.endswith(("）", ")")) and found and told:
            return HeadDay(*found[0], first, end) if len(found) == 1 else HeadDay()
    return None


def _signed(lines: Sequence[Line], first: int, stop: int) -> HeadDay:
    names: tuple[str, ...] = ()
    start = first
    for at in range(first, stop):
        line = lines[at]
        if names and "年" in line.bare and (found := day(line.bare)):
            return HeadDay(found, line.bare.strip("（）()"), start, at + 1, names)
        beside = day_at_end(line.text) if "年" in line.bare else None
        if beside and (named := split_organisations(beside[0])):
            return HeadDay(beside[1], line.bare[len(beside[0]) :], at, at + 1, named)
        named = split_organisations(line.text)
        start = at if named and not names else start
        names = (*names, *named)
    return HeadDay(signatories=names, first=start, end=stop)
