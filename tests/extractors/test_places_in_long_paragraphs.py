"""A paragraph of thousands of characters is read in portions; every finding says its place in the whole of it."""

from __future__ import annotations

from functools import cache

import pytest
from documents import document

from corpus.records import Extraction, Source
from extractors.extract import extract

FILLING = "按照部署抓好各项工作，确保落实到位。" * 160
SAID = (
    "根据《澜江市考核办法》（澜政发〔2025〕3号），请于2026年3月10日（星期二）前报送方案。"
    "共收到意见76+138=214条。分两个步骤：一是自查；二是整改。请填写附件7。"
    "市工信局（原市工信委）负责，权重分别为40%、60%。"
)
LONG = FILLING + SAID + FILLING


@cache
def found() -> Extraction:
    return extract(document("澜江市绩效办关于整改工作的通知", "各单位：", LONG, "澜江市绩效办", "2026年2月1日"))


def words(place: Source) -> str:
    assert place.paragraph == 3
    assert place.span is not None
    return LONG[slice(*place.span)]


def test_a_deadline() -> None:
    assert [words(deadline.source) for deadline in found().deadlines] == ["2026年3月10日（星期二）前"]


def test_a_renaming() -> None:
    assert [words(renaming.source) for renaming in found().renamings] == ["市工信局（原市工信委）"]


def test_a_citation() -> None:
    assert found().notice is not None
    places = [place.source for place in found().notice.places if place.field == "cited"]
    assert [words(place) for place in places] == ["澜政发〔2025〕3号"]


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("parts_sum", "76+138=214"),
        ("weekday", "2026年3月10日（星期二）"),
        ("announced_count", "两个步骤"),
        ("annex_mention", "附件7"),
        ("shares", "权重分别为40%、60%"),
    ],
)
def test_a_check(rule: str, place: str) -> None:
    (check,) = (check for check in found().checks if check.rule == rule)
    assert words(check.source) == place


def test_a_heading() -> None:
    text = FILLING + "\n一、加强领导\n" + FILLING
    (heading,) = extract(document("各单位：", text)).outline
    assert heading.source.span is not None
    assert text[slice(*heading.source.span)] == "一、加强领导"


def test_a_signature_at_the_end_of_a_text_without_paragraphs() -> None:
    text = f"澜江市绩效办关于整改工作的通知\n各单位：\n{FILLING}\n澜江市绩效办\n2026年2月1日"
    notice = extract(document(text)).notice
    assert notice is not None
    (day,) = (place.source for place in notice.places if place.field == "date")
    assert day.span is not None
    assert text[slice(*day.span)] == "2026年2月1日"
