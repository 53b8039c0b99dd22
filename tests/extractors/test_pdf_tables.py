"""PDF readers: ruled tables, merged cells, tables over pages."""

from __future__ import annotations

from drawn_pdf import Page, pdf

from corpus.records import Document, Grid, Paragraph
from extractors.limits import DEFAULT
from extractors.readers.pdf import read

XS = [79.0, 119.0, 319.0, 419.0, 527.0]
"""Columns 40, 200, 100 and 108 wide: 3, 19, 9 and 9 characters of 10 points."""
HEAD = {(0, 0): "序号", (0, 1): "整改内容", (0, 2): "责任单位", (0, 3): "整改时限"}


def document(*pages: Page) -> Document:
    return read(pdf(*pages), "任务表.pdf", "0" * 64, DEFAULT)


def rows(*pages: Page) -> list[list[str]]:
    (grid,) = document(*pages).grids
    return [list(row) for row in grid.cells]


def test_text_before_and_after_a_table_stays_in_order_and_is_not_given_twice() -> None:
    page = Page().lines(80, "整改任务分解表").table(XS, [100, 120, 160], {**HEAD, (1, 0): "1", (1, 3): "立即整改"})
    blocks = document(page.lines(200, "注：另有说明的除外。")).blocks
    assert [b.text if isinstance(b, Paragraph) else len(b.cells) for b in blocks] == [
        "整改任务分解表",
        2,
        "注：另有说明的除外。",
    ]


def test_lines_wrapped_by_the_cells_width_are_one_text() -> None:
    cell = "请在东门市场周边增设公共停车位并规范|停放秩序，方便群众买菜。"
    assert rows(Page().table(XS, [100, 120, 160], {**HEAD, (1, 1): cell}))[1][1] == cell.replace("|", "")


def test_list_items_and_short_lines_of_a_cell_stay_apart() -> None:
    cells = {**HEAD, (1, 1): "1. 划设停车位。|2. 加强巡查。", (1, 2): "县城管局|县公安局"}
    assert rows(Page().table(XS, [100, 120, 160], cells))[1] == [
        "",
        "1. 划设停车位。\n2. 加强巡查。",
        "县城管局\n县公安局",
        "",
    ]


def test_a_cell_merged_over_rows_gives_its_value_to_each() -> None:
    ys = [100.0, 120.0, 140.0, 160.0]
    page = Page()
    for x in XS[:3]:
        page.rule(x, 100, x, 160)
    for y in ys:
        page.rule(XS[0] if y in (100, 120, 160) else XS[1], y, XS[2], y)
    page.cells(XS, ys, {(0, 0): "领域", (0, 1): "意见", (1, 0): "教育", (1, 1): "校门口拥堵", (2, 1): "食堂太贵"})
    assert rows(page) == [["领域", "意见"], ["教育", "校门口拥堵"], ["教育", "食堂太贵"]]


def test_a_cell_merged_over_columns_gives_its_value_to_each() -> None:
    ys = [100.0, 120.0, 140.0]
    page = Page()
    for y in ys:
        page.rule(XS[0], y, XS[3], y)
    for x in (XS[0], XS[1], XS[3]):
        page.rule(x, 100, x, 140)
    page.rule(XS[2], 120, XS[2], 140)
    page.cells(
        XS, ys, {(0, 0): "序号", (0, 1): "责任", (1, 0): "1", (1, 1): "牵头：县教育局", (1, 2): "配合：县财政局"}
    )
    assert rows(page) == [["序号", "责任", "责任"], ["1", "牵头：县教育局", "配合：县财政局"]]


def test_a_table_open_on_both_sides_keeps_its_outer_columns() -> None:
    page = Page()
    for y in (100, 120, 140):
        page.rule(XS[0], y, XS[3], y)
    for x in XS[1:3]:
        page.rule(x, 100, x, 140)
    page.cells(
        XS,
        [100, 120, 140],
        {(0, 0): "序号", (0, 1): "内容", (0, 2): "单位", (1, 0): "1", (1, 1): "修路", (1, 2): "县交通局"},
    )
    assert rows(page) == [["序号", "内容", "单位"], ["1", "修路", "县交通局"]]


