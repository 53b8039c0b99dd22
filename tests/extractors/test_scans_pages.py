"""Scans from the picture to the blocks: what a person reads on the paper. These tests run the recogniser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from drawn_scan import LEFT, RED, RIGHT, Sheet, needs_font
from numpy.typing import NDArray

from corpus.records import Document, Problem, Status
from extractors.extract import extract
from extractors.limits import DEFAULT
from extractors.printed.ink import PageInk
from extractors.readers.image import read
from extractors.scans.pages import PageImage, recognised

pytestmark = needs_font

NOTICE = [
    "某某市绩效考评领导小组文件",
    "某绩发〔2024〕17号",
    "关于做好反馈问题整改工作的通知",
    "各县（市、区）人民政府，市直各单位：",
    "为落实全市绩效考评工作会议精神，根据《某某市绩效考评办法》（某绩发〔2023〕5号）规定，现通知如下。",
    "整改方案于2024年7月5日前报送，完成率应达到98.5%。",
    "某某市绩效考评领导小组",
    "2024年6月12日",
]
ROWS = (
    ("序号", "领域", "意见建议", "分值", "责任单位"),
    ("1", "城市管理", "老旧小区路灯不亮，盼尽快修复。", "0.6", "市城管局"),
    ("2", "城市管理", "菜市场门口污水横流。", "1.35", "市城管局\n市住建局"),
    ("3", "交通", "公交车间隔太长。", "12", "市交通运输局"),
)


def notice(dpi: int = 150) -> Sheet:
    sheet = Sheet(dpi).centred(110, NOTICE[0], 28, RED).centred(150, NOTICE[1]).rule(LEFT, 165, RIGHT, 165, 2, RED)
    sheet.centred(215, NOTICE[2], 20).lines(
        260,
        NOTICE[3],
        "\u3000\u3000为落实全市绩效考评工作会议精神，根据《某某市绩效考评办法》",
        "（某绩发〔2023〕5号）规定，现通知如下。",
        "\u3000\u3000" + NOTICE[5],
    )
    return sheet.text(335, 460, NOTICE[6]).text(375, 488, NOTICE[7])


def table(dpi: int = 150) -> Sheet:
    """A table with 城市管理 merged over two rows."""
    cells = {(row, column): words for row, line in enumerate(ROWS) for column, words in enumerate(line)}
    del cells[2, 1]
    cells |= {(1, 2): "老旧小区路灯不亮，盼|尽快修复。", (2, 4): "市城管局|市住建局"}
    return Sheet(dpi).table([60, 100, 200, 320, 400, 520], [120, 150, 200, 250, 290], cells, merged=((1, 1, 2, 1),))


def reading(*sheets: Sheet) -> Document:
    pages = [sheet.picture for sheet in sheets]
    return read(sheets[0].file("TIFF", save_all=True, append_images=pages[1:]), "扫描.tif", "0" * 64, DEFAULT)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_scanned_notice_reads_as_it_was_written_and_says_that_it_was_recognised() -> None:
    found = reading(notice())
    assert texts(found) == NOTICE
    assert [problem.code for problem in found.problems] == ["note-recognised"]
    assert all(paragraph.confidence is not None for paragraph in found.paragraphs)


def test_signature_and_date_are_read_under_the_seal() -> None:
    assert texts(reading(notice().seal(415, 465)))[-2:] == NOTICE[-2:]


def test_a_scanned_table_has_its_cells_with_merged_ones_in_every_row() -> None:
    (grid,) = reading(table()).grids
    assert grid.cells == ROWS
    assert grid.confidences is not None
    assert all(sure is not None and sure > 0.5 for row in grid.confidences for sure in row)


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(lambda: table(96), id="96 dpi"),
        pytest.param(lambda: table(300), id="300 dpi"),
        pytest.param(lambda: table().turned(-2.5), id="askew"),
        pytest.param(lambda: table(200).noisy(0.01), id="specks"),
        pytest.param(lambda: table().photographed().pressed(50), id="photograph"),
        pytest.param(lambda: table().seal(450, 230), id="seal over cells"),
        pytest.param(lambda: table().sideways(1), id="on its side"),
        pytest.param(lambda: table().sideways(2), id="upside down"),
    ],
)
def test_a_table_is_read_from_a_bad_scan_as_from_a_good_one(sheet: object) -> None:
    assert callable(sheet)
    (grid,) = reading(sheet()).grids
    assert grid.cells == ROWS


def test_characters_one_under_the_other_in_a_narrow_cell_are_one_word() -> None:
    sheet = Sheet(150).table([60, 95, 300], [120, 260, 300], {(0, 1): "路灯不亮", (1, 0): "合计", (1, 1): "1"})
    for i, char in enumerate("城市管理"):
        sheet.text(70, 145 + 28 * i, char, 14)
    assert reading(sheet).grids[0].cells == (("城市管理", "路灯不亮"), ("合计", "1"))


def test_a_lonely_digit_in_a_cell_is_read() -> None:
    (grid,) = reading(table(150).noisy(0.01)).grids
    assert [row[0] for row in grid.cells] == ["序号", "1", "2", "3"]


def test_a_blank_page_is_empty_and_no_error() -> None:
    found = extract(reading(Sheet(100)))
    assert (found.status, [problem.code for problem in found.problems]) == (Status.EMPTY, ["read-blank"])


def test_a_picture_without_writing_gives_no_text() -> None:
    sheet = Sheet(100)
    noise = np.random.default_rng(3).integers(0, 255, (*sheet.pixels.shape[:2], 3), dtype=np.uint8)
    assert reading(replace_picture(sheet, noise)).blocks == ()


def replace_picture(sheet: Sheet, pixels: NDArray[np.uint8]) -> Sheet:
    from PIL import Image  # noqa: PLC0415

    sheet.picture = Image.fromarray(pixels)
    return sheet


def test_the_pages_of_a_tiff_are_read_in_order() -> None:
    found = reading(Sheet(100).text(80, 100, "第一部分"), Sheet(100), Sheet(100).text(80, 100, "第三部分"))
    assert [(p.text, p.source.pages) for p in found.paragraphs] == [("第一部分", (1,)), ("第三部分", (3,))]


def images(*pixels: NDArray[np.uint8] | None) -> Iterator[PageImage]:
    """Pages with these pixels; None for one that cannot be had."""

    def had(found: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
        if found is None:
            raise OSError("broken data stream")
        return found

    for number, page in enumerate(pixels, 1):
        yield PageImage(number, 595.0, 842.0, lambda page=page: had(page))  # type: ignore[misc]


def test_a_page_that_fails_does_not_take_the_others_with_it() -> None:
    page = Sheet(100).text(80, 100, "整改方案").pixels
    found = list(recognised(images(page, None, page), DEFAULT))
    assert ["".join(c.text for c in p.chars) if isinstance(p, PageInk) else p.code for p in found] == [
        "整改方案",
        "read-page-failed",
        "整改方案",
    ]
    assert isinstance(found[1], Problem)
    assert (found[1].where, found[1].args) == ("第2页", (("reason", "broken data stream"),))


def test_pages_beyond_the_limit_are_one_problem_and_are_not_rendered() -> None:
    blank = np.full((200, 140, 3), 255, np.uint8)
    found = list(recognised(images(blank, None, None), replace(DEFAULT, ocr_pages=1)))
    assert [p.code if isinstance(p, Problem) else p.number for p in found] == [1, "read-too-many-scans"]
    assert isinstance(found[1], Problem)
    assert found[1].where == "第2页"


def test_pages_are_rendered_only_when_their_turn_comes() -> None:
    rendered: list[int] = []
    lock = threading.Lock()

    def pixels(number: int) -> NDArray[np.uint8]:
        with lock:
            rendered.append(number)
        return np.full((200, 140, 3), 255, np.uint8)

    pages = (PageImage(n, 595.0, 842.0, lambda n=n: pixels(n)) for n in range(1, 41))  # type: ignore[misc]
    first = next(iter(recognised(pages, DEFAULT)))
    assert isinstance(first, PageInk)
    assert len(rendered) < 20
