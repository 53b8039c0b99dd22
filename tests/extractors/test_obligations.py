"""Who has to do what for whom, around a time."""

from corpus.records import Source, Table, TableKind
from extractors.deadlines.obligations import Obligation, obligation, row_obligation

HEADER = ("问题", "整改目标", "整改措施", "牵头单位", "责任单位")
MEANINGS = ("text", "goal", "measures", "lead", "responsible")


def around(text: str, time: str, following: str = "", before: tuple[str, ...] = (), others: str = "") -> Obligation:
    """What stands around ``time``; ``others`` are the other times of the text, apart by spaces."""
    spans = sorted((text.index(quote), text.index(quote) + len(quote)) for quote in (time, *others.split()))
    start = text.index(time)
    return obligation(text, start, start + len(time), following, before, spans)


def row(*cells: str) -> tuple[str, str]:
    table = Table(None, TableKind.RECTIFICATION, HEADER, MEANINGS, (cells,), Source("表.docx", "0" * 64))
    return row_obligation(table, cells)


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
    assert around("以上材料于6月1日前报齐。", "6月1日前") == Obligation(None, "以上材料报齐", None)


def test_what_is_to_be_done_later_is_not_taken_for_the_first_time() -> None:
    found = around("各镇6月1日前完成自查，6月9日前将总结报县绩效办。", "6月1日前", others="6月9日前")
    assert found == Obligation("各镇", "完成自查", None)


def test_the_subject_of_the_sentence_holds_for_its_second_time_too() -> None:
    found = around("各镇6月1日前完成自查，6月9日前将总结报县绩效办。", "6月9日前", others="6月1日前")
    assert found == Obligation("各镇", "将总结报县绩效办", "县绩效办")


def test_two_times_before_one_verb_share_it() -> None:
    found = around("各镇于6月1日前、9月1日前分别报送进展。", "6月1日前", others="9月1日前")
    assert found == Obligation("各镇", "分别报送进展", None)


def test_a_sentence_without_a_subject_goes_on_with_the_one_before_it() -> None:
    assert around("各镇要建立台账。6月1日前完成录入。", "6月1日前").actor == "各镇"


def test_who_the_sentence_before_speaks_of_is_not_who_the_readers_are() -> None:
    assert around("各镇要建立台账。请于6月1日前完成录入。", "6月1日前").actor is None


def test_whoever_receives_the_thing_does_not_hand_it_in() -> None:
    assert around("县绩效办要通报情况。材料于6月1日前报县绩效办。", "6月1日前").actor is None


def test_the_heading_above_names_who_acts() -> None:
    assert around("于6月1日前完成分解。", "6月1日前", before=("（一）县直各单位",)).actor == "县直各单位"


def test_a_heading_of_several_words_names_nobody() -> None:
    assert around("于6月1日前完成分解。", "6月1日前", before=("（一）县直各单位的分工",)).actor is None


def test_what_is_handed_in_from_a_list_is_handed_in_by_whom_its_first_line_names() -> None:
    above = ("各整改单位需报送：", "1.方案；", "2.台账。")
    assert around("以上材料于6月1日前报齐。", "6月1日前", before=above).actor == "各整改单位"


def test_whom_a_notice_is_addressed_to_is_not_taken_for_the_subject() -> None:
    above = ("各镇人民政府，县直各单位：",)
    assert around("材料于6月1日前报县绩效办。", "6月1日前", before=above).actor is None


def test_a_sentence_with_a_time_of_its_own_names_the_subject_of_the_next() -> None:
    text = "各镇6月1日前完成自查。6月9日前完成整改。"
    assert around(text, "6月9日前", others="6月1日前").actor == "各镇"


def test_the_bracket_of_the_next_task_is_not_this_ones() -> None:
    text = "6月1日前修好路灯。6月9日前清淤（县水利局负责），并公示。"
    assert around(text, "6月1日前", others="6月9日前").actor is None


def test_the_bracket_behind_a_paragraph_is_of_all_its_tasks() -> None:
    text = "6月1日前修好路灯。6月9日前清淤。（县住建局负责）"
    assert around(text, "6月1日前", others="6月9日前").actor == "县住建局"


def test_a_card_of_labels_says_who_and_what() -> None:
    above = ("整改措施：清理垃圾。", "责任单位：石桥镇")
    assert around("整改时限：6月1日前", "6月1日前", before=above) == Obligation("石桥镇", "清理垃圾", None)


def test_the_goal_of_a_row_goes_before_its_measures_and_those_before_the_comment() -> None:
    assert row("路灯不亮", "道路亮化", "更换路灯", "", "县城管局") == ("县城管局", "道路亮化")
    assert row("路灯不亮", "", "更换路灯", "", "县城管局") == ("县城管局", "更换路灯")
    assert row("路灯不亮", "", "", "", "县城管局") == ("县城管局", "路灯不亮")


def test_the_lead_of_a_row_answers_where_no_one_else_is_named() -> None:
    assert row("路灯不亮", "道路亮化", "", "县住建局", "") == ("县住建局", "道路亮化")


def test_half_done_earlier_is_not_what_is_done_later() -> None:
    found = around("各镇6月1日前完成50%，9月1日前全部完成。", "9月1日前", others="6月1日前")
    assert (found.actor, found.action) == ("各镇", None)
