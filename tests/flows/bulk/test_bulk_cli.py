"""``minyi tag IN OUT.parquet``: what a clerk types and is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented_comments import PLACES, TROUBLES, table
from pyarrow import parquet

from classifiers.duplicates import groups, same_words
from flows.cli import LazyGroup

pytestmark = pytest.mark.usefixtures("small_shipped")

TEXTS = tuple(f"{place}{trouble}" for trouble in TROUBLES for place in PLACES)


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), ["tag", *map(str, arguments), "--reading", "fast"])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return table(tmp_path / "热线.csv", ("意见内容", "domain"), [(text, "旧") for text in TEXTS])


def test_a_clerk_is_told_rows_files_columns_and_that_nothing_is_new(source: Path, tmp_path: Path) -> None:
    out, more = tmp_path / "已标注.parquet", ("--workspace", tmp_path / "w")
    first, second = minyi(source, out, *more), minyi(source, out, *more)
    assert (first.exit_code, second.exit_code) == (0, 0)
    found = parquet.read_table(out)
    review = sum(found["needs_review"].to_pylist())
    assert first.output.splitlines() == [
        f"{source}：以“意见内容”一列为意见内容。",
        "输出中改了名的原有列：domain → domain_in",
        f"标注 48 行，其中 {review} 行需要人工核对，共 1 个文件：{out}",
    ]
    assert second.output.splitlines()[-1] == f"没有新内容，48 行都已标注：{out}"
    assert (found["domain_in"].to_pylist(), found.num_rows) == (["旧"] * 48, 48)


def test_a_clerk_is_told_of_rows_without_a_text_and_of_columns_without_a_name(tmp_path: Path) -> None:
    source = table(tmp_path / "热线.csv", ("text", ""), [("路灯不亮", "1"), ("  ", "2")])
    told = minyi(source, tmp_path / "a.parquet", "--engine", "here").output.splitlines()
    assert told[0] == "输出中改了名的原有列：（没有列名） → column_2"
    assert told[2] == "其中 1 行没有意见内容。"


def test_the_table_says_what_the_csv_says(source: Path, tmp_path: Path) -> None:
    assert minyi(source, tmp_path / "a.csv").exit_code == 0
    assert minyi(source, tmp_path / "a.parquet", "--engine", "here").exit_code == 0
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:]
    for line, row in zip(lines, parquet.read_table(tmp_path / "a.parquet").to_pylist(), strict=True):
        cells = line.split(",")
        names = ("domain", "petition_class", "kind", "department_1", "function_1", "reason")
        assert [row[name] for name in names] == [cells[at] for at in (2, 4, 5, 7, 10, 16)]
        assert [f"{row[name]:.4f}" for name in ("domain_score", "kind_score", "score_1")] == [
            cells[at] for at in (3, 6, 13)
        ]
        assert row["needs_review"] == (cells[17] == "true")


@pytest.mark.parametrize("option", ["--workspace", "--engine", "--database"])
def test_options_of_large_tables_are_refused_where_the_output_is_none(
    source: Path, tmp_path: Path, option: str
) -> None:
    done = minyi(source, tmp_path / "a.csv", option, "here")
    assert done.exit_code == 2
    assert option in done.output
    assert not (tmp_path / "a.csv").exists()


def test_a_database_without_a_workspace_is_refused(source: Path, tmp_path: Path) -> None:
    done = minyi(source, tmp_path / "a.parquet", "--database", f"sqlite:///{tmp_path / 'x.db'}")
    assert done.exit_code == 2
    assert "--workspace" in done.output


def test_equal_words_have_the_group_that_a_batch_would_give_them() -> None:
    texts = ["您好，河口路的路灯坏了！", "河口路的路灯坏了", "河口路的路灯坏了三个", "没有意见"]
    one, other, third, stock = same_words(texts)
    assert one == other
    assert len({one, third, stock}) == 3
    assert same_words([texts[0]]) == groups([texts[0]]) == [one]
