"""措施表 and 情况说明表: the kind of a comment decides which form its department fills in."""

from __future__ import annotations

from dataclasses import replace

from invented_batch import MADE_ON, batch, comment_tasks, deduction_tasks, goal_tasks

from corpus.records import Filing, Task, Verdict
from outputs.assignment import in_order
from outputs.cycle.unit_forms import explanation_forms, measure_forms
from outputs.forms import Sheet
from outputs.frame import Frame

FRAME = Frame(MADE_ON)
[MINE, OTHERS] = goal_tasks()
PUBLIC = replace(OTHERS, given_responsible="县公安局")


def measures(*tasks: Task) -> dict[str, Sheet]:
    return {path.removeprefix("建设性意见建议整改措施表/"): pair.paper for path, pair in measure_forms(tasks, FRAME)}


def explanations(*tasks: Task) -> dict[str, Sheet]:
    return {path.removeprefix("其它意见建议情况说明表/"): pair.paper for path, pair in explanation_forms(tasks, FRAME)}


def test_a_constructive_comment_is_in_the_form_of_measures_with_columns_to_be_filled_in() -> None:
    forms = measures(MINE)
    assert list(forms) == ["县生态环境局"]
    assert explanations(MINE) == {}
    [table] = forms["县生态环境局"].tables
    assert [c.heading for c in table.columns] == [
        "序号", "问题编号", "意见建议原文", "整改目标", "整改措施", "整改标准及成果形式", "整改时限",
        "责任主体／负责人", "联络员",
    ]  # fmt: skip
    assert table.rows[0][5:] == ("", "2024年12月10日前", "方某某", "")


def test_any_other_is_in_the_form_of_explanations() -> None:
    other = replace(PUBLIC, kind="其他", filing=Filing(cause="车位不足", explanation="已划线"))
    assert measures(other) == {}
    [table] = explanations(other)["县公安局"].tables
    assert [c.heading for c in table.columns] == [
        "序号", "问题编号", "意见建议原文", "原因分析", "情况说明", "佐证材料", "负责人",
    ]  # fmt: skip
    assert table.rows[0][3:] == ("车位不足", "已划线", "", "")


def test_a_persons_kind_goes_before_the_documents_and_that_before_the_proposal() -> None:
    decided = replace(PUBLIC, verdict=Verdict(lead="县公安局", kind="其他"))
    assert (list(measures(decided)), list(explanations(decided))) == ([], ["县公安局"])
    proposed = replace(PUBLIC, kind="其他", kind_score=0.6)
    assert (list(measures(proposed)), list(explanations(proposed))) == ([], ["县公安局"])


def test_a_comment_without_a_kind_wants_an_explanation_and_a_look() -> None:
    [table] = explanations(replace(PUBLIC, kind=None))["县公安局"].tables
    assert (table.columns[-1].heading, table.rows[0][-1]) == ("备注", "类型待核")


def test_the_head_says_whose_form_it_is_whether_that_is_proposed_and_who_fills_it_in() -> None:
    proposed = comment_tasks(1)
    lines = measures(*proposed)["城市管理执法局（建议）"].lines
    assert lines[0] == "单位：城市管理执法局（由程序建议，须核定）"
    assert lines[-1].startswith("填报单位（盖章）：")


def test_each_unit_of_a_task_has_it_with_its_role_where_roles_differ() -> None:
    led = replace(PUBLIC, given_lead="县公安局", given_responsible="县住建局")
    alone = replace(MINE, given_responsible="县住建局", given_lead=None)
    forms = measures(led, alone)
    assert set(forms) == {"县公安局", "县住建局"}
    assert all("角色" not in c.heading for c in forms["县公安局"].tables[0].columns)
    two = replace(alone, given_lead="县住建局", given_responsible=None)
    [table] = measures(led, two)["县住建局"].tables
    assert [row[1] for row in table.rows] == ["责任", "牵头"]


def test_nobody_fills_in_what_no_unit_has_been_found_for_nor_deductions_nor_an_empty_form() -> None:
    unclear = [t for t in comment_tasks() if t.candidates[0].function == "不明"]
    assert explanations(*unclear) == {}
    assert measures(*deduction_tasks()) == explanations(*deduction_tasks()) == {}
    assert measures() == explanations() == {}


def test_a_comment_is_in_one_of_the_two_and_each_once_a_department() -> None:
    tasks = in_order(batch().tasks)
    numbers = [row[2] if table.columns[1].heading == "角色" else row[1]
               for forms in (measures(*tasks), explanations(*tasks)) for sheet in forms.values()
               for table in sheet.tables for row in table.rows]  # fmt: skip
    known = [t.number for t in tasks if t.number and t.kind == "建设性"]
    assert set(numbers) == set(known)
    # One of the comments is for two units.
    assert len(numbers) == len(known) + 1


def test_a_name_of_80_characters_is_cut_in_the_file_and_whole_in_the_form() -> None:
    name = "中国（澜江）自由贸易试验区" + "东埠片区" * 15 + "管理委员会办公室"
    [(file, sheet)] = measures(replace(MINE, given_responsible=name)).items()
    assert len(name) >= 80
    assert len(file) == 60
    assert sheet.lines[0] == f"单位：{name}"
