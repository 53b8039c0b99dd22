"""Who reviews, and what the tests in a browser share: the browser of a module, an office filled once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from browsing import chromium
from busy_office import Busy, fill
from busy_office import opened as busy_opened
from made_items import contradictions, counted, desk, filled, opened, tasks
from playwright.sync_api import Browser

from review.access import Role
from review.ledger import Reviewing


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    """Four comments; one and two are near-duplicates. A module may have an office of its own."""
    with opened(any_url) as engine:
        first, second, *others = tasks(4)
        filled(engine, [replace(first, group="g"), replace(second, group="g"), *others])
        yield engine
        assert contradictions(engine) == []


@pytest.fixture(scope="module")
def untouched(shared_url: str) -> Iterator[Reviewing]:
    """A reviewer in such an office that a module's tests share, as all that they try in it is refused: in the end
    nobody has decided anything."""
    with opened(shared_url) as engine:
        first, second, *others = tasks(4)
        filled(engine, [replace(first, group="g"), replace(second, group="g"), *others])
        yield desk(engine, "zhang")
        assert counted(engine) == (0, 0)
        assert contradictions(engine) == []


@pytest.fixture
def zhang(office: sa.Engine) -> Reviewing:
    """A reviewer in the test's own office."""
    return desk(office, "zhang")


@pytest.fixture
def li(office: sa.Engine) -> Reviewing:
    """Another one in the test's own office."""
    return desk(office, "li")


@pytest.fixture
def lead(office: sa.Engine) -> Reviewing:
    """A lead in the test's own office."""
    return desk(office, "zhao", Role.LEAD)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests of a module, and not for longer: while it is there, an event loop runs in this thread, with
    which others could not start one of their own."""
    with chromium() as made:
        yield made


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the batch, which nobody opens but to copy it."""
    path = tmp_path_factory.mktemp("filled") / "minyi.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def busy(filled_once: Path, tmp_path: Path) -> Iterator[Busy]:
    """The office as nobody has worked in it yet, on SQLite."""
    with busy_opened(f"sqlite:///{shutil.copy(filled_once, tmp_path)}") as made:
        yield made


@pytest.fixture
def any_busy(any_url: str) -> Iterator[Busy]:
    """The same on SQLite and on PostgreSQL."""
    fill(any_url)
    with busy_opened(any_url) as made:
        yield made
