"""``minyi run``: from the sample batch to the drafts, again, after a kill, and on what cannot be read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

PROMISED = (
    "整改任务清单.docx",
    "整改任务清单.xlsx",
    "时限表.xlsx",
    "时限.ics",
    "核对.xlsx",
    "批次报告.html",
    "run.json",
)
DEADLINE_SECONDS = 120


def minyi(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=DEADLINE_SECONDS, env=os.environ | environment
    )


def record(out: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((out / "run.json").read_text("utf-8"))
    return loaded


def drafts(out: Path) -> dict[str, bytes]:
    """Every draft by its path but those that tell how long the run took."""
    timed = {"run.json", "批次报告.html", ".minyi-outputs.json"}
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name not in timed}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, sample_batch: Path, model_cache: Path) -> Path:
    """A workspace in which the sample batch ran once, without Prefect; the drafts are in its outputs."""
    workspace = tmp_path_factory.mktemp("undisturbed")
    done = minyi("run", sample_batch, "--workspace", workspace, "--no-prefect", MINYI_CACHE=str(model_cache))
    assert done.returncode == 0, done.stderr
    return workspace


def test_every_promised_file_is_written(undisturbed: Path) -> None:
    out = undisturbed / "outputs"
    assert [name for name in PROMISED if not (out / name).is_file()] == []
    assert len(list((out / "任务分解表").glob("*.docx"))) == len(list((out / "任务分解表").glob("*.xlsx"))) >= 10


def test_what_came_in_and_went_out_adds_up(undisturbed: Path) -> None:
    run = record(undisturbed / "outputs")
    assert run["comments_in"] == run["comments_out"] + run["comments_repeated"]
    assert run["comments_in"] == sum(file["comments"] for file in run["files"])
    assert {file["status"] for file in run["files"]} == {"ok"}


def test_the_same_batch_again_does_nothing_twice(undisturbed: Path, sample_batch: Path) -> None:
    out = undisturbed / "outputs"
    first, before = record(out), drafts(out)
    again = minyi("run", sample_batch, "--workspace", undisturbed, "--no-prefect")
    assert again.returncode == 0, again.stderr
    second = record(out)
    assert drafts(out) == before
    assert {k: v for k, v in second.items() if k != "seconds"} == {k: v for k, v in first.items() if k != "seconds"}
    assert sum(second["seconds"].values()) * 5 <= sum(first["seconds"].values())


def test_a_draft_that_was_deleted_is_made_again_from_the_store(
    undisturbed: Path, sample_batch: Path, tmp_path: Path
) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(undisturbed, workspace)
    out = workspace / "outputs"
    before = drafts(out)
    (out / "时限表.xlsx").unlink()
    again = minyi("run", sample_batch, "--workspace", workspace, "--no-prefect")
    assert again.returncode == 0, again.stderr
    assert drafts(out) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("table", ["extraction", "suggestion"])
def test_a_run_that_was_killed_ends_like_one_that_was_not(
    undisturbed: Path, sample_batch: Path, tmp_path: Path, table: str
) -> None:
    command = [sys.executable, "-m", "flows", "run", str(sample_batch), "--workspace", str(tmp_path), "--no-prefect"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    until = time.monotonic() + DEADLINE_SECONDS
    while not _rows(tmp_path / "minyi.db", table):
        assert process.poll() is None, "the run was over before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "outputs" / "run.json").exists(), "the run was over before it was killed"
    again = minyi("run", sample_batch, "--workspace", tmp_path, "--no-prefect")
    assert again.returncode == 0, again.stderr
    assert drafts(tmp_path / "outputs") == drafts(undisturbed / "outputs")
    expected, found = record(undisturbed / "outputs"), record(tmp_path / "outputs")
    assert {k: v for k, v in found.items() if k != "seconds"} == {k: v for k, v in expected.items() if k != "seconds"}


def _rows(database: Path, table: str) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def test_bad_files_cost_a_line_each_and_the_rest_is_done(tmp_path: Path, sample_batch: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = next(sample_batch.glob("*.docx"))
    shutil.copy(good, folder)
    (folder / "空.txt").touch()
    (folder / "断.docx").write_bytes(good.read_bytes()[:9000])
    (folder / "照片.pdf").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(3000))
    done = minyi("run", folder, tmp_path / "没有.txt", "--workspace", tmp_path / "w", "--no-prefect")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    for name in ("空.txt", "断.docx", "照片.pdf", "没有.txt"):
        assert sum(name in line for line in lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    statuses = {Path(f["file"]).name: f["status"] for f in record(tmp_path / "w" / "outputs")["files"]}
    assert statuses == {
        good.name: "ok",
        "空.txt": "failed",
        "断.docx": "failed",
        "照片.pdf": "failed",
        "没有.txt": "failed",
    }


def test_a_folder_without_documents_fails_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = minyi("run", tmp_path / "in", "--workspace", tmp_path / "w", "--no-prefect")
    assert done.returncode == 1
    assert sum("in：" in line for line in done.stderr.splitlines()) == 1, done.stderr


def test_a_workspace_that_cannot_be_made_says_so(tmp_path: Path, sample_batch: Path) -> None:
    (tmp_path / "file").touch()
    done = minyi("run", sample_batch, "--workspace", tmp_path / "file" / "w", "--no-prefect")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "无法写入" in done.stderr


def test_an_output_folder_that_cannot_be_made_is_said_before_the_work(tmp_path: Path, sample_batch: Path) -> None:
    (tmp_path / "file").touch()
    done = minyi("run", sample_batch, "--workspace", tmp_path / "w", "--out", tmp_path / "file" / "o")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert not (tmp_path / "w" / "minyi.db").exists()


def test_a_wrong_call_is_exit_code_two() -> None:
    done = minyi("run")
    assert done.returncode == 2
    assert "用法" in done.stderr