def test_a_table_over_two_pages_is_one_and_its_header_appears_once() -> None:
    first = Page().table(XS, [700, 720, 760], {**HEAD, (1, 0): "1", (1, 1): "修路。"}).text(290, 800, "— 1 —", 14)
    second = Page().table(XS, [100, 120, 160], {**HEAD, (1, 0): "2", (1, 1): "架桥。"}).text(290, 800, "— 2 —", 14)
    found = document(first, second)
    assert [[row[0], row[1]] for row in found.grids[0].cells] == [
        ["序号", "整改内容"],
        ["1", "修路。"],
        ["2", "架桥。"],
    ]
    assert found.grids[0].source.pages == (1, 2)
    assert len(found.blocks) == 1


def test_a_caption_that_only_says_continued_does_not_part_a_table() -> None:
    first = Page().table(XS, [700, 720, 760], {**HEAD, (1, 0): "1"})
    second = Page().lines(90, "续表").table(XS, [100, 120, 160], {**HEAD, (1, 0): "2"})
    assert [row[0] for row in rows(first, second)] == ["序号", "1", "2"]


def test_tables_with_text_between_them_are_two() -> None:
    first = Page().table(XS, [700, 720, 760], {**HEAD, (1, 0): "1"})
    second = Page().lines(90, "附件2").table(XS, [100, 120, 160], {**HEAD, (1, 0): "1"})
    found = document(first, second)
    assert [type(b) for b in found.blocks] == [Grid, Paragraph, Grid]
    assert [g.source.table for g in found.grids] == [1, 2]


def test_a_row_split_by_the_page_is_made_whole() -> None:
    start = {
        **HEAD,
        (1, 0): "1",
        (1, 1): "请在东门市场周边增设公共停车位并规范",
        (1, 2): "县城管局",
        (1, 3): "2024年6月底前",
    }
    first = Page().table(XS, [700, 720, 745], start)
    second = Page().table(
        XS, [100, 120, 145, 170], {**HEAD, (1, 1): "停放秩序，方便群众买菜。", (2, 0): "2", (2, 1): "修路。"}
    )
    assert rows(first, second)[1:] == [
        ["1", "请在东门市场周边增设公共停车位并规范停放秩序，方便群众买菜。", "县城管局", "2024年6月底前"],
        ["2", "修路。", "", ""],
    ]


def test_the_next_row_on_a_new_page_is_not_taken_for_the_rest_of_a_row() -> None:
    long = "请在东门市场周边增设公共停车位并规范"
    first = Page().table(XS, [700, 720, 745], {**HEAD, (1, 0): "101", (1, 1): long, (1, 2): "县城市管理执法局"})
    second = Page().table(XS, [100, 120, 145], {**HEAD, (1, 0): "102", (1, 1): long, (1, 2): "县城市管理执法局"})
    assert [row[0] for row in rows(first, second)] == ["序号", "101", "102"]


def test_a_merged_cell_keeps_its_value_over_the_page() -> None:
    def part(page: Page, domain: str, one: str, two: str) -> Page:
        for x in XS[:3]:
            page.rule(x, 100, x, 160)
        for y in (100, 120, 160):
            page.rule(XS[0], y, XS[2], y)
        page.rule(XS[1], 140, XS[2], 140)
        cells = {(0, 0): "领域", (0, 1): "意见", (1, 0): domain, (1, 1): one, (2, 1): two}
        return page.cells(XS, [100, 120, 140, 160], cells)

    found = rows(part(Page(), "教育", "校门口拥堵。", "食堂太贵。"), part(Page(), "", "操场太小。", "路灯太暗。"))
    assert found == [
        ["领域", "意见"],
        ["教育", "校门口拥堵。"],
        ["教育", "食堂太贵。"],
        ["教育", "操场太小。"],
        ["教育", "路灯太暗。"],
    ]


