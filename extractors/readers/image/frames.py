"""The pages of a picture file: each frame's size on paper, and its pixels when their turn comes."""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from corpus.messages import UnreadableError
from corpus.records import Problem
from extractors.limits import Limits
from extractors.printed.pages import page_name
from extractors.scans.pages import PageImage

_FORMATS = ("JPEG", "PNG", "BMP", "DIB", "WEBP", "GIF", "TIFF")
_TURNED = frozenset({"JPEG", "MPO", "TIFF", "WEBP"})
"""Formats that say in their head how the camera was held; to ask a PNG would decode it."""
_ORIENTATION = 0x0112
_ANIMATED = frozenset({"GIF", "WEBP", "PNG"})
"""Formats whose frames are a film's; those of a TIFF are pages."""
_DECODING = threading.Lock()
"""Whether Pillow goes on after a file's end is a setting of the whole process."""
_TRUE_DPI = 100
"""A resolution below this is a program's own default (72, 96) and says nothing about paper."""
_PAPER = (180.0, 2400.0)
"""Points between which a sheet's sides are believed (A6 to A0)."""
_A4 = (595.0, 842.0)
_STRIP = 2.2
"""A picture this many times as long as wide (or more) is no sheet but a long screenshot, or a line cut from a page."""
_ENOUGH_PIXELS = 24_000_000
"""A picture with many times as many pixels is made smaller at once."""
_BRIGHTEST = {"I;16": 65535.0, "I;16L": 65535.0, "I;16B": 65535.0, "I": 65535.0}

warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
"""What is wrong with a file is said in our own words."""
Image.MAX_IMAGE_PIXELS = None
"""Pillow's own guard has its own number; here every frame's size is checked before it is decoded."""


@dataclass(slots=True)
class Frames:
    """The frames of one file that can be had, and what is wrong with them: complete once all pixels were asked for."""

    data: bytes
    file: str
    images: list[PageImage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def pixels(self, at: int) -> NDArray[np.uint8]:
        """Rows × columns × 3 of the frame (from 0), upright as its camera says. A cut-off frame has what is there."""
        with _DECODING:
            frame = _opened(self.data, at)
            try:
                frame.load()
            except OSError:
                ImageFile.LOAD_TRUNCATED_IMAGES = True
                try:
                    frame = _opened(self.data, at)
                    frame.load()
                finally:
                    ImageFile.LOAD_TRUNCATED_IMAGES = False
                self.problems.append(Problem(page_name(at + 1), "read-image-cut-off"))
        shown = _in_colour(ImageOps.exif_transpose(frame))
        times = math.isqrt(shown.width * shown.height // _ENOUGH_PIXELS)
        return np.asarray(shown.reduce(times) if times > 1 else shown, dtype=np.uint8)


def frames(data: bytes, file: str, limits: Limits) -> Frames:
    """The pages of the file: all frames of a TIFF, the first one of all else (of an animation with a note).

    Raises ``UnreadableError``: ``read-damaged``, and ``read-image-too-large`` if no frame is small enough.
    """
    found = Frames(data, file)
    try:
        for at, (size, dpi) in enumerate(_heads(data, limits.ocr_pages + 1)):
            if size[0] * size[1] > limits.image_pixels:
                found.problems.append(_too_large(size, limits, page_name(at + 1)))
                continue
            width, height = _on_paper(size, dpi)
            found.images.append(PageImage(at + 1, width, height, lambda at=at: found.pixels(at)))  # type: ignore[misc]
        if _is_animated(data):
            found.problems.append(Problem("", "note-animated"))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        known = not isinstance(error, UnidentifiedImageError)  # whose text is the address of our buffer
        said = (known and str(error).partition("\n")[0][:120]) or type(error).__name__
        if not found.images:
            raise UnreadableError("read-damaged", where=file, format=_kind(data), reason=said) from None
        args = (("reason", said),)
        found.problems.append(Problem(page_name(len(found.images) + 1), "read-page-failed", args))
    if not found.images:
        problem = found.problems[0]
        raise UnreadableError(problem.code, where=file, **dict(problem.args))
    return found


def _heads(data: bytes, most: int) -> Iterator[tuple[tuple[int, int], float]]:
    """Size in pixels and resolution of each frame, from the headers alone."""
    image = _opened(data, 0)
    for at in range(most if image.format == "TIFF" else 1):
        try:
            image.seek(at)
        except EOFError:
            return
        wide, high = image.size
        turned = image.format in _TURNED and image.getexif().get(_ORIENTATION, 1) in {5, 6, 7, 8}
        yield (high, wide) if turned else (wide, high), _dpi(image)


def _is_animated(data: bytes) -> bool:
    image = _opened(data, 0)
    return image.format in _ANIMATED and bool(getattr(image, "is_animated", False))


def _opened(data: bytes, at: int) -> Image.Image:
    image = Image.open(BytesIO(data), formats=_FORMATS)
    if at:
        image.seek(at)
    return image


def _dpi(image: Any) -> float:
    try:
        return float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0


def _kind(data: bytes) -> str:
    from extractors.readers.signatures import kind  # noqa: PLC0415 - only for a message

    return (kind(data) or "image").upper()


def _too_large(size: tuple[int, int], limits: Limits, where: str) -> Problem:
    args = (("size", f"{size[0]} × {size[1]}"), ("limit", f"{limits.image_pixels:,}"))
    return Problem(where, "read-image-too-large", args)


def _on_paper(size: tuple[int, int], dpi: float) -> tuple[float, float]:
    """Width and height in points: by the resolution where it can be true, else as A4."""
    width, height = size
    if dpi >= _TRUE_DPI and all(_PAPER[0] <= side / dpi * 72 <= _PAPER[1] for side in size):
        return width / dpi * 72, height / dpi * 72
    short, long = sorted(size)
    is_strip = long > _STRIP * short
    scale = (_A4[0] if height > width else _A4[1]) / width if is_strip else _A4[0] / short
    return width * scale, height * scale


def _in_colour(image: Image.Image) -> Image.Image:
    """Eight bits of red, green and blue; what is transparent is white paper."""
    if image.mode in _BRIGHTEST or image.mode == "F":
        values = np.asarray(image, dtype=np.float32)
        brightest = _BRIGHTEST.get(image.mode, float(values.max(initial=1.0)) or 1.0)
        return Image.fromarray(np.clip(values * (255 / brightest), 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        shown = image.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown).convert("RGB")
    return image.convert("RGB")
