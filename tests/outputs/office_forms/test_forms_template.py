"""The workbook in which an office edits its forms."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from outputs.forms import shipped_forms
from outputs.office_forms.forms_file import editable, editable_parts, office_names
from outputs.office_forms.forms_template import template

SHEET = "意见建议（已核定）"


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(template()))


def test_it_has_a_sheet_for_each_table_behind_what_to_do(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[:3] == ["说明", "单位信息", "表名"]
    keys = [book[name]["B2"].value for name in book.sheetnames[3:]]
    assert keys == list(editable_parts(shipped_forms()))


def test_every_column_of_the_data_is_a_row_in_its_order(book: openpyxl.Workbook) -> None:
    for page in book.worksheets[3:]:
        shipped = shipped_forms().part(str(page["B2"].value)).columns
        rows = [tuple(page.cell(8 + at, c).value for c in range(1, 9)) for at in range(len(shipped))]
        assert [(r[1], r[2], r[6], r[7]) for r in rows] == [(c.heading, c.width, c.heading, c.key) for c in shipped]
        assert {r[0] for r in rows} == {"是"}


def test_every_form_and_every_line_of_the_office_has_a_chinese_name(book: openpyxl.Workbook) -> None:
    forms = [(row[0].value, row[4].value) for row in book["表名"].iter_rows(min_row=2)]
    assert [key for _, key in forms] == [form.key for form in editable(shipped_forms())]
    assert len({name for name, _ in forms}) == len(forms)
    assert not any(name.isascii() for name in office_names().values())


def test_words_are_chosen_and_widths_are_bounded(book: openpyxl.Workbook) -> None:
    rules = {str(v.sqref).split(":")[0]: v for v in book[SHEET].data_validations.dataValidation}
    assert rules["A8"].formula1 == '"是,否"'
    assert rules["D8"].formula1 == '"左,中"'
    assert (rules["C8"].formula1, rules["C8"].formula2) == ("8", "225")


def test_what_is_grey_cannot_be_typed_over_though_rows_can_be_moved(book: openpyxl.Workbook) -> None:
    page = book[SHEET]
    refused = {str(v.sqref) for v in page.data_validations.dataValidation if v.type == "custom"}
    assert {area.split(":")[0] for area in refused} >= {"G8", "H8", "A7", "A1", "A3"}
    assert not page.protection.sheet
    for name in ("说明", "单位信息", "表名"):
        assert (book[name].protection.sheet, book[name].protection.password) == (True, None)
    assert (book["单位信息"]["A2"].protection.locked, book["单位信息"]["B2"].protection.locked) == (True, False)


def test_the_same_forms_give_the_same_bytes() -> None:
    assert template() == template()
