from dataclasses import replace
from io import BytesIO

import pytest
from invented_batch import MADE_ON, notice_extraction
from openpyxl import load_workbook

from corpus.records import Check
from corpus.terms import terms
from outputs.checks import check_cells, checks
from outputs.forms import word
from outputs.frame import Frame
from outputs.workbook import workbook


def test_checks_that_do_not_hold_come_first_and_are_said_in_chinese():
    sheet = checks([notice_extraction()], Frame(MADE_ON))
    (table,) = sheet.tables
    rows = [dict(zip((c.key for c in table.columns), r, strict=True)) for r in table.rows]
    assert [r["verdict"] for r in rows] == ["不符", "待核", "相符"]
    assert (rows[0]["rule"], rows[0]["stated"], rows[0]["found"]) == ("所述总数与实有数", "37", "35")


def test_an_annex_that_may_be_sent_another_way_did_not_come_with_the_notice():
    annex = Check(
        "annex_present", "完成情况一览表", notice_extraction().checks[0].source, "完成情况一览表", "未随文", None
    )
    row = check_cells(notice_extraction(), annex)
    assert (row["rule"], row["stated"], row["found"], row["verdict"]) == (
        "所列附件是否随文",
        "随文",
        "未随文",
        "未随文",
    )


@pytest.mark.parametrize(
    "rule",
    [
        "stated_total",
        "parts_sum",
        "constructive_count",
        "deduction_points",
        "deduction_total",
        "annex_present",
        "annex_list",
        "annex_unlisted",
        "annex_mention",
        "numbering",
        "announced_count",
        "sequence",
        "repeated_number",
        "number_form",
    ],
)
def test_every_rule_is_said_in_chinese(rule):
    assert not word("check_rule", rule).isascii()


def test_what_to_do_is_said_of_every_rule_and_of_no_other():
    rules = terms("forms")["words"]
    assert rules["check_mend"].keys() == rules["check_rule"].keys()


def test_what_to_do_is_said_only_where_a_check_does_not_hold():
    wrong, _, unheard_of = notice_extraction().checks
    cells = [check_cells(notice_extraction(), check)["mend"] for check in (wrong, replace(wrong, ok=True), unheard_of)]
    assert cells == ["请清点原件；行数不全的，向发文单位索取全表。", "", ""]


def test_without_a_check_one_line_says_so():
    sheet = load_workbook(BytesIO(workbook(checks([], Frame(MADE_ON)), MADE_ON))).active
    assert "本批文件中没有可以核对的数字或日期。" in [c.value for row in sheet for c in row]
