"""发文机关标志: the bodies that the red head names before the word 文件 (GB/T 9704-2012, 7.2.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.names.organisations import is_organisation, one_body, split_organisations
from extractors.notices.document_number import number_alone
from extractors.notices.line_kinds import is_apart, is_text
from extractors.notices.lines import Line

_WORD = "文件"
_WORD_AT_END = re.compile(r"文\s*件\s*$")
_MOST_BODIES = 12
_MOST_LINES_OF_A_NAME = 4


@dataclass(frozen=True, slots=True)
class RedHead:
    """The bodies, the first one leading, and the indexes of the lines that spell them."""

    names: tuple[str, ...] = ()
    at: frozenset[int] = frozenset()


def red_head(lines: Sequence[Line]) -> RedHead:
    """The red head among these lines: one name, often letter by letter over lines, or a line for each of many bodies.

    In a joint one 文件 stands at half height, beside any of the names; those below it are followed by the number.
    """
    for last, line in enumerate(lines):
        if is_text(line):
            break
        if line.bare.endswith(_WORD):
            found = _joint(lines, last) or _spelled(lines, last)
            if found is not None:
                return found
    return RedHead()


def _joint(lines: Sequence[Line], at: int) -> RedHead | None:
    first = at
    while first > 0 and at - first < _MOST_BODIES and _bodies(lines[first - 1]):
        first -= 1
    below = at + 1
    while below < len(lines) and below - at < _MOST_BODIES and _bodies(lines[below]):
        below += 1
    if below == len(lines) or not number_alone(lines[below].text):
        below = at + 1
    parts = [_bodies(line) for line in lines[first:below] if line.bare != _WORD]
    names = tuple(name for part in parts for name in part)
    if not all(parts) or len(names) < 2 or any(map(one_body, names, names[1:])):
        return None
    return RedHead(names, frozenset(range(first, below)))


def _spelled(lines: Sequence[Line], last: int) -> RedHead | None:
    # The name may begin up to three lines higher, and its lower part be a name as well (… / 领导小组文件).
    for first in range(max(0, last + 1 - _MOST_LINES_OF_A_NAME), last + 1):
        part = lines[first : last + 1]
        name = "".join(item.bare for item in part).removesuffix(_WORD)
        if all(map(_is_plain, part)) and is_organisation(name):
            return RedHead((name,), frozenset(range(first, last + 1)))
    return None


def _bodies(line: Line) -> tuple[str, ...]:
    return split_organisations(_WORD_AT_END.sub("", line.text)) if _is_plain(line) else ()


def _is_plain(line: Line) -> bool:
    return not is_apart(line) and number_alone(line.text) is None and "关于" not in line.bare
