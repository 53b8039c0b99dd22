"""整改目标表: nine columns, constructive comments, deductions in a part of their own."""

from __future__ import annotations

from dataclasses import replace

from invented_batch import LONG, MADE_ON, batch, comment_tasks, deduction_tasks, goal_tasks

from corpus.records import Task, Verdict
from outputs.assignment import in_order
from outputs.cycle.goals import goal_tables
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.word.layout import LANDSCAPE, lay_out

NINE = ["序号", "问题编号", "整改内容", "意见建议类型", "整改目标", "整改措施", "整改时限", "责任部门", "负责人"]
FRAME = Frame(MADE_ON)


def sheet(*tasks: Task) -> Sheet:
    [(path, pair)] = goal_tables(tasks, FRAME)
    assert path == "整改目标表"
    assert pair.paper == pair.screen
    return pair.paper


def test_the_table_has_the_nine_columns_of_the_notices_in_their_order_even_where_nothing_is_filled_in() -> None:
    [table] = sheet(*comment_tasks(1)).tables
    assert [c.heading for c in table.columns] == NINE
    assert table.rows[0][4:7] == ("", "", "")


def test_they_fill_a_page_on_its_side_and_none_is_folded() -> None:
    layout = lay_out(sheet(*goal_tasks()))
    assert layout.page == LANDSCAPE
    assert [c.heading for c in layout.tables[0].columns] == NINE
    assert [c.width for c in layout.tables[0].columns] == [10, 32, 42, 16, 31, 43, 19, 18, 14]


def test_a_row_says_what_the_document_says() -> None:
    [table] = sheet(*goal_tasks()).tables
    assert table.rows[0] == (
        "1",
        "120230070900901",
        "码头一带灰尘大，货车过后桌上一层灰。",
        "建设性",
        "码头堆场全部覆盖，道路每日洒水四次。",
        "1.督促企业安装喷淋。\n2.货车出场冲洗。\n3.每周抽查一次，结果在公告栏公布。",
        "2024年12月10日前",
        "县生态环境局",
        "方某某",
    )
    assert table.rows[1][7] == "城市管理监督局、县公安局"


def test_only_constructive_comments_are_in_it_and_the_head_says_where_the_others_are() -> None:
    made = sheet(*in_order(batch().tasks))
    assert [t.heading for t in made.tables] == ["一、指标扣分事项（4项）", "二、建设性意见建议（25项）"]
    assert made.lines[-1] == "其他类意见建议8项另见《其它意见建议情况说明表》。"


def test_a_kind_that_a_person_decided_goes_before_the_documents() -> None:
    constructive, other = goal_tasks()
    other = replace(other, verdict=Verdict(lead="县公安局", kind="其他"))
    [table] = sheet(constructive, other).tables
    assert [row[1] for row in table.rows] == ["120230070900901"]


def test_deductions_have_their_own_columns_with_lead_and_responsible_apart() -> None:
    [table] = sheet(*deduction_tasks()).tables
    assert [c.heading for c in table.columns] == [
        "序号", "指标", "扣分理由", "扣分值", "整改目标", "整改措施", "整改时限", "牵头单位", "责任单位", "负责人",
    ]  # fmt: skip
    assert table.rows[3][1:4] == ("督察整改", "3项任务未按期完成。", "0.6")
    assert table.rows[3][7:9] == ("县生态环境局（原县环保局）", "经开区管委、城市管理监督局（原市政局）")


def test_a_unit_that_is_only_proposed_is_marked_and_a_person_of_another_unit_is_left_out() -> None:
    [proposed] = comment_tasks(1)
    moved = replace(goal_tasks()[0], verdict=Verdict(lead="县水利局", supporting=("县住建局",), kind="建设性"))
    [table] = sheet(proposed, moved).tables
    assert [row[7:] for row in table.rows] == [("城市管理执法局（建议）", ""), ("县水利局、县住建局", "")]


def test_an_empty_batch_and_one_without_constructive_comments_say_so() -> None:
    assert sheet().tables == ()
    assert sheet().form.empty == "本批没有建设性意见建议，也没有指标扣分事项。"
    nothing = replace(comment_tasks(1)[0], verdict=Verdict(kind="其他"))
    assert sheet(nothing).tables == ()


def test_a_very_long_comment_may_be_split_over_pages() -> None:
    long = replace(goal_tasks()[0], text=(LONG * 20)[:5000])
    assert lay_out(sheet(long)).tables[0].rows[0].tall
