"""Number plates (GA 36), and what has letters and digits too."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.plates import plates


@pytest.mark.parametrize(
    "written",
    [
        "桂A12345",
        "桂A·12345",
        "桂A 12345",
        "桂 A12345",
        "桂Ａ１２３４５",
        "桂a1b345",
        "桂AB12C3",
        "桂AD12345",
        "桂A12345F",
        "桂AFG1234",
        "桂A1234警",
        "桂A1234学",
        "桂A1234挂",
        "粤Z1234港",
        "粤Z1234澳",
        "桂A12**5",
    ],
)
def test_a_plate_is_found_whole(written: str) -> None:
    assert words(plates, f"那辆{written}又堵在门口") == [written]


def test_behind_its_word_the_province_may_be_missing() -> None:
    assert words(plates, "车牌号A3K785") == ["A3K785"]
    assert words(plates, "编号A3K785") == []


@pytest.mark.parametrize(
    "text",
    [
        "G1234次列车",
        "桂G1234次",
        "G324国道",
        "川S103省道",
        "桂GDP2023年",
        "粤B2B平台",
        "桂AI2345",
        "桂A〔2019〕3号",
        "桂ABCDE5",
        "京A123456789",
        "即使123456",
        "桂林路12号",
    ],
)
def test_trains_roads_and_papers_are_no_plates(text: str) -> None:
    assert words(plates, text) == []
