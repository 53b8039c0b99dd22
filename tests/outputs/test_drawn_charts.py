"""Charts of the papers, as pictures and as parts of a document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from lxml import etree

from outputs.charts import LETTER, WIDTH, ChartData, Series, drawn_bars, label_lines
from outputs.word.chart_part import chart_block
from outputs.word.layout import PORTRAIT
from outputs.word.measure import ems

SVG = "{http://www.w3.org/2000/svg}"
C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
LONG = "市大数据和行政审批服务管理局（市政务公开中心、营商环境办公室、市民热线受理中心）"
DAY = date(2024, 5, 20)


def chart(*values: tuple[float, ...], stacked: bool = True, names: tuple[str, ...] = ("县教育局", LONG)) -> ChartData:
    series = tuple(Series(f"第{at}种", one) for at, one in enumerate(values, 1))
    return ChartData("各单位", names, series, stacked)


def test_a_long_label_is_broken_and_never_cut() -> None:
    picture = ET.fromstring(drawn_bars("units", chart((3, 1))))
    labels = [
        text.find(f"{SVG}title").tail for text in picture.iter(f"{SVG}text") if text.find(f"{SVG}title") is not None
    ]  # type: ignore[union-attr]
    assert "".join(filter(None, labels)) == f"县教育局{LONG}"


def test_every_text_of_a_chart_with_whole_labels_lies_within_it() -> None:
    picture = ET.fromstring(drawn_bars("units", chart((3, 1), (2, 10_000), stacked=False)))
    high = float(picture.get("height", ""))
    for text in picture.iter(f"{SVG}text"):
        inside = text.find(f"{SVG}title")
        words = (inside.tail if inside is not None else text.text) or ""
        at, wide = float(text.get("x", "")), ems(words) * LETTER
        left = at - wide if text.get("text-anchor") == "end" else at
        assert left >= -0.1, words
        assert left + wide <= WIDTH, words
        assert 0 < float(text.get("y", "")) <= high, words


def test_two_years_are_two_bars_one_below_the_other_with_one_scale() -> None:
    picture = ET.fromstring(drawn_bars("years", chart((4, 1), (2, 8), stacked=False)))
    bars = [rect for rect in picture.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    wide = [float(bar.get("width", "")) for bar in bars]
    assert [round(one / wide[3], 2) for one in wide] == [0.5, 0.25, 0.12, 1.0]  # 4, 2, 1 and 8 of 8
    assert {bar.get("x") for bar in bars} == {bars[0].get("x")}
    assert len({bar.get("y") for bar in bars}) == 4


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [("县教育局", 4, ("县教育局",)), ("县教育局", 3, ("县教育", "局")), ("", 3, ("",)), ("局\n 长", 9, ("局 长",))],
)
def test_a_label_is_broken_between_any_two_characters(words: str, room: float, expected: tuple[str, ...]) -> None:
    assert label_lines(words, room) == expected


def test_the_axis_of_a_stacked_chart_has_room_for_the_longest_bar() -> None:
    part = etree.fromstring(chart_block(chart((30, 7), (4, 1)), 156, DAY).xml.encode())
    (most,) = part.xpath("//c:valAx/c:scaling/c:max/@val", namespaces=C)
    (step,) = part.xpath("//c:valAx/c:majorUnit/@val", namespaces=C)
    assert (most, step) == ("40", "10")  # 34 in steps of 10
    assert part.xpath("//c:grouping/@val", namespaces=C) == ["stacked"]


def test_the_labels_of_a_document_chart_are_broken_and_have_their_room() -> None:
    block = chart_block(chart((3, 1)), 156, DAY)
    part = etree.fromstring(block.xml.encode())
    names = [value.text for value in part.xpath("//c:cat//c:v", namespaces=C)]
    assert names[1].replace("\n", "") == LONG
    left = float(part.xpath("string(//c:layout//c:x/@val)", namespaces=C)) * 156
    # 10.5 pt are 3.7 mm.
    assert max(ems(line) for name in names for line in name.split("\n")) * 3.71 <= left


def test_a_chart_of_thirteen_long_names_stands_on_one_page() -> None:
    names = tuple(f"{LONG}{n}" for n in range(13))
    block = chart_block(chart((1.0,) * 13, (2.0,) * 13, stacked=False, names=names), PORTRAIT.text_width, DAY)
    assert block.height <= PORTRAIT.text_height


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert chart_block(chart((3, 1)), 156, DAY) == chart_block(chart((3, 1)), 156, DAY)
