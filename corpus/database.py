"""The database of a workspace: opened, migrated, and its errors told as ours. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, TypeVar

import sqlalchemy as sa

from corpus.messages import MinyiError

T = TypeVar("T")

HEAD = "0005"
"""The migration that this code is written for."""
_CONNECTIONS = 10


def open_database(url: str, *, connections: int = _CONNECTIONS, serving: bool = False) -> sa.Engine:
    """The database with its tables up to date. Raises ``MinyiError`` if it cannot be opened, or is of a later minyi.

    ``connections`` are kept open at the most. ``serving`` is for a server that people wait for, on SQLite: a commit
    outlives a power cut, too, and who waits for another process is told after ten seconds and not after a minute.
    """
    try:
        engine = sa.create_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _served if serving else _usual)
        _migrate(engine)
        sa.event.listen(engine, "handle_error", _as_ours)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        raise MinyiError("store-unusable", where=_without_password(url), reason=_first_line(error)) from error
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that reads and then writes. On SQLite it waits for its turn at the beginning: one that has read
    and then wants to write would be refused if another has written meanwhile."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def portions(things: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The things, ``most`` at a time: a statement takes some ten thousands at the most."""
    return (things[at : at + most] for at in range(0, len(things), most))


def _migrate(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        there = sa.inspect(connection).has_table("alembic_version")
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if there else None
        if found == HEAD:
            return
        from alembic import command  # noqa: PLC0415  (0.3 s that an up-to-date store need not pay)
        from alembic.util import CommandError  # noqa: PLC0415

        try:
            command.upgrade(alembic_config(connection), "head")
        except CommandError:
            # The steps lead from every version before ours: one that they do not know is a later one.
            where = _without_password(str(engine.url))
            raise MinyiError("store-newer", where=where, version=found) from None


def alembic_config(connection: sa.Connection) -> Any:
    """What Alembic's commands take, with our steps, to be run on this connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("corpus").joinpath("migrations")))
    config.attributes["connection"] = connection
    return config


def _usual(connection: Any, _record: Any) -> None:
    """A write-ahead log survives a killed process, and a second thread waits for the first."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=60000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("folded", 1, folded, deterministic=True)


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


def _as_ours(context: sa.engine.ExceptionContext) -> None:
    """A full disk or a damaged file is met in the middle of the work, wherever the database is asked something.

    A broken constraint is no such thing: whoever wrote the row knows what it means.
    """
    error = context.sqlalchemy_exception
    if isinstance(error, sa.exc.DatabaseError) and not isinstance(error, sa.exc.IntegrityError) and context.engine:
        reason = _first_line(context.original_exception)
        raise MinyiError("store-failed", where=_without_password(str(context.engine.url)), reason=reason)


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "database"


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200]
