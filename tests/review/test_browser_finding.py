"""Finding comments again in a real browser: by words, by filters, and by where one stopped."""

from __future__ import annotations

from browsing import choose_unit, decide, go_to_batch, log_in, press, serving, shown, window
from busy_office import WATER, Busy
from playwright.sync_api import Browser, expect
from reviewing import reviewing, task_of

from corpus.records import Task


def test_a_comment_is_found_by_its_words_within_a_filter(browser: Browser, busy: Busy) -> None:
    """Every sixth comment is about a bank (places 2, 8 … 116), but 2 and 8 are in groups; and 30 is about one, too."""
    with reviewing(browser, busy) as (page, _):
        page.fill("#search", "河堤")
        press(page, "Enter")
        expect(page.locator("#count")).to_contain_text("19")
        press(page, "f")
        expect(page.locator("#filter-state summary")).to_be_focused()
        page.click("#filter-place summary")
        page.click("#filter-place .choices a:has-text('桥头镇')")
        found = {key for key in busy.numbers if _is_bank_at_the_bridge(task_of(busy, key))}
        expect(page.locator(".line")).to_have_count(len(found))
        assert {int(line.get_attribute("data-id") or 0) for line in page.locator(".line").all()} == found
        expect(page.locator("#search")).to_have_value("河堤")


def _is_bank_at_the_bridge(task: Task) -> bool:
    return "河堤" in task.text and any(one.place == "桥头镇" for one in task.territory)


def test_units_are_a_filter_that_is_found_by_pinyin(browser: Browser, busy: Busy) -> None:
    """Three comments whose unit the file itself names; that of others is a proposal, on which nobody acts yet."""
    with reviewing(browser, busy) as (page, _):
        page.click("#filter-unit")
        choose_unit(page, "shuilij", WATER)
        expect(page.locator("#filter-unit")).to_have_text(f"参与单位：{WATER}")
        expect(page.locator(".line")).to_have_count(3)


def test_whoever_comes_back_is_where_they_stopped(browser: Browser, busy: Busy) -> None:
    with serving(busy.app) as server:
        with window(browser) as (_, page):
            log_in(page, server.address, "zhang")
            go_to_batch(page, server.address, busy.batch, "state=open&domain=教育")
            decide(page, "Enter")
            with page.expect_response(f"**/batches/{busy.batch}/place"):
                decide(page, "j")
            left = shown(page)
            page.click("text=退出")
            expect(page).to_have_url(f"{server.address}/login")
        with window(browser) as (_, page):
            log_in(page, server.address, "zhang")
            expect(page.locator(f"#item[data-id='{left}']")).to_be_attached()
            expect(page.locator(f"#line-{left}")).to_be_visible()
            expect(page.locator("#filter-domain summary")).to_have_text("领域：教育")
        with window(browser) as (_, page):
            log_in(page, server.address, "li")
            page.goto(f"{server.address}/batches/{busy.batch}")
            expect(page.locator("#item")).not_to_have_attribute("data-id", str(left))
