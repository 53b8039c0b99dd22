"""Pages of a PDF as pictures, to be recognised: scans, text turned into outlines, fonts that name no character."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import cast

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from corpus.messages import text
from extractors.limits import Limits
from extractors.readers.pdf.ink import PDFIUM
from extractors.scans.pages import PageImage

_FINEST = 220 / 72
_COARSEST = 96 / 72
_DRAWN = 200 / 72
"""Pixels in a point: of scans at least and at most, and of what is drawn."""
_MOST_PIXELS = 24_000_000
"""A poster is rendered more coarsely."""
_WHITE = 255
_COVERS = 0.3
"""An image of this part of the page or more gives its resolution."""


def page_image(data: bytes, pdf: pdfium.PdfDocument, index: int, limits: Limits) -> PageImage:
    """The page with this index (from 0), to be rendered from the file's ``data`` later; call it under ``PDFIUM``."""
    width, height = pdf.get_page_size(index)
    return PageImage(index + 1, max(width, 1.0), max(height, 1.0), partial(_rendered, data, index, limits))


def _rendered(data: bytes, index: int, limits: Limits) -> NDArray[np.uint8]:
    """Rows × columns × 3. The file is opened for each page alone, so that no page's images stay in memory.

    Raises ``ValueError`` with words for a person where nothing shows because an image cannot be decoded.
    """
    with PDFIUM:
        pdf = pdfium.PdfDocument(data)
        try:
            page = pdf[index]
            width, height = page.get_size()
            scale = min(_resolution(page, width * height), math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
            bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False, prefer_bgrx=False)
            pixels: NDArray[np.uint8] = np.array(bitmap.to_numpy()[..., :3], dtype=np.uint8)
            bitmap.close()
            if pixels.min() == _WHITE and not all(_is_decoded(image, limits) for image in _images(page)):
                raise ValueError(text("pdf-picture"))
            page.close()
        finally:
            pdf.close()
    return pixels


def _resolution(page: pdfium.PdfPage, area: float) -> float:
    """Pixels in a point: as many as the page's largest image has."""
    found = _DRAWN
    for image in _images(page):
        left, bottom, right, top = image.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered >= _COVERS * area:
            wide, high = image.get_px_size()
            found = min(max(math.sqrt(wide * high / covered), _COARSEST), _FINEST)
    return found


def _images(page: pdfium.PdfPage) -> Iterator[pdfium.PdfImage]:
    return cast(Iterator[pdfium.PdfImage], page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _is_decoded(image: pdfium.PdfImage, limits: Limits) -> bool:
    """Whether PDFium can make pixels of it: it leaves the paper white where it cannot, and does not say so."""
    wide, high = image.get_px_size()
    if wide * high > limits.image_pixels:
        return False
    try:
        image.get_bitmap().close()
    except pdfium.PdfiumError:
        return False
    return True
