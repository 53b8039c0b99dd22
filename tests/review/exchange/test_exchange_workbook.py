"""The workbook that goes out and comes back: what it looks like, and that exactly what was edited is in the ledger."""

from __future__ import annotations

import random
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from exchange_batch import (
    DIRECTORY,
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
from corpus.records import Act, State, Verdict
from corpus.taxonomy import DISPOSITIONS, domains
from review.access import Person
from review.exchange.rows import HEADINGS
from review.ledger import Reviewing

UNITS = [unit.name for unit in DIRECTORY.units]


@pytest.fixture
def engine(any_url: str) -> Iterator[sa.Engine]:
    engine = open_database(any_url)
    yield engine
    engine.dispose()


def hundred_edits(rows: int) -> dict[tuple[int, str], str]:
    """A hundred cells of a sheet, each with another word than ``exchange_batch.task`` has there."""
    words = {
        "牵头单位": "市水利局",
        "配合单位": "市教育局、市水利局文印中心",
        "领域": "教育",
        "意见建议类型": "其他",
        "处置性质": "宣传解释",
        "备注": "现场看过，=1+1 不是公式",
    }
    places = [(row, heading) for row in range(2, rows + 2) for heading in words]
    return {place: words[place[1]] for place in random.Random(6).sample(places, 100)}


FIELD = {heading: key for key, heading in HEADINGS.items()}


def expected_of(edits: dict[tuple[int, str], str]) -> dict[int, dict[str, Any]]:
    """By row, the fields after the edits."""
    found: dict[int, dict[str, Any]] = {}
    for (row, heading), value in edits.items():
        field = FIELD[heading]
        found.setdefault(row, {})[field] = tuple(value.split("、")) if field == "supporting" else value
    return found


def check_ledger(engine: sa.Engine, batch: Any, edits: dict[tuple[int, str], str]) -> None:
    """The ledger has an entry for each edited row, and in it the edited fields and no other."""
    expected = expected_of(edits)
    written = entries(engine, batch)
    changed = {f"12026031070{row - 1:04d}": fields for row, fields in expected.items()}
    numbers = numbers_of(engine)
    assert {numbers[entry.item]: {f: after for f, (_, after) in differences(entry).items()} for entry in written} == (
        changed
    )
    assert sum(len(differences(entry)) for entry in written) == 100
    assert {(entry.how, entry.state, entry.why) for entry in written} == {(Act.IMPORT, State.DECIDED, "核定表.xlsx")}
    assert len({entry.act for entry in written}) == 1


def numbers_of(engine: sa.Engine) -> dict[int, str]:
    from corpus.review_schema import items  # noqa: PLC0415

    with engine.connect() as connection:
        return {row.id: row.number for row in connection.execute(sa.select(items.c.id, items.c.number))}


def test_a_hundred_edited_cells_are_a_hundred_changes(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine, *(task(at) for at in range(1, 41)))
    edits = hundred_edits(40)
    path = set_cells(export(engine, batch, tmp_path / "核定表.xlsx"), edits)
    plan = planned(engine, zhang, batch, path)
    assert (plan.rows, plan.changed_cells, plan.troubles, plan.contested) == (40, 100, (), ())
    assert plan.unchanged == 40 - plan.changed_rows
    assert [one.name for one in plan.unknown] == ["市水利局文印中心"]
    imported(engine, zhang, plan, new_units=True)
    check_ledger(engine, batch, edits)


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice)"
)
def test_a_hundred_cells_come_back_through_libreoffice(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine, *(task(at) for at in range(1, 41)))
    edits = hundred_edits(40)
    path = set_cells(export(engine, batch, tmp_path / "核定表.xlsx"), edits)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, tmp_path / "saved", path], check=True, capture_output=True, timeout=180)
    plan = planned(engine, zhang, batch, tmp_path / "saved" / "核定表.xlsx")
    assert (plan.rows, plan.changed_cells, plan.troubles) == (40, 100, ())
    imported(engine, zhang, plan, new_units=True)
    check_ledger(engine, batch, edits)


def test_what_was_imported_says_nothing_the_second_time(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine)
    path = set_cells(export(engine, batch, tmp_path / "表.xlsx"), {(2, "领域"): "教育", (3, "核定"): "是"})
    imported(engine, zhang, planned(engine, zhang, batch, path))
    again = planned(engine, zhang, batch, path)
    assert (again.proposed, again.contested, again.unchanged) == ((), (), 10)


def test_yes_accepts_a_proposal_as_it_stands(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine)
    path = set_cells(export(engine, batch, tmp_path / "表.xlsx"), {(4, "核定"): "是"})
    plan = planned(engine, zhang, batch, path)
    assert (plan.changed_cells, plan.accepted_rows, plan.unchanged) == (0, 1, 9)
    imported(engine, zhang, plan)
    [entry] = entries(engine, batch)
    assert entry.before == entry.after
    assert entry.after.lead == "市交通运输局"
    assert entry.state is State.DECIDED


def test_only_what_is_to_be_edited_is_unlocked(engine: sa.Engine, tmp_path: Path) -> None:
    path = export(engine, publish_batch(engine), tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(path)["核定表"]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS.values())
    unlocked = {sheet.cell(1, cell.column).value for cell in sheet[2] if not cell.protection.locked}
    assert unlocked == {"核定", "牵头单位", "配合单位", "领域", "意见建议类型", "处置性质", "备注"}
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.protection.sort is False  # which in the file means that it is allowed
    assert sheet.protection.autoFilter is False
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["P"].hidden
    assert sheet.auto_filter.ref == "A1:P11"


