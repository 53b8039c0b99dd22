"""A large table read row by row is the table that ``read_rows`` gives: the same rows, the same complaints."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from corpus.messages import MinyiError, UnreadableError
from flows.bulk.reading import Table, gone_through
from flows.models import THOROUGH
from flows.rows import read_rows

LIGHT, STALL = "河口路路灯坏了一个月", "老街流动摊贩占道"
MANY_LINES = '编号,意见内容\r\n1,"路灯坏了，\r\n""没人修"""\r\n\r\n2,摊贩占道\r\n'


def written(folder: Path, content: bytes) -> Path:
    file = folder / "意见.csv"
    file.write_bytes(content)
    return file


def rows_of(table: Table, size: int = 2) -> list[tuple[str, ...]]:
    return [row for chunk in table.chunks(size) for row in chunk.rows]


def same(file: Path, column: str | None = None) -> Table:
    """The table, which must be what ``read_rows`` makes of the file."""
    whole, table = read_rows(file, column), gone_through(file, column, "title")
    assert (table.header, table.first, table.count) == (whole.header, whole.first, len(whole.rows))
    assert rows_of(table) == list(whole.rows)
    assert table.header[table.text_at] == whole.text_column(column)
    return table


@pytest.mark.parametrize(
    "content",
    [
        f"text,备注\n{LIGHT},急\n{STALL},\n".encode(),
        f"\ufefftext\n{LIGHT}\n".encode(),
        f"text,备注\n{LIGHT},急\n".encode("gb18030"),
        f"\ufefftext\t备注\n{LIGHT}\t急\n".encode("utf-16-le"),
        f"text;备注\n{LIGHT};急，很急\n".encode(),
        f"text\t备注\n{LIGHT}\t急,很急\n".encode(),
        MANY_LINES.encode(),
        f"text\r{LIGHT}\r{STALL}\r".encode(),
        f"某市意见汇总\n,\n序号,意见内容,单位\n1,{LIGHT}\n\n2,{STALL},城管局\n".encode(),
        b"text,x\n'=1+1,'@a\n''b,'c\n",
        f"text,x\n{LIGHT}\0,\0急\n".encode(),
        f'text,x\n路灯"坏了",急\n{STALL},"a"b\n'.encode(),
    ],
    ids=["plain", "mark", "gb18030", "utf-16", "semicolon", "tab", "quoted", "cr", "title", "formula", "nul", "stray"],
)
def test_a_table_read_in_parts_is_the_table_read_whole(tmp_path: Path, content: bytes) -> None:
    # A NUL within the first kilobytes is no text's: it is let pass where it stands further behind.
    padded = (
        content
        if b"\0" not in content or content.startswith(b"\xff\xfe")
        else content.replace(b"\n", b"\n" + "路灯坏了,急\n".encode() * 4000, 1)
    )
    same(written(tmp_path, padded))


def test_cells_that_a_short_row_lacks_are_empty_and_quoted_lines_are_one_cell(tmp_path: Path) -> None:
    table = same(written(tmp_path, f'编号,意见内容,备注\n1,"路灯\n坏了"\n2,{STALL},急\n'.encode()))
    assert rows_of(table) == [("1", "路灯\n坏了", ""), ("2", STALL, "急")]
    assert (table.text_at, table.number_at) == (1, 0)


def test_parts_are_numbered_and_know_their_first_row(tmp_path: Path) -> None:
    table = same(written(tmp_path, b"text\na\nb\nc\n"))
    chunks = list(table.chunks(2))
    assert [(c.number, c.first, c.rows) for c in chunks] == [(0, 1, (("a",), ("b",))), (1, 3, (("c",),))]


def test_a_table_of_nothing_but_its_header_has_one_part_without_rows(tmp_path: Path) -> None:
    table = same(written(tmp_path, b"text,x\n"))
    assert [(c.number, c.rows) for c in table.chunks(5)] == [(0, ())]


@pytest.mark.parametrize(
    ("content", "key", "args"),
    [
        (b"", "read-empty", {}),
        (b"\n\n", "read-empty", {}),
        (b"a,b\n1,2\n", "rows-no-column", {"name": "text", "there": "a, b"}),
        (b"text,text\n1,2\n", "rows-column-twice", {"name": "text", "count": "2"}),
        (b"text,b\n1,2\n1,2,3\n", "rows-too-long", {"row": "3", "cells": "3", "columns": "2"}),
        (b'text,b\n1,"2\n3,4\n', "rows-quote-open", {"row": "2"}),
        (b"\x7fELF\x01\x00\x00", "rows-no-table", {}),
    ],
)
def test_what_is_wrong_with_a_table_is_said_as_ever(
    tmp_path: Path, content: bytes, key: str, args: dict[str, str]
) -> None:
    file = written(tmp_path, content)
    with pytest.raises(MinyiError) as whole:
        read_rows(file).column("text")
    with pytest.raises(MinyiError) as parted:
        gone_through(file, None, "title")
    assert parted.value.problem == whole.value.problem
    assert parted.value.problem.code == key
    assert dict(parted.value.problem.args).items() >= args.items()


