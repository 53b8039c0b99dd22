"""The report as a page: it needs nothing, and its charts say what its tables say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from invented_batch import MADE_ON, batch
from lxml import html
from statistics_made import batch_of, comment

from outputs.statistics.page import page
from outputs.statistics.statistics import statistics


@pytest.fixture(scope="module")
def shown() -> str:
    return page(statistics(batch()), MADE_ON)


def test_the_page_loads_nothing_and_runs_nothing(shown: str) -> None:
    assert "<script" not in shown
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", shown)
    assert "url(" not in shown
    assert "default-src 'none'" in shown


def test_every_chart_has_a_title_words_and_a_table_beside_it(shown: str) -> None:
    tree = html.fromstring(shown)
    charts = tree.xpath("//svg")
    assert charts
    for chart in charts:
        title, desc = chart.xpath("./title"), chart.xpath("./desc")
        assert title[0].text
        assert desc[0].text
        assert {title[0].get("id"), desc[0].get("id")} == set(chart.get("aria-labelledby").split())
        assert chart.getparent().getparent().xpath(".//table")


def test_no_two_things_of_the_page_have_one_name(shown: str) -> None:
    names = re.findall(r'\bid="([^"]+)"', shown)
    assert len(names) == len(set(names))


def test_sections_are_numbered_and_listed_at_the_top(shown: str) -> None:
    tree = html.fromstring(shown)
    heads = [head.text for head in tree.xpath("//h2")]
    assert heads[:2] == ["一、总体情况", "二、领域"]
    assert [link.get("href")[1:] for link in tree.xpath("//nav/a")] == [head.get("id") for head in tree.xpath("//h2")]


def test_a_total_stands_in_the_foot_of_its_table(shown: str) -> None:
    tree = html.fromstring(shown)
    feet = tree.xpath("//tfoot/tr")
    assert feet
    assert all(foot.xpath("./td")[0].text in ("合计", "已核定") for foot in feet)


def test_what_looks_like_markup_or_turns_the_line_is_text() -> None:
    old = comment("x", "<img src=x onerror=alert(1)>桥\u202e面")
    made = replace(batch_of(comment("a", lead="<b>局</b>")), last_year=(old,), returned={"a": (old,)})
    shown = page(statistics(made), MADE_ON)
    assert "<img" not in shown
    assert "<b>局" not in shown
    assert "\u202e" not in shown


def test_a_long_name_of_a_unit_is_whole_in_chart_and_table() -> None:
    name = "市大数据和行政审批服务管理局（市政务公开中心、营商环境办公室、市民热线受理中心）"
    shown = page(statistics(batch_of(comment("a", given_lead=name), comment("b"))), MADE_ON)
    tree = html.fromstring(shown)
    labels = "".join(
        text.xpath("string(./text())") for text in tree.xpath("//svg[contains(@aria-labelledby, 'units')]//text")
    )
    assert name in labels.replace("\n", "")
    assert "…" not in labels
