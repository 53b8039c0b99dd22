"""The watched folder: what is a batch, when it waits, and that what was done with it outlives a restart."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.database import open_database
from corpus.jobs_schema import jobs
from corpus.messages import MinyiError, PassingError
from corpus.workspace import Workspace
from flows.inbox import LARGE, InboxBatch, Stand, Standing, Taken, attempt, batches_in, stands, waiting_batches


@pytest.fixture
def place(tmp_path: Path, any_url: str) -> Workspace:
    workspace = Workspace.open(tmp_path / "office", any_url)
    workspace.inbox.mkdir()
    return workspace


@pytest.fixture
def engine(place: Workspace) -> Iterator[sa.Engine]:
    opened = open_database(place.database_url)
    yield opened
    opened.dispose()


def _file(place: Workspace, name: str, content: str = "关于东门菜场的来信") -> Path:
    path = place.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def _waiting(place: Workspace, engine: sa.Engine) -> tuple[InboxBatch, ...]:
    return waiting_batches(place, engine, sleep=lambda _: None)


def _taken_in(place: Workspace, engine: sa.Engine, *unread: str) -> None:
    """As if every batch that waits had been run, and these files of it could not be read."""
    for batch in _waiting(place, engine):
        files = [{"file": name, "status": "failed", "errors": [{"message": "已损坏"}]} for name in unread]
        with attempt(engine, batch, "here") as ended:
            ended(Taken.of({"files": [{"file": "信.txt", "status": "ok", "errors": []}, *files], "comments_in": 1}))


def _stand(place: Workspace, engine: sa.Engine, minutes: float = 0) -> Stand:
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    [stand] = stands(engine, batches_in(place).values(), now)
    return stand


def test_each_file_and_folder_is_a_batch_that_goes_by_the_name_that_a_run_gives_it(place: Workspace) -> None:
    _file(place, "三月来信.txt")
    _file(place, "2026.04来文/一.txt")
    assert {name: batch.paths for name, batch in batches_in(place).items()} == {
        "三月来信": (place.inbox / "三月来信.txt",),
        "2026.04来文": (place.inbox / "2026.04来文",),
    }


def test_what_has_the_same_name_is_one_batch(place: Workspace) -> None:
    document, scan = _file(place, "通报.docx"), _file(place, "通报.pdf")
    [batch] = batches_in(place).values()
    assert batch.paths == (document, scan)


@pytest.mark.parametrize(
    "name",
    [".隐藏.txt", "~$通报.docx", "通报.docx.part", "通报.PDF.crdownload", "通报.download", "拷贝.tmp", "Thumbs.db"],
)
def test_hidden_lock_and_partial_files_are_no_batches(place: Workspace, name: str) -> None:
    _file(place, name)
    assert batches_in(place) == {}


def test_an_empty_folder_is_no_batch_yet(place: Workspace) -> None:
    (place.inbox / "五月来信").mkdir()
    assert batches_in(place) == {}


def test_what_is_minyis_own_is_no_batch_where_the_workspace_itself_is_watched(tmp_path: Path) -> None:
    (tmp_path / "设置.toml").write_text(f'inbox = "{tmp_path}"', "utf-8")
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "run.json").write_text("{}")
    (tmp_path / "来信.txt").write_text("东门的路灯不亮", "utf-8")
    assert set(batches_in(Workspace.open(tmp_path))) == {"来信"}


@pytest.mark.parametrize("inbox", ["office/outputs", "office/日志/收件", "共享盘/草稿"])
def test_an_inbox_into_which_minyi_itself_writes_is_refused(tmp_path: Path, inbox: str) -> None:
    """Each draft would be a new file to take in, and give new drafts."""
    (tmp_path / "office").mkdir()
    (tmp_path / inbox).mkdir(parents=True)
    lines = (f'inbox = "{tmp_path / inbox}"', f'outputs = "{tmp_path / "共享盘" / "草稿"}"')
    (tmp_path / "office" / "设置.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(MinyiError) as told:
        batches_in(Workspace.open(tmp_path / "office"))
    assert told.value.problem.code == "inbox-own"


@pytest.mark.parametrize("drafts", ["草稿", "2026年/草稿"])
def test_what_minyi_delivers_into_the_watched_share_does_not_come_in_again(tmp_path: Path, drafts: str) -> None:
    (tmp_path / "office").mkdir()
    share = tmp_path / "共享盘"
    (share / drafts).mkdir(parents=True)
    (share / "2026年").mkdir(exist_ok=True)
    (share / "2026年" / "来信.txt").write_text("东门的路灯不亮", "utf-8")
    settings = f'inbox = "{share}"\noutputs = "{share / drafts}"'
    (tmp_path / "office" / "设置.toml").write_text(settings, "utf-8")
    before = batches_in(Workspace.open(tmp_path / "office"))
    assert set(before) == {"2026年"}
    (share / drafts / "整改任务清单.docx").write_bytes(b"PK")
    assert batches_in(Workspace.open(tmp_path / "office")) == before


def test_links_are_passed_over_wherever_they_lead(place: Workspace) -> None:
    _file(place, "六月/信.txt")
    before = batches_in(place)
    for link, leads_to in {"回路": ".", "环": "环", "外": place.folder.parent}.items():
        (place.inbox / link).symlink_to(leads_to)
        (place.inbox / "六月" / link).symlink_to(leads_to)
    assert batches_in(place) == before


def test_folders_without_end_are_looked_into_so_far(place: Workspace) -> None:
    _file(place, "六月/信.txt")
    before = batches_in(place)
    _file(place, "/".join(("六月", *"a" * 150, "信.txt")))
    assert batches_in(place) == before


def test_an_inbox_on_a_share_that_is_away_may_come_back(tmp_path: Path) -> None:
    (tmp_path / "设置.toml").write_text(f'inbox = "{tmp_path / "共享盘"}"', "utf-8")
    with pytest.raises(PassingError, match="收件箱打不开"):
        batches_in(Workspace.open(tmp_path))


def test_a_batch_that_is_still_arriving_does_not_wait(place: Workspace, engine: sa.Engine) -> None:
    letter = _file(place, "来信.txt", "东门")
    _file(place, "通报.txt")

    def more_arrives(_: float) -> None:
        letter.write_text("东门的路灯不亮", "utf-8")

    assert [batch.name for batch in waiting_batches(place, engine, sleep=more_arrives)] == ["通报"]
    assert [batch.name for batch in _waiting(place, engine)] == ["来信", "通报"]


def test_a_file_with_a_time_from_the_future_waits_all_the_same(place: Workspace, engine: sa.Engine) -> None:
    os.utime(_file(place, "来信.txt"), (4_000_000_000, 4_000_000_000))
    assert [batch.name for batch in _waiting(place, engine)] == ["来信"]


def test_where_nothing_is_new_nobody_waits_for_a_second_look(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    _taken_in(place, engine)

    def refuse(_: float) -> None:
        raise AssertionError

    assert waiting_batches(place, engine, sleep=refuse) == ()


def test_what_was_taken_in_does_not_wait_again_after_a_restart(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    _taken_in(place, engine)
    again = open_database(place.database_url)
    assert _waiting(place, again) == ()
    again.dispose()
    assert _stand(place, engine).standing is Standing.DONE


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "二.txt").write_text("西街", "utf-8"),
        lambda folder: (folder / "一.txt").write_text("东门的路灯又不亮了", "utf-8"),
        lambda folder: os.utime(folder / "一.txt", (1_000_000_000, 1_000_000_000)),
        lambda folder: (folder / "一.txt").rename(folder / "壹.txt"),
        lambda folder: (folder / "零.txt").unlink(),
    ],
    ids=["more", "longer", "newer", "renamed", "taken away"],
)
def test_a_batch_that_changed_waits_again(
    place: Workspace, engine: sa.Engine, change: Callable[[Path], object]
) -> None:
    _file(place, "来文/零.txt")
    _file(place, "来文/一.txt", "东门的路灯不亮")
    _taken_in(place, engine)
    change(place.inbox / "来文")
    assert [batch.name for batch in _waiting(place, engine)] == ["来文"]


def test_a_batch_with_a_file_that_cannot_be_read_is_not_tried_until_it_changes(
    place: Workspace, engine: sa.Engine
) -> None:
    broken = _file(place, "来文/表.xlsx")
    _taken_in(place, engine, "来文/表.xlsx")
    stand = _stand(place, engine, minutes=10_000)
    assert (stand.standing, stand.failures) == (Standing.UNREAD, (("来文/表.xlsx", "已损坏"),))
    assert _waiting(place, engine) == ()
    broken.write_text("重新导出的表", "utf-8")
    assert _stand(place, engine).standing is Standing.NEW


def test_a_batch_that_failed_is_tried_again_after_pauses_that_grow(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    for tried, pause in ((1, 1), (2, 2), (3, 4)):
        with pytest.raises(MinyiError), attempt(engine, batch, "here"):
            raise MinyiError("store-failed", reason="no space left")
        assert _stand(place, engine, pause - 0.1).standing is Standing.LATER, tried
        assert _stand(place, engine, pause + 0.1).standing is Standing.NEW, tried


def test_the_pauses_end_at_an_hour(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    for _ in range(9):
        with pytest.raises(MinyiError), attempt(engine, batch, "here"):
            raise MinyiError("store-failed", reason="no space left")
    assert (_stand(place, engine, 59).standing, _stand(place, engine, 61).standing) == (Standing.LATER, Standing.NEW)


def test_nobody_waits_for_a_time_that_a_wrong_clock_has_noted(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    with pytest.raises(MinyiError), attempt(engine, batch, "here"):
        raise MinyiError("store-failed", reason="no space left")
    assert _stand(place, engine, minutes=-600).standing is Standing.NEW


def test_a_batch_that_failed_and_changed_since_is_tried_at_once(place: Workspace, engine: sa.Engine) -> None:
    letter = _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    with pytest.raises(MinyiError), attempt(engine, batch, "here"):
        raise MinyiError("store-failed", reason="no space left")
    letter.write_text("东门的路灯还是不亮", "utf-8")
    assert _stand(place, engine).standing is Standing.NEW


def test_a_batch_whose_work_was_stopped_goes_on_at_once(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    with pytest.raises(KeyboardInterrupt), attempt(engine, batch, "here"):
        raise KeyboardInterrupt
    assert _stand(place, engine).standing is Standing.NEW


def test_a_batch_that_is_worked_on_does_not_wait(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    with attempt(engine, batch, "here") as ended:
        assert _stand(place, engine).standing is Standing.WORKING
        ended(Taken.of({"files": [], "comments_in": 0}))


def test_a_batch_whose_work_was_killed_is_tried_again_after_a_pause(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来信.txt")
    [batch] = _waiting(place, engine)
    with attempt(engine, batch, "here") as ended:
        ended(Taken.of({"files": [], "comments_in": 0}))
    with engine.begin() as connection:  # what a process that was killed leaves: on another machine, long silent
        an_hour_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
        gone = {"state": "running", "finished": None, "host": "另一台", "seen": an_hour_ago}
        connection.execute(sa.update(jobs).values(**gone))
    assert _stand(place, engine).standing is Standing.NEW
    assert _stand(place, engine, minutes=-59.5).standing is Standing.LATER


@pytest.mark.parametrize(
    ("name", "size", "is_large"),
    [
        ("热线.csv", LARGE, False),
        ("热线.csv", LARGE + 1, True),
        ("热线.TSV", LARGE + 1, True),
        ("热线.parquet", 4, True),
        ("热线.parquet/一.parquet", 4, False),  # a folder may have anything in it
        ("通知.docx", LARGE + 1, False),
        ("热线/热线.csv", LARGE + 1, False),  # in a folder, with what else lies there
    ],
)
def test_a_table_that_nobody_reads_row_by_row_is_large(
    place: Workspace, name: str, size: int, *, is_large: bool
) -> None:
    file = _file(place, name)
    os.truncate(file, size)  # no byte of it is read
    [batch] = batches_in(place).values()
    assert batch.large_table == (file if is_large else None)


def test_a_large_table_beside_another_file_of_its_name_is_a_part_of_their_batch(place: Workspace) -> None:
    os.truncate(_file(place, "热线.csv"), LARGE + 1)
    _file(place, "热线.docx")
    [batch] = batches_in(place).values()
    assert (len(batch.paths), batch.large_table) == (2, None)


def test_nothing_in_the_inbox_is_touched(place: Workspace, engine: sa.Engine) -> None:
    _file(place, "来文/信.txt")
    before = {path: path.stat().st_mtime_ns for path in place.inbox.rglob("*")}
    _taken_in(place, engine)
    assert {path: path.stat().st_mtime_ns for path in place.inbox.rglob("*")} == before
