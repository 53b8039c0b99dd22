"""Fields of a Word document: what they show, and which of them say nothing but the page (ECMA-376, part 1, 17.16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractors.readers.docx.names import child, integer, is_on, value, w

PAGE_NUMBERS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
_LONGEST_NAME = 40
"""Characters of the instructions that are kept: the field's name stands first."""


@dataclass(slots=True)
class _Field:
    instructions: str = ""
    begun: bool = False
    """Whether its result has begun; before that come its instructions."""

    def name(self) -> str:
        return next(iter(self.instructions.split()), "").upper()


class Fields:
    """The fields that are open at a place of a text, innermost last. ``without`` are names whose result is left out."""

    def __init__(self, without: frozenset[str] = frozenset()) -> None:
        self._without = without
        self._open: list[_Field] = []
        self._hiding = 0

    def shown(self) -> bool:
        """Whether what stands here is seen."""
        return not self._hiding

    def instruct(self, text: str) -> None:
        """Takes instructions of the innermost field."""
        if self._open and not self._open[-1].begun:
            self._open[-1].instructions = (self._open[-1].instructions + text)[:_LONGEST_NAME]

    def mark(self, element: etree._Element) -> Iterator[str]:
        """Takes a ``w:fldChar``; yields what a box of a form shows by itself."""
        kind = value(element, "fldCharType")
        if kind == "begin":
            if self.shown():
                yield from _form_box(child(element, "ffData"))
            self._open.append(_Field())
            self._hiding += 1
        elif kind == "separate" and self._open and not self._open[-1].begun:
            self._open[-1].begun = True
            self._hiding -= self._open[-1].name() not in self._without
        elif kind == "end" and self._open:
            field = self._open.pop()
            self._hiding -= not field.begun or field.name() in self._without


def _form_box(data: etree._Element | None) -> Iterator[str]:
    """The tick or the chosen entry of a field of a form; its text stands in the field's result."""
    box = child(data, "checkBox")
    if box is not None:
        ticked = child(box, "checked")
        yield "☑" if is_on(ticked if ticked is not None else child(box, "default")) else "□"
    choices = child(data, "ddList")
    if choices is not None:
        chosen = child(choices, "result")
        at = integer(value(chosen if chosen is not None else child(choices, "default")), 0)
        entries = [value(entry) or "" for entry in choices.iterchildren(w("listEntry"))]
        yield from entries[at : at + 1] if at >= 0 else ()


def mend(story: etree._Element, without: frozenset[str] = frozenset()) -> None:
    """Takes out of a story what would hide its text: fields without an end, and simple fields of these names.

    A field whose end is missing would swallow all that follows it.
    """
    begun: list[etree._Element] = []
    for mark in story.iter(w("fldChar")):
        kind = value(mark, "fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    simple = [one for one in story.iter(w("fldSimple")) if _named(one) in without] if without else []
    for element in (*begun, *simple):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _named(simple: etree._Element) -> str:
    return next(iter((value(simple, "instr") or "").split()), "").upper()
