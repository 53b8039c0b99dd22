"""The facts of the worksheets of a binary workbook, from its records ([MS-XLSB], BIFF12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractors.readers.package import Package
from extractors.readers.sheets.cell_text import BUILT_IN, number_kind
from extractors.readers.sheets.facts import ERRORS, SheetFacts, Styles
from extractors.readers.xml_parts import BROKEN

_ROW, _COLUMNS, _MERGED, _BUNDLE = 0, 60, 176, 156
_FORMAT, _CELL_FORMATS, _CELL_FORMATS_END, _XF = 44, 617, 618, 47
_CELLS = range(2, 12)
"""Every kind of cell with a value, from BrtCellRk to BrtFmlaError; 1 is the empty one."""
_ERRORS = frozenset({3, 11})
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_LAST_COLUMN = 16_384


def facts_of_xlsb(package: Package) -> dict[str, tuple[str, SheetFacts]]:
    """The part and the facts of each sheet by its name. Raises one of ``BROKEN``."""
    main = package.main_part("xl/workbook.bin")
    links = {link.id: link.target for link in package.relations(main) if not link.external}
    styles = _styles(package, main)
    found: dict[str, tuple[str, SheetFacts]] = {}
    for kind, body in _records(package.content(main)):
        if kind == _BUNDLE and len(body) > 12:
            link, at = _text(body, 8)
            name, _ = _text(body, at)
            if link in links:
                found[name] = links[link], _facts(package.content(links[link]), styles)
    return found


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(part)
    while at < end:
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first; and the place behind it."""
    value = 0
    for place in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return value, at


def _facts(part: bytes, styles: Styles) -> SheetFacts:
    found = SheetFacts()
    row = 0
    for kind, body in _records(part):
        if (kind == _ROW and len(body) < 12) or (kind in _CELLS and len(body) < 8):
            raise ValueError(f"record {kind}: {len(body)}")  # calamine would take the rest from the record before
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & _HIDDEN_ROW:
                found.hidden_rows.add(row)
        elif kind in _CELLS:
            column, style = struct.unpack_from("<II", body)
            found.see(row, column)
            if (style & 0xFFFFFF) in styles:
                found.kinds[row, column] = styles[style & 0xFFFFFF]
            if kind in _ERRORS and len(body) > 8:
                found.errors[row, column] = ERRORS.get(body[8], "#N/A")
        elif kind == _COLUMNS and len(body) >= 18 and body[16] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<II", body)
            found.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
        elif kind == _MERGED and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            found.merged.append(((top, left), (bottom, right)))
            found.merges += 1
    return found


def _styles(package: Package, main: str) -> Styles:
    part = package.related(main, "styles")
    try:
        content = package.content(part) if part is not None else b""
    except BROKEN:
        content = b""
    formats, used, within = dict(BUILT_IN), [], False
    for kind, body in _records(content):
        if kind == _FORMAT and len(body) > 6:
            found = number_kind(_text(body, 2)[0])
            if found is not None:
                formats[struct.unpack_from("<H", body)[0]] = found
        elif kind in {_CELL_FORMATS, _CELL_FORMATS_END}:
            within = kind == _CELL_FORMATS
        elif kind == _XF and within and len(body) >= 4:
            used.append(struct.unpack_from("<H", body, 2)[0])
    return {at: formats[number] for at, number in enumerate(used) if number in formats}


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A string behind its length in four bytes (XLWideString), and the place behind it."""
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
