"""The database itself refuses to change or delete what stands in the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from made_items import ROAD, counted, desk, filled, key_of, opened, tasks

from corpus.messages import MinyiError
from review.ledger import Reviewing


@pytest.fixture
def zhang(any_url: str) -> Iterator[Reviewing]:
    with opened(any_url) as engine:
        filled(engine, tasks(2))
        who = desk(engine, "zhang")
        who.decide(key_of(engine, 1), 0, ROAD)
        yield who


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET why = '改'",
        "UPDATE act SET person_id = person_id",
        "DELETE FROM act",
        "UPDATE decision SET after = '{}'",
        "UPDATE decision SET seq = 7 WHERE id = 1",
        "DELETE FROM decision WHERE id = 1",
    ],
)
def test_an_entry_can_be_neither_changed_nor_deleted(zhang: Reviewing, statement: str) -> None:
    with pytest.raises((MinyiError, sa.exc.IntegrityError), match="append-only"), zhang.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert counted(zhang.engine) == (1, 1)


@pytest.mark.parametrize("table", ["act", "decision"])
def test_nor_replaced_under_its_number(zhang: Reviewing, table: str) -> None:
    if zhang.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL has no REPLACE, and its upsert is an UPDATE")
    with pytest.raises((MinyiError, sa.exc.IntegrityError)), zhang.engine.begin() as connection:
        connection.exec_driver_sql(f"REPLACE INTO {table} SELECT * FROM {table}")
    assert counted(zhang.engine) == (1, 1)


def test_nor_emptied_all_at_once(zhang: Reviewing) -> None:
    if zhang.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(MinyiError, match="append-only"), zhang.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE act, decision, seal, dissent")
    assert counted(zhang.engine) == (1, 1)


def test_an_item_cannot_have_two_entries_of_one_number(zhang: Reviewing) -> None:
    columns = "act_id, item_id, seq, before, before_state, after, state"
    with pytest.raises(sa.exc.IntegrityError), zhang.engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO decision ({columns}) SELECT {columns} FROM decision")


def test_an_entry_of_no_act_or_item_or_person_cannot_be(zhang: Reviewing) -> None:
    with pytest.raises(sa.exc.IntegrityError), zhang.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO decision (act_id, item_id, seq, before, before_state, after, state)"
            " VALUES (999, 1, 9, '{}', 'open', '{}', 'decided')"
        )
    with pytest.raises((MinyiError, sa.exc.IntegrityError)), zhang.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM person")
