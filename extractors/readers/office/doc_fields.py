"""The fields of a Word 97 document, so marked that LibreOffice takes their shown results over as ordinary text.

Offices' document systems put titles, numbers and whole bodies into MERGEFIELDs. LibreOffice makes one paragraph of a
result that runs over many (MERGEFIELD), loses it (IF, QUOTE), or puts today in the place of the day that is shown
(DATE). The kind of each field stands apart from its text, in one byte ([MS-DOC] 2.8.25 PlcFld, 2.9.90 flt).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from olefile import OleFileIO

WORD_97 = 0xA5EC
TABLE_1 = 0x0200
"""fWhichTblStm among the flags at 0x0A of the FIB ([MS-DOC] 2.5.2): which of two streams has the tables."""

_FIELD_TABLES = (0x011A, 0x012A, 0x021A, 0x0262)
"""Where the FIB says where the fields of body, footnotes, endnotes and text boxes are (2.5.6). Headers keep theirs."""
_BEGIN, _SEPARATOR, _END = 0x13, 0x14, 0x15
_AUTOTEXT = 0x4F
"""A kind whose result LibreOffice takes as it stands, with all its paragraphs."""
_LEFT = frozenset({8, 13, 26, 33, 56, 57, 58, 65, 67, 71, 83, 87, 88, 95})
"""Kinds that LibreOffice reads rightly: indexes, page numbers, objects, pictures, form boxes, hyperlinks, shapes."""


def with_fields_as_shown(data: bytes) -> bytes:
    """The same document, of the same length; unchanged where it has no such field or its tables make no sense."""
    import olefile  # noqa: PLC0415  (few files need it)

    changed = bytearray(data)
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            head = file.openstream("WordDocument").read(0x0300)
            if _number(head, 0, 2) != WORD_97:
                return data
            name = "1Table" if _number(head, 0x0A, 2) & TABLE_1 else "0Table"
            table = file.openstream(name).read()
            places = [
                place for at in _FIELD_TABLES for place in _kinds(table, _number(head, at), _number(head, at + 4))
            ]
            for position in _positions(file, name, places):
                changed[position] = _AUTOTEXT
    except (OSError, IndexError, ValueError, OverflowError):
        return data
    return bytes(changed)


def _kinds(table: bytes, start: int, length: int) -> Iterator[int]:
    """Where in the table stream the kinds of fields stand whose results are to be taken as they are."""
    count = max(0, length - 4) // 6
    first = start + 4 * (count + 1)
    open_fields: list[tuple[int, bool]] = []
    for at in range(first, min(first + 2 * count, len(table) - 1), 2):
        mark = table[at] & 0x1F
        if mark == _BEGIN:
            open_fields.append((at + 1, False))
        elif mark == _SEPARATOR and open_fields:
            open_fields[-1] = (open_fields[-1][0], True)
        elif mark == _END and open_fields:
            place, has_result = open_fields.pop()
            if has_result and table[place] not in _LEFT:
                yield place


def _positions(file: OleFileIO, name: str, places: list[int]) -> Iterator[int]:
    """Where these places of a stream are in the file: in a chain of sectors, a small one in the root's ([MS-CFB] 2)."""
    if not places:
        return
    entry = file.direntries[file._find(name)]
    size = file.sectorsize
    if entry.size >= file.minisectorcutoff:
        sectors = _chain(file.fat, entry.isectStart, entry.size // size + 1)
        yield from ((sectors[at // size] + 1) * size + at % size for at in places)
        return
    small = file.minisectorsize
    minis = _chain(file.minifat, entry.isectStart, entry.size // small + 1)
    sectors = _chain(file.fat, file.root.isectStart, file.root.size // size + 1)
    for at in places:
        within = minis[at // small] * small + at % small
        yield (sectors[within // size] + 1) * size + within % size


def _chain(table: list[int], first: int, most: int) -> list[int]:
    def links() -> Iterator[int]:
        sector = first
        while sector < len(table):
            yield sector
            sector = table[sector]

    return list(islice(links(), most))


def _number(head: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(head[at : at + size], "little")
