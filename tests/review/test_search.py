"""Full-text search in a batch: what is found, what is not, and that no sign of a query means anything but itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import desk, filled, key_of, opened, published, task

from review.filters import Filter
from review.items import count, page
from review.ledger import Reviewing
from review.refusals import RefusedError
from review.search import grams

TEXTS = (
    "滨河路路灯不亮，夜里看不清。",  # 1
    "学校门口的灯光太暗，路面也不平。",  # 2
    "小区ＷｉＦｉ信号差，２０２５年一直没修。",  # 3
    "办事大厅 wifi 连不上。",  # 4
    "办结率 100%_？不见得！",  # 5
    "路灯",  # 6
    "𫠠村的井水发黄；井盖\\丢了。",  # 7
    "😀停水了，\u200f电话 0371-12345 打不通",  # 8
)


@pytest.fixture(scope="module")
def zhang(shared_url: str) -> Iterator[Reviewing]:
    with opened(shared_url) as engine:
        filled(engine, [task(n, text) for n, text in enumerate(TEXTS, 1)])
        yield desk(engine, "zhang")


def found(who: Reviewing, words: str) -> list[int]:
    """The places of the items that a query finds."""
    with who.engine.connect() as connection:
        batch = connection.scalar(sa.text("SELECT min(id) FROM batch"))
    lines = page(who.engine, who.person, batch, Filter(state="all", q=words)).lines
    assert count(who.engine, who.person, batch, Filter(state="all", q=words)) == len(lines)
    keys = {key_of(who.engine, place): place for place in range(1, len(TEXTS) + 1)}
    return sorted(keys[line.id] for line in lines)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("路灯", [1, 6]),
        ("灯路", []),
        ("门口", [2]),
        ("路灯不亮", [1]),
        ("路灯 看不清", [1]),
        ("看不清\u3000路灯", [1]),
        ("路面 路灯", []),
        ("门口路面", []),
        ("wifi", [3, 4]),
        ("WIFI", [3, 4]),
        ("ｗｉｆｉ", [3, 4]),
        ("wif", [3, 4]),
        ("2025", [3]),
        ("２０２５", [3]),
        ("12345", [8]),
        ("0371-12345", [8]),
        ("灯", [1, 2, 6]),
        ("黄", [7]),
        ("𫠠", [7]),
        ("𫠠村", [7]),
        ("W", [3, 4]),
        ("5", [3, 5, 8]),
        ("😀", [8]),
        ("？", [5]),
        ("%", [5]),
        ("_", [5]),
        ("%_", [5]),
        ("\\", [7]),
        ("100%", [5]),
        ("1_0", []),
        ("路%灯", []),
        ("井盖\\丢", [7]),
        ("水了，", [8]),
        ("绝无此词", []),
    ],
)
def test_a_query_finds_what_holds_every_word_of_it(zhang: Reviewing, words: str, places: Sequence[int]) -> None:
    # 5 stands in 2025, in 12345, and in the number of the fifth.
    assert found(zhang, words) == places


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        '路灯"',
        '" OR "路灯',
        "路灯 OR 不亮 NOT x",
        "grams:路灯",
        "NEAR(路灯 不亮)",
        "{路灯}",
        "'; DROP TABLE item; --",
        "路*灯",
        "^路灯",
        ":grams",
        "\u202e路灯x",
        "\ufffd",
        "\u0301",
        "﷽﷽﷽",
        "ß",
        "İ",
    ],
)
def test_no_sign_of_a_query_is_a_command(zhang: Reviewing, words: str) -> None:
    assert found(zhang, words) == []
    assert found(zhang, "路灯") == [1, 6]


@pytest.mark.parametrize("words", ["", " ", "\u3000\t\n"])
def test_an_empty_query_says_nothing(zhang: Reviewing, words: str) -> None:
    assert found(zhang, words) == [*range(1, len(TEXTS) + 1)]


@pytest.mark.parametrize("words", ["\x00", "路\x00灯", "\ud800", "长" * 201])
def test_what_no_database_can_look_for_is_refused(zhang: Reviewing, words: str) -> None:
    with pytest.raises(RefusedError):
        found(zhang, words)


def test_an_item_is_found_by_its_number_and_by_a_part_of_it(zhang: Reviewing) -> None:
    assert found(zhang, "Q1-0007") == found(zhang, "q1-0007") == found(zhang, "0007") == [7]
    assert found(zhang, "0007 井水") == [7]
    assert found(zhang, "0007 路灯") == []


def test_digits_are_found_in_their_order_alone(any_url: str) -> None:
    with opened(any_url) as engine:
        numbers = ("1111", "1121", "2111")
        batch = filled(engine, [task(n, "路灯不亮", number=number) for n, number in enumerate(numbers)])
        who = desk(engine, "zhang")
        for words, expected in (("1111", 1), ("111", 2), ("121", 1), ("11", 3), ("2112", 0)):
            assert count(engine, who.person, batch, Filter(q=words)) == expected, words


def test_the_longest_query_and_a_text_of_100_kilobytes_find_each_other(any_url: str) -> None:
    signs = "".join(chr(0x4E00 + n * 37 % 20000) for n in range(35_000))
    assert len(signs.encode()) > 100_000
    with opened(any_url) as engine:
        batch = filled(engine, [task(1, signs), task(2, signs[::-1])])
        who = desk(engine, "zhang")
        for piece in (signs[-200:], signs[17_000:17_200], signs[5:7]):
            lines = page(engine, who.person, batch, Filter(q=piece)).lines
            assert key_of(engine, 1) in [line.id for line in lines]
        assert count(engine, who.person, batch, Filter(q=signs[-200:])) == 1


def test_a_text_that_is_read_anew_is_found_by_its_new_words_alone(any_url: str) -> None:
    with opened(any_url) as engine:
        batch = filled(engine, [task(1, "路灯不亮"), task(2, "井盖丢了")])
        who = desk(engine, "zhang")
        published(engine, [task(1, "路灯已亮"), task(2, "井盖丢了")])
        for words, expected in (("不亮", 0), ("已亮", 1), ("路灯", 1), ("井盖", 1), ("0001", 1)):
            assert count(engine, who.person, batch, Filter(q=words)) == expected, words


def test_the_search_is_of_one_batch(any_url: str) -> None:
    with opened(any_url) as engine:
        filled(engine, [task(1, "路灯不亮")])
        other = filled(engine, [replace(task(2, "路灯不亮"), key="other")], "二季度")
        who = desk(engine, "zhang")
        assert count(engine, who.person, other, Filter(q="路灯")) == 1


def test_a_text_is_known_by_its_letters_and_by_those_that_are_neighbours() -> None:
    assert grams("路灯，亮 A1") == ("路", "灯", "路灯", "亮", "a", "1", "a1")
    assert grams("％！ ") == ()
    assert grams("ＡｂＡｂ") == ("a", "b", "ab", "ba")
