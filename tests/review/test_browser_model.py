"""The page of the model in a browser: it fits on both screens, and a lead takes a decision off the list."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESK, PHONE, log_in, serving, settled, window
from playwright.sync_api import Browser, Page, expect
from served import SCHOOLS, WATER, Office, office

from corpus.records import Verdict
from review.learning import dissents, model_record
from review.learning.dissents import Found
from review.learning.model_record import Trained
from review.ledger import Reviewing

BUTTON = "不是问题"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Office]:
    """Two decisions that stand alone, and a year of trainings."""
    with office(f"sqlite:///{tmp_path / 'minyi.db'}", retrain=lambda: None, retrain_after=100) as town:
        for key in ("n4", "n5"):
            Reviewing(town.engine, town.people["reviewer"]).decide(town.ids[key], 0, Verdict(WATER, kind="建设性"))
        neighbours = tuple(town.ids.values())
        found = [Found(town.ids[key], 1, {"lead": SCHOOLS, "domain": "教育"}, 6, neighbours) for key in ("n4", "n5")]
        dissents.keep(town.engine, found)
        for month in range(1, 13):
            at = datetime.datetime(2025, month, 9, 1, 0, tzinfo=datetime.UTC)
            one = Trained(at, f"{month:012x}", 100_000, 0, 12_345, 10_000, 10_001, month != 3, 100_000)
            model_record.keep(town.engine, one)
        yield town


def opened(page: Page, address: str) -> None:
    log_in(page, address, "lead")
    page.goto(f"{address}/model")
    settled(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_is_not_wider_than_the_screen(town: Office, browser: Browser, size: dict[str, int]) -> None:
    with serving(town.app) as server, window(browser, size) as (_, page):
        opened(page, server.address)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_decision_that_is_right_goes_from_the_list_at_once(town: Office, browser: Browser) -> None:
    with serving(town.app) as server, window(browser) as (_, page):
        opened(page, server.address)
        buttons = page.get_by_role("button", name=BUTTON)
        expect(buttons).to_have_count(2)
        buttons.first.click()
        expect(buttons).to_have_count(1)
        page.reload()
        expect(buttons).to_have_count(1)


def test_a_lead_starts_a_training_and_is_told(town: Office, browser: Browser) -> None:
    with serving(town.app) as server, window(browser) as (_, page):
        opened(page, server.address)
        page.get_by_role("button", name="现在训练").click()
        expect(page.get_by_role("status")).to_contain_text("训练已在后台开始")
