"""Export and import in a real browser: the file is saved, edited, uploaded, looked at and confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from browsing import DESK, PHONE, chromium, log_in, served, window
from playwright.sync_api import Browser, Page
from served import PASSWORD, Office, office

from corpus.records import Verdict
from review.ledger import Reviewing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_office(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path / 'minyi.db'}") as one:
        yield one


def check_page(page: Page) -> None:
    """Nothing is wider than the window, and the page speaks Chinese."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    words = set(re.findall(r"[A-Za-z]{2,}", page.inner_text("main")))
    assert words <= {"WPS", "Excel", "CSV", "JSONL", "Label", "Studio", "doccano", "xlsx", "csv", "jsonl"}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_workbook_is_saved_edited_and_written_back(
    browser: Browser, open_office: Office, size: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "核定表.xlsx"
    with served(open_office.app) as address, window(browser, size) as (_, page):
        log_in(page, address, "reviewer", PASSWORD)
        page.goto(f"{address}/batches/{open_office.batch}/exchange")
        check_page(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="核定表 .xlsx").click()
        download.value.save_as(path)
        book = openpyxl.load_workbook(path)
        book["核定表"]["J2"] = "市教育局"
        book["核定表"]["O3"] = "<b>已核实</b>"
        book.save(path)
        Reviewing(open_office.engine, open_office.people["second"]).decide(
            open_office.own, 0, Verdict("市林业局", (), "水利与饮水", "建设性")
        )
        page.set_input_files("#file", path)
        assert page.inner_text("#chosen") == "核定表.xlsx"
        page.get_by_role("button", name="上传并查看改动").click()
        page.wait_for_selector("#conflicts")
        check_page(page)
        assert "<b>已核实</b>" in page.inner_text("#changes")
        assert "李强" in page.inner_text("#conflicts")
        page.check(f"[name=c-{open_office.own}-lead][value=file]")
        page.get_by_role("button", name="按所选写入").click()
        assert page.inner_text("[role=status]") == "已写入 2 条。"
        check_page(page)
