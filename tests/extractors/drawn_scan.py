"""Scans drawn by the tests: Chinese text and ruled tables on paper, a seal, and what scanners and telephones do to it.

Coordinates are points from the page's upper left corner; ``y`` is the baseline. The font is Debian's fonts-noto-cjk.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from typeset import typeset

A4 = (595.0, 842.0)
LEFT, RIGHT = 79.0, 527.0
"""Margins that hold 28 characters of 16 points (GB/T 9704-2012, 5.2)."""
EM = 16.0
RED, BLACK = (214, 28, 32), (18, 18, 18)
_FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
_SIMPLIFIED = 2
needs_font = pytest.mark.skipif(not _FONT.is_file(), reason="the Debian package fonts-noto-cjk is not installed")


@dataclass
class Sheet:
    """A page while it is drawn; ``image`` is what the scanner gives."""

    dpi: int = 200
    size: tuple[float, float] = A4
    picture: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.picture = Image.new("RGB", (round(self.size[0] * self.scale), round(self.size[1] * self.scale)), "white")

    @property
    def scale(self) -> float:
        return self.dpi / 72

    @property
    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.picture)

    def text(
        self, x: float, y: float, words: str, em: float = EM, ink: tuple[int, int, int] = BLACK, spaced: float = 0.0
    ) -> Sheet:
        """``words`` from ``x`` on, each character ``spaced`` em from the next."""
        font, pen = _font(round(em * self.scale * 8) / 8), self._pen
        for char in words:
            pen.text((x * self.scale, y * self.scale), char, ink, font, anchor="ls")
            x += width(char) * em + spaced * em
        return self

    def lines(self, y: float, *words: str, pitch: float = 28.0, x: float = LEFT, em: float = EM) -> Sheet:
        """Lines one under the other; a line that begins with two wide spaces is indented by two characters."""
        for place in typeset(words, x, y, pitch, em):
            self.text(*place, em)
        return self

    def centred(self, y: float, words: str, em: float = EM, ink: tuple[int, int, int] = BLACK) -> Sheet:
        return self.text((LEFT + RIGHT - width(words) * em) / 2, y, words, em, ink)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.7, ink: tuple[int, int, int] = BLACK
    ) -> Sheet:
        ends = [round(v * self.scale) for v in (x0, y0, x1, y1)]
        self._pen.line(ends, fill=ink, width=max(1, round(thick * self.scale)))
        return self

    def table(
        self,
        xs: list[float],
        ys: list[float],
        cells: dict[tuple[int, int], str],
        em: float = 10.5,
        merged: tuple[tuple[int, int, int, int], ...] = (),
    ) -> Sheet:
        """All rulings between ``xs`` and ``ys``, and each cell's lines (by row and column, parted by ``|``).

        ``merged`` has the first row and column and the last row and column of each merged cell.
        """
        for i, y in enumerate(ys):
            for j in range(len(xs) - 1):
                if not any(r0 < i <= r1 and c0 <= j <= c1 for r0, c0, r1, c1 in merged):
                    self.rule(xs[j], y, xs[j + 1], y)
        for j, x in enumerate(xs):
            for i in range(len(ys) - 1):
                if not any(c0 < j <= c1 and r0 <= i <= r1 for r0, c0, r1, c1 in merged):
                    self.rule(x, ys[i], x, ys[i + 1])
        for (row, column), words in cells.items():
            for i, line in enumerate(words.split("|")):
                self.text(xs[column] + 5, ys[row] + 4 + em * (1 + 1.3 * i), line, em)
        return self

    def seal(self, x: float, y: float, radius: float = 60.0, words: str = "某某市绩效考评领导小组") -> Sheet:
        """A round red seal around the point: ring, star, words along the ring; it lies over what is printed."""
        r = radius * self.scale
        stamp = Image.new("RGBA", (round(2 * r) + 2,) * 2, (0, 0, 0, 0))
        pen = ImageDraw.Draw(stamp)
        red = (*RED, 255)
        pen.ellipse((1, 1, 2 * r, 2 * r), outline=red, width=max(2, round(3 * self.scale)))
        star = [(r + (0.35 if i % 2 == 0 else 0.14) * r * math.sin(i * math.pi / 5),
                 r - (0.35 if i % 2 == 0 else 0.14) * r * math.cos(i * math.pi / 5)) for i in range(10)]  # fmt: skip
        pen.polygon(star, fill=red)
        font = _font(r / 4)
        for i, char in enumerate(words):
            angle = -120 + 240 * i / max(1, len(words) - 1)
            glyph = Image.new("RGBA", (round(r / 3),) * 2, (0, 0, 0, 0))
            ImageDraw.Draw(glyph).text((r / 6, r / 6), char, red, font, anchor="mm")
            turned = glyph.rotate(-angle, Image.Resampling.BICUBIC)
            at = (r + 0.75 * r * math.sin(math.radians(angle)), r - 0.75 * r * math.cos(math.radians(angle)))
            stamp.alpha_composite(turned, (round(at[0] - r / 6), round(at[1] - r / 6)))
        corner = (round(x * self.scale - r), round(y * self.scale - r))
        under = self.picture.crop((*corner, corner[0] + stamp.width, corner[1] + stamp.height))
        over = Image.composite(stamp.convert("RGB"), Image.new("RGB", stamp.size, "white"), stamp.getchannel("A"))
        pressed = np.minimum(np.asarray(under), np.asarray(over))
        self.picture.paste(Image.fromarray(pressed), corner)
        return self

    def turned(self, degrees: float) -> Sheet:
        """Askew, clockwise in degrees."""
        self.picture = self.picture.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
        return self

    def sideways(self, quarters: int) -> Sheet:
        """So many quarter turns clockwise."""
        self.picture = self.picture.rotate(-90 * quarters, expand=True)
        return self

    def noisy(self, share: float = 0.01, blur: float = 0.0) -> Sheet:
        """Specks on this share of all pixels, and a lens out of focus."""
        if blur:
            self.picture = self.picture.filter(ImageFilter.GaussianBlur(blur))
        pixels = np.array(self.picture)
        dice = np.random.default_rng(7).random(pixels.shape[:2])
        pixels[dice < share / 2] = 0
        pixels[dice > 1 - share / 2] = 255
        self.picture = Image.fromarray(pixels)
        return self

    def photographed(self) -> Sheet:
        """Darker towards one corner, yellowish, as under a lamp."""
        height, wide = self.picture.height, self.picture.width
        y, x = np.mgrid[0:height, 0:wide]
        light = 0.95 - 0.5 * (x / wide + y / height) / 2
        tint = np.array([1.0, 0.97, 0.88])
        self.picture = Image.fromarray((np.asarray(self.picture) * light[..., None] * tint).astype(np.uint8))
        return self

    def pressed(self, quality: int = 30) -> Sheet:
        """As a JPEG of this quality would keep it."""
        self.picture = Image.open(BytesIO(self.file("JPEG", quality=quality))).convert("RGB")
        return self

    @property
    def pixels(self) -> np.ndarray:
        return np.asarray(self.picture)

    def file(self, kind: str = "PNG", **options: object) -> bytes:
        out = BytesIO()
        self.picture.save(out, kind, **{"dpi": (self.dpi, self.dpi), **options})
        return out.getvalue()


def width(words: str) -> float:
    """In em, as the font has it: one for ideographs and Chinese punctuation, about a half for ASCII."""
    return _font(1000).getlength(words) / 1000


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size, index=_SIMPLIFIED)
