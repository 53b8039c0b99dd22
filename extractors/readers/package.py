"""An Office Open XML file: its parts by name, and the relationships between them (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from extractors.readers.xml_parts import BROKEN, XmlParts, parsed

__all__ = ["BROKEN", "Package"]

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
"""ISO strict files name the same elements in another namespace."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One link of a part: ``kind`` is the last word of its type (``header``, ``image``).

    ``target`` is the name of a part, or, where the link is ``external``, an address that nobody follows.
    """

    id: str
    kind: str
    target: str
    external: bool


class Package(XmlParts):
    """The parts of one file by name. Raises ``read-damaged``, ``read-password`` and ``read-too-large``."""

    def main_part(self, usual: str) -> str:
        """The name of the part that the package declares as its document; ``usual`` where it declares none."""
        found = (link.target for link in self.relations("") if link.kind == "officeDocument" and not link.external)
        return next(found, usual)

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that ``part`` refers to as its ``kind`` (``styles``, ``numbering``), or None."""
        found = (link.target for link in self.relations(part) if link.kind == kind and not link.external)
        return next(found, None)

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Everything that a part (the package itself where empty) refers to; nothing where its table is damaged."""
        folder, name = posixpath.split(part)
        try:
            found = list(self.xml(f"{folder}/_rels/{name}.rels".lstrip("/")).iter(_RELATIONSHIPS))
        except BROKEN:
            return ()  # without its table of parts the usual names are tried
        return tuple(_relation(element, folder) for element in found)

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part. Raises one of ``BROKEN``."""
        content = self.content(part)
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        return parsed(content)


def _relation(element: etree._Element, folder: str) -> Relation:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)
