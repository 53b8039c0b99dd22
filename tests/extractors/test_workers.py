"""Reading in processes of their own: what is lost with one of them, and what is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.records import Extraction, Problem, Status
from extractors.extract import failed, worth_another_try
from extractors.limits import MEGABYTE, Limits
from extractors.workers import Work, Workers

NOTICE = "澜江市绩效办关于报送材料的通知\n\n各县（区）绩效办：\n请于2026年5月8日前报送。\n"


class DeadlyPath(type(Path())):  # type: ignore[misc]
    """Stands for a file over which the process that reads it dies."""

    def stat(self, **_: object) -> os.stat_result:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().stat()


class SlowPath(type(Path())):  # type: ignore[misc]
    """Stands for a file that is never read to its end."""

    def stat(self, **_: object) -> os.stat_result:
        time.sleep(600)
        return super().stat()


class GreedyPath(type(Path())):  # type: ignore[misc]
    """Stands for a file that takes more memory than there is."""

    def read_bytes(self) -> bytes:
        return bytes(8192 * MEGABYTE)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def read(*files: Work | Extraction, limits: Limits | None = None) -> list[tuple[str, Status, list[str]]]:
    with Workers(limits or Limits(), count=1) as workers:
        found = list(workers.extractions(files))
    return [(e.file, e.status, [p.code for p in e.problems]) for e in found]


def test_files_come_out_in_the_order_given(notice: Path) -> None:
    works = [Work(f"{i}.txt", notice) for i in range(20)]
    assert [name for name, _, _ in read(*works)] == [f"{i}.txt" for i in range(20)]


def test_readings_have_the_document_of_each_file_that_can_be_read(notice: Path) -> None:
    with Workers(count=1) as workers:
        found = list(workers.readings([Work("通知.txt", notice), Work("空.txt", b"")]))
    (read, document), (unread, nothing) = found
    assert document is not None
    assert (document.file, document.sha256) == (read.file, read.sha256)
    assert (unread.status, nothing) == (Status.FAILED, None)


def test_content_in_memory_is_read_like_a_file() -> None:
    assert read(Work("包.zip/通知.txt", NOTICE.encode())) == [("包.zip/通知.txt", Status.OK, [])]


def test_what_could_not_be_had_keeps_its_place(notice: Path) -> None:
    missing = failed("没有.pdf", Problem("没有.pdf", "read-missing"))
    assert [name for name, _, _ in read(Work("1.txt", notice), missing, Work("2.txt", notice))] == [
        "1.txt",
        "没有.pdf",
        "2.txt",
    ]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_worker_that_dies_costs_its_file_and_no_other(notice: Path) -> None:
    found = read(Work("1.txt", notice), Work("坏.pdf", DeadlyPath(notice)), Work("2.txt", notice))
    assert found == [
        ("1.txt", Status.OK, []),
        ("坏.pdf", Status.FAILED, ["read-worker-died"]),
        ("2.txt", Status.OK, []),
    ]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_of_documents_converted_together_only_the_deadly_one_is_lost(notice: Path) -> None:
    found = read(Work("1.doc", notice), Work("坏.doc", DeadlyPath(notice)), Work("2.doc", notice))
    assert [status for _, status, _ in found] == [Status.OK, Status.FAILED, Status.OK]


def test_a_file_that_takes_too_long_is_given_up(notice: Path) -> None:
    found = read(Work("慢.pdf", SlowPath(notice)), Work("2.txt", notice), limits=Limits(seconds=8))
    assert found == [("慢.pdf", Status.FAILED, ["read-timeout"]), ("2.txt", Status.OK, [])]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
def test_a_file_that_needs_more_memory_than_allowed_is_given_up(notice: Path) -> None:
    found = read(Work("大.txt", GreedyPath(notice)), Work("2.txt", notice), limits=Limits(memory_bytes=2048 * MEGABYTE))
    assert found == [("大.txt", Status.FAILED, ["read-memory"]), ("2.txt", Status.OK, [])]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
def test_of_documents_converted_together_the_one_that_needs_too_much_memory_is_lost_alone(notice: Path) -> None:
    found = read(Work("1.doc", notice), Work("大.doc", GreedyPath(notice)), limits=Limits(memory_bytes=2048 * MEGABYTE))
    assert found == [("1.doc", Status.OK, []), ("大.doc", Status.FAILED, ["read-memory"])]


def test_a_lost_file_is_known_by_its_content_and_tried_again_next_time(notice: Path) -> None:
    with Workers(count=1) as workers:
        [found] = workers.extractions([Work("坏.pdf", DeadlyPath(notice))])
    assert found.sha256 == sha256(NOTICE.encode()).hexdigest()
    assert worth_another_try(found)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_workers_end_when_their_parent_is_killed(notice: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from extractors.workers import Work, Workers\n"
        "with Workers(count=2) as w:\n"
        f"    print([e.status for e in w.extractions([Work('1.txt', Path({str(notice)!r}))])], flush=True)\n"
        "    sys.stdin.read()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert "OK" in parent.stdout.readline()
    children = children_of(parent.pid)
    assert children
    parent.kill()
    parent.wait()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found
