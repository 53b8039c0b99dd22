"""Files of other word processors, written by hand: RTF, ODT, UOF, and compound files with Word's streams."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

_FREE, _END_OF_CHAIN, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    [f'xmlns:{name}="{_OPENDOCUMENT}:{name}:1.0"' for name in ("office", "text", "table", "style", "script")]
    + [f'xmlns:draw="{_OPENDOCUMENT}:drawing:1.0"', f'xmlns:svg="{_OPENDOCUMENT}:svg-compatible:1.0"']
    + ['xmlns:xlink="http://www.w3.org/1999/xlink"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"']
)


def rtf(body: str) -> bytes:
    """An RTF document; what is not ASCII in the body is written as ``\\u``."""
    codes = "".join(c if ord(c) < 128 else f"\\u{struct.unpack('<h', c.encode('utf-16-le'))[0]}?" for c in body)
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0\\fcharset134 SimSun;}}}}{codes}}}".encode()


def field(instruction: str, result: str) -> str:
    """A field in RTF with the result that is shown."""
    return f"{{\\field{{\\*\\fldinst {{ {instruction} }}}}{{\\fldrslt {{{result}}}}}}}"


def odt(body: str, styles: str = "", prolog: str = "", encrypted: bool = False) -> bytes:
    """An OpenDocument text with this content."""
    secret = '<manifest:encryption-data manifest:checksum="x"/>' if encrypted else ""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_OPENDOCUMENT}:manifest:1.0" manifest:version="1.2">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{secret}'
            "</manifest:file-entry></manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'{prolog}<office:document-content {_NAMESPACES} office:version="1.2"><office:automatic-styles>{styles}'
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return buffer.getvalue()


def uof(prolog: str, text: str) -> bytes:
    """The beginning of a UOF text document (GB/T 20916-2007)."""
    return (
        f'<?xml version="1.0"?>{prolog}<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof" '
        f'uof:mimetype="vnd.uof.text">{text}</uof:UOF>'
    ).encode()


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) with these streams in its root, each padded to the 4,096 bytes of a large one."""
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    directory_sectors = -(-(1 + len(contents)) * 128 // _SECTOR)
    fat = [_FAT, *_chain(1, directory_sectors)]
    body = b""
    entries = [_entry("Root Entry", 5, child=1)]
    for number, (name, content) in enumerate(contents.items(), 1):
        count = -(-len(content) // _SECTOR)
        right = number + 1 if number < len(contents) else _FREE
        entries.append(_entry(name, 2, right=right, start=len(fat), size=len(content)))
        fat += _chain(len(fat), count)
        body += content.ljust(count * _SECTOR, b"\0")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096),
        *(_END_OF_CHAIN, 0, _END_OF_CHAIN, 0, 0, *[_FREE] * 108),
    )
    table = struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))
    return header + table + b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0") + body


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END_OF_CHAIN]


def _entry(name: str, kind: int, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    coded = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", coded, len(coded) + 2, kind, 1, _FREE, right, child, start, size)


def word_97(flags: int = 0x0200, fields: bytes = b"", ident: int = 0xA5EC) -> bytes:
    """Word's streams with no more than what tells a password and where the fields of the body are."""
    head = bytearray(0x0300)
    head[0:4] = struct.pack("<HH", ident, 0x00C1)
    head[0x0A:0x0C] = struct.pack("<H", flags)
    head[0x011A:0x0122] = struct.pack("<II", 0, len(fields))
    return compound({"WordDocument": bytes(head), "1Table": fields})


def field_table(*marks: tuple[int, int]) -> bytes:
    """A PlcFld: a place for each mark and one more, then the mark (0x13 begins, 0x14 separates, 0x15 ends) and kind."""
    places = struct.pack(f"<{len(marks) + 1}I", *range(len(marks) + 1))
    return places + b"".join(bytes(mark) for mark in marks)
