"""From grids to tables: header, caption, meaning, and tables that run over pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import document, grid, source

from corpus.records import Paragraph, TableKind
from extractors.column_meanings import column_meanings
from extractors.contract import as_json
from extractors.extract import extract
from extractors.tables.tables import tables

GOALS = ["序号", "问题编号", "意见建议内容", "整改措施", "完成时限", "责任单位"]
FIRST = ["1", "120250110900001", "桥头路灯不亮。", "更换灯具。", "立即整改", "市城管局"]
SECOND = ["2", "120250110900002", "早市占道经营。", "划定摊区。", "2026年9月底前", "市城管局"]


def test_a_header_repeated_on_the_next_page_is_not_data() -> None:
    (table,) = tables(document("整改目标表", [GOALS, FIRST, ["序 号", *GOALS[1:]], SECOND]))
    assert [row[0] for row in table.rows] == ["1", "2"]


def test_spaces_inside_a_heading_are_gone_and_line_breaks_inside_a_cell_stay() -> None:
    (table,) = tables(document([["具体指标", "扣分理\n  由", "扣  分  值  "], ["绿化", " 一处\n两处 ", "1"]]))
    assert table.header == ("具体指标", "扣分理由", "扣分值")
    assert table.rows == (("绿化", "一处\n两处", "1"),)


def test_a_table_over_two_pages_is_one_table_with_the_pages_of_each_row() -> None:
    (table,) = tables(
        document(grid([GOALS, FIRST], pages=(3,), table=1), "— 3 —", grid([GOALS, SECOND], pages=(4,), table=2))
    )
    assert table.source.pages == (3, 4)
    assert [(s.pages, s.table, s.row) for s in table.row_sources] == [((3,), 1, 1), ((4,), 1, 2)]


def test_a_next_page_without_a_header_goes_on_with_the_table() -> None:
    (table,) = tables(document([GOALS, FIRST], "续表", [SECOND]))
    assert len(table.rows) == 2


def test_a_heading_between_two_grids_parts_them_even_with_the_same_header() -> None:
    found = tables(document("一、城区", [GOALS, FIRST], "二、乡镇", [GOALS, SECOND]))
    assert [(t.caption, len(t.rows), t.source.table) for t in found] == [("城区", 1, 1), ("乡镇", 1, 2)]


def test_another_number_of_columns_is_another_table() -> None:
    assert len(tables(document([GOALS, FIRST], [["甲", "乙"], ["1", "2"]]))) == 2


def test_two_unknown_tables_one_after_another_are_not_joined() -> None:
    found = tables(document([["早", "晚"], ["面", "粥"]], [["红", "蓝"], ["一", "二"]]))
    assert [t.header for t in found] == [("早", "晚"), ("红", "蓝")]


def test_two_sheets_with_the_same_header_are_two_tables() -> None:
    found = tables(document(grid([GOALS, FIRST], sheet="一季度"), grid([GOALS, SECOND], sheet="二季度")))
    assert [t.caption for t in found] == ["一季度", "二季度"]


def test_the_title_row_of_a_sheet_is_the_caption() -> None:
    width = len(GOALS)
    rows = [
        ["2025年度群众意见建议汇总", *[""] * (width - 1)],
        ["填报单位：市绩效办", *[""] * (width - 1)],
        GOALS,
        FIRST,
    ]
    (table,) = tables(document(grid(rows, sheet="Sheet1")))
    assert (table.caption, table.header, len(table.rows)) == ("2025年度群众意见建议汇总", tuple(GOALS), 1)


def test_a_title_merged_over_all_columns_is_not_the_header() -> None:
    (table,) = tables(document([["食堂菜单"] * 3, ["星期", "午餐", "晚餐"], ["一", "面", "粥"]]))
    assert (table.caption, table.header) == ("食堂菜单", ("星期", "午餐", "晚餐"))


def test_a_header_of_two_levels_is_joined_under_its_merged_heading() -> None:
    top = ["序号", "意见建议", "整改要求", "整改要求", "责任单位"]
    below = ["序号", "意见建议", "整改措施", "完成时限", "责任单位"]
    (table,) = tables(document([top, below, ["1", "路灯不亮。", "更换。", "9月", "城管局"]]))
    assert table.header == ("序号", "意见建议", "整改要求/整改措施", "整改要求/完成时限", "责任单位")
    assert table.columns == ("sequence", "text", "measures", "deadline", "responsible")
    assert len(table.rows) == 1


def test_a_first_row_with_equal_values_is_not_a_second_level() -> None:
    (table,) = tables(document([["项目", "得分", "得分"], ["绿化", "8", "9"]]))
    assert len(table.rows) == 1


def test_empty_rows_and_columns_without_heading_are_dropped_and_a_headed_empty_column_stays() -> None:
    (table,) = tables(document([["序号", "意见建议", "备注", ""], ["", "", "", ""], ["1", "多设座椅。", "", ""]]))
    assert table.header == ("序号", "意见建议", "备注")
    assert table.rows == (("1", "多设座椅。", ""),)


def test_the_row_that_counts_the_columns_is_not_data() -> None:
    (table,) = tables(document([GOALS, ["1", "2", "3", "4", "5", "6"], FIRST]))
    assert [row[1] for row in table.rows] == ["120250110900001"]


def test_the_caption_is_the_heading_above_without_its_numbering() -> None:
    (table,) = tables(
        document("（二）2025年度指标扣分事项", [["具体指标", "扣分理由", "扣分值"], ["绿化", "缺。", "1"]])
    )
    assert table.caption == "2025年度指标扣分事项"


def test_sentences_and_the_word_annex_are_no_caption() -> None:
    (table,) = tables(document("附件2", "整改目标表", "请各单位对照下表抓好落实。", "单位：条", [GOALS, FIRST]))
    assert table.caption == "整改目标表"


def test_what_a_portal_says_of_its_page_is_no_caption() -> None:
    page = document(
        "澜江市整改目标公示", "来源：市政府办　发布时间：2025-06-09 09:12", "目标公示如下。", [GOALS, FIRST]
    )
    assert [table.caption for table in tables(page)] == ["澜江市整改目标公示"]


def test_a_caption_over_two_centred_lines_is_one() -> None:
    lines = [Paragraph(t, source(), centred=True) for t in ("松坪区2025年度群众意见", "建议整改目标表")]
    (table,) = tables(document("附件", *lines, [GOALS, FIRST]))
    assert table.caption == "松坪区2025年度群众意见建议整改目标表"


def test_a_table_after_prose_alone_has_no_caption() -> None:
    (table,) = tables(document("现将有关情况通报如下，请认真整改。", [GOALS, FIRST]))
    assert table.caption is None


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["具体指标", "扣分理由", "扣分值", "牵头单位", "责任单位"], TableKind.DEDUCTIONS),
        (["考核指标", "扣分原因", "扣分", "整改措施"], TableKind.DEDUCTIONS),
        (["序号", "整改内容", "整改目标", "整改时限", "责任部门"], TableKind.RECTIFICATION),
        (["序号", "问题编号", "意见建议", "领域", "市级牵头单位", "责任单位"], TableKind.RECTIFICATION),
        (["序号", "问题编号", "年度", "来源", "属地", "意见建议内容"], TableKind.FEEDBACK),
        (["留言编号", "留言主题", "留言详情"], TableKind.FEEDBACK),
        (["编号", "内容"], TableKind.FEEDBACK),
        (["一级指标", "二级指标", "具体指标", "责任单位"], TableKind.INDICATORS),
        (["类型", "考核内容", "权重"], TableKind.INDICATORS),
        (["单位", "姓名", "联系人", "电话"], TableKind.OTHER),
        (["时间", "地点", "内容", "责任人"], TableKind.OTHER),
        (["序号", "材料名称", "报送时限", "责任单位"], TableKind.OTHER),
        (["序号", "单位", "处理意见"], TableKind.OTHER),
    ],
)
def test_the_kind_of_a_table_is_told_by_its_columns(header: list[str], kind: TableKind) -> None:
    (table,) = tables(document([header, ["某"] * (len(header) - 1) + ["项"]]))
    assert table.kind is kind


def test_of_two_columns_with_one_meaning_the_better_name_keeps_it() -> None:
    assert column_meanings(["整改内容", "群众意见建议"]) == (None, "text")


def test_brackets_and_width_of_a_heading_do_not_matter() -> None:
    assert column_meanings(["扣分值（分）", "牵头单位(市级)", "整改\n时限"]) == ("points", "lead", "deadline")


def test_a_red_head_that_a_table_lays_out_is_no_table() -> None:
    red_head = [["青山市财政局文件", "青山市财政局文件"], ["青财发〔2021〕9号", "签发人：王一"]]
    assert tables(document(red_head, "关于报送整改情况的通知")) == ()


def test_a_recognised_table_keeps_the_confidence_of_each_cell_of_its_rows() -> None:
    part = grid([["指标", "备注", "分值"], ["绿化", "", "1.5"], ["", "", ""], ["供水", "", "2"]])
    sure = ((0.9, 0.8, 0.9), (0.7, None, 0.6), (None, None, None), (0.5, None, 0.4))
    (table,) = tables(document(replace(part, confidences=sure)))
    assert table.rows == (("绿化", "", "1.5"), ("供水", "", "2"))
    assert table.confidences == ((0.7, None, 0.6), (0.5, None, 0.4))


def test_a_table_that_the_file_itself_has_is_given_no_confidence() -> None:
    (table,) = tables(document([GOALS, FIRST]))
    assert table.confidences is None


def test_the_confidences_are_in_the_json_of_a_table() -> None:
    part = replace(grid([["指标", "分值"], ["绿化", "1.5"]]), confidences=((0.9, 0.9), (0.7, 0.6)))
    (recognised,) = as_json(extract(document(part)))["tables"]
    (certain,) = as_json(extract(document([["指标", "分值"], ["绿化", "1.5"]])))["tables"]
    assert (recognised["confidence"], certain["confidence"]) == ([[0.7, 0.6]], None)
