"""``minyi run`` by the model that an office has trained, and how sure a proposal must be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from invented_comments import PARKING, PAVEMENT, given_to

from classifiers.storage import SHIPPED, stored_version
from flows.cli import LazyGroup

pytestmark = pytest.mark.usefixtures("small_shipped")


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "问题编号", "意见建议内容"])
    for number, text in enumerate(PAVEMENT[:3], 1):
        page.append([str(number), f"12026071000000{number}", text])
    book.save(tmp_path / "意见.xlsx")
    return tmp_path / "意见.xlsx"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """To which cars on the pavement are a matter for schools, as no other model would say."""
    rows = given_to(tmp_path / "已核对.csv", (PARKING, "教育"))
    assert minyi("train", rows, "--model", tmp_path / "own", "--function-column", "职能").exit_code == 0
    return tmp_path / "own"


def run(batch: Path, workspace: Path, *more: str | Path) -> Result:
    done = minyi("run", batch, "--workspace", workspace, "--no-prefect", *more)
    assert done.exit_code == 0, done.output
    return done


def record(workspace: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((workspace / "outputs" / "run.json").read_text("utf-8"))
    return loaded


def departments(workspace: Path) -> set[str]:
    return {path.stem for path in (workspace / "outputs" / "任务分解表").glob("*.xlsx")}


def test_the_model_in_the_workspace_counts_as_long_as_it_is_there(tmp_path: Path, batch: Path, model: Path) -> None:
    workspace = tmp_path / "w"
    shutil.copytree(model, workspace / "模型")
    run(batch, workspace)
    assert record(workspace)["model_version"] == stored_version(model, meaning=True)
    assert departments(workspace) == {"教育局（建议）"}
    assert "这批文件没有变化" in run(batch, workspace).stderr

    shutil.rmtree(workspace / "模型")
    assert "这批文件没有变化" not in run(batch, workspace).stderr
    assert record(workspace)["model_version"] != stored_version(model, meaning=True)
    assert departments(workspace) != {"教育局（建议）"}


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_model_may_be_named(
    tmp_path: Path, batch: Path, model: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "environment":
        monkeypatch.setenv("MINYI_MODEL", str(model))
    run(batch, tmp_path / "w", *(("--model", model) if by == "option" else ()))
    assert departments(tmp_path / "w") == {"教育局（建议）"}


def test_a_very_large_batch_is_tagged_by_the_model_that_reads_no_meaning(
    tmp_path: Path, batch: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.models.THOROUGH", 2)
    run(batch, tmp_path / "w", "--model", model)
    assert record(tmp_path / "w")["model_version"] == stored_version(model, meaning=False)
    assert departments(tmp_path / "w") == {"教育局（建议）"}


def test_a_model_in_the_workspace_is_no_file_of_the_batch(tmp_path: Path, batch: Path, model: Path) -> None:
    shutil.copytree(model, tmp_path / "w" / "模型")
    shutil.copy(batch, tmp_path / "w")
    assert "文件 1 个" in run(tmp_path / "w", tmp_path / "w").stderr


@pytest.mark.parametrize("content", [None, b"not a model"])
def test_a_folder_without_a_usable_model_stops_the_run_before_the_work(
    tmp_path: Path, batch: Path, content: bytes | None
) -> None:
    (tmp_path / "own").mkdir()
    if content:
        for name in ("thorough.npz", "fast.npz"):
            (tmp_path / "own" / name).write_bytes(content)
    done = minyi("run", batch, "--workspace", tmp_path / "w", "--no-prefect", "--model", tmp_path / "own")
    assert "minyi train" in str(done.exception)
    assert not (tmp_path / "w" / "minyi.db").exists()


def test_how_sure_a_proposal_must_be_is_asked_anew_each_time(tmp_path: Path, batch: Path) -> None:
    workspace, reviewed = tmp_path / "w", []
    for precision in ("0.5", "1", "0.5"):
        assert "这批文件没有变化" not in run(batch, workspace, "--model", SHIPPED, "--auto-accept", precision).stderr
        reviewed.append(record(workspace)["needs_review"])
    assert reviewed == [0, 3, 0]
