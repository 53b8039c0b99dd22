"""An OFD file as a ZIP of parts that name each other by location (GB/T 33190-2016, 7.3, ST_Loc)."""

from __future__ import annotations

import posixpath

from lxml import etree

from corpus.messages import text
from extractors.limits import MEGABYTE, Limits, megabytes
from extractors.readers.xml_parts import XmlParts

_ENCRYPTED = "encryptions.xml"
"""The part that an encrypted file has in its root (GM/T 0099-2020)."""

_PART_BYTES = 32 * MEGABYTE
"""One page, template or list of resources, at most: in memory it takes many times as much."""


class OfdPackage(XmlParts):
    """The parts of one file. Raises ``read-damaged``, ``read-password`` and ``read-too-large``."""

    def __init__(self, data: bytes, shown_as: str, limits: Limits) -> None:
        super().__init__(data, shown_as, "ofd", limits)
        self._parts = {_key(name): name for name in self.names()}

    @property
    def encrypted(self) -> bool:
        """Whether parts of the file are encrypted: what they hold is not XML."""
        return _ENCRYPTED in self._parts

    def part(self, location: str, beside: str = "") -> str | None:
        """The name of the part at ``location``, as the part ``beside`` writes it; None where the file has no such part.

        A location that begins with ``/`` begins at the root, any other in the folder of the part that has it. Some
        writers use backslashes, another case, or begin at the root without saying so.
        """
        place = location.strip().replace("\\", "/")
        if not place:
            return None
        inside = self._parts.get(_key(posixpath.join("/", posixpath.dirname(beside), place)))
        return inside or self._parts.get(_key(place))

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part. Raises one of ``BROKEN``, and ``ValueError`` for a part that is too large."""
        size = self.size(part)
        if size > _PART_BYTES:
            raise ValueError(text("ofd-part-too-large", size=megabytes(size), limit=megabytes(_PART_BYTES)))
        return super().xml(part)


def _key(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
