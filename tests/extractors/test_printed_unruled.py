"""Tables whose columns white space holds apart, and what looks like one and is none."""

from __future__ import annotations

import pytest
from drawn_pdf import EM, LEFT, RIGHT, Page, pdf

from corpus.records import Document, Paragraph
from extractors.limits import DEFAULT
from extractors.readers.pdf import read

XS = (79.0, 139.0, 339.0, 439.0)
HEADER = ("序号", "意见建议内容", "责任单位", "整改时限")
ROWS = (
    HEADER,
    ("1", "东门市场停车位不足", "县城管局", "2026年6月底前"),
    ("2", "校门口上下学拥堵", "县教育局", "2026年9月底前"),
    ("3", "村道路灯损坏", "县交通运输局", "立即整改"),
)
FULL = "各有关单位要按照职责分工认真抓好各项整改任务的落实工作确"


def document(*pages: Page) -> Document:
    return read(pdf(*pages), "任务表.pdf", "0" * 64, DEFAULT)


def rows(*pages: Page) -> list[list[str]]:
    (grid,) = document(*pages).grids
    return [list(row) for row in grid.cells]


def texts(page: Page) -> list[str]:
    """The paragraphs of a page that must have no table."""
    found = document(page)
    assert found.grids == ()
    return [p.text for p in found.paragraphs]


def test_columns_under_a_known_header_are_a_table() -> None:
    assert rows(Page().columns(120, XS, *ROWS)) == [list(row) for row in ROWS]


def test_the_text_around_an_unruled_table_stays_text() -> None:
    page = Page().lines(80, "整改任务分解表").columns(120, XS, *ROWS).lines(250, FULL, "保取得实效。")
    found = [b.text if isinstance(b, Paragraph) else len(b.cells) for b in document(page).blocks]
    assert found == ["整改任务分解表", 4, FULL + "保取得实效。"]


def test_a_three_line_table_is_a_table_whatever_its_words() -> None:
    page = Page().columns(120, XS[:3], ("甲", "乙", "丙"), ("子", "丑", "寅"), ("卯", "辰", "巳"))
    for y in (104, 126, 176):
        page.rule(75, y, 420, y)
    assert rows(page) == [["甲", "乙", "丙"], ["子", "丑", "寅"], ["卯", "辰", "巳"]]


def test_rows_between_rules_hold_cells_of_several_lines() -> None:
    page = Page()
    page.columns(120, XS, HEADER)
    page.columns(150, XS, ("", "请在东门市场周边", "", ""), ("1", "", "县城管局", "立即整改"), pitch=8)
    page.text(XS[1], 166, "增设停车位", 12)
    page.columns(195, XS, ("2", "校门口拥堵", "县教育局", "长期坚持"))
    for y in (104, 128, 175, 205):
        page.rule(75, y, 527, y)
    assert rows(page)[1:] == [
        ["1", "请在东门市场周边增设停车位", "县城管局", "立即整改"],
        ["2", "校门口拥堵", "县教育局", "长期坚持"],
    ]


def test_a_header_over_two_columns_gives_its_value_to_both() -> None:
    page = Page().columns(120, (79.0, 250.0), ("序号", "责任单位"))
    page.columns(140, (79.0, 210.0, 330.0), ("", "牵头", "配合"))
    page.columns(170, (79.0, 200.0, 320.0), ("1", "县教育局", "县公安局"), ("2", "县水利局", "县财政局"))
    for y in (104, 150, 210):
        page.rule(75, y, 420, y)
    assert rows(page) == [
        ["序号", "责任单位", "责任单位"],
        ["序号", "牵头", "配合"],
        ["1", "县教育局", "县公安局"],
        ["2", "县水利局", "县财政局"],
    ]


def test_larger_leading_parts_rows_of_several_lines() -> None:
    page = Page().columns(120, XS, HEADER)
    page.columns(160, XS, ("1", "请在东门市场周边", "县城管局", "立即整改"), ("", "增设停车位"), pitch=16)
    page.columns(212, XS, ("2", "校门口拥堵", "县教育局", "长期坚持"), ("", "家长意见大"), pitch=16)
    page.columns(264, XS, ("3", "村道路灯损坏", "县交通局", "立即整改"))
    assert [row[:2] for row in rows(page)] == [
        ["序号", "意见建议内容"],
        ["1", "请在东门市场周边增设停车位"],
        ["2", "校门口拥堵\n家长意见大"],
        ["3", "村道路灯损坏"],
    ]


