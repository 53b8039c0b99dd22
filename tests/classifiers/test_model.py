from __future__ import annotations

import pytest

from classifiers.model import HEADS, UNCLEAR, Tagger
from classifiers.training import Training, train
from corpus.comments import LabelledComment
from corpus.messages import MinyiError
from corpus.taxonomy import DISPOSITIONS, KINDS, departments, domains

ROWS = [
    LabelledComment("公交车晚点半小时", domain="出行", functions=("车队",)),
    LabelledComment("末班公交太早", domain="出行", functions=("车队",)),
    LabelledComment("公交站没有雨棚", domain="出行", functions=("站务",)),
    LabelledComment("食堂饭菜太咸", domain="饮食", functions=("厨房",)),
    LabelledComment("食堂米饭夹生", domain="饮食", functions=("厨房",)),
    LabelledComment("饭堂窗口太少", domain="饮食"),
]


@pytest.fixture(scope="module")
def own() -> Training:
    return train(ROWS, only=True)


def test_a_suggestion_speaks_the_words_of_the_directory(small_tagger: Tagger) -> None:
    (found,) = small_tagger.tag(["医院挂号排了四个小时，医生三分钟就看完"])
    assert found.domain in domains()
    assert found.kind in KINDS
    assert found.disposition in DISPOSITIONS
    assert len(found.candidates) == 3
    assert all(departments()[c.function].name == c.department for c in found.candidates)


def test_candidates_come_best_first_with_scores_of_a_probability(small_tagger: Tagger) -> None:
    (found,) = small_tagger.tag(["老板不发工资，干了半年白干"])
    scores = [c.score for c in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1 + 1e-9
    assert 0 < found.domain_score <= 1


def test_unpaid_wages_go_to_the_labour_office_because_of_the_wages(small_tagger: Tagger) -> None:
    (found,) = small_tagger.tag(["老板不发工资，干了半年白干"])
    assert found.candidates[0].function == "人社"
    assert found.petition_class == "劳动和社会保障"
    assert "工资" in found.candidates[0].reason


def test_a_domain_and_a_class_that_were_never_seen_together_are_not_proposed(small_tagger: Tagger) -> None:
    texts = ["学校门口堵车", "河里有死鱼", "物业费太贵", "景区宰客", "药店卖过期药", "村口的路烂了", "没意见"]
    assert all((s.domain, s.petition_class) in small_tagger.pairs for s in small_tagger.tag(texts))


def test_an_empty_answer_is_for_a_person_to_look_at(small_tagger: Tagger) -> None:
    (found,) = small_tagger.tag([""])
    assert found.candidates[0].function == UNCLEAR
    assert found.needs_review


def test_the_title_counts(small_tagger: Tagger) -> None:
    text = "情况如上，望处理。"
    school, bus = small_tagger.tag([text, text], ["小学教师乱收费", "公交车司机不停站"])
    assert (school.domain, bus.domain) == ("教育", "交通运输")


def test_a_text_gets_the_same_suggestion_alone_and_in_a_batch(small_tagger: Tagger) -> None:
    texts = ["停水三天", "路灯不亮", "停水三天"]
    batch = small_tagger.tag(texts)
    (alone,) = small_tagger.tag(["停水三天"])
    assert batch[0] == batch[2]
    assert batch[0].candidates[0].function == alone.candidates[0].function
    assert batch[0].domain_score == pytest.approx(alone.domain_score, abs=1e-4)


def test_no_texts_give_no_suggestions(small_tagger: Tagger) -> None:
    assert small_tagger.tag([]) == []


def test_the_left_out_figures_beat_guessing_by_far(small_training: Training) -> None:
    assert set(small_training.macro_f1) == set(HEADS)
    assert small_training.accuracy["domain"] > 0.35
    assert small_training.accuracy["kind"] > 0.75


def test_labels_of_ones_own_come_back_as_they_were_given(own: Training) -> None:
    (found,) = own.tagger.tag(["公交车不准点"])
    assert found.domain == "出行"
    assert found.petition_class == ""
    assert found.candidates[0].function == found.candidates[0].department == "车队"


def test_a_head_without_labels_leaves_its_fields_empty(own: Training) -> None:
    (found,) = own.tagger.tag(["公交车不准点"])
    assert (found.kind, found.kind_score, found.disposition) == ("", 0.0, None)
    assert set(own.macro_f1) == {"domain", "function"}


def test_rows_are_counted_and_those_without_text_or_label_are_not(own: Training) -> None:
    blank = [LabelledComment("  ", domain="出行"), LabelledComment("没有标签的一句话")]
    assert own.rows == 6
    assert train([*ROWS, *blank], only=True).rows == 6


def test_known_domains_bring_their_petition_class_even_among_ones_own_labels() -> None:
    rows = [LabelledComment("公交晚点", domain="交通运输"), LabelledComment("食堂太贵", domain="饮食")]
    tagger = train(rows, only=True).tagger
    assert tagger.tag(["公交晚点"])[0].petition_class == "交通运输"
    assert tagger.tag(["食堂太贵"])[0].petition_class == ""


def test_one_row_is_enough_to_train() -> None:
    (found,) = train([LabelledComment("路灯不亮", domain="照明")], only=True).tagger.tag(["灯坏了"])
    assert found.domain == "照明"
    assert found.candidates == ()


def test_rows_of_ones_own_stand_beside_the_shipped_ones_and_before_an_equal_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = (LabelledComment("停水三天", domain="水利与饮水"), LabelledComment("路灯不亮", domain="城市管理与市容"))
    monkeypatch.setattr("classifiers.training.shipped", lambda: ours)
    trained = train(
        [LabelledComment("路灯不亮", domain="住房与城乡建设"), LabelledComment("停电", domain="经济发展与营商")]
    )
    assert trained.rows == 3
    assert trained.tagger.heads["domain"].classes == ("住房与城乡建设", "水利与饮水", "经济发展与营商")


def test_no_usable_row_is_told() -> None:
    with pytest.raises(MinyiError, match="没有可用于训练的行"):
        train([LabelledComment("没有标签的一句话")], only=True)


def test_an_unknown_label_beside_the_shipped_ones_is_told_with_its_row() -> None:
    with pytest.raises(MinyiError, match="车队") as caught:
        train([LabelledComment("停电", functions=("公用事业",)), LabelledComment("晚点", functions=("车队",))])
    assert caught.value.problem.where == "2"


def test_the_kinds_may_be_written_as_offices_write_them() -> None:
    rows = [LabelledComment("路坏了请修", kind="建设性意见建议"), LabelledComment("挺好的", kind="其它类")]
    assert train(rows, only=True).tagger.heads["kind"].classes == ("其他", "建设性")
