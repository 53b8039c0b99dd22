"""Columns that share one for want of room are read as columns of their own."""

from __future__ import annotations

from corpus.records import Document, Grid, Source, Table, TableKind
from extractors.tables.comments import comments, deductions
from extractors.tables.tables import tables

PLACE = Source("表.docx", "a" * 64)


def table(*rows: tuple[str, ...]) -> Table:
    [found] = tables(Document("表.docx", "a" * 64, "docx", (Grid(rows, PLACE),)))
    return found


def test_what_stands_behind_a_label_is_its_own_columns() -> None:
    found = table(
        ("序号", "问题编号／领域／类型", "意见建议原文／来源", "责任单位／负责人", "整改目标／措施／时限"),
        (
            "1",
            "120250070900001\n领域：城市管理\n类型：建设性，立行立改",
            "路灯不亮。\n来源：第3页表1第1行",
            "县城管局\n负责人：王小河",
            "修好12盏\n措施：1.排查。\n2.更换。\n时限：11月20日前",
        ),
        ("2", "120250070900002", "井盖翘起。\n来源：入户调查", "县城管局", "措施：换新"),
    )
    assert found.kind is TableKind.RECTIFICATION
    assert found.header[2] == "意见建议原文／来源"
    assert found.rows[0][2] == "路灯不亮。\n来源：第3页表1第1行"
    first, second = comments([found])
    assert (first.number, first.text) == ("120250070900001", "路灯不亮。")
    assert (first.given_domain, first.given_kind) == ("城市管理", "建设性")
    assert (first.given_responsible, first.given_person) == ("县城管局", "王小河")
    assert (first.goal, first.measures, first.given_deadline) == ("修好12盏", "1.排查。\n2.更换。", "11月20日前")
    assert (first.survey_source, second.survey_source) == (None, "入户调查")
    assert (second.text, second.goal, second.measures, second.given_person) == ("井盖翘起。", None, "换新", None)


def test_the_last_label_counts_for_the_text_itself_may_have_one() -> None:
    found = table(
        ("序号", "指标", "扣分理由／来源", "扣分值"),
        ("1", "信息公开", "两条信息没有公开。\n来源：公开平台\n来源：②第4页", "0.2"),
    )
    [one] = deductions([found])
    assert one.reason == "两条信息没有公开。\n来源：公开平台"


def test_a_heading_of_two_words_with_no_label_below_is_as_it_was() -> None:
    found = table(
        ("序号", "意见建议", "责任主体／负责人"), ("1", "路灯不亮。", "王小河"), ("2", "原因：老化", "李小溪")
    )
    assert found.columns == ("sequence", "text", "person")
    assert [one.given_person for one in comments([found])] == ["王小河", "李小溪"]


def test_what_the_program_proposed_or_left_open_is_nobodys_word() -> None:
    found = table(
        ("问题编号", "意见建议", "责任单位"),
        ("120250070900001", "路灯不亮。", "待人工确定"),
        ("120250070900002", "井盖翘起。", "县城管局（把握大 0.91）\n其中“井盖，还有路灯”：县住建局（把握中 0.55）"),
        ("120250070900003", "公交太少。", "县交通局、县公安局（建议）"),
    )
    assert [one.given_responsible for one in comments([found])] == [None, None, "县交通局"]
