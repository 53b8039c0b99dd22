"""The inbox and the night: flows that call flows."""

from __future__ import annotations

import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pyarrow import parquet

from corpus.job_log import last_jobs
from corpus.messages import MinyiError
from corpus.store import Store
from corpus.workspace import Workspace
from flows.inbox import waiting_batches

pytestmark = pytest.mark.usefixtures("server", "small_shipped", "at_once")


@pytest.fixture
def at_once(server: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Two looks at the inbox without the pause between them."""
    looks = partial(waiting_batches, sleep=lambda _: None)
    monkeypatch.setattr("flows.prefect_flows.nightly.waiting_batches", looks)


def jobs(folder: Path) -> list[tuple[str, str, str]]:
    with closing(Store(Workspace.open(folder).database_url)) as store:
        return [(job.kind, job.batch, job.state.value) for job in reversed(last_jobs(store.engine, 30))]


def test_a_night_takes_the_inbox_in_and_the_next_one_finds_nothing_new(workspace: Path, notice: Path) -> None:
    from flows.prefect_flows.nightly import nightly  # noqa: PLC0415  (after Prefect has its settings)

    place = Workspace.open(workspace)
    place.inbox.mkdir()
    shutil.copy(notice, place.inbox / "四月来文.txt")
    assert nightly() == {"batches": 1, "failures": [], "ending": "few", "lessons": 0, "rescored": 2}
    assert (place.outputs / "四月来文" / "整改任务清单.docx").is_file()
    first = jobs(workspace)
    assert sorted(first) == [
        ("inbox", "四月来文", "done"),
        ("ingest", "四月来文", "done"),
        ("nightly", "", "done"),
        ("publish", "四月来文", "done"),
        ("rescore", "", "done"),
        ("retrain", "", "done"),
        ("tag", "四月来文", "done"),
    ]
    assert nightly() == {"batches": 0, "failures": [], "ending": "few", "lessons": 0, "rescored": 0}
    assert [job[0] for job in jobs(workspace)[len(first) :]] == ["nightly", "retrain"]


def test_a_large_table_in_the_inbox_is_tagged_whole_once_and_again_when_it_has_changed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.prefect_flows.nightly import inbox  # noqa: PLC0415

    monkeypatch.setattr("flows.inbox.LARGE", 100)
    place = Workspace.open(workspace)
    place.inbox.mkdir()
    table = place.inbox / "热线.csv"
    lines = ["编号,诉求内容", *(f"{n},{n}号楼的电梯三天没有人来修，老人上不了楼" for n in range(4))]
    table.write_text("\n".join(lines), "utf-8")
    assert inbox() == {"batches": 1, "failures": []}
    [first] = (place.outputs / "热线").iterdir()
    assert first.name.startswith("热线-")
    assert parquet.read_table(first / "part-00000.parquet").num_rows == 4
    assert jobs(workspace) == [("inbox", "热线", "done"), ("tag", "热线", "done")]
    assert inbox() == {"batches": 0, "failures": []}

    before = {path: path.read_bytes() for path in first.iterdir()}
    table.write_text("\n".join([*lines, "9,东门的路灯一直不亮"]), "utf-8")
    assert inbox() == {"batches": 1, "failures": []}
    [second] = {*(place.outputs / "热线").iterdir()} - {first}
    assert parquet.read_table(second / "part-00000.parquet").num_rows == 5
    assert {path: path.read_bytes() for path in first.iterdir()} == before


def test_a_large_table_without_comments_fails_and_says_why(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.prefect_flows.nightly import inbox  # noqa: PLC0415

    monkeypatch.setattr("flows.inbox.LARGE", 10)
    place = Workspace.open(workspace)
    place.inbox.mkdir()
    (place.inbox / "名单.csv").write_text("单位,电话\n市教育局,12345\n", "utf-8")
    [(name, reason)] = inbox()["failures"]
    assert (name, "列" in reason) == ("名单", True)


def test_a_batch_that_fails_keeps_no_other_back(workspace: Path, notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.prefect_flows import nightly  # noqa: PLC0415

    place = Workspace.open(workspace)
    place.inbox.mkdir()
    for name in ("甲.txt", "乙.txt"):
        shutil.copy(notice, place.inbox / name)
    publish = nightly.__dict__["publish"]

    def failing(**parameters: object) -> object:
        if parameters["batch"] == "乙":
            raise MinyiError("write-denied", where="乙", reason="磁盘已满")
        return publish(**parameters)

    monkeypatch.setattr(nightly, "publish", failing)
    figures = nightly.inbox()
    assert (figures["batches"], [name for name, _ in figures["failures"]]) == (2, ["乙"])
    assert (place.outputs / "甲" / "整改任务清单.docx").is_file()
    assert {(kind, batch, state) for kind, batch, state in jobs(workspace) if kind == "inbox"} == {
        ("inbox", "甲", "done"),
        ("inbox", "乙", "failed"),
    }
