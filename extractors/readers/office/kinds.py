"""Which files of other word processors LibreOffice is given, by their content alone, and which it is not.

It would open anything: bytes that it does not know become pages of garbage. So a file is let through only where its
inside is a text document's, whole and without a password.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.messages import UnreadableError
from extractors.limits import Limits
from extractors.readers.office.doc_fields import TABLE_1, WORD_97
from extractors.readers.signatures import kind

if TYPE_CHECKING:
    from olefile import OleFileIO

_OLE_SUFFIXES = frozenset({".doc", ".dot", ".wps", ".wpt"})
_OPENDOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
_OPENDOCUMENT_SUFFIXES = frozenset({".odt", ".ott"})
_UOF, _UOF_TEXT = b"<uof:UOF", b"vnd.uof.text"
_ENCRYPTION = b"encryption-data"
_WORKS = ("MatOST", "CONTENTS")
"""Streams of Microsoft Works, versions 2 to 4 and later ones."""

_WORDS = frozenset({WORD_97, 0xA5DC, 0xA697, 0xA698, 0xA699})
"""``wIdent`` at the beginning of the FIB: Word 97 to 2003, Word 6 and 95, the Far East editions of Word 6."""
_ENCRYPTED = 0x0100
"""fEncrypted among the flags at 0x0A of the FIB ([MS-DOC] 2.5.2)."""


def office_kind(data: bytes, name: str) -> str | None:
    """``doc`` (Kingsoft's WPS too), ``wps`` (Microsoft Works), ``rtf``, ``odt``, ``uof``; None for anything else.

    A compound file that is damaged is what its name says.
    """
    found = kind(data)
    suffix = PurePath(name).suffix.lower()
    if found in {"doc", "ole"}:
        return _ole_kind(data, says_word=found == "doc", named_so=suffix in _OLE_SUFFIXES)
    if found == "opendocument":
        return "odt" if _OPENDOCUMENT_TEXT in data[:512] or suffix in _OPENDOCUMENT_SUFFIXES else None
    if found == "xml":
        return "uof" if _UOF in data[:4096] and _UOF_TEXT in data[:4096] else None
    return found if found == "rtf" else None


def check(data: bytes, found: str, shown_as: str, limits: Limits) -> None:
    """Passes what LibreOffice may open. Raises ``read-password``, ``read-damaged``, ``read-too-large``."""
    if found in {"doc", "wps"}:
        _check_ole(data, found, shown_as)
    elif found == "odt":
        _check_opendocument(data, shown_as, limits)
    elif found == "uof":
        _check_uof(data, shown_as)


def _ole_kind(data: bytes, says_word: bool, named_so: bool) -> str | None:
    """``says_word``: the name of Word's stream is somewhere in the bytes; it may be that of an embedded document."""
    if not (says_word or named_so):
        return None
    try:
        with _opened(data) as file:
            names = {path[0] for path in file.listdir() if len(path) == 1}
    except OSError:
        return "doc"
    if "WordDocument" in names or (says_word and named_so):
        return "doc"
    return "wps" if names.intersection(_WORKS) else None


def _check_ole(data: bytes, found: str, shown_as: str) -> None:
    """Word's own streams must be there to their end; an encrypted one says so in the file information block."""
    try:
        with _opened(data) as file:
            if found == "wps":
                return
            stream = _whole(file, "WordDocument")
            ident, flags = (int.from_bytes(stream[at : at + 2], "little") for at in (0, 0x0A))
            if ident not in _WORDS:
                raise OSError(f"wIdent {ident:#06x}")
            if flags & _ENCRYPTED:
                raise UnreadableError("read-password", where=shown_as)
            if ident == WORD_97:
                _whole(file, "1Table" if flags & TABLE_1 else "0Table")
    except OSError as error:
        raise _damaged(found, shown_as, error) from None


def _whole(file: OleFileIO, name: str) -> bytes:
    """A stream to its end; ``OSError`` where the file has less of it than it says."""
    content: bytes = file.openstream(name).read()
    if len(content) < file.get_size(name):
        raise OSError(f"{name}: {len(content)} < {file.get_size(name)}")
    return content


def _check_opendocument(data: bytes, shown_as: str, limits: Limits) -> None:
    """Every XML part is read once: LibreOffice would expand entities, and stop in silence where a part breaks off."""
    from extractors.readers.xml_parts import BROKEN, XmlParts  # noqa: PLC0415  (loads lxml)

    parts = XmlParts(data, shown_as, "odt", limits)
    parts.verify()
    try:
        if _ENCRYPTION in parts.content("META-INF/manifest.xml"):
            raise UnreadableError("read-password", where=shown_as)
        for name in parts.names():
            if name.endswith((".xml", ".rdf")) and parts.size(name):
                parts.xml(name)
    except BROKEN as error:
        raise parts.damaged(error) from None


def _check_uof(data: bytes, shown_as: str) -> None:
    from extractors.readers.xml_parts import BROKEN, parsed  # noqa: PLC0415  (loads lxml)

    try:
        parsed(data)
    except BROKEN as error:
        raise _damaged("uof", shown_as, error) from None


def _opened(data: bytes) -> OleFileIO:
    """Raises ``OSError`` where the compound file's own tables are broken."""
    import olefile  # noqa: PLC0415  (few files need it)

    try:
        return olefile.OleFileIO(BytesIO(data))
    except (IndexError, ValueError, OverflowError, MemoryError, RecursionError) as error:
        raise OSError(type(error).__name__) from None


def _damaged(file_format: str, shown_as: str, error: Exception) -> UnreadableError:
    from extractors.readers.xml_parts import refusal  # noqa: PLC0415  (loads lxml)

    return refusal(error, shown_as, file_format)
