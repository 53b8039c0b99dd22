"""A large table from CSV to Parquet and the store: in parts, again, further, elsewhere, and as by ``minyi run``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from invented_comments import PLACES, TROUBLES, table
from pyarrow import parquet

from corpus.job_log import JobState, last_jobs
from corpus.messages import MinyiError
from corpus.storage.place import Place
from corpus.store import Store
from corpus.workspace import Workspace
from extractors.extract import extract_file, version
from flows.bulk.job import TableDone, TableJob, tag_table
from flows.engines.loop import in_turn
from flows.proposing import Proposing, proposals
from flows.steps import unwatched

pytestmark = pytest.mark.usefixtures("small_shipped", "three_rows_a_part")

HEADER = ("编号", "意见内容", "备注")
TEXTS = tuple(f"{place}{trouble}" for trouble in list(TROUBLES)[:2] for place in PLACES[:4])


@pytest.fixture
def three_rows_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.bulk.job.ROWS", 3)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Eight comments, in three parts."""
    return table(tmp_path / "热线.csv", HEADER, [(f"1202{n}", text, "急") for n, text in enumerate(TEXTS)])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "工作区")


def job(source: Path, workspace: Workspace | None, out: str = "已标注.parquet", **more: Any) -> TableJob:
    return TableJob(source, Place.of(out, base=source.parent), meaning=False, workspace=workspace, **more)


def tagged(source: Path, workspace: Workspace | None, out: str = "已标注.parquet", **more: Any) -> TableDone:
    return tag_table(job(source, workspace, out, **more), in_turn)


