"""A batch step by step as flows: each goes on where the last one ended, and in the end all is as in one run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from corpus.job_log import last_jobs
from corpus.messages import MinyiError
from corpus.review_schema import items
from corpus.schema import comments, suggestions
from corpus.store import Store
from corpus.workspace import Workspace
from flows.batch import Job, run_batch

pytestmark = pytest.mark.usefixtures("server", "small_shipped")


def counts(folder: Path) -> tuple[int, int, int]:
    """Comments, suggestions and items that are kept."""
    with closing(Store(Workspace.open(folder).database_url)) as store, store.engine.connect() as connection:
        return tuple(  # type: ignore[return-value]
            connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in (comments, suggestions, items)
        )


def kinds(folder: Path) -> list[tuple[str, str, str]]:
    """Kind, batch and end of every job, the first one first."""
    with closing(Store(Workspace.open(folder).database_url)) as store:
        return [(job.kind, job.batch, job.state.value) for job in reversed(last_jobs(store.engine, 20))]


def drafts(out: Path) -> dict[str, bytes]:
    """Every draft but those that tell how long the run took."""
    timed = {"run.json", "批次报告.html", ".minyi-outputs.json"}
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name not in timed}


def test_ingest_tag_and_publish_end_where_one_run_ends(
    workspace: Path, notice: Path, tmp_path: Path, table_of: Callable[[str], list[dict[str, Any]]]
) -> None:
    from flows.prefect_flows.batches import ingest, publish, tag  # noqa: PLC0415  (after Prefect has its settings)

    assert ingest([str(notice)])["comments_in"] == 2
    assert counts(workspace) == (2, 0, 0)
    assert not (workspace / "outputs" / "run.json").exists()
    assert tag([str(notice)])["comments_out"] == 2
    assert counts(workspace) == (2, 2, 0)
    assert publish([str(notice)])["comments_out"] == 2
    assert counts(workspace) == (2, 2, 2)
    plain = Workspace.open(tmp_path / "plain")
    run_batch(Job((notice,), plain, plain.outputs))
    assert counts(plain.folder) == (2, 2, 2)
    assert drafts(workspace / "outputs") == drafts(plain.outputs) != {}
    assert kinds(workspace) == [("ingest", "来文", "done"), ("tag", "来文", "done"), ("publish", "来文", "done")]
    assert kinds(plain.folder) == [("run", "来文", "done")]
    shown = {row["项目"]: row["数"] for row in table_of("minyi-publish")}
    assert (shown["文件"], shown["收到的意见"], shown["得到的任务"], shown["未能读取的文件"]) == (1, 2, 2, 0)


def test_a_file_that_cannot_be_read_stands_in_the_table_with_the_reason(
    workspace: Path, tmp_path: Path, table_of: Callable[[str], list[dict[str, Any]]]
) -> None:
    from flows.prefect_flows.batches import ingest  # noqa: PLC0415

    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    record = ingest([str(tmp_path / "坏.docx")])
    [error] = record["files"][0]["errors"]
    [row] = [row for row in table_of("minyi-ingest") if row["项目"] == "未能读取"]
    assert row["说明"] == f"{record['files'][0]['file']}：{error['message']}"
    assert kinds(workspace) == [("ingest", "坏", "partly")]


def test_a_mistyped_path_is_no_empty_batch(workspace: Path) -> None:
    from flows.prefect_flows.batches import ingest  # noqa: PLC0415

    with pytest.raises(MinyiError, match="找不到该文件"):
        ingest([str(workspace / "没有.txt")])


def test_a_workspace_that_is_not_there_is_not_made(tmp_path: Path, notice: Path) -> None:
    from flows.prefect_flows.batches import ingest  # noqa: PLC0415

    with pytest.raises(MinyiError, match="没有这个工作区"):
        ingest([str(notice)], workspace=str(tmp_path / "错"))
    assert not (tmp_path / "错").exists()


def test_a_flow_without_a_workspace_says_how_to_name_one(notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.prefect_flows.batches import ingest  # noqa: PLC0415

    monkeypatch.delenv("MINYI_WORKSPACE", raising=False)
    with pytest.raises(MinyiError, match="MINYI_WORKSPACE"):
        ingest([str(notice)])


def test_a_large_table_is_tagged_by_the_same_flow(
    workspace: Path, tmp_path: Path, table_of: Callable[[str], list[dict[str, Any]]]
) -> None:
    from flows.prefect_flows.batches import tag  # noqa: PLC0415

    table = tmp_path / "热线.csv"
    table.write_text("编号,text\n1,东门公交车等了四十分钟不来\n2,西街垃圾桶三天没人清\n3,\n", "utf-8")
    done = tag([str(table)], out=str(tmp_path / "热线.parquet"))
    assert (done["rows"], done["empty"]) == (3, 1)
    assert len([*(tmp_path / "热线.parquet").glob("part-*.parquet")]) == done["parts"] == 1
    assert {row["项目"]: row["数"] for row in table_of("minyi-tag")}["收到的意见"] == 3
    assert kinds(workspace) == [("tag", "热线.csv", "done")]
