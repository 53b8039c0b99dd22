"""What was saved comes back, all of it, and the office goes on with it: on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from saved_offices import FORMS, MODEL, OUTPUTS, PHOTO, Office, decides, keys, made_office, minyi, somebody

from corpus.job_log import JobState, last_jobs, recorded
from corpus.messages import MinyiError
from corpus.review_schema import decisions, items
from corpus.schema import originals
from flows.backup.reading import read_archive
from flows.backup.restoring import restore


def test_all_that_an_office_has_comes_back(office: Office, nothing_yet: str, tmp_path: Path) -> None:
    saved = office.saved(tmp_path / "a.tar")
    assert saved.problems == ()
    restore(saved.file, tmp_path / "back", nothing_yet)
    back = Office(tmp_path / "back", nothing_yet)
    assert back.files() == office.files()
    assert len(back.ledger()) == 2
    assert back.ledger() == office.ledger()
    assert back.found("路灯") == ["B-003"]
    photo = hashlib.sha256(PHOTO).hexdigest()
    assert (back.folder / "佐证" / photo[:2] / photo).read_bytes() == PHOTO
    # 2 originals, a photograph, 3 forms, 2 models, 3 files of outputs and logs, and the database
    assert saved.members == 2 + 1 + len(FORMS | MODEL | OUTPUTS) + 1 == 12


def test_its_ledger_goes_on_where_it_was_and_still_refuses_changes(
    office: Office, nothing_yet: str, tmp_path: Path
) -> None:
    restore(office.saved(tmp_path / "a.tar").file, tmp_path / "back", nothing_yet)
    back = Office(tmp_path / "back", nothing_yet)
    with back.opened() as engine:
        decides(engine, somebody(engine), keys(engine)[1])
        for statement in ("UPDATE decision SET after = '{}'", "DELETE FROM act", "DELETE FROM evidence"):
            with pytest.raises((MinyiError, sa.exc.IntegrityError)), engine.begin() as connection:
                connection.exec_driver_sql(statement)
    assert [row[0] for row in back.ledger()] == [1, 2, 3]
    assert back.ledger()[:2] == office.ledger()


def test_the_backup_stands_in_the_log_of_jobs_and_no_job_is_at_work_in_what_came_back(
    office: Office, nothing_yet: str, tmp_path: Path
) -> None:
    saved = office.saved(tmp_path / "a.tar")
    restore(saved.file, tmp_path / "back", nothing_yet)
    with office.opened() as engine:
        [job] = last_jobs(engine, 5)
    assert (job.kind, job.batch, job.state) == ("backup", "a.tar", JobState.DONE)
    assert (job.figures["bytes"], job.figures["members"]) == (saved.file.stat().st_size, 12)
    with Office(tmp_path / "back", nothing_yet).opened() as engine:
        assert [one.state for one in last_jobs(engine, 5)] == [JobState.DONE]


def test_what_was_at_work_besides_the_backup_counts_as_stopped_in_what_came_back(
    office: Office, nothing_yet: str, tmp_path: Path
) -> None:
    with office.opened() as engine, recorded(engine, "run", "三月来信", "here"):
        saved = office.saved(tmp_path / "a.tar")
    restore(saved.file, tmp_path / "back", nothing_yet)
    with Office(tmp_path / "back", nothing_yet).opened() as engine:
        found = [(one.kind, one.state, one.was_stopped) for one in last_jobs(engine, 5)]
    assert found == [("backup", JobState.DONE, False), ("run", JobState.FAILED, True)]


def test_a_run_on_what_came_back_has_nothing_new_to_do(
    any_url: str,
    nothing_yet: str,
    tmp_path: Path,
    small_shipped: None,  # noqa: ARG001
) -> None:
    incoming, folder = tmp_path / "来文", tmp_path / "office"
    incoming.mkdir()
    (incoming / "意见.csv").write_text("问题编号,意见建议\nC1,东门外的桥面有裂缝。\nC2,体检报告一直取不到。", "utf-8")
    office = Office(folder, any_url)
    if any_url.startswith("sqlite"):
        folder.mkdir()
    run = ("run", incoming, "--workspace", folder, "--no-prefect", "--database")
    assert minyi(*run, any_url).exit_code == 0
    drafts = office.files()
    assert minyi("backup", "--workspace", folder, "--database", any_url, tmp_path / "a.tar").exit_code == 0
    folder.rename(tmp_path / "lost")
    done = minyi("restore", tmp_path / "a.tar", "--workspace", folder, "--database", nothing_yet)
    assert done.exit_code == 0, done.output
    assert "请写进 设置.toml 的 database 一项" in done.output
    again = minyi(*run, nothing_yet)
    assert "这批文件没有变化" in again.output, again.output
    unchanged = {name: data for name, data in drafts.items() if name.startswith("outputs/") and "run.json" not in name}
    assert unchanged
    assert {name: Office(folder, nothing_yet).files()[name] for name in unchanged} == unchanged


@contextmanager
def at_work(office: Office) -> Iterator[Callable[[], None]]:
    """Two reviewers decide and files arrive, without a pause, as long as the block takes; none of them fails. What is
    given waits until each of them has done something more."""
    stop, failures, done = threading.Event(), [], [0, 0, 0]

    def until_stopped(who: int, work: Callable[[int], object]) -> None:
        try:
            while not stop.is_set():
                work(done[who])
                done[who] += 1
        except BaseException as error:
            failures.append(error)

    def all_went_on() -> None:
        before, end = list(done), time.monotonic() + 60
        while any(now == then for now, then in zip(done, before, strict=True)):
            assert failures == []
            assert time.monotonic() < end
            time.sleep(0.01)

    with office.opened() as engine:
        people = [somebody(engine), somebody(engine)]
        _, second, third = keys(engine)
        works: tuple[Callable[[int], object], ...] = (
            lambda at: decides(engine, people[0], second, f"第{at}办公室"),
            lambda at: decides(engine, people[1], third, f"第{at}办公室"),
            lambda at: office.arrives(f"{at}号来文".encode() * 5_000),
        )
        threads = [threading.Thread(target=until_stopped, args=who_and_work) for who_and_work in enumerate(works)]
        for thread in threads:
            thread.start()
        try:
            yield all_went_on
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert failures == []


def by_item(ledger: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """The entries of each item, in the order of its own numbers."""
    entries: dict[int, list[tuple[Any, ...]]] = {}
    for entry in sorted(ledger, key=lambda one: one[2]):
        entries.setdefault(entry[1], []).append(entry)
    return entries


def test_an_archive_made_while_everybody_works_is_of_one_instant(
    office: Office, nothing_yet: str, tmp_path: Path
) -> None:
    saved = []
    with at_work(office) as all_went_on:
        for number in range(3):
            all_went_on()
            saved.append(office.saved(tmp_path / f"{number}.tar"))
    assert [one.problems for one in saved] == [(), (), ()]
    assert saved[0].rows < saved[1].rows < saved[2].rows
    restore(saved[1].file, tmp_path / "back", nothing_yet)
    back = Office(tmp_path / "back", nothing_yet)
    # An entry has its number before it is committed (PostgreSQL: another connection's later number may be in the
    # archive without it): what came back is the beginning of the ledger of each item, not of the whole.
    came_back, whole = by_item(back.ledger()), by_item(office.ledger())
    assert len(came_back) == 3
    assert came_back == {item: whole[item][: len(entries)] for item, entries in came_back.items()}
    with back.opened() as engine, engine.connect() as connection:
        last = sa.select(decisions.c.item_id, sa.func.max(decisions.c.seq)).group_by(decisions.c.item_id)
        stands = sa.select(items.c.id, items.c.seq).where(items.c.seq > 0)
        assert sorted(map(tuple, connection.execute(last))) == sorted(map(tuple, connection.execute(stands)))
        named = set(connection.scalars(sa.select(originals.c.sha256)))
    assert len(named) > 2
    assert all(hashlib.sha256((back.folder / "originals" / n[:2] / n).read_bytes()).hexdigest() == n for n in named)


def test_the_same_office_has_the_same_hashes_twice_and_others_once_a_row_is_changed(
    office: Office, tmp_path: Path
) -> None:
    first = read_archive(office.saved(tmp_path / "1.tar").file).database.tables
    with office.opened() as engine, engine.begin() as connection:
        connection.execute(sa.update(items).where(items.c.position == 2).values(note="已看"))
    second = read_archive(office.saved(tmp_path / "2.tar").file).database.tables
    # The backup itself is a job.
    assert {name for name in first if first[name] != second[name]} == {"item", "job"}
    assert (second["item"].rows, second["decision"].rows, second["job"].rows) == (3, 2, 2)


def test_a_password_is_neither_shown_nor_on_a_command_line(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    url = postgres_url.replace("postgres@", "postgres:h%40rd-to-guess@")
    office = made_office(folder, url)
    seen = tmp_path / "seen"
    program = tmp_path / "pg_dump"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1" && exit\n'
        f'echo "$@" > {seen}; echo "$PGPASSWORD" >> {seen}; echo "pg_dump: error: no" >&2; exit 1\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr("flows.backup.postgres_programs._candidates", lambda _name: iter([program]))
    done = minyi("backup", "--workspace", folder, "--database", url, tmp_path / "a.tar")
    assert done.exit_code == 1
    called, password = seen.read_text().splitlines()
    assert "user=postgres" in called
    assert "h@rd-to-guess" not in called
    assert password == "h@rd-to-guess"
    assert isinstance(done.exception, MinyiError)
    assert "h@rd" not in f"{done.exception} {done.exception.problem}{done.output}"
    assert not (tmp_path / "a.tar").exists()
    assert office.ledger()
