"""Pictures of pages (JPEG, PNG, BMP, WebP, GIF, TIFF of many pages): which files they are.

What they show is read by ``extractors.scans``.
"""

from __future__ import annotations

from corpus.records import Document
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN
from extractors.readers.signatures import kind

FORMAT = "image"
_KINDS = frozenset({"jpeg", "png", "bmp", "webp", "gif", "tiff"})


def score(data: bytes, name: str, /) -> int | None:  # noqa: ARG001
    """Certain by the first bytes, whatever its name."""
    return CERTAIN if kind(data) in _KINDS else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Paragraphs and ruled tables as recognised, with how sure the recognition was.

    Raises ``read-damaged`` and ``read-image-too-large`` (by its header, before it is decoded). Pages that fail, that
    are cut off or that lie beyond the limit are Problems. A picture without text has no blocks.
    """
    from extractors.readers.image.frames import frames  # noqa: PLC0415 - with OpenCV's arrays, only for pictures
    from extractors.scans.blocks import blocks_with_scans  # noqa: PLC0415

    found = frames(data, shown_as, limits)
    blocks, more = blocks_with_scans((), found.images, shown_as, sha256, limits)
    return Document(shown_as, sha256, FORMAT, blocks, (*found.problems, *more))
