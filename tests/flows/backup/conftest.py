"""Offices to be saved, and databases with nothing in them for what comes back."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import empty_database
import pytest
import sqlalchemy as sa
from saved_offices import Office, made_office

_NUMBERS = itertools.count(1)


@pytest.fixture
def office(tmp_path: Path, any_url: str) -> Office:
    """An office on SQLite and on PostgreSQL."""
    if any_url.startswith("postgresql") and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    return made_office(tmp_path / "office", any_url)


@pytest.fixture
def small_office(tmp_path: Path) -> Office:
    """One on SQLite, in its own folder."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "minyi.db").write_bytes(empty_database.content())
    return made_office(folder, f"sqlite:///{folder / 'minyi.db'}")


@pytest.fixture
def nothing_of_postgresql(postgres_cluster: str) -> Iterator[str]:
    """The URL of a database of PostgreSQL's without a table."""
    name = f"nothing_{next(_NUMBERS)}"
    _outside(postgres_cluster, f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY FILE_COPY")
    yield postgres_cluster.replace("/postgres?", f"/{name}?")
    _outside(postgres_cluster, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def nothing_yet(request: pytest.FixtureRequest, any_url: str, tmp_path: Path) -> str:
    """The URL of a database of the same kind as ``any_url``, without a table."""
    if any_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'back.db'}"
    url: str = request.getfixturevalue("nothing_of_postgresql")
    return url


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where the backups go."""
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


@pytest.fixture
def small_disk(disk: Path) -> Iterator[Path]:
    """A disk of 200 kB, which the snapshot alone does not fit on."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def _outside(url: str, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
