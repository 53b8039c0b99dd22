"""Rows that wait for others on their way into SQLite: none is lost, whoever is killed."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus import schema
from corpus.messages import MinyiError
from corpus.store import PartRows, Store, comment_row, text_key
from corpus.table_parts import NotedPart, noted_parts
from corpus.workspace import Workspace
from flows.bulk.kept import spooled
from flows.bulk.spool import Spool

OUT, KEY = "/out.parquet", "k" * 64


def part(number: int) -> PartRows:
    text = f"路灯坏了{number}"
    comment = comment_row(None, text, text_key(text), "a" * 64, number + 1)
    return PartRows([comment], [(text_key(text), "m 1 0.8", "{}")], NotedPart(OUT, number, KEY, 1, "b" * 64))


def counted(store: Store) -> tuple[int, ...]:
    with store.engine.connect() as connection:
        tables = (schema.comments, schema.suggestions)
        return tuple(connection.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in tables)


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spool:
    """Three parts are enough to be taken in."""
    monkeypatch.setattr("flows.bulk.spool.AT_ONCE", 3)
    (tmp_path / "spool").mkdir()
    return Spool(tmp_path / "spool")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'minyi.db'}"


def test_rows_wait_until_there_are_enough_and_a_part_is_noted_with_its_rows(spool: Spool, url: str) -> None:
    with closing(Store(url)) as store:
        for number in range(2):
            spool.add(part(number))
            spool.take_in_if_full(store)
        assert (counted(store), noted_parts(store.engine, OUT, KEY)) == ((0, 0), {})
        spool.add(part(2))
        spool.take_in_if_full(store)
        assert counted(store) == (3, 3)
        assert list(noted_parts(store.engine, OUT, KEY)) == [0, 1, 2]
        assert list(spool.folder.iterdir()) == []


def test_at_the_end_what_is_left_is_taken_in_also_what_a_killed_worker_had_claimed(spool: Spool, url: str) -> None:
    for number in range(5):
        spool.add(part(number))
    (spool.folder / "0.rows").rename(spool.folder / "0.4711.claimed")
    with closing(Store(url)) as store:
        spool.take_in_all(store)
        assert counted(store) == (5, 5)
        assert list(spool.folder.iterdir()) == []


def test_rows_that_were_taken_in_before_the_worker_died_are_there_once(spool: Spool, url: str) -> None:
    with closing(Store(url)) as store:
        store.keep_parts([part(0)])
        spool.add(part(0))
        spool.take_in_all(store)
        assert counted(store) == (1, 1)


def test_files_that_another_worker_claims_meanwhile_are_left_to_it(
    spool: Spool, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        spool.add(part(number))
    rename = Path.rename

    def faster(file: Path, name: Path) -> Path:
        if file.name == "1.rows":
            rename(file, spool.folder / "1.4711.claimed")
        return rename(file, name)

    monkeypatch.setattr(Path, "rename", faster)
    with closing(Store(url)) as store:
        spool.take_in_if_full(store)
        assert list(noted_parts(store.engine, OUT, KEY)) == [0, 2]
    assert [one.name for one in spool.folder.iterdir()] == ["1.4711.claimed"]


def test_a_spool_that_cannot_be_written_is_told(spool: Spool) -> None:
    (spool.folder).rmdir()
    spool.folder.write_text("no folder", "utf-8")
    with pytest.raises(MinyiError) as told:
        spool.add(part(0))
    assert told.value.problem.code == "write-denied"


def test_the_rows_of_a_killed_job_go_with_the_next_one_and_those_of_one_that_works_stay(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "office")
    killed = workspace.spool / "4711"
    killed.mkdir(parents=True)
    (killed / "0.rows").write_bytes(b"[]")
    killed.with_suffix(".lock").touch()  # nobody holds it any more
    with spooled(workspace) as first:
        assert not killed.exists()
        first.add(part(0))
        os.utime(first.folder, (0, 0))  # as after a sleep of the machine, or a clock that was set
        with spooled(workspace) as second:
            second.add(part(1))
            assert [one.name for one in first.folder.iterdir()] == ["0.rows"]
        assert [one.name for one in first.folder.iterdir()] == ["0.rows"]
    assert [*workspace.spool.iterdir()] == []
