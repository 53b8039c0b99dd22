"""Several processes of one machine: results in order, a killed process, and no process left."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from engine_steps import KilledOnce, WithProcessesOfItsOwn, refused, squared, worked_on_by

from corpus.messages import MinyiError, PassingError
from flows.engines.choice import engine_of
from flows.engines.loop import on
from flows.engines.processes import Processes

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are seen in /proc")


def children() -> set[int]:
    return {process.pid or 0 for process in multiprocessing.active_children()}


def alive(session: int) -> list[str]:
    """The processes of a session that run; one that has ended may wait for somebody to note it."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, facts = file.read_text("utf-8", "replace").rpartition(")")
            state, _, _, of_session, *_ = facts.split()
            if int(of_session) == session and state != "Z":
                found.append(name)
    return found


def finished(folder: Path) -> Sequence[str]:
    return sorted(file.name for file in folder.glob("done-*"))


def test_results_come_in_order_from_other_processes() -> None:
    before = children()
    with Processes(2) as engine:
        each = on(engine)
        assert list(each("square", squared, range(9))) == [0, 1, 4, 9, 16, 25, 36, 49, 64]
        assert os.getpid() not in set(each("who", worked_on_by, range(9)))
    assert children() == before


def test_chunks_are_drawn_as_they_are_needed() -> None:
    drawn: list[int] = []

    def chunks() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    with Processes(2) as engine:
        results = on(engine)("square", squared, chunks())
        assert next(results) == 0
        assert len(drawn) == 4  # two for each process


def test_a_killed_process_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with Processes(2) as engine:
        results = list(on(engine)("kill", KilledOnce(tmp_path, fatal=5), range(12)))
    assert results == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]
    assert (tmp_path / "died").exists()
    assert len(finished(tmp_path)) == 12


def test_all_that_was_under_way_is_told_that_a_process_was_lost(tmp_path: Path) -> None:
    with Processes(1) as engine:
        pending = [engine.submit(KilledOnce(tmp_path, fatal=0), chunk) for chunk in range(3)]
        for one in pending:
            with pytest.raises(PassingError) as said:
                one.result()
            assert said.value.problem.code == "worker-lost"
        assert engine.submit(squared, 3).result() == 9


def test_threads_that_hand_over_at_once_all_get_their_results_after_a_kill(tmp_path: Path) -> None:
    step = KilledOnce(tmp_path, fatal=3)
    with Processes(2) as engine, ThreadPoolExecutor(4) as threads:
        each = on(engine)
        found = threads.map(lambda chunk: list(each("kill", step, [chunk])), range(8))
        assert list(found) == [[0], [10], [20], [30], [40], [50], [60], [70]]


def test_what_a_step_says_comes_back_whole() -> None:
    with Processes(1) as engine, pytest.raises(MinyiError) as said:
        list(on(engine)("refuse", refused, ["来文/一.docx"]))
    assert (said.value.problem.code, said.value.problem.where) == ("read-denied", "来文/一.docx")
    assert not isinstance(said.value, PassingError)


def test_a_step_with_processes_of_its_own_stays_here() -> None:
    before = children()
    with Processes(2) as engine:
        assert list(on(engine)("read", WithProcessesOfItsOwn(), [1, 2])) == [(1, os.getpid()), (2, os.getpid())]
        assert children() == before


def test_no_process_is_left_where_the_job_breaks_off() -> None:
    before = children()
    with pytest.raises(MinyiError), Processes(2) as engine:
        list(on(engine)("refuse", refused, ["来文/一.docx"] * 4))
    assert children() == before


@pytest.mark.parametrize("setting", ["processes:2", "dask:2"])
def test_who_stops_a_job_by_hand_finds_no_process_and_no_noise(setting: str) -> None:
    command = [sys.executable, "-m", "stopped_by_hand", setting]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (HERE, ROOT)))}
    job = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment
    )
    assert job.stdout is not None
    assert job.stdout.readline() == "begun\n"
    time.sleep(0.3)
    os.killpg(job.pid, signal.SIGINT)
    said, noise = job.communicate(timeout=60)
    assert (said, noise, job.returncode) == ("stopped\n", "", 0)
    until = time.monotonic() + 5
    while (left := alive(job.pid)) and time.monotonic() < until:
        time.sleep(0.05)  # what watches over shared memory ends just after the job
    assert left == []


def test_the_engine_of_the_settings_ends_with_its_context() -> None:
    before = children()
    with engine_of("processes:2") as engine:
        assert engine.submit(squared, 7).result() == 49
        assert children() - before
    assert children() == before
