"""Charts: what is drawn, that it fits, and that a text stays a text."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from outputs.charts import LETTER, WIDTH, Bar, bars, fitted
from outputs.word.measure import ems
from review.figures.charts import days, heat

SVG = "{http://www.w3.org/2000/svg}"
LONG = "市卫生健康委员会（市中医药管理局、市疾病预防控制局）"


def drawn(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def test_the_longest_bar_takes_the_room_and_the_others_their_share() -> None:
    picture = drawn(bars("leads", "各单位", [Bar("市教育局", (8,), "8"), Bar("市水利局", (2,), "2")]))
    one, other = (float(rect.get("width", "")) for rect in picture.iter(f"{SVG}rect"))
    assert one == pytest.approx(4 * other, abs=0.2)


def test_the_parts_of_a_bar_follow_each_other_and_are_named() -> None:
    picture = drawn(bars("leads", "各单位", [Bar("市教育局", (3, 1), "3/4")], names=("已定", "未定")))
    *_, first, second = picture.iter(f"{SVG}rect")
    assert float(second.get("x", "")) == pytest.approx(
        float(first.get("x", "")) + float(first.get("width", "")), abs=0.2
    )
    assert [rect.findtext(f"{SVG}title") for rect in (first, second)] == ["市教育局：已定 3", "市教育局：未定 1"]
    assert [text.text for text in picture.iter(f"{SVG}text")][:2] == ["已定", "未定"]


def test_a_share_is_drawn_against_the_whole() -> None:
    picture = drawn(bars("hits", "采纳率", [Bar("2026-03", (0.5,), "50.0%"), Bar("2026-04", (1.0,), "100.0%")], most=1))
    half, whole = (float(rect.get("width", "")) for rect in picture.iter(f"{SVG}rect"))
    assert half == pytest.approx(whole / 2, abs=0.2)


def test_every_text_lies_within_the_picture() -> None:
    rows = [Bar(LONG, (10_000, 1), "10000/10001"), Bar("W" * 60, (1, 0), "1/1"), Bar("", (0, 0), "0/0")]
    names = ("已定", "待定", "待复核", "有分歧的以及很长很长的名称")
    picture = drawn(bars("leads", "各单位", rows, names=names))
    for text in picture.iter(f"{SVG}text"):
        words = "".join(text.itertext()) if text.find(f"{SVG}title") is None else text.find(f"{SVG}title").tail or ""  # type: ignore[union-attr]
        at, wide = float(text.get("x", "")), ems(words) * LETTER
        left = at - wide if text.get("text-anchor") == "end" else at
        assert left >= -0.1, words
        assert left + wide <= WIDTH, words


def test_a_name_that_is_too_long_is_cut_and_whole_in_its_title() -> None:
    picture = drawn(bars("leads", "各单位", [Bar(LONG, (1,), "1")]))
    label = next(picture.iter(f"{SVG}text"))
    title = label.find(f"{SVG}title")
    assert title is not None
    assert title.text == LONG
    assert (title.tail or "").endswith("…")


@pytest.mark.parametrize(("room", "expected"), [(100, "市教育局"), (51, "市教育局"), (48, "市教…"), (5, "…")])
def test_a_text_is_cut_to_its_room(room: float, expected: str) -> None:
    assert fitted("市教育局", room) == expected


def test_what_looks_like_markup_or_turns_the_line_is_text() -> None:
    markup = bars("leads", "<b>", [Bar("<script>alert(1)</script>", (1,), "1"), Bar("局\u202e长", (1,), "1")])
    assert "<script" not in markup
    assert "\u202e" not in markup
    assert "<script>alert(1)</script>" in "".join(drawn(markup).itertext())


def test_a_chart_says_in_words_what_it_shows() -> None:
    picture = drawn(bars("leads", "各单位进度", [Bar("市教育局", (3,), "3"), Bar("市水利局", (1,), "1")]))
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "leads-title leads-desc"
    assert picture.findtext(f"{SVG}title") == "各单位进度"
    assert picture.findtext(f"{SVG}desc") == "市教育局 3；市水利局 1"


def test_each_day_has_its_bar_and_every_seventh_its_date() -> None:
    picture = drawn(days("days", "每日", [(f"03-{day:02}", day % 5) for day in range(1, 31)]))
    assert len([*picture.iter(f"{SVG}rect")]) == 30
    labels = [text.text for text in picture.iter(f"{SVG}text")]
    assert labels == ["4", "0", "03-02", "03-09", "03-16", "03-23", "03-30"]


def test_charts_of_nothing_are_drawn() -> None:
    assert drawn(bars("leads", "各单位", [])).get("height") == "0"
    assert drawn(days("days", "每日", [("03-01", 0)])).findtext(f"{SVG}desc") == "无"


def test_no_chart_has_a_style_or_a_script() -> None:
    markup = bars("leads", "各单位", [Bar("市教育局", (1, 1), "1")], names=("已定", "未定")) + days(
        "d", "每日", [("03-01", 1)]
    )
    assert "style" not in markup
    assert "script" not in markup


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, 1), (20, 1), (21, 2), (99, 5), (100, 5), (300, 5)])
def test_the_most_is_darkest_and_nothing_is_white(number: int, expected: int) -> None:
    assert heat(number, 100) == expected
