"""通知稿: numbers worked out by hand, gaps where nothing is known, the paragraphs of an official document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from noticed_batch import AT, TASKS, batch, comment, deduction, frame, of_style, said, texts

from corpus.records import Deadline, DeadlineKind, Notice
from outputs.cycle.task_table import task_list
from outputs.forms import shipped_forms
from outputs.papers.notice_draft import notice_draft
from outputs.word.layout import LANDSCAPE, PORTRAIT
from outputs.word.paper import Imprint, Text


def test_the_numbers_are_those_of_the_batch():
    text = said(notice_draft(batch(), frame(batch())))
    # Seven came, five are different, two of them are alike: four matters. 0.75 and 1.5 are 2.25 points.
    assert "本次收到群众意见建议7条，重复的合并后5条，内容相近的归并后4件。" in text
    assert "建设性意见建议4条，其他意见建议1条" in text
    assert "交通运输3条、教育2条" in text
    assert "指标扣分事项2项，合计扣2.25分。" in text
    assert "分解到5个单位" in text


def test_a_batch_without_tasks_is_not_broken_down_to_nobody():
    text = said(notice_draft(batch(()), frame(batch(()))))
    assert "本次没有需要整改的事项。" in text
    assert "本次没有需要分解的任务。" in text
    assert "0个单位" not in text


def test_a_deduction_without_a_number_has_no_sum():
    tasks = (deduction("0.75", "县住建局"), deduction("若干", "县住建局"))
    assert "指标扣分事项2项。" in said(notice_draft(batch(tasks), frame(batch(tasks))))


def test_the_title_names_the_year_of_the_comments_and_what_is_sent_out():
    paper = notice_draft(batch(), frame(batch()))
    assert paper.title == "××××××关于分解落实2023年度群众意见建议和指标扣分事项整改任务的通知"
    mixed = (comment(1), replace(comment(2), number="120220070900002"))
    assert notice_draft(batch(mixed), frame(batch(mixed))).title == "××××××关于分解落实群众意见建议整改任务的通知"


def test_a_deduction_of_another_time_takes_the_year_out_of_the_title():
    tasks = (comment(1), replace(deduction("1", "县住建局"), notice_date=date(2020, 3, 1)))
    assert "年度" not in notice_draft(batch(tasks), frame(batch(tasks))).title


def test_the_notice_that_came_in_is_cited_with_its_number_and_its_inner_title_in_single_brackets():
    text = said(notice_draft(batch(), frame(batch())))
    assert "根据《岚山市绩效办关于做好〈整改方案〉落实工作的通知》（岚绩发〔2024〕6号）要求" in text


def test_where_nothing_is_cited_there_is_a_gap():
    bare = batch(notice=Notice(kind="通知"))
    assert "根据《××××××》（××××××）要求" in said(notice_draft(bare, frame(bare)))


def test_places_are_addressed_first_then_departments_then_who_is_meant_together():
    addressed = of_style(notice_draft(batch(), frame(batch())), "Addressees")
    assert addressed == ["白石镇人民政府，县教育局、县交通运输局、县住建局，各有关单位："]


def test_the_offices_own_words_go_into_the_text():
    office = {"issuer": "岚山市绩效办", "addressees": "各县（区）人民政府", "contact": "周某", "phone": "0000-123"}
    paper = notice_draft(batch(), frame(batch(), office))
    assert of_style(paper, "Addressees") == ["各县（区）人民政府："]
    assert "联系人：周某，联系电话：0000-123。" in said(paper)
    assert paper.title.startswith("岚山市绩效办关于")


def test_what_the_office_has_not_said_is_a_gap():
    assert "联系人：××，联系电话：××。" in said(notice_draft(batch(), frame(batch())))


def due(day: int, recipient: str | None = "市绩效办", action: str = "报送整改方案") -> Deadline:
    end = date(2024, 7, day)
    return Deadline(
        f"2024年7月{day}日前", DeadlineKind.BY, AT, end=end, actor="各单位", action=action, recipient=recipient
    )


def test_deadlines_say_by_when_who_what_and_to_whom():
    of = batch(deadlines=(due(5),))
    assert "1. 2024年7月5日前，各单位报送整改方案，报市绩效办（岚绩发〔2024〕6号）。" in said(
        notice_draft(of, frame(of))
    )


def test_of_many_deadlines_reports_are_named_before_the_rest():
    steps = tuple(due(day, recipient=None, action=f"推进第{day}步") for day in range(1, 16))
    of = batch(deadlines=(*steps, due(20)))
    lines = of_style(notice_draft(of, frame(of)), "Level3")
    assert len(lines) == 12
    assert lines[-1].startswith("12. 2024年7月20日前")
    paper = notice_draft(of, frame(of), ["整改任务清单"])
    assert "其余4项时限见附件《时限表》。" in said(paper)
    assert of_style(paper, "AnnexNext") == ["2.\t时限表"]


def test_the_forms_to_fill_in_are_called_as_the_office_calls_them():
    of = batch((comment(1, kind="建设性"),))
    shipped = shipped_forms()
    renamed = replace(shipped.form("measures"), title="整改措施汇总表")
    forms = replace(shipped, by_key={**shipped.by_key, "measures": renamed})
    assert "填报《整改措施汇总表》" in said(notice_draft(of, replace(frame(of), forms=forms)))


@pytest.mark.parametrize(
    ("kind", "named", "not_named"), [("建设性", "整改措施表", "情况说明表"), ("其他", "情况说明表", "整改措施表")]
)
def test_the_kind_of_the_comments_says_which_form_is_to_be_filled_in(kind, named, not_named):
    of = batch((comment(1, kind=kind),))
    text = said(notice_draft(of, frame(of)))
    assert named in text
    assert not_named not in text


def test_the_levels_are_set_as_levels():
    paper = notice_draft(batch(), frame(batch()))
    assert of_style(paper, "Level1")[0] == "一、任务来源和数量"
    assert of_style(paper, "Level2") == ["（一）制定整改方案", "（二）落实整改并公示", "（三）保护群众信息"]


def test_annexes_are_listed_with_their_numbers_and_without_a_mark_behind():
    paper = notice_draft(batch(), frame(batch()), ["整改任务清单", "整改目标表"])
    assert of_style(paper, "AnnexFirst") == ["附件：1.\t整改任务清单"]
    assert of_style(paper, "AnnexNext") == ["2.\t整改目标表"]
    only = notice_draft(batch(), frame(batch()), ["整改任务清单"])
    assert of_style(only, "AnnexOnly") == ["附件：整改任务清单"]


def test_an_annex_has_pages_of_its_own_with_its_number_on_line_one_and_its_title_on_line_three():
    sheet = task_list(TASKS, frame(batch())).paper
    paper = notice_draft(batch(), frame(batch()), tables=[sheet, sheet])
    heads = [[block.text for block in leaf.blocks[:3] if isinstance(block, Text)] for leaf in paper.leaves[1:3]]
    assert heads == [["附件1", "", "整改任务清单"], ["附件2", "", "整改任务清单"]]


def test_the_imprint_stands_on_the_last_page_which_is_upright():
    sheet = task_list(TASKS, frame(batch())).paper
    for paper in (notice_draft(batch(), frame(batch())), notice_draft(batch(), frame(batch()), tables=[sheet])):
        last = paper.leaves[-1]
        assert last.page == PORTRAIT
        assert isinstance(last.blocks[-1], Imprint)
    assert LANDSCAPE in {leaf.page for leaf in paper.leaves}


def test_addressees_that_would_fill_the_first_page_go_into_the_imprint():
    many = "、".join(f"县第{n}人民医院" for n in range(1, 31))
    paper = notice_draft(batch(), frame(batch(), {"addressees": many}))
    imprint = paper.leaves[-1].blocks[-1]
    assert isinstance(imprint, Imprint)
    assert imprint.addressees == many
    assert of_style(paper, "Addressees") == []
    few = notice_draft(batch(), frame(batch())).leaves[-1].blocks[-1]
    assert isinstance(few, Imprint)
    assert few.addressees == ""


def test_number_date_and_seal_are_open():
    paper = notice_draft(batch(), frame(batch()))
    assert of_style(paper, "DocumentNumber") == ["〔20  〕  号"]
    assert of_style(paper, "Signature") == ["××××××", "20  年  月  日"]


def test_a_long_issuer_stands_two_characters_from_the_right_and_the_date_begins_two_after_it():
    office = {"signatory": "岚山市绩效考评领导小组办公室"}
    name, day = [t for t in texts(notice_draft(batch(), frame(batch(), office))) if t.style == "Signature"]
    assert name.right == 2
    # 14 characters against a date of three and ten narrow ones: it ends where 14 - 2 - width leaves room.
    begins = name.right + 14 - (day.right + 3 + 8 * 0.54)
    assert begins == pytest.approx(2, abs=0.6)


def test_a_short_issuer_begins_two_characters_before_the_date():
    name, day = [
        t for t in texts(notice_draft(batch(), frame(batch(), {"signatory": "县绩效办"}))) if t.style == "Signature"
    ]
    assert day.right == 2
    assert (name.right + 4) - (day.right + 3 + 8 * 0.54) == pytest.approx(2, abs=0.01)


def test_the_signature_never_stands_on_a_page_without_text():
    paper = notice_draft(batch(), frame(batch()), ["整改任务清单"])
    marked = [t.keep for t in texts(paper)]
    body, day = marked.index(True), len(marked) - 1 - marked[::-1].index(True)
    assert texts(paper)[body].style == "BodyText"
    assert all(marked[body : day + 1])
    assert texts(paper)[day + 1].text == "20  年  月  日"


def test_proposed_units_are_not_addressed_but_the_draft_says_how_many_tasks_wait():
    proposed = replace(comment(9), given_responsible=None, needs_review=True)
    of = batch((*TASKS, proposed))
    (note,) = of_style(notice_draft(of, frame(of)), "DraftNote")
    assert "1项任务的责任单位由程序建议或者尚未确定" in note
    assert "1项任务待人工核对" in note