def test_every_cell_is_text(engine: sa.Engine, tmp_path: Path) -> None:
    path = export(engine, publish_batch(engine), tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(path)["核定表"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert sheet["A2"].value == "120260310700001"


def test_the_lists_offer_the_units_of_the_directory_and_of_the_batch(engine: sa.Engine, tmp_path: Path) -> None:
    batch = publish_batch(engine, task(1, given_lead="北山镇人民政府"))
    book = openpyxl.load_workbook(export(engine, batch, tmp_path / "表.xlsx"))
    assert book["名录"].sheet_state == "hidden"
    assert [cell.value for cell in book["名录"]["A"] if cell.value] == [*UNITS, "北山镇人民政府"]
    assert [cell.value for cell in book["名录"]["B"] if cell.value] == list(domains())
    assert [cell.value for cell in book["名录"]["D"] if cell.value] == list(DISPOSITIONS)
    lists = {str(one.sqref)[0]: one.formula1 for one in book["核定表"].data_validations.dataValidation}
    assert lists["J"] == "名录!$A$1:$A$5"
    assert lists["I"] == '"是"'
    assert set(lists) == set("IJKLMN")


def test_rows_in_another_order_and_without_some_are_known_by_their_key(
    engine: sa.Engine, zhang: Person, tmp_path: Path
) -> None:
    batch = publish_batch(engine)

    def turn_round(sheet: Any, columns: dict[str, int]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, 20)
        for row in reversed(rows[:6]):
            sheet.append(row)
        sheet.cell(2, columns["备注"]).value = "第六条"

    plan = planned(engine, zhang, batch, edit(export(engine, batch, tmp_path / "表.xlsx"), turn_round))
    assert (plan.rows, plan.changed_cells, plan.missing) == (6, 1, 4)
    assert plan.proposed[0].number == "120260310700006"
    assert plan.proposed[0].verdict.note == "第六条"


def test_columns_may_stand_elsewhere_and_others_be_there(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine)

    def change(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["领域"]).value = "教育"
        sheet.cell(1, 20).value = "我的列"
        sheet.delete_cols(columns["配合单位"])
        sheet.insert_cols(1)
        sheet.insert_rows(1)
        sheet["A1"].value = "某某市核定表"

    plan = planned(engine, zhang, batch, edit(export(engine, batch, tmp_path / "表.xlsx"), change))
    assert [one.cells for one in plan.proposed] == [("domain",)]
    assert plan.proposed[0].verdict.supporting == ("市城市管理局",)
    assert {note.code: dict(note.args)["names"] for note in plan.notes} == {
        "import-other-columns": "我的列",
        "import-columns-gone": "配合单位",
    }


def test_a_sheet_with_another_name_is_found_by_its_header(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine)
    path = set_cells(export(engine, batch, tmp_path / "表.xlsx"), {(2, "领域"): "教育"})
    book = openpyxl.load_workbook(path)
    del book["说明"]
    del book["名录"]
    book["核定表"].title = "Sheet1"
    book.create_sheet("草稿", 0)["A1"].value = "随手记"
    book.save(path)
    plan = planned(engine, zhang, batch, path)
    assert plan.changed_cells == 1
    assert [(note.code, dict(note.args)["names"]) for note in plan.notes] == [("import-other-sheets", "草稿")]


HOSTILE = {
    "formula": '=HYPERLINK("http://example.invalid","点我")',
    "script": "<script>alert(1)</script> & <b>粗</b>",
    "path": "../../etc/passwd",
    "long": "水管又漏了。" * 17_000,
    "emoji": "谢谢👨‍👩‍👧🙏",
    "turned": "\u202e倒着写\u202c 和\u200b零宽",
    "control": "响\x01铃\x0b和\ufffe\r\n换行",
    "code": "_x0041_ 与 _x000D_",
    "plus": "+86 和 -1 和 @全体",
}


def test_hostile_texts_are_text_and_not_touched(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine, *(task(at, text) for at, text in enumerate(HOSTILE.values(), 1)))
    path = export(engine, batch, tmp_path / "表.xlsx")
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name.lower()]
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    texts = [row[1] for row in openpyxl.load_workbook(path)["核定表"].iter_rows(min_row=2, values_only=True)]
    assert texts[0] == HOSTILE["formula"]
    assert texts[1] == HOSTILE["script"]
    assert len(str(texts[3])) == 32_767
    assert str(texts[3]).endswith("（全文过长，见审核页面）")
    assert texts[4] == HOSTILE["emoji"]
    assert texts[6] == "响铃和\n换行"
    plan = planned(engine, zhang, batch, path)
    assert (plan.rows, plan.unchanged, plan.troubles) == (9, 9, ())


def test_a_hostile_note_comes_back_as_it_went(engine: sa.Engine, zhang: Person, tmp_path: Path) -> None:
    batch = publish_batch(engine, *(task(at) for at in range(1, len(HOSTILE) + 1)))
    notes = [text[:1_500] for text in HOSTILE.values()]
    for at, note in enumerate(notes):
        number = sorted(numbers_of(engine))[at]
        Reviewing(engine, zhang).decide(number, 0, Verdict("市水利局", (), "教育", "建设性", None, note))
    path = export(engine, batch, tmp_path / "表.xlsx")
    assert planned(engine, zhang, batch, path).unchanged == len(HOSTILE)
    openpyxl.load_workbook(path).save(path)
    assert planned(engine, zhang, batch, path).unchanged == len(HOSTILE)
    csv = export(engine, batch, tmp_path / "表.csv")
    assert planned(engine, zhang, batch, csv, "表.csv").unchanged == len(HOSTILE)
