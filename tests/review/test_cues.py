"""Cues in a text: marked where they stand, and the text stays what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Candidate, Matter, Source, Task, Territory
from review.cues import MARKED, Part, cues_of, parts

TEXT = "学校门口的红绿灯坏了，校门口很堵。"


def marked(found: tuple[Part, ...]) -> list[str]:
    return [piece.text for part in found for piece in part.pieces if piece.marked]


def test_every_place_of_a_cue_is_marked() -> None:
    assert marked(parts(TEXT, ["门口", "红绿灯"])) == ["门口", "红绿灯", "门口"]


def test_cues_that_overlap_or_touch_are_one() -> None:
    assert marked(parts(TEXT, ["学校", "校门", "门口"])) == ["学校门口", "校门口"]
    assert marked(parts("路灯不亮", ["路灯", "不亮"])) == ["路灯不亮"]


def test_width_and_case_do_not_count() -> None:
    assert marked(parts("小区ＷＩＦＩ太慢，wifi断线", ["WiFi"])) == ["ＷＩＦＩ", "wifi"]


def test_a_text_without_cues_is_one_piece() -> None:
    [part] = parts(TEXT, ["桥"])
    assert (part.matter, [piece.text for piece in part.pieces]) == (None, [TEXT])


def test_an_empty_text_has_no_parts() -> None:
    assert parts("", ["桥"]) == ()


def test_matters_are_parts_with_their_number_and_a_cue_ends_with_its_part() -> None:
    matters = (Matter(0, 4, "教育", ()), Matter(6, 9, "医疗", ()))
    found = parts("校门拥堵；另卫生院", ["堵；另", "卫生院"], matters)
    assert [(part.matter, "".join(piece.text for piece in part.pieces)) for part in found] == [
        (1, "校门拥堵"),
        (None, "；另"),
        (2, "卫生院"),
    ]
    assert marked(found) == ["堵", "；另", "卫生院"]


def test_the_words_of_the_reasons_and_the_places_are_cues() -> None:
    task = Task(
        origin="群众意见建议",
        text="",
        source=Source("一.xlsx", "0" * 64),
        candidates=(Candidate("教育局", "教育", 0.8, "学校、接送"), Candidate("公安局", "公安", 0.1, "")),
        territory=(Territory("桥头镇", "桥头镇人民政府"),),
        matters=(Matter(0, 1, "医疗", (Candidate("卫健局", "卫健", 0.5, "卫生院"),)),),
    )
    assert cues_of(task) == ("学校", "接送", "卫生院", "桥头镇", "桥头")


def test_the_words_of_the_offices_own_division_are_cues_without_what_introduces_them() -> None:
    from corpus.terms import terms  # noqa: PLC0415  (only this test reads the table)

    reason = terms("directory")["rules"]["reason"] + "电梯、小区"
    task = Task("群众意见建议", "", Source("一.xlsx", "0" * 64), candidates=(Candidate("住建局", "住建", 0.8, reason),))
    assert cues_of(task) == ("电梯", "小区")


@pytest.mark.parametrize("text", ["路灯" * 50_000, "路 灯" * 33_000])
def test_a_letter_of_100_kilobytes_is_marked_at_once(text: str) -> None:
    assert "".join(piece.text for part in parts(text, ["路灯", "灯"]) for piece in part.pieces) == text


def test_of_thousands_of_cues_the_first_are_marked() -> None:
    assert len(marked(parts("路 灯" * 1_000, ["路", "灯"]))) == MARKED


@given(st.text("路灯ＡaSsßﬁ\n🙂", max_size=30), st.lists(st.text("路灯aSß", max_size=3), max_size=4))
def test_the_pieces_joined_are_the_text(text: str, cues: list[str]) -> None:
    assert "".join(piece.text for part in parts(text, cues) for piece in part.pieces) == text
