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
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
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
_ZIP_FOLDERS = (("word/", "docx"), ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_OFD = frozenset({"ofd.xml", "encryptions.xml"})
"""Parts in the root of an OFD file (GB/T 33190-2016, 7.1), the second one where it is encrypted (GM/T 0099-2020)."""
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):", re.MULTILINE)
_SENDER = b"from"
_WAY = frozenset({b"to", b"cc", b"bcc", b"received", b"return-path", b"delivered-to"})
_MAIL_HEAD = 32 * 1024
"""Header fields of RFC 5322, 3.6; a long way puts many Received before the sender."""
_SAVED_TYPE = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html|application/xhtml\+xml)",
    re.IGNORECASE | re.MULTILINE,
)
_BITMAP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_LEAD = rb"(?>\s+|<!--.*?(?:-->|\Z)|<\?(?!xml\s)[^>]*>)*+"
_MARKUP = re.compile(_LEAD + rb"<(?:\?xml|!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(
    _LEAD + rb"(?:<\?xml\b[^>]*>)?" + _LEAD + rb"<(?:!doctype\s+html|html|head|body|meta|title|style|link|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(
    _LEAD + rb"<(table|div|p|span|font|center|article|section|main|tr|h[1-6]|ul|ol|dl|br|b|strong|form|a|img|hr)"
    rb"(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_LOOKED_AT = 64 * 1024
"""Bytes in which the first tag is looked for: some portals have long comments before it."""


def kind(data: bytes) -> str | None:
    """``docx``, ``xls``, ``jpeg``, ``encrypted`` …, None where the bytes have no known signature (text has none).

    A compound file (OLE) or ZIP that is nothing more precise is ``ole`` or ``zip``.
    """
    if data.startswith(_OLE):
        if _is_outlook(data):
            return "msg"
        return next((found for name, found in _OLE_STREAMS if name.encode("utf-16-le") in data), "ole")
    if data.startswith(_ZIP):
        return zip_kind(member_names(data))
    return _text_kind(data) or _binary_kind(data)


def _text_kind(data: bytes) -> str | None:
    if _is_page(head := _narrow(data[:_LOOKED_AT])):
        return "html"
    if _MARKUP.match(head):
        return "xml"
    if _is_mail(data[:_MAIL_HEAD]):
        return "eml"
    return "mhtml" if _is_saved_page(data[:_MAIL_HEAD]) else None


def _binary_kind(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if _is_bitmap(data):
        return "bmp"
    if data[257:262] == b"ustar":
        return "tar"
    return next((found for first, found in _FIRST_BYTES if data.startswith(first)), None)


def _is_bitmap(data: bytes) -> bool:
    """``BM`` begins many texts too: the reserved fields are zero and the size of the next header is a known one
    (BITMAPFILEHEADER, [MS-WMF] 2.2.2)."""
    return data[:2] == b"BM" and data[6:10] == bytes(4) and data[14:18] in _BITMAP_HEADERS


def _is_outlook(data: bytes) -> bool:
    """Whether the names after the root's in a compound file's directory begin with ``__``, as all do in a MSG.

    The names of attached Word files stand in the bytes of a MSG, too, so a search of the whole would mistake it.
    """
    sector, shift = int.from_bytes(data[48:52], "little"), int.from_bytes(data[30:32], "little")
    if shift not in (9, 12):
        return False
    directory = (sector + 1) << shift
    return data[directory + 128 :].startswith("__".encode("utf-16-le"))


def _is_mail(head: bytes) -> bool:
    """Header fields with a sender and a way (RFC 5322, 3.6): a page saved as MHTML has nobody to receive it."""
    block = head.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    fields = {found[1].lower() for found in _FIELD.finditer(block)}
    return _FIELD.match(block) is not None and _SENDER in fields and not fields.isdisjoint(_WAY)


def _is_saved_page(head: bytes) -> bool:
    """A MIME message of a page with nobody to receive it (RFC 2557): what browsers and Word save as one file."""
    fields = head.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _FIELD.match(fields) is not None and _SAVED_TYPE.search(fields) is not None and _is_mime(fields)


def _is_mime(fields: bytes) -> bool:
    return re.search(rb"^MIME-Version:", fields, re.IGNORECASE | re.MULTILINE) is not None


def is_markup(data: bytes) -> bool:
    """Whether the text is HTML, XML or RTF: its words stand among codes."""
    head = _narrow(data[:_LOOKED_AT])
    return data.startswith(b"{\\rtf") or _is_page(head) or _MARKUP.match(head) is not None


def _narrow(head: bytes) -> bytes:
    """The beginning of a text in bytes of which those of tags are ASCII: UTF-16 is made UTF-8."""
    for first, encoding in _WIDE:
        if head.startswith(first):
            return head.decode(encoding, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_page(head: bytes) -> bool:
    """Whether the first tag is a page's, or one of a piece of a page that others follow."""
    if _PAGE.match(head):
        return True
    piece = _PIECE.match(head)
    if piece is None:
        return False
    return re.search(rb"<(?:/%s|/?(?:p|br|td|th|tr|li|div|span))\b" % piece[1], head[piece.end() :], re.I) is not None


def zip_kind(names: frozenset[str]) -> str:
    """What a ZIP with members of these names is: ``docx``, ``ofd`` …, ``zip`` where it merely holds files."""
    if any(name.lower() in _OFD for name in names):
        return "ofd"
    if "[Content_Types].xml" in names:
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
