"""The text of a paragraph as it is seen: accepted changes, shown fields, no hidden text and no marks of notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.readers.docx.fields import Fields
from extractors.readers.docx.names import child, integer, unwrapped, value, w
from extractors.readers.docx.styles import Styles

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PLAIN = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_TICKS = {0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF0A3: "□", 0xF06F: "□", 0xF0FC: "✓"}
"""Boxes and ticks of the Wingdings fonts, which forms are full of (their codes mean nothing without the font)."""


class Texts:
    """Reads paragraphs of one story in order: a field may begin in one paragraph and end in another.

    ``notes`` gathers the notes that the text refers to, in order (part and id); ``hidden`` counts runs left out.
    """

    def __init__(self, styles: Styles, without: frozenset[str] = frozenset()) -> None:
        self._styles = styles
        self._fields = Fields(without)
        self.notes: list[tuple[str, str]] = []
        self.hidden = 0

    def text(self, paragraph: etree._Element) -> str:
        """The paragraph's text, line breaks as ``\\n``, without its text boxes and its automatic number."""
        return "".join(self._inline(paragraph))

    def _inline(self, parent: etree._Element) -> Iterator[str]:
        for part in unwrapped(parent):
            if part.tag == w("r"):
                texts = list(self._run(part))
                if not self._styles.hidden(child(part, "rPr"), parent):
                    yield from texts
                elif any(text.strip() for text in texts):
                    self.hidden += 1
            elif not str(part.tag).startswith(w("")):
                yield from self._seen(text.text or "" for text in part.iter(_MATH_TEXT))

    def _run(self, run: etree._Element) -> Iterator[str]:
        for part in unwrapped(run):
            if part.tag == w("fldChar"):
                yield from self._fields.mark(part)
            elif part.tag == w("t"):
                yield from self._seen([part.text or ""])
            elif part.tag == w("instrText"):
                self._fields.instruct(part.text or "")
            elif part.tag in _PLAIN:
                yield from self._seen([_PLAIN[part.tag]])
            elif part.tag == w("sym"):
                yield from self._seen([_symbol(value(part, "char") or "")])
            elif part.tag == w("ruby"):
                base = child(part, "rubyBase")
                if base is not None:
                    yield from self._inline(base)
            elif part.tag in _NOTES:
                self.notes.append((_NOTES[part.tag], value(part, "id") or ""))
                if value(part, "customMarkFollows") in {"1", "true", "on"}:
                    return  # the rest of the run is the note's own mark

    def _seen(self, texts: Iterator[str] | list[str]) -> Iterator[str]:
        if self._fields.shown():
            yield from texts


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
        sign = _TICKS.get(number, chr(number))
    except (ValueError, OverflowError):
        return ""
    return "" if number < ord(" ") or 0xD800 <= number < 0xE000 else sign  # controls, halves of characters


def mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the paragraph's end was deleted by a tracked change: accepted, it runs on into the next paragraph."""
    marks = child(paragraph, "pPr", "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None


def span(cell: etree._Element) -> int:
    """How many columns of the grid a cell takes."""
    return max(1, integer(value(child(cell, "tcPr", "gridSpan")), 1))
