"""Shares of a whole that add up to it, and changes from one year to the next."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

NOTHING = "—"
"""Where there is nothing to divide by."""
_TENTHS = 1000
"""Tenths of a percent in a whole."""


def shares(parts: Sequence[int | Decimal]) -> tuple[str, ...]:
    """Each part of their sum in percent with one decimal. They add up to 100.0 %: what rounding down leaves goes to the
    largest remainders, the first of equal ones first. ``—`` for each where the sum is 0."""
    whole = sum(map(Decimal, parts), Decimal(0))
    if not whole:
        return (NOTHING,) * len(parts)
    exact = [Decimal(part) * _TENTHS / whole for part in parts]
    tenths = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda at: (tenths[at] - exact[at], at))
    for at in order[: _TENTHS - sum(tenths)]:
        tenths[at] += 1
    return tuple(f"{one // 10}.{one % 10}%" for one in tenths)


def rate(part: int | Decimal, whole: int | Decimal) -> str:
    """A part of a whole in percent, rounded to one decimal; ``—`` of nothing."""
    return f"{_percent(Decimal(part), Decimal(whole))}%" if whole else NOTHING


def difference(before: int, now: int) -> str:
    """``+5``, ``-3``, ``0``."""
    return f"{now - before:+d}" if now != before else "0"


def change(before: int, now: int) -> str:
    """The difference in percent of what was before; 新增 where there was none, 本年没有 where there is none now."""
    if not before:
        return "新增" if now else NOTHING
    if not now:
        return "本年没有"
    percent = _percent(Decimal(now - before), Decimal(before))
    return f"{percent:+}%" if percent else "0.0%"


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
