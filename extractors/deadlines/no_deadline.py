"""What makes a time no deadline: history, a result, a forecast, a period of validity, a condition, an appointment."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from corpus.terms import terms
from extractors.deadlines.dates import Anchor, Period
from extractors.deadlines.time_places import Place

_COLONS = ("：", ":")
_HALF_A_YEAR = timedelta(days=183)
_SO_LATE = timedelta(days=31)
"""A notice may come a month after the first of its days; a day of an earlier year that lies further back is history."""


def is_history(place: Place, when: Period, origin: Anchor) -> bool:
    """Whether a day whose year is said lies in a year before the signing's, and not just before it."""
    said = next((piece.text for piece in place.pieces if piece.tag in {"YEAR", "ISO"}), "")
    if said.startswith(("去", "上", "前")):
        return True
    if when.end is None or origin.signed is None or when.year_inferred:
        return False
    return when.end.year < origin.signed.year and when.end < origin.signed - _SO_LATE


def sets_none(place: Place, quoted: tuple[int, int], when: Period, kind: str, origin: Anchor) -> bool:
    """Whether the clause around a time tells of it what makes it no deadline.

    What a colon ends in front of the time (公示时间：) is read with it.
    """
    sentence, (opening, end) = place.sentence, quoted
    start = min(opening, place.pieces[0].start)
    before, behind = sentence.clause(start, end)
    earlier = sentence.clause_before(start - len(before))
    return (
        _told_before(before, lasts=kind == "range", by_then=sentence.text[opening:end].endswith("前"))
        or _told_behind(behind)
        or _said(earlier, "clause_before")
        or _is_period(place, start, before, earlier, kind)
        or (kind == "relative" and _said(sentence.text[opening : place.pieces[0].start], "periods"))
        or (_said(before, "quoting", "^{}") and _said(behind, "quoted", "{}$"))
        or _is_result(place, when, origin, behind or sentence.clause(end + 1, end + 1)[1])
    )


def _told_before(before: str, lasts: bool, by_then: bool) -> bool:
    return (
        _said(before, "before")
        or _said(before, "opening", "^{}")
        or _said(before, "close_before", "{}$")
        or (lasts and _said(before, "lasting"))
        or (not by_then and _said(before, "appointed", "{}$"))
    )


def _told_behind(behind: str) -> bool:
    return (
        _said(behind, "behind")
        or _said(behind, "close_behind", "^{}")
        or _said(behind, "at_end", "{}$")
        or _said(behind, "told", "^(?:全部|全面|基本)?{}的|^期间{}[^，]*的")
    )


def _is_period(place: Place, start: int, before: str, earlier: str, kind: str) -> bool:
    """Whether a period that lasts is spoken of: in the clause, in its label, or (of a stretch) in the clause before."""
    led = place.sentence.text[start - 1 : start] if before == "" else ""
    return _said(earlier + before if kind == "range" or led in _COLONS else before, "periods")


def _is_result(place: Place, when: Period, origin: Anchor, told: str) -> bool:
    """Whether what follows tells what was done, or in figures what came of it; 截至 leads to a tally of any day."""
    if _may_be_over(place, when, origin):
        return _said(told, "over")
    if _may_be_of_last_year(when, origin):
        return _said(told, "done")
    is_tally = any(piece.tag == "UNTIL" for piece in place.pieces)
    return (is_tally or origin.signed is None) and _said(told, "results")


def _may_be_over(place: Place, when: Period, origin: Anchor) -> bool:
    """Whether a day was over on the day of signing, or would be if its year were not taken for the next.

    春节前 may be of any year.
    """
    last = when.end
    if last is None or origin.signed is None:
        return place.pieces[0].tag == "FEAST"
    return last < origin.signed or (when.year_inferred and last.year > origin.signed.year)


def _may_be_of_last_year(when: Period, origin: Anchor) -> bool:
    """Whether the year before is nearer to the signing than the one that was inferred."""
    return bool(when.year_inferred and when.end and origin.signed and when.end - origin.signed > _HALF_A_YEAR)


def _said(text: str, words: str, where: str = "{}") -> bool:
    """Whether one of the words of a list of the data file is in the text, there where the pattern says."""
    return bool(text) and _pattern(words, where).search(text) is not None


@cache
def _pattern(words: str, where: str) -> re.Pattern[str]:
    either = f"(?:{'|'.join(terms('deadlines')['no_deadline'][words])})"
    return re.compile(where.replace("{}", either))
