"""The ink of an OFD page: characters, rulings and shading of its content and templates, turned so that the text stands
upright."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.records import Box
from extractors.limits import Limits
from extractors.printed.glyphs import UNKNOWN
from extractors.printed.ink import Char, PageInk, rulings
from extractors.readers.ofd.document import Resources, Size
from extractors.readers.ofd.drawing import POINTS, Drawing, Placed
from extractors.readers.ofd.paths import Point
from extractors.readers.ofd.text import Glyph
from extractors.readers.ofd.values import Matrix
from extractors.scans.signs import DRAWN_TEXT, SCAN_MARK, SCAN_SHARE

_ASKEW = 0.05
"""Text turned by more than this many radians from the page's main direction is a watermark or a seal."""
_QUARTER = math.pi / 2
_COLUMNS = 0.9
"""A page is set in columns where more than this part of its characters follow each other downwards."""
_ASCENT = 0.88
"""An ideograph stands this part of an em above its baseline."""


@dataclass(frozen=True, slots=True)
class OfdPage:
    """The ink of a page, its size in points as it lies, and its images.

    ``without_text``: it shows something, but not as text; ``pictured``: its images are what it shows. ``missing`` are
    composite objects (by ID) that no resource file has. ``overfull``: it holds more characters or objects than the
    limits allow.
    """

    ink: PageInk
    size: tuple[float, float]
    images: tuple[Placed, ...]
    without_text: bool
    pictured: bool
    missing: frozenset[str]
    overfull: bool


def ofd_page(
    number: int, size: Size, contents: Iterable[etree._Element], resources: Resources, limits: Limits
) -> OfdPage:
    """The page with this number and size (mm); ``contents`` are the Content elements of its templates and its own."""
    drawing = Drawing(resources, limits)
    for content in contents:
        drawing.draw(content, (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0))
    width, height = size[0] * POINTS, size[1] * POINTS
    share = _image_share(drawing.images, width, height)
    scan = share >= SCAN_SHARE and sum(glyph.text != " " for glyph in drawing.shown) < SCAN_MARK
    # A scan that was recognised has its text unseen on the image; elsewhere unseen text is no text of the page.
    found = [*drawing.shown, *drawing.hidden] if scan else drawing.shown
    turn = _Turn(_main_direction(found), width, height)
    chars = tuple(_chars(found, turn))
    visible = sum(char.text != " " for char in chars)
    unknown = sum(char.text == UNKNOWN for char in chars)
    across, down = (height, width) if turn.quarters % 2 else (width, height)
    return OfdPage(
        PageInk(
            number,
            across,
            down,
            chars,
            tuple(rulings((turn.point(*start), turn.point(*end)) for start, end in drawing.traced.strokes)),
            shades=tuple(turn.box(box) for box in drawing.traced.shades),
            pale=tuple(_chars(drawing.pale, turn)),
            images=tuple(turn.box(_around(image.matrix)) for image in drawing.images),
        ),
        (width, height),
        tuple(drawing.images),
        without_text=unknown > visible / 2
        or (visible < SCAN_MARK if scan else not visible and (share > 0 or drawing.traced.paths >= DRAWN_TEXT)),
        pictured=scan or (share > 0 and not visible),
        missing=frozenset(drawing.missing),
        overfull=drawing.overfull,
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turns a page of this size (points) back by so many quarters, so that what was turned clockwise is upright."""

    quarters: int
    width: float
    height: float

    def point(self, x: float, y: float) -> Point:
        if self.quarters == 0:
            return x, y
        return ((y, self.width - x), (self.width - x, self.height - y), (self.height - y, x))[self.quarters - 1]

    def box(self, box: Box) -> Box:
        (xa, ya), (xb, yb) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _image_share(images: Iterable[Placed], width: float, height: float) -> float:
    """The part of the page (0 to 1) that images cover."""
    covered = 0.0
    for image in images:
        x0, top, x1, bottom = _around(image.matrix)
        across = min(x1, width) - max(x0, 0.0)
        down = min(bottom, height) - max(top, 0.0)
        covered += max(0.0, across) * max(0.0, down)
    return min(1.0, covered / (width * height))


def _around(matrix: Matrix) -> Box:
    """The box around what a matrix makes of the unit square."""
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


def _main_direction(found: Iterable[Glyph]) -> int:
    """Quarter turns clockwise in which most characters follow each other.

    Wide annex tables are often set sideways. A page set in columns from right to left (not only headings in narrow
    cells) is read as if it were: turned, each column is a line.
    """
    letters = [glyph for glyph in found if glyph.text != " "]
    columns = sum(glyph.down for glyph in letters) > _COLUMNS * len(letters)
    turns = Counter((_quarters(glyph) + (columns and glyph.down)) % 4 for glyph in letters)
    return turns.most_common(1)[0][0] if turns else 0


def _quarters(glyph: Glyph) -> int:
    return round(glyph.angle / _QUARTER) % 4


def _chars(found: Iterable[Glyph], turn: _Turn) -> Iterator[Char]:
    """The glyphs that stand upright after the turn; none that is further off the paper than the paper is wide.

    On a page set in columns a glyph of a column lies on its side: its top is where it begins.
    """
    upright = turn.quarters * _QUARTER
    width, height = turn.width, turn.height
    for glyph in found:
        text, x, y, advance, size, angle, down = glyph
        lying = down and (_quarters(glyph) + 1) % 4 == turn.quarters
        if lying:
            angle += _QUARTER
        if angle != upright and abs(math.remainder(angle - upright, 2 * math.pi)) > _ASKEW:
            continue
        if -width < x < 2 * width and -height < y < 2 * height:
            left, baseline = turn.point(x, y)
            if lying:
                left, advance = left - _ASCENT * size, size
            yield Char(text, left, left + advance, baseline, size)
