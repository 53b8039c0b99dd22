from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifiers.calibration import Scale
from classifiers.model import HEADS, Tagger, trace, vectors_of
from corpus.comments import LabelledComment
from corpus.directory import UNCLEAR
from corpus.taxonomy import DISPOSITIONS, KINDS, departments, domains
from tests.classifiers.comments import ROWS, base_of

NEW = ["公交站台太小，等车淋雨", "工资拖欠到年底了", "医生开药太多", "垃圾三天没人清"]


def test_a_suggestion_speaks_the_words_of_the_directory(shipped_fast: Tagger) -> None:
    (found,) = shipped_fast.tag(["医院挂号排了四个小时，医生三分钟就看完"])
    assert found.domain in domains()
    assert found.kind in KINDS
    assert found.disposition in DISPOSITIONS
    assert len(found.candidates) == 3
    assert all(departments()[c.function].name == c.department for c in found.candidates)


def test_the_shipped_model_knows_every_function_of_the_directory(shipped_fast: Tagger) -> None:
    assert set(shipped_fast.heads) == set(HEADS)
    assert set(shipped_fast.heads["function"].classes) == set(departments())
    assert set(shipped_fast.heads["domain"].classes) == set(domains())


def test_unpaid_wages_go_to_the_labour_office_because_of_the_wages(shipped_fast: Tagger) -> None:
    (found,) = shipped_fast.tag(["老板不发工资，干了半年白干"])
    assert found.candidates[0].function == "人社"
    assert found.petition_class == "劳动和社会保障"
    assert "工资" in found.candidates[0].reason


def test_what_was_learnt_carries_over_to_new_sentences(base: Tagger, thorough: Tagger) -> None:
    for tagger in (base, thorough):
        assert [one.candidates[0].function for one in tagger.tag(NEW)] == ["交通", "人社", "卫健", "城管"]
        assert [one.domain for one in tagger.tag(NEW)][:2] == ["交通运输", "就业与劳动权益"]


def test_scores_of_every_head_sum_to_one(base: Tagger, thorough: Tagger) -> None:
    for tagger in (base, thorough):
        for scores in tagger.scores(NEW, [""] * 4).values():
            assert scores.sum(axis=1) == pytest.approx(np.ones(4))
            assert (scores > 0).all()


def test_candidates_come_best_first_with_scores_of_a_probability(base: Tagger) -> None:
    for found in base.tag(NEW):
        scores = [c.score for c in found.candidates]
        assert scores == sorted(scores, reverse=True)
        assert 0 < sum(scores) <= 1
        assert 0 < found.domain_score <= 1


def test_no_department_is_surer_than_offices_agree(base: Tagger) -> None:
    sharp = replace(base.heads["function"], scale=Scale(30.0, 1.0, 0.1))
    (found,) = replace(base, heads={**base.heads, "function": sharp}).tag(["工头拖欠工资半年不给"])
    # Nine tenths, and its share of the tenth that is spread over six functions.
    assert found.candidates[0].score == pytest.approx(0.9 + 0.1 / 6, abs=1e-6)


def test_a_domain_and_a_class_that_were_never_seen_together_are_not_proposed(shipped_fast: Tagger) -> None:
    texts = ["学校门口堵车", "河里有死鱼", "物业费太贵", "景区宰客", "药店卖过期药", "村口的路烂了", "没意见"]
    assert all((s.domain, s.petition_class) in shipped_fast.pairs for s in shipped_fast.tag(texts))


def test_the_score_of_the_domain_is_that_of_the_class_of_the_pair(base: Tagger) -> None:
    (found,) = base.tag(NEW[:1])
    at = base.heads["petition_class"].classes.index(found.petition_class)
    assert found.domain_score == base.scores(NEW[:1], [""])["petition_class"][0, at]


def test_a_domain_that_nobody_gave_a_class_can_be_proposed_all_the_same() -> None:
    rows = (
        LabelledComment("公交车晚点", domain="出行", petition_class="甲"),
        LabelledComment("公交车不来", domain="出行", petition_class="甲"),
        LabelledComment("食堂饭菜太咸", domain="饮食"),
        LabelledComment("食堂饭菜太贵", domain="饮食"),
    )
    assert base_of(rows).tag(["食堂饭菜不好"])[0].domain == "饮食"


def test_classes_without_domains_are_proposed_alone() -> None:
    rows = (LabelledComment("公交车晚点", petition_class="甲"), LabelledComment("食堂太贵", petition_class="乙"))
    (found,) = base_of(rows).tag(["食堂饭菜"])
    assert (found.domain, found.petition_class) == ("", "乙")
    assert found.domain_score > 0


def test_an_empty_answer_is_for_nobody_and_nobody_need_look_at_it(shipped_fast: Tagger) -> None:
    for found in shipped_fast.tag(["", " \n"]):
        assert found.candidates[0].function == UNCLEAR
        assert not found.needs_review


