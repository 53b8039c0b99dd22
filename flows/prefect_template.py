"""A migrated, empty database of Prefect's own, so that a first run need not spend eight seconds on its migrations.

``python -m flows.prefect_template`` makes it anew for the installed version of Prefect (part of changing that version).
A version without a template still works: Prefect then migrates by itself.
"""

from __future__ import annotations

import lzma
import os
import sqlite3
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path


def _name() -> str:
    return f"data/prefect-{version('prefect')}.db.xz"


def lay_out(database: Path) -> bool:
    """Puts the template where Prefect expects its database. False if there is none for this version."""
    template = files("flows").joinpath(_name())
    if not template.is_file():
        return False
    with tempfile.NamedTemporaryFile(dir=database.parent, delete=False) as part:
        part.write(lzma.decompress(template.read_bytes()))
    Path(part.name).replace(database)
    return True


def make() -> Path:
    """Migrates a new database, empties it of rows that tell of this machine, and packs it. Returns the file."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(PREFECT_HOME=home, DO_NOT_TRACK="1", PREFECT_SERVER_ANALYTICS_ENABLED="false")
        import asyncio  # noqa: PLC0415  (Prefect reads its settings from the environment when it is imported)

        from prefect.server.database import provide_database_interface  # noqa: PLC0415

        asyncio.run(provide_database_interface().create_db())
        database = Path(home) / "prefect.db"
        connection = sqlite3.connect(database)
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "alembic_version" and not name.startswith("sqlite_")
        ]
        with connection:
            for table in tables:
                connection.execute(f'DELETE FROM "{table}"')
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        target = Path(str(files("flows").joinpath(_name())))
        target.write_bytes(lzma.compress(database.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return target


if __name__ == "__main__":
    print(make())
