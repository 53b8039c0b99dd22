"""销号管理台账: the six steps, the evidence and how far each task is."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from invented_batch import MADE_ON, batch, deduction_tasks, goal_tasks

from corpus.records import Closing, Evidence, Step, StepDone, Task, Verdict
from outputs.assignment import in_order
from outputs.cycle.ledger import ledger_tables
from outputs.forms import Pair
from outputs.frame import Frame
from outputs.word.layout import lay_out

AT = datetime.datetime(2024, 12, 9, 8, tzinfo=datetime.UTC)
HASH = "0123456789abcdef" * 4
TASK = replace(goal_tasks()[0], key="a")


def step(number: int) -> StepDone:
    return StepDone(tuple(Step)[number], datetime.date(2024, 12, number + 1), "王小河", AT, "现场看过")


def ledger(closing: Closing, *more: Task) -> Pair:
    [(path, pair)] = ledger_tables((TASK, *more), Frame(MADE_ON, closings={"a": closing}))
    assert path == "销号管理台账"
    return pair


def cells(pair: Pair, *, screen: bool) -> dict[str, str]:
    table = (pair.screen if screen else pair.paper).tables[-1]
    return dict(zip((c.heading for c in table.columns), table.rows[0], strict=True))


def test_the_columns_are_those_of_a_ledger_with_the_six_steps_in_their_order() -> None:
    table = ledger(Closing()).screen.tables[-1]
    assert [c.heading for c in table.columns] == [
        "序号", "问题编号", "整改内容", "责任单位", "负责人", "整改时限",
        "整改", "核查", "公示", "销号", "备案", "公开", "佐证材料", "状态",
    ]  # fmt: skip


def test_a_step_has_its_day_and_who_took_it_and_on_screen_what_was_noted() -> None:
    pair = ledger(Closing((step(0),)))
    assert cells(pair, screen=False)["整改"] == "2024年\n12.1\n王小河"
    assert cells(pair, screen=True)["整改"] == "2024年12月1日\n王小河\n现场看过"
    assert cells(pair, screen=True)["核查"] == ""


def test_evidence_has_the_beginning_of_its_hash_on_paper_and_all_of_it_on_screen() -> None:
    photo = Evidence(1, Step.RECTIFY, "照片", "堆场.jpg", HASH, 10, "王小河", AT)
    pair = ledger(Closing((), (photo,)))
    assert cells(pair, screen=False)["佐证材料"] == "堆场.jpg（01234567）"
    assert cells(pair, screen=True)["佐证材料"] == f"堆场.jpg（{HASH}）"


@pytest.mark.parametrize(
    ("taken", "said"),
    [(0, "未开始"), (1, "整改中"), (2, "整改中"), (3, "待销号"), (4, "已销号"), (5, "已销号"), (6, "已办结")],
)
def test_the_state_follows_from_the_steps(taken: int, said: str) -> None:
    assert cells(ledger(Closing(tuple(map(step, range(taken))))), screen=True)["状态"] == said


def test_the_head_counts_the_states() -> None:
    pair = ledger(Closing((step(0),)), *deduction_tasks())
    assert pair.paper.lines[-1] == "进度：整改中1项，未开始4项。"
    assert [t.heading for t in pair.paper.tables] == ["一、指标扣分事项（4项）", "二、群众意见建议（1项）"]


def test_on_paper_all_six_steps_stand_beside_each_other() -> None:
    [table] = lay_out(ledger(Closing((step(0),))).paper).tables
    headings = [c.heading for c in table.columns]
    assert headings[4:10] == ["整改", "核查", "公示", "销号", "备案", "公开"]
    assert headings[3] == "责任单位／负责／限期"
    assert table.rows[0].cells[3] == ("县生态环境局", "负责人：方某某", "限期：2024年12月10日前")


def test_every_task_is_in_it_but_what_nobody_is_to_act_on() -> None:
    tasks = (*in_order(batch().tasks), replace(TASK, verdict=Verdict(kind="其他")))
    [(_, pair)] = ledger_tables(tasks, Frame(MADE_ON))
    assert sum(len(t.rows) for t in pair.screen.tables) == len(batch().tasks)


def test_an_empty_batch_says_so() -> None:
    [(_, pair)] = ledger_tables((), Frame(MADE_ON))
    assert (pair.paper.tables, pair.paper.form.empty) == ((), "本批没有需要销号的事项。")
