"""Tables of more rows than Word opens, and than a sheet of a workbook has."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from invented_batch import MADE_ON, batch
from openpyxl import load_workbook

from outputs import table_files
from outputs.cycle.task_table import task_list
from outputs.drafts import drafts, write_drafts
from outputs.forms import Sheet
from outputs.frame import Frame
from outputs.public.drafts import public_drafts
from outputs.workbook import workbook


@pytest.fixture
def sheet() -> Sheet:
    return task_list(batch().tasks, Frame(MADE_ON)).screen


@pytest.fixture
def short_word(monkeypatch: pytest.MonkeyPatch) -> int:
    """As if Word opened no table of more than these rows."""
    most = 20
    monkeypatch.setattr(table_files, "MOST_IN_WORD", most)
    return most


def rows_of(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row for table in sheet.tables for row in table.rows]


def cells(data: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Every row below the head of each sheet, as text."""
    found = {}
    for page in load_workbook(BytesIO(data)).worksheets:
        rows = [tuple(cell or "" for cell in row) for row in page.iter_rows(values_only=True)]
        head = next(at for at, row in enumerate(rows) if row[0] == "序号")
        found[page.title] = rows[head + 1 :]
    return found


def test_a_table_that_word_does_not_open_is_a_workbook_alone(tmp_path: Path, short_word: int) -> None:
    longer = batch()
    assert len(longer.tasks) > short_word
    written = write_drafts(longer, tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in written.written}
    assert "整改任务清单" in written.excel_only
    without = {name.removesuffix(".xlsx") for name in names if name.endswith(".xlsx")} - {
        name.removesuffix(".docx") for name in names if name.endswith(".docx")
    }
    assert without - {"核对"} == set(written.excel_only)
    # Short ones, and all other papers, are there as before.
    assert {"任务分解表/县公安局.docx", "时限表.docx", "通知稿.docx"} <= names
    shorter = {name.removesuffix(".docx") for name in drafts(batch()) if name.endswith(".docx")}
    assert shorter.isdisjoint(written.excel_only)
    assert all(f"{path}.docx" in names for path in shorter)


def test_of_a_table_of_as_many_rows_as_word_opens_there_is_a_document(
    monkeypatch: pytest.MonkeyPatch, sheet: Sheet
) -> None:
    for most, wanted in ((len(rows_of(sheet)), True), (len(rows_of(sheet)) - 1, False)):
        monkeypatch.setattr(table_files, "MOST_IN_WORD", most)
        assert table_files.is_for_word(sheet) is wanted


def test_a_document_that_the_table_has_outgrown_goes_and_an_edited_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_drafts(batch(), tmp_path)
    (tmp_path / "整改目标表.docx").write_bytes(b"edited by a clerk")
    monkeypatch.setattr(table_files, "MOST_IN_WORD", 0)
    written = write_drafts(batch(), tmp_path)
    assert tmp_path / "整改任务清单.docx" in written.removed
    assert (tmp_path / "整改目标表.docx").read_bytes() == b"edited by a clerk"


def test_the_report_of_the_batch_says_which(short_word: int) -> None:  # noqa: ARG001
    page = drafts(batch())["批次报告.html"].decode("utf-8")
    assert "行的表 " in page
    assert "整改任务清单、" in page
    assert "Word 打不开这样长的表" in page


def test_a_report_of_short_tables_says_nothing_of_it() -> None:
    assert "Word 打不开" not in drafts(batch())["批次报告.html"].decode("utf-8")


def test_the_public_version_has_long_tables_as_workbooks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "MOST_IN_WORD", 0)
    made = public_drafts(replace(batch(), rulings={}), Frame(MADE_ON), {})
    assert [name for name in made.files if name.endswith(".docx")] == ["公开版/公示稿.docx"]
    tables = {name.removesuffix(".xlsx") for name in made.files if name.endswith(".xlsx")}
    assert tables == set(made.excel_only) != set()
    statement = Document(BytesIO(made.files["公开版/公示稿.docx"]))
    said = [paragraph.text for paragraph in statement.paragraphs]
    # The annexes are still named, and where they are.
    assert sum(text.startswith("附件") for text in said) > 1
    assert "（本表行数较多，另附电子表格。）" in said


@pytest.mark.parametrize("most", [1, 7, 1_000_000])
def test_a_table_goes_on_in_another_sheet_and_no_row_is_lost(
    monkeypatch: pytest.MonkeyPatch, sheet: Sheet, most: int
) -> None:
    monkeypatch.setattr("outputs.workbook.MOST_ROWS", most)
    found = cells(workbook(sheet, MADE_ON))
    assert [row for rows in found.values() for row in rows] == rows_of(sheet)
    assert len(found) == sum(-(-len(table.rows) // most) for table in sheet.tables)
    assert max(map(len, found.values())) <= most


def test_a_long_table_of_deadlines_is_told_of_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(table_files, "MOST_IN_WORD", 0)
    assert "时限表" in write_drafts(batch(), tmp_path).excel_only
