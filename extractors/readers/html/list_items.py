"""The numbers that a page shows before the items of an ordered list (HTML, 4.4.5 and 4.4.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.readers.html.style import has_no_marker, tag_of
from extractors.readers.list_numbers import shown

_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.I)
_AFTER_CHINESE = "、"
_AFTER_OTHERS = ". "


@dataclass(slots=True)
class _Open:
    element: etree._Element
    number_format: str | None
    following: int


class ListNumbers:
    """The lists that are open at a place of the page; ``None`` as format is a list without numbers."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def enter(self, element: etree._Element) -> str | None:
        """Enters a list or an item; the item's number with its mark (``2. ``, ``二、``) where it shows one."""
        tag = tag_of(element)
        if tag in {"ol", "ul", "dir", "menu"}:
            unnumbered = tag != "ol" or has_no_marker(element)
            self._open.append(_Open(element, None if unnumbered else _format(element), _number(element, "start", 1)))
        if tag != "li" or not self._open:
            return None
        current = self._open[-1]
        number = _number(element, "value", current.following)
        current.following = number + 1
        if current.number_format is None or has_no_marker(element):
            return None
        return shown(number, current.number_format) + (
            _AFTER_CHINESE if current.number_format.startswith(("chinese", "ideograph")) else _AFTER_OTHERS
        )

    def leave(self, element: etree._Element) -> None:
        """Leaves an element; its list is closed."""
        if self._open and self._open[-1].element is element:
            self._open.pop()


def _format(element: etree._Element) -> str:
    style = _STYLE.search(element.get("style") or "")
    for word in style[1].lower().split() if style else ():
        if word in _STYLES:
            return _STYLES[word]
    return _TYPES.get((element.get("type") or "1").strip(), "decimal")


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", element.get(name) or "")
    return int(found[1]) if found else otherwise
