"""When the watcher of the inbox starts the work, and what it says when it cannot look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.messages import PassingError
from corpus.store import Store
from corpus.workspace import Workspace
from flows.inbox import QUIET, Taken, attempt, batches_in
from flows.up.looking import PATIENCE, Watch, looks


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path)


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    opened = Store(place.database_url)
    yield opened
    opened.close()


def test_a_batch_is_ready_when_two_looks_in_a_row_find_the_same(place: Workspace, store: Store) -> None:
    watch = Watch(place, store.engine)
    found = [watch.is_something_ready()]
    letter = place.inbox / "来信.txt"
    for content in ("东门", "东门的路灯", "东门的路灯", "东门的路灯"):
        if not letter.exists() or letter.read_text("utf-8") != content:
            letter.write_text(content, "utf-8")
        found.append(watch.is_something_ready())
    assert found == [False, False, False, True, True]


def test_a_batch_that_was_taken_in_is_not_ready_again(place: Workspace, store: Store) -> None:
    watch = Watch(place, store.engine)
    watch.is_something_ready()
    (place.inbox / "来信.txt").write_text("东门的路灯不亮", "utf-8")
    watch.is_something_ready()
    [batch] = batches_in(place).values()
    with attempt(store.engine, batch, "here") as ended:
        ended(Taken.of({"files": [], "comments_in": 0}))
    assert not watch.is_something_ready()


def test_the_work_is_started_whenever_something_is_ready() -> None:
    ready = iter([False, True, True, False])
    started: list[int] = []
    pauses = looks(lambda: next(ready), lambda: started.append(1), str)
    assert [*itertools.islice(pauses, 4)] == [QUIET] * 4
    assert len(started) == 2


def test_a_share_that_is_away_is_said_once_and_looked_at_again_later() -> None:
    said: list[str] = []
    steps = iter(["away", "away", "back", "away"])

    def is_ready() -> bool:
        if next(steps) == "away":
            raise PassingError("inbox-away", where="共享盘", reason="连接中断")
        return False

    pauses = looks(is_ready, lambda: None, said.append)
    assert [*itertools.islice(pauses, 4)] == [PATIENCE, PATIENCE, QUIET, PATIENCE]
    assert said == ["共享盘：收件箱打不开（连接中断）。请检查这个文件夹或共享盘；恢复以后会自动继续。"] * 2


def test_a_server_that_does_not_answer_ends_no_watch() -> None:
    said: list[str] = []

    def start() -> None:
        raise ConnectionError("refused")

    pauses = looks(lambda: True, start, said.append, (ConnectionError,))
    assert ([*itertools.islice(pauses, 3)], said) == ([PATIENCE] * 3, ["refused"])
