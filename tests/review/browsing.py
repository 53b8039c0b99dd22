"""A real browser before a real server: Debian's chromium through Playwright, and the page on a port of this machine."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from served import PASSWORD

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
_LONGEST_START = 10.0
_OWN = frozenset(("127.0.0.1", None))
"""Hosts that a page may ask: this machine, and no host at all (``data:``, ``blob:``)."""


class Server:
    """The application on a port of this machine; it can go down and come back on the same one."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        """As a browser asks for it."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Answers from now on."""
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", self._port))
        self._port = bound.getsockname()[1]
        config = uvicorn.Config(self._app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        self._server, self._bound = uvicorn.Server(config), bound
        self._thread = threading.Thread(target=self._server.run, args=([bound],), daemon=True)
        self._thread.start()
        end = time.monotonic() + _LONGEST_START
        while not self._server.started and time.monotonic() < end:
            time.sleep(0.01)
        assert self._server.started

    def stop(self) -> None:
        """Nobody is there any more: whoever asks is refused the connection."""
        self._server.should_exit = True
        self._thread.join(_LONGEST_START)
        self._bound.close()


@contextmanager
def serving(app: FastAPI) -> Iterator[Server]:
    """The server of the application until the end of the block."""
    server = Server(app)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address under which the application answers until the end of the block."""
    with serving(app) as server:
        yield server.address


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; skips the test, saying so, where it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, size: dict[str, int] = DESK) -> Iterator[tuple[BrowserContext, Page]]:
    """A window of its own, with cookies of its own.

    What fails the test in the end: an error in a script, a breach of the content policy, a script's own dialog (none of
    our pages has one), and a request to any other machine.
    """
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]}, locale="zh-CN")
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    context.on("page", lambda page: _listen(page, complaints))
    try:
        yield context, context.new_page()
    finally:
        context.close()
    assert complaints == []


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(f"{error}"))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: complaints.append(asked.url) if urlsplit(asked.url).hostname not in _OWN else None)


def log_in(page: Page, address: str, login: str, password: str = PASSWORD) -> None:
    """Logs in by the form."""
    page.goto(f"{address}/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("main button")
    expect(page).not_to_have_url(f"{address}/login")


def go_to_batch(page: Page, address: str, batch: int, query: str = "state=open") -> None:
    """The review page with a filter's list, an item open and all of its scripts at work."""
    page.goto(f"{address}/batches/{batch}?{query}")
    expect(page.locator("#count")).to_contain_text("条")
    expect(page.locator("#list")).to_be_focused()


def settled(page: Page) -> None:
    """Waits until all has come that the page, once it is loaded, fetches by itself."""
    page.locator(".htmx-request").first.wait_for(state="detached")


def shown(page: Page) -> int:
    """The item that lies open."""
    return int(page.get_attribute("#item", "data-id") or 0)


def press(page: Page, *keys: str) -> None:
    """Presses keys one after the other, without waiting for anything."""
    for key in keys:
        page.keyboard.press(key)


def decide(page: Page, *keys: str) -> None:
    """Presses keys of which the last decides, and waits until another item lies open."""
    before = shown(page)
    press(page, *keys)
    other_than(page, before)


def other_than(page: Page, item: int) -> None:
    """Waits until another item lies open. (``wait_for`` looks more often than ``expect`` does.)"""
    page.locator(f"#item:not([data-id='{item}'])").wait_for(state="attached")


def choose_unit(page: Page, typed: str, unit: str) -> None:
    """Types into the search for units, which is open or about to be, and takes what it finds first."""
    page.locator("#units-search:focus").wait_for()
    page.keyboard.type(typed)
    page.locator(f"#units-found [aria-selected=true][data-name='{unit}']").wait_for()
    press(page, "Enter")
    page.locator("#units").wait_for(state="hidden")
