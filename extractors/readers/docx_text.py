"""The text of a paragraph as it is seen: accepted changes, shown fields, no hidden text; its text boxes apart."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.readers.docx_names import child, integer, unwrapped, value, w
from extractors.readers.docx_styles import Styles

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PLAIN = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_TICKS = {0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF0A3: "□", 0xF06F: "□", 0xF0FC: "✓"}
"""Boxes and ticks of the Wingdings fonts, which forms are full of (their codes mean nothing without the font)."""


class Texts:
    """Reads paragraphs of one story in order: a field may begin in one paragraph and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []
        """Open fields, innermost last: whether its shown result has begun (before that come its instructions)."""

    def text(self, paragraph: etree._Element) -> str:
        """The paragraph's text, line breaks as ``\\n``, without its text boxes and its automatic number."""
        return "".join(self._inline(paragraph))

    def _inline(self, parent: etree._Element) -> Iterator[str]:
        for part in unwrapped(parent):
            if part.tag == w("r"):
                texts = list(self._run(part))
                if not self._styles.hidden(child(part, "rPr")):
                    yield from texts
            elif not str(part.tag).startswith(w("")):
                yield from self._seen(text.text or "" for text in part.iter(_MATH_TEXT))

    def _run(self, run: etree._Element) -> Iterator[str]:
        for part in unwrapped(run):
            if part.tag == w("fldChar"):
                self._field(value(part, "fldCharType"))
            elif part.tag == w("t"):
                yield from self._seen([part.text or ""])
            elif part.tag in _PLAIN:
                yield from self._seen([_PLAIN[part.tag]])
            elif part.tag == w("sym"):
                yield from self._seen([_symbol(value(part, "char") or "")])
            elif part.tag == w("ruby"):
                base = child(part, "rubyBase")
                if base is not None:
                    yield from self._inline(base)

    def _seen(self, texts: Iterator[str] | list[str]) -> Iterator[str]:
        if all(self._fields):
            yield from texts

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
        return _TICKS.get(number, chr(number))
    except (ValueError, OverflowError):
        return ""


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents (``w:txbxContent``) of the text boxes anchored in a paragraph, each once."""
    for part in unwrapped(element):
        if part.tag == w("txbxContent"):
            yield part
        elif len(part):
            yield from text_boxes(part)


def mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the paragraph's end was deleted by a tracked change: accepted, it runs on into the next paragraph."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def span(cell: etree._Element) -> int:
    """How many columns of the grid a cell takes."""
    return max(1, integer(value(child(cell, "tcPr", "gridSpan")), 1))
