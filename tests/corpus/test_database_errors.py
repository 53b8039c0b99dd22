"""What a database says when it fails: what may pass by itself is told apart from what a person has to mend."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres import Server, server

from corpus.database import HEAD, open_database, writing
from corpus.messages import MinyiError, PassingError
from corpus.schema import originals


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that these tests stop and start, apart from that of all others."""
    with server() as running:
        yield running


@pytest.fixture
def postgres(own_server: Server) -> Iterator[sa.Engine]:
    engine = open_database(own_server.url, connections=3)
    yield engine
    engine.dispose()


def asked(engine: sa.Engine, question: str = "SELECT 1") -> object:
    with engine.connect() as connection:
        return connection.scalar(sa.text(question))


def failing(engine: sa.Engine, *questions: str) -> MinyiError:
    """What comes of these in one transaction."""
    with pytest.raises(MinyiError) as told:
        _one_after_the_other(engine, questions)
    return told.value


def _one_after_the_other(engine: sa.Engine, questions: Sequence[str]) -> None:
    with engine.begin() as connection:
        for question in questions:
            connection.exec_driver_sql(question)


def test_a_connection_that_breaks_in_the_middle_may_pass(postgres: sa.Engine) -> None:
    told = failing(postgres, "SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1")
    assert (type(told), told.problem.code) == (PassingError, "store-lost")
    assert asked(postgres) == 1


def test_no_connection_of_a_server_that_was_restarted_is_handed_out(postgres: sa.Engine, own_server: Server) -> None:
    held = [postgres.connect() for _ in range(3)]
    for one in held:
        one.close()
    own_server.restart()
    assert [asked(postgres) for _ in range(3)] == [1, 1, 1]


def test_a_server_that_is_away_may_come_back_also_for_who_opens_it_anew(
    postgres: sa.Engine, own_server: Server
) -> None:
    own_server.stop()
    try:
        assert isinstance(failing(postgres, "SELECT 1"), PassingError)
        with pytest.raises(PassingError, match="数据库暂时连不上"):
            open_database(own_server.url)
    finally:
        own_server.start()
    assert asked(postgres) == 1


@pytest.mark.parametrize(
    ("sqlstate", "may_pass"),
    [
        *((code, True) for code in ("40001", "40P01", "53300", "57P03", "08006")),
        *((code, False) for code in ("53100", "53200", "42P01", "22012", "58030")),
    ],
)
def test_by_the_servers_own_code_it_is_told_what_may_pass(postgres: sa.Engine, sqlstate: str, may_pass: bool) -> None:
    raising = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}', MESSAGE = 'told'; END $$"
    told = failing(postgres, raising)
    assert (isinstance(told, PassingError), told.problem.code) == (
        may_pass,
        "store-lost" if may_pass else "store-failed",
    )


@pytest.mark.parametrize("wrong", ["/nowhere?", "nobody@"])
def test_a_wrong_address_does_not_pass(own_server: Server, wrong: str) -> None:
    url = own_server.url.replace("/postgres?" if "/" in wrong else "postgres@", wrong)
    with pytest.raises(MinyiError, match="打不开数据库") as told:
        open_database(url)
    assert not isinstance(told.value, PassingError)


def test_two_transactions_in_each_others_way_may_pass(postgres: sa.Engine) -> None:
    with postgres.begin() as connection:
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS lane (id int PRIMARY KEY)"))
        connection.execute(sa.text("INSERT INTO lane VALUES (1), (2) ON CONFLICT DO NOTHING"))
    both = threading.Barrier(2)

    def crossing(first: int, then: int) -> BaseException | None:
        try:
            with postgres.begin() as connection:
                connection.execute(sa.text(f"SELECT * FROM lane WHERE id = {first} FOR UPDATE"))
                both.wait(10)
                connection.execute(sa.text(f"SELECT * FROM lane WHERE id = {then} FOR UPDATE"))
        except MinyiError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as threads:
        told = [one for one in threads.map(crossing, (1, 2), (2, 1)) if one]
    assert [type(one) for one in told] == [PassingError]


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    copy = tmp_path / "minyi.db"
    copy.write_bytes(sqlite_template.read_bytes())
    return copy


