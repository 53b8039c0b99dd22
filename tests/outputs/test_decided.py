"""What a person decided goes before the document's word and before any proposal, in every draft."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from invented_batch import MADE_ON, batch, deduction_tasks, goal_tasks, source
from lxml import html
from openpyxl import load_workbook

from corpus.records import Candidate, Task, Territory, Verdict
from corpus.tasks import with_verdict
from flows.run_record import record_of
from outputs.assignment import by_department, in_order, is_given, part_of, roles
from outputs.cells import task_cells
from outputs.cycle.task_table import department_tables, task_list
from outputs.deadlines.schedule import events
from outputs.decided import awaits_review
from outputs.drafts import drafts
from outputs.forms import fill, shipped_forms
from outputs.frame import Frame
from outputs.report import report
from outputs.word.layout import lay_out
from outputs.word.paper import document, sheet_paper
from outputs.workbook import workbook

WATER = Candidate("水利局", "水利", 0.62, "水、浑")
PROPOSED = Task(
    "群众意见建议",
    "村里的水时有时无，水也有点浑。",
    source(2),
    number="120230070900001",
    domain="水利与饮水",
    kind="建设性",
    disposition="立行立改",
    candidates=(WATER, Candidate("卫生健康局", "卫健", 0.3, "浑")),
    needs_review=True,
    domain_score=0.7,
    kind_score=0.8,
    supporting=("卫生健康局",),
    territory=(Territory("桐溪镇", "桐溪镇人民政府"),),
)
HOUSING = Verdict(
    "住房和城乡建设局", ("水利局", "桐溪镇人民政府"), "住房与城乡建设", "其他", "列入计划", "水厂归住建。"
)
NO_MATTER = Verdict(None, (), "没有意见", "其他", None)
ROADS = Verdict("县交通运输局", ("县生态环境局",), "生态环境", "建设性")


def given(lead: str | None = None, responsible: str | None = None, **fields: object) -> Task:
    return Task("群众意见建议", "路灯不亮。", source(3), given_lead=lead, given_responsible=responsible, **fields)


def remark(task: Task) -> str:
    return task_cells(task, 1, {})["remark"]


# Who gets the task


def test_the_decided_lead_and_the_units_that_help_get_the_task() -> None:
    assert roles(with_verdict(PROPOSED, HOUSING)) == (
        ("住房和城乡建设局", "牵头"),
        ("水利局", "配合"),
        ("桐溪镇人民政府", "配合"),
    )


def test_a_decision_goes_before_the_documents_word() -> None:
    named = given("县水利局", "县林业局", candidates=(WATER,))
    assert roles(with_verdict(named, Verdict("县教育局"))) == (("县教育局", "牵头"),)


def test_a_unit_that_leads_does_not_help_as_well() -> None:
    assert roles(with_verdict(PROPOSED, Verdict("水利局", ("水利局", "公安局")))) == (
        ("水利局", "牵头"),
        ("公安局", "配合"),
    )


def test_what_was_decided_to_be_for_nobody_gets_no_table_and_does_not_await_anybody() -> None:
    for task in (PROPOSED, given("县林业局"), replace(PROPOSED, candidates=())):
        assert roles(with_verdict(task, NO_MATTER)) == ()
        assert by_department([with_verdict(task, NO_MATTER)]) == ()


def test_one_decision_makes_a_department_more_than_proposed() -> None:
    (only,) = by_department([PROPOSED])
    (decided,) = by_department([PROPOSED, with_verdict(PROPOSED, Verdict("水利局"))])
    assert (only.only_proposed, only.file_name) == (True, "水利局（建议）")
    assert (decided.only_proposed, decided.file_name) == (False, "水利局")
    assert [s.role for s in decided.shares] == ["建议", "牵头"]


def test_a_decided_name_without_its_level_is_the_office_that_the_documents_name() -> None:
    (department,) = by_department([given("县水利局"), with_verdict(PROPOSED, Verdict("水利局"))])
    assert (department.department, department.also) == ("县水利局", ())


def test_to_accept_the_documents_word_leaves_the_task_in_the_same_table() -> None:
    tasks = [given("县教育局"), given("市林业局"), given("教育局")]
    before = [(d.department, [s.position for s in d.shares]) for d in by_department(tasks)]
    accepted = [*tasks[:2], with_verdict(tasks[2], Verdict("教育局"))]
    assert [(d.department, [s.position for s in d.shares]) for d in by_department(accepted)] == before


def test_decided_comments_have_a_table_of_their_own_and_decided_deductions_stay_with_the_deductions() -> None:
    decided, deduction = with_verdict(given("县林业局"), HOUSING), with_verdict(deduction_tasks()[0], ROADS)
    assert (part_of(decided), part_of(deduction)) == ("decided", "deductions")
    assert not is_given(decided)
    assert in_order([PROPOSED, given("县林业局"), decided, deduction]) == (
        deduction,
        decided,
        given("县林业局"),
        PROPOSED,
    )


# What the rows say


def test_the_cells_are_what_was_decided_and_nothing_is_proposed_beside() -> None:
    cells = task_cells(with_verdict(PROPOSED, HOUSING), 1, {})
    said = {key: cells[key] for key in ("domain", "kind", "disposition", "lead", "responsible", "supporting")}
    assert said == {
        "domain": "住房与城乡建设",
        "kind": "其他",
        "disposition": "列入计划",
        "lead": "住房和城乡建设局",
        "responsible": "",
        "supporting": "水利局、桐溪镇人民政府",
    }
    assert (cells["proposed"], cells["reason"]) == ("", "")
    assert cells["territory"] == "桐溪镇（桐溪镇人民政府）"


def test_a_note_stands_in_the_remarks_and_nothing_is_doubtful_any_more() -> None:
    assert remark(PROPOSED) == "待核"
    assert remark(with_verdict(PROPOSED, HOUSING)) == "水厂归住建。"


def test_a_comment_for_nobody_says_so_instead_of_an_empty_cell() -> None:
    cells = task_cells(with_verdict(PROPOSED, NO_MATTER), 1, {})
    assert (cells["lead"], cells["supporting"], cells["remark"]) == ("", "", "经核定不分办")


def test_units_that_the_document_named_otherwise_are_told_with_the_person_in_charge() -> None:
    named = given("县水利局（原县水务局）", "县林业局、县公安局", given_person="方某某")
    cells = task_cells(with_verdict(named, Verdict("县教育局")), 1, {})
    words = "牵头单位“县水利局（原县水务局）”，责任单位“县林业局、县公安局”，负责人“方某某”"
    assert (cells["remark"], cells["person"]) == (f"来文原列：{words}", "")


@pytest.mark.parametrize(
    ("named", "accepted"),
    [
        (given("县水利局", "县林业局、县公安局"), Verdict("县水利局", ("县公安局", "县林业局"))),
        (given(None, "县水利局（原县水务局）"), Verdict("县水利局")),
        (given(None, "县水利局、县林业局"), Verdict("县水利局", ("县林业局",))),
    ],
)
def test_whoever_accepts_the_documents_word_overrules_nothing(named: Task, accepted: Verdict) -> None:
    cells = task_cells(with_verdict(replace(named, given_person="方某某"), accepted), 1, {})
    assert (cells["remark"], cells["person"]) == ("", "方某某")


def test_a_domain_or_kind_of_the_document_is_told_where_it_was_changed_and_one_of_the_model_is_not() -> None:
    of_document = given(domain="教育", kind="建设性")
    changed = Verdict("水利局", (), "水利与饮水", "其他")
    assert remark(with_verdict(of_document, changed)) == "来文原列：领域“教育”，意见建议类型“建设性”"
    of_model = replace(of_document, domain_score=0.9, kind_score=0.9)
    assert remark(with_verdict(of_model, changed)) == ""


# The tables


MIXED = in_order(
    (
        with_verdict(PROPOSED, HOUSING),
        with_verdict(replace(PROPOSED, text="都好。"), NO_MATTER),
        PROPOSED,
        given("县林业局"),
        with_verdict(goal_tasks()[0], ROADS),
        with_verdict(deduction_tasks()[0], Verdict("县住建局", ("县财政局",))),
        deduction_tasks()[1],
    )
)


def test_the_list_has_the_decided_ones_in_a_part_of_their_own() -> None:
    sheet = task_list(MIXED, Frame(MADE_ON)).screen
    assert [t.heading for t in sheet.tables[:4]] == [
        "一、指标扣分事项（2项）",
        "二、群众意见建议——责任单位经审核核定（3项）",
        "三、群众意见建议——来文已定责任单位（1项）",
        "四、群众意见建议——责任单位由程序建议，须核定（1项）",
    ]
    decided = [c.heading for c in sheet.tables[1].columns]
    assert {"牵头单位", "配合单位", "属地"} < set(decided)
    assert {"建议责任单位", "程序建议单位", "建议依据", "责任单位"}.isdisjoint(decided)
    assert sheet.lines[-1] == "制表日期：2024年5月20日　　共7项，其中已核定4项"


def test_a_batch_that_nobody_has_looked_at_is_as_before() -> None:
    sheet = task_list(in_order(batch().tasks), Frame(MADE_ON)).screen
    assert sheet.lines[-1] == "制表日期：2024年5月20日　　共37项"
    assert {"配合", "已核定"}.isdisjoint(c.heading for c in sheet.tables[-1].columns)
    assert "核定任务" not in report(batch())


def test_a_decided_deduction_has_the_decided_units_in_its_row() -> None:
    (deductions, *_) = task_list(MIXED, Frame(MADE_ON)).screen.tables
    keys = [c.key for c in deductions.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in deductions.rows]
    assert [[row[key] for key in ("lead", "responsible", "supporting")] for row in rows] == [
        ["县住建局", "", "县财政局"],
        ["县发改局", "各县（市、区）人民政府", ""],
    ]
    assert rows[0]["remark"] == "来文原列：责任单位“县住建局（原县住建委）”"


def test_the_summary_counts_who_helps_and_what_is_decided() -> None:
    summary = task_list(MIXED, Frame(MADE_ON)).screen.tables[-1]
    assert [c.heading for c in summary.columns][2:9] == ["牵头", "责任", "配合", "建议", "已核定", "待核", "任务数"]
    rows = {row[1]: row[2:9] for row in summary.rows}
    assert rows["水利局"] == ("", "", "1", "1", "1", "1", "2")
    assert rows["县住建局"] == ("2", "", "", "", "2", "", "2")  # 住房和城乡建设局 is the same office
    assert "待人工确定" not in rows


def test_a_department_that_helps_sees_who_leads() -> None:
    tables = {path.split("/")[1]: pair.screen for path, pair in department_tables(MIXED, Frame(MADE_ON))}
    (table,) = tables["桐溪镇人民政府"].tables
    cells = dict(zip((c.key for c in table.columns), table.rows[0], strict=True))
    assert (cells["list_row"], cells["role"], cells["lead"]) == ("3", "配合", "住房和城乡建设局")
    assert tables["桐溪镇人民政府"].lines[0] == "单位：桐溪镇人民政府"


def test_word_and_workbook_have_the_part() -> None:
    pair = task_list(MIXED, Frame(MADE_ON))
    book = load_workbook(BytesIO(workbook(pair.screen, MADE_ON)))
    assert book.sheetnames[:2] == ["指标扣分事项", "意见建议（已核定）"]
    tables = docx.Document(BytesIO(document(sheet_paper(pair.paper), MADE_ON))).tables
    assert [len(t._tbl.tr_lst) - 1 for t in tables] == [2, 3, 1, 1]


def test_a_batch_in_which_all_is_for_nobody_has_its_drafts() -> None:
    made = drafts(replace(batch(), tasks=(with_verdict(PROPOSED, NO_MATTER),)))
    assert not [name for name in made if name.startswith("任务分解表/")]
    (table,) = docx.Document(BytesIO(made["整改任务清单.docx"])).tables
    assert "经核定不分办" in "".join(cell.text for cell in table.rows[1].cells)


def test_on_paper_a_place_is_not_taken_for_a_unit_that_helps() -> None:
    full = with_verdict(
        replace(PROPOSED, goal="供水正常。", measures="换管。", deadline="年底前", given_person="方某某"),
        replace(HOUSING, supporting=()),
    )
    other = with_verdict(replace(PROPOSED, territory=()), HOUSING)
    (table,) = lay_out(task_list([full, other], Frame(MADE_ON)).paper).tables
    at = next(i for i, c in enumerate(table.columns) if c.key == "lead")
    assert table.rows[0].cells[at] == ("住房和城乡建设局", "属地：桐溪镇（桐溪镇人民政府）", "负责人：方某某")
    assert table.rows[1].cells[at] == ("住房和城乡建设局", "配合：水利局、桐溪镇人民政府")


@pytest.mark.parametrize("key", ["decided", "deductions"])
def test_whatever_columns_have_values_they_fit_on_the_page(key: str) -> None:
    chance = random.Random(1127)
    for _ in range(300):
        present = [c for c in shipped_forms().part(key).columns if c.key in ("text", "lead") or chance.random() < 0.8]
        layout = lay_out(fill(shipped_forms().form("task_list"), {key: [{c.key: "字" for c in present}]}))
        (table,) = layout.tables
        assert sum(c.width for c in table.columns) == pytest.approx(layout.page.text_width, abs=0.1)
        least = {c.key: c.width for c in present}
        assert all(c.width >= least[c.key] - 0.01 for c in table.columns)


# What is left for a person


def test_what_is_decided_is_not_counted_among_what_awaits_a_person() -> None:
    left = replace(PROPOSED, number="120230070900002")
    half = replace(batch(), tasks=(replace(PROPOSED, verdict=HOUSING), with_verdict(PROPOSED, NO_MATTER), left))
    record = record_of(half, {})
    assert (record["decided"], record["needs_review"]) == (2, 1)
    page = report(half)
    assert "已核定 2 项（其中不分办 1 项），未核定 1 项。" in page
    assert "群众意见 1 项来文没有定责任单位" in page
    assert "共 1 项，任务清单中备注“待核”" in page


def test_a_decided_task_awaits_nobody_whatever_it_was() -> None:
    assert awaits_review(PROPOSED)
    assert not awaits_review(replace(PROPOSED, verdict=HOUSING))
    assert not with_verdict(PROPOSED, HOUSING).needs_review


def test_the_figures_of_the_report_are_of_what_was_decided() -> None:
    tree = html.fromstring(report(replace(batch(), tasks=(with_verdict(PROPOSED, HOUSING),))))
    counted = {
        row[0].text: row[1].text for row in tree.xpath("//h2[@id='comments']/following::tr[td[@class='barcell']]")
    }
    assert {name: counted[name] for name in ("住房与城乡建设", "其他", "桐溪镇人民政府")} == dict.fromkeys(
        ("住房与城乡建设", "其他", "桐溪镇人民政府"), "1"
    )
    assert "水利与饮水" not in counted


def test_a_deadline_is_that_of_the_decided_units() -> None:
    decided = with_verdict(goal_tasks()[0], ROADS)
    (event,) = events([], [decided])
    assert event.summary == "县交通运输局、县生态环境局：1项整改任务到期"
    assert event.last == date(2024, 12, 10)


def test_a_deadline_without_a_unit_is_nobodys() -> None:
    (event,) = events([], [with_verdict(goal_tasks()[0], NO_MATTER)])
    assert event.summary == "1项整改任务到期"
