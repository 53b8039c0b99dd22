"""What is in the tables of a database, so that what comes back can be compared with it: rows, and a hash of them.

A table's hash is the sum of its rows' (the first 64 bits of a row's SHA-256): it is the same in whatever order the rows
come, and PostgreSQL makes it by itself. SQLite's and PostgreSQL's are not comparable with each other.
"""

from __future__ import annotations

import hashlib
import sqlite3

import sqlalchemy as sa

from flows.backup.manifest import TableContent

_BITS = 64
_SAME_WORDS = ("timezone = 'UTC'", "datestyle = 'ISO'", "extra_float_digits = 1", "bytea_output = 'hex'")
"""So that a row reads the same whatever a server or an account is set to."""


def sqlite_tables(connection: sqlite3.Connection) -> dict[str, TableContent]:
    """Every table of a file of SQLite's, those behind its search index, too."""
    # As bytes: a text that is no UTF-8 must be kept as well.
    connection.text_factory = bytes
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    names = [name.decode() for name, made in found if not made.startswith(b"CREATE VIRTUAL")]
    return {name: _sqlite_table(connection, name) for name in names if not name.startswith("sqlite_")}


def _sqlite_table(connection: sqlite3.Connection, name: str) -> TableContent:
    count = total = 0
    for row in connection.execute(f'SELECT * FROM "{name}"'):
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[: _BITS // 8])
    return _content(count, total)


def postgres_tables(connection: sa.Connection) -> dict[str, TableContent]:
    """Every table of the schema of ours in a database of PostgreSQL's, as the connection's transaction sees it."""
    for setting in _SAME_WORDS:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    names = connection.exec_driver_sql(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).scalars()
    return {name: _postgres_table(connection, name) for name in names.all()}


def _postgres_table(connection: sa.Connection, name: str) -> TableContent:
    quoted = connection.dialect.identifier_preparer.quote_identifier(name)
    bits = "('x' || left(encode(sha256(convert_to(_row_::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint::numeric"
    found = connection.exec_driver_sql(f"SELECT count(*), coalesce(sum({bits}), 0) FROM {quoted} AS _row_").one()
    return _content(int(found[0]), int(found[1]))


def _content(count: int, total: int) -> TableContent:
    return TableContent(count, f"{total % (1 << _BITS):016x}")
