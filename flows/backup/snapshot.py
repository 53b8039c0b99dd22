"""The database as it was at one instant, in a file, while others go on writing to it."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from corpus.messages import MinyiError
from corpus.papers_schema import evidence
from corpus.schema import originals
from flows.backup.manifest import Database
from flows.backup.postgres_programs import call, program, shown
from flows.backup.tables import postgres_tables, sqlite_tables

SQLITE, POSTGRES = "sqlite", "postgresql"
MEMBERS = {SQLITE: "database.sqlite.gz", POSTGRES: "database.pgdump"}
_FAST = 1
"""zlib's level: the next one takes half as long again and saves a tenth."""
_AT_ONCE = 1 << 20
_ROWS_AT_ONCE = 10_000
_LOCKS = "--lock-wait-timeout=60s"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The file, what is in it, and the hashes of all originals and evidence that its rows name."""

    file: Path
    database: Database
    originals: frozenset[bytes]
    evidence: frozenset[bytes]


def snapshot(engine: sa.Engine, folder: Path) -> Snapshot:
    """The database in a file in this folder. Raises ``MinyiError`` if it is damaged or cannot be read, ``OSError`` if
    the folder cannot be written."""
    return _of_sqlite(engine, folder) if engine.dialect.name == SQLITE else _of_postgres(engine, folder)


def _of_sqlite(engine: sa.Engine, folder: Path) -> Snapshot:
    file, packed = folder / "snapshot", folder / MEMBERS[SQLITE]
    with failures_told(shown(engine.url)):
        with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
            # All pages at once: copied in portions, it would begin anew whenever somebody writes.
            source: Any = connection.connection.driver_connection
            source.backup(copy, pages=-1)
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            if (found := copy.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                raise MinyiError("backup-database-damaged", where=shown(engine.url), reason=found)
            migration = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            named = [frozenset(_bytes(copy.execute(f"SELECT sha256 FROM {t.name}"))) for t in (originals, evidence)]
            tables = sqlite_tables(copy)
    with file.open("rb") as source, packed.open("wb") as out, gzip.GzipFile("", "wb", _FAST, out, mtime=0) as into:
        shutil.copyfileobj(source, into, _AT_ONCE)
    file.unlink()
    return Snapshot(packed, Database(packed.name, SQLITE, migration, 0, tables), *named)


def _of_postgres(engine: sa.Engine, folder: Path) -> Snapshot:
    file = folder / MEMBERS[POSTGRES]
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        # pg_dump sees what this transaction sees, and so the counts are those of the dump.
        seen = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        major = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
        dump, version = program("pg_dump", major)
        arguments = ("-Fc", f"-Z{_FAST}", "--no-owner", "--no-privileges", _LOCKS, f"--snapshot={seen}")
        call(dump, engine.url, arguments, out=file)
        tables = postgres_tables(connection)
        migration = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        named = []
        for table in (originals, evidence):
            rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(sa.select(table.c.sha256))
            named.append(frozenset(_bytes(rows)))
    return Snapshot(file, Database(file.name, POSTGRES, migration, version, tables), *named)


@contextmanager
def failures_told(where: str) -> Iterator[None]:
    """What SQLite raises beside SQLAlchemy: ``OSError`` for a full disk, else ``MinyiError``."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            # It is the copy's disk that is full, and not that of the database.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise MinyiError("store-failed", where=where, reason=str(error)) from error


def _bytes(rows: Any) -> Iterator[bytes]:
    """Hashes in half the memory."""
    return (bytes.fromhex(row[0]) for row in rows)
