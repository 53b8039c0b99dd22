from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifiers.features import Reader
from classifiers.lesson import LeftOut, Lesson
from classifiers.model import Tagger, trace
from classifiers.training import Training, model_version, shipped_version, train, train_shipped
from corpus.comments import LabelledComment
from corpus.messages import MinyiError
from tests.classifiers.comments import BUS, CLINIC, ROWS, SCHOOL, STREET, WAGES, base_of, lines

LAMPS = [
    f"{where}的路灯{how}"
    for where in ("河边", "北街", "村口", "桥上", "巷子里", "广场", "校门外", "公园", "菜场后面", "坡上")
    for how in (
        "不亮",
        "黑了半个月",
        "白天亮晚上灭",
        "一闪一闪",
        "一排全灭",
        "光太暗",
        "杆子歪了",
        "没人修",
        "装了不通电",
        "罩子掉了",
    )
]
"""A hundred complaints of street lamps, which the invented guide gives to 城管."""
FOREIGN = [
    LabelledComment("公交车晚点半小时", domain="出行", functions=("车队",)),
    LabelledComment("末班公交太早", domain="出行", functions=("车队",)),
    LabelledComment("公交站没有雨棚", domain="出行", functions=("站务",)),
    LabelledComment("食堂饭菜太咸", domain="饮食", functions=("厨房",)),
    LabelledComment("食堂米饭夹生", domain="饮食", functions=("厨房",)),
    LabelledComment("饭堂窗口太少", domain="饮食"),
]


def first(tagger: Tagger, *texts: str) -> list[str]:
    """The function proposed for each text."""
    return [one.candidates[0].function for one in tagger.tag(texts)]


@pytest.fixture(scope="module")
def own(base: Tagger) -> Training:
    return train(FOREIGN, base, only=True)


# Left-out predictions


def lesson(texts: list[str], labels: list[str]) -> Lesson:
    reader = Reader.learn(texts, None)
    number: dict[str, int] = {}
    return Lesson(
        np.array([number.setdefault(text, len(number)) for text in texts]),
        reader.views(texts, [""] * len(texts), None),
        reader.landmarks,
        {"domain": [(label,) for label in labels]},
        {"domain": tuple(sorted(set(labels)))},
        None,
    )


def random_lesson() -> tuple[Lesson, list[str]]:
    """Two hundred texts of eight random characters each, and labels that were tossed for them."""
    random = np.random.default_rng(5)
    texts = ["".join(map(chr, random.integers(0x4E00, 0x4E80, 8))) for _ in range(200)]
    labels = random.choice(["甲", "乙"], 200).tolist()
    return lesson(texts, labels), labels


def test_labels_that_were_tossed_are_known_by_heart_but_not_guessed_when_left_out() -> None:
    tossed, labels = random_lesson()
    seen = tossed.learnt().decisions(tossed.views)["domain"].argmax(axis=1)
    assert np.mean([("乙", "甲")[at] == label for at, label in zip(seen, labels, strict=True)]) > 0.9
    # Chance is a half; a standard deviation of 200 tosses is 0.035.
    assert tossed.left_out()["domain"].accuracy == pytest.approx(0.5, abs=0.11)


def test_each_row_is_left_out_once() -> None:
    tossed, _ = random_lesson()
    assert sorted(tossed.left_out()["domain"].rows.tolist()) == list(range(200))


def test_of_very_many_rows_not_all_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.lesson._ENOUGH", 41)
    tossed, _ = random_lesson()
    # Two folds of forty.
    assert len(set(tossed.left_out()["domain"].rows.tolist())) == 80


def test_a_text_that_is_given_twice_is_left_out_with_its_double() -> None:
    tossed, _ = random_lesson()
    random = np.random.default_rng(5)
    texts = ["".join(map(chr, random.integers(0x4E00, 0x4E80, 8))) for _ in range(200)]
    labels = random.choice(["甲", "乙"], 200).tolist()
    twice = lesson(texts * 2, labels * 2).left_out()["domain"]
    assert twice.accuracy == pytest.approx(0.5, abs=0.11)
    assert tossed.left_out()["domain"].accuracy == pytest.approx(twice.accuracy, abs=0.11)


