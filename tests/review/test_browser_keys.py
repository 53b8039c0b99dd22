"""A reviewer at the keyboard, in a real browser: what is pressed is what the ledger has, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from browsing import Server, choose_unit, decide, go_to_batch, log_in, other_than, press, serving, shown, window
from busy_office import GROUPS, POLICE, ROADS, SCHOOLS, WATER, Busy, comments
from playwright.sync_api import Browser, Page, Route, expect

from corpus.records import Act, Decision, State, Task, Verdict
from corpus.taxonomy import domains
from review.proposals import proposal_of

TASKS = {task.number: task for task in comments()}
WRONG = "不是这个密码也不是那个"


@contextmanager
def reviewing(
    browser: Browser, office: Busy, login: str = "zhang", query: str = "state=open"
) -> Iterator[tuple[Page, Server]]:
    """A window in which somebody has logged in and has the list of a filter before them."""
    with serving(office.app) as server, window(browser) as (_, page):
        log_in(page, server.address, login)
        go_to_batch(page, server.address, office.batch, query)
        yield page, server


def task_of(office: Busy, item: int) -> Task:
    """The comment as it was published."""
    return TASKS[office.numbers[item]]


def led_by(verdict: Verdict, unit: str) -> Verdict:
    """The verdict with another unit in the lead, which then does not help itself."""
    return replace(verdict, lead=unit, supporting=tuple(one for one in verdict.supporting if one != unit))


def accept(_page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    return ("Enter",), proposed


def second(_page: Page, task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    return ("2",), led_by(proposed, task.candidates[1].department)


def third(_page: Page, task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    return ("3",), led_by(proposed, task.candidates[2].department)


def by_initials(page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    press(page, "/")
    choose_unit(page, "slj", WATER)
    return ("Enter",), led_by(proposed, WATER)


def by_pinyin(page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    press(page, "/")
    choose_unit(page, "jiaoyuju", SCHOOLS)
    return ("Enter",), led_by(proposed, SCHOOLS)


def other_domain(page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    """The one that stands below in the list."""
    names = [*domains()]
    press(page, "d", "ArrowDown", "Enter")
    return ("Enter",), replace(proposed, domain=names[names.index(proposed.domain or "") + 1])


def other_kind(page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    press(page, "t")
    return ("Enter",), replace(proposed, kind="其他")


def with_note(page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    """In a note, letters are letters: none of them moves or decides anything."""
    press(page, "n")
    page.keyboard.type("jk3ux")
    page.keyboard.insert_text("已到现场看过")
    press(page, "Escape")
    return ("Enter",), replace(proposed, note="jk3ux已到现场看过")


def with_support(page: Page, _task: Task, proposed: Verdict) -> tuple[tuple[str, ...], Verdict]:
    press(page, "s")
    choose_unit(page, "gonganju", POLICE)
    helping = () if proposed.lead == POLICE else (POLICE,)
    return ("Enter",), replace(proposed, supporting=(*proposed.supporting, *helping))


Way = Callable[[Page, Task, Verdict], tuple[tuple[str, ...], Verdict]]
WAYS: tuple[Way, ...] = (
    accept,
    second,
    third,
    by_initials,
    accept,
    by_pinyin,
    other_domain,
    other_kind,
    with_note,
    with_support,
)


def told(entry: Decision) -> tuple[int, Act, Verdict, State]:
    return entry.item, entry.how, entry.after, entry.state


def test_fifty_comments_are_decided_by_the_keyboard_alone(browser: Browser, any_busy: Busy) -> None:
    """Of a group all are decided at once, and every entry is what was pressed, in the order in which it was."""
    office = any_busy
    expected: list[tuple[int, Act, Verdict, State]] = []
    with serving(office.app) as server, window(browser) as (_, page):
        page.goto(server.address)
        page.keyboard.type("zhang")
        press(page, "Tab")
        page.keyboard.insert_text(WRONG)
        press(page, "Enter")
        expect(page.get_by_role("alert")).to_contain_text("密码")
        log_in(page, server.address, "zhang")
        press(page, "Tab")
        go_to_batch(page, server.address, office.batch)
        turn = 0
        while len(expected) < 50:
            item = shown(page)
            task = task_of(office, item)
            if task.group:
                alike = sorted(office.ids[n] for n, one in TASKS.items() if n and one.group == task.group)
                verdict = proposal_of(task)
                decide(page, "g", "Enter")
                expected += [(one, Act.ACCEPT, verdict, State.DECIDED) for one in alike]
                continue
            proposed = proposal_of(task)
            keys, verdict = WAYS[turn % len(WAYS)](page, task, proposed)
            turn += 1
            decide(page, *keys)
            expected.append((item, Act.ACCEPT if verdict == proposed else Act.CHANGE, verdict, State.DECIDED))
        expect(page.locator("#decided")).to_have_text(str(len(expected)))
        expect(page.locator("#today")).to_have_text(str(len(expected)))
    entries = office.entries()
    assert [told(entry) for entry in entries] == expected
    assert {entry.person for entry in entries} == {"张敏"}
    assert all(entry.seq == 1 and entry.before_state is State.OPEN for entry in entries)
    assert all(entry.before == proposal_of(task_of(office, entry.item)) for entry in entries)
    assert {entry.model_version for entry in entries} == {"m1"}


def test_keys_pressed_faster_than_the_server_answers_all_count_once(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        order = [int(one.get_attribute("data-id") or 0) for one in page.locator(".line").all()[:12]]
        press(page, *["Enter"] * 12)
        expect(page.locator("#decided")).to_have_text("12")
    assert [entry.item for entry in busy.entries()] == order


def test_letters_typed_for_a_search_that_is_not_open_yet_are_no_commands(browser: Browser, busy: Busy) -> None:
    """Enter, / and the letters of a unit in one breath, while the answer to Enter is still on its way: g, a and j would
    take the group, open the bulk panel and move on, and Enter would decide the next comment as it is."""
    with reviewing(browser, busy) as (page, _):
        first = shown(page)
        page.route(f"**/items/{first}/decide", _late)
        press(page, "Enter", "/", "g", "a", "j", "Enter")
        page.evaluate("window.go()")
        expect(page.locator("#units-search")).to_be_focused()
        choose_unit(page, "jtysj", ROADS)
        following = shown(page)
        decide(page, "Enter")
    assert [(entry.item, entry.after.lead) for entry in busy.entries()] == [
        (first, proposal_of(task_of(busy, first)).lead),
        (following, ROADS),
    ]


def test_enter_pressed_before_the_bulk_panel_is_there_decides_nothing(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        press(page, "a", "Enter", "2")
        expect(page.locator("#bulk-confirm")).to_be_focused()
        expect(page.locator("#decided")).to_have_text("0")
    assert busy.entries() == ()


def _late(route: Route) -> None:
    route.request.frame.page.evaluate("new Promise((go) => { window.go = go; })")
    route.continue_()


def test_a_digit_is_an_answer_only_where_there_is_such_a_proposal(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        here = shown(page)
        press(page, "4", "7")
        decide(page, "1")
    [entry] = busy.entries()
    assert (entry.item, entry.how) == (here, Act.ACCEPT)


def test_undoing_takes_back_the_last_and_then_the_one_before(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        first = shown(page)
        decide(page, "Enter")
        second_one = shown(page)
        decide(page, "3")
        press(page, "u")
        expect(page.locator(f"#item[data-id='{second_one}'][data-state=open]")).to_be_attached()
        expect(page.locator("#messages")).to_contain_text("已撤销")
        press(page, "u")
        expect(page.locator(f"#item[data-id='{first}'][data-state=open]")).to_be_attached()
        expect(page.locator("#decided")).to_have_text("0")
        press(page, "u")
        expect(page.locator("#messages .refusal")).to_be_visible()
    entries = busy.entries()
    assert [(entry.item, entry.how, entry.state) for entry in entries] == [
        (first, Act.ACCEPT, State.DECIDED),
        (second_one, Act.CHANGE, State.DECIDED),
        (second_one, Act.UNDO, State.OPEN),
        (first, Act.UNDO, State.OPEN),
    ]
    assert entries[2].after == proposal_of(task_of(busy, second_one))


def test_a_group_is_decided_together_and_taken_back_together(browser: Browser, busy: Busy) -> None:
    group = [busy.ids[number] for number, task in TASKS.items() if number and task.group == "噪声"]
    with reviewing(browser, busy, query="state=open&similar=噪声") as (page, _):
        expect(page.locator("label.group")).to_contain_text(f"同组 {GROUPS['噪声']} 条一并")
        press(page, "g", "2")
        expect(page.locator("#decided")).to_have_text(str(GROUPS["噪声"]))
        press(page, "u")
        expect(page.locator("#decided")).to_have_text("0")
        expect(page.locator("#messages")).to_contain_text(f"已撤销 {GROUPS['噪声']} 条")
    entries = busy.entries()
    assert [entry.item for entry in entries] == sorted(group) * 2
    assert [entry.how for entry in entries] == [Act.CHANGE] * 4 + [Act.UNDO] * 4


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


def test_the_keys_and_the_source_are_one_key_away(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy) as (page, _):
        press(page, "?")
        keys = page.locator("dialog#keys")
        expect(keys).to_contain_text("撤销上一步")
        press(page, "Enter")
        expect(keys).to_be_hidden()
        press(page, "o")
        row = page.locator("#source tr.own")
        expect(row).to_contain_text(busy.numbers[shown(page)])
        press(page, "u", "2", "Escape")
        expect(page.locator("#origin")).to_be_hidden()
        expect(page.locator("#list")).to_be_focused()
    assert busy.entries() == ()


def test_whoever_only_reads_has_no_keys_that_decide(browser: Browser, busy: Busy) -> None:
    with reviewing(browser, busy, "reader") as (page, _):
        press(page, "Enter", "2", "u", "a", "x", "g", "t", "/")
        expect(page.locator("#accept")).to_have_count(0)
        expect(page.locator("dialog[open]")).to_have_count(0)
        decide(page, "j")
    assert busy.entries() == ()


def test_a_department_sees_its_own_comments_and_nothing_that_decides(browser: Browser, busy: Busy) -> None:
    """The three that the file itself gives to it."""
    with reviewing(browser, busy, "water", "state=all") as (page, _):
        expect(page.locator(".line")).to_have_count(3)
        expect(page.locator("#candidates")).to_have_count(0)
        press(page, "Enter", "2", "o", "a")
        expect(page.locator("dialog[open]")).to_have_count(0)
    assert busy.entries() == ()
