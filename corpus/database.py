"""The database of a workspace: opened and migrated. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import datetime
import hashlib
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from time import monotonic, sleep
from typing import Any, TypeVar

import sqlalchemy as sa

from corpus.database_errors import tell_as_ours, unusable, without_password
from corpus.messages import MinyiError

T = TypeVar("T")

HEAD = "0005"
"""The migration that this code is written for."""
_CONNECTIONS = 10
_TURN_SECONDS = 10.0
_PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""Parameters of libpq: a server that is gone without a word is known to be gone after a minute, not after two hours."""
_MIGRATING = 0x6D696E7969
"""The number of PostgreSQL's advisory lock on the tables themselves: "minyi"."""


def open_database(url: str, *, connections: int = _CONNECTIONS, serving: bool = False) -> sa.Engine:
    """The database with its tables up to date. Raises ``MinyiError`` if it cannot be opened, or is of a later minyi;
    ``PassingError`` while its server is starting, or away.

    ``connections`` are kept open at the most. ``serving`` is for a server that people wait for, on SQLite: a commit
    outlives a power cut, too, and who waits for another process is told after ten seconds and not after a minute.
    """
    try:
        engine = _engine(url, connections)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        raise unusable(url, error) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _served if serving else _usual)
    try:
        _migrate(engine)
    except BaseException as error:
        # Nobody else has it to close: a server that is asked again and again would keep each connection.
        engine.dispose()
        if isinstance(error, sa.exc.SQLAlchemyError):
            raise unusable(url, error) from error
        raise
    tell_as_ours(engine)
    return engine


def _engine(url: str, connections: int) -> sa.Engine:
    """A connection to PostgreSQL is asked for a sign of life before it is handed out: none is of a server that has
    stopped since. Raises ``MinyiError`` for a database of another kind."""
    where = sa.make_url(url)
    if (kind := where.get_backend_name()) not in ("sqlite", "postgresql"):
        raise MinyiError("store-kind", where=without_password(url), kind=kind)
    if kind == "sqlite":
        return sa.create_engine(where, pool_size=connections, max_overflow=0, hide_parameters=True)
    patience = {name: value for name, value in _PATIENCE.items() if name not in where.query}
    return sa.create_engine(
        where,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args=patience if where.get_driver_name() == "psycopg" else {},
    )


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that reads and then writes. On SQLite it waits for its turn at the beginning: one that has read
    and then wants to write would be refused if another has written meanwhile."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def one_at_a_time(engine: sa.Engine, what: str) -> Iterator[None]:
    """Of all machines that work on a database of PostgreSQL's, one at a time; the others wait for their turn.

    The turn ends with the block, or with the connection, so that a process that was killed keeps nobody waiting. A
    database of SQLite's belongs to one workspace, which has a lock of its own (``flows.alone``).
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
        yield


def portions(things: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The things, ``most`` at a time: a statement takes some ten thousands at the most."""
    return (things[at : at + most] for at in range(0, len(things), most))


def _migrate(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    # Whoever opens it at the same moment waits, and then finds it done. A step that is killed has not happened.
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        if (found := _version(connection)) == HEAD:
            return
        from alembic import command  # noqa: PLC0415  (0.3 s that an up-to-date store need not pay)
        from alembic.util import CommandError  # noqa: PLC0415

        try:
            command.upgrade(alembic_config(connection), "head")
        except CommandError:
            # The steps lead from every version before ours: one that they do not know is a later one.
            where = without_password(str(engine.url))
            raise MinyiError("store-newer", where=where, version=found) from None


def _version(connection: sa.Connection) -> str | None:
    """The migration that the database is at; None in a new one."""
    there = sa.inspect(connection).has_table("alembic_version")
    return connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if there else None


def alembic_config(connection: sa.Connection) -> Any:
    """What Alembic's commands take, with our steps, to be run on this connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("corpus").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config


def _usual(connection: Any, _record: Any) -> None:
    """A write-ahead log survives a killed process, and a second thread waits for the first."""
    for pragma in ("busy_timeout=60000", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)
    connection.create_function("folded", 1, folded, deterministic=True)


def _write_ahead(connection: Any) -> None:
    """Has SQLite keep a write-ahead log. It waits for nobody there, busy or not: two may open a new file at once."""
    latest = monotonic() + _TURN_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > latest:
                raise
            sleep(0.02)


def as_utc(time: datetime.datetime) -> datetime.datetime:
    """A time from the database: SQLite keeps UTC without saying so, PostgreSQL gives it in the zone of the server."""
    return time.replace(tzinfo=datetime.UTC) if time.tzinfo is None else time.astimezone(datetime.UTC)


def folded(text: str) -> str:
    """The text in one width and case, for comparing; a function of SQLite's, too."""
    return unicodedata.normalize("NFKC", text).casefold()


def _served(connection: Any, record: Any) -> None:
    _usual(connection, record)
    for pragma in ("synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
