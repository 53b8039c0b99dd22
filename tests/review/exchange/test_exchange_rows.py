"""Rows of a file: which item each is about, what is wrong with it, and which units nobody knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
import xlsxwriter
from exchange_batch import (
    by_number,
    differences,
    edit,
    entries,
    export,
    imported,
    planned,
    publish_batch,
    set_cells,
    task,
)

from corpus.database import open_database
from corpus.messages import MinyiError, UnreadableError
from corpus.records import Verdict
from review.access import Person
from review.batches import Batch
from review.exchange.plan import Plan
from review.exchange.reading import read
from review.ledger import Reviewing
from review.refusals import RefusedError


def table(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    """A CSV that somebody made elsewhere."""
    content = io.StringIO()
    csv.writer(content).writerows([header, *rows])
    return content.getvalue().encode()


def troubles(plan: Plan) -> list[tuple[str, str, str]]:
    return [(one.place, one.column, one.problem.code) for one in plan.troubles]


@pytest.mark.parametrize(
    ("heading", "word", "code"),
    [
        ("领域", "天文", "import-word"),
        ("意见建议类型", "批评", "import-word"),
        ("处置性质", "马上办", "import-word"),
        ("核定", "也许", "import-yes"),
        ("牵头单位", "", "import-no-lead"),
        ("牵头单位", "市教育局、市水利局", "import-leads"),
        ("牵头单位", "局", "decision-unit-name"),
        ("配合单位", "水" * 101, "decision-unit-name"),
        ("备注", "长" * 2_001, "decision-note-long"),
    ],
)
def test_what_cannot_be_is_an_error_of_its_row_and_column(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path, heading: str, word: str, code: str
) -> None:
    plan = planned(engine, zhang, batch, set_cells(path, {(5, heading): word, (6, "领域"): "教育"}))
    assert troubles(plan) == [("第5行", heading, code)]
    assert (len(plan.proposed), plan.unchanged) == (1, 8)
    with pytest.raises(RefusedError) as refused:
        imported(engine, zhang, plan)
    assert refused.value.problem.code == "import-troubles"
    assert entries(engine, batch) == ()


def test_a_comment_without_a_matter_needs_no_lead(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    set_cells(path, {(2, "牵头单位"): "", (2, "配合单位"): "", (2, "领域"): "无明确指向"})
    imported(engine, zhang, planned(engine, zhang, batch, path))
    assert entries(engine, batch)[0].after == Verdict(None, (), "无明确指向", "建设性", "立行立改")


def test_an_unknown_unit_is_named_with_the_one_that_is_meant_perhaps(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    set_cells(path, {(2, "牵头单位"): "市教肓局", (3, "配合单位"): "市教肓局、市水利局"})
    plan = planned(engine, zhang, batch, path)
    [unknown] = plan.unknown
    assert (unknown.name, unknown.like) == ("市教肓局", "市教育局")
    assert unknown.places == ("第2行，牵头单位", "第3行，配合单位")
    with pytest.raises(RefusedError) as refused:
        imported(engine, zhang, plan)
    assert refused.value.problem.code == "import-unknown-units"
    imported(engine, zhang, plan, new_units=True)
    assert [entry.after.lead for entry in entries(engine, batch)] == ["市教肓局", "市交通运输局"]


def test_a_former_name_is_written_as_the_directory_has_it(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "牵头单位"): "市教育委员会"}))
    assert plan.unknown == ()
    assert plan.proposed[0].verdict.lead == "市教育局"


def test_whoever_leads_does_not_support(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "牵头单位"): "市城市管理局"}))
    assert (plan.proposed[0].verdict.lead, plan.proposed[0].verdict.supporting) == ("市城市管理局", ())


@pytest.mark.parametrize("cell", ["市城市管理局 ", "市城市管理局、", "市城市管理局\n"])
def test_how_units_are_parted_is_no_change(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path, cell: str
) -> None:
    assert planned(engine, zhang, batch, set_cells(path, {(2, "配合单位"): cell})).unchanged == 10


def test_without_the_key_a_row_is_known_by_its_number(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    def change(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["领域"]).value = "教育"
        sheet.cell(3, columns["配合单位"]).value = ""
        sheet.delete_cols(columns["识别码"])

    plan = planned(engine, zhang, batch, edit(path, change))
    assert [(one.number, one.cells) for one in plan.proposed] == [("120260310700001", ("domain",))]
    assert [note.code for note in plan.notes] == ["import-by-number"]
    imported(engine, zhang, plan)
    assert differences(entries(engine, batch)[0]) == {"domain": ("交通运输", "教育")}


def test_a_table_made_elsewhere_changes_nothing_decided_in_silence(
    engine: sa.Engine, zhang: Person, batch: Batch
) -> None:
    item = by_number(engine, batch)["120260310700001"]
    Reviewing(engine, zhang).decide(item, 0, Verdict("市水利局", (), "教育", "建设性"))
    header = ("问题编号", "牵头单位", "领域")
    plan = planned(
        engine, zhang, batch, table(header, ("120260310700001", "市教育局", ""), ("120260310700002", "市教育局", ""))
    )
    assert [one.number for one in plan.proposed] == ["120260310700002"]
    [conflict] = plan.contested[0].conflicts
    assert (conflict.field, conflict.base, conflict.file, conflict.now) == ("lead", None, "市教育局", "市水利局")


def test_a_number_that_became_a_number_keeps_its_fifteen_digits(engine: sa.Engine, zhang: Person, batch: Batch) -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet("汇总")
        sheet.write_row(0, 0, ["问题编号", "牵头单位"])
        sheet.write_row(1, 0, [120260310700003, "市教育局"])
    plan = planned(engine, zhang, batch, memory.getvalue())
    assert [one.number for one in plan.proposed] == ["120260310700003"]


@pytest.mark.parametrize("number", ["1.2026E+14", "1.20260310700E+14", "120260000000000"])
def test_a_number_that_lost_its_digits_is_refused_with_the_mend(
    engine: sa.Engine, zhang: Person, batch: Batch, number: str
) -> None:
    plan = planned(engine, zhang, batch, table(("问题编号", "牵头单位"), (number, "市教育局")))
    assert troubles(plan) == [("第2行", "问题编号", "import-digits-lost")]


def test_with_its_key_a_row_needs_no_number(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    plan = planned(
        engine, zhang, batch, set_cells(path, {(2, "问题编号"): "1.2026E+14", (3, "问题编号"): "", (3, "领域"): "教育"})
    )
    assert (plan.troubles, plan.changed_cells) == ((), 1)
    assert [note.code for note in plan.notes] == ["import-digits"]


def test_a_table_of_which_only_some_columns_were_sorted_is_refused(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    def change(sheet: Any, columns: dict[str, int]) -> None:
        keys = [sheet.cell(row, columns["识别码"]).value for row in range(2, 12)]
        for row, key in enumerate(reversed(keys), 2):
            sheet.cell(row, columns["识别码"]).value = key

    plan = planned(engine, zhang, batch, edit(path, change))
    assert {one.problem.code for one in plan.troubles} == {"import-number-differs"}
    assert len(plan.troubles) == 10


def test_the_same_row_twice_counts_once(engine: sa.Engine, zhang: Person, batch: Batch, path: Path) -> None:
    def copy(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["领域"]).value = "教育"
        sheet.append([cell.value for cell in sheet[2]])

    plan = planned(engine, zhang, batch, edit(path, copy))
    assert (plan.changed_cells, plan.unchanged, plan.troubles) == (1, 9, ())
    assert [note.code for note in plan.notes] == ["import-same-twice"]


def test_the_same_item_twice_with_other_words_is_an_error(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    def copy(sheet: Any, columns: dict[str, int]) -> None:
        sheet.append([cell.value for cell in sheet[2]])
        sheet.cell(12, columns["领域"]).value = "教育"

    plan = planned(engine, zhang, batch, edit(path, copy))
    assert troubles(plan) == [("第12行", "", "import-twice")]
    assert "第2行" in str(dict(plan.troubles[0].problem.args))


def test_numbers_that_nobody_or_several_have(engine: sa.Engine, zhang: Person) -> None:
    batch = publish_batch(engine, task(1), task(2, number="120260310700001"), task(3, number=None))
    header = ("问题编号", "领域")
    plan = planned(
        engine, zhang, batch, table(header, ("120260310700001", "教育"), ("120260310700009", "教育"), ("", "教育"))
    )
    assert [code for _, _, code in troubles(plan)] == [
        "import-number-twice",
        "import-number-unknown",
        "import-no-number",
    ]


def test_a_key_of_another_workspace_is_none(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    tasks = [task(at, number=None) for at in range(1, 4)]
    export(engine, batch := publish_batch(engine, *tasks), tmp_path / "ours.xlsx")
    path = export(other, publish_batch(other, *tasks), tmp_path / "theirs.xlsx")
    other.dispose()
    plan = planned(engine, zhang, batch, path)
    assert [code for _, _, code in troubles(plan)] == ["import-row-unknown"] * 3


def test_an_item_that_left_the_files_is_an_error_only_where_it_is_edited(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path
) -> None:
    publish_batch(engine, *(task(at) for at in range(3, 11)))
    plan = planned(engine, zhang, batch, set_cells(path, {(2, "领域"): "教育"}))
    assert troubles(plan) == [("第2行", "", "decision-gone")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "read-empty"),
        (b"PK\x03\x04 and then nothing", "read-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import-old-workbook"),
        ("姓名,电话\n甲,1\n".encode(), "import-no-header"),
        ('问题编号,领域\n"1,教育\n'.encode(), "read-damaged"),
        (b'[{"a": 1}]', "import-unknown"),
        (b"[1, 2", "read-damaged"),
        (b'{"key": "x"}\n{broken\n', "import-json-line"),
        (b"[" * 100_000, "read-damaged"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\x00", "import-unknown"),
    ],
)
def test_files_that_are_none_of_ours_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(MinyiError) as refused:
        read(data, "file")
    assert refused.value.problem.code == code


def test_a_sheet_with_a_cell_far_out_does_not_fill_the_memory() -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["问题编号", "领域"])
        sheet.write(1_048_575, 16_383, "远")
    with pytest.raises(UnreadableError) as refused:
        read(memory.getvalue(), "远.xlsx")
    assert refused.value.problem.code == "import-too-large"


def test_a_workbook_without_our_header_is_refused() -> None:
    memory = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "问题编号"
    book.save(memory)
    with pytest.raises(MinyiError) as refused:
        read(memory.getvalue(), "空.xlsx")
    assert refused.value.problem.code == "import-no-header"


def test_rows_of_two_exports_may_stand_in_one_table(
    engine: sa.Engine, zhang: Person, batch: Batch, path: Path, tmp_path: Path
) -> None:
    Reviewing(engine, zhang).decide(
        by_number(engine, batch)["120260310700002"], 0, Verdict("市水利局", (), "教育", "建设性")
    )
    later = openpyxl.load_workbook(export(engine, batch, tmp_path / "later.xlsx"))["核定表"]

    def join(sheet: Any, columns: dict[str, int]) -> None:
        sheet.delete_rows(3, 20)
        sheet.append([cell.value for cell in later[3]])
        sheet.cell(2, columns["领域"]).value = "教育"
        sheet.cell(3, columns["备注"]).value = "后来的"

    plan = planned(engine, zhang, batch, edit(path, join))
    assert plan.contested == ()
    assert [(one.number, one.cells, one.seq) for one in plan.proposed] == [
        ("120260310700001", ("domain",), 0),
        ("120260310700002", ("note",), 1),
    ]
