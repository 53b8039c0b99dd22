"""指标体系 as typed rows."""

from __future__ import annotations

from corpus.records import Indicator
from extractors.tables.indicators import indicators
from extractors.tables.tables import tables
from tests.extractors.documents import document

HEADER = ("一级指标", "二级指标", "具体指标", "权重", "评分标准", "牵头考核单位或数据提供单位")


def found(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[Indicator]:
    return list(indicators(tables(document([header, *rows]))))


def test_a_row_has_its_name_weight_standard_and_who_marks_it() -> None:
    (one,) = found(("一、经济建设", "(一)工业", "1.工业投资", "3", "每低1个百分点扣0.1分", "市统计局"))
    assert (one.name, one.number, one.path) == ("1.工业投资", "1", ("一、经济建设", "(一)工业"))
    assert (one.weight, one.requirement, one.lead) == ("3", "每低1个百分点扣0.1分", "市统计局")
    assert one.source.row == 1


def test_an_empty_level_is_not_filled_from_the_row_above() -> None:
    first, second = found(
        ("一、经济建设", "(一)工业", "工业投资", "3", "", "市统计局"), ("", "", "工业增加值", "4", "", "市统计局")
    )
    assert second.path == ()
    assert first.number is None


def test_a_decimal_is_no_number_of_an_indicator() -> None:
    (one,) = found(("", "", "2.5微米颗粒物浓度", "1", "", "市生态环境局"))
    assert one.number is None


def test_sums_and_headings_over_the_whole_row_are_no_indicators() -> None:
    rows = [
        ("职能目标",) * 6,
        ("一、经济建设", "(一)工业", "工业投资", "3", "", "市统计局"),
        ("合计", "", "", "100", "", ""),
    ]
    assert [one.name for one in found(*rows)] == ["工业投资"]


def test_where_nothing_is_headed_as_the_indicator_the_lowest_level_names_it() -> None:
    (one,) = found(("党建工作", "基层党建", "10"), header=("一级指标", "二级指标", "分值"))
    assert (one.name, one.path, one.weight) == ("基层党建", ("党建工作",), "10")


def test_a_row_that_only_says_the_requirement_is_named_by_it() -> None:
    (one,) = found(("", "", "2.核心职能工作", "", ""), header=("类型", "指标内容", "指标要求", "权重", "备注"))
    assert (one.name, one.number, one.requirement) == ("2.核心职能工作", "2", None)


def test_a_table_of_another_kind_has_no_indicators() -> None:
    assert found(("1", "路灯不亮", "市城管局"), header=("序号", "意见建议内容", "责任单位")) == []
