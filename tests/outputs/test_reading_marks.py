"""Marks over a text: whatever overlaps, the text stays whole, and every mark leads to its record."""

from __future__ import annotations

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

from outputs.reading.marks import Mark, marked, segments
from outputs.reading.visible import html, visible

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("县绩效办2025年<>&\"'\n\t \x00\u202e\ud800"), st.characters()))

REPEATABLE = settings(deadline=None, derandomize=True, database=None)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and marks over it: nested, crossing, equal, empty, beyond its end."""
    text = draw(TEXTS)
    bound = st.integers(-2, len(text) + 3)
    pairs = draw(st.lists(st.tuples(bound, bound), max_size=8))
    kinds = st.sampled_from(["deadlines", "checks", "notice"])
    return text, [Mark(draw(kinds), f"r{n}", "限", start, end) for n, (start, end) in enumerate(pairs)]


def seen_in(content: str) -> str:
    return str(lxml.html.fragment_fromstring(content, create_parent="p").text_content())


@REPEATABLE
@given(marked_texts())
def test_no_character_is_lost_or_said_twice(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    content, _ = marked(text, marks, "t")
    assert seen_in(content) == seen_in(html(text))
    assert "".join(text[piece.start : piece.end] for piece in segments(len(text), marks)) == text


@REPEATABLE
@given(marked_texts())
def test_each_piece_knows_exactly_the_marks_over_it(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    for piece in segments(len(text), marks):
        over = {m.record for m in marks if m.start is not None and m.end is not None and m.start <= piece.start < m.end}
        assert {mark.record for mark in piece.marks} == over


@REPEATABLE
@given(marked_texts())
def test_every_mark_that_has_a_character_begins_once_and_can_be_reached(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    alive = {m.record for m in marks if max(m.start or 0, 0) < min(m.end or 0, len(text))}
    content, places = marked(text, marks, "t")
    ids = [element.get("id") for element in lxml.html.fragment_fromstring(content, create_parent="p").iter("a")]
    assert set(places) == alive
    assert set(places.values()) <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_piece_under_two_marks_leads_to_the_shorter_and_knows_both() -> None:
    text = "请于2025年7月5日前报送市绩效办"
    content, _ = marked(text, [Mark("checks", "whole", "核", 0, len(text)), Mark("deadlines", "day", "限", 2, 12)], "t")
    pieces = lxml.html.fragment_fromstring(content, create_parent="p").findall("a")
    assert [piece.text for piece in pieces] == ["请于", "2025年7月5日前", "报送市绩效办"]
    assert [piece.get("href") for piece in pieces] == ["#whole", "#day", "#whole"]
    assert pieces[1].get("data-r") == "day whole"
    assert pieces[1].get("class") == "m k-deadlines also-checks"
    assert [piece.get("data-k") for piece in pieces] == ["核", "限", None]


def test_a_checked_date_is_first_of_all_a_deadline() -> None:
    marks = [Mark("checks", "weekday", "核", 0, 9), Mark("deadlines", "day", "限", 0, 10)]
    content, _ = marked("5月22日（周五）前", marks, "t")
    first = lxml.html.fragment_fromstring(content, create_parent="p").find("a")
    assert first is not None
    assert (first.get("href"), first.get("data-r")) == ("#day", "day weekday")


def test_a_text_of_markup_is_text() -> None:
    content, _ = marked("<script>alert(1)</script>&amp;", [Mark("notice", "r", "", 1, 7)], "t")
    assert "<script" not in content
    assert seen_in(content) == "<script>alert(1)</script>&amp;"


def test_what_hides_or_turns_other_characters_is_seen() -> None:
    assert visible("甲\x00乙\u202e丙\r丁\ud800\x7f") == "甲␀乙U+202E丙␍丁U+D800U+007F"
    assert visible("一\t二\n三\u3000四\xa0五") == "一\t二\n三\u3000四\xa0五"
    assert html("a\u202eb") == 'a<span class="ctl">U+202E</span>b'
