"""The log of a workspace: what a line has, what never stands in it, and that it stops no work."""

from __future__ import annotations

import contextvars
import datetime
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from corpus.database import open_database
from corpus.events import Event, Level, about, facts_of, problem_facts, tell
from corpus.job_log import recorded
from corpus.messages import MinyiError, defect
from flows.cli import main
from flows.logs import logging_to
from review.china_time import today


def lines(folder: Path) -> list[dict[str, Any]]:
    """All that stands in the logs of a workspace, the first day first."""
    files = sorted((folder / "日志").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_bytes().split(b"\n")[:-1]]


def without_time(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in ("at", "pid", "seconds")}


def test_a_line_says_when_by_beijings_clock_and_what(tmp_path: Path) -> None:
    before = datetime.datetime.now(datetime.UTC)
    with logging_to(tmp_path):
        tell(Event.CHUNK, step="extract", seconds=1.25)
    [line] = lines(tmp_path)
    at = datetime.datetime.fromisoformat(line.pop("at"))
    assert at.utcoffset() == datetime.timedelta(hours=8)
    assert datetime.timedelta(seconds=-1) < at - before < datetime.timedelta(seconds=60)
    assert line == {"level": "info", "event": "chunk", "pid": os.getpid(), "step": "extract", "seconds": 1.25}


def test_what_is_said_within_a_job_bears_its_number_and_batch(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        with about(job=7, batch="三月来文"), about(step="tag"):
            tell(Event.CHUNK)
        tell(Event.PUBLISHED, open=3)
    inside, outside = lines(tmp_path)
    assert (inside["job"], inside["batch"], inside["step"]) == (7, "三月来文", "tag")
    assert not {"job", "batch", "step"} & {*outside}


def test_a_thread_that_is_started_with_the_context_has_it(tmp_path: Path) -> None:
    with logging_to(tmp_path), about(job=7):
        context = contextvars.copy_context()
        thread = threading.Thread(target=lambda: context.run(tell, Event.CHUNK))
        thread.start()
        thread.join()
    assert [line["job"] for line in lines(tmp_path)] == [7]


def test_a_job_stands_in_the_log_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    with logging_to(tmp_path), recorded(engine, "run", "三月来文", "here") as job:
        job.ended({"files": 2, "seconds": {"read": 0.5}, "first": "来文.docx"}, whole=False)
    engine.dispose()
    begun, ended = map(without_time, lines(tmp_path))
    same = {"level": "info", "job": 1, "kind": "run", "batch": "三月来文"}
    assert begun == {**same, "event": "job-begun", "engine": "here"}
    # Numbers alone: a text among the figures is nobody's figure.
    figures = {"files": 2, "seconds": {"read": 0.5}}
    assert ended == {**same, "event": "job-ended", "state": "partly", "figures": figures}


def test_a_job_that_fails_says_why(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    with pytest.raises(MinyiError), logging_to(tmp_path), recorded(engine, "run", "三月来文", "here"):
        raise MinyiError("write-denied", where="outputs", reason="No space left on device")
    engine.dispose()
    failed = lines(tmp_path)[-1]
    assert (failed["event"], failed["level"], failed["job"]) == ("job-failed", "error", 1)
    assert (failed["code"], failed["where"]) == ("write-denied", "outputs")
    assert failed["message"] == "无法写入（磁盘已满）。请换一个有写权限的文件夹。"


def test_words_of_a_document_are_no_facts() -> None:
    """Of a message only numbers and names of our own are said; of a defect only what it is and where."""
    comment = "河堤塌了三天没有人管，我的电话是"
    facts = problem_facts(MinyiError("settings-kind", where="设置.toml", name="engine", value=comment).problem)
    assert (facts["code"], comment in str(facts)) == ("settings-kind", False)
    assert facts["message"].count("…") >= 1
    assert problem_facts(defect("来文.docx", ValueError(comment)))["message"].count("ValueError") == 1
    assert comment not in str(problem_facts(defect("来文.docx", ValueError(comment))))
    try:
        int(comment)
    except ValueError as error:
        found = facts_of(error)
    assert (found["code"], found["message"]) == ("defect", "ValueError")
    assert found["trace"][-1].startswith("test_logs.py:")
    assert found["trace"][-1].endswith(" test_words_of_a_document_are_no_facts")
    assert comment not in str(found)


def test_no_secret_stands_in_the_log(tmp_path: Path) -> None:
    settings = '[storage]\nkey = "AKIA-河"\npassphrase = "开门 三七"\n'
    settings += 'client_kwargs = { secret = "s3cr\\"et", region = "cn" }\n'
    (tmp_path / "设置.toml").write_text(f'metrics_token = "t0ken-七"\n{settings}', "utf-8")
    with logging_to(tmp_path):
        tell(
            Event.RETRY,
            message="postgresql+psycopg://office:p@ss@db:5432/minyi is away",
            where=["s3://AKIA-河@bucket", {"header": "Bearer t0ken-七"}],
            reason='denied for s3cr"et in cn',
            program="ssh 开门 三七",
        )
    [line] = lines(tmp_path)
    assert line["message"] == "postgresql+psycopg://office:***@db:5432/minyi is away"
    assert line["where"] == ["s3://***@bucket", {"header": "Bearer ***"}]
    assert line["reason"] == "denied for *** in cn"
    assert line["program"] == "ssh ***"


def test_a_name_that_is_no_text_and_a_very_long_one_are_one_line(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        tell(Event.FILE, file="来\udcff文\n.docx", status="字" * 600)
    [line] = lines(tmp_path)
    assert line["file"] == "来\\udcff文\n.docx"
    assert line["status"] == "字" * 499 + "…"


WRITER = """
import sys
from pathlib import Path
from corpus.events import Event, tell
from flows.logs import logging_to
with logging_to(Path(sys.argv[1])):
    for number in range(1000):
        tell(Event.CHUNK, writer=sys.argv[2], number=number, fill="长" * 300)
"""


def test_processes_that_write_at_once_lose_and_mix_no_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, name]) for name in ("a", "b")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    found = [(line["writer"], line["number"]) for line in lines(tmp_path)]
    assert sorted(found) == [(name, number) for name in ("a", "b") for number in range(1000)]


def test_ninety_days_are_kept_and_what_else_lies_there_is_let_alone(tmp_path: Path) -> None:
    folder = tmp_path / "日志"
    folder.mkdir()
    day = {age: f"{today() - datetime.timedelta(days=age)}.jsonl" for age in (89, 90, 91, 400)}
    others = ["2020-01-01.jsonl.bak", "2020-13-41.jsonl", "记录.jsonl"]
    for name in [*day.values(), *others]:
        (folder / name).touch()
    with logging_to(tmp_path):
        assert (folder / day[400]).exists()  # nothing has been said yet
        tell(Event.CHUNK)
    assert {file.name for file in folder.iterdir()} == {day[89], day[90], f"{today()}.jsonl", *others}


def test_a_full_disk_stops_no_work_and_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "日志").mkdir()
    (tmp_path / "日志" / f"{today()}.jsonl").symlink_to("/dev/full")
    with logging_to(tmp_path):
        tell(Event.CHUNK)
        tell(Event.CHUNK)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"日志写不进去（{tmp_path / '日志'}：磁盘已满），工作照常进行。请检查磁盘空间和文件夹权限。"
    ]


