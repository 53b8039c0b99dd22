"""What an unlucky clerk gives to the command line: one clear line a mishap, the rest done, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from classifiers.storage import SHIPPED

NOTICE = "关于开展整改工作的通知\n各单位：\n请于2025年7月5日前报送。\n"


def minyi(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """By the model in the package, whether or not the comments were changed since."""
    command = [sys.executable, "-m", "flows", *map(str, arguments)]
    environment = os.environ | {"MINYI_MODEL": str(SHIPPED)}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)


def run(*paths: Path, workspace: Path, out: Path | None = None) -> subprocess.CompletedProcess[str]:
    more = ("--out", out) if out else ()
    return minyi("run", *paths, "--workspace", workspace, *more, "--no-prefect")


def record(out: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((out / "run.json").read_text("utf-8"))
    return loaded


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "来文" / "通知.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, "utf-8")
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the notice has been run."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "通知.txt").write_text(NOTICE, "utf-8")
    done = run(folder / "通知.txt", workspace=folder / "w")
    assert done.returncode == 0, done.stderr
    return folder / "w"


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(finished, tmp_path / "w"))


def fails_with_one_line(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert [word for word in said if word not in done.stderr] == []


def test_a_workspace_and_drafts_within_the_inbox_are_not_read_as_documents(notice: Path) -> None:
    inbox = notice.parent
    for _ in range(2):
        done = run(inbox, workspace=inbox / "工作区", out=inbox / "草稿")
        assert done.returncode == 0, done.stderr
    found = record(inbox / "草稿")
    assert ([file["file"] for file in found["files"]], found["skipped"]) == ([str(notice)], [])


def test_the_same_content_under_two_names_counts_once_and_is_said(notice: Path, tmp_path: Path) -> None:
    shutil.copy(notice, notice.with_name("通知（副本）.txt"))
    done = run(notice.parent, workspace=tmp_path / "w")
    assert done.returncode == 0, done.stderr
    found = record(tmp_path / "w" / "outputs")
    assert len(found["files"]) == len(found["skipped"]) == 1
    assert "内容完全相同" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_impossible_names_cost_a_line_each_and_the_rest_is_done(notice: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    done = run(tmp_path / "管道.txt", tmp_path / ("长" * 300), notice, workspace=tmp_path / "w")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [file["status"] for file in record(tmp_path / "w" / "outputs")["files"]] == ["failed", "failed", "ok"]


def test_a_file_that_is_no_database_says_what_to_do(notice: Path, tmp_path: Path) -> None:
    (tmp_path / "minyi.db").write_bytes(b"junk" * 500)
    fails_with_one_line(run(notice, workspace=tmp_path), "minyi.db", "改名移开")


def test_a_database_that_is_damaged_within_says_what_to_do(notice: Path, workspace: Path) -> None:
    database = workspace / "minyi.db"
    database.write_bytes(database.read_bytes()[:8192] + b"\xa5" * (database.stat().st_size - 8192))
    fails_with_one_line(run(notice, workspace=workspace), "minyi.db", "改名移开")


def test_a_workspace_of_a_newer_version_is_left_alone(notice: Path, workspace: Path) -> None:
    with sqlite3.connect(workspace / "minyi.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    fails_with_one_line(run(notice, workspace=workspace), "9999", "升级")


def test_a_damaged_original_is_kept_anew(notice: Path, workspace: Path) -> None:
    (original,) = (path for path in (workspace / "originals").rglob("*") if path.is_file())
    original.write_bytes(b"x")
    with sqlite3.connect(workspace / "minyi.db") as database:
        database.execute("DELETE FROM extraction")
        database.execute("DELETE FROM run")
    database.close()
    assert run(notice, workspace=workspace).returncode == 0
    assert original.read_bytes() == notice.read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件为空"),
        (b"%PDF-1.4\n\xff\xfe\x00", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "JPEG"),
        (bytes(range(256)) * 4, "不是可以识别"),
        ("text,text\n甲,乙\n".encode(), "2 列"),
        ("text\n甲,乙\n".encode(), "第 2 行"),
        ("内容\n甲\n".encode(), "“text”"),
    ],
)
def test_what_is_no_table_of_comments_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "意见.csv"
    path.write_bytes(content)
    fails_with_one_line(minyi("tag", path, tmp_path / "out.csv"), "意见.csv", said)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.skipif(os.name != "posix", reason="file names are Unicode on Windows")
def test_a_machine_without_a_utf8_locale_writes_drafts_with_chinese_names(
    notice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items():
        monkeypatch.setenv(name, value)
    done = run(notice, workspace=tmp_path / "w")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "w" / "outputs" / "时限表.xlsx").is_file()


def test_a_setting_that_is_no_limit_is_a_wrong_call(notice: Path) -> None:
    done = minyi("extract", notice, "--limit", "pages=3")
    assert done.returncode == 2
    assert "pages=3" in done.stderr


def test_a_limit_holds_for_extract_and_for_run(notice: Path, tmp_path: Path) -> None:
    for done in (
        minyi("extract", notice, "--limit", "file_bytes=10"),
        minyi("run", notice, "--workspace", tmp_path / "w", "--no-prefect", "--limit", "file_bytes=10"),
    ):
        assert done.returncode == 1
        assert "--limit" in done.stderr


def test_a_file_refused_by_a_limit_is_read_once_the_limit_is_raised(notice: Path, tmp_path: Path) -> None:
    call = ("run", notice, "--workspace", tmp_path / "w", "--no-prefect")
    assert minyi(*call, "--limit", "text_characters=5").returncode == 1
    assert record(tmp_path / "w" / "outputs")["files"][0]["status"] == "failed"
    assert minyi(*call).returncode == 0
    assert record(tmp_path / "w" / "outputs")["files"][0]["status"] == "ok"
