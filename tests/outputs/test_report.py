import re
from dataclasses import replace
from datetime import date

import pytest
from invented_batch import MADE_ON, batch, goal_tasks, notice_extraction
from lxml import html

from corpus.records import Contact, Counted, CountUnit, Doubt, DoubtKind, Renaming, Source
from outputs.balance import Balance, balance
from outputs.deadlines.agenda import agenda
from outputs.report import bars, report

HERE = Source("来文/通知.docx", "c" * 64, paragraph=3)


@pytest.fixture(scope="module")
def page():
    return report(batch("<script>alert(1)</script>路口没有红绿灯。"))


def section(page, name):
    tree = html.fromstring(page)
    heading = tree.xpath(f"//h2[@id='{name}']")[0]
    following = heading.xpath("following-sibling::*")
    until = next((i for i, e in enumerate(following) if e.tag == "h2"), len(following))
    return "\n".join(e.text_content() for e in following[:until])


def test_markup_in_a_comment_is_text(page):
    assert "<script" not in page
    assert "<script>alert(1)</script>路口没有红绿灯。" in html.fromstring(page).text_content()


def test_the_page_needs_nothing_from_elsewhere(page):
    assert not re.findall(r"(?:src|href)=[\"'](?!#)", page)
    assert "http" not in page.replace("http-equiv", "")


def test_comments_in_are_tasks_and_merged_ones():
    assert balance(batch()) == Balance(comments_in=35, into_tasks=33, merged=2)
    assert balance(batch()).difference == 0
    assert "收到意见 35 条 ＝ 列入任务 33 条 ＋ 重复来件 2 条。" in report(batch())


def test_comments_that_are_missing_are_said():
    assert "相差 4 条，请核对来件" in report(replace(batch(), comments_in=39))


def test_files_stand_with_their_status_and_the_mend(page):
    files = section(page, "files")
    assert "共 3 件：完整 1，部分可读 1，未能读取 1；另有 1 件未处理。" in files
    assert "文件有密码保护" in files
    assert "WPS 的临时文件" in files


def test_files_that_could_not_be_read_stand_first_and_above_all_else(page):
    files = section(page, "files")
    assert files.index("加密件.pdf") < files.index("2023年度意见建议.xlsx") < files.index("通知.docx")
    assert page.index("密码保护") < page.index('id="files"')


def test_the_next_deadlines_stand_first_with_the_days_that_are_left(page):
    first = page[: page.index('id="files"')]
    # From 20 May 2024: 30 June is 41 days away, 20 November 184, 10 December 204.
    assert first.index("还有41天") < first.index("还有184天") < first.index("还有204天")
    assert "县生态环境局：整改：120230070900901 码头一带灰尘大" in first


def test_a_deadline_that_is_over_is_said_to_be_over():
    late = report(replace(batch(), made_on=date(2025, 1, 1)))
    assert "以后没有定了日期的时限" in late
    assert "已过" in section(late, "deadlines")


def test_editions_of_one_notice_are_one_line_with_their_files():
    twin = replace(notice_extraction(), file="来文/通知.pdf", edition_of="来文/通知.docx", deadlines=(), checks=())
    page = report(replace(batch(), extractions=(*batch().extractions, twin)))
    notices = section(page, "notices")
    assert notices.count("各乡镇人民政府") == 1
    assert "通知.pdf" in notices
    assert "与 通知.docx 同一公文" in section(page, "files")


def test_checks_that_do_not_hold_stand_first(page):
    checks = section(page, "checks")
    assert checks.index("不符") < checks.index("待核") < checks.index("相符")


def test_the_least_certain_tasks_come_first_with_their_proposals(page):
    review = section(page, "review")
    assert "共 13 项" in review
    assert review.index("路口没有红绿灯") < review.index("希望越来越好") < review.index("村里的水时有时无")
    assert "水利局（把握中 0.62）" in review
    assert "乡镇人民政府（把握小 0.20）" in review
    assert "信访局（把握小 0.05）" not in review  # no chance worth a line


