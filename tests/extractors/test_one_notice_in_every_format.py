"""One notice with head, deadlines, annex, foot and imprint: as TXT, DOCX, PDF, OFD and scan it says the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Protocol

import built_ofd
import drawn_pdf
import drawn_scan
import pytest
from office_parts import p, tbl, tc, tr, word_file
from typeset import width

from corpus.records import Citation, DeadlineKind, Extraction, Notice
from extractors.extract import extract_bytes

GAP, CENTRED, FLUSH, INDENTED, RIGHT = "gap", "centred", "flush", "indented", "right"
HEAD = (
    (CENTRED, "澜江市绩效管理领导小组办公室文件"),
    (GAP, ""),
    (CENTRED, "澜绩办发〔2026〕12号"),
    (GAP, ""),
    (CENTRED, "澜江市绩效管理领导小组办公室关于印发"),
    (CENTRED, "《2025年度社会评价意见建议整改工作方案》的通知"),
    (GAP, ""),
    (FLUSH, "各县（区）党委和人民政府，市直各部门："),
    (
        INDENTED,
        "根据《省绩效管理委员会办公室关于反馈2025年度考评结果的通知》（省绩办发〔2026〕3号）要求，现将整改工作方案印发给你们，请认真抓好落实。",
    ),
    (INDENTED, "各责任单位要于2026年6月30日前将整改措施报送市绩效办，并于11月20日前完成整改。"),
    (GAP, ""),
    (INDENTED, "附件：澜江市2025年度社会评价意见建议整改目标表"),
    (GAP, ""),
    (RIGHT, "澜江市绩效管理领导小组办公室"),
    (RIGHT, "2026年5月8日"),
    (INDENTED, "（公开方式：公开）"),
)
ANNEX = ((FLUSH, "附件"), (GAP, ""), (CENTRED, "澜江市2025年度社会评价意见建议整改目标表"))
TABLE = (
    ("序号", "整改内容", "整改时限", "责任单位"),
    ("1", "城北小学门口堵车", "2026年9月30日前", "市公安局"),
    ("2", "河边焚烧垃圾", "长期坚持", "市城管局"),
)
IMPRINT = ((FLUSH, "抄送：市委办公室，市政府办公室。"), (FLUSH, "澜江市绩效管理领导小组办公室  2026年5月9日印发"))
EDGES = [79.0, 119.0, 289.0, 419.0, 527.0]
_NEVER_FIRST = "，。；：、）》”"
_LINE = 28


class Drawn(Protocol):
    """What the builders of printed pages have in common."""

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> object: ...
    def text(self, x: float, y: float, words: str, em: float) -> object: ...


def broken(text: str, first: int) -> Iterator[str]:
    """A paragraph as lines of 28 characters, its first one shorter; no line begins with a closing mark."""
    length = first
    while len(text) > length:
        cut = length - 1 if text[length] in _NEVER_FIRST else length
        yield text[:cut]
        text, length = text[cut:], _LINE
    yield text


def write(page: Drawn, y: float, paragraphs: tuple[tuple[str, str], ...], unit: float) -> float:
    """The paragraphs from ``y`` on as GB/T 9704 sets them; where the next one begins."""
    for style, text in paragraphs:
        indent = 32 if style == INDENTED else 0
        for number, line in enumerate(broken(text, _LINE - (2 if indent else 0))):
            long = width(line) * 16
            left = {CENTRED: (79 + 527 - long) / 2, RIGHT: 527 - 64 - long}.get(style, 79 + (0 if number else indent))
            page.text(left * unit, y * unit, line, 16 * unit)
            y += 28
    return y


def draw(new_page: Callable[[], Drawn], unit: float = 1.0) -> Iterator[Drawn]:
    """Two pages: the notice; its annex and the imprint."""
    page = new_page()
    write(page, 100, HEAD, unit)
    yield page
    page = new_page()
    top = write(page, 100, ANNEX, unit)
    rows = [top + 30 * at for at in range(len(TABLE) + 1)]
    for y in rows:
        page.rule(EDGES[0] * unit, y * unit, EDGES[-1] * unit, y * unit)
    for x in EDGES:
        page.rule(x * unit, rows[0] * unit, x * unit, rows[-1] * unit)
    for y, row in zip(rows, TABLE, strict=False):
        for x, cell in zip(EDGES, row, strict=False):
            page.text((x + 6) * unit, (y + 20) * unit, cell, 12 * unit)
    write(page, 700, IMPRINT, unit)
    yield page


def as_txt() -> bytes:
    space = {GAP: "", CENTRED: " " * 12, RIGHT: " " * 30, INDENTED: "　　", FLUSH: ""}
    rows = ["\t".join(row) for row in TABLE]
    lines = [*(space[style] + text for style, text in (*HEAD, *ANNEX)), "", *rows, "", *(text for _, text in IMPRINT)]
    return "\n".join(lines).encode()


def as_docx() -> bytes:
    aligned = {GAP: "", CENTRED: '<w:jc w:val="center"/>', RIGHT: '<w:jc w:val="right"/>', INDENTED: "", FLUSH: ""}
    above = "".join(p(text, aligned[style]) for style, text in (*HEAD, *ANNEX))
    table = tbl(*(tr(*(tc(cell) for cell in row)) for row in TABLE))
    return word_file(above + table + "".join(p(text) for _, text in IMPRINT))


def as_pdf() -> bytes:
    return drawn_pdf.pdf(*draw(drawn_pdf.Page))  # type: ignore[arg-type]


def as_ofd() -> bytes:
    return built_ofd.ofd_of(list(draw(built_ofd.Page, 25.4 / 72)))  # type: ignore[arg-type]


def as_scan() -> bytes:
    first, second = (sheet.turned(0.5).noisy(0.001).picture for sheet in draw(drawn_scan.Sheet))  # type: ignore[attr-defined]
    out = BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=[second], dpi=(200, 200), compression="tiff_deflate")
    return out.getvalue()


FORMATS = [
    pytest.param("通知.txt", as_txt, id="txt"),
    pytest.param("通知.docx", as_docx, id="docx"),
    pytest.param("通知.pdf", as_pdf, id="pdf"),
    pytest.param("通知.ofd", as_ofd, id="ofd"),
    pytest.param("通知.tif", as_scan, id="scan", marks=drawn_scan.needs_font),
]
in_every_format = pytest.mark.parametrize(("name", "build"), FORMATS)


@cache
def found(name: str, build: Callable[[], bytes]) -> Extraction:
    return extract_bytes(build(), name)


@in_every_format
def test_the_notice_is_the_same(name: str, build: Callable[[], bytes]) -> None:
    notice = found(name, build).notice
    assert notice is not None
    assert replace(notice, places=(), annex_entries=(), contacts=()) == Notice(
        kind="通知",
        issuers=("澜江市绩效管理领导小组办公室",),
        number="澜绩办发〔2026〕12号",
        number_raw="澜绩办发〔2026〕12号",
        date=datetime.date(2026, 5, 8),
        title="澜江市绩效管理领导小组办公室关于印发《2025年度社会评价意见建议整改工作方案》的通知",
        addressees=("各县（区）党委和人民政府", "市直各部门"),
        signatories=("澜江市绩效管理领导小组办公室",),
        annexes=("澜江市2025年度社会评价意见建议整改目标表",),
        cited=(Citation("省绩办发〔2026〕3号", "省绩效管理委员会办公室关于反馈2025年度考评结果的通知"),),
        publicity="公开",
        remarks=("公开方式：公开",),
        copied_to=("市委办公室", "市政府办公室"),
        printed_by="澜江市绩效管理领导小组办公室",
        printed_on=datetime.date(2026, 5, 9),
    )


@in_every_format
def test_the_annex_is_tied_to_its_entry(name: str, build: Callable[[], bytes]) -> None:
    notice = found(name, build).notice
    assert notice is not None
    (annex,) = notice.annex_entries
    assert (annex.title, annex.number) == ("澜江市2025年度社会评价意见建议整改目标表", None)
    assert annex.body is not None


@in_every_format
def test_the_deadlines_are_the_same(name: str, build: Callable[[], bytes]) -> None:
    deadlines = [
        (one.quote, one.kind, one.end, one.actor, one.recipient, one.year_inferred)
        for one in found(name, build).deadlines
    ]
    assert deadlines == [
        ("2026年6月30日前", DeadlineKind.BY, datetime.date(2026, 6, 30), "各责任单位", "市绩效办", False),
        ("11月20日前", DeadlineKind.BY, datetime.date(2026, 11, 20), "各责任单位", None, True),
        ("2026年9月30日前", DeadlineKind.BY, datetime.date(2026, 9, 30), "市公安局", None, False),
        ("长期坚持", DeadlineKind.STANDING, None, "市城管局", None, False),
    ]
