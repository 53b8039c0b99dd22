"""What goes wrong while an office comes back: it is said, and whatever was there before is as it was."""

from __future__ import annotations

import errno
import gzip
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from forged_archives import forged
from saved_offices import Office, killed_at_the_end, made_office, minyi, names

from corpus.database import alembic_config
from corpus.job_log import last_jobs
from corpus.messages import MinyiError
from flows.backup.reading import read_archive
from flows.backup.restoring import restore
from flows.backup.tables import sqlite_tables


def test_a_restore_onto_a_full_disk_leaves_nothing_behind(
    small_office: Office, small_disk: Path, tmp_path: Path
) -> None:
    saved = small_office.saved(tmp_path / "a.tar").file
    with pytest.raises(MinyiError) as caught:
        restore(saved, small_disk / "back")
    assert (caught.value.problem.code, names(small_disk)) == ("restore-failed", [])


def test_a_killed_restore_leaves_no_workspace_and_the_next_one_clears_up(small_office: Office, disk: Path) -> None:
    saved = small_office.saved(disk / "a.tar").file
    killed_at_the_end("restoring", f"module.restore(Path({str(saved)!r}), Path({str(disk / 'back')!r}))")
    assert not (disk / "back").exists()
    restore(saved, disk / "back")
    assert names(disk) == ["a.tar", "back"]
    assert Office(disk / "back", f"sqlite:///{disk / 'back' / 'minyi.db'}").ledger() == small_office.ledger()


def test_a_restore_that_is_killed_while_it_fills_postgresql_leaves_it_empty(
    postgres_url: str, nothing_of_postgresql: str, tmp_path: Path
) -> None:
    office = made_office(tmp_path / "office", postgres_url)
    saved = office.saved(tmp_path / "a.tar").file
    program = """
import sys, time
from pathlib import Path
import flows.backup.postgres_programs as programs
from flows.backup.restoring import restore

def half(source, into):
    data = source.read_bytes()
    into.write(data[: len(data) // 2])
    into.flush()
    print("here", flush=True)
    time.sleep(60)

programs._feed = half
restore(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
"""
    command = [sys.executable, "-c", program, saved, tmp_path / "back", nothing_of_postgresql]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "back").exists()
    restore(saved, tmp_path / "back", nothing_of_postgresql)
    assert Office(tmp_path / "back", nothing_of_postgresql).ledger() == office.ledger()


def test_a_workspace_that_is_not_empty_is_left_alone(small_office: Office, disk: Path) -> None:
    saved = small_office.saved(disk / "a.tar").file
    (disk / "back").mkdir()
    (disk / "back" / "a.txt").write_text("mine", "utf-8")
    done = minyi("restore", saved, "--workspace", disk / "back")
    assert (done.exit_code, "没有恢复" in str(done.exception), names(disk / "back")) == (1, True, ["a.txt"])
    (disk / "back" / "a.txt").unlink()
    assert minyi("restore", saved, "--workspace", disk / "back").exit_code == 0


def test_a_database_that_has_tables_is_left_alone(office: Office, nothing_yet: str, tmp_path: Path) -> None:
    saved, before = office.saved(tmp_path / "a.tar").file, office.ledger()
    with pytest.raises(MinyiError) as caught:
        restore(saved, tmp_path / "back", office.url)
    assert (caught.value.problem.code, (tmp_path / "back").exists()) == ("restore-database-full", False)
    assert office.ledger() == before
    restore(saved, tmp_path / "back", nothing_yet)
    assert Office(tmp_path / "back", nothing_yet).ledger() == before


def test_a_database_of_the_other_kind_is_refused(office: Office, tmp_path: Path) -> None:
    other = "postgresql+psycopg://nobody@/none" if office.url.startswith("sqlite") else f"sqlite:///{tmp_path / 'b.db'}"
    saved = office.saved(tmp_path / "a.tar").file
    before = names(tmp_path)
    with pytest.raises(MinyiError) as caught:
        restore(saved, tmp_path / "back", other)
    assert (caught.value.problem.code, names(tmp_path)) == ("restore-other-kind", before)


def test_a_restore_that_fails_after_its_database_says_how_to_clear_up(
    office: Office, nothing_yet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "disk on fire")

    saved, before = office.saved(tmp_path / "a.tar").file, names(tmp_path)
    monkeypatch.setattr("flows.backup.restoring._take_its_place", fails)
    with pytest.raises(MinyiError, match="disk on fire") as caught:
        restore(saved, tmp_path / "back", nothing_yet)
    assert set(names(tmp_path)) - {"a.tar"} == set(before) - {"a.tar"}
    told = "restore-failed" if nothing_yet.startswith("sqlite") else "restore-left-database"
    assert caught.value.problem.code == told


def test_an_archive_of_an_older_minyi_is_brought_up_to_date(small_office: Office, disk: Path) -> None:
    saved = small_office.saved(disk / "new.tar").file
    older = disk / "older.db"
    with tarfile.open(saved) as tar:
        content = tar.extractfile("database.sqlite.gz")
        assert content is not None
        older.write_bytes(gzip.decompress(content.read()))
    engine = sa.create_engine(f"sqlite:///{older}")
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0004")
    engine.dispose()
    with closing(sqlite3.connect(older)) as connection:
        tables = sqlite_tables(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    made = forged(
        saved,
        instead={"database.sqlite.gz": gzip.compress(older.read_bytes())},
        changed=lambda said: replace(said, database=replace(said.database, migration="0004", tables=tables)),
    )
    (disk / "older.tar").write_bytes(made)
    restore(disk / "older.tar", disk / "back")
    back = Office(disk / "back", f"sqlite:///{disk / 'back' / 'minyi.db'}")
    assert "job" not in tables
    assert back.ledger() == small_office.ledger()
    with back.opened() as engine:
        assert last_jobs(engine, 5) == ()


def test_checking_says_what_is_in_an_archive_and_brings_nothing_back(small_office: Office, disk: Path) -> None:
    saved = small_office.saved(disk / "a.tar")
    done = minyi("restore", "--check", saved.file)
    assert done.exit_code == 0
    assert f"12 个文件，{len(read_archive(saved.file).database.tables)} 张表，{saved.rows} 行" in done.output
    assert names(disk) == ["a.tar"]
    assert minyi("restore", saved.file).exit_code == 2
    assert minyi("restore", saved.file, "--check", "--workspace", disk / "back").exit_code == 2
