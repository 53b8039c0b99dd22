"""What all tests share: the sample batch, a model cache of the session's own, and the user's language."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres import cluster

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_batch() -> Path:
    """The folder with the sample batch that ships in the repository."""
    return ROOT / "samples" / "batch"


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Where the shipped model is kept between tests and runs, so that it is trained once."""
    return Path(os.environ.get("MINYI_CACHE") or ROOT / "build" / "cache")


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch, model_cache: Path) -> None:
    """Messages are compared in Chinese, whatever the language of the machine."""
    monkeypatch.delenv("MINYI_LANG", raising=False)
    monkeypatch.setenv("MINYI_CACHE", str(model_cache))


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """A PostgreSQL server for all tests of a process; they skip, saying so, where Debian's package is missing."""
    with cluster() as url:
        yield url


_NUMBERS = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_cluster: str) -> Iterator[str]:
    """A new and empty database on it."""
    name = f"minyi_{next(_NUMBERS)}"
    engine = sa.create_engine(postgres_cluster, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgres_cluster.replace("/postgres?", f"/{name}?")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: the same test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'minyi.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
