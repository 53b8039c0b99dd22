"""A new model is asked about what is undecided; what was decided keeps the proposal that lay before the reviewer."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from invented_comments import PARKING, table

from corpus.records import Verdict
from corpus.review_schema import items, people
from corpus.store import Store
from corpus.workspace import Workspace
from flows import models
from flows.batch import Job, run_batch
from review.access import Person, Role
from review.ledger import Reviewing


def decided(store: Store, text: str) -> None:
    """A reviewer decides the comment with these words."""
    made = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    account = {"login": "zhang", "name": "张敏", "role": Role.REVIEWER.value, "password": "-"}
    with store.engine.begin() as connection:
        connection.execute(sa.insert(people).values(**account, active=True, created=made))
        [number] = connection.scalars(sa.select(people.c.id)).all()
        key = connection.scalar(sa.select(items.c.id).where(items.c.text == text)) or 0
    Reviewing(store.engine, Person(number, "zhang", "张敏", Role.REVIEWER, None)).decide(key, 0, Verdict("城管局"))


def proposed_by(store: Store) -> dict[str, str]:
    """The version of the model that proposes, by the text of each item."""
    with store.engine.connect() as connection:
        return {row.text: row.model_version for row in connection.execute(sa.select(items))}


@pytest.mark.usefixtures("small_shipped")
def test_a_new_model_does_not_read_again_what_is_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"12026{n:010d}", text) for n, text in enumerate(PARKING)]
    source = table(tmp_path / "2026年3月群众意见.csv", ("问题编号", "意见内容"), rows)
    job = Job((source,), Workspace.open(tmp_path / "w"), tmp_path / "out")
    with monkeypatch.context() as patch:
        patch.setattr(models, "THOROUGH", 0)
        run_batch(job)
    before, now = (models.shipped_version(meaning=meaning) for meaning in (False, True))
    store = Store(job.workspace.database_url)
    assert proposed_by(store) == dict.fromkeys(PARKING, before)
    decided(store, PARKING[2])
    run_batch(job)
    assert proposed_by(store) == {text: before if text == PARKING[2] else now for text in PARKING}
    store.close()
