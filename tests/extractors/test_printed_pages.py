"""Reading order and what a page carries because it is a page: columns, running heads, page numbers, watermarks."""

from __future__ import annotations

import tracemalloc

import pytest
from drawn_pdf import EM, LEFT, RIGHT, Page, pdf
from typeset import width

from corpus.records import Document
from extractors.limits import DEFAULT
from extractors.printed.ink import Char, PageInk
from extractors.printed.pages import page_of
from extractors.readers.pdf import read

FULL = "各有关单位要按照职责分工认真抓好各项整改任务的落实工作确"
HALF = "各乡镇要把整改任务落实到人做到件件有着落"
"""Twenty characters: a full line of a column."""


def document(*pages: Page) -> Document:
    return read(pdf(*pages), "公报.pdf", "0" * 64, DEFAULT)


def texts(*pages: Page) -> list[str]:
    return [p.text for p in document(*pages).paragraphs]


def in_columns(page: Page, y: float, left: list[str], right: list[str], shift: float = 0.0) -> Page:
    return page.lines(y, *left, x=60, em=11, pitch=18).lines(y + shift, *right, x=310, em=11, pitch=18)


@pytest.mark.parametrize("shift", [0.0, 7.0])
def test_a_page_in_two_columns_is_read_column_by_column(shift: float) -> None:
    left, right = [HALF] * 9 + ["左栏到此为止。"], [HALF] * 9 + ["右栏到此为止。"]
    assert texts(in_columns(Page(), 100, left, right, shift)) == [
        HALF * 9 + "左栏到此为止。",
        HALF * 9 + "右栏到此为止。",
    ]


def test_a_sentence_goes_on_from_column_to_column() -> None:
    page = in_columns(Page(), 100, [HALF] * 10, [HALF] * 9 + ["全文到此为止。"])
    assert texts(page) == [HALF * 19 + "全文到此为止。"]


def test_a_heading_across_both_columns_stands_between_what_is_above_and_below() -> None:
    page = in_columns(Page(), 140, [HALF] * 9 + ["左上。"], [HALF] * 9 + ["右上。"])
    page.centred(110, "青石县人民政府关于做好整改工作的意见", 16).centred(
        345, "青石县人民政府办公室关于印发办法的通知", 16
    )
    in_columns(page, 380, [HALF] * 9 + ["左下。"], [HALF] * 9 + ["右下。"])
    assert [text[-3:] for text in texts(page)] == ["的意见", "左上。", "右上。", "的通知", "左下。", "右下。"]


def test_signatures_side_by_side_do_not_make_columns() -> None:
    page = Page().lines(100, *[FULL] * 10)
    page.text(100, 420, "青石县教育局").text(340, 420, "青石县财政局").text(380, 460, "2023年5月8日")
    assert texts(page) == [FULL * 10, "青石县教育局  青石县财政局", "2023年5月8日"]


def body(name: str) -> Page:
    return Page().lines(130, f"第{name}条", FULL, "保完成。")


NAMES = "一二三四五六"
KEPT = [words for name in NAMES for words in (f"第{name}条", FULL + "保完成。")]


def test_heads_that_differ_on_left_and_right_pages_are_taken_away() -> None:
    pages = [
        body(name).text(LEFT if at % 2 else 400, 50, "青石县政府公报" if at % 2 else "整改工作专刊", 10)
        for at, name in enumerate(NAMES)
    ]
    assert texts(*pages) == KEPT


def test_a_head_with_the_page_number_in_it_is_taken_away_wherever_the_count_begins() -> None:
    pages = [body(name).text(LEFT, 50, f"青石县政府公报  2023年第5期  {at + 17}", 10) for at, name in enumerate(NAMES)]
    assert texts(*pages) == KEPT


def test_a_head_with_a_rule_below_is_taken_away() -> None:
    pages = [body(name).text(LEFT, 50, "青石县政府公报", 10).rule(LEFT, 56, RIGHT, 56) for name in NAMES]
    assert texts(*pages) == KEPT


@pytest.mark.parametrize("number", ["第 {} 页 共 12 页", "共12页 第{}页", "Page {} of 12", "{} / 12"])
def test_page_numbers_in_words_are_taken_away(number: str) -> None:
    pages = [body(name).text(260, 800, number.format(at + 1), 10) for at, name in enumerate(NAMES)]
    assert texts(*pages) == KEPT