def _trusting(tagger: Tagger, petition: float, function: float) -> Tagger:
    """The tagger with these cutoffs, whatever precision is wanted."""
    heads = dict(tagger.heads)
    heads["petition_class"] = replace(heads["petition_class"], cutoffs=(petition,) * 50)
    heads["function"] = replace(heads["function"], cutoffs=(function,) * 50)
    return replace(tagger, heads=heads)


@pytest.mark.parametrize(("petition", "function", "review"), [(0, 0, False), (1, 0, True), (0, 1, True)])
def test_a_person_looks_where_class_or_department_is_below_its_cutoff(
    base: Tagger, petition: float, function: float, review: bool
) -> None:
    (found,) = _trusting(base, petition, function).tag(["工头拖欠工资半年不给"])
    assert found.needs_review is review


def test_a_person_looks_at_what_is_likelier_wrong_than_right_whatever_the_cutoffs(base: Tagger) -> None:
    found = _trusting(base, 0, 0).tag(["工头拖欠工资半年不给", "桌子上有一个杯子"])
    assert [one.candidates[0].score < 0.5 for one in found] == [False, True]
    assert [one.needs_review for one in found] == [False, True]


def test_who_wants_to_be_right_always_looks_at_everything(shipped_fast: Tagger) -> None:
    texts = ["老板不发工资，干了半年白干", "医院挂号排队太久"]
    assert not any(one.needs_review for one in shipped_fast.tag(texts, precision=0.5))
    assert all(one.needs_review for one in shipped_fast.tag(texts, precision=1.0))


def test_the_title_counts(base: Tagger) -> None:
    text = "情况如上，望处理。"
    school, bus = base.tag([text, text], ["小学食堂太贵", "公交车司机不停站"])
    assert (school.domain, bus.domain) == ("教育", "交通运输")


def test_a_title_counts_more_than_the_same_words_at_the_head_of_a_letter(base: Tagger) -> None:
    text, title = "医院挂号排了三个小时，医生态度冷淡，问一句嫌烦", "公交司机到站不停"
    apart = base.scores([f"{title}。{text}"], [title])["function"][0]
    together = base.scores([f"{title}。{text}"], [""])["function"][0]
    bus = base.heads["function"].classes.index("交通")
    assert apart[bus] > together[bus]


def test_a_text_gets_the_same_suggestion_alone_and_in_a_batch(shipped_fast: Tagger) -> None:
    texts = ["停水三天", "路灯不亮", "停水三天"]
    batch = shipped_fast.tag(texts)
    (alone,) = shipped_fast.tag(["停水三天"])
    assert batch[0] == batch[2]
    assert batch[0].candidates[0].function == alone.candidates[0].function
    assert batch[0].domain_score == pytest.approx(alone.domain_score, abs=1e-5)


def test_order_is_kept_over_many_portions(base: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = base.tag([*NEW, *NEW[::-1]])
    monkeypatch.setattr("classifiers.model._CHUNK", 1)
    portions = base.tag([*NEW, *NEW[::-1]])
    assert [one.candidates[0].function for one in portions] == [one.candidates[0].function for one in whole]
    assert portions[:4] == portions[:3:-1]


def test_no_texts_give_no_suggestions(base: Tagger) -> None:
    assert base.tag([]) == []
    assert base.answers([], []) == {}


def test_titles_are_as_many_as_texts(base: Tagger) -> None:
    with pytest.raises(ValueError, match="zip"):
        base.tag(["路灯不亮", "停水"], ["只有一个题目"])


def test_answers_are_the_likeliest_class_of_each_head(base: Tagger) -> None:
    found = base.answers(["工头拖欠工资半年不给"], [""])
    assert found == {
        "domain": ["就业与劳动权益"],
        "petition_class": ["劳动和社会保障"],
        "function": ["人社"],
        "kind": ["建设性"],
        "disposition": ["立行立改"],
    }


def test_a_model_remembers_a_text_without_keeping_it(base: Tagger) -> None:
    assert trace("路灯不亮") == trace("路灯不亮") != trace("路灯不亮。")
    assert 0 <= trace("路灯不亮") < 2**64
    assert base.learnt == frozenset()  # of the shipped comments nothing need be remembered


def test_the_vector_of_a_missing_title_is_that_of_the_letter() -> None:
    vectors, above = vectors_of(["路灯不亮。北街", "停水"], ["路灯不亮", ""])
    assert np.array_equal(above[1], vectors[1])
    assert not np.allclose(above[0], vectors[0])


def test_suggestions_bear_the_version_of_the_model(base: Tagger) -> None:
    assert {one.model_version for one in base.tag([row.text for row in ROWS[:2]])} == {base.version}
