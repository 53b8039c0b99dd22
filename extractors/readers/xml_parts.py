"""A ZIP of XML parts (Office Open XML, OFD), read within limits, without touching the network and without entities."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from corpus.messages import UnreadableError
from extractors.library_words import plain
from extractors.limits import Limits, megabytes

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, ValueError, etree.XMLSyntaxError)
"""What a damaged part raises."""
_TOO_DEEP = "Excessive depth"
"""What libxml2 says of elements within each other more than 256 deep."""
_TOO_LONG = frozenset({etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG})
"""Its codes for a text, an attribute or a name that is longer than it keeps (10 MB, 50 kB)."""


class XmlParts:
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
        return refusal(reason, self._shown_as, self._format)

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

    def size(self, part: str) -> int:
        """The bytes that a part inflates to. Raises ``KeyError``."""
        return self._zip.getinfo(part).file_size

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part. Raises one of ``BROKEN``."""
        return parsed(self.content(part))


def parsed(content: bytes) -> etree._Element:
    """The root of a part that is XML.

    Raises ``XMLSyntaxError``, ``ValueError`` where it has a DOCTYPE, and ``MemoryError``.
    """
    # Entities stay unresolved and nothing is fetched: a document may not read this machine's files.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:  # libxml2 has no exception for it
            raise MemoryError from None
        raise
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("DOCTYPE")  # not allowed in a package (ECMA-376, part 2), and entities hide text
    return root


def refusal(reason: object, shown_as: str, file_format: str) -> UnreadableError:
    """The exception for a file whose XML is broken, ``read-too-deep`` for one that nests endlessly."""
    if _TOO_DEEP in str(reason):
        return UnreadableError("read-too-deep", where=shown_as)
    return UnreadableError("read-damaged", where=shown_as, format=file_format.upper(), reason=said_plainly(reason))


def said_plainly(reason: object) -> str:
    """Why a part is not read, in one short line for a person."""
    return plain(reason, "xml-too-long" if getattr(reason, "code", None) in _TOO_LONG else None)
