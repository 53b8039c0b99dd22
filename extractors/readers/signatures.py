"""What a file really is, by its first bytes and by the names inside it: the name on the outside may be wrong."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_FIRST_BYTES = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
"""Streams of the compound file by which its program is known ([MS-CFB]; names are UTF-16)."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_FOLDERS = (("word/", "docx"), ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("OFD.xml", "ofd"))
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL)


def kind(data: bytes) -> str | None:
    """``docx``, ``xls``, ``jpeg``, ``encrypted`` …, None where the bytes have no known signature (text has none).

    A compound file (OLE) or ZIP that is nothing more precise is ``ole`` or ``zip``.
    """
    if data.startswith(_OLE):
        return next((found for name, found in _OLE_STREAMS if name.encode("utf-16-le") in data), "ole")
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if _MARKUP.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "xml" if b"<html" not in data[:4096].lower() else "html"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((found for first, found in _FIRST_BYTES if data.startswith(first)), None)


def is_markup(data: bytes) -> bool:
    """Whether the text is HTML, XML or RTF: its words stand among codes."""
    return data.startswith(b"{\\rtf") or _MARKUP.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def _zip_kind(data: bytes) -> str:
    names = member_names(data)
    if "[Content_Types].xml" in names or "OFD.xml" in names:
        return next((found for folder, found in _ZIP_FOLDERS if any(n.startswith(folder) for n in names)), "ooxml")
    if "mimetype" in names and "content.xml" in names:
        return "opendocument"
    return "zip"


def member_names(data: bytes) -> frozenset[str]:
    """The names inside a ZIP; of a truncated one (without its directory) those before the cut."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset(
            data[found.end() : found.end() + int.from_bytes(found[1], "little")].decode("utf-8", "replace")
            for found in _LOCAL_HEADER.finditer(data)
        )
