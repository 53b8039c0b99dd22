"""Words in the text boxes that float over worksheets (ECMA-376, part 1, 20.5): a title, how to fill in the form."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.records import Paragraph, Problem, Source
from extractors.readers.package import Package
from extractors.readers.xml_parts import BROKEN

_DRAWINGS = "xl/drawings/drawing"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def box_paragraphs(package: Package, source: Source) -> Iterator[Paragraph | Problem]:
    """The paragraphs of all boxes; a Problem in the place of a drawing that is damaged."""
    for name in sorted(package.names()):
        if not name.startswith(_DRAWINGS) or not name.endswith(".xml"):
            continue
        try:
            drawing = package.xml(name)
        except BROKEN as error:
            reason = dict(package.damaged(error).problem.args).get("reason", "")
            yield Problem(name, "read-part-failed", (("part", name), ("reason", reason)))
            continue
        for paragraph in drawing.iter(f"{_A}p"):
            text = "".join(run.text or "" for run in paragraph.iter(f"{_A}t")).strip()
            if text:
                yield Paragraph(text, source, box_text=True)
