"""``minyi run`` as a Prefect flow: the same result, no noise, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from classifiers.storage import SHIPPED

TIMEOUT = 120


def _children_of_server(home: Path) -> list[int]:
    """Processes that were started for this workspace's own Prefect server."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (
                b"flows.server_process" in (entry / "cmdline").read_bytes()
                and str(home).encode() in (entry / "environ").read_bytes()
            ):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _start(sample_batch: Path, workspace: Path) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"http_proxy": "http://127.0.0.1:9", "no_proxy": ""}  # an office's proxy is not asked for 127.0.0.1
    environment["MINYI_MODEL"] = str(SHIPPED)  # whether or not the comments were changed since
    command = [sys.executable, "-m", "flows", "run", str(sample_batch), "--workspace", str(workspace)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_the_flow_gives_the_same_without_noise_and_leaves_no_process(sample_batch: Path, tmp_path: Path) -> None:
    process = _start(sample_batch, tmp_path)
    stdout, stderr = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0, stderr
    assert stdout == ""
    assert len(stderr.splitlines()) == 4, stderr  # what came in, what went out, what is for review, what waits
    assert (tmp_path / "outputs" / "run.json").is_file()
    assert _children_of_server(tmp_path) == []


def test_a_flow_that_fails_says_why_in_one_line(sample_batch: Path, tmp_path: Path) -> None:
    (tmp_path / "outputs" / "run.json").mkdir(parents=True)
    process = _start(sample_batch / "03_网站公示.txt", tmp_path)
    _, stderr = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 1
    assert len(stderr.splitlines()) == 1, stderr
    assert "run.json" in stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_prefects_server_ends_when_the_run_is_killed(sample_batch: Path, tmp_path: Path) -> None:
    process = _start(sample_batch, tmp_path)
    until = time.monotonic() + TIMEOUT
    while not (servers := _children_of_server(tmp_path)) and time.monotonic() < until:
        time.sleep(0.05)
    assert servers, "the server never started"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=TIMEOUT)
    while _children_of_server(tmp_path) and time.monotonic() < until:
        time.sleep(0.05)
    assert _children_of_server(tmp_path) == []
