"""``minyi status``: what it says, whom it calls, and that it answers when other things do not."""

from __future__ import annotations

import datetime
import io
import json
import os
import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.cells import cell_len
from rich.console import Console

from corpus.database import open_database
from corpus.job_log import recorded
from corpus.jobs_schema import jobs
from corpus.messages import MinyiError
from corpus.review_schema import batches, people
from corpus.workspace import Workspace
from flows.alone import alone
from flows.cli import main
from flows.cli.status_shown import shown
from flows.inbox import Taken, attempt, waiting_batches
from flows.status import Status, status_of
from flows.status_record import record_of
from flows.up.addresses import noted

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture
def place(tmp_path: Path, any_url: str, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return Workspace.open(tmp_path / "office", any_url)


@pytest.fixture
def engine(place: Workspace) -> Iterator[sa.Engine]:
    opened = open_database(place.database_url)
    yield opened
    opened.dispose()


def _status(place: Workspace) -> Status:
    return status_of(place, sleep=lambda _: None)


def _screen(status: Status, width: int = 80) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(*shown(status), sep="")
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def _done(engine: sa.Engine, kind: str, batch: str = "", **figures: int | str) -> None:
    with recorded(engine, kind, batch, "here") as job:
        job.ended(figures)


def _failed(engine: sa.Engine, kind: str, batch: str = "") -> None:
    with pytest.raises(MinyiError), recorded(engine, kind, batch, "here"):
        raise MinyiError("inbox-away", where="共享盘", reason="连接中断")


def _long_ago(engine: sa.Engine, **values: object) -> None:
    """What the last job left is from another machine that has said nothing for an hour."""
    gone = {"host": "帮忙的机器", "seen": NOW - datetime.timedelta(hours=1), "finished": None, "state": "running"}
    last = sa.select(sa.func.max(jobs.c.id)).scalar_subquery()
    with engine.begin() as connection:
        connection.execute(sa.update(jobs).where(jobs.c.id == last).values(**{**gone, **values}))


def _exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["status", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_an_empty_workspace_is_well_and_has_no_database_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code("--workspace", str(tmp_path)) == 0
    assert "SQLite  还没有（第一次运行时建立）" in capsys.readouterr().out
    assert not (tmp_path / "minyi.db").exists()


def test_a_workspace_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code("--workspace", str(tmp_path / "错")) == 1
    assert "没有这个工作区" in capsys.readouterr().err
    assert not (tmp_path / "错").exists()


def test_what_runs_is_shown_with_its_stage_and_how_far_it_is(place: Workspace, engine: sa.Engine) -> None:
    with recorded(engine, "run", "三月来信", "here") as job:
        job("tag", 150, 600)
        status = _status(place)
        assert "标注 150/600 25%" in _screen(status)
        assert status.is_well


def test_it_answers_while_a_run_holds_the_workspace(place: Workspace, engine: sa.Engine) -> None:
    with alone(place.lock, "workspace-busy"), recorded(engine, "run", "三月来信", "here"):
        assert [job.batch for job in _status(place).running] == ["三月来信"]


def test_a_job_whose_process_is_gone_needs_a_person(place: Workspace, engine: sa.Engine) -> None:
    _done(engine, "run", "三月来信")
    _long_ago(engine)
    status = _status(place)
    assert ([job.batch for job in status.lost], status.running, status.is_well) == (["三月来信"], (), False)
    assert "中断：进程已不在" in _screen(status)


def test_a_lost_job_that_was_done_since_needs_nobody(place: Workspace, engine: sa.Engine) -> None:
    _done(engine, "run", "三月来信")
    _long_ago(engine)
    _done(engine, "run", "三月来信")
    assert _status(place).is_well


def test_whether_a_new_model_speaks_is_told_of_a_training(place: Workspace, engine: sa.Engine) -> None:
    _done(engine, "retrain", ending="not-promoted", lessons=40)
    assert "新模型不如原模型" in _screen(_status(place), 120)


def test_a_job_that_failed_needs_a_person_and_says_why(place: Workspace, engine: sa.Engine) -> None:
    _failed(engine, "nightly")
    status = _status(place)
    assert not status.is_well
    assert "夜间任务" in _screen(status)
    assert "失败：共享盘：收件箱打不开（连接中断）" in "".join(_screen(status, 200).split("\n"))


def test_a_job_that_failed_and_went_well_since_needs_nobody(place: Workspace, engine: sa.Engine) -> None:
    _failed(engine, "run", "三月来信")
    _done(engine, "run", "三月来信")
    assert _status(place).is_well


def test_a_job_that_failed_two_months_ago_is_past(place: Workspace, engine: sa.Engine) -> None:
    _failed(engine, "run", "三月来信")
    _long_ago(engine, state="failed", started=NOW - datetime.timedelta(days=60))
    assert _status(place).is_well


def test_a_job_that_somebody_stopped_did_not_fail(place: Workspace, engine: sa.Engine) -> None:
    with pytest.raises(KeyboardInterrupt), recorded(engine, "run", "三月来信", "here"):
        raise KeyboardInterrupt
    status = _status(place)
    assert status.is_well
    assert "被停止，再次运行会接着办" in _screen(status)


def test_a_file_in_the_inbox_that_could_not_be_read_is_named(place: Workspace, engine: sa.Engine) -> None:
    place.inbox.mkdir()
    (place.inbox / "来信.txt").write_text("东门的路灯不亮", "utf-8")
    assert "等待办理" in _screen(_status(place))
    [batch] = waiting_batches(place, engine, sleep=lambda _: None)
    with attempt(engine, batch, "here") as ended:
        failed = {"file": str(place.inbox / "来信.txt"), "status": "failed", "errors": [{"message": "文件已损坏"}]}
        ended(Taken.of({"files": [failed], "comments_in": 0}))
    status = _status(place)
    assert not status.is_well
    # By its name within the inbox.
    assert "改好后重新放入即可：来信.txt：文件已损坏" in _screen(status, 200)


def test_the_stages_of_a_job_are_told_of_by_the_job_alone(place: Workspace, engine: sa.Engine) -> None:
    _done(engine, "run", "二月来信", files=1)
    with recorded(engine, "inbox", "三月来信", "here") as whole:
        for stage in ("ingest", "tag", "publish"):
            _done(engine, stage, "三月来信", files=2)
        # Somebody tags another table meanwhile.
        _done(engine, "tag", "热线.csv", rows=7)
        whole.ended({"files": 2, "rows": 5})
    _done(engine, "tag", "三月来信", files=2)
    told = [(job.kind, job.batch) for job in _status(place).jobs]
    assert told == [("tag", "三月来信"), ("tag", "热线.csv"), ("inbox", "三月来信"), ("run", "二月来信")]


def test_what_a_person_has_done_during_the_night_is_told(place: Workspace, engine: sa.Engine) -> None:
    with recorded(engine, "nightly", "", "here") as night:
        _done(engine, "retrain")
        _done(engine, "publish", "四月来信", files=1)
        night.ended({"batches": 0})
    with engine.begin() as connection:  # by another process
        connection.execute(sa.update(jobs).where(jobs.c.kind == "publish").values(pid=os.getppid()))
    assert [(job.kind, job.batch) for job in _status(place).jobs] == [("publish", "四月来信"), ("nightly", "")]


def test_where_a_large_table_lies_tagged_is_told(place: Workspace, engine: sa.Engine) -> None:
    place.inbox.mkdir()
    (place.inbox / "热线.parquet").write_bytes(b"PAR1")
    [batch] = waiting_batches(place, engine, sleep=lambda _: None)
    with attempt(engine, batch, "here") as ended:
        ended(Taken(1, 300_000, table="/srv/outputs/热线/热线-1a2b3c4d.parquet"))
    status = _status(place)
    assert status.is_well
    assert "完成，大表已整表标注，不逐条分办：/srv/outputs/热线/热线-1a2b3c4d.parquet" in _screen(status, 200)


def test_a_stage_that_cannot_count_is_shown_by_its_name(place: Workspace, engine: sa.Engine) -> None:
    with recorded(engine, "publish", "三月来信", "here") as job:
        job("extract", 0, 0)
        assert "提取 0/0" not in _screen(_status(place))


def test_a_batch_with_nothing_to_decide_is_not_called_done(place: Workspace, engine: sa.Engine) -> None:
    values = {"name": "坏的来文", "arrived": NOW, "updated": NOW, "version": 1, "sealed": False, "double": False}
    with engine.begin() as connection:
        connection.execute(sa.insert(batches).values(**values))
    assert "没有要核定的" in _screen(_status(place))


def test_what_still_arrives_in_the_inbox_is_told_from_what_waits(place: Workspace) -> None:
    place.inbox.mkdir()
    letter = place.inbox / "来信.txt"
    letter.write_text("东门", "utf-8")

    def more_arrives(_: float) -> None:
        letter.write_text("东门的路灯不亮", "utf-8")

    status = status_of(place, sleep=more_arrives)
    assert (status.inbox.arriving, status.is_well) == ({"来信"}, True)
    assert "还在复制" in _screen(status)


def test_a_database_that_is_away_is_said_and_the_rest_is_shown(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path, "postgresql+psycopg://office@127.0.0.1:1/minyi")
    place.inbox.mkdir()
    (place.inbox / "来信.txt").write_text("东门的路灯不亮", "utf-8")
    status = _status(place)
    assert (status.database.kind, status.database.problem is None, status.is_well) == ("PostgreSQL", False, False)
    # Whether it was done, nobody can say.
    assert "来信  数据库恢复以后才知道" in _screen(status)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('engine = "ray"', "没有“ray”这种运行方式"),
        ('engine = "dask=tcp://10.0.0.5:8786"', "PostgreSQL"),
        ('nightly = "半夜"', "半夜"),
        ('originals = "gopher://minyi"', "gopher"),
        ('outputs = "gopher://minyi"', "gopher"),
    ],
)
def test_a_setting_that_the_next_job_would_break_off_at_is_said(tmp_path: Path, setting: str, said: str) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "设置.toml").write_text(setting, "utf-8")
    status = _status(Workspace.open(tmp_path / "office"))
    assert not status.is_well
    [line] = [line for line in _screen(status, 400).splitlines() if line.startswith("设置")]
    assert said in line