def test_a_folder_that_cannot_be_made_stops_no_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "日志").write_text("一份旧的记录", "utf-8")
    with logging_to(tmp_path):
        tell(Event.CHUNK)
    assert "日志写不进去" in capsys.readouterr().err
    assert (tmp_path / "日志").read_text("utf-8") == "一份旧的记录"


def test_a_line_that_was_cut_off_costs_no_line_but_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, sizes = os.write, iter((20, None, None))

    def full(file: int, data: bytes) -> int:
        return write(file, data[: next(sizes)])

    monkeypatch.setattr("flows.logs.os.write", full)
    with logging_to(tmp_path):
        for number in (1, 2, 3):
            tell(Event.CHUNK, number=number)
    monkeypatch.undo()
    [file] = (tmp_path / "日志").iterdir()
    cut, *whole = file.read_text("utf-8").splitlines()
    assert len(cut) == 20
    assert [json.loads(line)["number"] for line in whole] == [2, 3]


def test_where_nobody_keeps_it_nothing_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    tell(Event.JOB_FAILED, Level.ERROR, code="store-failed")
    assert capfd.readouterr() == ("", "")


def test_a_workspace_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(tmp_path / "打错的名字"):
        tell(Event.CHUNK)
    assert [*tmp_path.iterdir()] == []
    assert capsys.readouterr().err == ""


def test_within_each_other_two_who_keep_the_log_keep_every_line_once(tmp_path: Path) -> None:
    """A command that calls a flow that calls a flow."""
    with logging_to(tmp_path):
        with logging_to(tmp_path):
            tell(Event.CHUNK, number=1)
        tell(Event.CHUNK, number=2)
    tell(Event.CHUNK, number=3)
    assert [line["number"] for line in lines(tmp_path)] == [1, 2]


def test_the_log_ends_with_the_command(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        tell(Event.CHUNK)
    tell(Event.CHUNK)
    assert len(lines(tmp_path)) == 1


def test_a_command_that_breaks_off_says_why_in_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--workspace", str(tmp_path), "--batch", "没有的批次", "out.xlsx"])
    said = capsys.readouterr().err
    [line] = lines(tmp_path)
    assert (line["event"], line["level"], line["command"]) == ("command-failed", "error", "export")
    assert line["code"] == "export-no-workspace"
    assert "command-failed" not in said


def test_the_docs_list_the_events_there_are_and_no_others() -> None:
    text = (Path(__file__).resolve().parent.parent.parent / "docs" / "operating.md").read_text("utf-8")
    table = text.partition("| event | when |")[2].partition("\n\n")[0]
    listed = [name for row in table.splitlines()[2:] for name in re.findall(r"`([\w-]+)`", row.split("|")[1])]
    assert sorted(listed) == sorted(Event)
