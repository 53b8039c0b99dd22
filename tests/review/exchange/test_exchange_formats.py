"""CSV, JSON lines, Label Studio and doccano: out, edited as those programs do it, and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from exchange_batch import (
    DIRECTORY,
    READER,
    account,
    by_number,
    differences,
    entries,
    export,
    imported,
    lines,
    planned,
    publish_batch,
    task,
)

from corpus.records import Verdict
from corpus.taxonomy import domains
from review.access import Person, Role
from review.batches import Batch
from review.exchange.exporting import Format, Job, file_name
from review.exchange.plan import Plan
from review.filters import Filter
from review.ledger import Reviewing
from review.refusals import NotAllowedError, RefusedError


@pytest.fixture
def batch(engine: sa.Engine, zhang: Person) -> Batch:
    """Ten items, of which the first is decided for 市教育局."""
    batch = publish_batch(engine)
    item = by_number(engine, batch)["120260310700001"]
    Reviewing(engine, zhang).decide(item, 0, Verdict("市教育局", (), "教育", "建设性", None, "=核过"))
    return batch


def rewrite_csv(path: Path, change: Callable[[list[dict[str, str]]], None], encoding: str = "utf-8-sig") -> bytes:
    """The file as another program writes it after the rows were changed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path.read_bytes()


def summary(plan: Plan) -> tuple[int, int, int, int]:
    return plan.changed_cells, plan.accepted_rows, plan.conflicts, len(plan.troubles)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_csv_comes_back_in_whatever_encoding(
    engine: sa.Engine, zhang: Person, batch: Batch, tmp_path: Path, encoding: str
) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[1]["领域"] = "教育"
        rows[2]["核定"] = "是"
        rows[0]["备注"] = "'-已改"

    data = rewrite_csv(export(engine, batch, tmp_path / "表.csv"), change, encoding)
    plan = planned(engine, zhang, batch, data, "表.csv")
    assert summary(plan) == (2, 1, 0, 0)
    imported(engine, zhang, plan)
    assert [differences(entry) for entry in entries(engine, batch)[1:]] == [
        {"note": ("=核过", "-已改")},
        {"domain": ("交通运输", "教育")},
        {},
    ]


