"""extract, tag, train, evaluate and doctor, as acceptance calls them (the contract's columns, keys and exit codes)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.taxonomy import KINDS, departments, domains
from flows.cli import LazyGroup

ADDED = [
    *("domain", "domain_score", "petition_class", "kind", "kind_score"),
    *(f"{name}_{place}" for name in ("department", "function", "score") for place in (1, 2, 3)),
    *("reason", "needs_review", "supporting", "territory", "matters", "group"),
]
COMMENTS = [
    ("1", "河口化工厂半夜排臭气，整条街不敢开窗"),
    ("2", "工头欠我们十四个人三个月工资，说年底给又没给"),
    ("3", "没有"),
    ("4", "河口化工厂半夜排臭气，整条街不敢开窗。"),
]


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    path = tmp_path / "意见.csv"
    path.write_bytes("\n".join(["编号,text", *map(",".join, COMMENTS)]).encode("gb18030"))
    return path


def test_extract_gives_an_object_a_file_in_the_order_given(tmp_path: Path, sample_batch: Path) -> None:
    files = sorted(sample_batch.iterdir(), reverse=True)
    assert minyi("extract", *files, "--out", tmp_path / "found.jsonl").exit_code == 0
    found = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text("utf-8").splitlines()]
    assert [Path(f["file"]).name for f in found] == [f.name for f in files]
    contract = {"file", "sha256", "format", "status", "errors", "notice", "deadlines", "tables", "comments", "checks"}
    assert all(contract <= f.keys() for f in found)


def test_extract_without_out_writes_to_stdout_and_a_bad_file_is_a_line_too(tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    result = minyi("extract", tmp_path / "空.txt")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "failed"
    assert "空.txt" in result.stderr


def test_tag_keeps_rows_and_columns_and_appends_the_contracts(tmp_path: Path, comments: Path) -> None:
    assert minyi("tag", comments, tmp_path / "out.csv").exit_code == 0
    found = rows(tmp_path / "out.csv")
    assert [(r["编号"], r["text"]) for r in found] == COMMENTS
    assert list(found[0]) == ["编号", "text", *ADDED]
    for row in found:
        assert row["domain"] in domains()
        assert row["kind"] in KINDS
        assert row["needs_review"] in {"true", "false"}
        assert row["department_1"] == departments()[row["function_1"]].name
        scores = [float(row[f"score_{i}"]) for i in (1, 2, 3)]
        assert 1 >= scores[0] >= scores[1] >= scores[2] >= 0


def test_tag_says_what_a_clerk_would_say(tmp_path: Path, comments: Path) -> None:
    minyi("tag", comments, tmp_path / "out.csv")
    smell, wages, nothing, again = rows(tmp_path / "out.csv")
    assert (smell["domain"], smell["function_1"], smell["kind"]) == ("生态环境", "生态环境", "建设性")
    assert (wages["domain"], wages["function_1"]) == ("就业与劳动权益", "人社")
    assert (nothing["domain"], nothing["kind"], nothing["petition_class"]) == ("无明确指向", "其他", "")
    assert smell["reason"]
    assert smell["group"] == again["group"] != wages["group"]


def test_a_model_of_ones_own_returns_its_labels_and_is_measured(tmp_path: Path) -> None:
    labelled = tmp_path / "已核对.csv"
    wording = ("{}路口的红灯太长", "{}路公交车总晚点", "{}号楼水管漏水", "{}栋电梯困人")
    with labelled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "领域", "职能"])
        for number in range(12):
            for at, words in enumerate(wording):
                writer.writerow([words.format(number), ("出行", "居住")[at // 2], f"第{at // 2 + 1}科"])
    options = ("--domain-column", "领域", "--function-column", "职能")
    trained = minyi("train", labelled, "--model", tmp_path / "model", "--only", *options)
    assert trained.exit_code == 0, trained.output
    assert "48 行" in trained.stdout
    assert minyi("tag", labelled, tmp_path / "out.csv", "--model", tmp_path / "model").exit_code == 0
    assert {r["domain"] for r in rows(tmp_path / "out.csv")} == {"出行", "居住"}
    assert {r["function_1"] for r in rows(tmp_path / "out.csv")} == {"第1科", "第2科"}
    measured = minyi("evaluate", labelled, "--model", tmp_path / "model", *options, "--json")
    figures = json.loads(measured.stdout)
    assert (figures["domain"]["rows"], figures["domain"]["accuracy"], figures["function"]["top3"]) == (48, 1.0, 1.0)
    table = minyi("evaluate", labelled, "--model", tmp_path / "model", *options)
    assert "出行" in table.stdout
    assert "准确率 1.000" in table.stdout


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_a_call_without_any_label_column_is_wrong(command: str, comments: Path, tmp_path: Path) -> None:
    assert minyi(command, comments, "--model", tmp_path / "m").exit_code == 2


def test_doctor_finds_this_machine_fit(tmp_path: Path) -> None:
    result = minyi("doctor", "--workspace", tmp_path / "w")
    assert result.exit_code == 0, result.output
    assert "DOCX" in result.stdout


def test_doctor_says_when_a_workspace_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = minyi("doctor", "--workspace", tmp_path / "file" / "w")
    assert result.exit_code == 1
    assert "无法写入" in result.stderr
