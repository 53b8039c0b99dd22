"""A batch that goes out and comes back: its database, who edits it, and the workbook that was exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from exchange_batch import account, export, publish_batch

from corpus.database import open_database
from review.access import Person
from review.batches import Batch


@pytest.fixture
def engine(tmp_path: Path, sqlite_template: Path) -> Iterator[sa.Engine]:
    """Empty, on SQLite; a module whose tests want both databases has its own."""
    file = tmp_path / "minyi.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_database(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def zhang(engine: sa.Engine) -> Person:
    """A reviewer, who edits the file."""
    return account(engine, "zhang")


@pytest.fixture
def li(engine: sa.Engine) -> Person:
    """Another one, who decides meanwhile."""
    return account(engine, "li")


@pytest.fixture
def batch(engine: sa.Engine) -> Batch:
    """Ten items that nobody has decided."""
    return publish_batch(engine)


@pytest.fixture
def path(engine: sa.Engine, batch: Batch, tmp_path: Path) -> Path:
    """The workbook as it was exported."""
    return export(engine, batch, tmp_path / "核定表.xlsx")
