"""The inbox and the night: flows that call flows."""

from __future__ import annotations

import os
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
from flows.inbox import Standing, batches_in, stands, waiting_batches

pytestmark = pytest.mark.usefixtures("server", "small_shipped", "at_once")


@pytest.fixture
def at_once(server: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Two looks at the inbox without the pause between them."""
    looks = partial(waiting_batches, sleep=lambda _: None)
    monkeypatch.setattr("flows.prefect_flows.nightly.waiting_batches", looks)


@pytest.fixture
def place(workspace: Path) -> Workspace:
    """The workspace with its empty inbox."""
    place = Workspace.open(workspace)
    place.inbox.mkdir()
    return place


@pytest.fixture
def any_csv_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.inbox.LARGE", 0)


def jobs(folder: Path) -> list[tuple[str, str, str]]:
    with closing(Store(Workspace.open(folder).database_url)) as store:
        return [(job.kind, job.batch, job.state.value) for job in reversed(last_jobs(store.engine, 30))]


def test_a_night_takes_the_inbox_in_and_the_next_one_finds_nothing_new(place: Workspace, notice: Path) -> None:
    from flows.prefect_flows.nightly import nightly  # noqa: PLC0415  (after Prefect has its settings)

    shutil.copy(notice, place.inbox / "四月来文.txt")
    assert nightly() == {"batches": 1, "failures": [], "ending": "few", "lessons": 0, "rescored": 2}
    assert (place.outputs / "四月来文" / "整改任务清单.docx").is_file()
    first = jobs(place.folder)
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
    assert [job[0] for job in jobs(place.folder)[len(first) :]] == ["nightly", "retrain"]


@pytest.mark.usefixtures("any_csv_is_large")
def test_a_large_table_in_the_inbox_is_tagged_whole_once_and_again_when_it_has_changed(place: Workspace) -> None:
    from flows.prefect_flows.nightly import inbox  # noqa: PLC0415

    table = place.inbox / "热线.csv"
    lines = ["编号,诉求内容", *(f"{n},{n}号楼的电梯三天没有人来修，老人上不了楼" for n in range(4))]
    table.write_text("\n".join(lines), "utf-8")
    assert inbox() == {"batches": 1, "failures": []}
    [first] = (place.outputs / "热线").iterdir()
    assert first.name.startswith("热线-")
    assert parquet.read_table(first / "part-00000.parquet").num_rows == 4
    assert jobs(place.folder) == [("inbox", "热线", "done"), ("tag", "热线", "done")]
    assert inbox() == {"batches": 0, "failures": []}

    before = {path: path.read_bytes() for path in first.iterdir()}
    table.write_text("\n".join([*lines, "9,东门的路灯一直不亮"]), "utf-8")
    assert inbox() == {"batches": 1, "failures": []}
    [second] = {*(place.outputs / "热线").iterdir()} - {first}
    assert parquet.read_table(second / "part-00000.parquet").num_rows == 5
    assert {path: path.read_bytes() for path in first.iterdir()} == before


@pytest.mark.usefixtures("any_csv_is_large")
def test_a_large_table_is_tagged_anew_by_another_model_and_what_there_is_stays(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.prefect_flows.nightly import inbox  # noqa: PLC0415

    table = place.inbox / "热线.csv"
    table.write_text("编号,诉求内容\n1,东门的路灯一直不亮\n", "utf-8")
    assert inbox() == {"batches": 1, "failures": []}
    monkeypatch.setattr("flows.bulk.job.VERSION", "another")
    os.utime(table, (1, 1))
    assert inbox() == {"batches": 1, "failures": []}
    assert len([*(place.outputs / "热线").glob("热线-*.parquet/_manifest.json")]) == 2


@pytest.mark.usefixtures("any_csv_is_large")
@pytest.mark.parametrize("content", ["单位,电话\n市教育局,12345\n", '编号,诉求内容\n1,"东门的路灯\n2,不亮\n', "\n\n"])
def test_a_large_table_that_cannot_be_read_waits_for_a_person_and_is_not_tried_again(
    place: Workspace, content: str
) -> None:
    from flows.prefect_flows.nightly import inbox  # noqa: PLC0415

    (place.inbox / "名单.csv").write_text(content, "utf-8")
    assert inbox() == {"batches": 1, "failures": []}
    assert ("inbox", "名单", "partly") in jobs(place.folder)
    with closing(Store(place.database_url)) as store:
        [stand] = stands(store.engine, batches_in(place).values())
    assert (stand.standing, [file for file, _ in stand.failures]) == (
        *(Standing.UNREAD,),
        [str(place.inbox / "名单.csv")],
    )
    assert inbox() == {"batches": 0, "failures": []}


@pytest.mark.skipif(os.name != "posix", reason="names that are no text are POSIX's")
@pytest.mark.parametrize("large", [True, False])
def test_a_name_in_another_encoding_stops_nobody(
    place: Workspace, notice: Path, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    from flows.prefect_flows.nightly import inbox  # noqa: PLC0415

    monkeypatch.setattr("flows.inbox.LARGE", 10 if large else 10_000)
    name = os.fsencode(place.inbox) + b"/" + "热线".encode("gbk") + b".csv"
    Path(os.fsdecode(name)).write_text("编号,诉求内容\n1,东门的路灯一直不亮\n", "utf-8")
    shutil.copy(notice, place.inbox / "四月来文.txt")
    assert inbox() == {"batches": 2, "failures": []}
    assert {batch for kind, batch, state in jobs(place.folder) if (kind, state) == ("inbox", "done")} == {
        *("四月来文", "热线"),
    }


@pytest.mark.parametrize("error", [MinyiError("write-denied", where="乙", reason="磁盘已满"), ValueError("a defect")])
def test_a_batch_that_fails_keeps_no_other_back(
    place: Workspace, notice: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    from flows.prefect_flows import nightly  # noqa: PLC0415

    for name in ("乙.txt", "甲.txt", "丙.txt"):
        shutil.copy(notice, place.inbox / name)
    publish = nightly.__dict__["publish"]

    def failing(**parameters: object) -> object:
        if parameters["batch"] == "乙":
            raise error
        return publish(**parameters)

    monkeypatch.setattr(nightly, "publish", failing)
    figures = nightly.inbox()
    assert (figures["batches"], [name for name, _ in figures["failures"]]) == (3, ["乙"])
    assert (place.outputs / "甲" / "整改任务清单.docx").is_file()
    assert {(kind, batch, state) for kind, batch, state in jobs(place.folder) if kind == "inbox"} == {
        ("inbox", "甲", "done"),
        ("inbox", "乙", "failed"),
        ("inbox", "丙", "done"),
    }
