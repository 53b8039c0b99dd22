from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.matters import SHORTEST, may_have_points, parts


def cut(text: str) -> list[str]:
    return [text[part.start : part.end] for part in parts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "一、柳河桥栏杆断了没人管。二、公交末班车收得太早。",
        "一、柳河桥栏杆断了没人管，二、公交末班车收得太早",
        "1.柳河桥栏杆断了没人管2.公交末班车收得太早",
        "1、柳河桥栏杆断了没人管；2、公交末班车收得太早",
        "（1）柳河桥栏杆断了没人管（2）公交末班车收得太早",
        "①柳河桥栏杆断了没人管②公交末班车收得太早",
        "第一，柳河桥栏杆断了没人管，第二，公交末班车收得太早",
        "首先柳河桥栏杆断了没人管，其次公交末班车收得太早",
        "柳河桥栏杆断了没人管，另外公交末班车收得太早",
        "柳河桥栏杆断了没人管，还有公交末班车收得太早",
        "柳河桥栏杆断了没人管，再就是公交末班车收得太早",
        "柳河桥栏杆断了没人管\n\n公交末班车收得太早",
    ],
)
def test_each_point_of_an_enumeration_is_a_part(text: str) -> None:
    first, second = cut(text)
    assert "栏杆" in first
    assert "末班车" in second
    assert "末班车" not in first


def test_a_part_keeps_its_number_and_its_full_stop() -> None:
    assert cut("一、柳河桥栏杆断了没人管。二、公交末班车收得太早。") == [
        "一、柳河桥栏杆断了没人管。",
        "二、公交末班车收得太早。",
    ]


def test_greeting_and_thanks_belong_to_no_part() -> None:
    assert cut("尊敬的领导：您好！柳河桥栏杆断了没人管。谢谢！") == ["柳河桥栏杆断了没人管。"]


def test_a_short_sentence_goes_with_the_one_before_it() -> None:
    assert cut("柳河桥栏杆断了没人管。太危险！公交末班车收得太早。") == [
        "柳河桥栏杆断了没人管。太危险！",
        "公交末班车收得太早。",
    ]


def test_a_short_first_sentence_goes_with_the_next() -> None:
    assert cut("太危险了！柳河桥栏杆断了没人管。") == ["太危险了！柳河桥栏杆断了没人管。"]


@pytest.mark.parametrize(
    "text",
    [
        "水费从1.5元涨到3.2元，没有一张通知",
        "三、四个月没人来收垃圾，楼道都是味",
        "住在3、4号楼的人天天被油烟熏着",
        "这条路还有没有人来修，问了半年没回音",
        "东边那家搬走了，另外一家还在夜里开工",
        "今年第一批补贴发了，我家一分没见着",
        "同时间段只有一趟车，挤不上去",
    ],
)
def test_numbers_and_words_inside_a_sentence_cut_nothing(text: str) -> None:
    assert cut(text) == [text]


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    assert cut("物业说“爱住不住，没人拦你搬走。”电梯坏了两个月没人来修。") == [
        "物业说“爱住不住，没人拦你搬走。”",
        "电梯坏了两个月没人来修。",
    ]


@pytest.mark.parametrize("text", ["", " \n", "。。！", "谢谢！", "您好，辛苦了。"])
def test_what_says_nothing_has_no_part(text: str) -> None:
    assert parts(text) == ()


def test_a_short_comment_is_one_part() -> None:
    assert cut("路灯不亮") == ["路灯不亮"]


PIECES = st.sampled_from(
    [
        "一、",
        "2.",
        "①",
        "另外",
        "还有",
        "第一，",
        "。",
        "！",
        "\n\n",
        "，",
        " ",
        "您好",
        "谢谢",
        "柳河桥栏杆断了",
        "末班车太早",
        "3",
        "x",
        "”",
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.lists(PIECES, max_size=20).map("".join), st.text(max_size=40)))
def test_no_word_is_lost_or_in_two_parts(text: str) -> None:
    found = parts(text)
    ends = [0, *(place for part in found for place in (part.start, part.end)), len(text)]
    assert ends == sorted(ends)
    outside = "".join(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    assert not re.search(r"[^\W_]", re.sub("您好|谢谢", "", outside))
    for part in found:
        assert text[part.start : part.end].strip() == text[part.start : part.end] != ""
    if len(found) > 1:
        assert all(sum(map(str.isalnum, text[part.start : part.end])) >= SHORTEST for part in found[:-1])


@pytest.mark.parametrize("sign", ["感谢", "一、", "1.", "。", "(", "\n", "另外"])
def test_a_very_long_comment_takes_no_longer_than_its_length(sign: str) -> None:
    start = time.process_time()
    parts(sign * 50_000 + "x")
    assert time.process_time() - start < 2


@given(st.text(st.sampled_from("一二3１④㈡第点、.．，。（）(另外还有首先同时其 桥栏杆断了没人管\n"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_point_is_missed_by_the_quick_look(text: str) -> None:
    assert may_have_points(text) or len(parts(text, points_only=True)) < 2


@pytest.mark.parametrize("text", ["", "柳河桥栏杆断了没人管。公交末班车收得太早。", "桥上3盏路灯坏了5天"])
def test_a_text_without_numbers_of_points_is_seen_at_once(text: str) -> None:
    assert not may_have_points(text)
