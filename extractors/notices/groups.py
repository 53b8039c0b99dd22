"""Lists of bodies in their groups, as 主送机关 and 抄送机关 are written (GB/T 9704-2012, 7.3.2 and 7.4.2)."""

from __future__ import annotations

_DEPTH = {"（": 1, "(": 1, "）": -1, ")": -1}


def groups(listed: str, marks: str) -> tuple[str, ...]:
    """The parts between the marks, those inside brackets aside; 、 joins bodies of one rank and parts no group."""
    depth, found = 0, [""]
    for sign in listed:
        depth += _DEPTH.get(sign, 0)
        if sign in marks and depth <= 0:
            found.append("")
        else:
            found[-1] += sign
    return tuple(group.strip() for group in found if group.strip())
