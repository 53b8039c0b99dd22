"""``minyi train``: the folder of an office's model, and which of two models is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from invented_comments import PARKING, PAVEMENT, given_to, tagged

from classifiers.model import Tagger
from classifiers.storage import save, stored_version
from corpus.messages import MinyiError
from flows.cli import LazyGroup

pytestmark = pytest.mark.usefixtures("small_shipped")


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def train(table: Path, model: Path, *more: str) -> Result:
    done = minyi("train", table, "--model", model, "--function-column", "职能", *more)
    assert done.exit_code == 0, done.output
    return done


def history(model: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (model / "history.jsonl").read_text("utf-8").splitlines()]


def version(folder: Path) -> str:
    return stored_version(folder, meaning=True)


def told(table: Path, model: Path) -> set[str]:
    """The functions to which the model gives the comments of a table."""
    out = table.with_name("out.csv")
    assert minyi("tag", table, out, "--model", model).exit_code == 0
    return {row["function_1"] for row in tagged(out)}


def test_a_model_of_ones_own_lies_in_its_folder_with_its_history(tmp_path: Path) -> None:
    model = tmp_path / "模型"
    done = train(given_to(tmp_path / "已核对.csv", (PARKING, "公安")), model)
    assert "用 6 行训练" in done.stdout
    assert sorted(path.name for path in model.iterdir()) == ["fast.npz", "history.jsonl", "thorough.npz"]
    (line,) = history(model)
    assert (line["version"], line["rows"], line["in_use"], line["compared"]) == (version(model), 6, True, None)


def test_what_an_office_has_decided_is_what_its_model_says(tmp_path: Path) -> None:
    train(given_to(tmp_path / "已核对.csv", (PARKING, "公安")), tmp_path / "模型")
    assert told(given_to(tmp_path / "新.csv", (PAVEMENT, "")), tmp_path / "模型") == {"公安"}


def test_a_better_model_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    model = tmp_path / "模型"
    train(given_to(tmp_path / "错.csv", (PARKING, "教育")), model)
    old = version(model)
    done = train(given_to(tmp_path / "对.csv", (PARKING, "公安"), (PAVEMENT, "公安")), model)
    assert "6 个双方都没学过的标签" in done.stdout
    assert "已换用新模型" in done.stdout
    assert version(model) != old
    assert version(model / "versions" / old) == old
    assert [line["in_use"] for line in history(model)] == [True, True]
    assert history(model)[1]["compared"] == {"labels": 6, "old_right": 0, "new_right": 6}


def test_the_same_rows_with_other_labels_leave_nothing_to_compare_and_the_clerk_is_told(tmp_path: Path) -> None:
    model = tmp_path / "模型"
    train(given_to(tmp_path / "先.csv", (PARKING, "公安")), model)
    done = train(given_to(tmp_path / "后.csv", (PARKING, "城管")), model)
    assert "新旧模型无法比较" in done.stderr
    assert told(given_to(tmp_path / "新.csv", (PAVEMENT, "")), model) == {"城管"}


def test_a_worse_model_is_refused_and_laid_aside(tmp_path: Path) -> None:
    model = tmp_path / "模型"
    train(given_to(tmp_path / "对.csv", (PARKING, "公安")), model)
    old = version(model)
    wrong = given_to(tmp_path / "错.csv", (PARKING, "教育"), (PAVEMENT[:1], "公安"))
    done = train(wrong, model)
    assert "原模型对 1 个，新模型只对 0 个" in done.stderr
    assert "--replace" in done.stderr
    assert version(model) == old
    (refused,) = (model / "versions").iterdir()
    assert history(model)[1]["version"] == version(refused) == refused.name
    assert not history(model)[1]["in_use"]

    assert "已换用新模型" in train(wrong, model, "--replace").stdout
    assert version(model) == refused.name
    assert version(model / "versions" / old) == old


def test_the_same_rows_again_change_nothing(tmp_path: Path) -> None:
    table, model = given_to(tmp_path / "已核对.csv", (PARKING, "公安")), tmp_path / "模型"
    train(table, model)
    before = {path.name: path.read_bytes() for path in model.glob("*.npz")}
    assert train(table, model).stderr == ""
    assert {path.name: path.read_bytes() for path in model.glob("*.npz")} == before
    assert not (model / "versions").exists()


def test_a_label_that_is_neither_a_function_nor_a_unit_is_named_with_its_file_and_row(tmp_path: Path) -> None:
    table = given_to(tmp_path / "已核对.csv", (PARKING, "公安"), (PAVEMENT[:1], "第九组"))
    error = minyi("train", table, "--model", tmp_path / "模型", "--function-column", "职能").exception
    assert "没有“第九组”这一职能。请从这些中选：交通、公安、城管、教育。" in str(error)
    assert error.problem.where == f"{table} 第 8 行"  # type: ignore[union-attr]
    assert not (tmp_path / "模型").exists()


def test_a_place_for_the_model_that_is_a_file_is_named_before_anything_is_learnt(tmp_path: Path) -> None:
    checked = given_to(tmp_path / "已核对.csv", (PARKING, "公安"))
    done = minyi("train", checked, "--model", checked / "模型", "--function-column", "职能")
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "model-unwritable"


def test_where_the_second_of_the_two_files_cannot_be_written_both_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "模型"
    train(given_to(tmp_path / "错.csv", (PARKING, "教育")), model)
    before = {path.name: path.read_bytes() for path in model.iterdir() if path.is_file()}

    def on_a_full_disk(tagger: Tagger, folder: Path) -> None:
        if tagger.reads_meaning:
            raise MinyiError("model-unwritable", str(folder), reason="No space left on device")
        save(tagger, folder)

    monkeypatch.setattr("flows.learning.save", on_a_full_disk)
    better = given_to(tmp_path / "对.csv", (PARKING, "公安"), (PAVEMENT, "公安"))
    done = minyi("train", better, "--model", model, "--function-column", "职能")
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.where == str(model)
    assert {path.name: path.read_bytes() for path in model.iterdir() if path.is_file()} == before
    assert sorted(path.name for path in model.iterdir() if path.is_dir()) == ["versions"]


def test_rows_of_no_use_and_texts_with_two_labels_are_said(tmp_path: Path) -> None:
    twice = given_to(
        tmp_path / "已核对.csv", (PARKING, "公安"), (PARKING[:2], "城管"), (PARKING[:1], "公安"), (("",), "")
    )
    done = train(twice, tmp_path / "模型")
    assert "用 8 行训练" in done.stdout
    assert "另有 2 行没有用上" in done.stderr
    assert f"有 2 条意见在不同的行里标签不同（如 {twice} 第 2 行 与 {twice} 第 8 行）" in done.stderr


def test_what_a_model_has_not_learnt_is_not_evaluated_as_wrong(tmp_path: Path) -> None:
    checked = given_to(tmp_path / "已核对.csv", (PARKING, "甲科"), (PAVEMENT, "乙科"))
    train(checked, tmp_path / "模型", "--only")
    done = minyi("evaluate", checked, "--model", tmp_path / "模型", "--domain-column", "职能")
    assert isinstance(done.exception, MinyiError)
    assert done.exception.problem.code == "evaluate-no-head"
