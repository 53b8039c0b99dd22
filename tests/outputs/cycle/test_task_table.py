from io import BytesIO

import docx
import pytest
from invented_batch import MADE_ON, batch, comment_tasks, deduction_tasks, source
from openpyxl import load_workbook

from corpus.records import Task
from outputs.assignment import in_order
from outputs.cycle.task_table import department_tables, task_list
from outputs.frame import Frame
from outputs.word.paper import document, sheet_paper
from outputs.workbook import workbook


@pytest.fixture(scope="module")
def tables():
    return {
        path.split("/")[1]: pair.screen for path, pair in department_tables(in_order(batch().tasks), Frame(MADE_ON))
    }


def column(table, key):
    at = [c.key for c in table.columns].index(key)
    return [row[at] for row in table.rows]


def test_the_list_has_a_part_for_deductions_and_one_for_each_kind_of_comments():
    sheet = task_list(in_order(batch().tasks), Frame(MADE_ON)).screen
    headings = [t.heading for t in sheet.tables]
    assert headings[:3] == [
        "一、指标扣分事项（4项）",
        "二、群众意见建议——来文已定责任单位（2项）",
        "三、群众意见建议——责任单位由程序建议，须核定（31项）",
    ]
    deductions = [c.heading for c in sheet.tables[0].columns]
    assert deductions == ["序号", "指标", "扣分理由", "扣分值", "牵头单位", "责任单位", "来源", "备注"]
    numbers = [n for t in sheet.tables[:3] for n in column(t, "row")]
    assert numbers == [str(n) for n in range(1, 38)]


def test_a_part_without_rows_is_left_out_and_a_single_one_has_no_number():
    (table,) = task_list(deduction_tasks(), Frame(MADE_ON)).paper.tables
    assert table.heading == "指标扣分事项（4项）"


def test_the_workbook_says_how_many_tasks_each_department_has():
    summary = task_list(in_order(batch().tasks), Frame(MADE_ON)).screen.tables[-1]
    assert summary.part.key == "summary"
    rows = {row[1]: row[2:] for row in summary.rows}
    assert rows["县生态环境局"] == ("1", "1", "5", "", "7", "县生态环境局")
    assert rows["水利局"] == ("", "", "4", "4", "4", "水利局（建议）")


def test_a_department_without_proposals_has_no_column_of_proposals(tables):
    (deductions, given) = tables["城市管理监督局"].tables
    assert {"角色", "责任单位"} <= {c.heading for c in deductions.columns}
    assert {c.heading for c in given.columns}.isdisjoint({"程序建议单位", "建议依据"})
    (proposed,) = tables["教育局（建议）"].tables
    assert "建议责任单位" in {c.heading for c in proposed.columns}


def test_a_table_of_proposals_says_so_in_its_head(tables):
    assert tables["教育局（建议）"].lines[0] == "单位：教育局（由程序建议，须核定）"
    assert tables["县公安局"].lines[0] == "单位：县公安局"


def test_the_head_says_that_several_bodies_are_meant_and_by_which_other_names_the_documents_go(tables):
    assert (
        tables["各县（市、区）人民政府"].lines[0]
        == "单位：各县（市、区）人民政府（集合主体，未展开，须分解到具体单位）"
    )
    renamed = [
        Task("指标扣分", "整改", source(n), given_lead=lead) for n, lead in enumerate(("县住建局", "县住建委"), 1)
    ]
    [(_, pair)] = department_tables(renamed, Frame(MADE_ON))
    assert pair.paper.lines[0] == "单位：县住建局（来文又作：县住建委）"


def test_bodies_meant_together_are_marked_in_the_list_and_in_the_summary():
    sheet = task_list(in_order(batch().tasks), Frame(MADE_ON)).screen
    remarks = column(sheet.tables[0], "remark")
    assert [r for r in remarks if r] == ["各县（市、区）人民政府为集合主体，须分解到具体单位"]
    assert "各县（市、区）人民政府（集合主体）" in column(sheet.tables[-1], "department")


def test_a_department_sees_its_part_and_the_position_in_the_list(tables):
    deductions, given, _ = tables["县生态环境局"].tables
    said = [column(deductions, key) for key in ("row", "list_row", "role", "points")]
    assert said == [["1"], ["4"], ["牵头"], ["0.6"]]
    assert [column(given, key) for key in ("row", "list_row", "role")] == [["2"], ["5"], ["责任"]]


def test_doubtful_tasks_stay_with_the_proposed_department_and_are_marked(tables):
    (table,) = tables["水利局（建议）"].tables
    assert set(column(table, "remark")) == {"待核"}


def test_both_forms_of_the_list_hold_every_task():
    tasks = in_order(batch().tasks)
    pair = task_list(tasks, Frame(MADE_ON))
    on_paper = docx.Document(BytesIO(document(sheet_paper(pair.paper), MADE_ON))).tables
    assert sum(len(t._tbl.tr_lst) - 1 for t in on_paper) == len(tasks)
    book = load_workbook(BytesIO(workbook(pair.screen, MADE_ON)))
    assert book.sheetnames == ["指标扣分事项", "意见建议（来文已定）", "意见建议（建议分工）", "分工汇总"]
    firsts = [sheet.cell(r, 1).value for sheet in book.worksheets[:3] for r in range(1, sheet.max_row + 1)]
    assert [n for n in firsts if n and n.isdigit()] == [str(n) for n in range(1, len(tasks) + 1)]


def test_every_department_gets_a_table():
    names = [path.split("/")[1] for path, _ in department_tables(comment_tasks(7), Frame(MADE_ON))]
    proposed = ("城市管理执法局", "教育局", "生态环境局", "人力资源和社会保障局", "水利局")
    assert sorted(names) == sorted([*(f"{d}（建议）" for d in proposed), "待人工确定"])
