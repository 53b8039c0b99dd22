"""Who has to do what for whom, around a time."""

from extractors.obligations import Obligation, obligation


def around(text: str, time: str, following: str = "") -> Obligation:
    start = text.index(time)
    return obligation(text, start, start + len(time), following)


def test_the_subject_acts_the_verb_says_what_and_the_report_goes_to_an_office() -> None:
    found = around("各有关单位要认真自查，于6月1日前将自查表报送县绩效办。", "6月1日前")
    assert found == Obligation("各有关单位", "将自查表报送县绩效办", "县绩效办")


def test_the_nearest_subject_before_the_time_acts() -> None:
    found = around("县绩效办要加强指导，各镇人民政府应于6月1日前完成公示。", "6月1日前")
    assert found.actor == "各镇人民政府"


def test_what_is_done_stands_before_a_closing_time() -> None:
    found = around("各设区市对照目标开展自评，1月10日前完成。", "1月10日前")
    assert (found.actor, found.action) == ("各设区市", "对照目标开展自评")


def test_a_sentence_of_time_alone_tells_when_its_heading_is_done() -> None:
    assert around("（一）制定评分细则。4月份完成。", "4月份完成").action == "制定评分细则"


def test_a_time_in_brackets_belongs_to_the_heading_and_its_step() -> None:
    found = around("（二）制定方案，推进整改。（2021年7月至9月）", "2021年7月至9月", "1.各牵头单位要制定方案。")
    assert found == Obligation("各牵头单位", "制定方案，推进整改", None)


def test_the_office_that_gathers_is_the_recipient_and_not_the_actor() -> None:
    found = around("并于11月20日前填报一览表，由市绩效办汇总报市政府。", "11月20日前")
    assert (found.actor, found.recipient) == (None, "市绩效办")


def test_the_lead_behind_the_time_acts() -> None:
    assert around("第四季度开始，由市绩效办牵头，组织开展考评。", "第四季度开始").actor == "市绩效办"


def test_whoever_is_charged_with_the_work_does_not_answer_for_it() -> None:
    assert around("委托第三方专业机构完成民意调查，2月底前完成。", "2月底前").actor is None


def test_nothing_is_guessed() -> None:
    assert around("以上材料于6月1日前报齐。", "6月1日前") == Obligation(None, "报齐", None)