def test_a_file_of_blank_lines_is_one_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as told:
        gone_through(written(tmp_path, b"\n\n"), None, "title")
    assert told.value.problem.code == "read-empty"


def test_a_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, f"text\n{LIGHT}\n".encode() + b"\xff\xff\xff\n" + STALL.encode())
    with pytest.raises(UnreadableError) as told:
        gone_through(file, None, "title")
    assert (told.value.problem.code, dict(told.value.problem.args)) == ("bulk-encoding", {"row": "3"})


def test_an_encoding_that_shows_only_far_behind_is_found(tmp_path: Path) -> None:
    plain = b"text,x\n" + b"lamp,1\n" * 200_000
    table = gone_through(written(tmp_path, plain + f"{LIGHT},2\n".encode("gb18030")), None, "title")
    assert (table.encoding, table.count) == ("gb18030", 200_001)


def test_titles_are_found_by_their_heading_where_nobody_names_the_column(tmp_path: Path) -> None:
    file = written(tmp_path, f"标题,意见内容,题目\n路灯,{LIGHT},灯\n".encode())
    assert gone_through(file, None, "title").title_at == 0
    assert gone_through(file, None, "题目").title_at == 2


def test_different_texts_are_counted_up_to_where_it_matters_no_more(tmp_path: Path) -> None:
    texts = "".join(f"路灯{n}\n" for n in range(THOROUGH + 50))
    assert gone_through(written(tmp_path, b"text\n" + b"a\nb\na\n"), None, "title").different == 2
    assert gone_through(written(tmp_path, f"text\n{texts}".encode()), None, "title").different == THOROUGH + 1


def test_a_file_that_changes_meanwhile_is_no_table(tmp_path: Path) -> None:
    file = written(tmp_path, b"text\na\nb\n")
    table = gone_through(file, None, "title")
    for changed in (b"text\na\n", b"text\na\nb\nc\n", b"text\na\nc\n"):
        file.write_bytes(changed)
        # A clock ticks a hundred times a second, and this is faster.
        os.utime(file, ns=(0, table.stamp[0][2] + 1))
        with pytest.raises(MinyiError) as told:
            rows_of(table)
        assert told.value.problem.code == "bulk-changed"


def test_rows_that_were_changed_before_they_are_handed_over_are_not(tmp_path: Path) -> None:
    file = written(tmp_path, b"text\n" + b"a\n" * 4)
    parts = gone_through(file, None, "title").chunks(2)
    assert next(parts).rows == (("a",), ("a",))
    file.write_bytes(b"text\n" + b"b\n" * 4)
    os.utime(file, (0, 0))
    with pytest.raises(MinyiError) as told:
        next(parts)
    assert told.value.problem.code == "bulk-changed"


def test_parquet_is_read_as_text_from_a_file_or_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "来表.parquet"
    folder.mkdir()
    for number, texts in enumerate((["甲", None], ["乙"])):
        columns = {"text": texts, "n": pa.array([7] * len(texts)), "ok": pa.array([True] * len(texts))}
        parquet.write_table(pa.table(columns), folder / f"part-{number}.parquet")
    (folder / "_manifest.json").write_text("{}", "utf-8")
    assert rows_of(gone_through(folder, None, "title")) == [("甲", "7", "true"), ("", "7", "true"), ("乙", "7", "true")]
    one = gone_through(folder / "part-1.parquet", None, "title")
    assert (one.header, one.first, rows_of(one)) == (("text", "n", "ok"), 2, [("乙", "7", "true")])


def test_a_file_that_is_no_parquet_behind_its_mark_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as told:
        gone_through(written(tmp_path, b"PAR1 and nothing of it"), None, "title")
    assert told.value.problem.code == "read-damaged"


def test_a_workbook_is_read_as_ever(tmp_path: Path) -> None:
    file = tmp_path / "意见.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("意见")
        for at, row in enumerate([("text", "x"), (LIGHT, "急"), (STALL, "")]):
            sheet.write_row(at, 0, row)
        book.add_worksheet("说明").write(0, 0, "填表说明")
    table = same(file)
    assert (table.sheet, table.unread) == ("意见", ("说明",))
