"""How many bytes a comment takes, by part, on both databases: what ``docs/scale.md`` reckons with.

Sizes do not depend on how busy the machine is.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa

from benchmarks.made_comments import different
from benchmarks.review_data import database, filled, tasks
from corpus.comments import shipped
from corpus.database import open_database
from corpus.storage.place import Place
from corpus.workspace import Workspace
from flows.bulk.job import TableJob, tag_table
from flows.engines.loop import in_turn

_COMMENTS = 20_000
_LENGTH = 60
_SEED = 8
_SHOWN = 5.0
"""Tables with less than so many bytes a comment are added up as others."""


def main() -> None:
    parts = {kind: {**_of_table(kind), **_of_items(kind)} for kind in ("sqlite", "postgresql")}
    print(f"sizes: bytes a comment, {_COMMENTS:,} comments of {_LENGTH} characters")
    print("| | SQLite | PostgreSQL |\n|---|---|---|")
    for name in dict.fromkeys(name for found in parts.values() for name in found):
        print(f"| {name} | " + " | ".join(f"{found.get(name, 0):,.0f}" for found in parts.values()) + " |")


def _of_table(kind: str) -> dict[str, float]:
    """A large table: the file, the tagged Parquet, and its rows in the store."""
    with tempfile.TemporaryDirectory() as name, database(kind) as url:
        folder = Path(name)
        source, out = folder / "comments.csv", folder / "tagged.parquet"
        texts = different([one.text for one in shipped()], _COMMENTS, random.Random(_SEED), _LENGTH)
        with source.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("text",), *((text,) for text in texts)])
        tag_table(TableJob(source, Place.of(str(out)), workspace=Workspace.open(folder / "workspace", url)), in_turn)
        files = {"file that arrived (CSV)": [source], "tagged table (Parquet)": out.iterdir()}
        sizes = {what: sum(path.stat().st_size for path in paths) / _COMMENTS for what, paths in files.items()}
        return sizes | {f"store: {table}": size for table, size in _tables(url).items()}


def _of_items(kind: str) -> dict[str, float]:
    """The same number of comments as items of the review."""
    with database(kind) as url:
        engine = open_database(url)
        filled(engine, tasks(_COMMENTS))
        engine.dispose()
        return {f"review: {table}": size for table, size in _tables(url).items()}


def _tables(url: str) -> Mapping[str, float]:
    """Bytes of each table with its indexes, by comment."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            sizes = dict(_sqlite(connection) if engine.dialect.name == "sqlite" else _postgresql(connection))
    finally:
        engine.dispose()
    large = {table: size / _COMMENTS for table, size in sizes.items() if size / _COMMENTS >= _SHOWN}
    return large | {"others": sum(sizes.values()) / _COMMENTS - sum(large.values())}


def _postgresql(connection: sa.Connection) -> Iterator[tuple[str, int]]:
    asked = "SELECT relname, pg_total_relation_size(relid) AS bytes FROM pg_catalog.pg_statio_user_tables"
    return ((row.relname, row.bytes) for row in connection.execute(sa.text(asked)).all())


def _sqlite(connection: sa.Connection) -> Iterator[tuple[str, int]]:
    """An index belongs to its table; what SQLite keeps for the search stands in tables of its own."""
    asked = (
        "SELECT coalesce(m.tbl_name, s.name) AS owner, sum(s.pgsize) AS bytes FROM dbstat AS s"
        " LEFT JOIN sqlite_master AS m ON m.name = s.name GROUP BY 1"
    )
    return ((row.owner, row.bytes) for row in connection.execute(sa.text(asked)).all())
