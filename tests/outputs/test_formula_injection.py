"""No cell, name, message or sheet of a made workbook carries out what a citizen or a department wrote."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from invented_batch import batch, goal_tasks
from openpyxl import load_workbook

from corpus.records import Closing, Evidence, Filing, Step, Territory
from outputs.cycle.goals import goal_tables
from outputs.drafts import drafts
from outputs.forms import Column, Form, Part, fill
from outputs.frame import Frame
from outputs.workbook import workbook

HOSTILE = (
    '=HYPERLINK("http://a.example","点")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "{=1+1}",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "<r><t>坏</t></r>",
    "\t=1+1",
    "\r=1+1",
    "_x003D_1+1",
)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


@pytest.fixture(scope="module", params=HOSTILE)
def made(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """All workbooks of a batch in which one hostile text stands wherever a text can."""
    bad: str = request.param
    filing = Filing(*[bad] * 9)
    task = replace(
        goal_tasks()[0],
        text=bad,
        key="a",
        number="120230070900001",
        given_responsible=f"{bad}局",
        given_person=bad,
        goal=bad,
        measures=bad,
        deadline=bad,
        due=None,
        notice_title=bad,
        filing=filing,
        territory=(Territory(f"{bad}县", bad),),
    )
    lost = replace(
        task, origin="指标扣分", number=None, indicator=bad, reason=bad, points=bad, given_lead=f"{bad}办", key="b"
    )
    photo = Evidence(1, Step.RECTIFY, bad, bad, "0" * 64, 1, bad, datetime(2024, 11, 1, tzinfo=UTC))
    hostile = replace(batch(), tasks=(task, replace(task, kind="其他", number="2", key="c"), lost))
    hostile = replace(hostile, closings={"a": Closing((), (photo,)), "b": Closing((), (photo,))})
    return {name: data for name, data in drafts(hostile).items() if name.endswith(".xlsx")}


def test_no_cell_is_a_formula_or_a_link(made: dict[str, bytes]) -> None:
    assert len(made) > 10
    for name, data in made.items():
        for part, xml in parts(data).items():
            if part.startswith("xl/worksheets/"):
                assert not re.search(r"<f[ >/]|<hyperlink", xml), (name, part)


def test_every_workbook_opens_and_all_its_cells_are_texts(made: dict[str, bytes]) -> None:
    for name, data in made.items():
        for page in load_workbook(BytesIO(data)).worksheets:
            kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}
            assert kinds == {"s"}, name
            # As text they stay text when somebody edits them.
            formats = {cell.number_format for row in page.iter_rows() for cell in row if cell.value is not None}
            assert formats == {"@"}, name


def test_defined_names_and_lists_hold_only_our_own(made: dict[str, bytes]) -> None:
    for data in made.values():
        for part, xml in parts(data).items():
            for name in re.findall(r"<definedName [^>]*>([^<]*)<", xml):
                assert re.fullmatch(r"('[^'=@]+'|[^'!=@]+)!\$[A-Z0-9:$]+", name), (part, name)
            for listed in re.findall(r"<formula1>([^<]*)<", xml):
                assert re.fullmatch(r'"[^"=+@]*"', listed), listed


def test_a_hostile_name_of_a_sheet_a_heading_a_list_and_a_message_stay_words() -> None:
    for bad in HOSTILE:
        column = Column("text", bad, 40, "left", choices=(bad, "好"), prompt=bad)
        part = Part("p", bad, "项", bad, bad, (column,), ())
        form = Form("f", bad, bad, placeholder=False, parts=(part, replace(part, key="q")))
        for rows in ({"p": [{"text": bad}], "q": [{"text": bad}]}, {}):
            data = workbook(fill(form, rows, (bad,)), batch().made_on)
            book = load_workbook(BytesIO(data))
            assert len(book.worksheets) == max(1, len(rows))
            for name, xml in parts(data).items():
                assert not (name.startswith("xl/worksheets/") and re.search(r"<f[ >/]", xml))
                for listed in re.findall(r"<formula1>([^<]*)<", xml):
                    assert listed.startswith('"')


def test_the_text_itself_stands_in_the_cell_as_it_was_written() -> None:
    """White space at its ends and control characters go."""
    tasks = tuple(replace(goal_tasks()[0], text=bad, number=str(n)) for n, bad in enumerate(HOSTILE[:-1]))
    [(_, pair)] = goal_tables(tasks, Frame(batch().made_on))
    page = load_workbook(BytesIO(workbook(pair.screen, batch().made_on))).active
    cells = {str(cell.value).strip() for row in page.iter_rows() for cell in row}
    assert {bad.strip() for bad in HOSTILE[:-1]} <= cells