LONG = "请在东门市场周边增设公共停车位并规范"
"""As many characters as the second column holds on a line."""


def test_a_cell_that_goes_on_over_two_page_breaks_is_one() -> None:
    first = Page().table(XS, [700, 720, 745], {**HEAD, (1, 0): "1", (1, 1): LONG, (1, 2): "县城管局"})
    middle = Page().table(XS, [60, 80, 800], {**HEAD, (1, 1): "|".join([LONG] * 50)})
    last = Page().table(XS, [60, 80, 105, 130], {**HEAD, (1, 1): "停放秩序。", (2, 0): "2", (2, 1): "修路。"})
    assert [row[:3] for row in rows(first, middle, last)][1:] == [
        ["1", LONG * 51 + "停放秩序。", "县城管局"],
        ["2", "修路。", ""],
    ]


def test_a_page_with_nothing_but_the_rest_of_a_row_adds_no_row() -> None:
    first = Page().table(XS, [700, 720, 745], {**HEAD, (1, 0): "1", (1, 1): LONG, (1, 2): "县城管局"})
    second = Page().table(XS, [60, 800], {(0, 1): "|".join([LONG] * 3 + ["停放秩序。"])})
    assert [row[:3] for row in rows(first, second)][1:] == [["1", LONG * 4 + "停放秩序。", "县城管局"]]


def test_the_rest_of_a_row_is_known_by_its_lack_of_a_number_where_rows_are_numbered() -> None:
    """What stands below the number in the first column goes on over the page with the others."""
    top = {**HEAD, (1, 0): "1", (1, 1): "修灯。", (2, 0): "2", (2, 1): LONG, (2, 2): "县城管局"}
    first = Page().table(XS, [680, 700, 720, 745], top)
    below = {**HEAD, (1, 0): "牵头", (1, 1): "停放秩序。", (2, 0): "3", (2, 1): "修路。"}
    second = Page().table(XS, [100, 120, 145, 170], below)
    assert [row[:3] for row in rows(first, second)][1:] == [
        ["1", "修灯。", ""],
        ["2\n牵头", LONG + "停放秩序。", "县城管局"],
        ["3", "修路。", ""],
    ]


def test_a_sum_below_numbered_rows_is_a_row() -> None:
    first = Page().table(XS, [700, 720, 745], {**HEAD, (1, 0): "1", (1, 1): LONG, (1, 2): "3项"})
    second = Page().table(XS, [100, 120, 145], {**HEAD, (1, 0): "合计", (1, 2): "3项"})
    assert [row[:3] for row in rows(first, second)][1:] == [["1", LONG, "3项"], ["合计", "", "3项"]]


def test_a_split_row_under_a_merged_cell_is_made_whole() -> None:
    def part(page: Page, ys: list[float], cells: dict[tuple[int, int], str]) -> Page:
        for x in XS:
            page.rule(x, ys[0], x, ys[-1])
        for at, y in enumerate(ys):
            page.rule(XS[0] if at in (0, 1, len(ys) - 1) else XS[1], y, XS[-1], y)
        return page.cells(XS, ys, cells)

    head = {(0, 0): "领域", (0, 1): "意见", (0, 2): "单位", (0, 3): "时限"}
    first = {(1, 0): "交通", (1, 1): "修路。", (1, 2): "县交通局", (2, 1): LONG, (2, 2): "县城管局", (2, 3): "年底"}
    second = {(1, 1): "停放秩序。", (2, 1): "架桥。", (2, 2): "县水利局"}
    found = rows(
        part(Page(), [640, 660, 700, 745], {**head, **first}), part(Page(), [60, 80, 105, 130], {**head, **second})
    )
    assert found[1:] == [
        ["交通", "修路。", "县交通局", ""],
        ["交通", LONG + "停放秩序。", "县城管局", "年底"],
        ["交通", "架桥。", "县水利局", ""],
    ]


