"""What the tests in a browser share: the browser of a module, and an office that is filled once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import chromium
from busy_office import Busy, fill, opened
from playwright.sync_api import Browser


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
    with opened(f"sqlite:///{shutil.copy(filled_once, tmp_path)}") as made:
        yield made


@pytest.fixture
def any_busy(any_url: str) -> Iterator[Busy]:
    """The same on SQLite and on PostgreSQL."""
    fill(any_url)
    with opened(any_url) as made:
        yield made
