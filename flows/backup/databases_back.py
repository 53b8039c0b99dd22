"""The database of an archive comes back, and is compared with what the archive says was in it."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from corpus.database import open_database
from corpus.job_log import give_up
from corpus.messages import MinyiError
from flows.backup.manifest import Database, TableContent
from flows.backup.postgres_programs import call, program, shown
from flows.backup.snapshot import POSTGRES, SQLITE, failures_told
from flows.backup.tables import postgres_tables, sqlite_tables

_AT_ONCE = 1 << 20
_DEFAULT = "minyi.db"
_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_RELATIONS = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""


def home_of(url: str, folder: Path) -> Path:
    """The file of SQLite's that the URL names, else the workspace's own.

    Raises ``MinyiError`` if it is no URL of SQLite's or if there is a file.
    """
    if not url:
        return folder / _DEFAULT
    found = _url(url)
    if found.get_backend_name() != SQLITE or not found.database:
        raise MinyiError("restore-other-kind", where=shown(found), kind="SQLite")
    home = Path(found.database).resolve()
    if home.exists():
        raise MinyiError("restore-database-full", where=shown(found))
    return home


@contextmanager
def filled_sqlite(dump: Path, said: Database, home: Path, folder: Path, inside: Path) -> Iterator[None]:
    """The database at ``home``: within ``inside``, where that lies in the ``folder`` which ``inside`` is to become.

    If the block fails, it is not there. Raises ``MinyiError`` (``restore-table``) if it is not what was saved.
    """
    within = home.is_relative_to(folder)
    file = inside / home.relative_to(folder) if within else dump.with_name(_DEFAULT)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with gzip.open(dump) as source, file.open("xb") as out:
            shutil.copyfileobj(source, out, _AT_ONCE)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise MinyiError("restore-damaged", where=str(home), member=said.member) from None
    with failures_told(str(home)), closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            found = sqlite_tables(copy)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in _BROKEN:
                raise
            raise MinyiError("restore-damaged", where=str(home), member=said.member) from None
        _compare(found, said.tables, str(home))
    _begin(f"sqlite:///{file}")
    if within:
        yield
        return
    try:
        with file.open("rb") as source, home.open("xb") as out:
            shutil.copyfileobj(source, out, _AT_ONCE)
        yield
    except FileExistsError:
        raise MinyiError("restore-database-full", where=str(home)) from None
    except BaseException:
        home.unlink(missing_ok=True)
        raise


@contextmanager
def filled_postgres(dump: Path, said: Database, url: str) -> Iterator[None]:
    """The database at the URL, which has no tables yet, filled in one transaction.

    Raises ``MinyiError``; where the database was filled before something went wrong, the error says so.
    """
    target = _url(url) if url else None
    if target is None or target.get_backend_name() != POSTGRES:
        raise MinyiError("restore-other-kind", where=shown(target) if target else "", kind="PostgreSQL")
    engine = _engine(target)
    try:
        with _reached(target), engine.connect() as connection:
            if connection.exec_driver_sql(_RELATIONS).scalar_one():
                raise MinyiError("restore-database-full", where=shown(target))
        path, _ = program("pg_restore", said.dumped_by)
        arguments = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        call(path, target, arguments, source=dump)
        try:
            with _reached(target), engine.connect() as connection:
                _compare(postgres_tables(connection), said.tables, shown(target))
            _begin(url)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                # Without it, the server would not know how large the tables are, and plan badly.
                connection.exec_driver_sql("ANALYZE")
            yield
        except BaseException as error:
            reason = str(error) or type(error).__name__
            raise MinyiError("restore-left-database", where=shown(target), reason=reason) from error
    finally:
        engine.dispose()


def _begin(url: str) -> None:
    """Brings the tables up to date, and closes the jobs that were at work when they were saved."""
    engine = open_database(url)
    try:
        give_up(engine, "backup")
    finally:
        engine.dispose()


def _compare(found: Mapping[str, TableContent], said: Mapping[str, TableContent], where: str) -> None:
    for name in sorted(found.keys() | said.keys()):
        if found.get(name) != said.get(name):
            rows = {one: table.rows if (table := of.get(name)) else 0 for one, of in (("found", found), ("said", said))}
            raise MinyiError("restore-table", where=where, table=name, **rows)


def _url(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except sa.exc.ArgumentError:
        raise MinyiError("restore-other-kind", where="database", kind="SQLite, PostgreSQL") from None


def _engine(url: sa.URL) -> sa.Engine:
    try:
        return sa.create_engine(url, hide_parameters=True)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        raise MinyiError("store-unusable", where=shown(url), reason=str(error).splitlines()[0][:200]) from error


@contextmanager
def _reached(url: sa.URL) -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise MinyiError("store-unusable", where=shown(url), reason=str(error).splitlines()[0][:200]) from error
