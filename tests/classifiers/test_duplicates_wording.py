from __future__ import annotations

import tomllib

import pytest

from classifiers.duplicates.distinctions import contradict, distinctions
from classifiers.duplicates.exchanges import exchanged
from classifiers.duplicates.stars import stars
from classifiers.duplicates.usual import main, usual
from classifiers.duplicates.wording import clauses, is_stock, number
from corpus.comments import LabelledComment


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三百", 300),
        ("两千四", 2_400),
        ("一百二", 120),
        ("一百零二", 102),
        ("十二", 12),
        ("二十", 20),
        ("一万九千八", 19_800),
        ("三万五", 35_000),
        ("四十七万", 470_000),
        ("两亿三千万", 230_000_000),
        ("二〇一九", 2_019),
    ],
)
def test_a_numeral_is_the_number_that_is_said(numeral: str, value: int) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize("word", ["千万", "百万", "万一"])
def test_a_word_of_places_alone_is_no_number(word: str) -> None:
    assert number(word) is None


def test_clauses_are_parted_without_greeting() -> None:
    assert clauses("您好！北门 积水，三号楼进水了。谢谢") == "北门积水|3号楼进水了"


def test_a_text_of_courtesy_alone_keeps_its_words() -> None:
    assert clauses("谢谢！") == "谢谢"


@pytest.mark.parametrize("answer", ["没有", "暂时没有什么意见", "都挺好的", "说不清"])
def test_stock_answers_are_known(answer: str) -> None:
    assert is_stock(answer)


@pytest.mark.parametrize("answer", ["没有路灯", "公交挺好的", "狗太多"])
def test_an_answer_with_a_matter_is_no_stock_answer(answer: str) -> None:
    assert not is_stock(answer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7栋漏水", "9栋漏水"),
        ("a区停车难", "c区停车难"),
        ("东门积水", "西门积水"),
        ("石桥村断水", "梨树村断水"),
        ("罚了500元", "罚了800元"),
        ("我很支持", "我反对"),
    ],
)
def test_two_things_of_one_kind_contradict(one: str, other: str) -> None:
    assert contradict(distinctions(one), distinctions(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7栋漏水", "漏水"),
        ("7栋和9栋漏水", "9栋漏水"),
        ("等了3个月", "等了5个月"),
        ("我们村断水", "梨树村断水"),
        ("石桥村和梨树村断水", "梨树村和下塘村断水"),
    ],
)
def test_who_says_less_or_names_an_amount_does_not_contradict(one: str, other: str) -> None:
    assert not contradict(distinctions(one), distinctions(other))


def test_another_word_in_an_equal_sentence_is_exchanged() -> None:
    assert exchanged("结婚证上的名字印错一个字要跑两趟", "房产证上的名字印错一个字要跑两趟")


def test_a_particle_in_an_equal_sentence_is_not() -> None:
    assert not exchanged("我们这里的名字印错一个字要跑两趟", "大家这里的名字印错一个字要跑两趟")


def test_a_text_joins_the_centre_that_it_is_most_alike_to() -> None:
    forms = ["桥头井盖坏", "井盖坏了响", "井盖坏"]
    assert stars(forms, [(0, 2, 0.5), (1, 2, 0.6)], lambda _: {}) == [0, 1, 1]


def test_a_member_is_no_centre_for_others() -> None:
    forms = ["桥头井盖坏了", "井盖坏了响", "坏了响"]
    assert stars(forms, [(1, 2, 0.6), (0, 1, 0.5)], lambda _: {}) == [0, 0, 2]


def test_usual_words_tell_less_than_rare_ones() -> None:
    tells = dict(usual())
    assert all(0 < weight < 1 for weight in tells.values())
    assert 0 < tells["希望"] < tells["公园"] < tells.get("榕树", 1) <= 1
    assert 0 < tells["的"] < tells["希"] < 1


def test_the_table_of_usual_grams_is_made_from_the_shipped_comments(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight comments share three characters and two pairs: level 3. What stands in fewer is left out."""
    comments = [LabelledComment(f"希望修{what}。") for what in "路桥灯墙井树亭门"]
    monkeypatch.setattr("corpus.comments.shipped", lambda: comments)
    main()
    table = tomllib.loads(capsys.readouterr().out)
    assert table == {"comments": 8, "characters": {"3": "修希望"}, "pairs": {"3": "希望望修"}}
