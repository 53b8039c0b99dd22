"""What a database says when it fails, as an error of ours: one that may pass by itself, or one that a person mends."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import sqlalchemy as sa

from corpus.messages import MinyiError, PassingError

_PRIMARY = 0xFF
"""The part of SQLite's extended codes that says what kind of error it is."""


def tell_as_ours(engine: sa.Engine) -> None:
    """Has this engine raise ``MinyiError`` (``PassingError`` for what may pass) wherever it is asked something.

    A broken constraint is no such thing: whoever wrote the row knows what it means.
    """
    sa.event.listen(engine, "handle_error", _as_ours)


def unusable(url: str, error: Exception) -> MinyiError:
    """Why a database could not be opened."""
    said = getattr(error, "orig", None) or error
    lost = getattr(error, "connection_invalidated", False) or _may_pass(said)
    return _told("store-lost" if lost else "store-unusable", url, said)


def without_password(url: str) -> str:
    """The address as it may be shown."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "database"


@dataclass(frozen=True, slots=True)
class _Passing:
    """As ``database_errors.toml`` has it."""

    sqlstates: tuple[str, ...]
    sqlite: Sequence[int]
    refusals: Sequence[str]


@cache
def _passing() -> _Passing:
    found = tomllib.loads(files("corpus").joinpath("data/database_errors.toml").read_text("utf-8"))
    return _Passing(tuple(found["sqlstates"]), found["sqlite"], found["refusals"])


def _as_ours(context: sa.engine.ExceptionContext) -> None:
    """A full disk, a damaged file or a server that stops is met in the middle of the work."""
    error = context.sqlalchemy_exception
    # The ping of a connection before it is handed out fails within the pool, which then opens another one.
    if context.is_pre_ping or not isinstance(error, sa.exc.DBAPIError) or isinstance(error, sa.exc.IntegrityError):
        return
    if context.engine:
        lost = context.is_disconnect or _may_pass(context.original_exception)
        raise _told("store-lost" if lost else "store-failed", str(context.engine.url), context.original_exception)


def _told(key: str, url: str, error: BaseException) -> MinyiError:
    made = PassingError if key == "store-lost" else MinyiError
    return made(key, where=without_password(url), reason=str(error).partition("\n")[0][:200])


def _may_pass(error: BaseException) -> bool:
    """By the code that the driver gives, or, where a server let nobody in, by its words."""
    known = _passing()
    if (code := getattr(error, "sqlite_errorcode", None)) is not None:
        return code & _PRIMARY in known.sqlite
    if sqlstate := getattr(error, "sqlstate", None):
        return str(sqlstate).startswith(known.sqlstates)
    # The class of the driver, which is not imported for SQLite.
    refused = type(error).__module__.startswith("psycopg") and type(error).__name__ == "OperationalError"
    return refused and not any(word in str(error) for word in known.refusals)
