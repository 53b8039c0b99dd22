"""What all tests share: the sample batch, a model cache of the session's own, and the user's language."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import empty_database
import pytest
import sqlalchemy as sa
from object_store import store
from postgres import cluster

from corpus.database import open_database

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_finish() -> None:
    """What is there once all tests are known stays to the end: the collector of garbage need not go through it time and
    again, which takes a tenth of all time."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """The address of an S3-like store for all tests of a process; each makes a bucket of its own."""
    with store() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: str) -> str:
    """The name of a database on it with our tables, of which copies are made faster than tables."""
    with _outside(postgres_cluster) as connection:
        connection.execute(sa.text("CREATE DATABASE minyi_template"))
    open_database(postgres_cluster.replace("/postgres?", "/minyi_template?")).dispose()
    return "minyi_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file of SQLite's."""
    file = tmp_path_factory.mktemp("template") / "minyi.db"
    file.write_bytes(empty_database.content())
    return file


_NUMBERS = itertools.count(1)


@contextmanager
def _outside(url: str) -> Iterator[sa.Connection]:
    """Beside any transaction: databases are not made in one."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def _copy(cluster: str, template: str) -> Iterator[str]:
    """A new database on a server, which is dropped in the end."""
    name = f"minyi_{next(_NUMBERS)}"
    with _outside(cluster) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    yield cluster.replace("/postgres?", f"/{name}?")
    with _outside(cluster) as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def postgres_url(postgres_cluster: str, postgres_template: str) -> Iterator[str]:
    """A new database on it, with our tables and nothing in them."""
    with _copy(postgres_cluster, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with our tables and nothing in them: the same test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "minyi.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same for all tests of a module that change nothing in it."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("shared") / "minyi.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
    else:
        cluster, template = map(request.getfixturevalue, ("postgres_cluster", "postgres_template"))
        with _copy(cluster, template) as url:
            yield url
