"""Many comments at once, in a real browser: a whole filter, or those that were picked."""

from __future__ import annotations

from dataclasses import replace

from browsing import choose_unit, decide, go_to_batch, log_in, press, window
from busy_office import POLICE, Busy
from playwright.sync_api import Browser, expect
from reviewing import late, led_by, reviewing, task_of, told

from corpus.records import Act, State
from review.proposals import proposal_of


def test_a_filter_is_accepted_in_one_go_after_its_number_was_shown(browser: Browser, busy: Busy) -> None:
    """Those of one domain, twenty by the batch's making (every sixth of 120); and all of it is one step back."""
    with reviewing(browser, busy, query="state=open&domain=卫生健康") as (page, _):
        wanted = [key for key in busy.numbers if task_of(busy, key).domain == "卫生健康"]
        press(page, "a")
        expect(page.locator("#bulk-number")).to_have_text(str(len(wanted)))
        expect(page.locator("#bulk-body")).to_contain_text("领域：卫生健康")
        assert busy.entries() == ()
        expect(page.locator("#bulk-confirm")).to_be_focused()
        press(page, "Enter")
        expect(page.locator("#bulk-changed")).to_have_text(str(len(wanted)))
        entries = busy.entries()
        assert [told(entry) for entry in entries] == [
            (key, Act.BULK, proposal_of(task_of(busy, key)), State.DECIDED) for key in sorted(wanted)
        ]
        page.click("#bulk-close")
        expect(page.locator("#decided")).to_have_text(str(len(wanted)))
        expect(page.locator("#list")).to_contain_text("没有符合条件的事项")
        press(page, "u")
        expect(page.locator("#decided")).to_have_text("0")
    assert len(busy.entries()) == 2 * len(wanted)


def test_a_number_that_has_changed_since_is_shown_anew_and_nothing_is_done(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy, query="state=open&domain=教育") as (page, server):
        press(page, "a")
        expect(page.locator("#bulk-confirm")).to_be_focused()
        number = int(page.inner_text("#bulk-number"))
        with window(browser) as (_, other):
            log_in(other, server.address, "li")
            go_to_batch(other, server.address, busy.batch, "state=open&domain=教育")
            decide(other, "Enter")
        press(page, "Enter")
        expect(page.locator("#bulk-body [role=alert]")).to_be_visible()
        expect(page.locator("#bulk-number")).to_have_text(str(number - 1))
        assert len(busy.entries()) == 1
        press(page, "Escape")
        expect(page.locator("#bulk")).to_be_hidden()
    assert len(busy.entries()) == 1


def test_picked_comments_are_changed_together(browser: Browser, busy: Busy) -> None:
    """The first, and with Shift the third to the fifth of the list."""
    with reviewing(browser, busy, query="state=open&domain=交通运输") as (page, _):
        order = [int(one.get_attribute("data-id") or 0) for one in page.locator(".line").all()[:5]]
        for keys, at in ((("x", "j"), 1), (("j",), 2), (("x", "j"), 3), (("j",), 4)):
            press(page, *keys)
            expect(page.locator(f"#item[data-id='{order[at]}']")).to_be_attached()
        press(page, "Shift+X")
        expect(page.locator("#picked-number")).to_have_text("4")
        press(page, "a")
        expect(page.locator("#bulk-number")).to_have_text("4")
        expect(page.locator("#bulk-body")).to_contain_text("选中的事项")
        page.click("#bulk-lead-button")
        choose_unit(page, "gaj", POLICE)
        page.select_option("#bulk-form [name=kind]", "其他")
        page.fill("#bulk-form [name=why]", "交警负责")
        page.click("#bulk-confirm")
        expect(page.locator("#bulk-changed")).to_have_text("4")
    picked = [order[0], *order[2:5]]
    entries = busy.entries()
    assert [told(entry) for entry in entries] == [
        (key, Act.BULK, replace(led_by(proposal_of(task_of(busy, key)), POLICE), kind="其他"), State.DECIDED)
        for key in sorted(picked)
    ]
    assert {entry.why for entry in entries} == {"交警负责"}


def test_enter_pressed_before_the_bulk_panel_is_there_decides_nothing(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        page.route("**/bulk?*", late)
        press(page, "a", "Enter", "2")
        page.evaluate("window.go()")
        expect(page.locator("#bulk-confirm")).to_be_focused()
        expect(page.locator("#decided")).to_have_text("0")
    assert busy.entries() == ()


def test_an_enter_that_comes_with_the_panel_decides_nothing(browser: Browser, busy: Busy) -> None:
    """It was meant for the comment that lay there before: ``a`` and Enter in one breath."""
    with reviewing(browser, busy, query="state=open&domain=教育") as (page, _):
        press(page, "a")
        expect(page.locator("#bulk-number")).to_be_visible()
        press(page, "Enter")
        expect(page.locator("#bulk-confirm")).to_be_focused()
        expect(page.locator("#bulk-changed")).to_have_count(0)
    assert busy.entries() == ()
