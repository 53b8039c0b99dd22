from dataclasses import replace
from datetime import date

from invented_batch import notice_extraction

from corpus.records import Check, Counted, CountUnit, Deadline, DeadlineKind, Source
from outputs.deadlines.date_remarks import date_remarks, doubts_of_days, starts_unknown

HERE = Source("来文/通知.docx", "c" * 64, paragraph=9)
ELSEWHERE = replace(HERE, paragraph=20)
BY_FRIDAY = Deadline("2024年6月14日（星期四）前", DeadlineKind.BY, HERE, end=date(2024, 6, 14))
SAID = "2024年6月14日是星期五，文中写星期四。"
WEEKDAY = Check("weekday", "2024年6月14日（星期四）", HERE, "星期四", "星期五", False, SAID)


def remarks(deadline, *checks):
    return date_remarks(doubts_of_days(replace(notice_extraction(), checks=checks)), deadline)


def test_a_wrong_weekday_is_said_beside_its_deadline():
    assert remarks(BY_FRIDAY, WEEKDAY) == (SAID,)


def test_a_check_of_another_paragraph_says_nothing_of_a_deadline_in_the_same_words():
    assert remarks(BY_FRIDAY, replace(WEEKDAY, source=ELSEWHERE)) == ()


def test_a_check_that_holds_and_one_of_another_matter_say_nothing():
    total = replace(WEEKDAY, rule="stated_total")
    assert remarks(BY_FRIDAY, replace(WEEKDAY, ok=True), total) == ()


def test_two_days_for_one_action_are_said_beside_both():
    said = "同一事项“报送方案”有两个期限：“6月20日前”和“6月30日前”，请核对。"
    twice = Check("deadline_order", "6月20日前", HERE, "2024-06-20", "2024-06-30", None, said)
    early = Deadline("6月20日前", DeadlineKind.BY, HERE, end=date(2024, 6, 20))
    late = Deadline("6月30日前", DeadlineKind.BY, ELSEWHERE, end=date(2024, 6, 30))
    assert remarks(early, twice) == remarks(late, twice) == (said,)
    assert remarks(BY_FRIDAY, twice) == ()


def test_a_limit_from_receipt_says_what_its_day_hangs_on():
    limit = Deadline(
        "收文之日起5个工作日内", DeadlineKind.RELATIVE, HERE, counted=Counted(5, CountUnit.WORKING_DAY, "收文之日")
    )
    assert starts_unknown(limit)
    assert remarks(limit) == ("从“收文之日”起算，文中没有写明是哪一天，请查明后定出日期。",)


def test_a_limit_before_an_event_is_said_to_be_counted_backwards():
    counted = Counted(3, CountUnit.WORKING_DAY, "会议召开", ahead=True)
    limit = Deadline("会议召开前3个工作日", DeadlineKind.RELATIVE, HERE, counted=counted)
    assert remarks(limit) == ("从“会议召开”往前算，文中没有写明是哪一天，请查明后定出日期。",)


def test_a_limit_whose_day_was_worked_out_hangs_on_nothing():
    limit = Deadline(
        "印发之日起5日内",
        DeadlineKind.RELATIVE,
        HERE,
        end=date(2024, 4, 23),
        counted=Counted(5, CountUnit.DAY, "印发之日"),
    )
    assert not starts_unknown(limit)
    assert remarks(limit) == ()