def test_roman_page_numbers_are_taken_away() -> None:
    pages = [
        body(name).text(290, 800, number, 10)
        for name, number in zip(NAMES, ["i", "ii", "iii", "iv", "v", "vi"], strict=True)
    ]
    assert texts(*pages) == KEPT


def test_a_year_at_the_foot_of_a_single_page_is_text() -> None:
    assert texts(Page().lines(100, "一、总体要求").text(300, 800, "2023")) == ["一、总体要求", "2023"]


def test_numbered_headings_at_the_top_of_pages_are_no_running_head() -> None:
    pages = [Page().lines(90, f"第{at * at + 3}条 总则", FULL, "保完成。") for at in range(5)]
    assert [text for text in texts(*pages) if text.startswith("第")] == [f"第{at * at + 3}条 总则" for at in range(5)]


def test_a_pale_watermark_across_the_text_is_no_text() -> None:
    page = Page().lines(100, *[FULL] * 8, "保完成。").text(200, 230, "内部资料", 60, grey=0.8)
    assert texts(page) == [FULL * 8 + "保完成。"]


def test_a_pale_watermark_in_white_space_is_no_text_where_it_comes_again() -> None:
    pages = [body(name).text(200, 600, "草稿", 60, grey=0.8) for name in "一二"]
    assert texts(*pages) == KEPT[:4]


def test_a_pale_title_that_stands_alone_is_text() -> None:
    assert texts(Page().text(200, 200, "整改专刊", 40, grey=0.7).lines(400, FULL, FULL)) == ["整改专刊", FULL * 2]


def test_a_footnote_at_the_foot_does_not_part_the_sentence_that_goes_on_over_the_page() -> None:
    first = Page().lines(100, *[FULL] * 20).rule(LEFT, 690, LEFT + 140, 690)
    first.text(LEFT, 706, "① 本办法所称单位，是指列入考评的县直单位。", 10)
    second = Page().lines(100, FULL, "保取得实效。")
    assert texts(first, second) == [FULL * 21 + "保取得实效。", "① 本办法所称单位，是指列入考评的县直单位。"]


def test_the_right_edge_of_a_signature_stays_where_it_is() -> None:
    page = Page().lines(100, FULL, FULL, "保取得实效。")
    for y, words in ((300, "青石县绩效考评领导小组"), (328, "2023年5月8日")):
        page.text(RIGHT - width(words) * EM, y, words)
    assert texts(page) == [FULL * 2 + "保取得实效。", "青石县绩效考评领导小组", "2023年5月8日"]


def test_the_lines_beside_a_picture_are_one_paragraph_with_those_below_it() -> None:
    page = Page().lines(100, *[FULL[:18]] * 6).image(LEFT + 19 * EM, 80, RIGHT, 245)
    page.lines(268, FULL, FULL, "保取得实效。")
    assert texts(page) == [FULL[:18] * 6 + FULL * 2 + "保取得实效。"]


def test_a_signature_beside_a_seal_is_no_text_beside_a_picture() -> None:
    page = Page().lines(100, FULL, FULL, "保取得实效。").text(200, 300, "青石县水利局").text(220, 328, "2023年5月8日")
    page.image(310, 260, 430, 380)
    assert texts(page) == [FULL * 2 + "保取得实效。", "青石县水利局", "2023年5月8日"]


def test_a_space_before_the_first_character_of_a_line_is_none() -> None:
    assert texts(Page().text(LEFT, 100, " 一、总体要求").text(LEFT, 128, FULL)) == ["一、总体要求", FULL]


def test_of_a_page_only_a_few_kilobytes_are_kept_while_the_others_are_read() -> None:
    def ink(number: int) -> PageInk:
        chars = [
            Char(FULL[at], 79.0 + 16 * at, 95.0 + 16 * at, 100.0 + 28 * row, 16.0)
            for row in range(22)
            for at in range(28)
        ]
        return PageInk(number, 595.0, 842.0, tuple(chars), ())

    page_of(ink(1))
    tracemalloc.start()
    kept = [page_of(ink(number)) for number in range(1, 21)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size / len(kept) < 6_000
