"""The sample batch is sound: its files open, and what ``expected.json`` says of them stands in them."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pdfplumber
import pytest

SAMPLES = Path(__file__).parents[1] / "samples" / "batch"
TRAINING = Path(__file__).parents[1] / "corpus" / "comments"
EXPECTED = json.loads((SAMPLES.parent / "expected.json").read_text("utf-8"))
NOTICE, BREAKDOWN, PORTAL, RESULTS, COMMENTS, DEDUCTIONS = sorted(EXPECTED)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def text_of(name: str) -> str:
    """All text of the file without blanks, read by nothing of ours."""
    path = SAMPLES / name
    if name == NOTICE:
        with ZipFile(path) as package:
            return bare(
                "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", package.read("word/document.xml").decode()))
            )
    if name == BREAKDOWN:
        with pdfplumber.open(path) as pdf:
            cells = [c or "" for p in pdf.pages for t in p.extract_tables() for row in t for c in row]
            return bare("".join([p.extract_text() for p in pdf.pages] + cells))
    if name in (COMMENTS, DEDUCTIONS):
        rows = openpyxl.load_workbook(path, data_only=True).active.iter_rows(values_only=True)
        return bare("".join(str(value) for row in rows for value in row if value is not None))
    return bare(path.read_bytes().decode("gb18030" if name == PORTAL else "utf-8-sig"))


def answers(expected: dict) -> list[str]:
    """Every text that the answers say is in the paper."""
    notice = expected["notice"] or {}
    listed = [notice[key] for key in ("number_raw", "title") if notice.get(key)]
    for key in ("issuers", "addressees", "signatories", "annexes"):
        listed += notice.get(key, [])
    listed += [value for cited in notice.get("cited", []) for value in cited.values()]
    listed += [deadline["quote"] for deadline in expected["deadlines"]]
    for table in expected["tables"]:
        listed += [table["caption"], *table["header"], *(cell["value"] for cell in table["cells"])]
    for total in expected["totals"]:
        listed += [total["quote"], total["stated"], *total["parts"]]
    return [*listed, *expected["phrases"]]


def test_every_sample_has_its_answers_and_every_answer_its_sample() -> None:
    assert sorted(path.name for path in SAMPLES.glob("0*")) == sorted(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_answers_stand_in_the_paper(name: str) -> None:
    assert [answer for answer in answers(EXPECTED[name]) if bare(answer) not in text_of(name)] == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_parts_of_a_stated_total_add_up(name: str) -> None:
    split = [total for total in EXPECTED[name]["totals"] if total["parts"]]
    assert [t for t in split if sum(map(int, t["parts"])) != int(t["stated"])] == []


def test_the_red_head_is_in_a_text_box_with_its_older_twin() -> None:
    with ZipFile(SAMPLES / NOTICE) as package:
        body = package.read("word/document.xml").decode()
    assert body.count("<w:txbxContent>") == 2
    assert body.count("澜江市绩效管理领导小组文件") == 2


def test_the_list_numbers_of_the_demands_are_not_in_their_text() -> None:
    listed = [p.text for p in docx.Document(str(SAMPLES / NOTICE)).paragraphs if p._p.xpath("./w:pPr/w:numPr")]
    assert [text[:6] for text in listed] == ["分清牵头和配", "保护群众信息", "严肃工作纪律"]


def test_the_tables_of_the_notice_repeat_their_header_and_add_up() -> None:
    deductions, goals = docx.Document(str(SAMPLES / NOTICE)).tables
    assert [bool(t.rows[0]._tr.xpath("./w:trPr/w:tblHeader")) for t in (deductions, goals)] == [True, True]
    assert [len(t.rows) - 1 for t in (deductions, goals)] == [15, 10]
    assert sum(Decimal(cell.text) for cell in deductions.columns[2].cells[1:]) == Decimal(EXPECTED[NOTICE]["points"])


def test_the_annex_of_the_printed_notice_runs_over_two_pages_with_its_header_on_both() -> None:
    with pdfplumber.open(SAMPLES / BREAKDOWN) as pdf:
        parts = [table for page in pdf.pages for table in page.extract_tables() if len(table[0]) == 7]
    assert [part[0] for part in parts] == [EXPECTED[BREAKDOWN]["tables"][0]["header"]] * 2
    assert sum(len(part) - 1 for part in parts) == 20


def test_the_plain_texts_have_the_encodings_of_their_kind() -> None:
    with pytest.raises(UnicodeDecodeError):
        (SAMPLES / PORTAL).read_text("utf-8")
    assert (SAMPLES / RESULTS).read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_problem_numbers_are_text_of_fifteen_digits_and_unlike() -> None:
    rows = list(openpyxl.load_workbook(SAMPLES / COMMENTS).active.iter_rows(min_row=3, values_only=True))
    assert len({row[1] for row in rows}) == len(rows) == EXPECTED[COMMENTS]["comments"]
    assert [row[1] for row in rows if not re.fullmatch(r"12025031\d{7}", row[1])] == []
    assert sorted(EXPECTED[COMMENTS]["labels"]) == sorted(row[1] for row in rows)


def test_the_deductions_of_the_workbook_add_up_to_their_last_row() -> None:
    rows = list(
        openpyxl.load_workbook(SAMPLES / DEDUCTIONS, data_only=True).active.iter_rows(min_row=5, values_only=True)
    )
    assert round(sum(row[4] for row in rows[:-1]), 2) == rows[-1][4] == float(EXPECTED[DEDUCTIONS]["points"])


def test_no_sample_comment_shares_ten_characters_with_a_training_comment() -> None:
    trained, runs = set(), set()
    for path in TRAINING.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            trained |= {row["text"] for row in csv.DictReader(file)}
    for text in trained:
        runs |= {text[at : at + 10] for at in range(len(text) - 9)}
    rows = openpyxl.load_workbook(SAMPLES / COMMENTS).active.iter_rows(min_row=3, values_only=True)
    with pdfplumber.open(SAMPLES / BREAKDOWN) as pdf:
        parts = [table for page in pdf.pages for table in page.extract_tables() if len(table[0]) == 7]
    ours = [row[5] for row in rows] + [bare(row[2]) for part in parts for row in part[1:]]
    assert len(ours) == 100
    assert [text for text in ours if text in trained] == []
    assert [text for text in ours if any(text[at : at + 10] in runs for at in range(len(text) - 9))] == []
