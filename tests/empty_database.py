"""A database of SQLite's with our tables and nothing in them: made once, as migrations take a tenth of a second."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from corpus.database import open_database


@cache
def content() -> bytes:
    """The file's content, of which a test has a copy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "minyi.db"
        engine = open_database(f"sqlite:///{file}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return file.read_bytes()
