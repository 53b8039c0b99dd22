"""Two reviewers at one comment, and a server that goes down: nothing is lost, and nothing counts twice."""

from __future__ import annotations

from browsing import decide, go_to_batch, log_in, other_than, press, shown, window
from busy_office import Busy
from playwright.sync_api import Browser, Route, expect
from reviewing import reviewing, task_of


def test_the_second_of_two_reviewers_is_told_and_keeps_the_others_word(browser: Browser, any_busy: Busy) -> None:
    office = any_busy
    with reviewing(browser, office) as (page, server), window(browser) as (_, other):
        here = shown(page)
        log_in(other, server.address, "li")
        go_to_batch(other, server.address, office.batch)
        assert shown(other) == here
        decide(other, "2")
        press(page, "3")
        conflict = page.locator("#conflict")
        expect(conflict).to_contain_text("李强 已先行处理")
        theirs, mine = (one.department for one in task_of(office, here).candidates[1:])
        expect(conflict.locator("tbody tr")).to_have_count(1)
        expect(conflict.locator("tbody td").nth(0)).to_have_text(theirs)
        expect(conflict.locator("tbody td").nth(1)).to_have_text(mine)
        expect(page.locator("#keep-theirs")).to_be_focused()
        press(page, "Enter")
        expect(page.locator("#clash")).to_be_hidden()
        expect(page.locator("#item[data-state=decided] #lead-button")).to_have_text(theirs)
        expect(page.locator("#history")).to_contain_text("李强")
    [entry] = office.entries()
    assert (entry.person, entry.after.lead) == ("李强", theirs)


def test_the_second_of_two_reviewers_overrides_on_purpose_and_both_are_in_the_ledger(
    browser: Browser, busy: Busy
) -> None:
    with reviewing(browser, busy) as (page, server), window(browser) as (_, other):
        here = shown(page)
        log_in(other, server.address, "li")
        go_to_batch(other, server.address, busy.batch)
        decide(other, "2")
        press(page, "3")
        expect(page.locator("#keep-theirs")).to_be_focused()
        press(page, "Tab")
        decide(page, "Enter")
    theirs, mine = (one.department for one in task_of(busy, here).candidates[1:])
    assert [(e.person, e.seq, e.before.lead, e.after.lead) for e in busy.entries()] == [
        ("李强", 1, task_of(busy, here).candidates[0].department, theirs),
        ("张敏", 2, theirs, mine),
    ]


def test_a_key_pressed_while_the_server_is_down_arrives_once_when_it_is_back(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, server):
        here = shown(page)
        server.stop()
        press(page, "2")
        expect(page.locator("#messages .warning")).to_contain_text("未保存，重试中")
        assert shown(page) == here
        assert busy.entries() == ()
        server.start()
        other_than(page, here)
        expect(page.locator("#messages .warning")).to_have_count(0)
        decide(page, "Enter")
    first, second_one = busy.entries()
    assert (first.item, first.after.lead) == (here, task_of(busy, here).candidates[1].department)
    assert second_one.item != here


def test_a_decision_whose_answer_was_lost_is_sent_again_and_counts_once(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        here = shown(page)
        lost = []

        def lose(route: Route) -> None:
            if lost:
                route.continue_()
                return
            lost.append(route.fetch().status)
            route.abort()

        page.route(f"**/items/{here}/decide", lose)
        decide(page, "2")
        expect(page.locator("#decided")).to_have_text("1")
    assert lost == [200]
    assert [entry.item for entry in busy.entries()] == [here]
