"""The images of an OFD page as one picture of it: scans are often cut into strips, turned or mirrored.

Pillow reads PNG, JPEG, TIFF and BMP; PDFium reads JBIG2, for which a PDF is put around it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.messages import text
from extractors.limits import Limits
from extractors.readers.ofd.jbig2 import is_jbig2, picture_of
from extractors.readers.ofd.values import Matrix
from extractors.readers.xml_parts import XmlParts

_SCALE = (100 / 72, 300 / 72)
"""Pixels in a point, at least and at most: finer scans are recognised no better."""


def page_pixels(
    package: XmlParts,
    images: Iterable[tuple[str | None, Matrix]],
    size: tuple[float, float],
    limits: Limits,
) -> NDArray[np.uint8]:
    """The page in red, green and blue (rows × columns × 3) on white; ``size`` is its width and height in points.

    Each image is a part and the matrix from the unit square to the page. Raises ``ValueError`` with words for a person
    where one is missing or too large, and what Pillow raises where one is damaged.
    """
    pictures = [(_opened(package, part, limits), matrix) for part, matrix in images]
    width, height = size
    finest = max((picture.width / (math.hypot(m[0], m[1]) or width) for picture, m in pictures), default=0.0)
    scale = min(max(finest, _SCALE[0]), _SCALE[1], math.sqrt(limits.image_pixels / (width * height)))
    page = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    for picture, matrix in pictures:
        _paste(page, picture, matrix, scale)
    return np.asarray(page, dtype=np.uint8)


def _opened(package: XmlParts, part: str | None, limits: Limits) -> Image.Image:
    """The image, whose pixels are not read yet."""
    if part is None:
        raise ValueError(text("ofd-part-missing", part=text("ofd-image")))
    content = package.content(part)
    if is_jbig2(content):
        return picture_of(content, limits)
    picture = Image.open(BytesIO(content))
    if picture.width * picture.height > limits.image_pixels:
        raise ValueError(text("ofd-image-too-large", width=picture.width, height=picture.height))
    return picture


def _paste(page: Image.Image, picture: Image.Image, matrix: Matrix, scale: float) -> None:
    """The picture onto the page: each pixel of the page within its box is the picture's that lies there."""
    a, b, c, d, e, f = (value * scale for value in matrix)
    area = a * d - b * c
    if not area:
        return
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = min(page.width, math.ceil(max(xs))), min(page.height, math.ceil(max(ys)))
    if left >= right or top >= bottom:
        return
    shown = picture.convert("RGBA")
    coarser = int(picture.width / math.hypot(a, b))
    if coarser > 1:
        shown = shown.reduce(coarser)
    # The inverse of the matrix, from the page's pixels to the picture's.
    across, down = shown.width / area, shown.height / area
    x, y = left - e, top - f
    back = (
        d * across,
        -c * across,
        (d * x - c * y) * across,
        -b * down,
        a * down,
        (a * y - b * x) * down,
    )
    box = (right - left, bottom - top)
    shown = shown.transform(box, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    page.paste(shown, (left, top), shown.getchannel("A"))
