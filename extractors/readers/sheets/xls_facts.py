"""The facts of the worksheets of an old workbook, from its records ([MS-XLS]; BIFF5 and BIFF8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from corpus.messages import UnreadableError
from extractors.readers.compound_file import opened
from extractors.readers.sheets.cell_text import BUILT_IN, number_kind
from extractors.readers.sheets.facts import ERRORS, SheetFacts, Styles

_EOF, _FILE_PASS, _BOUND_SHEET, _FORMAT, _XF, _STRINGS = 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0, 0x00FC
_DIMENSIONS, _ROW, _COLUMNS, _MERGED, _MANY = 0x0200, 0x0208, 0x007D, 0x00E5, 0x00BD
_LARGEST = 65_536 * 256
"""Cells of a sheet in this format."""
_FORMULA, _BOOL_OR_ERROR = 0x0006, 0x0205
_CELLS = frozenset({_FORMULA, 0x0203, 0x0204, _BOOL_OR_ERROR, 0x027E, 0x00FD, 0x00D6})
"""FORMULA, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING begin with row, column and cell format."""
_BEGIN = 0x0809
_BIFF8 = 0x0600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_STREAMS = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT_CUR"

Record = tuple[int, bytes]


def facts_of_xls(data: bytes, shown_as: str) -> tuple[dict[str, SheetFacts], bool]:
    """The facts of each worksheet by its name, and whether the file has macros.

    Raises ``read-password``; ``OSError`` and ``ValueError`` for a file that is damaged.
    """
    with opened(data) as compound:
        name = next((name for name in _STREAMS if compound.exists(name)), None)
        if name is None:
            raise ValueError(_STREAMS[0])
        stream = compound.openstream(name).read()
        macros = bool(compound.exists(_MACROS))
    sheets: list[tuple[int, str]] = []
    formats: dict[int, int] = dict(BUILT_IN)
    used: list[int] = []
    wide = True
    for kind, body in _records(stream, 0):
        if kind == _FILE_PASS:
            raise UnreadableError("read-password", where=shown_as)
        if kind == _BEGIN and len(body) >= 2:
            wide = struct.unpack_from("<H", body)[0] >= _BIFF8
        elif kind == _BOUND_SHEET and len(body) > 8:
            sheets.append((struct.unpack_from("<I", body)[0], _text(body, 6, 1, wide)))
        elif kind == _FORMAT and len(body) > 4:
            found = number_kind(_text(body, 2, 2 if wide else 1, wide))
            if found is not None:
                formats[struct.unpack_from("<H", body)[0]] = found
        elif kind == _STRINGS and len(body) >= 8:
            _believable(struct.unpack_from("<I", body, 4)[0], len(stream), "SST")
        elif kind == _XF and len(body) >= 4:
            used.append(struct.unpack_from("<H", body, 2)[0])
    styles = {at: formats[number] for at, number in enumerate(used) if number in formats}
    by_place = {place: _facts(stream, place, styles) for place in {place for place, _ in sheets}}
    return {name: by_place[place] for place, name in sheets}, macros


def _believable(count: int, room: int, name: str) -> None:
    """Refuses a count for which the file has no room: calamine would reserve memory for it, and end the process."""
    if count > room:
        raise ValueError(f"{name}: {count}")


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Kind and body of each record from a place on, up to the end of the substream."""
    end = len(stream)
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size


def _facts(stream: bytes, place: int, styles: Styles) -> SheetFacts:
    found = SheetFacts()
    for kind, body in _records(stream, place):
        if kind in _CELLS and len(body) >= 6:
            row, column, style = struct.unpack_from("<HHH", body)
            found.see(row, column)
            if style in styles:
                found.kinds[row, column] = styles[style]
            if (code := _error(kind, body)) is not None:
                found.errors[row, column] = ERRORS.get(code, "#N/A")
        elif kind == _MANY and len(body) >= 6:
            row, first = struct.unpack_from("<HH", body)
            for column, at in enumerate(range(4, len(body) - 7, 6), first):
                found.see(row, column)
                style = struct.unpack_from("<H", body, at)[0]
                if style in styles:
                    found.kinds[row, column] = styles[style]
        elif kind == _ROW and len(body) >= 13 and body[12] & _HIDDEN_ROW:
            found.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS and len(body) >= 9 and body[8] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", body)
            found.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _DIMENSIONS:
            first, end, left, right = _dimensions(body)
            _believable(end * right, _LARGEST, "DIMENSIONS")
            if end and right:
                _believable(first, end - 1, "DIMENSIONS")
                _believable(left, right - 1, "DIMENSIONS")
        elif kind == _MERGED and len(body) >= 2:
            found.merges += struct.unpack_from("<H", body)[0]
    return found


def _dimensions(body: bytes) -> tuple[int, int, int, int]:
    """First row and the one behind the last, and columns likewise; of BIFF5 in two bytes each."""
    if len(body) >= 12:
        return struct.unpack_from("<IIHH", body)
    return struct.unpack_from("<HHHH", body) if len(body) >= 8 else (0, 0, 0, 0)


def _error(kind: int, body: bytes) -> int | None:
    """The code of the error that a cell shows: of its own, or the kept result of its formula (2.5.133)."""
    if kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        return body[6]
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _text(body: bytes, at: int, width: int, wide: bool) -> str:
    """A string with its length before it, in ``width`` bytes; of BIFF5 in the code page of Chinese Windows."""
    length = int.from_bytes(body[at : at + width], "little")
    at += width
    if not wide:
        return body[at : at + length].decode("gbk", "replace")
    flags, at = body[at], at + 1
    return (
        body[at : at + 2 * length].decode("utf-16-le", "replace")
        if flags & 1
        else body[at : at + length].decode("latin-1")
    )
