"""All finders together: sorted, without overlap, in reasonable time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from reading_entities import marked

from outputs.personal.contract import as_json
from outputs.personal.entities import entities, entities_of_all, numbers, without_overlaps
from outputs.personal.entity import Entity
from outputs.personal.names import _repeated
from outputs.personal.tagger import Token

TEXT = (
    "我叫农建业，住桐溪镇翠竹小区3栋2单元501室，手机139 0771 2468（微信同号），邮箱13907712468@139.com，"
    "身份证11010519491231002X，车牌桂A·12345，QQ345670981。"
)


def test_every_kind_is_found_in_one_text() -> None:
    found = marked(TEXT, entities(TEXT))
    assert found[-5:] == [
        ("139 0771 2468", "mobile"),
        ("13907712468@139.com", "email"),
        ("11010519491231002X", "id_number"),
        ("桂A·12345", "plate"),
        ("345670981", "QQ"),
    ]
    assert ("农建业", "name") in found
    assert any(kind == "address" and "翠竹小区" in word for word, kind in found)


def test_the_row_is_sorted_and_nothing_overlaps() -> None:
    found = entities(TEXT)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_texts_read_together_are_read_alike() -> None:
    texts = [TEXT, "", "联系农建业", TEXT[:40]]
    assert entities_of_all(texts) == [entities(text) for text in texts]


def test_a_name_in_an_address_is_the_addresses_and_a_number_cuts_an_address_short() -> None:
    address, name, mobile = Entity(0, 16, "address"), Entity(2, 5, "name"), Entity(10, 21, "mobile")
    assert without_overlaps([name, address]) == (address,)
    assert without_overlaps([address, mobile]) == (Entity(0, 10, "address"), mobile)


def test_a_landline_stands_in_the_json_as_phone_and_as_mobile() -> None:
    assert as_json([Entity(0, 12, "phone"), Entity(20, 31, "mobile", ("vx",))]) == [
        {"start": 0, "end": 12, "type": "phone"},
        {"start": 0, "end": 12, "type": "mobile"},
        {"start": 20, "end": 31, "type": "mobile"},
        {"start": 20, "end": 31, "type": "vx"},
    ]


def test_a_text_without_personal_data_has_none() -> None:
    assert entities("") == ()
    assert numbers("请加强对12345热线的管理，问题编号120210070900018，防绩发〔2019〕3号。") == ()


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 50_000, "1-" * 50_000, "1 " * 50_000, "@" * 100_000, "a@" * 50_000, "a.b@" * 25_000, "45*" * 33_000),
        *("QQ12345678," * 9_000, "微信 " * 30_000, "3栋" * 30_000, "一" * 100_000, "138" * 33_000, "+1 " * 33_000),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_take_no_longer_than_their_length(text: str) -> None:
    began = time.process_time()
    numbers(text)
    assert time.process_time() - began < 10  # a rule that goes back over the text would need minutes


def test_half_a_surrogate_pair_is_a_character_like_others() -> None:
    text = "\ud800" * 250 + "，电话13907712468"
    assert marked(text, entities(text))[-1] == ("13907712468", "mobile")


def test_ten_thousand_different_names_are_not_each_sought_in_the_whole_text() -> None:
    given = [chr(0x4E00 + at) for at in range(100)]
    every = [f"农{one}{two}" for one in given for two in given]
    text = "、".join(every)
    spans = [(at, at + 3) for at in range(0, len(text), 4)]
    words = [Token(start, end, text[start:end], "PER") for start, end in spans]
    began = time.perf_counter()
    assert len(list(_repeated(text, words, spans))) == len(every)
    assert time.perf_counter() - began < 0.5


def test_the_end_of_a_line_is_no_part_of_a_name_or_an_address() -> None:
    text = "我叫张建国\n我住幸福小区3栋2单元501室\n请解决"
    assert marked(text, entities(text)) == [("张建国", "name"), ("幸福小区3栋2单元501室", "address")]
