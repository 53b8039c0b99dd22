"""The workbook that an office fills in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from corpus.directory import shipped_directory
from corpus.directory_checks import findings
from corpus.directory_file import read_directory
from outputs.directory_template import template


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(template()))


def test_it_is_read_as_the_usual_departments_and_is_clear(tmp_path: Path) -> None:
    (tmp_path / "目录.xlsx").write_bytes(template())
    directory = read_directory(tmp_path / "目录.xlsx")
    assert [(u.name, u.functions) for u in directory.units] == [
        (u.name, u.functions) for u in shipped_directory().units
    ]
    assert (directory.rules, directory.places, findings(directory)) == ((), (), ())


def test_it_has_what_to_do_and_the_functions_beside_the_three_sheets(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["说明", "部门", "分工", "属地", "职能一览"]
    assert book["职能一览"]["A2"].value == "教育"
    assert "校车" in book["职能一览"]["C2"].value


def test_the_heads_stand_still(book: openpyxl.Workbook) -> None:
    assert [book[name].freeze_panes for name in ("部门", "分工", "属地")] == ["B2"] * 3


def test_leads_are_chosen_from_the_units_and_parents_from_the_places(book: openpyxl.Workbook) -> None:
    rules, places = (
        {str(v.sqref): v.formula1 for v in book[name].data_validations.dataValidation} for name in ("分工", "属地")
    )
    assert rules == {"B2:B500": "'部门'!$A$2:$A$500"}
    assert places["C2:C500"] == "'属地'!$A$2:$A$500"
    assert places["B2:B500"] == '"市,县,区,乡,镇,街道,村,社区,园区"'


def test_the_same_departments_give_the_same_bytes() -> None:
    assert template() == template()
