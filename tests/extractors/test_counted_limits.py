"""Time limits that are counted: their number, unit and event, and their last day."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.records import Counted, CountUnit
from extractors.deadlines.counted_limits import counted, last_day
from extractors.deadlines.dates import Anchor
from extractors.deadlines.time_expressions import time_expressions

SIGNED = Anchor(2021, date(2021, 4, 8), "通知")


def limit(text: str, origin: Anchor = SIGNED) -> tuple[Counted | None, date | None]:
    (found,) = time_expressions(text, origin)
    assert found.kind == "relative"
    return found.counted, found.period.end


@pytest.mark.parametrize(
    ("text", "number", "unit", "event"),
    [
        ("各单位应自收文之日起30个工作日内申报。", 30, CountUnit.WORKING_DAY, "收文之日"),
        ("各镇收到反馈后五个工作日内说明情况。", 5, CountUnit.WORKING_DAY, "收到反馈"),
        ("在收到群众 来信后 7 日内答复。", 7, CountUnit.DAY, "收到群众来信"),
        ("事故发生后2小时内报告。", 2, CountUnit.HOUR, "事故发生"),
        ("自验收合格之日起两周内移交。", 2, CountUnit.WEEK, "验收合格之日"),
        ("自立项之日起3个月内开工。", 3, CountUnit.MONTH, "立项之日"),
        ("自受理之时起24小时内处置。", 24, CountUnit.HOUR, "受理之时"),
        ("接到通知3天内整改。", 3, CountUnit.DAY, "接到通知"),
        ("请于3至5个自然日内回访。", 5, CountUnit.DAY, None),
        ("县财政局须在10日内拨付。", 10, CountUnit.DAY, None),
    ],
)
def test_a_limit_is_a_number_of_units_from_an_event(text: str, number: int, unit: CountUnit, event: str | None) -> None:
    assert limit(text) == (Counted(number, unit, event), None)


@pytest.mark.parametrize(
    ("text", "number", "unit", "event"),
    [
        ("请于会前3天报送名单。", 3, CountUnit.DAY, "会"),
        ("须在会议召开前2个工作日提交。", 2, CountUnit.WORKING_DAY, "会议召开"),
        ("应于公示期满前3个工作日报备。", 3, CountUnit.WORKING_DAY, "公示期满"),
        ("建设单位应当在开工15日前申报。", 15, CountUnit.DAY, "开工"),
        ("主办单位应提前5个工作日报备。", 5, CountUnit.WORKING_DAY, None),
        ("于期满前一个月提出。", 1, CountUnit.MONTH, "期满"),
    ],
)
def test_a_limit_may_lie_ahead_of_its_event(text: str, number: int, unit: CountUnit, event: str | None) -> None:
    assert limit(text) == (Counted(number, unit, event, ahead=True), None)


@pytest.mark.parametrize("text", ["半个月内完成整改。", "30分钟内电话报告。", "自批准之日起两年内建成。"])
def test_half_a_month_minutes_and_years_are_no_units_and_only_quoted(text: str) -> None:
    assert limit(text) == (None, None)


ISSUED = [
    ("自印发之日起10日内报送。", date(2021, 4, 18)),
    ("自本通知下发之日起10个工作日内报送。", date(2021, 4, 22)),
    ("各单位自发文之日起15个工作日内报送。", date(2021, 4, 28)),
    ("自本方案印发之日起30个工作日内报送。", date(2021, 5, 21)),
    ("自本通知印发之日起两周内报送。", date(2021, 4, 22)),
    ("本通知印发后一个月内报送。", date(2021, 5, 8)),
    ("自文件印发之日起3个月内报送。", date(2021, 7, 8)),
    ("即日起5日内报送。", date(2021, 4, 13)),
]


@pytest.mark.parametrize(("text", "last"), ISSUED)
def test_a_limit_from_the_notices_issue_ends_on_a_day(text: str, last: date) -> None:
    assert limit(text)[1] == last


@pytest.mark.parametrize("text", [text for text, _ in ISSUED])
def test_without_the_day_of_signing_such_a_limit_has_no_day(text: str) -> None:
    kept, end = limit(text, Anchor(2021))
    assert kept is not None
    assert end is None


@pytest.mark.parametrize(
    "text",
    [
        "整改方案自印发之日起10日内公开。",
        "名单经审定后印发，自印发之日起5日内送达。",
        "自省级方案印发之日起10日内制定县级方案。",
        "自收文之日起10日内报送。",
        "评审结果自公布之日起5日内可申请复核。",
        "自公示之日起5个工作日内可反映。",
        "自发生之日起10日内报告。",
    ],
)
def test_an_event_that_is_not_the_notices_issue_has_no_day(text: str) -> None:
    assert limit(text)[1] is None


@pytest.mark.parametrize("text", ["自公示之日起5个工作日内可反映。", "自本公示发布之日起5个工作日内可反映。"])
def test_an_announcement_is_announced_on_its_own_day(text: str) -> None:
    assert limit(text, Anchor(2021, date(2021, 4, 8), "公示"))[1] == date(2021, 4, 15)


@pytest.mark.parametrize(
    ("text", "last", "inferred"),
    [
        ("自2021年6月1日起30日内申报。", date(2021, 7, 1), False),
        ("自2021年1月31日起一个月内补正。", date(2021, 2, 28), False),
        ("自6月1日起10个工作日内申报。", date(2021, 6, 16), True),
    ],
)
def test_a_limit_from_a_day_that_is_named_ends_on_a_day(text: str, last: date, inferred: bool) -> None:
    # Between 2 and 16 June 2021 lie two weekends and the feast of 12 to 14 June.
    (found,) = time_expressions(text, SIGNED)
    assert (found.period.end, found.period.year_inferred) == (last, inferred)


def test_a_natural_day_may_be_a_holiday() -> None:
    # Saturday, 1 May: a natural-day limit is left as it is counted.
    assert last_day(Counted(23, CountUnit.DAY), date(2021, 4, 8)) == date(2021, 5, 1)


def test_months_end_on_the_same_day_or_on_the_months_last() -> None:
    assert last_day(Counted(1, CountUnit.MONTH), date(2024, 1, 31)) == date(2024, 2, 29)
    assert last_day(Counted(2, CountUnit.MONTH), date(2021, 11, 15)) == date(2022, 1, 15)


def test_hours_and_days_ahead_have_no_day() -> None:
    assert last_day(Counted(24, CountUnit.HOUR), date(2021, 4, 8)) is None
    assert last_day(Counted(3, CountUnit.DAY, ahead=True), date(2021, 4, 8)) is None


def test_the_outer_of_two_numbers_is_the_limit() -> None:
    assert counted("3—5个工作日内", None) == Counted(5, CountUnit.WORKING_DAY)
