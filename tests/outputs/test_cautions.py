from dataclasses import replace

import pytest
from invented_batch import MADE_ON, deduction_tasks, notice_extraction

from corpus.records import Check, Notice
from outputs.cautions import cautions
from outputs.cycle.task_table import department_tables, task_list
from outputs.frame import Frame

SAID = "“污水管网建设”扣分理由写 0.75 分，扣分值栏为 0.7。"
TASK = deduction_tasks()[0]
POINTS = Check("deduction_points", "被扣0.75分", TASK.source, "0.7", "0.75", False, SAID)


def known(*checks, classification=None):
    return cautions([replace(notice_extraction(), checks=checks, notice=Notice(classification=classification))])


def test_what_a_check_says_against_a_row_is_said_of_its_task():
    assert known(POINTS).of(TASK) == (SAID,)
    assert known(POINTS).of(deduction_tasks()[1]) == ()


@pytest.mark.parametrize(
    "check", [replace(POINTS, ok=True), replace(POINTS, rule="sequence"), replace(POINTS, note=None)]
)
def test_a_check_that_holds_or_speaks_of_the_whole_table_says_nothing_of_a_task(check):
    assert known(check).of(TASK) == ()


def test_the_task_list_and_the_departments_table_have_it_as_a_remark():
    sheets = [task_list([TASK], Frame(MADE_ON, known=known(POINTS))).screen]
    sheets += [pair.screen for _, pair in department_tables([TASK], Frame(MADE_ON, known=known(POINTS)))]
    assert len(sheets) == 2
    for sheet in sheets:
        table = sheet.tables[0]
        at = [column.key for column in table.columns].index("remark")
        assert [row[at] for row in table.rows] == [f"核对：{SAID}"]


def test_a_table_of_tasks_from_a_classified_document_says_so_above_all():
    sheet = task_list([TASK], Frame(MADE_ON, known=known(classification="秘密"))).paper
    assert sheet.lines[0] == "来文标有密级：秘密，本稿请按保密规定保管和传递。"


def test_a_table_of_tasks_from_other_documents_does_not():
    other = replace(TASK, source=replace(TASK.source, file="来文/别的.docx"))
    assert "密级" not in "".join(task_list([other], Frame(MADE_ON, known=known(classification="秘密"))).paper.lines)
