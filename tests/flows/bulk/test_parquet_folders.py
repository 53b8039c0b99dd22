"""A folder of Parquet is one table: every file that is somebody's data is in it, and nothing else is."""

from __future__ import annotations

import datetime
import hashlib
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa
from pyarrow import parquet

from corpus import schema
from corpus.messages import MinyiError, UnreadableError
from corpus.storage.place import Place
from corpus.store import Store
from corpus.workspace import Workspace
from flows.bulk.job import TableJob, tag_table
from flows.bulk.kept import keep_original
from flows.bulk.parquet_in import files_of, hash_of, is_parquet
from flows.bulk.reading import Table, gone_through
from flows.engines.loop import in_turn

LIGHT, STALL, NOISE = "河口路路灯坏了一个月", "老街流动摊贩占道", "工地夜间施工扰民"
GBK = STALL.encode("gbk")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table of one row."""
    written(tmp_path / "来表.parquet" / "part-0.parquet", text=[LIGHT])
    return tmp_path / "来表.parquet"


def written(file: Path, **columns: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.table(columns), file)
    return file


def rows_of(file: Path | Table) -> list[tuple[str, ...]]:
    table = file if isinstance(file, Table) else gone_through(file, None, "title")
    return [row for chunk in table.chunks(2) for row in chunk.rows]


def refused(file: Path) -> tuple[str, str, dict[str, str]]:
    """What is wrong with the table: its key, where, and what is filled in."""
    with pytest.raises(UnreadableError) as told:
        gone_through(file, None, "title")
    problem = told.value.problem
    return problem.code, problem.where, dict(problem.args)


def as_text(*raw: bytes, kind: pa.DataType) -> pa.Array:
    """Bytes that say they are text, as a program writes them that takes its GBK for UTF-8."""
    held = pa.array(raw, pa.large_binary() if kind == pa.large_string() else pa.binary())
    return pa.Array.from_buffers(kind, len(raw), held.buffers())


def kept(workspace: Workspace) -> set[bytes]:
    return {one.read_bytes() for one in workspace.kept.place.folder.rglob("*") if one.is_file()}


def test_files_are_read_in_the_order_of_their_names_however_their_ending_is_written(folder: Path) -> None:
    written(folder / "part-2.parquet", text=[NOISE])
    written(folder / "part-1.PARQUET", text=[STALL])
    (folder / "说明.txt").write_text("三个文件", "utf-8")
    assert rows_of(folder) == [(LIGHT,), (STALL,), (NOISE,)]


def test_many_files_are_one_table_to_the_last_row(tmp_path: Path) -> None:
    for number in reversed(range(11)):
        written(tmp_path / "来表" / f"part-{number:02}.parquet", text=[f"路灯{number}坏了", f"摊贩{number}占道"])
    assert rows_of(tmp_path / "来表") == [
        (comment,) for number in range(11) for comment in (f"路灯{number}坏了", f"摊贩{number}占道")
    ]


@pytest.mark.parametrize("name", [".tmp.parquet", "_old.parquet", "_temporary/part-1.parquet", ".snapshot/a.parquet"])
def test_what_is_hidden_is_no_part_of_the_table(folder: Path, name: str) -> None:
    alone = hash_of(folder)
    written(folder / name, text=[STALL])
    assert (rows_of(folder), hash_of(folder)) == ([(LIGHT,)], alone)


def test_a_folder_of_nothing_but_hidden_files_is_no_table(tmp_path: Path) -> None:
    hidden = written(tmp_path / "来表.parquet" / ".tmp.parquet", text=[LIGHT])
    assert refused(hidden.parent) == ("read-no-file", str(hidden.parent), {})


def test_a_hidden_file_that_somebody_names_is_read(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "_意见.parquet", text=[LIGHT])) == [(LIGHT,)]


def test_the_hash_of_a_folder_is_that_of_the_hashes_of_its_files(folder: Path) -> None:
    # As it was before: who has tagged a folder goes on where he was.
    second = written(folder / "part-1.parquet", text=[STALL])
    hashes = [hashlib.sha256(one.read_bytes()).hexdigest() for one in (folder / "part-0.parquet", second)]
    assert hash_of(folder) == hashlib.sha256(f"{hashes[0]}\n{hashes[1]}".encode()).hexdigest()


@pytest.mark.parametrize("name", ["2024/part-1.parquet", "年份/2024/月份/a.PARQUET", "part-1.parquet/part-0.parquet"])
def test_rows_in_a_folder_below_are_not_passed_over_without_a_word(folder: Path, name: str) -> None:
    written(folder / name, text=[STALL])
    assert refused(folder) == ("bulk-subfolder", str(folder), {"file": name})


def test_a_folder_whose_files_lie_all_below_says_so_too(tmp_path: Path) -> None:
    written(tmp_path / "来表" / "2024" / "a.parquet", text=[STALL])
    assert refused(tmp_path / "来表") == ("bulk-subfolder", str(tmp_path / "来表"), {"file": "2024/a.parquet"})


def test_a_folder_below_without_parquet_is_nobodys_loss(folder: Path) -> None:
    (folder / "说明").mkdir()
    (folder / "说明" / "字段.txt").write_text("text：意见", "utf-8")
    written(folder / "说明" / ".tmp.parquet", text=[STALL])
    assert rows_of(folder) == [(LIGHT,)]


def test_a_link_to_parquet_is_refused_and_what_it_leads_to_is_not_kept(folder: Path, tmp_path: Path) -> None:
    foreign = written(tmp_path / "别处" / "秘密.parquet", text=[STALL])
    (folder / "part-1.parquet").symlink_to(foreign)
    assert refused(folder) == ("bulk-link", str(folder), {"file": "part-1.parquet"})
    workspace = Workspace.open(tmp_path / "工作区")
    with closing(Store(workspace.database_url)) as store, pytest.raises(UnreadableError) as told:
        keep_original(folder, "0" * 64, workspace, store)
    assert told.value.problem.code == "bulk-link"
    assert foreign.read_bytes() not in kept(workspace)


@pytest.mark.parametrize("named", ["part-1.parquet", "part-1.Parquet", "去年"])
def test_a_link_to_a_folder_is_refused(folder: Path, tmp_path: Path, named: str) -> None:
    (tmp_path / "别处").mkdir()
    (folder / named).symlink_to(tmp_path / "别处")
    assert refused(folder) == ("bulk-link", str(folder), {"file": named})


def test_a_link_that_leads_nowhere_is_refused_where_it_is_called_parquet(folder: Path) -> None:
    (folder / "说明.txt").symlink_to("没有")
    assert rows_of(folder) == [(LIGHT,)]
    (folder / "part-1.parquet").symlink_to("没有")
    assert refused(folder) == ("bulk-link", str(folder), {"file": "part-1.parquet"})


def test_a_link_that_somebody_names_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "意见").symlink_to(folder)
    (tmp_path / "意见.parquet").symlink_to(folder / "part-0.parquet")
    assert rows_of(tmp_path / "意见") == rows_of(tmp_path / "意见.parquet") == [(LIGHT,)]


def test_a_pipe_in_the_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "part-1.parquet")
    assert files_of(folder) == (folder / "part-0.parquet",)


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ({"意见": [STALL]}, "text、意见"),
        ({"text": [STALL], "备注": ["急"]}, "备注"),
        ({"text": [STALL], "": ["急"]}, "（没有列名）"),
        ({"text": [STALL], **{f"c{n}": ["急"] for n in range(9)}}, "c0、c1、c2、c3、c4、c5……"),
    ],
)
def test_a_file_with_other_columns_is_named_with_them(folder: Path, columns: dict[str, list[str]], names: str) -> None:
    written(folder / "part-1.parquet", text=[NOISE])
    parquet.write_table(pa.table(columns), folder / "part-2.parquet")
    there = {"file": "part-2.parquet", "first": "part-0.parquet", "names": names}
    assert refused(folder) == ("bulk-columns-differ", str(folder), there)


def test_a_column_that_only_the_first_file_has_is_no_empty_one(tmp_path: Path) -> None:
    first = written(tmp_path / "来表" / "a.parquet", text=[LIGHT], 备注=["急"])
    written(first.with_name("b.parquet"), text=[STALL])
    there = {"file": "b.parquet", "first": "a.parquet", "names": "备注"}
    assert refused(first.parent) == ("bulk-columns-differ", str(first.parent), there)


def test_the_same_columns_in_another_order_are_those_of_the_first_file(tmp_path: Path) -> None:
    first = written(tmp_path / "来表" / "a.parquet", 编号=["1"], text=[LIGHT])
    written(first.with_name("b.parquet"), text=[STALL], 编号=["2"])
    assert rows_of(first.parent) == [("1", LIGHT), ("2", STALL)]


def test_each_files_values_are_told_by_its_own_types(tmp_path: Path) -> None:
    # A column in which a file has no value at all is of no type, and a day would cut off the hour of another file.
    day, hour = datetime.date(2024, 3, 5), datetime.datetime(2024, 3, 5, 8, 30)
    first = written(tmp_path / "来表" / "a.parquet", text=[LIGHT], 备注=pa.nulls(1), 时间=[day], n=[7])
    hours = pa.array([hour], pa.timestamp("ms"))
    written(first.with_name("b.parquet"), text=[STALL], 备注=["急"], 时间=hours, n=["七"])
    assert rows_of(first.parent) == [
        (LIGHT, "", "2024-03-05", "7"),
        (STALL, "急", "2024-03-05 08:30:00.000", "七"),
    ]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()], ids=str)
def test_text_that_is_not_utf_8_is_told_with_its_file_and_column(folder: Path, kind: pa.DataType) -> None:
    second = written(folder / "part-1.parquet", text=as_text(NOISE.encode(), GBK, kind=kind))
    there = {"file": "part-1.parquet", "column": "text"}
    assert refused(folder) == ("bulk-not-utf-8", str(folder), there)
    assert refused(second) == ("bulk-not-utf-8", str(second), there)


@pytest.mark.parametrize("inner", ["dictionary", "list"])
def test_text_that_is_not_utf_8_is_told_wherever_in_a_row_it_is(tmp_path: Path, inner: str) -> None:
    bad = as_text(GBK, kind=pa.string())
    column = bad.dictionary_encode() if inner == "dictionary" else pa.ListArray.from_arrays([0, 1], bad)
    file = written(tmp_path / "意见.parquet", text=[LIGHT], 标签=column)
    assert refused(file) == ("bulk-not-utf-8", str(file), {"file": "意见.parquet", "column": "标签"})


@pytest.mark.parametrize("column", ["text", "title"])
def test_comments_and_titles_in_bytes_are_text_or_no_table(tmp_path: Path, column: str) -> None:
    # Hive and Impala write strings as bytes.
    other = {"title", "text"} - {column}
    good = written(tmp_path / "好.parquet", **{column: [STALL.encode()], other.pop(): [LIGHT]})
    assert rows_of(good) == [(STALL, LIGHT)]
    bad = written(tmp_path / "坏.parquet", **{"text": [LIGHT], column: [GBK]})
    assert refused(bad) == ("bulk-not-utf-8", str(bad), {"file": "坏.parquet", "column": column})


def test_bytes_in_a_column_that_is_not_read_stay_what_they_are(tmp_path: Path) -> None:
    file = written(tmp_path / "意见.parquet", text=[LIGHT], 图片=[b"\xff\xd8"])
    assert rows_of(file) == [(LIGHT, r"b'\xff\xd8'")]


def test_a_name_of_a_column_that_is_not_utf_8_makes_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "意见.parquet"
    parquet.write_table(pa.table({"abcdefgh": [LIGHT]}), file, store_schema=False)
    file.write_bytes(file.read_bytes().replace(b"abcdefgh", b"\xd2\xe2\xbc\xfbefgh"))
    code, where, args = refused(file)
    assert (code, where, args["format"]) == ("read-damaged", str(file), "Parquet")


def test_the_damaged_file_of_a_folder_is_named(folder: Path) -> None:
    (folder / "part-1.parquet").write_bytes(b"PAR1 and nothing of it")
    code, where, _ = refused(folder)
    assert (code, where) == ("read-damaged", str(folder / "part-1.parquet"))


@pytest.mark.parametrize("name", ["part-1.parquet", "2024/a.parquet", "别处.parquet"])
def test_what_comes_into_the_folder_while_it_is_read_is_a_change(folder: Path, tmp_path: Path, name: str) -> None:
    written(folder / "part-0.parquet", text=[LIGHT, NOISE])
    parts = gone_through(folder, None, "title").chunks(1)
    assert next(parts).rows == ((LIGHT,),)
    if name == "别处.parquet":
        (folder / name).symlink_to(written(tmp_path / name, text=[STALL]))
    else:
        written(folder / name, text=[STALL])
    with pytest.raises(MinyiError) as told:
        next(parts)
    assert told.value.problem.code == "bulk-changed"


def test_a_file_of_the_folder_that_is_written_anew_where_it_lies_is_a_change(folder: Path) -> None:
    second = written(folder / "part-1.parquet", text=[NOISE])
    parts = gone_through(folder, None, "title").chunks(1)
    assert next(parts).rows == ((LIGHT,),)
    written(second, text=[STALL])
    # A clock ticks a hundred times a second, and this is faster.
    os.utime(second, (0, 0))
    with pytest.raises(MinyiError) as told:
        next(parts)
    assert told.value.problem.code == "bulk-changed"


def test_a_file_that_takes_the_place_of_one_with_other_columns_is_a_change(folder: Path) -> None:
    table = gone_through(folder, None, "title")
    written(folder / "part-0.parquet", 意见=[STALL])
    with pytest.raises(MinyiError) as told:
        rows_of(table)
    assert told.value.problem.code == "bulk-changed"


def test_originals_are_the_files_that_were_gone_through(folder: Path, tmp_path: Path) -> None:
    written(folder / "part-1.PARQUET", text=[STALL])
    written(folder / ".tmp.parquet", text=[NOISE])
    workspace, sha256 = Workspace.open(tmp_path / "工作区"), hash_of(folder)
    there = {(folder / name).read_bytes() for name in ("part-0.parquet", "part-1.PARQUET")}
    with closing(Store(workspace.database_url)) as store:
        keep_original(folder, sha256, workspace, store)
        with store.engine.connect() as connection:
            names = connection.execute(sa.select(schema.originals.c.first_name)).scalars().all()
    assert (sorted(names), kept(workspace)) == (["part-0.parquet", "part-1.PARQUET"], there)


@pytest.mark.skipif(os.name != "posix", reason="names that are no text are POSIX's")
def test_an_original_whose_name_is_in_gbk_is_kept_under_the_name_that_is_meant(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode("热线.csv".encode("gbk"))
    file.write_text(f"text\n{LIGHT}\n", "utf-8")
    workspace = Workspace.open(tmp_path / "工作区")
    with closing(Store(workspace.database_url)) as store:
        keep_original(file, hash_of(file), workspace, store)
        with store.engine.connect() as connection:
            assert connection.execute(sa.select(schema.originals.c.first_name)).scalars().all() == ["热线.csv"]


@pytest.mark.skipif(os.name != "posix", reason="names that are no text are POSIX's")
def test_parquet_whose_name_arrow_cannot_open_is_told(folder: Path) -> None:
    named = folder / os.fsdecode("热线.parquet".encode("gbk"))
    named.write_bytes((folder / "part-0.parquet").read_bytes())
    code, where, args = refused(folder)
    assert (code, where, args["format"]) == ("read-damaged", str(named), "Parquet")


def test_a_folder_that_was_changed_since_is_not_kept(folder: Path, tmp_path: Path) -> None:
    workspace, sha256 = Workspace.open(tmp_path / "工作区"), hash_of(folder)
    changed = written(folder / "part-0.parquet", text=[STALL])
    with closing(Store(workspace.database_url)) as store, pytest.raises(MinyiError) as told:
        keep_original(folder, sha256, workspace, store)
    assert told.value.problem.code == "bulk-changed"
    assert changed.read_bytes() not in kept(workspace)


@pytest.mark.usefixtures("small_shipped")
def test_what_minyi_has_written_can_be_tagged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.bulk.job.ROWS", 2)
    source = written(tmp_path / "热线.parquet", text=[LIGHT, STALL, NOISE])
    tag_table(TableJob(source, Place.of(str(tmp_path / "已标注.parquet")), meaning=False), in_turn)
    out = tmp_path / "已标注.parquet"
    assert sorted(one.name for one in out.iterdir()) == [
        "_manifest.json",
        "_table.json",
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    assert is_parquet(out)
    assert [row[0] for row in rows_of(out)] == [LIGHT, STALL, NOISE]


def test_a_person_is_told_what_to_do(folder: Path) -> None:
    written(folder / "2024" / "a.parquet", text=[STALL])
    with pytest.raises(UnreadableError) as told:
        gone_through(folder, None, "title")
    assert str(told.value) == (
        "下一级文件夹里还有 Parquet 文件（2024/a.parquet），会漏掉。"
        "请把要标注的文件都放在同一层，或对各文件夹分别运行。"
    )
