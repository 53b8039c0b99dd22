"""Many rows into a table at once, those that are there already left alone: the fast way of each database.

SQLAlchemy's own statement looks at each value of each row, which takes longer than the database takes to keep it. Here
the rows go to the driver as they are: texts, whole numbers and None, for columns of nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import sqlalchemy as sa

Row = tuple[str | int | None, ...]


def insert_new(connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Inserts the rows, whose values are those of the columns ``names``; one whose key is there already is passed over.

    Rows should come in the order of their keys: two writers then never wait for each other in a ring, and the database
    goes through its index once. Raises what the database raises.
    """
    if not rows:
        return
    columns = ", ".join(names)
    if connection.dialect.name == "postgresql":
        # As one JSON text: the driver looks at each text of a list, for five times as long as all of this takes. The
        # server takes it to pieces once as jsonb; as json it would go through a row for each of its columns.
        kinds = ["integer" if isinstance(table.c[name].type, sa.Integer) else "text" for name in names]
        values = ", ".join(f"(one->>{at})::{kind}" for at, kind in enumerate(kinds))
        new = f"SELECT {values} FROM jsonb_array_elements(%s::jsonb) AS one"
        statement = f"INSERT INTO {table.name} ({columns}) {new} ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, (orjson.dumps(rows).decode(),))
    else:
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.name} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, list(rows))
