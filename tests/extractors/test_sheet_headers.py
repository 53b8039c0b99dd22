"""Headers of worksheets: titles above them, two and three levels, merged or not."""

from __future__ import annotations

from documents import document, grid

from corpus.records import Table
from extractors.tables.tables import tables


def sheet(*rows: tuple[str, ...]) -> Table:
    (table,) = tables(document(grid(rows, sheet="Sheet1", table=1)))
    return table


def test_a_title_and_a_line_with_the_unit_stand_above_the_header():
    table = sheet(
        ("清河县2031年扣分情况表",) * 4,
        ("填报单位：县绩效办", "", "", "单位：分"),
        ("序号", "指标", "扣分理由", "扣分值"),
        ("1", "招商引资", "少一个项目", "1.5"),
    )
    assert table.header == ("序号", "指标", "扣分理由", "扣分值")
    assert table.rows == (("1", "招商引资", "少一个项目", "1.5"),)
    assert table.caption == "清河县2031年扣分情况表"


def test_a_heading_merged_over_two_is_joined_with_each():
    table = sheet(
        ("序号", "意见内容", "责任单位", "责任单位", "整改时限"),
        ("序号", "意见内容", "牵头", "配合", "整改时限"),
        ("1", "路灯不亮", "县住建局", "县城管局", "2031年6月30日"),
    )
    assert table.header == ("序号", "意见内容", "责任单位/牵头", "责任单位/配合", "整改时限")
    assert len(table.rows) == 1


def test_a_heading_over_two_that_nobody_merged_is_joined_with_each_too():
    table = sheet(
        ("序号", "意见内容", "责任单位", "", "整改时限"),
        ("", "", "牵头单位", "配合单位", ""),
        ("1", "路灯不亮", "县住建局", "县城管局", "2031年6月30日"),
    )
    assert table.header == ("序号", "意见内容", "责任单位/牵头单位", "责任单位/配合单位", "整改时限")
    assert len(table.rows) == 1


def test_a_first_row_of_data_under_a_nameless_column_is_no_second_level():
    table = sheet(("意见内容", "责任单位", ""), ("路灯不亮", "县住建局", "已办"), ("井盖破损", "县城管局", ""))
    assert table.header == ("意见内容", "责任单位", "")
    assert len(table.rows) == 2


def test_three_levels_are_joined_from_above():
    table = sheet(
        ("一级指标", "二级指标", "评分", "评分", "评分"),
        ("一级指标", "二级指标", "分值", "方法", "方法"),
        ("一级指标", "二级指标", "分值", "加分", "扣分"),
        ("经济", "工业", "10", "超一成加一分", "少一成扣一分"),
    )
    assert table.header == ("一级指标", "二级指标", "评分/分值", "评分/方法/加分", "评分/方法/扣分")
    assert len(table.rows) == 1
