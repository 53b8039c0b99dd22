"""A reviewer at the keyboard, in a real browser: what is pressed is what the ledger has, each thing once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from browsing import choose_unit, decide, go_to_batch, log_in, press, serving, shown, window
from busy_office import GROUPS, POLICE, ROADS, SCHOOLS, WATER, Busy
from playwright.sync_api import Browser, Page, expect
from reviewing import TASKS, late, led_by, reviewing, task_of, told

from corpus.records import Act, State, Task, Verdict
from corpus.taxonomy import domains
from review.proposals import proposal_of

WRONG = "不是这个密码也不是那个"


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


def test_fifty_comments_are_decided_by_the_keyboard_alone(browser: Browser, busy: Busy) -> None:
    """Of a group all are decided at once, and every entry is what was pressed, in the order in which it was."""
    expected: list[tuple[int, Act, Verdict, State]] = []
    with serving(busy.app) as server, window(browser) as (_, page):
        page.goto(server.address)
        page.keyboard.type("zhang")
        press(page, "Tab")
        page.keyboard.insert_text(WRONG)
        press(page, "Enter")
        expect(page.get_by_role("alert")).to_contain_text("密码")
        log_in(page, server.address, "zhang")
        press(page, "Tab")
        go_to_batch(page, server.address, busy.batch)
        turn = 0
        while len(expected) < 50:
            item = shown(page)
            task = task_of(busy, item)
            if task.group:
                alike = sorted(busy.ids[n] for n, one in TASKS.items() if n and one.group == task.group)
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
    entries = busy.entries()
    assert [told(entry) for entry in entries] == expected
    assert {entry.person for entry in entries} == {"张敏"}
    assert all(entry.seq == 1 and entry.before_state is State.OPEN for entry in entries)
    assert all(entry.before == proposal_of(task_of(busy, entry.item)) for entry in entries)
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
        page.route(f"**/items/{first}/decide", late)
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
