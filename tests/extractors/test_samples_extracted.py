"""What minyi finds in the sample batch against the answers worked out by hand (``samples/expected.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from corpus.records import Extraction, Status, Table
from extractors.extract import extract_file

SAMPLES = Path(__file__).parents[2] / "samples" / "batch"
EXPECTED = json.loads((SAMPLES.parent / "expected.json").read_text("utf-8"))
NOTICES = sorted(name for name, expected in EXPECTED.items() if expected["notice"])
COMMENTS = "05_2025年度群众意见建议.xlsx"

each_file = pytest.mark.parametrize("name", sorted(EXPECTED))
each_notice = pytest.mark.parametrize("name", NOTICES)
each_table = pytest.mark.parametrize(
    ("name", "at"), [(name, at) for name in sorted(EXPECTED) for at in range(len(EXPECTED[name]["tables"]))]
)


@cache
def found(name: str) -> Extraction:
    return extract_file(SAMPLES / name)


def table(name: str, at: int) -> Table:
    """The table of the same caption and as many columns; a caption may stand with its neighbours in one line."""
    expected = EXPECTED[name]["tables"][at]
    alike = [
        table
        for table in found(name).tables
        if expected["caption"] in bare(table.caption or "") and len(table.header) == len(expected["header"])
    ]
    assert len(alike) == 1, [(t.caption, t.header) for t in found(name).tables]
    return alike[0]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def lines(cell: str) -> list[str]:
    """The paragraphs of a cell; how a page breaks a line is not the office's doing."""
    return [bare(part) for part in cell.split("\n")]


def day(value: object) -> str | None:
    return str(value) if value else None


def in_order(deadlines: Iterable[tuple[str, str | None, str | None]]) -> list[tuple[str, str, str]]:
    return sorted((kind, start or "", end or "") for kind, start, end in deadlines)


@each_file
def test_a_sample_is_read_whole(name: str) -> None:
    assert (found(name).status, found(name).problems) == (Status.OK, ())


@each_notice
@pytest.mark.parametrize("field", ["kind", "number", "number_raw", "title"])
def test_the_head_of_a_notice(name: str, field: str) -> None:
    assert getattr(found(name).notice, field) == EXPECTED[name]["notice"][field]


@each_notice
@pytest.mark.parametrize("field", ["issuers", "addressees", "signatories", "annexes"])
def test_the_names_in_a_notice(name: str, field: str) -> None:
    assert list(getattr(found(name).notice, field)) == EXPECTED[name]["notice"][field]


@each_notice
def test_the_day_of_a_notice_is_that_of_its_signature(name: str) -> None:
    notice = found(name).notice
    assert notice is not None
    assert day(notice.date) == EXPECTED[name]["notice"]["date"]


@each_notice
def test_the_numbers_that_a_notice_cites_with_their_titles(name: str) -> None:
    notice = found(name).notice
    assert notice is not None
    assert [{"number": c.number, "title": c.title} for c in notice.cited] == EXPECTED[name]["notice"]["cited"]


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - set(NOTICES)))
def test_a_workbook_has_no_number_date_or_addressee(name: str) -> None:
    notice = found(name).notice
    assert notice is None or (notice.number, notice.date, notice.addressees) == (None, None, ())


@each_file
def test_every_deadline_is_found_with_its_days_and_nothing_else_is(name: str) -> None:
    ours = in_order((d.kind.value, day(d.start), day(d.end)) for d in found(name).deadlines)
    assert ours == in_order((d["kind"], d["start"], d["end"]) for d in EXPECTED[name]["deadlines"])


@each_file
def test_every_deadline_is_quoted_in_the_words_of_the_paper(name: str) -> None:
    quotes = [bare(deadline.quote) for deadline in found(name).deadlines]
    wanted = [bare(deadline["quote"]) for deadline in EXPECTED[name]["deadlines"]]
    assert [want for want in wanted if not any(want in quote or quote in want for quote in quotes)] == []


def test_a_year_that_is_not_in_the_quote_is_said_to_be_inferred() -> None:
    inferred = {day(d.end) for d in found("01_整改方案的通知.docx").deadlines if d.year_inferred}
    assert inferred == {"2026-05-15", "2026-09-20"}


def test_two_departments_in_one_cell_do_not_run_together() -> None:
    actors = [deadline.actor or "" for deadline in found("01_整改方案的通知.docx").deadlines]
    assert [actor for actor in actors if "委员会望川区" in actor or "公安局市教育局" in actor] == []


@each_file
def test_as_many_tables_as_the_paper_has(name: str) -> None:
    kinds = [table.kind.value for table in found(name).tables]
    assert kinds == [table["kind"] for table in EXPECTED[name]["tables"]]


@each_table
def test_the_header_of_a_table_by_its_lowest_level(name: str, at: int) -> None:
    header = [bare(cell) for cell in table(name, at).header]
    wanted = EXPECTED[name]["tables"][at]["header"]
    assert len(header) == len(wanted)
    assert [(a, b) for a, b in zip(header, wanted, strict=True) if not a.endswith(b)] == []


@each_table
def test_a_table_over_pages_is_one_table_without_its_repeated_headers(name: str, at: int) -> None:
    assert len(table(name, at).rows) == EXPECTED[name]["tables"][at]["rows"]


@each_table
def test_the_cells_of_a_table(name: str, at: int) -> None:
    expected, ours = EXPECTED[name]["tables"][at], table(name, at)
    wrong = []
    for cell in expected["cells"]:
        value = ours.rows[cell["row"] - 1][expected["header"].index(cell["column"])]
        same = bare(value) == bare(cell["value"]) if name.endswith(".pdf") else lines(value) == lines(cell["value"])
        if not same:
            wrong.append((cell, value))
    assert wrong == []


@each_file
def test_as_many_comments_and_deductions_as_the_paper_has(name: str) -> None:
    counted = (len(found(name).comments), len(found(name).deductions))
    assert counted == (EXPECTED[name]["comments"], EXPECTED[name]["deductions"])


def test_a_comment_of_the_yearly_batch_keeps_number_year_source_and_place() -> None:
    last = found(COMMENTS).comments[-1]
    assert (last.number, last.year, last.survey_source, last.place, last.text) == (
        "120250311000008",
        2025,
        "代表委员座谈",
        "云岭县",
        "要进一步提升市民素质，营造良好氛围。",
    )


@each_file
def test_a_stated_total_is_checked_and_holds(name: str) -> None:
    held = {check.stated for check in found(name).checks if check.ok}
    stated = {total["stated"] for total in EXPECTED[name]["totals"]}
    assert stated - held == set()


@each_file
def test_no_check_fails_but_that_of_an_annex_which_did_not_come_along(name: str) -> None:
    failed = [(check.rule, check.stated) for check in found(name).checks if check.ok is False]
    assert failed == [("annex_present", annex) for annex in EXPECTED[name].get("missing_annexes", [])]


@pytest.mark.parametrize("name", [name for name in sorted(EXPECTED) if "points" in EXPECTED[name]])
def test_the_sum_of_the_points_deducted_is_checked_and_holds(name: str) -> None:
    assert EXPECTED[name]["points"] in {check.stated for check in found(name).checks if check.ok}