def test_a_row_begins_where_its_number_stands_when_all_lines_are_equally_far() -> None:
    page = Page().columns(
        120,
        XS,
        HEADER,
        ("1", "请在东门市场周边", "县城管局", "立即整改"),
        ("", "增设停车位"),
        ("2", "校门口拥堵", "县教育局", "长期坚持"),
    )
    assert [row[:2] for row in rows(page)][1:] == [["1", "请在东门市场周边增设停车位"], ["2", "校门口拥堵"]]


def test_shaded_rows_make_a_table() -> None:
    page = Page()
    for y in (104, 152):
        page.shade(75, y, 527, y + 24)
    page.columns(120, XS[:3], ("甲", "乙", "丙"), ("子", "丑", "寅"), ("卯", "辰", "巳"), ("午", "未", "申"))
    assert rows(page) == [["甲", "乙", "丙"], ["子", "丑", "寅"], ["卯", "辰", "巳"], ["午", "未", "申"]]


def test_a_column_of_numbers_under_a_word_makes_a_table() -> None:
    columns = (("项目", "去年", "今年"), ("停车位", "120", "350"), ("路灯", "80", "96"), ("公厕", "7", "12"))
    assert rows(Page().columns(120, (79.0, 250.0, 350.0), *columns)) == [list(row) for row in columns]


def test_an_empty_cell_is_empty_and_not_filled_in() -> None:
    found = rows(Page().columns(120, XS, *ROWS[:3], ("3", "村道路灯损坏", "", "立即整改")))
    assert found[3] == ["3", "村道路灯损坏", "", "立即整改"]


def test_a_three_line_table_over_two_pages_is_one() -> None:
    first, second = Page(), Page()
    for page, body in ((first, ROWS[1:3]), (second, ROWS[3:])):
        page.columns(120, XS, HEADER, *body)
        for y in (104, 126, 128 + 24 * len(body)):
            page.rule(75, y, 527, y)
    assert [row[0] for row in rows(first, second)] == ["序号", "1", "2", "3"]


def test_shorter_rules_leave_a_cell_that_spans_the_rows_beside_them() -> None:
    page = Page().columns(120, XS[:3], ("领域", "意见", "单位"))
    page.columns(
        150, XS[:3], ("教育", "校门口拥堵", "县教育局"), ("", "食堂太贵", "县市监局"), ("交通", "路灯损坏", "县交通局")
    )
    for x0, y in ((75, 104), (75, 130), (135, 158), (75, 182), (75, 206)):
        page.rule(x0, y, 420, y)
    assert rows(page) == [
        ["领域", "意见", "单位"],
        ["教育", "校门口拥堵", "县教育局"],
        ["教育", "食堂太贵", "县市监局"],
        ["交通", "路灯损坏", "县交通局"],
    ]


def test_the_rest_of_a_row_below_a_page_break_goes_into_its_row() -> None:
    first = Page().columns(700, XS, HEADER, ("1", "请在东门市场周边增设公共停车位", "县城管局", "立即整改"))
    for y in (684, 708, 735):
        first.rule(75, y, 527, y)
    second = Page().columns(120, XS, ("", "并规范停放秩序"), ("2", "校门口拥堵", "县教育局", "长期坚持"))
    for y in (104, 126, 150):
        second.rule(75, y, 527, y)
    assert rows(first, second)[1:] == [
        ["1", "请在东门市场周边增设公共停车位并规范停放秩序", "县城管局", "立即整改"],
        ["2", "校门口拥堵", "县教育局", "长期坚持"],
    ]


def test_text_between_two_tables_with_equal_rules_stays_text() -> None:
    page = Page()
    for top in (120, 320):
        page.columns(top, XS[:3], ("甲", "乙", "丙"), ("子", "丑", "寅"), ("卯", "辰", "巳"))
        for y in (top - 16, top + 6, top + 56):
            page.rule(79, y, 527, y)
    page.lines(220, FULL, "保取得实效。")
    found = [b.text if isinstance(b, Paragraph) else len(b.cells) for b in document(page).blocks]
    assert found == [3, FULL + "保取得实效。", 3]