def test_figures_of_left_out_rows_by_hand() -> None:
    values = np.array([[1, -1, -1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], np.float32)
    left = LeftOut(np.array([4, 2, 0, 1]), values, np.array([0, 1, 1, 1]))
    assert left.labels(["甲", "乙", "丙"]) == {4: "甲", 2: "甲", 0: "乙", 1: "丙"}
    assert left.accuracy == 0.5
    # 甲: precision 1/2, recall 1; 乙: precision 1, recall 1/3; 丙 is nobody's label.
    assert left.macro_f1 == pytest.approx((2 / 3 + 1 / 2) / 2)


# The shipped model


def test_the_same_rows_make_the_same_model(base: Tagger) -> None:
    again = base_of(ROWS)
    assert again.version == base.version
    assert np.array_equal(again.layer.wording, base.layer.wording)
    assert again.heads == base.heads


def test_the_version_changes_with_a_label_with_the_base_and_with_the_meaning() -> None:
    rows = [LabelledComment("路灯不亮", domain="城市管理与市容")]
    other = [LabelledComment("路灯不亮", domain="住房与城乡建设")]
    versions = {
        model_version(rows, "", meaning=True),
        model_version(other, "", meaning=True),
        model_version(rows, "a base", meaning=True),
        model_version(rows, "", meaning=False),
    }
    assert len(versions) == 4
    assert model_version(list(rows), "", meaning=True) in versions


def test_the_version_is_known_without_training(base: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.training.shipped", lambda: ROWS)
    assert shipped_version(meaning=False) == base.version


def test_offices_are_expected_to_differ_in_departments_and_in_nothing_else(base: Tagger) -> None:
    assert {head: one.scale.doubt for head, one in base.heads.items()} == {
        "domain": 0,
        "petition_class": 0,
        "function": 0.1,
        "kind": 0,
        "disposition": 0,
    }


def test_a_single_comment_makes_a_model_whose_word_nobody_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifiers.training.shipped", lambda: ROWS[:1])
    (found,) = train_shipped(meaning=False).tag(["食堂太贵"])
    assert found.domain == "教育"
    assert found.needs_review


# Corrections


OTHERS = [text for block in (SCHOOL, BUS, WAGES, STREET, CLINIC) for text in lines(block) if "灯" not in text]


def test_a_hundred_corrections_move_like_texts_and_leave_others(shipped_fast: Tagger) -> None:
    lamps = ["我家楼下的路灯不亮", "路灯坏了一个多月，晚上漆黑一片"]
    assert "公用事业" not in first(shipped_fast, *lamps)
    corrected = train([LabelledComment(text, functions=("公用事业",)) for text in LAMPS], shipped_fast).tagger
    assert first(corrected, *lamps) == ["公用事业", "公用事业"]
    before, after = first(shipped_fast, *OTHERS), first(corrected, *OTHERS)
    assert np.mean([a == b for a, b in zip(before, after, strict=True)]) > 0.95


def test_five_corrections_do_not_make_the_model_certain_of_what_they_say(shipped_fast: Tagger) -> None:
    after = train([LabelledComment(text, functions=("公用事业",)) for text in LAMPS[:50:10]], shipped_fast).tagger
    assert after.heads["function"] == shipped_fast.heads["function"]
    for one in after.tag(OTHERS):
        assert max([c.score for c in one.candidates if c.function == "公用事业"], default=0) < 0.5


def test_what_the_base_knows_to_tell_nothing_tells_nothing_in_a_correction(shipped_fast: Tagger) -> None:
    # All rows are of one department: by themselves 的 would tell as much about it as 灯.
    corrected = train([LabelledComment(text, functions=("公用事业",)) for text in LAMPS], shipped_fast).tagger
    weights = dict(zip(corrected.reader.vocabulary.grams, corrected.layer.grams, strict=True))
    assert weights["灯"] > 2 * weights["的"]
    assert shipped_fast.weights(["灯", "的", "没有过的字"]) == pytest.approx([weights["灯"], weights["的"], 0])


def test_fifty_corrections_calibrate_their_head_without_doubt(base: Tagger) -> None:
    rows = [LabelledComment(text, functions=("交通",)) for text in LAMPS[:50]]
    assert train(rows[:49], base).tagger.heads["function"].scale.doubt == 0.1
    assert train(rows, base).tagger.heads["function"].scale.doubt == 0


def test_a_head_without_rows_stays_as_it_was(base: Tagger) -> None:
    rows = [LabelledComment(text, functions=("交通",)) for text in LAMPS]
    after = train(rows, base).tagger
    texts, titles = [*LAMPS[:5], *lines(WAGES)], [""] * 17
    was, now = base.scores(texts, titles), after.scores(texts, titles)
    assert not np.allclose(was["function"], now["function"])
    for head in ("domain", "petition_class", "kind", "disposition"):
        assert np.array_equal(was[head], now[head])
        assert after.heads[head] == base.heads[head]


def test_a_label_of_a_head_may_stand_in_a_single_row(base: Tagger) -> None:
    rows = [*(LabelledComment(text, functions=("城管",)) for text in LAMPS), LabelledComment("谢谢", kind="其他")]
    trained = train(rows, base)
    assert set(trained.accuracy) == {"function"}
    assert trained.tagger.heads["kind"] == base.heads["kind"]


def test_no_usable_row_is_told(base: Tagger) -> None:
    with pytest.raises(MinyiError, match="没有可用于训练的行"):
        train([LabelledComment("没有标签的一句话"), LabelledComment("  ", domain="教育")], base)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (LabelledComment("晚点", functions=("车队",)), "职能"),
        (LabelledComment("晚点", functions=("交通", "车队")), "职能"),
        (LabelledComment("晚点", domain="出行"), "领域"),
        (LabelledComment("晚点", petition_class="出行"), "信访内容分类"),
        (LabelledComment("晚点", kind="抱怨"), "类型"),
        (LabelledComment("晚点", disposition="再说"), "处置性质"),
    ],
)
def test_a_label_that_the_base_does_not_know_is_told_with_its_row(
    base: Tagger, row: LabelledComment, column: str
) -> None:
    with pytest.raises(MinyiError, match=f"这一{column}。请从这些中选：") as caught:
        train([LabelledComment("停电", functions=("城管",)), row], base)
    assert caught.value.problem.where == "2"
    with pytest.raises(MinyiError) as caught:
        train([replace(row, where="意见.csv 第 9 行")], base)
    assert caught.value.problem.where == "意见.csv 第 9 行"


