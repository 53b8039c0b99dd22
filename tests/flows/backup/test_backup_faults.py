"""What goes wrong while a backup is made or comes back: it is said, and whatever was there before is as it was."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from saved_offices import Office, killed_at_the_end, minyi, names

from corpus.job_log import JobState, last_jobs
from corpus.messages import MinyiError
from corpus.schema import originals
from corpus.workspace import Workspace
from flows.backup.contents import Found
from flows.backup.making import back_up
from flows.backup.reading import read_archive
from flows.backup.restoring import restore
from flows.backup.writing import ArchiveWriter
from review.china_time import CHINA


def test_a_missing_and_a_damaged_file_are_named_and_the_rest_is_saved(small_office: Office, disk: Path) -> None:
    missing, damaged = small_office.arrives(b"PK gone"), small_office.arrives(b"PK rotten")
    (small_office.folder / "originals" / missing[:2] / missing).unlink()
    (small_office.folder / "originals" / damaged[:2] / damaged).write_bytes(b"PK Rotten")
    done = minyi("backup", "--workspace", small_office.folder, disk / "a.tar")
    assert done.exit_code == 1
    assert f"originals/{missing[:2]}/{missing}：数据库里有，工作区里没有这个文件" in done.output
    assert f"originals/{damaged[:2]}/{damaged}：文件内容与登记的校验值不符" in done.output
    assert "已备份" in done.output.splitlines()[-1]
    members = read_archive(disk / "a.tar").members
    assert f"workspace/originals/{damaged[:2]}/{damaged}" in members
    assert f"workspace/originals/{missing[:2]}/{missing}" not in members
    with small_office.opened() as engine:
        assert last_jobs(engine, 1)[0].state is JobState.PARTLY


def test_links_and_pipes_are_named_and_not_followed(small_office: Office, disk: Path) -> None:
    outputs = small_office.folder / "outputs"
    (disk / "secret").write_bytes(b"secret")
    (outputs / "link.xlsx").symlink_to(disk / "secret")
    (outputs / "folder").symlink_to(disk)
    os.mkfifo(outputs / "pipe")
    saved = small_office.saved(disk / "a.tar")
    assert [(Path(one.where).name, one.code) for one in saved.problems] == [
        ("folder", "backup-link"),
        ("link.xlsx", "backup-link"),
        ("pipe", "backup-link"),
    ]
    assert b"secret" not in saved.file.read_bytes()


def test_what_is_being_written_and_what_is_locked_stays_out(small_office: Office, disk: Path) -> None:
    for name in (".清单.xlsx.7.8.part", "a.lock"):
        (small_office.folder / "outputs" / name).write_bytes(b"half")
    (small_office.folder / "prefect").mkdir()
    (small_office.folder / "prefect" / "prefect.db").write_bytes(b"half")
    (small_office.folder / "收件箱").mkdir()
    (small_office.folder / "收件箱" / "a.csv").write_bytes(b"half")
    saved = small_office.saved(disk / "a.tar")
    assert (saved.members, saved.problems, b"half" in saved.file.read_bytes()) == (12, (), False)


def test_originals_can_be_left_out_and_that_is_said_when_it_comes_back(small_office: Office, disk: Path) -> None:
    done = minyi("backup", "--workspace", small_office.folder, disk / "a.tar", "--without-originals")
    assert done.exit_code == 0, done.output
    back = minyi("restore", disk / "a.tar", "--workspace", disk / "back")
    assert back.exit_code == 0
    assert "这份备份没有收原件" in back.output
    assert not (disk / "back" / "originals").exists()
    assert (disk / "back" / "佐证").is_dir()


def test_originals_in_a_folder_elsewhere_are_saved_with_the_rest(small_office: Office, disk: Path) -> None:
    (small_office.folder / "originals").rename(disk / "原件")
    (small_office.folder / "设置.toml").write_text(f'originals = "{disk / "原件"}"', "utf-8")
    saved = small_office.saved(disk / "a.tar")
    assert saved.problems == ()
    back = minyi("restore", saved.file, "--workspace", disk / "back")
    assert "设置.toml 里原件放在别处" in back.output
    assert len([path for path in (disk / "back" / "originals").rglob("*") if path.is_file()]) == 2


def test_a_file_that_grows_is_saved_as_it_was_and_one_that_shrinks_is_tried_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"one line\n")
    with (tmp_path / "a.tar").open("w+b") as out, log.open("rb") as source:
        archive = ArchiveWriter(out)
        with log.open("ab") as more:
            more.write(b"another\n")
        assert archive.add("log", source, 9, 0)
        at = out.tell()
        source.seek(0)
        assert not archive.add("shorter", source, 99, 0)
        assert (out.tell(), list(archive.members)) == (at, ["log"])
        with pytest.raises(ValueError, match="there already"):
            archive.add("log", source, 1, 0)


def test_names_that_are_no_text_or_the_same_text_are_named(small_office: Office, disk: Path) -> None:
    outputs = small_office.folder / "outputs"
    (outputs / "caf\u00e9.txt").write_bytes(b"1")
    (outputs / "cafe\u0301.txt").write_bytes(b"2")
    (Path(os.fsdecode(os.fsencode(outputs) + b"/\xff.txt"))).write_bytes(b"3")
    saved = small_office.saved(disk / "a.tar")
    assert [one.code for one in saved.problems] == ["backup-name", "backup-name"]
    assert "workspace/outputs/caf\u00e9.txt" in read_archive(saved.file).members


def test_no_former_backup_is_overwritten(small_office: Office, disk: Path) -> None:
    first = small_office.saved(disk).file
    before = first.read_bytes()
    second = small_office.saved(disk).file
    assert (len(names(disk)), first.read_bytes(), second != first) == (2, before, True)
    with pytest.raises(MinyiError, match="没有覆盖"):
        small_office.saved(first)
    assert (len(names(disk)), first.read_bytes()) == (2, before)


@pytest.mark.parametrize(
    ("target", "code"),
    [("disk/gone/a.tar", "backup-no-folder"), ("office/outputs", "backup-inside"), ("office/a.tar", "backup-inside")],
)
def test_a_place_that_is_none_for_a_backup_is_refused(
    small_office: Office, disk: Path, tmp_path: Path, target: str, code: str
) -> None:
    before = small_office.files()
    with pytest.raises(MinyiError) as caught:
        small_office.saved(tmp_path / target)
    assert (caught.value.problem.code, small_office.files(), names(disk)) == (code, before, [])


def test_a_full_disk_is_said_and_leaves_nothing_behind(small_office: Office, small_disk: Path) -> None:
    (small_disk / "former.tar").write_bytes(b"former")
    done = minyi("backup", "--workspace", small_office.folder, small_disk / "a.tar")
    assert done.exit_code == 1
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "backup-failed"
    assert names(small_disk) == ["former.tar"]
    with small_office.opened() as engine:
        assert last_jobs(engine, 1)[0].state is JobState.FAILED


def test_a_disk_that_cannot_be_written_is_said(small_office: Office, small_disk: Path) -> None:
    (small_disk / "former.tar").write_bytes(b"former")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(MinyiError, match="磁盘是只读的") as caught:
        small_office.saved(small_disk / "a.tar")
    assert (caught.value.problem.code, names(small_disk)) == ("backup-failed", ["former.tar"])


def test_an_interrupted_backup_leaves_nothing_behind(
    small_office: Office, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(ArchiveWriter, "close", interrupted)
    with pytest.raises(KeyboardInterrupt):
        small_office.saved(disk / "a.tar")
    assert names(disk) == []


def test_a_killed_backup_leaves_the_former_ones_and_the_next_one_clears_up(small_office: Office, disk: Path) -> None:
    former = small_office.saved(disk / "former.tar").file
    before = former.read_bytes()
    place = f"Workspace.open(Path({str(small_office.folder)!r}))"
    killed_at_the_end("making", f"module.back_up({place}, Path({str(disk / 'a.tar')!r}))")
    assert (former.read_bytes(), [name for name in names(disk) if not name.startswith(".")]) == (before, ["former.tar"])
    with small_office.opened() as engine:
        assert last_jobs(engine, 1)[0].is_lost
    small_office.saved(disk / "a.tar")
    assert names(disk) == ["a.tar", "former.tar"]


def test_two_backups_of_an_office_do_not_get_into_each_others_way(
    small_office: Office, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []

    def meanwhile(*_: object) -> Iterator[Found]:
        with pytest.raises(MinyiError) as caught:
            back_up(small_office.place, disk / "b.tar")
        said.append(caught.value.problem.code)
        return iter(())

    monkeypatch.setattr("flows.backup.making.found_below", meanwhile)
    small_office.saved(disk / "a.tar", originals=False)
    assert set(said) == {"backup-busy"}
    assert names(disk) == ["a.tar"]


def test_originals_in_a_bucket_are_saved_with_the_rest(small_office: Office, disk: Path) -> None:
    shutil.rmtree(small_office.folder / "originals")
    with small_office.opened() as engine, engine.begin() as connection:
        connection.execute(sa.delete(originals))
    (small_office.folder / "设置.toml").write_text(f'originals = "memory://{disk.parent.name}"', "utf-8")
    there, gone = small_office.arrives(b"PK in the bucket"), small_office.arrives(b"PK gone from it")
    small_office.place.kept.place.remove(f"{gone[:2]}/{gone}")
    shutil.rmtree(small_office.place.copies)
    saved = small_office.saved(disk / "a.tar")
    assert [(one.where, one.code) for one in saved.problems] == [(f"originals/{gone[:2]}/{gone}", "backup-missing")]
    restore(saved.file, disk / "back")
    assert (disk / "back" / "originals" / there[:2] / there).read_bytes() == b"PK in the bucket"
    small_office.place.kept.place.remove(f"{there[:2]}/{there}")


def test_a_backup_in_a_folder_is_named_by_the_time_of_beijing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Workspace.open(tmp_path / "office")
    (tmp_path / "备份").mkdir()
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        before = datetime.datetime.now(CHINA)
        made = back_up(place, tmp_path / "备份").file
        after = datetime.datetime.now(CHINA)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert made.name in {f"民意备份-{at:%Y-%m-%d-%H%M}.tar" for at in (before, after)}
