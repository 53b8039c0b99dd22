from io import BytesIO

from invented_batch import MADE_ON, notice_extraction
from openpyxl import load_workbook

from outputs.checks import checks, write_checks


def test_checks_that_do_not_hold_come_first_and_are_said_in_chinese():
    sheet = checks([notice_extraction()], MADE_ON)
    rows = [dict(zip((c.key for c in sheet.columns), r, strict=True)) for r in sheet.rows]
    assert [r["verdict"] for r in rows] == ["不符", "待核", "相符"]
    assert (rows[0]["rule"], rows[0]["stated"], rows[0]["found"]) == ("所述总数与实有数", "37", "35")


def test_without_a_check_one_line_says_so(tmp_path):
    write_checks([], tmp_path / "核对.xlsx", MADE_ON)
    sheet = load_workbook(BytesIO((tmp_path / "核对.xlsx").read_bytes())).active
    assert "本批文件中没有可以核对的数字或日期。" in [c.value for row in sheet for c in row]