def test_a_disk_that_is_nearly_full_needs_a_person(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100_000_000_000, 96_000_000_000, 4_000_000_000))
    status = _status(place)
    assert (status.disk_is_full, status.is_well) == (True, False)
    assert "4.0 GB（4%）" in _screen(status)


def test_a_server_that_was_started_and_does_not_answer_needs_a_person(place: Workspace, engine: sa.Engine) -> None:
    addresses = {"server": "http://127.0.0.1:1/", "review": "http://127.0.0.1:1/"}
    with noted(place, addresses):
        # The review page waits for its first account, and misses nobody till then.
        assert [one.address for one in _status(place).servers] == ["http://127.0.0.1:1/", None]
        with engine.begin() as connection:
            somebody = {"login": "wang", "name": "王", "role": "lead", "password": "", "active": True, "created": NOW}
            connection.execute(sa.insert(people).values(**somebody))
        assert [one.answers for one in _status(place).servers] == [False, False]
        assert not _status(place).is_well
    assert [one.address for one in _status(place).servers] == [None, None]
    assert _status(place).is_well


def test_the_server_of_another_machine_is_asked_where_the_environment_names_it(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for named in ("http://127.0.0.1:1/api", "http://127.0.0.1:1"):
        monkeypatch.setenv("PREFECT_API_URL", named)
        status = _status(place)
        assert (status.servers[0].address, status.is_well) == ("http://127.0.0.1:1/", False)


def test_the_ten_batches_that_changed_last_are_shown(place: Workspace, engine: sa.Engine) -> None:
    common = {"arrived": NOW, "version": 1, "sealed": False, "double": False}
    rows = [
        {**common, "name": f"第{number}批", "updated": NOW + datetime.timedelta(minutes=number)} for number in range(12)
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(batches), rows)
    assert [batch.name for batch in _status(place).batches] == [f"第{number}批" for number in range(11, 1, -1)]


def test_the_last_backup_is_said(place: Workspace, engine: sa.Engine) -> None:
    assert "还没有备份过" in _screen(_status(place))
    _done(engine, "backup", "民意备份.tar")
    for _ in range(12):
        _done(engine, "run")
    backup = _status(place).backup
    assert backup is not None
    assert backup.batch == "民意备份.tar"


@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_cut_on_a_narrow_screen(place: Workspace, engine: sa.Engine, width: int) -> None:
    name = "关于办理二〇二六年上半年社会各界对绩效考评工作意见建议的来文汇总（含补充材料与附件）"
    _done(engine, "run", name, files=12, rows=3400)
    _failed(engine, "ingest", name)
    lines = _screen(_status(place), width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "…" not in "".join(lines)
    shown_letters = "".join(lines).replace(" ", "")
    assert all(shown_letters.count(letter) >= 2 for letter in set(name))
    assert "12" in shown_letters
    assert "3400" in shown_letters


def test_a_program_gets_json(place: Workspace, engine: sa.Engine, capsys: pytest.CaptureFixture[str]) -> None:
    _done(engine, "run", "三月来信", files=2, rows=5)
    database = str(place.database_url)
    assert _exit_code("--workspace", str(place.folder), "--database", database, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {
        *("ok", "at", "workspace", "database", "model", "disk", "servers", "batches", "running", "lost", "failed"),
        *("jobs", "backup", "inbox", "settings"),
    }
    assert told["ok"] is True
    [job] = told["jobs"]
    assert (job["kind"], job["batch"], job["state"], job["figures"]) == (
        *("run", "三月来信", "done"),
        {"files": 2, "rows": 5},
    )
    assert told["servers"]["review"] == {"address": None, "answers": False}


def test_no_password_is_ever_shown(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path, "postgresql+psycopg://office:secret-word@127.0.0.1:1/minyi")
    status = _status(place)
    assert "secret-word" not in _screen(status, 400) + json.dumps(record_of(status), ensure_ascii=False)


def test_a_cron_job_learns_by_the_exit_code_that_somebody_is_needed(place: Workspace, engine: sa.Engine) -> None:
    _failed(engine, "nightly")
    assert _exit_code("--workspace", str(place.folder), "--database", str(place.database_url)) == 1
