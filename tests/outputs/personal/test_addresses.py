import pytest
from letters_of_citizens import TEXTS, found_and_right

from outputs.personal.addresses import addresses, addresses_in
from outputs.personal.tagger import tokens


def in_text(text):
    return [text[place.start : place.end] for place in addresses(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我家住在锦江路77号院，楼上漏水。", "锦江路77号院"),
        ("家住人民路12号3栋2单元501，没有暖气。", "人民路12号3栋2单元501"),
        ("我是清溪县石桥镇大湾村3组12号的村民。", "清溪县石桥镇大湾村3组12号"),
        ("住址：滨江花园B区7栋1102", "滨江花园B区7栋1102"),
        ("3栋2单元501没水。", "3栋2单元501"),
        ("上塘村8组76号楼道里没有灯。", "上塘村8组76号"),
        ("我在环城东路被撞了。", "环城东路"),
        ("从望江西桥站坐不上车。", "望江西桥站"),
        ("孩子在石塘镇中心小学读书。", "石塘镇中心小学"),
        ("他人在东莞，电话不接。", "东莞"),
    ],
)
def test_a_place_is_found_with_its_bounds(text, place):
    assert in_text(text) == [place]


def test_a_place_before_a_thing_tells_its_kind():
    assert in_text("现在是北京时间九点。") == []


def test_a_country_alone_before_a_thing_is_no_place():
    assert in_text("他爱看美国电影。") == []


def test_a_place_that_the_writer_left_out_is_none():
    assert in_text("他在深圳某公司上班。") == []


@pytest.mark.parametrize(
    "text",
    [
        "县医院挂号难。",
        "我们小区的电梯坏了。",
        "城中村的路太窄。",
        "安置区没有学校。",
        "本月5号，6号停水。",
        "12月23号2楼漏水。",
        "请看第3号文件。",
        "2号线什么时候通车？",
        "",
    ],
)
def test_kinds_of_places_and_numbers_of_other_things_are_none(text):
    assert in_text(text) == []


def test_a_text_has_the_same_places_alone_and_among_others():
    among = [addresses_in(text, words) for text, words in zip(TEXTS, tokens(TEXTS), strict=True)]
    assert [addresses(text) for text in TEXTS[::25]] == among[::25]


def test_places_in_letters_of_citizens():
    found, right = found_and_right(
        "address", [addresses_in(text, words) for text, words in zip(TEXTS, tokens(TEXTS), strict=True)]
    )
    assert found >= 0.97
    assert right >= 0.96
