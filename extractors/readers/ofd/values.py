"""The values that an OFD file writes as text (GB/T 33190-2016, 7.3): names, numbers, boxes, matrices.

Elements are known by their local names: files of several versions of the standard use several namespaces.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_LARGEST = 1e6
"""No place on a page is further out than this."""

Matrix = tuple[float, float, float, float, float, float]
"""``a b c d e f``: ``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``."""


def name_of(element: etree._Element) -> str:
    """The local name; "" for a processing instruction or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children with this local name."""
    return (child for child in element if name_of(child) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with this local name."""
    return next(children(element, name), None) if element is not None else None


def words(element: etree._Element | None) -> str:
    """The text of an element without the space around it, "" where there is none."""
    return (element.text or "").strip() if element is not None else ""


def number(value: str | None, otherwise: float = 0.0) -> float:
    """A number, or ``otherwise`` where it is missing, malformed or beyond any page."""
    try:
        found = float(value) if value else otherwise
    except ValueError:
        return otherwise
    return found if -_LARGEST < found < _LARGEST else otherwise


def numbers(value: str | None, count: int) -> tuple[float, ...] | None:
    """So many numbers parted by spaces, None where there are others (or none)."""
    parts = value.split() if value else []
    if len(parts) != count:
        return None
    try:
        found = tuple(map(float, parts))
    except ValueError:
        return None
    return found if all(-_LARGEST < n < _LARGEST for n in found) else None


def placement(element: etree._Element, outer: Matrix) -> Matrix:
    """From an object's own coordinates to those of the page: its CTM, then its Boundary's corner, then ``outer``.

    8.5, table 25: the Boundary is in the coordinates of what holds the object, the CTM leads from the object's space
    to the Boundary's.
    """
    x, y = (numbers(element.get("Boundary"), 4) or (0.0, 0.0))[:2]
    a, b, c, d, e, f = outer
    e, f = a * x + c * y + e, b * x + d * y + f
    own = numbers(element.get("CTM"), 6)
    if own is None:
        return a, b, c, d, e, f
    p, q, r, s, t, u = own
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)


def is_true(value: str | None, otherwise: bool) -> bool:
    """A boolean attribute (``true``, ``1``), or ``otherwise`` where it is missing."""
    return value.strip().lower() in {"true", "1"} if value else otherwise
