import pytest
from letters_of_citizens import TEXTS, found_and_right

from outputs.personal.names import names, names_in
from outputs.personal.tagger import tokens


def in_text(text):
    return [text[name.start : name.end] for name in names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我是覃水生，家住沙坪镇，鱼塘被人放了水。", "覃水生"),
        ("反映人：欧阳文静，电话见信封。", "欧阳文静"),
        ("村民卜建华占了我家的宅基地。", "卜建华"),
        ("局长董平说年底前一定修好。", "董平"),
        ("董平局长说年底前一定修好。", "董平"),
        ("我叫海燕，在城里做保姆。", "海燕"),
        ("这笔钱由任向阳领走了。", "任向阳"),
    ],
)
def test_a_name_is_found_with_its_bounds(text, name):
    assert in_text(text) == [name]


def test_names_in_a_list_stand_apart():
    assert in_text("户主是卜建华、佟志远、成秋菊三人。") == ["卜建华", "佟志远", "成秋菊"]


def test_a_foreign_name_is_one_with_its_parts():
    assert in_text("外教约翰·史密斯没有签证。") == ["约翰·史密斯"]


def test_the_original_of_a_foreign_name_is_a_name():
    assert in_text("外教约翰·史密斯（John Smith）没有签证。") == ["约翰·史密斯", "John Smith"]


def test_a_family_name_with_a_title_leaves_the_name_out():
    assert in_text("张先生您好，王女士反映的水压问题已经解决。") == []


def test_a_name_left_out_by_the_writer_is_none():
    assert in_text("李某某拖欠工资，赵某已经离开本县。") == []


def test_a_family_name_beside_a_telephone_number_is_a_contact():
    assert in_text("联系人：张先生 13800000000") == ["张先生"]


def test_a_name_is_found_again_in_the_same_text():
    text = "我邻居叫佟志远。上个月佟志远把楼道堵了，佟志远说他不怕。"
    assert in_text(text) == ["佟志远"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "任何人不得占用消防通道。",
        "高考期间请禁止工地夜间施工。",
        "请卫健委和文旅局给个答复。",
        "白天不敢开窗，灰尘太大。",
        "",
        "。。。",
    ],
)
def test_words_that_begin_like_a_name_are_none(text):
    assert in_text(text) == []


def test_a_text_has_the_same_names_alone_and_among_others():
    among = [names_in(text, words) for text, words in zip(TEXTS, tokens(TEXTS), strict=True)]
    assert [names(text) for text in TEXTS[::25]] == among[::25]


def test_names_in_letters_of_citizens():
    found, right = found_and_right(
        "name", [names_in(text, words) for text, words in zip(TEXTS, tokens(TEXTS), strict=True)]
    )
    assert found >= 0.97
    assert right >= 0.98


def test_a_number_right_behind_a_name_is_no_part_of_it() -> None:
    text = "有事请找：覃小莲60122913301，家在河口村。"
    [name] = [text[e.start : e.end] for e in names(text)]
    assert name == "覃小莲"
