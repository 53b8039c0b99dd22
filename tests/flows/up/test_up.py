"""``minyi up`` whole: what it refuses, and, where MINYI_TEST_UP is set (it takes a minute), from start to end."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from classifiers.storage import SHIPPED
from corpus.database import open_database
from corpus.review_schema import items
from corpus.workspace import Workspace
from flows.alone import alone, is_held
from flows.cli import main
from flows.prefect_password import kept_password
from flows.up.addresses import SERVER
from flows.up.children import Address, Plan
from review.access import Role
from review.people import add

LONG = 120.0
WHOLE = pytest.mark.skipif(not os.environ.get("MINYI_TEST_UP"), reason="takes a minute: set MINYI_TEST_UP=1")
LETTERS = """关于办理群众意见的通知

序号,编号,意见
1,,东门的路灯已经半个月不亮了，晚上走路很不安全
2,,西街小学门口早晚堵车，请安排人疏导
"""


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["up", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr().err


def test_a_second_one_on_the_same_workspace_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "prefect").mkdir()
    with alone(tmp_path / "prefect" / "up-review.lock", "up-busy"):
        code, said = _refused(capsys, "--workspace", str(tmp_path))
    assert code == 1
    assert "已经有一个 minyi up 在运行" in said


def test_whoever_looks_whether_one_is_at_work_keeps_none_from_beginning(tmp_path: Path) -> None:
    lock = tmp_path / "up-server.lock"
    assert not is_held(lock)
    assert not lock.exists()
    for _ in range(2):
        with alone(lock, "up-busy"):
            assert is_held(lock)
        assert not is_held(lock)


@pytest.mark.parametrize(("option", "mend"), [("--port", "--port"), ("--prefect-port", "--prefect-port")])
def test_a_port_that_is_taken_is_said_before_anything_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, mend: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        free = {"--port": str(_free_port()), "--prefect-port": str(_free_port()), option: str(port)}
        words = [word for pair in free.items() for word in pair]
        code, said = _refused(capsys, "--workspace", str(tmp_path), *words)
    assert code == 1
    assert f"端口 {port}" in said
    assert mend in said
    assert not (tmp_path / "日志" / "server.log").exists()


def test_a_server_that_is_started_anew_knows_whose_turn_it_is(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path / "office")
    address = Address("127.0.0.1", 4200)
    server, *_ = Plan(place, None, frozenset({SERVER}), address, address, "").children(lambda: True)
    # In its memory, which is Prefect's way, it would be lost, and with it the flows that have their turn.
    assert server.environment["PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE"].endswith(".lease_storage.filesystem")


def test_a_nightly_hour_that_is_none_is_said_before_anything_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "设置.toml").write_text('nightly = "半夜"', "utf-8")
    code, said = _refused(capsys, "--workspace", str(tmp_path))
    assert code == 1
    assert "半夜" in said


@pytest.mark.parametrize("named", ["主机", "主机:4200", "ftp://host/api"])
def test_what_is_no_address_of_a_server_is_said_before_anything_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    code, said = _refused(capsys, "--workspace", str(tmp_path), "--only", "worker", "--server", named)
    assert (code, f"“{named}”不是流程服务的地址" in said) == (2, True)


def test_a_server_here_and_one_elsewhere_are_not_both_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = _refused(capsys, "--workspace", str(tmp_path), "--only", "server", "--server", "http://127.0.0.1:1")
    assert code == 2


def _processes_of(workspace: Path) -> list[int]:
    """All processes that work for this workspace, but not this one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if str(workspace).encode() in told and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _wait(done: Callable[[], object], what: str) -> None:
    latest = time.monotonic() + LONG
    while not done():
        assert time.monotonic() < latest, what
        time.sleep(0.2)


@contextmanager
def _up(place: Workspace, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Started, and at work."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"http_proxy": "http://127.0.0.1:9", "MINYI_MODEL": str(SHIPPED)}
    said = place.folder.parent / "said"
    with said.open("wb") as stderr:
        command = [sys.executable, "-m", "flows", "up", "--workspace", str(place.folder), *more]
        process = subprocess.Popen(command, stderr=stderr, env=environment)
    try:
        _wait(lambda: "Ctrl+C 停止" in said.read_text("utf-8") or process.poll() is not None, "it never started")
        assert process.poll() is None, said.read_text("utf-8")
        yield process
    finally:
        process.kill()
        process.wait()


def _scheduled(place: Workspace, port: int) -> int:
    """How many flow runs Prefect has planned."""
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 9, "sort": "START_TIME_DESC"}
    url, asked = f"http://127.0.0.1:{port}/api/flow_runs/filter", json.dumps(wanted).encode()
    request = urllib.request.Request(url, asked, {"content-type": "application/json"})
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(request, timeout=10)
    password = kept_password(place) or ""
    request.add_header("Authorization", f"Basic {base64.b64encode(password.encode()).decode()}")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return len(json.load(answer))


def _drafts_of(place: Workspace, batch: str) -> bool:
    return (place.outputs / batch / "整改任务清单.xlsx").is_file()


@WHOLE
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_what_is_laid_into_the_inbox_comes_to_the_reviewers_and_nothing_is_left_running(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path / "office")
    engine = open_database(place.database_url)
    add(engine, "wang", "王", Role.LEAD, "很长的一个密码-2026")
    page, server = _free_port(), _free_port()
    ports = ("--port", str(page), "--prefect-port", str(server))
    with _up(place, *ports) as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/", timeout=10) as answer:
            assert answer.status == 200
        (place.inbox / "七月来信.csv").write_text(LETTERS.partition("\n\n")[2], "utf-8-sig")
        _wait(lambda: _drafts_of(place, "七月来信"), "the inbox was not worked on")
        with urllib.request.urlopen(f"http://127.0.0.1:{server}/api/health", timeout=10) as answer:
            assert json.load(answer) is True
        _wait(lambda: _scheduled(place, server) >= 1, "no night is planned")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONG) == 0
    assert _processes_of(place.folder) == []
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(items)) == 2
    engine.dispose()

    with _up(place, *ports) as process:
        assert len(_processes_of(place.folder)) >= 4
        process.send_signal(signal.SIGKILL)
        _wait(lambda: not _processes_of(place.folder), "some are left")