def test_points_are_added_and_said_to_be_ours(page):
    assert "合计（由 minyi 相加，不是来文所述）" in section(page, "deductions")
    assert "3.65" in section(page, "deductions")


def test_bars_are_measured_against_the_largest():
    assert [(b.name, b.count, b.percent) for b in bars(["甲", "乙", "甲", "甲", "甲"])] == [
        ("甲", 4, 100),
        ("乙", 1, 25),
    ]


def test_an_empty_batch_is_a_page_too():
    empty = replace(batch(), extractions=(), tasks=(), skipped=(), seconds={}, comments_in=0, merged_groups=0)
    page = report(replace(empty, model_version=None))
    assert "没有来件。" in page
    assert "分类模型：未使用" in page


def with_notice(**fields):
    """The batch with other fields in its notice (``notice``) or in the notice's extraction."""
    first = notice_extraction()
    notice = replace(first.notice, **fields.pop("notice", {}))
    return replace(batch(), extractions=(replace(first, notice=notice, **fields), *batch().extractions[1:]))


def test_a_classified_document_is_warned_of_above_all_else(page):
    secret = report(with_notice(notice={"classification": "机密★3年"}))
    assert secret.index("请按保密规定") < secret.index("收到意见")
    assert "机密★3年" in secret[: secret.index("收到意见")]
    assert "保密" not in page


def test_urgency_publicity_and_contacts_stand_with_the_notice():
    fields = {"urgency": "特急", "publicity": "不予公开", "contacts": (Contact(HERE, "方某某", "3312345"),)}
    notices = section(report(with_notice(notice=fields)), "notices")
    assert [said in notices for said in ("特急", "公开方式：不予公开", "联系：方某某，3312345")] == [True, True, True]


def test_a_day_that_was_counted_out_and_one_that_cannot_be_are_said_apart():
    first, *_ = notice_extraction().deadlines
    known = replace(first, quote="印发之日起5日内", counted=Counted(5, CountUnit.DAY, "印发之日"))
    unknown = replace(first, quote="收文之日起5日内", end=None, counted=Counted(5, CountUnit.DAY, "收文之日"))
    said = report(with_notice(deadlines=(known, unknown)))
    assert "日期为推算的时限 1 项" in said
    assert "起算日不明的时限 1 项" in said
    assert "日期为推算" in section(said, "deadlines")
    assert "年份为推定" not in said


def test_former_names_stand_in_the_report_with_what_the_drafts_make_of_them(page):
    silk = Renaming("县蚕业中心", "县蚕业办", "县蚕业中心（原县蚕业办）", HERE)
    said = report(with_notice(renamings=(silk,)))
    assert "分作两个单位" in section(said, "renamings")
    assert "草稿仍分作两个单位的 1 项" in said
    assert "机构更名" not in page


def test_words_that_recognition_has_spoilt_stand_in_the_report(page):
    doubt = Doubt(DoubtKind.GARBLED, "锟斤拷", 0.05, HERE)
    said = report(with_notice(doubts=(doubt,)))
    assert "锟斤拷" in section(said, "doubts")
    assert "疑似误读的文字 1 处" in said
    assert "疑似误读" not in page


def test_the_report_is_in_chinese_whoever_made_it(monkeypatch):
    said = report(batch())
    monkeypatch.setenv("MINYI_LANG", "en")
    assert report(batch()) == said


def test_sections_are_numbered_without_a_gap(page):
    numbers = [heading.text[0] for heading in html.fromstring(page).xpath("//h2[@id]")]
    assert "".join(numbers) == "一二三四五六七八"


def test_a_single_task_is_named_in_the_agenda_as_far_as_there_is_room():
    task = replace(goal_tasks()[0], text="路" * 100, goal=None)
    (line,) = agenda([], [task], MADE_ON)
    assert line.action == f"整改：120230070900901 {'路' * 61}…"  # 80 characters and the sign of what is left out