def test_the_kinds_may_be_written_as_offices_write_them(base: Tagger) -> None:
    rows = [
        LabelledComment("路坏了请修", kind="建设性意见建议"),
        LabelledComment("挺好的", kind="其它类"),
        LabelledComment("不错", kind="其他"),
        LabelledComment("请补路", kind=" 建设性 "),
    ]
    assert [row.kind for row in train(rows, base).rows] == ["建设性", "其他", "其他", "建设性"]


def test_equal_rows_count_once_and_a_title_is_part_of_the_letter(base: Tagger) -> None:
    one = LabelledComment("黑了半个月", functions=("城管",), title="路灯不亮")
    trained = train([one, one, LabelledComment("路灯不亮。黑了半个月", functions=("城管",), title="路灯不亮")], base)
    assert [row.text for row in trained.rows] == ["路灯不亮。黑了半个月"]
    assert trained.tagger.learnt == {trace("路灯不亮。黑了半个月")}


# Labels of one's own


def test_labels_of_ones_own_come_back_as_they_were_given(own: Training) -> None:
    (found,) = own.tagger.tag(["公交车不准点"])
    assert (found.domain, found.petition_class) == ("出行", "")
    assert found.candidates[0].function == found.candidates[0].department == "车队"
    assert {one.function for one in found.candidates} == {"车队", "站务", "厨房"}


def test_a_head_without_labels_leaves_its_fields_empty(own: Training) -> None:
    (found,) = own.tagger.tag(["公交车不准点"])
    assert (found.kind, found.kind_score, found.disposition) == ("", 0.0, None)
    assert set(own.macro_f1) == {"domain", "function"}


def test_what_the_base_knows_helps_where_the_own_rows_have_no_such_words(own: Training) -> None:
    assert own.tagger.tag(["乡道路面坑坑洼洼，客车挤不上"])[0].domain == "出行"


def test_known_domains_bring_their_petition_class_even_among_ones_own_labels(base: Tagger) -> None:
    rows = [LabelledComment("公交晚点", domain="交通运输"), LabelledComment("食堂太贵", domain="饮食")]
    tagger = train(rows, base, only=True).tagger
    assert [one.petition_class for one in tagger.tag(["公交晚点", "食堂太贵"])] == ["交通运输", ""]


def test_one_row_is_enough_to_train(base: Tagger) -> None:
    trained = train([LabelledComment("路灯不亮", domain="照明")], base, only=True)
    (found,) = trained.tagger.tag(["灯坏了"])
    assert (found.domain, found.candidates, found.needs_review) == ("照明", (), True)
    assert trained.accuracy == {}


def test_a_model_reads_the_meaning_if_its_base_does(thorough: Tagger) -> None:
    tagger = train(FOREIGN, thorough, only=True).tagger
    assert tagger.reads_meaning
    assert tagger.tag(["班车老是误点"])[0].domain == "出行"