def test_a_file_that_another_process_writes_to_may_pass(file: Path) -> None:
    engine = open_database(f"sqlite:///{file}")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = failing(engine, "PRAGMA busy_timeout=10", "BEGIN IMMEDIATE")
    assert (type(told), told.problem.code) == (PassingError, "store-lost")
    other.rollback()
    other.close()
    engine.dispose()


def test_a_full_disk_and_a_damaged_file_do_not_pass(file: Path) -> None:
    engine = open_database(f"sqlite:///{file}")
    pages = asked(engine, "PRAGMA page_count")
    row = f"INSERT INTO {originals.name} VALUES ('{{}}', 1, '{'名' * 5_000}', '2026-03-02')"
    full = failing(engine, f"PRAGMA max_page_count={pages}", *map(row.format, range(50)))
    engine.dispose()
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * 60_000)
    with pytest.raises(MinyiError) as damaged:
        open_database(f"sqlite:///{file}")
    told = [(type(one), one.problem.code) for one in (full, damaged.value)]
    assert told == [(MinyiError, "store-failed"), (MinyiError, "store-unusable")]


def test_a_new_database_may_be_opened_by_several_at_the_same_moment(tmp_path: Path, postgres_cluster: str) -> None:
    outside = sa.create_engine(postgres_cluster, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE opened_at_once"))
    try:
        for url in (f"sqlite:///{tmp_path / 'new.db'}", postgres_cluster.replace("/postgres?", "/opened_at_once?")):
            at_once = threading.Barrier(3)

            def opened(url: str = url, at_once: threading.Barrier = at_once) -> object:
                at_once.wait(10)
                engine = open_database(url)
                found = asked(engine, "SELECT version_num FROM alembic_version")
                engine.dispose()
                return found

            with ThreadPoolExecutor(3) as threads:
                assert [one.result() for one in [threads.submit(opened) for _ in range(3)]] == [HEAD] * 3
    finally:
        with outside.connect() as connection:
            connection.execute(sa.text("DROP DATABASE opened_at_once WITH (FORCE)"))
        outside.dispose()


def test_a_new_database_whose_opening_was_killed_is_opened_by_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alembic.command.upgrade", _half_of_it)
        with pytest.raises(KeyboardInterrupt):
            open_database(url)
    engine = open_database(url)
    with writing(engine) as connection:
        assert sa.inspect(connection).has_table("job")
    engine.dispose()


def _half_of_it(config: object, _to: str) -> None:
    """The steps as far as the third, and then the end."""
    connection = config.attributes["connection"]  # type: ignore[attr-defined]
    connection.exec_driver_sql("CREATE TABLE original (sha256 TEXT)")
    raise KeyboardInterrupt


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks for open files in /proc")
def test_a_database_that_is_refused_is_let_go_of(tmp_path: Path) -> None:
    file = tmp_path / "minyi.db"
    with closing(sqlite3.connect(file)) as later, later:
        later.execute("CREATE TABLE alembic_version (version_num TEXT)")
        later.execute("INSERT INTO alembic_version VALUES ('9999')")
    with pytest.raises(MinyiError) as told:
        open_database(f"sqlite:///{file}")
    assert told.value.problem.code == "store-newer"
    # The error still knows the engine: nothing but its end closes the file.
    assert not [one for one in Path("/proc/self/fd").iterdir() if one.exists() and one.readlink() == file]


def test_a_database_of_another_kind_is_refused_and_said_without_its_password() -> None:
    with pytest.raises(MinyiError, match="不能用“mysql”") as told:
        open_database("mysql://office:geheim@db/minyi")
    assert told.value.problem.where == "mysql://office:***@db/minyi"
