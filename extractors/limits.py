"""How much of one arrival minyi takes in before it refuses: a bomb must not fill the machine's memory."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts from 1. ``zip_depth`` 2 reads a ZIP inside a ZIP, and no further.

    ``seconds`` and ``memory_bytes`` are what the reading of one file may take before its worker is ended.
    """

    file_bytes: int = 500 * MEGABYTE
    inflated_bytes: int = 200 * MEGABYTE
    sheet_cells: int = 10_000_000
    zip_bytes: int = 2000 * MEGABYTE
    zip_members: int = 20_000
    zip_depth: int = 2
    pdf_pages: int = 3000
    text_characters: int = 20_000_000
    image_pixels: int = 150_000_000
    ocr_pages: int = 200
    seconds: int = 900
    memory_bytes: int = 4096 * MEGABYTE
    conversion_seconds: int = 120

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1")


DEFAULT = Limits()


def megabytes(size: int) -> str:
    """A size as a person reads it: ``200 MB``."""
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size / 1024:,.0f} kB"
