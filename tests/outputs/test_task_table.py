from io import BytesIO

import docx
from invented_batch import MADE_ON, batch, comment_tasks
from openpyxl import load_workbook

from outputs.task_table import department_tables, write_department_tables, write_task_list


def test_a_department_without_proposals_has_no_column_of_proposals():
    tables = {name: pair.screen for name, pair in department_tables(batch().tasks, MADE_ON)}
    given = {c.heading for c in tables["城市管理监督局"].columns}
    assert {"角色", "来文责任单位"} <= given
    assert given.isdisjoint({"建议责任单位", "依据"})
    assert "建议责任单位" in {c.heading for c in tables["教育局"].columns}


def test_a_department_sees_its_part_and_the_position_in_the_list():
    tables = {name: pair.screen for name, pair in department_tables(batch().tasks, MADE_ON)}
    sheet = tables["县生态环境局"]
    keys = [c.key for c in sheet.columns]
    last = dict(zip(keys, sheet.rows[-1], strict=True))
    assert (last["row"], last["list_row"], last["role"], last["points"]) == ("7", "37", "牵头", "0.6")


def test_doubtful_tasks_stay_with_the_proposed_department_and_are_marked():
    tables = {name: pair.screen for name, pair in department_tables(batch().tasks, MADE_ON)}
    sheet = tables["水利局"]
    at = [c.key for c in sheet.columns].index("remark")
    assert {r[at] for r in sheet.rows} == {"待核"}


def test_both_forms_of_the_list_hold_every_task(tmp_path):
    tasks = batch().tasks
    write_task_list(tasks, tmp_path / "清单.docx", tmp_path / "清单.xlsx", MADE_ON)
    assert len(docx.Document(str(tmp_path / "清单.docx")).tables[0]._tbl.tr_lst) == len(tasks) + 1
    sheet = load_workbook(BytesIO((tmp_path / "清单.xlsx").read_bytes())).active
    numbers = [sheet.cell(r, 1).value for r in range(1, sheet.max_row + 1)]
    assert [n for n in numbers if n and n.isdigit()] == [str(n) for n in range(1, len(tasks) + 1)]


def test_every_department_gets_a_word_and_an_excel_table(tmp_path):
    paths = write_department_tables(comment_tasks(7), tmp_path / "任务分解表", MADE_ON)
    assert {p.name for p in paths} == {
        f"{name}{suffix}"
        for name in ("城市管理执法局", "教育局", "生态环境局", "人力资源和社会保障局", "水利局", "待人工确定")
        for suffix in (".docx", ".xlsx")
    }
    assert all(p.stat().st_size > 3000 for p in paths)
