"""Points of time that share one 前: 3月20日、6月20日和9月20日前, 3月底、6月底前."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.deadlines.dates import Atom
from extractors.deadlines.time_atoms import Piece

_NAMES_A_DAY = frozenset({"MONTH", "DAY", "QUARTER", "HALF", "YEAREND", "ISO"})
_POINT = _NAMES_A_DAY | {"YEAR", "TENDAY", "BOTTOM", "WEEKDAY", "CLOCK"}
JOINTS = frozenset({"、", "和", "及", "与", "以及", "或"})
"""What joins the points of a list."""
_CLOSER = ("DAY", "TENDAY")


def listed_before(pieces: Sequence[Piece], first: int) -> list[tuple[int, int]]:
    """The points listed before the one that begins at the piece ``first``, in order: first piece, one past last."""
    found: list[tuple[int, int]] = []
    at = first
    while at > 1 and pieces[at - 1].text in JOINTS:
        stop = begin = at - 1
        while begin and pieces[begin - 1].tag in _POINT:
            begin -= 1
        if _NAMES_A_DAY.isdisjoint(piece.tag for piece in pieces[begin:stop]):
            break
        found.append((begin, stop))
        at = begin
    return found[::-1]


def completed(points: Sequence[Sequence[Piece]]) -> list[list[Atom]]:
    """The atoms of each point with what it shares: 3月5日、10日 one month, 4月、10月10日 one day, the year all."""
    last = dict(_atoms(points[-1]))
    closer = [(tag, last[tag]) for tag in _CLOSER if tag in last]
    shared: dict[str, str] = {}
    found = []
    for point in points:
        own = dict(_atoms(point))
        if "ISO" not in own:
            if "DAY" in own and "MONTH" not in own and "MONTH" in shared:
                own["MONTH"] = shared["MONTH"]
            if "MONTH" in own and own.keys().isdisjoint({"DAY", "TENDAY", "BOTTOM"}):
                own |= dict(closer)
            if "YEAR" not in own and "YEAR" in shared:
                own["YEAR"] = shared["YEAR"]
        shared |= {tag: own[tag] for tag in ("YEAR", "MONTH") if tag in own}
        found.append(list(own.items()))
    return found


def _atoms(point: Sequence[Piece]) -> list[Atom]:
    return [(piece.tag, piece.text) for piece in point]