def parts(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def kept(workspace: Workspace, name: str) -> list[tuple[Any, ...]]:
    """The rows of a table of the store, in any order but always the same."""
    with closing(Store(workspace.database_url)) as store, store.engine.connect() as connection:
        return sorted(map(tuple, connection.execute(sa.text(f"SELECT * FROM {name}"))), key=repr)


def stopped_at(number: int) -> Callable[..., Iterator[Any]]:
    """A loop whose process dies when it is to hand over this part."""

    def each(name: str, step: Callable[[Any], Any], chunks: Iterable[Any]) -> Iterator[Any]:
        for chunk in chunks:
            if name == "tag" and chunk.number == number:
                raise KeyboardInterrupt
            yield step(chunk)

    return each


def test_every_row_and_column_is_there_in_order_with_what_is_proposed(source: Path, workspace: Workspace) -> None:
    done = tagged(source, workspace)
    found = parquet.read_table(source.parent / "已标注.parquet").to_pylist()
    assert [tuple(row[name] for name in HEADER) for row in found] == [
        (f"1202{n}", text, "急") for n, text in enumerate(TEXTS)
    ]
    assert {row["function_1"] for row in found} == {"教育"}
    assert (done.rows, done.parts, done.kept, done.known, done.tagged) == (8, 3, 0, 0, 8)
    assert done.review == sum(row["needs_review"] for row in found)


def test_the_manifest_tells_rows_parts_and_what_they_were_made_with(source: Path, workspace: Workspace) -> None:
    done = tagged(source, workspace)
    told = json.loads((source.parent / "已标注.parquet" / "_manifest.json").read_text("utf-8"))
    assert (told["rows_in"], told["rows_out"], told["needs_review"], told["empty_texts"]) == (8, 8, done.review, 0)
    assert (told["text_column"], told["title_column"], told["reading"]) == ("意见内容", None, "fast")
    assert [(one["file"], one["rows"]) for one in told["parts"]] == [
        ("part-00000.parquet", 3),
        ("part-00001.parquet", 3),
        ("part-00002.parquet", 2),
    ]


def test_the_store_has_what_minyi_run_would_keep(source: Path, workspace: Workspace, tmp_path: Path) -> None:
    extraction = extract_file(source, source.name)
    other = Workspace.open(tmp_path / "另一个")
    with closing(Store(other.database_url)) as store:
        store.keep_original(extraction.sha256, source.stat().st_size, source.name)
        store.keep_extractions([extraction], version())
        proposals([extraction], store, Proposing(), in_turn, unwatched)
    tag_table(TableJob(source, Place.of(str(tmp_path / "o.parquet")), workspace=workspace), in_turn)
    assert len(kept(workspace, "comment")) == 8
    assert kept(workspace, "comment") == kept(other, "comment")
    assert [row[:2] for row in kept(workspace, "suggestion")] == [row[:2] for row in kept(other, "suggestion")]
    assert workspace.kept.read(extraction.sha256) == source.read_bytes()
    assert [row[:3] for row in kept(workspace, "original")] == [row[:3] for row in kept(other, "original")]


def test_the_same_table_again_is_nothing_new(source: Path, workspace: Workspace) -> None:
    tagged(source, workspace)
    before = parts(source.parent / "已标注.parquet")
    again = tagged(source, workspace)
    assert (again.kept, again.tagged, again.rows) == (3, 0, 8)
    assert parts(source.parent / "已标注.parquet") == before


def test_the_same_table_elsewhere_has_the_same_bytes_and_tags_nothing(source: Path, workspace: Workspace) -> None:
    tagged(source, workspace)
    other = tagged(source, workspace, "再一次.parquet")
    assert (other.kept, other.known, other.tagged) == (0, 8, 0)
    assert parts(source.parent / "再一次.parquet") == parts(source.parent / "已标注.parquet")
    assert len(kept(workspace, "comment")) == 8


@pytest.mark.parametrize("harm", ["gone", "spoilt"])
def test_a_part_that_is_not_as_it_was_noted_is_made_again(source: Path, workspace: Workspace, harm: str) -> None:
    tagged(source, workspace)
    folder = source.parent / "已标注.parquet"
    before = parts(folder)
    if harm == "gone":
        (folder / "part-00001.parquet").unlink()
    else:
        (folder / "part-00001.parquet").write_bytes(before["part-00001.parquet"][:-1] + b"?")
    again = tagged(source, workspace)
    assert (again.kept, again.known, again.tagged) == (2, 3, 0)
    assert parts(folder) == before


def test_a_job_that_was_stopped_ends_as_if_it_had_not_been(any_url: str, source: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "工作区", any_url)
    with pytest.raises(KeyboardInterrupt):
        tag_table(job(source, workspace), stopped_at(2))
    folder = source.parent / "已标注.parquet"
    assert not (folder / "_manifest.json").exists()
    done = tagged(source, workspace)
    whole = Workspace.open(tmp_path / "不停的")
    tagged(source, whole, "不停的.parquet")
    assert done.rows == 8
    assert parts(folder) == parts(source.parent / "不停的.parquet")
    assert kept(workspace, "comment") == kept(whole, "comment")
    assert kept(workspace, "suggestion") == kept(whole, "suggestion")
    assert not list(workspace.spool.iterdir() if workspace.spool.exists() else ())


def test_a_table_that_has_its_folder_by_its_key_goes_on_where_it_was_stopped(
    source: Path, workspace: Workspace
) -> None:
    with pytest.raises(KeyboardInterrupt):
        tag_table(job(source, workspace, "输出", named="热线"), stopped_at(2))
    done = tagged(source, workspace, "输出", named="热线")
    assert done.rows == 8
    assert list((source.parent / "输出").glob("热线-????????.parquet")) == [done.out.folder]
    assert tagged(source, workspace, "输出", named="热线").kept == 3
    tagged(source, workspace, "别处.parquet")
    assert {name: data for name, data in parts(Path(done.out.url)).items() if name.startswith("part")} == {
        name: data for name, data in parts(source.parent / "别处.parquet").items() if name.startswith("part")
    }


def test_of_a_later_table_only_the_new_texts_are_tagged(source: Path, workspace: Workspace, tmp_path: Path) -> None:
    tagged(source, workspace)
    new = [f"{place}垃圾桶三天没人清" for place in PLACES[:4]]
    later = table(tmp_path / "次日.csv", ("text",), [(text,) for text in (*TEXTS[:4], *new)])
    done = tagged(later, workspace, "次日.parquet")
    assert (done.rows, done.known, done.tagged) == (8, 4, 4)
    # Without a number a comment is its row of its file: the four that came again are comments of their own.
    assert (len(kept(workspace, "suggestion")), len(kept(workspace, "comment"))) == (12, 16)


def test_a_text_that_comes_twice_is_tagged_once_and_an_empty_one_is_no_comment(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [(TEXTS[0], "a"), (f" {TEXTS[0]} ", "b"), ("", "c")]
    done = tagged(table(tmp_path / "表.csv", ("text", "x"), rows), workspace, "表.parquet")
    found = parquet.read_table(tmp_path / "表.parquet").to_pylist()
    assert [(row["text"], row["x"]) for row in found] == rows
    assert found[0]["group"] == found[1]["group"] != found[2]["group"]
    assert (done.tagged, done.empty) == (2, 1)
    assert (len(kept(workspace, "comment")), len(kept(workspace, "suggestion"))) == (2, 1)


def test_a_folder_with_another_table_is_left_as_it_is(source: Path, workspace: Workspace, tmp_path: Path) -> None:
    tagged(source, workspace)
    before = parts(source.parent / "已标注.parquet")
    other = table(tmp_path / "另.csv", ("text",), [("路灯坏了",)])
    for refused in (job(other, workspace), job(source, workspace, precision=0.9), job(other, None)):
        with pytest.raises(MinyiError) as told:
            tag_table(refused, in_turn)
        assert told.value.problem.code == "bulk-out-other"
    assert parts(source.parent / "已标注.parquet") == before


def before_part(number: int, falls: Callable[[], object]) -> Callable[..., Iterator[Any]]:
    """A loop in which something happens just before this part is worked on."""

    def each(name: str, step: Callable[[Any], Any], chunks: Iterable[Any]) -> Iterator[Any]:
        for chunk in chunks:
            if name == "tag" and chunk.number == number:
                falls()
            yield step(chunk)

    return each


def test_of_two_that_begin_at_once_one_has_the_folder(
    source: Path, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = table(tmp_path / "另.csv", ("text",), [("路灯坏了",)])
    names = Place.names

    def meanwhile(place: Place, prefix: str = "") -> tuple[str, ...]:
        found = names(place, prefix)
        monkeypatch.undo()
        tagged(first, None)
        return found

    monkeypatch.setattr(Place, "names", meanwhile)
    with pytest.raises(MinyiError) as told:
        tagged(source, workspace)
    assert told.value.problem.code == "bulk-out-other"
    assert json.loads((tmp_path / "已标注.parquet" / "_manifest.json").read_text("utf-8"))["source"] == "另.csv"


def test_what_a_killed_job_left_half_written_is_in_nobodys_way_and_goes(source: Path) -> None:
    folder = source.parent / "已标注.parquet"
    folder.mkdir()
    (folder / "._table.json.4711.1.part").write_bytes(b"{")
    assert tagged(source, None).rows == 8
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []


def test_a_folder_that_was_removed_meanwhile_is_not_called_complete(source: Path) -> None:
    folder = source.parent / "已标注.parquet"
    with pytest.raises(MinyiError) as told:
        tag_table(job(source, None), before_part(1, lambda: shutil.rmtree(folder)))
    assert told.value.problem.code == "storage-missing"
    assert not (folder / "_manifest.json").exists()


def test_rows_that_somebody_removed_on_their_way_are_missed_and_come_with_the_next_run(
    source: Path, workspace: Workspace
) -> None:
    def falls() -> None:
        for waiting in workspace.spool.rglob("*.rows"):
            waiting.unlink()

    with pytest.raises(MinyiError) as told:
        tag_table(job(source, workspace), before_part(1, falls))
    assert (told.value.problem.code, dict(told.value.problem.args)) == ("bulk-rows-lost", {"count": "1"})
    done = tagged(source, workspace)
    assert (done.kept, done.parts) == (2, 3)
    assert len(kept(workspace, "comment")) == 8


def test_a_folder_with_files_of_others_and_a_file_are_no_place_for_a_table(source: Path, tmp_path: Path) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "信.txt").write_text("您好", "utf-8")
    for out, key in (("别的", "bulk-out-other"), (source.name, "bulk-out-file")):
        with pytest.raises(MinyiError) as told:
            tagged(source, None, out)
        assert told.value.problem.code == key


def test_without_a_workspace_the_table_is_the_same_and_all_of_it_is_done_again(
    source: Path, workspace: Workspace
) -> None:
    tagged(source, workspace)
    for _ in range(2):
        alone = tagged(source, None, "单独.parquet")
        assert (alone.kept, alone.known, alone.tagged) == (0, 0, 8)
        assert parts(source.parent / "单独.parquet") == parts(source.parent / "已标注.parquet")


def test_a_table_goes_to_a_store_elsewhere_by_its_url(source: Path, workspace: Workspace) -> None:
    done = tagged(source, workspace)
    place = Place.of("memory://全省/热线.parquet")
    there = tag_table(TableJob(source, place, meaning=False, workspace=workspace), in_turn)
    assert (there.rows, there.known) == (done.rows, 8)
    here = parts(source.parent / "已标注.parquet")
    assert {name: place.read(name) for name in place.names()} == here
    assert tag_table(TableJob(source, place, meaning=False, workspace=workspace), in_turn).kept == 3
    place.filesystem().rm(place.url, recursive=True)


@pytest.mark.parametrize(("rows", "files"), [([], 1), ([(TEXTS[0],)], 1)])
def test_a_table_of_no_row_or_one_is_a_table(tmp_path: Path, rows: list[tuple[str]], files: int) -> None:
    done = tagged(table(tmp_path / "短.csv", ("text",), rows), None, "短.parquet")
    found = parquet.read_table(tmp_path / "短.parquet")
    assert (done.rows, done.parts, found.num_rows) == (len(rows), files, len(rows))
    assert found.column_names[:2] == ["text", "domain"]


def test_the_log_of_jobs_has_the_figures_and_what_went_wrong(source: Path, workspace: Workspace) -> None:
    tagged(source, workspace)
    with pytest.raises(MinyiError):
        tagged(source, workspace, text_column="没有的列")
    with closing(Store(workspace.database_url)) as store:
        wrong, right = last_jobs(store.engine, 2)
    assert (right.kind, right.batch, right.state) == ("tag", "热线.csv", JobState.DONE)
    assert (right.figures["rows"], right.figures["parts"], right.figures["tagged"]) == (8, 3, 8)
    assert set(right.figures["seconds"]) == {"read", "know", "tag", "route", "write", "store"}
    assert wrong.state is JobState.FAILED
    assert wrong.problem is not None
    assert wrong.problem.code == "rows-no-column"


def test_a_model_that_is_replaced_meanwhile_ends_the_job(
    source: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.models.version_of", lambda *_, **__: "0123456789ab")
    with pytest.raises(MinyiError) as told:
        tagged(source, workspace)
    assert told.value.problem.code == "engine-model-differs"


def test_a_job_that_is_over_holds_its_database_no_longer(source: Path, workspace: Workspace) -> None:
    tagged(source, workspace)
    # SQLite folds its write-ahead log into the database when the last who had it open lets go.
    assert [one.name for one in workspace.folder.glob("minyi.db*")] == ["minyi.db"]
