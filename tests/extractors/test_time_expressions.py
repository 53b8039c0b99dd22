"""Which times in a sentence set a deadline, and which are only dates."""

from datetime import date

import pytest

from extractors.deadlines.dates import Anchor
from extractors.deadlines.time_expressions import time_expressions

SIGNED = Anchor(2021, date(2021, 4, 8))


def quotes(text: str, origin: Anchor = SIGNED) -> list[str]:
    return [text[found.start : found.end] for found in time_expressions(text, origin)]


def only(text: str, origin: Anchor = SIGNED) -> tuple[str, date | None, date | None]:
    (found,) = time_expressions(text, origin)
    return found.kind, found.period.start, found.period.end


@pytest.mark.parametrize(
    ("text", "quote", "end"),
    [
        ("请于2021年7月5日前报市绩效办。", "2021年7月5日前", date(2021, 7, 5)),
        ("于2021年7月5日之前办结。", "2021年7月5日之前", date(2021, 7, 5)),
        ("各镇要在6月底前整改到位。", "6月底前", date(2021, 6, 30)),
        ("年底前完成销号。", "年底前", date(2021, 12, 31)),
        ("2021年年底前完成销号。", "2021年年底前", date(2021, 12, 31)),
        ("2022年2月前完成回访。", "2022年2月前", date(2022, 2, 28)),
        ("2022年3月中旬前形成结果。", "2022年3月中旬前", date(2022, 3, 20)),
        ("第三季度前完成自查。", "第三季度前", date(2021, 9, 30)),
        ("于二〇二一年五月三十一日前上报。", "二〇二一年五月三十一日前", date(2021, 5, 31)),
        ("于２０２１年５月８日前上报。", "２０２１年５月８日前", date(2021, 5, 8)),
        ("制定评分标准。5月份完成。", "5月份完成", date(2021, 5, 31)),
        ("组织专家评审，2022年2月完成。", "2022年2月完成", date(2022, 2, 28)),
        ("2022年1月下旬，市绩效办开展核验。", "2022年1月下旬", date(2022, 1, 31)),
        ("市绩效办9月中旬开展一次检查。", "9月中旬", date(2021, 9, 20)),
        ("到2021年底，各镇实现公示栏全覆盖。", "2021年底", date(2021, 12, 31)),
        ("材料报送截止时间为2021年5月20日。", "2021年5月20日", date(2021, 5, 20)),
        ("请各单位于5月20日将台账报送市绩效办。", "5月20日", date(2021, 5, 20)),
    ],
)
def test_a_day_by_which_something_is_due(text: str, quote: str, end: date) -> None:
    assert quotes(text) == [quote]
    kind, _, last = only(text)
    assert (kind, last) == ("by", end)


def test_weekday_and_hour_belong_to_the_quote() -> None:
    assert quotes("以上材料于4月16日（星期五）下午下班前报送。") == ["4月16日（星期五）下午下班前"]
    assert quotes("请于2021年4月16日17:30前反馈。") == ["2021年4月16日17:30前"]


def test_spaces_left_by_recognition_do_not_count() -> None:
    assert quotes("年度核验，2022年1 月下旬完成。") == ["2022年1 月下旬完成"]
    assert quotes("可在 5 个工作日内申请复核。") == ["5 个工作日内"]


def test_invisible_characters_within_a_date_do_not_count() -> None:
    assert quotes("请于20\u200b21年5月2\u2060日前报送。") == ["20\u200b21年5月2\u2060日前"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("（一）任务分解。（2021年5月至6月）", date(2021, 5, 1), date(2021, 6, 30)),
        ("并于11月20—30日送市绩效办备案。", date(2021, 11, 20), date(2021, 11, 30)),
        ("5月10日~5月25日：单位自查。", date(2021, 5, 10), date(2021, 5, 25)),
        ("7月份对各镇开展中期核验。", date(2021, 7, 1), date(2021, 7, 31)),
        ("（三）总结提升（2021年12月）", date(2021, 12, 1), date(2021, 12, 31)),
        ("5-6月，组织入户走访。", date(2021, 5, 1), date(2021, 6, 30)),
    ],
)
def test_a_stretch_of_time_for_a_step(text: str, start: date, end: date) -> None:
    assert only(text) == ("range", start, end)


def test_from_a_quarter_on_has_a_beginning() -> None:
    kind, start, _ = only("第四季度开始，由市绩效办组织考评。")
    assert (kind, start) == ("start", date(2021, 10, 1))


