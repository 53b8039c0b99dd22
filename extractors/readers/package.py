"""An Office Open XML file as a ZIP of parts (ECMA-376, part 2), read within limits and without touching the network."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from corpus.messages import UnreadableError
from extractors.limits import Limits, megabytes

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""ISO strict files name the same elements in another namespace."""

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, ValueError, etree.XMLSyntaxError)
"""What a damaged part raises."""


class Package:
    """The parts of one file by name. Raises ``read-damaged``, ``read-password`` and ``read-too-large``."""

    def __init__(self, data: bytes, shown_as: str, file_format: str, limits: Limits) -> None:
        self._shown_as = shown_as
        self._format = file_format
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except BROKEN as error:
            raise self.damaged(error) from None
        infos = self._zip.infolist()
        size = sum(info.file_size for info in infos)
        if size > limits.inflated_bytes:
            limit = megabytes(limits.inflated_bytes)
            raise UnreadableError("read-too-large", where=shown_as, size=megabytes(size), limit=limit)
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableError("read-password", where=shown_as)

    def damaged(self, reason: object) -> UnreadableError:
        """The exception for a file that does not open as its format."""
        return UnreadableError("read-damaged", where=self._shown_as, format=self._format.upper(), reason=_plain(reason))

    def verify(self) -> None:
        """Inflate every part once: a part that is cut, or longer than it says, raises ``read-damaged``."""
        try:
            bad = self._zip.testzip()
        except BROKEN as error:
            raise self.damaged(error) from None
        if bad is not None:
            raise self.damaged(bad)

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._zip.namelist()

    def content(self, part: str) -> bytes:
        """A part as it stands. Raises one of ``BROKEN``."""
        return self._zip.read(part)

    def main_part(self, usual: str) -> str:
        """The name of the part that the package declares as its document; ``usual`` where it declares none."""
        for target, kind in self._relationships("_rels/.rels"):
            if kind.endswith("/officeDocument"):
                return target.lstrip("/")
        return usual

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that ``part`` refers to as its ``kind`` (``styles``, ``numbering``), or None."""
        folder, name = posixpath.split(part)
        for target, found in self._relationships(f"{folder}/_rels/{name}.rels".lstrip("/")):
            if found.endswith(f"/{kind}"):
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part. Raises one of ``BROKEN``."""
        content = self._zip.read(part)
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        # Entities stay unresolved and nothing is fetched: a document may not read this machine's files.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        root = etree.fromstring(content, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("DOCTYPE")  # not allowed in a package (ECMA-376, part 2), and entities hide text
        return root

    def _relationships(self, part: str) -> list[tuple[str, str]]:
        try:
            return [(r.get("Target", ""), r.get("Type", "")) for r in self.xml(part).iter(_RELATIONSHIPS)]
        except BROKEN:
            return []  # without its table of parts the usual names are tried


def _plain(reason: object) -> str:
    """The reason in one short line: library messages may run over several."""
    return (str(reason) or type(reason).__name__).splitlines()[0].strip("'\"")[:120]
