"""Other files within a Word document: inserted ones (``w:altChunk``, 17.17.2) and those it only refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.messages import UnreadableError, text
from corpus.records import Block, Problem, Source
from extractors.limits import Limits
from extractors.readers.docx.boxes import link
from extractors.readers.docx.parts import Parts
from extractors.readers.xml_parts import BROKEN

_MARKUP = (".xml", ".rels")
"""Parts of the Word file itself, which are no text to insert."""


class Chunks:
    """Reads what a part of the document inserts: HTML, RTF, text or another Word file, each by its own reader.

    What an inserted file inserts in its turn is not read: a file may hold itself. Each is read where it first stands.
    """

    def __init__(self, parts: Parts, part: str, source: Source, limits: Limits) -> None:
        self._parts = parts
        self._part = part
        self._source = source
        self._limits = limits
        self._read: set[str] = set()

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """The blocks of the file that a ``w:altChunk`` or ``w:subDoc`` stands for; a Problem where it is elsewhere."""
        from extractors.readers import read_bytes  # noqa: PLC0415 - the registry knows this reader too

        found = self._parts.linked(self._part, link(element))
        if found is None or found.external:
            target = found.target if found else "?"
            self._parts.problems.append(Problem(self._source.file, "read-linked-part", (("target", target),)))
            return
        if found.target in self._read:
            return
        self._read.add(found.target)
        if self._limits.archive_depth == 1:
            self._parts.problems.append(Problem(found.target, "read-too-deep"))
            return
        try:
            if found.target == self._parts.main or found.target.endswith(_MARKUP):
                raise UnreadableError("read-unknown", where=found.target, hint=text("kind-xml"))
            content = self._parts.package.content(found.target)
            document = read_bytes(content, found.target, replace(self._limits, archive_depth=1))
        except UnreadableError as error:
            self._parts.failed(found.target, error)
        except BROKEN as error:
            self._parts.failed(found.target, self._parts.package.damaged(error))
        else:
            self._parts.problems += document.problems
            yield from document.blocks