def test_days_counted_from_an_event_are_quoted_with_the_event() -> None:
    assert quotes("各单位在收文之日起30个工作日内提出申请。") == ["收文之日起30个工作日内"]
    assert quotes("自收到申请后十个工作日内答复。") == ["收到申请后十个工作日内"]


def test_what_returns_every_year_is_standing() -> None:
    (found,) = time_expressions("各单位应于每年1月31日前公开年报。", SIGNED)
    assert found.kind == "standing"
    assert quotes("于每季度结束后10日内报送季报。") == ["每季度结束后10日内"]


def test_a_time_to_be_announced() -> None:
    assert quotes("总结上报时间另行通知。") == ["另行通知"]


@pytest.mark.parametrize(
    "text",
    [
        "2021年4月8日",
        "根据2020年度考评结果，制定本方案。",
        "《全市土地整治规划（2016-2020年）》确定的任务。",
        "考评周期为2021年1月1日至12月31日。",
        "执行期限为2021年6月1日至2023年12月31日。",
        "本办法自2021年6月1日起施行。",
        "自2021年6月1日起，停止使用旧表。",
        "2021年5月10日以来，投诉明显减少。",
        "截止2021年3月29日，意见建议已全部整改。",
        "该线路预计2021年12月底前通车。",
        "全县已于2021年3月底前完成整改。",
        "2020年第四季度政务网站被列入黑榜。",
        "端午节：6月12日至14日放假。",
        "《关于2021年6月底前完成清理工作的通知》已收悉。",
        "2021年12月31日前的欠款不计利息。",
        "企业在2021年年底前免征该项费用。",
        "年底对整改情况进行核验。",
        "重点人群于年内开工建设安置房。",
        "如在10个工作日内无法上报的，应说明理由。",
        "五年内免征房产税。",
        "2020年8月11日至18日，连续发生三起投诉。",
        "问题长期存在，要立即整改。",
    ],
)
def test_a_date_that_is_no_deadline(text: str) -> None:
    assert quotes(text) == []


def test_a_story_told_of_an_earlier_year_goes_on_in_that_year() -> None:
    assert quotes("2020年6月3日，甲镇收到投诉。8月11日至18日，又收到三件投诉。") == []


def test_a_year_named_before_carries_on_to_the_next_date() -> None:
    text = "自评材料2022年1月10日前报送，1月20日前完成复核。"
    assert [found.period.end for found in time_expressions(text, SIGNED)] == [date(2022, 1, 10), date(2022, 1, 20)]


@pytest.mark.parametrize(
    ("signed", "text", "end"),
    [
        (date(2021, 11, 20), "1月10日前报送自评报告。", date(2022, 1, 10)),
        (date(2021, 12, 28), "2月底前完成考核。", date(2022, 2, 28)),
        (date(2021, 1, 10), "12月31日前完成整改。", date(2021, 12, 31)),
        (date(2021, 7, 5), "6月30日前报送，逾期通报。", date(2021, 6, 30)),
        (date(2021, 7, 5), "1月10日前报送自评报告。", None),
    ],
)
def test_a_day_without_a_year_is_the_next_such_day_or_one_just_over(signed: date, text: str, end: date | None) -> None:
    """Half a year back it may be of either year, and then nobody says which."""
    (found,) = time_expressions(text, Anchor(signed.year, signed))
    assert (found.period.end, found.period.year_inferred) == (end, end is not None)


def test_a_day_of_an_undated_notice_is_of_the_year_of_its_number() -> None:
    (found,) = time_expressions("请于6月30日前报送。", Anchor(2021))
    assert (found.period.end, found.period.year_inferred) == (date(2021, 6, 30), True)


def test_a_later_year_of_the_sentence_before_holds_on_while_the_months_go_up() -> None:
    text = "2022年1月10日前自评。3月底前考核。"
    assert [found.period.end for found in time_expressions(text, SIGNED)] == [date(2022, 1, 10), date(2022, 3, 31)]


def test_behind_a_far_aim_the_notices_own_year_is_meant_again() -> None:
    text = "到2022年12月底前全面建成。各镇6月底前报送方案。"
    assert [found.period.end for found in time_expressions(text, SIGNED)] == [date(2022, 12, 31), date(2021, 6, 30)]


def test_a_bare_date_counts_in_a_cell_of_a_deadline_column() -> None:
    for cell in ("2021-12-31", "2021-12-31 00:00:00", "2021.12.31", "2021/12/31", "2021年内", "年内"):
        (found,) = time_expressions(cell, SIGNED, cell=True)
        assert found.period.end == date(2021, 12, 31)
    assert quotes("2021-12-31") == []
