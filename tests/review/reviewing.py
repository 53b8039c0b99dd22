"""A reviewer before a batch in a browser, and what the ledger has of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from browsing import Server, go_to_batch, log_in, serving, window
from busy_office import Busy, comments
from playwright.sync_api import Browser, Page, Route

from corpus.records import Act, Decision, State, Task, Verdict

TASKS = {task.number or "": task for task in comments()}
"""What was published, by number."""


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


def told(entry: Decision) -> tuple[int, Act, Verdict, State]:
    """What a test expects of an entry: the item, what was done, how it stands now."""
    return entry.item, entry.how, entry.after, entry.state


def late(route: Route) -> None:
    """Holds a request back until the test calls ``window.go()`` in the page."""
    route.request.frame.page.evaluate("new Promise((go) => { window.go = go; })")
    route.continue_()
