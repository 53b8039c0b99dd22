"""The lines of a title: whole words, in the shape of a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from corpus.terms import terms
from outputs.word.measure import MM_A_POINT, ems

TITLE_POINTS = 22.0
"""二号."""
_OPENING, _CLOSING = "《〈（“‘〔【", "》〉）”’〕】，、；：。的"
_DATE = re.compile(r"[年月日度号至—\-—－.]+|年度")
_INSIDE, _TAIL, _APART, _OTHER_SHAPE = 6.0, 12.0, 20.0, 40.0
"""What it costs, in squared ems, to break inside 《》, to leave two characters (通知) alone, to part what belongs
together (群众意见建议), to have neither shape."""
_MOST_LINES = 5


@lru_cache(maxsize=256)
def title_lines(title: str, width: float, points: float = TITLE_POINTS) -> str:
    """The title with ``\\n`` where its lines break, for a line ``width`` mm long. A title on one line is as it was.

    What has lines already, or would need more than five, is left as it is: then the program that shows it breaks it.
    """
    room = width / (points * MM_A_POINT)
    needed = math.ceil(ems(title) / room)
    if needed <= 1 or "\n" in title or needed > _MOST_LINES:
        return title
    pieces = list(_pieces(title))
    for count in range(needed, min(needed + 1, _MOST_LINES) + 1):
        choices = (_broken(pieces, at) for at in combinations(range(1, len(pieces)), count - 1))
        fitting = [lines for lines in choices if max(map(ems, lines)) <= room]
        if fitting:
            best: tuple[str, ...] = min(fitting, key=_cost)
            return "\n".join(best)
    return title


def _pieces(title: str) -> Iterator[str]:
    """What is not broken: words with the marks that open or close there, numbers with their unit (2023年度)."""
    from rjieba import cut  # noqa: PLC0415 (loads a dictionary; most titles stand on one line)

    piece = ""
    for word in cut(title):
        number = piece[-1:].isdigit() and (word[0].isdigit() or _DATE.match(word))
        dated = bool(re.search(r"\d年?$", piece)) and word[0] in "度年月日"
        if piece and not (word[0] in _CLOSING or piece[-1] in _OPENING or number or dated):
            yield piece
            piece = ""
        piece += word
    yield piece


def _broken(pieces: Sequence[str], at: Sequence[int]) -> tuple[str, ...]:
    return tuple("".join(pieces[a:b]) for a, b in pairwise((0, *at, len(pieces))))


def _cost(lines: Sequence[str]) -> float:
    widths = [ems(line) for line in lines]
    mean = sum(widths) / len(widths)
    cost = sum((w - mean) ** 2 for w in widths)
    cost += 0.0 if _has_shape(widths) else _OTHER_SHAPE
    cost += _INSIDE * sum(_is_inside("".join(lines[:n])) for n in range(1, len(lines)))
    cost += _APART * sum(_is_parted(before, after) for before, after in pairwise(lines))
    return cost + (_TAIL if widths[-1] <= 3 else 0.0)


def _has_shape(widths: Sequence[float]) -> bool:
    """Trapezoid: ever longer or ever shorter. Diamond: longer to one line, shorter from it on."""
    top = max(range(len(widths)), key=lambda i: widths[i])
    rises, falls = pairwise(widths[: top + 1]), pairwise(widths[top:])
    return all(a <= b for a, b in rises) and all(a >= b for a, b in falls)


def _is_parted(before: str, after: str) -> bool:
    """Whether a line ends inside one of ``papers.toml``'s ``whole``."""
    return any(
        before.endswith(phrase[:n]) and after.startswith(phrase[n:])
        for phrase in terms("papers")["whole"]
        for n in range(1, len(phrase))
    )


def _is_inside(before: str) -> bool:
    return before.count("《") > before.count("》")
