"""Names of WordprocessingML elements (ECMA-376, part 1, 17), and the few questions every part of the reader asks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_GONE = frozenset({f"{_W}del", f"{_W}moveFrom"})
PASSED_THROUGH = frozenset(
    f"{_W}{name}"
    for name in ("sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "sdt")
) | {f"{_MC}Choice", f"{_MC}Fallback"}
"""Elements that only wrap: content controls, accepted insertions, links, fields."""


def w(name: str) -> str:
    """``p`` as lxml writes it, with its namespace."""
    return _W + name


def value(element: etree._Element | None, attribute: str = "val") -> str | None:
    """An attribute in the main namespace; None without the element."""
    return None if element is None else element.get(_W + attribute)


def is_on(element: etree._Element | None) -> bool:
    """An on/off property: on when it stands there without a value (17.17.4)."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element down this path, or None."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(_W + name), None)
    return element


def unwrapped(element: etree._Element) -> Iterator[etree._Element]:
    """The children as a reader sees them: wrappers opened, deleted and moved-away parts left out.

    Of alternatives (a drawing and its picture for old programs) only the first counts.
    """
    for part in element:
        if part.tag == f"{_MC}AlternateContent":
            chosen = next((one for one in part if one.tag in PASSED_THROUGH), None)
            if chosen is not None:
                yield from unwrapped(chosen)
        elif part.tag in PASSED_THROUGH:
            yield from unwrapped(part)
        elif isinstance(part.tag, str) and part.tag not in _GONE:
            yield part


def integer(text: str | None, default: int) -> int:
    """A number in an attribute; the default where it is missing or no number."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
