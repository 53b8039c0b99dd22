"""``minyi evaluate --json``: the figures of a model on labelled rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented_comments import table

from classifiers.storage import SHIPPED
from flows.cli import LazyGroup

HEADER = ("text", "领域", "类别", "职能", "类型")
ROWS = (
    ("河口化工厂半夜排臭气，整条街不敢开窗", "生态环境", "环境保护", "生态环境", "建设性"),
    ("工头拖欠工资半年不给", "就业与劳动权益", "劳动和社会保障", "人社;住建", "建设性"),
    ("工头拖欠我们的工资", "就业与劳动权益", "劳动和社会保障", "教育", "建设性"),
    ("没有", "无明确指向", "", "不明", "其他"),
)


def evaluate(folder: Path, *more: str) -> Result:
    source = table(folder / "已核对.csv", HEADER, ROWS)
    return CliRunner().invoke(LazyGroup("minyi"), ["evaluate", str(source), "--model", str(SHIPPED), *more])


def test_every_head_that_has_a_column_has_its_figures(tmp_path: Path) -> None:
    columns = (
        "--domain-column",
        "领域",
        "--petition-column",
        "类别",
        "--function-column",
        "职能",
        "--kind-column",
        "类型",
    )
    figures = json.loads(evaluate(tmp_path, *columns, "--json").stdout)
    assert {head: found["rows"] for head, found in figures.items()} == {
        "domain": 4,
        "petition_class": 3,  # an empty cell is no label
        "function": 4,
        "kind": 4,
    }
    assert set(figures["function"]) == {
        *("rows", "accuracy", "macro_f1", "top3", "calibration_error", "coverage_95", "coverage_99", "classes")
    }


def test_one_wrong_label_of_four_costs_a_quarter(tmp_path: Path) -> None:
    figures = json.loads(evaluate(tmp_path, "--function-column", "职能", "--json").stdout)["function"]
    assert figures["accuracy"] == 0.75
    # 人社 is proposed twice and right once, 教育 never: F1 is 2/3, 0, and 1 for the other two.
    assert {one["label"]: round(one["f1"], 2) for one in figures["classes"]} == {
        "人社": 0.67,
        "教育": 0.0,
        "生态环境": 1.0,
        "不明": 1.0,
    }
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 0 + 1 + 1) / 4)


def test_a_column_without_a_single_label_is_an_error(tmp_path: Path) -> None:
    source = table(tmp_path / "空.csv", ("text", "领域"), [("没有", "")])
    call = ["evaluate", str(source), "--model", str(SHIPPED), "--domain-column", "领域"]
    assert CliRunner().invoke(LazyGroup("minyi"), call).exception is not None