def test_what_a_spreadsheet_would_carry_out_is_marked_in_a_csv(engine: sa.Engine, tmp_path: Path) -> None:
    texts = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "'=已有撇号", "'撇号", "平常"]
    batch = publish_batch(engine, *(task(at, text) for at, text in enumerate(texts, 1)))
    with export(engine, batch, tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [row["意见建议内容"] for row in csv.DictReader(file)]
    assert found == ["'=1+1", "'+86", "'-1", "'@SUM(A1)", "'\t=1", "''=已有撇号", "'撇号", "平常"]
    assert (tmp_path / "表.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_json_lines_have_the_same_fields(engine: sa.Engine, zhang: Person, batch: Batch, tmp_path: Path) -> None:
    path = export(engine, batch, tmp_path / "表.jsonl")
    first, second, *_ = objects = lines(path)
    assert len(objects) == 10
    assert (first["number"], first["accepted"], first["state"], first["lead"], first["supporting"]) == (
        "120260310700001",
        True,
        "decided",
        "市教育局",
        [],
    )
    assert second["choices"][0] == {"department": "市交通运输局", "score": 0.71, "reason": "公交、班次"}
    second["supporting"] = ["市水利局", "市教育局"]
    second["disposition"] = None
    first["domain"] = "交通运输"
    data = "\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode()
    plan = planned(engine, zhang, batch, data, "表.jsonl")
    assert summary(plan) == (3, 0, 0, 0)
    imported(engine, zhang, plan)
    assert [differences(entry) for entry in entries(engine, batch)[1:]] == [
        {"domain": ("教育", "交通运输")},
        {"supporting": (("市城市管理局",), ("市水利局", "市教育局")), "disposition": ("立行立改", None)},
    ]


def annotation(at: int, made: str, *, cancelled: bool = False, **chosen: str) -> dict[str, Any]:
    """An annotation as Label Studio exports it."""
    result = [
        {"id": f"r{at}", "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [word]}}
        for name, word in chosen.items()
    ]
    return {"id": at, "was_cancelled": cancelled, "created_at": made, "updated_at": made, "result": result}


def test_tasks_of_label_studio_have_what_is_proposed_and_what_is_decided(
    engine: sa.Engine, batch: Batch, tmp_path: Path
) -> None:
    decided, proposed, *_ = tasks = json.loads(export(engine, batch, tmp_path / "表.json").read_text("utf-8"))
    assert len(tasks) == 10
    assert proposed["data"]["number"] == "120260310700002"
    assert proposed["data"]["text"].startswith("第2路公交车")
    [prediction] = proposed["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("first", 0.71)
    assert {one["from_name"]: one["value"]["choices"] for one in prediction["result"]} == {
        "lead": ["市交通运输局"],
        "domain": ["交通运输"],
        "kind": ["建设性"],
    }
    assert "annotations" not in proposed
    assert {one["from_name"]: one["value"]["choices"] for one in decided["annotations"][0]["result"]} == {
        "lead": ["市教育局"],
        "domain": ["教育"],
        "kind": ["建设性"],
    }


def test_the_labelling_interface_offers_every_word(engine: sa.Engine, batch: Batch) -> None:
    view = ElementTree.fromstring(Job(engine, READER, batch, Filter(), DIRECTORY).labelling_config())
    offered = {group.get("name"): [one.get("value") for one in group] for group in view.iter("Choices")}
    assert offered["domain"] == list(domains())
    assert offered["lead"] == ["市教育局", "市交通运输局", "市水利局", "市城市管理局"]
    assert offered["kind"] == ["建设性", "其他"]


def test_of_several_annotations_the_latest_counts_and_skipped_ones_do_not(
    engine: sa.Engine, zhang: Person, batch: Batch, tmp_path: Path
) -> None:
    tasks = json.loads(export(engine, batch, tmp_path / "表.json").read_text("utf-8"))
    tasks[1]["annotations"] = [
        annotation(2, "2026-03-02T09:00:00Z", lead="市水利局", domain="教育"),
        annotation(1, "2026-03-01T09:00:00Z", lead="市教育局"),
        annotation(3, "2026-03-03T09:00:00Z", cancelled=True, lead="市城市管理局"),
    ]
    tasks[2]["annotations"] = [annotation(4, "2026-03-02T09:00:00Z", lead="市交通运输局", kind="建设性")]
    tasks[3]["annotations"] = [annotation(5, "2026-03-02T09:00:00Z", cancelled=True, lead="市水利局")]
    data = json.dumps(tasks, ensure_ascii=False).encode()
    plan = planned(engine, zhang, batch, data, "project-1.json")
    assert summary(plan) == (2, 1, 0, 0)
    imported(engine, zhang, plan)
    changed, accepted = entries(engine, batch)[1:]
    assert differences(changed) == {"lead": ("市交通运输局", "市水利局"), "domain": ("交通运输", "教育")}
    assert differences(accepted) == {}


def test_labels_of_doccano_come_back(engine: sa.Engine, zhang: Person, batch: Batch, tmp_path: Path) -> None:
    decided, second, third, fourth, *rest = lines(export(engine, batch, tmp_path / "表.doccano"))
    assert second["label"] == ["牵头:市交通运输局", "领域:交通运输", "类型:建设性"]
    assert second["meta"]["number"] == "120260310700002"
    second["label"] = ["牵头:市水利局", "领域:教育", "类型:建设性"]
    # As newer versions export it: what was in meta stands beside the text.
    third = {"id": 7, "text": third["text"], **third["meta"], "label": ["类型:其他"], "Comments": []}
    fourth = {"id": 8, "text": "…", "meta": fourth["meta"], "labels": ["领域:教育", "领域:交通运输"]}
    data = "\n".join(json.dumps(one, ensure_ascii=False) for one in (decided, second, third, fourth, *rest)).encode()
    plan = planned(engine, zhang, batch, data, "all.jsonl")
    assert [(one.place, one.column, one.problem.code) for one in plan.troubles] == [("第4行", "领域", "import-several")]
    assert [(one.number, one.cells) for one in plan.proposed] == [
        ("120260310700002", ("lead", "domain")),
        ("120260310700003", ("kind",)),
    ]
    assert plan.unchanged == 7


@pytest.mark.parametrize("how", list(Format))
def test_every_format_says_nothing_when_nothing_was_edited(
    engine: sa.Engine, zhang: Person, batch: Batch, tmp_path: Path, how: Format
) -> None:
    path = tmp_path / f"out{how.suffix}"
    assert Job(engine, READER, batch, Filter(state="all"), DIRECTORY).write(path, how) == 10
    plan = planned(engine, zhang, batch, path)
    assert (plan.rows, plan.unchanged, plan.missing, summary(plan)) == (10, 10, 0, (0, 0, 0, 0))


def test_a_part_of_a_batch_is_a_filter(engine: sa.Engine, batch: Batch, tmp_path: Path) -> None:
    export(engine, batch, tmp_path / "定.jsonl", "decided")
    assert [one["number"] for one in lines(tmp_path / "定.jsonl")] == ["120260310700001"]
    with pytest.raises(RefusedError):
        Job(engine, READER, batch, Filter(state="nonsense"), DIRECTORY).write(tmp_path / "x.csv", Format.CSV)
    assert not (tmp_path / "x.csv").exists()


def test_a_department_exports_nothing(engine: sa.Engine, batch: Batch, tmp_path: Path) -> None:
    department = account(engine, "jiaoyu", Role.DEPARTMENT, "市教育局")
    with pytest.raises(NotAllowedError):
        Job(engine, department, batch, Filter(), DIRECTORY).write(tmp_path / "x.csv", Format.CSV)
    with pytest.raises(NotAllowedError):
        Job(engine, department, batch, Filter(), DIRECTORY).labelling_config()


def test_a_files_name_can_be_one_whatever_the_batch_is_called(engine: sa.Engine) -> None:
    batch = publish_batch(engine, name='../一/二\\三:*?"<>|')
    assert file_name(batch, Format.LABEL_STUDIO) == "核定表-_一_二_三_______.json"
