"""The step to the review's tables, up and down, and that it makes what the code is written for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from made_items import ROAD, desk, filled, key_of, opened, tasks

from corpus.database import HEAD, alembic_config, open_database
from corpus.jobs_schema import metadata
from corpus.store import Store
from review.filters import Filter
from review.items import count

BEFORE = {"alembic_version", "comment", "extraction", "original", "renaming", "renaming_reading", "run", "suggestion"}


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def moved(engine: sa.Engine, to: str) -> None:
    """Brings the database to a step, back or on."""
    with engine.begin() as connection:
        here = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""
        (command.downgrade if to < here else command.upgrade)(alembic_config(connection), to)


def test_down_takes_all_of_it_away_and_up_brings_it_back_empty(any_url: str) -> None:
    with opened(any_url) as engine:
        batch = filled(engine, tasks(3))
        desk(engine, "zhang").decide(key_of(engine, 1), 0, ROAD)
        moved(engine, "0002")
        assert tables(engine) == BEFORE
        moved(engine, HEAD)
        assert {"item", "decision", "act", "person"} <= tables(engine)
        again = filled(engine, tasks(2))
        who = desk(engine, "zhang")
        who.decide(key_of(engine, 1), 0, ROAD)
        assert count(engine, who.person, again, Filter(state="all", q="路口")) == 2
        assert batch == again


def test_down_to_nothing_and_up_again(any_url: str) -> None:
    with opened(any_url) as engine:
        with engine.begin() as connection:
            command.downgrade(alembic_config(connection), "base")
        assert tables(engine) == {"alembic_version"}
    with opened(any_url) as engine:
        filled(engine, tasks(1))


def test_a_workspace_of_the_version_before_keeps_what_it_has(any_url: str) -> None:
    with opened(any_url) as engine:
        moved(engine, "0002")
    engine = sa.create_engine(any_url)
    with engine.begin() as connection:
        values = "('/out', 'f', '2026-03-02 08:00:00')"
        connection.exec_driver_sql(f"INSERT INTO run (out, fingerprint, finished) VALUES {values}")
    engine.dispose()
    store = Store(any_url)
    assert store.drafts_fingerprint("/out") == "f"
    store.close()


def test_the_steps_make_what_the_tables_of_the_code_say(any_url: str) -> None:
    engine = open_database(any_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_ours})
        other = [one for one in compare_metadata(context, metadata) if one[0] != "add_table_comment"]
        assert other == []
    engine.dispose()


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Not the search index, which no metadata can describe."""
    return not (kind == "table" and (name or "").startswith("item_search"))
