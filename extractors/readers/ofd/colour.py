"""How light and how translucent an OFD page's objects are: a watermark is both, white shading is none (8.3, 8.5)."""

from __future__ import annotations

from lxml import etree

from extractors.readers.ofd.values import number


def opacity(element: etree._Element | None) -> float:
    """The Alpha of an object or of a colour, 0 (nothing is seen) to 1."""
    return number(element.get("Alpha"), 255.0) / 255 if element is not None else 1.0


def lightness(colour: etree._Element | None) -> float:
    """How light a colour is, 0 (black, what holds where none is given) to 1: grey, RGB or CMYK by its parts."""
    parts = [_part(value) for value in (colour.get("Value") or "").split()] if colour is not None else []
    if len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    if len(parts) == 3:
        return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]
    return parts[0] if len(parts) == 1 else 0.0


def _part(value: str) -> float:
    """One part of a colour, 0 to 1: ``255`` or ``#ff``."""
    if value.startswith("#"):
        try:
            return int(value[1:], 16) / 255
        except ValueError:
            return 0.0
    return number(value) / 255
