"""One table with cells merged both ways, over two pages: as DOCX, PDF, XLSX, OFD and scan it has the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Protocol

import built_ofd
import drawn_pdf
import drawn_scan
import pytest
import xlsxwriter
from office_parts import p, word_file

from corpus.records import Document
from extractors.readers import read_bytes
from extractors.tables.tables import tables


@dataclass(frozen=True)
class Cell:
    """A cell with its upper left place in the table, how far it reaches (inclusive), and its text."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


def one(row: int, column: int, text: str) -> Cell:
    return Cell(row, column, row, column, text)


HEADER = ("领域", "群众意见建议", "牵头单位", "责任单位")
CELLS = (
    *(one(0, column, name) for column, name in enumerate(HEADER)),
    Cell(1, 0, 2, 0, "教育"),
    one(1, 1, "城北小学门口放学时堵车严重，盼加派人手。"),
    one(1, 2, "市教育局"),
    one(1, 3, "市公安局"),
    one(2, 1, "幼儿园收费偏高，希望多办几所公办的。"),
    Cell(2, 2, 2, 3, "市教育局"),
    Cell(3, 0, 5, 0, "环境保护"),
    one(3, 1, "河边常有人焚烧垃圾，气味刺鼻。"),
    Cell(3, 2, 5, 2, "市城管局"),
    one(3, 3, "河东街道办"),
    one(4, 1, "工地夜里施工太吵，老人睡不着。"),
    one(4, 3, "市住建局"),
    one(5, 1, "码头堆场扬尘大，窗户不敢开。"),
    one(5, 3, "市生态环境局"),
    one(6, 0, "交通"),
    one(6, 1, "12路公交车间隔太长。"),
    Cell(6, 2, 6, 3, "市交通运输局"),
)
ROWS = (
    ("教育", "城北小学门口放学时堵车严重，盼加派人手。", "市教育局", "市公安局"),
    ("教育", "幼儿园收费偏高，希望多办几所公办的。", "市教育局", "市教育局"),
    ("环境保护", "河边常有人焚烧垃圾，气味刺鼻。", "市城管局", "河东街道办"),
    ("环境保护", "工地夜里施工太吵，老人睡不着。", "市城管局", "市住建局"),
    ("环境保护", "码头堆场扬尘大，窗户不敢开。", "市城管局", "市生态环境局"),
    ("交通", "12路公交车间隔太长。", "市交通运输局", "市交通运输局"),
)
PAGES = (range(0, 5), range(5, 7))
"""The rows of each page: 环境保护 and 市城管局 are merged over the break, the header stands on both pages."""


class Drawn(Protocol):
    """What the builders of printed pages have in common."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> object: ...
    def text(self, x: float, y: float, words: str, em: float) -> object: ...


def draw(page: Drawn, rows: range, unit: float) -> None:
    """The header and these rows, so many units to the point: a cell is a box, its text stands in its first row."""
    xs = [79, 149, 373, 450, 527]
    ys = [100 + 40 * i for i in range(len(rows) + (0 if 0 in rows else 1) + 1)]
    for cell in CELLS:
        if cell.top == 0:
            first = last = 0
        else:
            shift = 0 if 0 in rows else rows.start - 1
            inside = [row for row in range(cell.top, cell.bottom + 1) if row in rows]
            if not inside:
                continue
            first, last = inside[0] - shift, inside[-1] - shift
        x0, x1, y0, y1 = (n * unit for n in (xs[cell.left], xs[cell.right + 1], ys[first], ys[last + 1]))
        for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            page.rule(*ends)
        if cell.top in rows or cell.top == 0:
            page.text(x0 + 5 * unit, y0 + 24 * unit, cell.text, 10.5 * unit)


def drawn(new_page: Callable[[], Drawn], unit: float = 1.0) -> Iterator[Drawn]:
    for rows in PAGES:
        page = new_page()
        draw(page, rows, unit)
        yield page


def as_docx() -> bytes:
    rows = []
    for number in range(7):
        cells = []
        for cell in CELLS:
            if not cell.top <= number <= cell.bottom:
                continue
            width = f'<w:gridSpan w:val="{cell.right - cell.left + 1}"/>'
            kind = "restart" if number == cell.top else "continue"
            merge = f'<w:vMerge w:val="{kind}"/>' if cell.bottom > cell.top else ""
            text = cell.text if number == cell.top else ""
            cells.append((cell.left, f"<w:tc><w:tcPr>{width}{merge}</w:tcPr>{p(text)}</w:tc>"))
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else ""
        rows.append(f"<w:tr>{properties}{''.join(xml for _, xml in sorted(cells))}</w:tr>")
    return word_file(f"<w:tbl><w:tblGrid/>{''.join(rows)}</w:tbl>")


def as_xlsx() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for cell in CELLS:
            if (cell.top, cell.left) == (cell.bottom, cell.right):
                sheet.write_string(cell.top, cell.left, cell.text)
            else:
                sheet.merge_range(cell.top, cell.left, cell.bottom, cell.right, cell.text)
        sheet.set_h_pagebreaks([5])
        sheet.repeat_rows(0)
    return out.getvalue()


def as_pdf() -> bytes:
    return drawn_pdf.pdf(*drawn(drawn_pdf.Page))  # type: ignore[arg-type]


def as_ofd() -> bytes:
    return built_ofd.ofd_of(list(drawn(built_ofd.Page, 25.4 / 72)))  # type: ignore[arg-type]


def as_scan() -> bytes:
    """Two pages as one TIFF, a little askew and specked, as a scanner gives them."""
    first, second = (sheet.turned(0.7).noisy(0.002).picture for sheet in drawn(drawn_scan.Sheet))  # type: ignore[attr-defined]
    out = BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=[second], dpi=(200, 200), compression="tiff_deflate")
    return out.getvalue()


@cache
def read(name: str, build: Callable[[], bytes]) -> Document:
    """A scan takes seconds: each is recognised once."""
    return read_bytes(build(), name)


@pytest.mark.parametrize(
    ("name", "build"),
    [
        pytest.param("分解表.docx", as_docx, id="docx"),
        pytest.param("分解表.pdf", as_pdf, id="pdf"),
        pytest.param("分解表.xlsx", as_xlsx, id="xlsx"),
        pytest.param("分解表.ofd", as_ofd, id="ofd"),
        pytest.param("分解表.tif", as_scan, id="scan", marks=drawn_scan.needs_font),
    ],
)
def test_the_same_rows_come_out_of_every_format(name: str, build: Callable[[], bytes]) -> None:
    document = read(name, build)
    [table] = tables(document)
    assert (table.header, table.rows) == (HEADER, ROWS)
    assert [problem.code for problem in document.problems if not problem.is_note] == []


@drawn_scan.needs_font
def test_every_cell_of_the_scan_has_a_confidence_and_the_others_have_none() -> None:
    [recognised] = tables(read("分解表.tif", as_scan))
    assert recognised.confidences is not None
    assert [len(row) for row in recognised.confidences] == [4] * 6
    assert all(0.5 < sure <= 1 for row in recognised.confidences for sure in row if sure is not None)
    [certain] = tables(read("分解表.pdf", as_pdf))
    assert certain.confidences is None
