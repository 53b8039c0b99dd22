"""Pictures of pages (JPEG, PNG, BMP, WebP, GIF, TIFF of many pages): which files they are. What they show is read by
``extractors.scans``.
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
    from extractors.printed.ink import PageInk  # noqa: PLC0415 - with OpenCV's arrays, only for pictures
    from extractors.printed.pages import blocks_of, page_of  # noqa: PLC0415
    from extractors.readers.image.frames import frames  # noqa: PLC0415
    from extractors.scans.doubts import notes  # noqa: PLC0415
    from extractors.scans.pages import recognised  # noqa: PLC0415

    found = frames(data, shown_as, limits)
    read_pages = list(recognised(found.images, limits))
    pages = [page_of(page) for page in read_pages if isinstance(page, PageInk)]
    failed = [page for page in read_pages if not isinstance(page, PageInk)]
    blocks, more = blocks_of(pages, shown_as, sha256)
    problems = (*found.problems, *failed, *more, *notes(blocks, len(pages)))
    return Document(shown_as, sha256, FORMAT, blocks, problems)