def test_a_table_in_three_lines_between_paragraphs_keeps_its_place() -> None:
    page = (
        Page()
        .lines(80, "表1 整改情况")
        .columns(130, XS[:3], ("甲", "乙", "丙"), ("子", "丑", "寅"), ("卯", "辰", "巳"))
    )
    for y in (114, 136, 186):
        page.rule(75, y, 420, y)
    blocks = document(page.lines(230, FULL, FULL)).blocks
    assert [b.text if isinstance(b, Paragraph) else len(b.cells) for b in blocks] == ["表1 整改情况", 3, FULL * 2]


def test_running_text_is_no_table() -> None:
    assert texts(Page().lines(100, FULL, FULL, FULL)) == [FULL * 3]


def test_the_imprint_is_no_table() -> None:
    page = Page().rule(79, 660, 527, 660).lines(680, "抄送：县委办公室，县人大常委会办公室。").rule(79, 690, 527, 690)
    page.text(LEFT, 710, "青石县绩效办").text(RIGHT - 9 * EM, 710, "2023年5月8日印发").rule(79, 720, 527, 720)
    assert texts(page) == ["抄送：县委办公室，县人大常委会办公室。", "青石县绩效办  2023年5月8日印发"]


def test_signatures_side_by_side_are_no_table() -> None:
    page = Page().lines(100, FULL, FULL, "保取得实效。")
    page.columns(
        250, (120.0, 340.0), ("青石县教育局", "青石县财政局"), ("青石县水利局", "青石县民政局"), em=EM, pitch=28
    )
    page.columns(306, (120.0, 340.0), ("青石县公安局", "青石县司法局"), em=EM).text(340, 340, "2023年5月8日")
    assert texts(page)[1:4] == [
        "青石县教育局  青石县财政局",
        "青石县水利局  青石县民政局",
        "青石县公安局  青石县司法局",
    ]


def test_lines_of_labels_are_no_table() -> None:
    lines = [
        ("联系人：王小明", "电话：0123-4567"),
        ("传真：0123-4568", "邮箱：a@b.cn"),
        ("地址：县府路1号", "邮编：123456"),
    ]
    assert len(texts(Page().columns(120, (79.0, 300.0), *lines))) == 3


@pytest.mark.parametrize("leader", ["……………………", "    "])
def test_a_table_of_contents_is_no_table(leader: str) -> None:
    page = Page().centred(90, "目录", 22)
    for at, title in enumerate(("第一章总体要求", "第二章主要任务", "第三章保障措施", "第四章附则")):
        page.text(LEFT, 130 + 28 * at, title + leader.rstrip()).text(RIGHT - EM, 130 + 28 * at, str(3 * at + 1))
    assert len(texts(page)) == 5


def test_a_list_with_numbers_set_apart_is_no_table() -> None:
    page = Page()
    for at, words in enumerate(("加强组织领导", "落实工作责任", "严格督促检查", "及时报送情况")):
        page.text(LEFT, 120 + 28 * at, f"{at + 1}.").text(LEFT + 3 * EM, 120 + 28 * at, words)
    assert len(texts(page)) == 4


def test_names_in_columns_are_no_table() -> None:
    names = [
        ("王小明", "李大山", "张长河", "赵晓光"),
        ("钱一平", "孙海洋", "周国强", "吴建设"),
        ("郑万里", "冯春生", "陈东方", "褚学军"),
    ]
    assert len(texts(Page().lines(90, "参加人员名单如下").columns(130, (100.0, 200.0, 300.0, 400.0), *names))) == 4


def test_addressees_with_wide_spaces_are_no_table() -> None:
    page = Page().lines(100, "各乡镇人民政府  县直各单位  各企事业单位：", FULL, FULL)
    assert len(texts(page)) == 2


def test_chapters_in_two_columns_of_text_are_no_table() -> None:
    page = Page()
    for at in range(20):
        page.text(60, 100 + 20 * at, FULL[:20], 11).text(310, 100 + 20 * at, FULL[5:25], 11)
    assert document(page).grids == ()
