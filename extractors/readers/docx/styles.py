"""What paragraph and character styles say: alignment, list, hidden text; inherited along ``basedOn`` (17.7.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.readers.docx.names import child, is_on, value, w

_DEEPEST = 50
"""Styles that are based on one another, counted from a paragraph's own: Word itself allows about ten."""


class Styles:
    """The styles of one document; ``root`` is None where it has none."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._defaults = child(root, "docDefaults", "pPrDefault", "pPr")
        self._any_hides = root is not None and next(root.iter(w("vanish")), None) is not None
        for style in () if root is None else root.iter(w("style")):
            name = value(style, "styleId")
            if name is not None:
                self._styles.setdefault(name, style)
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true", "on"}:
                    self._default = name

    def centred(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph with these properties (``w:pPr``) stands in the middle of the line."""
        found = child(properties, "jc")
        if found is None:
            found = next(
                (
                    jc
                    for style in self._chain(self._paragraph(properties))
                    if (jc := child(style, "pPr", "jc")) is not None
                ),
                child(self._defaults, "jc"),
            )
        return value(found) in {"center", "centre"}

    def list_of(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list (``numId``) and level (from 0) of a paragraph by its style, or None."""
        number = level = None
        for style in self._chain(self._paragraph(properties)):
            of_style = child(style, "pPr", "numPr")
            number = number or value(child(of_style, "numId"))
            level = level or value(child(of_style, "ilvl"))
        return (number, int(level) if level and level.isdigit() else 0) if number else None

    def number_of_style(self, name: str) -> str | None:
        """The list that a list style stands for."""
        return next((n for style in self._chain(name) if (n := value(child(style, "pPr", "numPr", "numId")))), None)

    def style_name(self, properties: etree._Element | None) -> str | None:
        """The style of a paragraph, the default one where it names none."""
        return self._paragraph(properties)

    def hidden(self, run_properties: etree._Element | None, paragraph: etree._Element) -> bool:
        """Whether a run with these properties (``w:rPr``) is hidden, by itself or by its or the paragraph's style."""
        own = child(run_properties, "vanish")
        if own is not None:
            return is_on(own)
        if not self._any_hides:
            return False
        names = (value(child(run_properties, "rStyle")), self._paragraph(child(paragraph, "pPr")))
        styles = (style for name in names for style in self._chain(name))
        return is_on(next((v for style in styles if (v := child(style, "rPr", "vanish")) is not None), None))

    def _paragraph(self, properties: etree._Element | None) -> str | None:
        return value(child(properties, "pStyle")) or self._default

    def _chain(self, name: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name is not None and name not in seen and name in self._styles and len(seen) < _DEEPEST:
            seen.add(name)
            yield self._styles[name]
            name = value(child(self._styles[name], "basedOn"))
