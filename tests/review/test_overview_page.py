"""The overview as people open it: who sees what, what it is asked for, the workbook, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from browsing import DESK, PHONE, chromium, served, window
from openpyxl.workbook import Workbook
from served import PASSWORD, SCHOOLS, SECRET, WATER, Office, office

from corpus.review_schema import items
from review.items import item
from review.ledger import Reviewing

FORMULA = '=HYPERLINK("http://x.cn","点我")'
SCRIPT = "<script>alert(1)</script>局"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    """The first two comments of the schools are decided, one of them as proposed."""
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as made:
        desk = Reviewing(made.engine, made.people["reviewer"])
        for key, lead in (("n4", SCHOOLS), ("n5", WATER)):
            seen = item(made.engine, desk.person, made.ids[key])
            verdict = type(seen.standing)(lead, (), "教育", "建设性")
            desk.decide(seen.id, seen.seq, verdict)
        yield made


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def workbook(here: Office, login: str, address: str) -> Workbook:
    answer = here.client(login).get(address)
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content))


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(min_row=3, values_only=True))


@pytest.mark.parametrize("login", ["reader", "reviewer", "lead", "admin"])
def test_who_sees_everything_sees_all_of_it(here: Office, login: str) -> None:
    answer = here.client(login).get(f"/batches/{here.batch}/overview")
    assert answer.status_code == 200
    text = words(answer.text)
    for part in (
        "三月来文总览",
        "全部 6",
        "已定 2（33.3%）",
        "各审核人",
        "张敏",
        "首选采纳率 50.0%（1/2）",
        "领域 × 牵头单位",
    ):
        assert part in text


def test_a_department_sees_the_figures_of_its_own_items(here: Office) -> None:
    """Two that the notice gives it, and one that was decided."""
    answer = here.client("water").get(f"/batches/{here.batch}/overview")
    text = words(answer.text)
    assert "全部 3" in text
    assert "只含本单位事项" in text
    for foreign in (SCHOOLS, SECRET, "审核人", "采纳率", "张敏", "来文期限"):
        assert foreign not in text


def test_a_department_gets_a_workbook_of_its_own_items(here: Office) -> None:
    book = workbook(here, "water", f"/batches/{here.batch}/overview.xlsx")
    assert rows(book, "单位进度") == [
        ("牵头单位", "已定", "未定", "合计", "占比"),
        (WATER, 1, 2, 3, pytest.approx(1 / 3)),
        ("合计", 1, 2, 3, pytest.approx(1 / 3)),
    ]
    assert not {"审核人", "每日", "采纳率按月", "来文期限"} & {*book.sheetnames}


def test_another_departments_batch_is_not_there_for_it(here: Office) -> None:
    client = here.client("water")
    for end in ("overview", "overview.xlsx"):
        assert client.get(f"/batches/{here.foreign_batch}/{end}").status_code == 404
    assert "四月来文" not in client.get("/overview").text


@pytest.mark.parametrize("address", ["/overview", "/overview.xlsx", "/batches/1/overview", "/batches/1/overview.xlsx"])
def test_nobody_gets_in_without_a_session(here: Office, address: str) -> None:
    answer = here.client().get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_all_batches_are_compared_and_lead_to_their_own_overview(here: Office) -> None:
    page = here.client("lead").get("/overview?kind=建设性").text
    text = words(page)
    assert "各批次进度" in text
    assert re.search(r"三月来文 2 4 6 33\.3%", text)
    assert re.search(r"四月来文 0 1 1 0\.0%", text)
    assert f'href="/batches/{here.batch}/overview?kind=%E5%BB%BA%E8%AE%BE%E6%80%A7"' in page


def test_a_cell_leads_to_the_list_of_its_items(here: Office) -> None:
    page = unescape(here.client("lead").get(f"/batches/{here.batch}/overview?state=decided").text)
    wanted = f"/batches/{here.batch}?state=decided&domain=%E6%95%99%E8%82%B2&lead=%E5%B8%82%E6%B0%B4%E5%88%A9%E5%B1%80"
    assert re.search(re.escape(f'href="{wanted}"') + r"[^>]*>1<", page)


def test_what_was_asked_for_stays_chosen_and_can_be_taken_back(here: Office) -> None:
    page = here.client("lead").get(f"/batches/{here.batch}/overview?state=decided&kind=建设性").text
    assert '<option value="decided" selected>' in page
    assert '<option value="建设性" selected>' in page
    assert '<a href="?">清除</a>' in page
    assert f"/batches/{here.batch}/overview.xlsx?state=decided&amp;kind=%E5%BB%BA" in page


def test_a_filter_without_items_says_so(here: Office) -> None:
    assert "没有符合条件的事项" in here.client("lead").get(f"/batches/{here.batch}/overview?year=1999").text
    assert "没有这个状态的事项" in here.client("lead").get(f"/batches/{here.batch}/overview?state=once").text
    assert here.client("lead").get(f"/batches/{here.batch}/overview.xlsx?year=1999").status_code == 200


@pytest.mark.parametrize("query", ["state=nope", "year=x", "kind=%00"])
def test_a_filter_that_makes_no_sense_is_refused(here: Office, query: str) -> None:
    for end in ("overview", "overview.xlsx"):
        assert here.client("lead").get(f"/batches/{here.batch}/{end}?{query}").status_code == 422


def test_a_batch_that_there_is_not_is_not_found(here: Office) -> None:
    assert here.client("lead").get("/batches/99/overview").status_code == 404


def test_numbers_of_the_workbook_are_numbers_and_add_up(here: Office) -> None:
    book = workbook(here, "lead", f"/batches/{here.batch}/overview.xlsx")
    assert rows(book, "领域×牵头单位") == [
        ("领域", SCHOOLS, WATER, "合计"),
        ("教育", 1, 1, 2),
        ("水利与饮水", 0, 2, 2),
        ("未分领域", 2, 0, 2),
        ("合计", 3, 3, 6),
    ]
    assert rows(book, "审核人")[1:] == [("张敏", 2, 2)]
    assert book["采纳率按月"]["D4"].number_format == "0.0%"
    assert book["每日"]["A4"].is_date


def test_the_name_of_the_workbook_is_that_of_the_batch(here: Office) -> None:
    answer = here.client("lead").get(f"/batches/{here.batch}/overview.xlsx")
    assert (
        "filename*=UTF-8''%E4%B8%89%E6%9C%88%E6%9D%A5%E6%96%87%E6%80%BB%E8%A7%88.xlsx"
        in (answer.headers["content-disposition"])
    )


def test_what_somebody_wrote_stays_text_on_the_page_and_in_the_workbook(here: Office) -> None:
    with here.engine.begin() as connection:
        for key, lead in (("n4", FORMULA), ("n5", SCRIPT)):
            connection.execute(sa.update(items).where(items.c.id == here.ids[key]).values(lead=lead))
    client = here.client("lead")
    page = client.get(f"/batches/{here.batch}/overview").text
    assert "<script>alert" not in page
    assert SCRIPT in unescape(page)
    sheet = workbook(here, "lead", f"/batches/{here.batch}/overview.xlsx")["单位进度"]
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (cells[FORMULA], cells[SCRIPT]) == ("s", "s")


def test_the_page_keeps_to_the_policy_of_no_style_and_no_script_in_it(here: Office) -> None:
    page = here.client("lead").get(f"/batches/{here.batch}/overview").text
    assert not re.search(r"<[^>]*\sstyle=", page)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert page.count('role="img"') >= 5


def test_nothing_is_cut_on_a_desk_and_on_a_phone(here: Office) -> None:
    """The page is never wider than its window, and every text of a chart lies within the chart."""
    outside = """() => [...document.querySelectorAll('svg.chart')].flatMap(chart => {
        const frame = chart.getBoundingClientRect()
        return [...chart.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect()
            return box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 2
        }).map(text => text.textContent)
    })"""
    with here.engine.begin() as connection:
        long = "市卫生健康委员会（市中医药管理局、市疾病预防控制局）"
        connection.execute(sa.update(items).where(items.c.id == here.ids["n4"]).values(lead=long))
    with served(here.app) as address, chromium() as browser:
        for size in (DESK, PHONE):
            with window(browser, size) as (_, page):
                page.goto(f"{address}/login")
                page.fill("[name=login]", "lead")
                page.fill("[name=password]", PASSWORD)
                page.click("main button")
                page.goto(f"{address}/batches/{here.batch}/overview")
                assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
                assert page.evaluate(outside) == []
