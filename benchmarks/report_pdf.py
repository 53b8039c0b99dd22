"""The PDF that the reading benchmark reads: pages of running text and, every fifth page, a page-high ruled table.

Invented sentences. The font is embedded with its ToUnicode map, as word processors do; or, to be looked at and not only
read, not embedded (Adobe-GB1, UniGB-UCS2-H): then the machine's own Chinese font is shown.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.box_font import box_font, to_unicode

_WIDTH, _HEIGHT = 595, 842
_LEFT, _TOP, _PITCH, _EM = 79, 105, 28, 16
_LINE = 28
"""Characters a line (GB/T 9704-2012, 5.2.3: 22 lines of 28)."""
_LINES = 22
_EDGES = (60, 110, 150, 370, 455, 535)
HEADER = ("领域", "序号", "意见建议内容", "责任单位", "整改时限")
_ROW, _CELL_EM, _CELL_LINE = 42, 10, 20
_ROWS = 16
"""Rows of comments a page; each domain spans four of them."""
_DOMAINS = ("教育", "交通", "医疗", "住建", "城管", "水利", "民政", "信访")
_OFFICES = ("县教育局", "县交通运输局", "县卫生健康局", "县住房城乡建设局", "县城市管理局", "县水利局")
_PHRASES = (
    "东门市场周边停车位不足",
    "希望增设公共停车场",
    "学校门口上下学时段拥堵",
    "建议错峰放学并加派人手",
    "老旧小区路灯损坏较多",
    "请尽快维修并定期巡查",
    "村道会车困难",
    "应当分段加宽并设置标志",
    "卫生院取药排队时间长",
    "可以增开窗口",
    "河道保洁不够及时",
    "汛期前应当清理一次",
)


@dataclass(frozen=True, slots=True)
class Report:
    """The file, and the rows of each page's table as they are printed (a merged domain in each of its rows)."""

    data: bytes
    rows: tuple[tuple[str, ...], ...]


def report(pages: int, embedded: bool = True) -> Report:
    """A report of so many pages, a fifth of them tables; the same for the same number each time."""
    chance = random.Random(pages)
    drawn: list[list[_Mark]] = []
    rows: list[tuple[str, ...]] = []
    for number in range(1, pages + 1):
        if number % 5:
            marks = list(_text_page(chance))
        else:
            found = _rows(chance, len(rows))
            marks = list(_table_page(found))
            rows += found
        drawn.append([*marks, _Text(_LEFT + 190, 790, f"— {number} —", 14)])
    return Report(_file(drawn, embedded), tuple(rows))


class _Text(NamedTuple):
    x: float
    y: float
    words: str
    em: float


class _Rule(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float


_Mark = _Text | _Rule


def _text_page(chance: random.Random) -> Iterator[_Mark]:
    words = "".join(f"{chance.choice(_PHRASES)}，{chance.choice(_PHRASES)}。" for _ in range(_LINES * 2))
    for at in range(_LINES):
        yield _Text(_LEFT, _TOP + at * _PITCH, words[at * _LINE : (at + 1) * _LINE], _EM)


def _rows(chance: random.Random, before: int) -> list[tuple[str, ...]]:
    return [
        (
            _DOMAINS[(before + at) // 4 % len(_DOMAINS)],
            str(before + at + 1),
            f"{chance.choice(_PHRASES)}，{chance.choice(_PHRASES)}，{chance.choice(_PHRASES)}。",
            chance.choice(_OFFICES),
            f"2026年{chance.randint(1, 12)}月底前",
        )
        for at in range(_ROWS)
    ]


def _table_page(rows: list[tuple[str, ...]]) -> Iterator[_Mark]:
    top, bottom = 70, 70 + _ROW * (len(rows) + 1)
    for at in range(len(rows) + 2):
        merged = at > 1 and (at - 1) % 4 and at <= len(rows)
        yield _Rule(_EDGES[1] if merged else _EDGES[0], top + at * _ROW, _EDGES[-1], top + at * _ROW)
    for edge in _EDGES:
        yield _Rule(edge, top, edge, bottom)
    for at, row in enumerate([HEADER, *rows]):
        for column, words in enumerate(row):
            if column == 0 and at > 1 and (at - 1) % 4:
                continue
            for line in range(0, len(words), _CELL_LINE):
                y = top + at * _ROW + 14 + line / _CELL_LINE * 13
                yield _Text(_EDGES[column] + 5, y, words[line : line + _CELL_LINE], _CELL_EM)


def _file(pages: list[list[_Mark]], embedded: bool) -> bytes:
    used = sorted({char for marks in pages for mark in marks if isinstance(mark, _Text) for char in mark.words})
    codes = {char: f"{at:04x}" if embedded else char.encode("utf-16-be").hex() for at, char in enumerate(used, 1)}
    kids = " ".join(f"{8 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *(_embedded_font(used) if embedded else _named_font()),
    ]
    for at, marks in enumerate(pages):
        content = "\n".join(_operators(mark, codes) for mark in marks).encode()
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents {9 + 2 * at} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            _stream(content),
        ]
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _operators(mark: _Mark, codes: Mapping[str, str]) -> str:
    if isinstance(mark, _Rule):
        return f"0.5 w {mark.x0:g} {_HEIGHT - mark.y0:g} m {mark.x1:g} {_HEIGHT - mark.y1:g} l S"
    shown = "".join(codes[char] for char in mark.words)
    return f"BT /F1 {mark.em:g} Tf 1 0 0 1 {mark.x:g} {_HEIGHT - mark.y:g} Tm <{shown}> Tj ET"


_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /%s /Flags 4 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 "
    b"/ItalicAngle 0 /FontBBox [0 -120 1000 880] %s>>"
)


def _embedded_font(used: Sequence[str]) -> list[bytes]:
    """Objects 3 to 7: the font, its descendant, descriptor, file and map. Letters and digits are half an em wide."""
    widths = " ".join("500" if char.isascii() else "1000" for char in used)
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Box /Encoding /Identity-H /DescendantFonts [4 0 R] "
        b"/ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Box /FontDescriptor 5 0 R /CIDToGIDMap /Identity "
        b"/DW 1000 /W [1 [%s]] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        % widths.encode(),
        _DESCRIPTOR % (b"AAAAAA+Box", b"/FontFile2 6 0 R "),
        _stream(box_font(len(used) + 1)),
        _stream(to_unicode(used)),
    ]


def _named_font() -> list[bytes]:
    """The same five objects for a font that is only named."""
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 "
        b"/W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        _DESCRIPTOR % (b"STSong-Light", b""),
        b"null",
        b"null",
    ]


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
