"""The pages of leads and administrators on a desk's screen and on a phone: none is wider than the screen."""

from __future__ import annotations

import pytest
from browsing import DESK, PHONE, log_in, serving, settled, window
from busy_office import COMMENTS, Busy
from playwright.sync_api import Browser

from review.filters import Filter
from review.ledger import Change, Reviewing
from review.seals import reopen, seal


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_is_wider_than_the_screen(busy: Busy, browser: Browser, size: dict[str, int]) -> None:
    who = busy.people["lead"]
    Reviewing(busy.engine, who).bulk(busy.batch, Filter(), Change(note="请" * 200), COMMENTS)
    for version in (1, 2):
        seal(busy.engine, who, busy.batch)
        reopen(busy.engine, who, busy.batch, f"第{version}次更正")
    with serving(busy.app) as server, window(browser, size) as (_, page):
        log_in(page, server.address, "admin")
        here = f"/batches/{busy.batch}"
        addresses = (f"{here}/lead", f"{here}/lead/assign?state=all", f"{here}/ledger", f"{here}/ledger/1")
        for address in (*addresses, f"{here}/seals/2/differences", "/people", f"/people/{who.id}", "/account"):
            page.goto(server.address + address)
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
