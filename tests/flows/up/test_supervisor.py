"""Children that are started together: in their order, again when they die, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.messages import MinyiError
from flows.up.supervisor import Child, Supervisor

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX's")

PROGRAM = """
import os, signal, subprocess, sys, time
name, how = sys.argv[1:]
def note(what):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{what} {name} {os.getpid()}\\n")
def end(*_):
    note("ended")
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if how == "deaf" else end)
if how == "parent":
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", os.environ["NOTES"]])
note("began")
if how == "fails":
    sys.exit("端口被占用")
time.sleep(300)
"""
"""A child: it notes when it began and when it was told to end."""
LONG = 30.0


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "played.py").write_text(PROGRAM, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    (tmp_path / "notes").touch()
    return tmp_path / "notes"


def _child(name: str, how: str = "", **more: object) -> Child:
    return Child(name, ("played", name, how), **more)  # type: ignore[arg-type]


def _lines(notes: Path, what: str) -> list[str]:
    return [line.split()[1] for line in notes.read_text().splitlines() if line.startswith(what)]


def _until(done: Callable[[], bool], times: int = 1) -> Callable[[], int]:
    """What a person does: asks for the end as soon as something is so."""
    latest = time.monotonic() + LONG

    def signals() -> int:
        assert time.monotonic() < latest, "it never came to that"
        return times if done() else 0

    return signals


def _run(children: list[Child], notes: Path, signals: Callable[[], int]) -> list[str]:
    """What was said."""
    said: list[str] = []
    Supervisor(children, notes.parent / "日志", said.append, (0.1,)).run(signals, lambda _: None)
    return said


def _those_of(notes: Path) -> list[int]:
    """The processes that have to do with these notes, children's children included."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if str(notes).encode() in told and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_the_first_to_begin_is_the_last_to_end(notes: Path) -> None:
    signals = _until(lambda: len(_lines(notes, "began")) == 3)
    said = _run([_child("server"), _child("review"), _child("worker")], notes, signals)
    assert _lines(notes, "ended") == ["worker", "review", "server"]
    assert said == []


def test_a_child_that_dies_is_started_again_and_that_is_said_in_one_line(notes: Path) -> None:
    said = _run([_child("worker", "fails")], notes, _until(lambda: len(_lines(notes, "began")) == 2))
    log = notes.parent / "日志" / "worker.log"
    assert said[0] == f"处理进程意外停止（代码 1），0.1 秒后重新启动；原因见 {log}"
    assert "端口被占用" in log.read_text("utf-8")


def test_where_what_is_needed_never_came_to_work_all_ends_with_the_reason(notes: Path) -> None:
    children = [_child("server"), _child("review", "fails", needed=True, answers=lambda: False)]
    with pytest.raises(MinyiError, match="核定页面没有启动成功：端口被占用"):
        _run(children, notes, _until(lambda: False))
    assert len(_lines(notes, "ended")) == len(_lines(notes, "began")) - 1


def test_a_child_that_may_not_start_yet_keeps_the_others_from_nothing(notes: Path) -> None:
    told: list[set[str]] = []
    children = [_child("server"), _child("review", may_start=lambda: False)]
    supervisor = Supervisor(children, notes.parent, str)
    supervisor.run(_until(lambda: bool(told and _lines(notes, "began"))), lambda names: told.append({*names}))
    assert (told, _lines(notes, "began")) == ([{"review"}], ["server"])


def test_a_child_that_had_to_wait_says_when_it_is_at_work_at_last(notes: Path) -> None:
    told: list[str] = []
    late = _child("review", may_start=lambda: bool(told), at_last="核定页面已启动")
    prompt = _child("server", at_last="流程服务已启动")
    supervisor = Supervisor([prompt, late], notes.parent / "日志", told.append)
    supervisor.run(_until(lambda: len(told) > 1), lambda names: told.append(f"等{'、'.join(names)}"))
    assert told == ["等review", "核定页面已启动"]


def test_a_child_that_came_late_and_fails_ends_nobody_else(notes: Path) -> None:
    told: list[str] = []
    late = _child("review", "fails", may_start=lambda: bool(told), answers=lambda: False, needed=True)
    supervisor = Supervisor([_child("server"), late], notes.parent / "日志", told.append, (0.1,))
    supervisor.run(_until(lambda: len(told) > 2), lambda _: told.append("已启动"))
    assert told[1].startswith("核定页面意外停止（代码 1），0.1 秒后重新启动")
    assert _lines(notes, "ended") == ["server"]


def test_who_is_at_work_is_told_once_when_all_answer(notes: Path) -> None:
    told: list[set[str]] = []
    supervisor = Supervisor([_child("server", answers=lambda: bool(_lines(notes, "began")))], notes.parent, str)
    supervisor.run(_until(lambda: bool(told)), lambda names: told.append({*names}))
    assert told == [set()]


def test_asked_a_second_time_it_does_not_wait_for_a_child_that_does_not_hear(notes: Path) -> None:
    begun = time.monotonic()
    signals = _until(lambda: _lines(notes, "began") == ["worker"], times=2)
    _run([_child("worker", "deaf", grace=LONG)], notes, signals)
    assert time.monotonic() - begun < LONG / 2
    assert _those_of(notes) == []


def test_a_child_that_does_not_end_in_its_time_is_killed_with_what_it_started(notes: Path) -> None:
    _run([_child("worker", "parent", grace=0.0)], notes, _until(lambda: _lines(notes, "began") == ["worker"]))
    gone = _until(lambda: not _those_of(notes))  # the kernel takes a moment to end what was killed
    while not gone():
        time.sleep(0.02)


def test_a_log_that_has_become_large_begins_anew(notes: Path) -> None:
    logs = notes.parent / "日志"
    logs.mkdir()
    (logs / "server.log").write_bytes(b"\n" * 10_000_001)
    _run([_child("server")], notes, _until(lambda: _lines(notes, "began") == ["server"]))
    assert ((logs / "server.log").stat().st_size, (logs / "server.1.log").stat().st_size) == (0, 10_000_001)


SUPERVISOR = """
import sys
from pathlib import Path
from flows.up.supervisor import Child, Supervisor
children = [Child(name, ("played", name, "parent")) for name in ("server", "worker")]
Supervisor(children, Path(sys.argv[1]), print).run(lambda: 0, lambda _: None)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_nothing_is_left_of_the_children_when_the_supervisor_is_killed(notes: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(notes.parent)])
    latest = time.monotonic() + LONG
    while len(_lines(notes, "began")) < 2:
        assert time.monotonic() < latest
        time.sleep(0.05)
    assert len(_those_of(notes)) == 5  # it, two children, and a child of each
    process.send_signal(signal.SIGKILL)
    process.wait()
    while _those_of(notes):
        assert time.monotonic() < latest, "some are left"
        time.sleep(0.05)


def test_who_waits_for_the_first_to_answer_is_at_work_before_that_is_told(notes: Path) -> None:
    told: list[set[str]] = []

    def answers(name: str) -> bool:
        return name in _lines(notes, "began")

    server = _child("server", answers=lambda: answers("server"))
    worker = _child("worker", may_start=lambda: answers("server"), answers=lambda: answers("worker"))
    children = [server, worker]
    supervisor = Supervisor(children, notes.parent, str)
    supervisor.run(_until(lambda: bool(told)), lambda names: told.append({*names}))
    assert (told, _lines(notes, "began")) == ([set()], ["server", "worker"])
