"""Words that float on the page of a Word document: text boxes, WordArt, SmartArt (ECMA-376, part 1, 20.1 and 21.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.readers.docx.names import unwrapped, w

WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SMART_ART = f"{_DIAGRAM}relIds"
_FLOATING = frozenset({w("txbxContent"), WORD_ART, SMART_ART})


def floating(element: etree._Element) -> Iterator[etree._Element]:
    """What floats beside a paragraph, each once: ``w:txbxContent``, ``WORD_ART``, ``SMART_ART``."""
    for part in unwrapped(element):
        if part.tag in _FLOATING:
            yield part
        elif len(part):
            yield from floating(part)


def art_text(element: etree._Element) -> str:
    """What a piece of WordArt says."""
    return element.get("string", "")


def diagram_link(element: etree._Element) -> str:
    """Which relationship leads to the words of a piece of SmartArt."""
    return element.get(f"{_LINK}dm", "")


def diagram_lines(data: etree._Element) -> Iterator[str]:
    """The paragraphs of a piece of SmartArt; ``data`` is the root of its data part."""
    for point in data.iter(f"{_DIAGRAM}pt"):
        for paragraph in point.iter(f"{_DRAWN}p"):
            yield "".join(text.text or "" for text in paragraph.iter(f"{_DRAWN}t"))


def link(element: etree._Element) -> str:
    """The relationship that an element names (``r:id``), empty where it names none."""
    return element.get(f"{_LINK}id", "")
