"""What a job says of its chunks, its files and its further attempts, in the log of its workspace."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.events import about
from corpus.messages import MinyiError, PassingError
from corpus.records import Extraction, Problem, Status
from corpus.retries import persistent
from flows.engines.loop import in_turn
from flows.job_events import Timed, tell_files
from flows.logs import logging_to


def lines(folder: Path) -> list[dict[str, Any]]:
    [file] = (folder / "日志").iterdir()
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def added(chunk: Sequence[int]) -> int:
    return sum(chunk)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.retries.WAITS", (0.0, 0.0))


def failing(times: int, error: MinyiError) -> Callable[[], str]:
    """Work that fails so many times and then comes to something."""
    left = [error] * times

    def work() -> str:
        if left:
            raise left.pop()
        return "done"

    return work


def test_every_chunk_is_a_line_with_its_job_and_step(tmp_path: Path) -> None:
    with logging_to(tmp_path), about(job=4, batch="三月来文"):
        assert [*in_turn("tag", added, [(1, 2), (3, 4, 5)])] == [3, 12]
    found = lines(tmp_path)
    assert [(line["event"], line["job"], line["batch"], line["step"], line["count"]) for line in found] == [
        ("chunk", 4, "三月来文", "tag", 2),
        ("chunk", 4, "三月来文", "tag", 3),
    ]
    assert all(0 <= line["seconds"] < 60 for line in found)


def test_a_timed_step_travels_as_its_step_does() -> None:
    timed = Timed(added)
    took, result = pickle.loads(pickle.dumps(timed))((5, 6))
    assert (result, took["count"], took["seconds"] >= 0) == (11, 2, True)
    assert timed.own_processes is False


@pytest.mark.usefixtures("impatient")
def test_every_further_attempt_is_a_line_with_its_reason(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        assert persistent(failing(2, PassingError("worker-lost", reason="BrokenProcessPool"))) == "done"
    found = lines(tmp_path)
    assert [(line["event"], line["level"], line["failed"], line["code"]) for line in found] == [
        ("retry", "warning", 1, "worker-lost"),
        ("retry", "warning", 2, "worker-lost"),
    ]


@pytest.mark.usefixtures("impatient")
def test_a_chunk_whose_worker_is_lost_says_so_and_is_done_again(tmp_path: Path) -> None:
    work = failing(1, PassingError("worker-lost", reason="BrokenProcessPool"))
    with logging_to(tmp_path):
        assert [*in_turn("tag", lambda _: work(), ["一"])] == ["done"]
    assert [line["event"] for line in lines(tmp_path)] == ["retry", "chunk"]


def test_every_file_that_was_read_is_a_line_without_its_words(tmp_path: Path) -> None:
    problems = (Problem("第 3 页", "read-defect", (("reason", "ValueError: 张某某的电话"),)),)
    found = {
        "a" * 64: Extraction("来文.docx", "a" * 64, "docx", Status.OK),
        "b" * 64: Extraction("坏了.pdf", "b" * 64, "pdf", Status.FAILED, problems=problems),
        "c" * 64: Extraction("早就读过.txt", "c" * 64, "txt", Status.OK),
    }
    with logging_to(tmp_path):
        tell_files(["a" * 64, "b" * 64], found)
    told = [{name: line[name] for name in ("level", "file", "status", "codes")} for line in lines(tmp_path)]
    assert told == [
        {"level": "info", "file": "来文.docx", "status": "ok", "codes": []},
        {"level": "warning", "file": "坏了.pdf", "status": "failed", "codes": ["read-defect"]},
    ]
