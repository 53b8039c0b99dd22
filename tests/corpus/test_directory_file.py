"""The workbook of an office's directory, as clerks fill it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from corpus.directory import Rule, Unit, shipped_directory
from corpus.directory_file import parsed, read_directory
from corpus.messages import MinyiError, describe
from corpus.territory import Place

Rows = Sequence[Sequence[str | int]]
Made = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Made:
    """Writes a workbook with these sheets: ``workbook(部门=[…], 分工=[…])``."""

    def make(**sheets: Rows) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(list(row))
        book.save(tmp_path / "目录.xlsx")
        return tmp_path / "目录.xlsx"

    return make


def test_the_three_sheets_are_read(workbook: Made) -> None:
    path = workbook(
        部门=[("单位名称", "职能", "其他名称/曾用名"), ("县城管局", "城管", "市容局、环卫局")],
        分工=[("事项关键词", "牵头单位", "协同单位", "备注"), ("人行道、停车", "县城管局", "公安局", "会议纪要")],
        属地=[("名称", "级别", "上级", "别名", "责任单位"), ("桐溪镇", "镇", "", "溪口", "桐溪镇人民政府")],
    )
    directory = read_directory(path)
    assert directory.units == (Unit("县城管局", ("城管",), ("市容局", "环卫局"), 2),)
    assert directory.rules == (Rule(("人行道", "停车"), "县城管局", ("公安局",), 2),)
    assert directory.places == (Place("桐溪镇", "", ("溪口",), "桐溪镇人民政府", 2),)


def test_other_words_for_sheets_and_columns_are_understood(workbook: Made) -> None:
    path = workbook(单位=[("部门", "承担职能（可多个）", "曾用名"), ("县 住建局", "住建；公用事业", "")])
    assert read_directory(path).units == (Unit("县住建局", ("住建", "公用事业"), (), 2),)


def test_a_title_above_the_head_and_blank_lines_are_passed_over(workbook: Made) -> None:
    path = workbook(部门=[("本县部门目录",), ("单位名称", "职能"), ("", ""), ("县林业局", "林业")])
    assert read_directory(path).units == (Unit("县林业局", ("林业",), (), 4),)


def test_a_function_may_be_named_by_a_department(workbook: Made) -> None:
    path = workbook(部门=[("单位名称", "职能"), ("县建设局", "住房和城乡建设局、教体局")])
    assert read_directory(path).units[0].functions == ("住建", "教育", "体育")


def test_an_example_is_not_read(workbook: Made) -> None:
    path = workbook(分工=[("事项关键词", "牵头单位"), ("例：人行道、停车", "城管局"), ("夜市", "商务局")])
    assert [rule.words for rule in read_directory(path).rules] == [("夜市",)]


def test_an_example_behind_a_column_of_numbers_is_not_read_either(workbook: Made) -> None:
    path = workbook(分工=[("序号", "事项关键词", "牵头单位"), (1, "例：盲道、停车", "城管局"), (2, "夜市", "商务局")])
    assert [rule.words for rule in read_directory(path).rules] == [("夜市",)]


def test_a_cell_of_marks_alone_is_empty(workbook: Made) -> None:
    path = workbook(分工=[("事项关键词", "牵头单位"), ("、", "城管局"), ("夜市", "商务局")])
    directory, problems = parsed(path)
    assert [(p.code, p.where) for p in problems] == [("directory-cell-empty", "表“分工”第2行“事项关键词”列")]
    rule = directory.rule_of("夜市太吵")
    assert rule is not None
    assert rule.lead == "商务局"


def test_without_the_sheet_of_units_the_usual_departments_stay(workbook: Made) -> None:
    path = workbook(属地=[("名称",), ("桐溪镇",)])
    assert read_directory(path).units == shipped_directory().units


def test_an_unknown_function_is_named_with_its_place_and_the_known_ones(workbook: Made) -> None:
    path = workbook(部门=[("单位名称", "职能"), ("县农机局", "农机")])
    with pytest.raises(MinyiError, match=r"没有“农机”这一职能.*农业农村") as error:
        read_directory(path)
    assert error.value.problem.where.endswith("表“部门”第2行“职能”列")


def test_a_line_without_its_lead_is_said_and_the_others_are_read(workbook: Made) -> None:
    path = workbook(分工=[("事项关键词", "牵头单位"), ("夜市", ""), ("早市", "商务局")])
    directory, problems = parsed(path)
    assert [rule.lead for rule in directory.rules] == ["商务局"]
    assert [(p.where, describe(p)) for p in problems] == [
        ("表“分工”第2行“牵头单位”列", "“牵头单位”空着，这一行没有用上。请填写，或删去这一行。")
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([("甲", "乙"), ("县林业局", "林业")], "directory-no-head"), ([("事项", "说明")], "directory-no-column")],
)
def test_a_sheet_without_its_head_is_said(workbook: Made, rows: Rows, code: str) -> None:
    _, problems = parsed(workbook(分工=rows))
    assert [p.code for p in problems] == [code]


def test_a_workbook_without_any_of_the_sheets_is_refused_with_what_it_has(workbook: Made) -> None:
    with pytest.raises(MinyiError, match="没有名为 部门、分工、属地 的工作表，现有：通讯录"):
        parsed(workbook(通讯录=[("姓名",)]))


def test_two_sheets_of_one_kind_are_refused(workbook: Made) -> None:
    with pytest.raises(MinyiError, match="“部门”和“单位”是同一种表"):
        parsed(workbook(部门=[("单位名称",)], 单位=[("单位名称",)]))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "目录.xlsx").write_text("单位名称,职能\n", "utf-8")
    with pytest.raises(MinyiError, match="不是 Excel 工作簿"):
        parsed(tmp_path / "目录.xlsx")


def test_a_file_much_larger_than_a_directory_is_not_opened(workbook: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.office_workbook.LARGEST", 1_000)
    with pytest.raises(MinyiError) as error:
        parsed(workbook(部门=[("单位名称",)]))
    assert error.value.problem.code == "directory-too-large"


def test_a_cell_that_stands_far_out_is_said_and_not_made_room_for(workbook: Made) -> None:
    path = workbook(部门=[("单位名称", "职能"), ("县城管局", "城管")])
    book = openpyxl.load_workbook(path)
    book["部门"]["XFD1048576"] = " "
    book.save(path)
    with pytest.raises(MinyiError, match="删去表格以外的行和列"):
        read_directory(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(MinyiError, match="找不到该文件"):
        parsed(tmp_path / "目录.xlsx")


def test_a_folder_is_no_directory(tmp_path: Path) -> None:
    with pytest.raises(MinyiError) as error:
        parsed(tmp_path)
    assert error.value.problem.code == "read-no-file"
