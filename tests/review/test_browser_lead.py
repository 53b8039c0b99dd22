"""A lead in a real browser: assigning, blind double review and its settling, reporting, opening again, the ledger."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from browsing import decide, go_to_batch, log_in, press, serving, shown, window
from busy_office import COMMENTS, Busy, comments
from playwright.sync_api import Browser, Page, expect

from corpus.records import Act, State
from review.seals import seals_of, verify

TASKS = {task.number: task for task in comments()}
SECRET = "先看过现场再说"
"""What the first of two reviewers notes, and the second must not read before their own word."""


def departments(office: Busy, item: int) -> list[str]:
    """The three that are proposed for an item."""
    return [one.department for one in TASKS[office.numbers[item]].candidates]


def lead_page(page: Page, address: str, office: Busy) -> None:
    page.goto(f"{address}/batches/{office.batch}/lead")
    expect(page.get_by_role("heading", name="分派")).to_be_visible()


def test_two_reviewers_decide_blindly_and_a_lead_settles_what_they_disagree_on(
    browser: Browser, any_busy: Busy
) -> None:
    """The first comment is disputed (second and third proposal), on the second both say the same."""
    office = any_busy
    with (
        serving(office.app) as server,
        window(browser) as (_, first),
        window(browser) as (_, second),
        window(browser) as (_, lead),
    ):
        address = server.address
        log_in(lead, address, "lead")
        lead_page(lead, address, office)
        lead.click("#double button")
        expect(lead.locator("#double .badge")).to_have_text("已开启")

        log_in(first, address, "zhang")
        go_to_batch(first, address, office.batch)
        disputed = shown(first)
        press(first, "n")
        first.keyboard.insert_text(SECRET)
        press(first, "Escape")
        decide(first, "2")
        agreed = shown(first)
        decide(first, "1")
        expect(first.locator("#progress")).to_contain_text("待复核 2")

        log_in(second, address, "li")
        go_to_batch(second, address, office.batch, "state=once")
        assert shown(second) == disputed
        expect(second.locator("#item .double")).to_contain_text("已有一人核定")
        expect(second.locator(".candidate.chosen")).to_contain_text(departments(office, disputed)[0])
        assert SECRET not in second.content()
        second.goto(f"{address}/batches/{office.batch}/ledger")
        expect(second.locator(".deeds")).to_contain_text("复核前不显示")
        assert SECRET not in second.content()
        go_to_batch(second, address, office.batch, "state=once")
        decide(second, "3")
        assert shown(second) == agreed
        press(second, "1")
        expect(second.locator("#decided")).to_have_text("1")

        lead_page(lead, address, office)
        expect(lead.locator("#double table")).to_contain_text("50%")
        lead.click("text=裁定分歧 1 条")
        verdicts = lead.locator(".verdicts .card")
        expect(verdicts.nth(0)).to_contain_text(departments(office, disputed)[1])
        expect(verdicts.nth(0)).to_contain_text(SECRET)
        expect(verdicts.nth(1)).to_contain_text(departments(office, disputed)[2])
        expect(lead.locator("#list")).to_be_focused()
        press(lead, "3")
        expect(lead.locator("#decided")).to_have_text("2")
    _, two, three = departments(office, disputed)
    one = departments(office, agreed)[0]
    assert [(e.item, e.person, e.after.lead, e.state) for e in office.entries()] == [
        (disputed, "张敏", two, State.ONCE),
        (agreed, "张敏", one, State.ONCE),
        (disputed, "李强", three, State.DISPUTED),
        (agreed, "李强", one, State.DECIDED),
        (disputed, "王芳", three, State.DECIDED),
    ]


def test_what_a_lead_gives_to_one_reviewer_is_theirs_alone(browser: Browser, busy: Busy) -> None:
    with serving(busy.app) as server, window(browser) as (_, page), window(browser) as (_, other):
        log_in(page, server.address, "lead")
        lead_page(page, server.address, busy)
        page.select_option("#assign [name=domain]", "卫生健康")
        page.click("text=看有几条")
        number = int(page.inner_text("main .facts strong"))
        page.check("label:has-text('张敏') input")
        page.click(f"text=分派这 {number} 条")
        expect(page.get_by_role("status")).to_contain_text("已分派")

        log_in(other, server.address, "li")
        go_to_batch(other, server.address, busy.batch, "state=open&domain=卫生健康")
        theirs = shown(other)
        press(other, "Enter")
        expect(other.locator("#messages .refusal")).to_be_visible()
        assert shown(other) == theirs
        assert busy.entries() == ()

        log_in(page, server.address, "zhang")
        go_to_batch(page, server.address, busy.batch)
        page.click("#filter-assigned summary")
        page.click("#filter-assigned .choices a:has-text('分给我的')")
        expect(page.locator("#count")).to_contain_text(str(number))
        decide(page, "Enter")
    assert [(entry.item, entry.person) for entry in busy.entries()] == [(theirs, "张敏")]


def report(lead: Page, why: str) -> None:
    """Reports a batch of which not everything is decided."""
    lead.check("#seal [name=force]")
    lead.check("#seal [name=confirmed]")
    lead.fill("#seal [name=why]", why)
    lead.click("#seal button.primary")
    expect(lead.get_by_role("status").first).to_contain_text("已报送")


def open_again(lead: Page, why: str) -> None:
    lead.fill("#seal [name=why]", why)
    lead.check("#seal [name=confirmed]")
    lead.click("#seal button.danger")
    expect(lead.locator("main .warning").first).to_contain_text(why)


def test_a_reported_batch_takes_no_key(browser: Browser, busy: Busy) -> None:
    """Neither in a window that was open before nor in one that is opened then. A lead reports what is not decided only
    on purpose."""
    with serving(busy.app) as server, window(browser) as (_, page), window(browser) as (_, lead):
        log_in(page, server.address, "zhang")
        go_to_batch(page, server.address, busy.batch)
        decide(page, "Enter")
        log_in(lead, server.address, "lead")
        lead_page(lead, server.address, busy)
        lead.check("#seal [name=confirmed]")
        lead.click("#seal button.primary")
        expect(lead.locator("#seal .refusal")).to_be_visible()
        assert seals_of(busy.engine, busy.batch) == ()
        report(lead, "市里要求今天先报")
        expect(lead.locator(".seals")).to_contain_text("与报送时一致")

        press(page, "Enter")
        expect(page.locator("#messages .refusal")).to_contain_text("报送")
        page.evaluate("document.getElementById('messages').replaceChildren()")
        press(page, "u")
        expect(page.locator("#messages .refusal")).to_contain_text("报送")
        go_to_batch(page, server.address, busy.batch)
        expect(page.locator("#item .closed")).to_contain_text("已报送封存")
        expect(page.locator("#accept")).to_have_count(0)
        press(page, "Enter", "1", "2", "u", "a", "x", "/", "g")
        expect(page.locator("dialog[open]")).to_have_count(0)
    assert len(busy.entries()) == 1


def test_a_batch_that_was_opened_again_is_the_leads_and_becomes_a_new_version(browser: Browser, busy: Busy) -> None:
    with serving(busy.app) as server, window(browser) as (_, page), window(browser) as (_, lead):
        log_in(lead, server.address, "lead")
        lead_page(lead, server.address, busy)
        report(lead, "市里要求今天先报")
        open_again(lead, "两条单位有误")
        log_in(page, server.address, "zhang")
        go_to_batch(page, server.address, busy.batch)
        expect(page.locator("#item .closed")).to_contain_text("只有组长可以修改")
        press(page, "Enter", "2")
        go_to_batch(lead, server.address, busy.batch)
        corrected = shown(lead)
        decide(lead, "3")
        lead_page(lead, server.address, busy)
        report(lead, "更正后重新报送")
        lead.click("text=与上一版的差异")
        expect(lead.locator(".deeds li")).to_have_count(1)
        expect(lead.locator(".deeds")).to_contain_text(busy.numbers[corrected])
        expect(lead.locator(".deeds ins").first).to_be_visible()
    assert [(e.item, e.person, e.batch_version) for e in busy.entries()] == [(corrected, "王芳", 2)]
    second, first = seals_of(busy.engine, busy.batch)
    assert (first.version, second.version, first.rows, second.rows) == (1, 2, COMMENTS, COMMENTS)
    assert first.sha256 != second.sha256
    assert verify(busy.engine, busy.batch, 1)
    assert verify(busy.engine, busy.batch, 2)


def test_the_ledger_shows_who_did_what_and_goes_out_as_a_table(browser: Browser, busy: Busy) -> None:
    with serving(busy.app) as server, window(browser) as (_, page):
        log_in(page, server.address, "zhang")
        go_to_batch(page, server.address, busy.batch)
        first = shown(page)
        page.fill("#why", "来信写明了单位")
        press(page, "Escape")
        decide(page, "2")
        decide(page, "Enter")
        press(page, "u")
        expect(page.locator("#decided")).to_have_text("1")
        page.click("text=台账")
        deeds = page.locator(".deeds > li")
        expect(deeds).to_have_count(3)
        for place, word in enumerate(("撤销", "采纳", "改定")):
            expect(deeds.nth(place).locator(".deed-head .badge")).to_have_text(word)
        before, after = departments(busy, first)[:2]
        expect(deeds.nth(2).locator("del")).to_contain_text(before)
        expect(deeds.nth(2).locator("ins")).to_contain_text(after)
        expect(deeds.nth(2)).to_contain_text("来信写明了单位")
        page.select_option("[name=how]", "change")
        page.click("button:has-text('筛选')")
        expect(deeds).to_have_count(1)
        with page.expect_download() as download:
            page.click("text=下载表格")
        table = [*csv.DictReader(StringIO(Path(download.value.path()).read_text("utf-8-sig")))]
        deeds.nth(0).locator(".lines a").first.click()
        expect(page.locator(f"#item[data-id='{first}'] #history")).to_contain_text("来信写明了单位")
    assert [row["操作"] for row in table] == ["改定", "采纳", "撤销"]
    assert table[0]["问题编号"] == busy.numbers[first]
    assert [entry.how for entry in busy.entries()] == [Act.CHANGE, Act.ACCEPT, Act.UNDO]
