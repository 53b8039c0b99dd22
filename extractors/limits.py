"""How much of one arrival minyi takes in before it refuses: a bomb must not fill the machine's memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024
_UNITS = {"": 1, "KB": 1024, "MB": MEGABYTE, "GB": 1024 * MEGABYTE}


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts from 1. ``archive_depth`` 2 reads an archive or mail inside another, and no further.

    ``seconds`` and ``memory_bytes`` are what the reading of one file may take before its worker is ended.
    """

    file_bytes: int = 500 * MEGABYTE
    inflated_bytes: int = 200 * MEGABYTE
    sheet_cells: int = 10_000_000
    archive_bytes: int = 2000 * MEGABYTE
    archive_members: int = 20_000
    archive_depth: int = 5
    pdf_pages: int = 3000
    page_characters: int = 200_000
    page_shapes: int = 200_000
    text_characters: int = 20_000_000
    html_tags: int = 1_000_000
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


def limits_of(settings: Iterable[str]) -> Limits:
    """The default limits with these changed: ``pdf_pages=5000``, ``memory_bytes=8GB`` (kB, MB, GB of 1,024).

    Raises ``ValueError`` with the setting that names no limit or gives no number of at least 1.
    """
    changed: dict[str, int] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        number = value.upper().rstrip("BKMG")
        unit = _UNITS.get(value.upper().removeprefix(number))
        if name not in Limits.__slots__ or not number.isdecimal() or unit is None or int(number) * unit < 1:
            raise ValueError(setting)
        changed[name] = int(number) * unit
    return replace(DEFAULT, **changed)


def megabytes(size: int) -> str:
    """A size as a person reads it: ``200 MB``."""
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size / 1024:,.0f} kB"