def test_a_cell_merged_both_ways_gives_its_value_to_all_it_spans() -> None:
    xs, ys = XS[:4], [100.0, 120.0, 140.0, 160.0]
    page = Page()
    for y in ys:
        page.rule(xs[0] if y in (100, 160) else xs[2], y, xs[3], y)
    page.rule(xs[0], 140, xs[2], 140)
    for x in (xs[0], xs[2], xs[3]):
        page.rule(x, 100, x, 160)
    page.rule(xs[1], 140, xs[1], 160)
    page.cells(xs, ys, {(0, 0): "合计", (0, 2): "一", (1, 2): "二", (2, 0): "甲", (2, 1): "乙", (2, 2): "三"})
    assert rows(page) == [["合计", "合计", "一"], ["合计", "合计", "二"], ["甲", "乙", "三"]]


def test_a_table_over_thirty_pages_is_one() -> None:
    pages = [Page().table(XS, [60, 80, 105], {**HEAD, (1, 0): str(at), (1, 1): "修路。"}) for at in range(1, 32)]
    (grid,) = document(*pages).grids
    assert [row[0] for row in grid.cells] == ["序号", *map(str, range(1, 32))]
    assert grid.source.pages == tuple(range(1, 32))


def test_tables_with_equal_columns_are_two_where_a_caption_stands_between() -> None:
    first = Page().table(XS, [700, 720, 760], {**HEAD, (1, 0): "1"})
    second = Page().centred(90, "第二批整改任务清单").table(XS, [100, 120, 160], {**HEAD, (1, 0): "1"})
    assert [len(grid.cells) for grid in document(first, second).grids] == [2, 2]


def test_the_rules_of_an_imprint_are_no_table() -> None:
    page = (
        Page().rule(79, 680, 527, 680).lines(700, "抄送：县委办公室。").rule(79, 712, 527, 712).rule(79, 740, 527, 740)
    )
    found = document(page)
    assert (found.grids, [p.text for p in found.paragraphs]) == ((), ["抄送：县委办公室。"])


def test_a_table_that_the_paper_cuts_is_reported() -> None:
    over = [*XS[:-1], 594.9]
    (problem,) = document(Page().table(over, [100, 120, 160], HEAD)).problems
    assert (problem.where, problem.code) == ("第1页", "read-table-cut")


def test_a_number_in_a_table_at_the_pages_foot_is_no_page_number() -> None:
    pages = [Page().table(XS, [760, 790, 830], {**HEAD, (1, 0): str(n)}) for n in (1, 2)]
    assert [row[0] for row in rows(*pages)] == ["序号", "1", "2"]


def test_numbered_rows_with_no_rules_between_them_are_rows() -> None:
    cells = {
        (0, 0): "序号|1|2||3",
        (0, 1): "整改内容|修路。|请在东门市场周边增设公共停车位并规范|停放秩序。|架桥。",
        (0, 2): "责任单位|县交通局|县城管局||县水利局",
    }
    assert [row[:3] for row in rows(Page().table(XS, [100, 190], cells))] == [
        ["序号", "整改内容", "责任单位"],
        ["1", "修路。", "县交通局"],
        ["2", "请在东门市场周边增设公共停车位并规范停放秩序。", "县城管局"],
        ["3", "架桥。", "县水利局"],
    ]


def test_a_row_whose_cells_have_several_lines_stays_one() -> None:
    cells = {**HEAD, (1, 0): "1", (1, 1): "修路。|架桥。|植树。", (1, 2): "县交通局|县水利局|县林业局", (1, 3): "年底"}
    assert len(rows(Page().table(XS, [100, 120, 180], cells))) == 2
