"""The two grammars of tables in text that was converted from Word or recognised from a scan."""

from __future__ import annotations

from extractors.readers.plain.tables import tables_at


def rows(text: str) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for table in tables_at(text.split("\n"), 0)]


def test_cell_lines_make_rows_that_end_at_an_empty_line():
    assert rows("\t序号\n\t事项\n\n\t1\n\t修路") == [(("序号", "事项"), ("1", "修路"))]


def test_a_line_without_a_tab_goes_on_with_its_cell():
    assert rows("\t类型\n\t时限\n\n\t建设性\n意见\n\t2031年\n5月") == [
        (("类型", "时限"), ("建设性\n意见", "2031年\n5月"))
    ]


def test_a_lone_tab_opens_a_cell_with_an_empty_first_paragraph():
    assert rows("\t指标\n\t牵头\n\t责任\n\n\t桥梁\n\t\n县交通局\n\t县养护站") == [
        (("指标", "牵头", "责任"), ("桥梁", "县交通局", "县养护站"))
    ]


def test_a_lone_tab_alone_is_an_empty_cell():
    assert rows("\t指标\n\t牵头\n\t责任\n\n\t桥梁\n\t\n\t县养护站\n\n\t路灯\n\t县城管局\n\t") == [
        (("指标", "牵头", "责任"), ("桥梁", "", "县养护站"), ("路灯", "县城管局", ""))
    ]


def test_a_double_tab_is_a_cell_that_begins_with_a_tab():
    assert rows("\t指标\n\t分值\n\n\t\t耕地\n\t0.5") == [(("指标", "分值"), ("耕地", "0.5"))]


def test_a_line_of_spaces_after_the_last_row_belongs_to_nothing():
    assert rows("\t责任\n\t姓名\n\n\t县水利局\n\t李四\n ") == [(("责任", "姓名"), ("县水利局", "李四"))]


def test_an_empty_paragraph_within_a_cell_does_not_end_the_row():
    text = "\t编号\n\t措施\n\t时限\n\n\t1\n\t清淤\n\n巡查\n\t六月\n\n\t2\n\t绿化\n\t七月"
    assert rows(text) == [(("编号", "措施", "时限"), ("1", "清淤\n巡查", "六月"), ("2", "绿化", "七月"))]


def test_a_row_that_differs_is_padded_and_stays():
    assert rows("\t序号\n\t事项\n\t分值\n\n\t1\n\t修路\n\t2\n\n\t合计2分\n\n\t2\n\t架桥\n\t3")[0][2] == (
        "合计2分",
        "",
        "",
    )


def test_a_repeated_header_stays_in_the_grid():
    assert rows("\t甲\n\t乙\n\n\t1\n\t2\n\n\t甲\n\t乙\n\n\t3\n\t4")[0] == (
        ("甲", "乙"),
        ("1", "2"),
        ("甲", "乙"),
        ("3", "4"),
    )


def test_a_paragraph_after_a_row_ends_the_table():
    (table,) = tables_at(["\t甲", "\t乙", "", "\t1", "\t2", "", "（二）反馈意见", "\t3", "\t4"], 0)
    assert (table.rows, table.end) == ((("甲", "乙"), ("1", "2")), 5)


def test_more_empty_lines_and_another_width_begin_the_next_table():
    assert rows("\t甲\n\t乙\n\n\t1\n\t2\n\n\n\t子\n\t丑\n\t寅\n\n\t3\n\t4\n\t5") == [
        (("甲", "乙"), ("1", "2")),
        (("子", "丑", "寅"), ("3", "4", "5")),
    ]


def test_paragraphs_with_an_indent_are_no_table():
    assert rows("\t一、总体要求。\n\t二、工作安排。\n\n\t三、组织领导。\n\t四、监督检查。") == []
    assert rows("\t各乡镇：\n\n\t请照办。") == []


def test_one_row_of_cell_lines_is_no_table():
    assert rows("\t清河县绩效办\n\t2031年5月6日") == []


def test_row_lines_keep_their_empty_fields():
    assert rows("类型\t一级\t二级\n\t\t1.产值\n职能\t经济\t") == [
        (("类型", "一级", "二级"), ("", "", "1.产值"), ("职能", "经济", ""))
    ]


def test_row_lines_of_the_next_page_go_on_with_the_table():
    assert rows("甲\t乙\t丙\n1\t2\t3\n\n甲\t乙\t丙\n4\t5\t6\n") == [
        (("甲", "乙", "丙"), ("1", "2", "3"), ("甲", "乙", "丙"), ("4", "5", "6"))
    ]


def test_row_lines_of_another_width_are_another_table():
    assert rows("甲\t乙\t丙\n1\t2\t3\n\n子\t丑\n7\t8") == [
        (("甲", "乙", "丙"), ("1", "2", "3")),
        (("子", "丑"), ("7", "8")),
    ]


def test_a_short_row_line_is_padded():
    assert rows("甲\t乙\t丙\n1\t2\t3\n4\t5\n6\t7\t8")[0][2] == ("4", "5", "")


def test_a_hanging_indent_of_annexes_is_no_table():
    assert rows("附件：\t1.整改清单\n\t2.完成情况表\n\t3.联系表") == []


def test_a_single_line_with_a_tab_is_no_table():
    assert rows("清政发〔2031〕6号\t签发人：李四") == []
