"""整改完成情况一览表: of the whole batch and of each department."""

from __future__ import annotations

import datetime
from dataclasses import replace

from invented_batch import MADE_ON, batch, deduction_tasks, goal_tasks

from corpus.records import Closing, Evidence, Filing, Step, StepDone, Task, Verdict
from outputs.assignment import in_order
from outputs.cycle.completion import completion_tables
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.word.layout import lay_out

AT = datetime.datetime(2024, 11, 1, 8, tzinfo=datetime.UTC)
DAY = datetime.date(2024, 11, 1)
FRAME = Frame(MADE_ON)
TASK = replace(
    goal_tasks()[0],
    key="a",
    filing=Filing(result="已覆盖四处。", publicity="公告栏，11月5日", satisfaction="满意", evidence="照片3张"),
)


def tables(*tasks: Task, frame: Frame = FRAME) -> dict[str, Sheet]:
    return {path: pair.paper for path, pair in completion_tables(tasks, frame)}


def row(sheet: Sheet) -> dict[str, str]:
    [table] = sheet.tables
    return dict(zip((c.heading for c in table.columns), table.rows[0], strict=True))


def test_there_is_one_for_the_whole_batch_and_one_for_each_unit_that_acts() -> None:
    made = tables(*goal_tasks())
    assert list(made) == [
        "整改完成情况一览表",
        "整改完成情况一览表/县生态环境局",
        "整改完成情况一览表/城市管理监督局",
        "整改完成情况一览表/县公安局",
    ]


def test_what_was_filled_in_stands_in_its_column() -> None:
    assert row(tables(TASK)["整改完成情况一览表"]) == {
        "序号": "1",
        "问题编号": "120230070900901",
        "意见建议原文": "码头一带灰尘大，货车过后桌上一层灰。",
        "责任单位": "县生态环境局",
        "整改时限": "2024年12月10日前",
        "整改目标": "码头堆场全部覆盖，道路每日洒水四次。",
        "整改措施": "1.督促企业安装喷淋。\n2.货车出场冲洗。\n3.每周抽查一次，结果在公告栏公布。",
        "完成情况及成效": "已覆盖四处。",
        "公示情况": "公告栏，11月5日",
        "群众满意度": "满意",
        "佐证材料": "照片3张",
        "是否销号": "",
    }


def test_a_task_is_closed_once_it_was_struck_off_and_its_files_are_named() -> None:
    rectified = StepDone(Step.RECTIFY, DAY, "王小河", AT)
    photo = Evidence(1, Step.RECTIFY, "照片", "堆场.jpg", "ab" * 32, 10, "王小河", AT)
    begun = Frame(MADE_ON, closings={"a": Closing((rectified,), (photo,))})
    cells = row(tables(TASK, frame=begun)["整改完成情况一览表"])
    assert (cells["是否销号"], cells["佐证材料"]) == ("否", "照片3张\n堆场.jpg")
    closed = Frame(MADE_ON, closings={"a": Closing((rectified, StepDone(Step.CLOSE, DAY, "王小河", AT)))})
    assert row(tables(TASK, frame=closed)["整改完成情况一览表"])["是否销号"] == "是"


def test_deductions_constructive_and_other_comments_are_parts_and_the_last_want_only_an_explanation() -> None:
    made = tables(*in_order(batch().tasks))["整改完成情况一览表"]
    assert [t.heading for t in made.tables] == [
        "一、指标扣分事项（4项）",
        "二、建设性意见建议（25项）",
        "三、其他意见建议（8项）",
    ]
    headings = [c.heading for c in made.tables[2].columns]
    assert "情况说明" in headings
    assert "整改目标" not in headings


def test_on_paper_nothing_is_folded_into_what_a_row_is_known_by() -> None:
    both = replace(TASK, given_lead="县住建局")
    lost = replace(deduction_tasks()[3], goal="全部完成")
    for table in lay_out(tables(both, lost)["整改完成情况一览表"]).tables:
        headings = [c.heading for c in table.columns]
        known = {"问题编号", "意见建议原文"} if table.heading.startswith("二") else {"指标", "扣分理由", "扣分值"}
        assert known <= set(headings)
        assert "责任单位／牵头方" in headings


def test_an_empty_batch_has_the_one_table_that_says_so_and_what_nobody_acts_on_is_in_none() -> None:
    nobody = replace(TASK, verdict=Verdict(kind="其他"))
    for tasks in ((), (nobody,)):
        made = tables(*tasks)
        assert list(made) == ["整改完成情况一览表"]
        assert made["整改完成情况一览表"].tables == ()
