"""Pictures on pages that have text: words in them are not read, and a person is told on which pages they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.records import Box, Problem
from extractors.printed.ink import Char, PageInk
from extractors.printed.pages import page_name

_LARGE = 0.05
"""A picture of this part of the page or more (of A4, 14 cm × 22 mm) may hold text; a seal or a logo is smaller."""
_UPON = 10
"""A picture with so many characters upon it is what they stand on: a ground, or the scan that they were read from."""
_MOST = 20
"""Pictures of a page that are counted."""
_NAMED = 5
"""Pages that are named; dots stand for more."""


def unread_pictures(ink: PageInk) -> int:
    """How many pictures of a page are large enough to hold text, with none upon them."""
    least = _LARGE * ink.width * ink.height
    large = [box for box in _whole(ink.images) if _area(box, ink) >= max(least, 1.0)]
    return sum(_characters(ink.chars, box) < _UPON for box in large[:_MOST])


def picture_notes(pages: Mapping[int, int]) -> Iterator[Problem]:
    """One ``note-images`` on all pages (by number) that have such pictures, with their sum; none without any."""
    found = sorted(number for number, count in pages.items() if count)
    if found:
        where = "、".join(map(page_name, found[:_NAMED])) + ("…" if len(found) > _NAMED else "")
        yield Problem(where, "note-images", (("count", str(sum(pages.values()))),))


def _whole(boxes: Iterable[Box]) -> list[Box]:
    """The pictures, those that were cut into strips put together again: a strip of a scan may have no text upon it."""
    found: list[Box] = []
    for x0, top, x1, bottom in sorted(boxes, key=lambda box: (round(box[0]), round(box[2]), box[1])):
        last = found[-1] if found else None
        if last and abs(last[0] - x0) <= 1 and abs(last[2] - x1) <= 1 and top <= last[3] + 1:
            found[-1] = (last[0], last[1], last[2], max(last[3], bottom))
        else:
            found.append((x0, top, x1, bottom))
    return found


def _area(box: Box, ink: PageInk) -> float:
    """Of what lies on the paper."""
    x0, top, x1, bottom = box
    return max(0.0, min(x1, ink.width) - max(x0, 0.0)) * max(0.0, min(bottom, ink.height) - max(top, 0.0))


def _characters(chars: tuple[Char, ...], box: Box) -> int:
    x0, top, x1, bottom = box
    return sum(
        x0 <= (char.x0 + char.x1) / 2 <= x1 and top <= char.baseline <= bottom for char in chars if char.text > " "
    )
