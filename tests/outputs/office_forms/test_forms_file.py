"""表式.xlsx: an office's own names, order and widths, read with patience, and every mistake told with its place."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from corpus.messages import MinyiError, describe
from outputs.forms import Column, Part, fill, shipped_forms
from outputs.office_forms.forms_file import FormsRead, editable, editable_parts, parsed, read_forms
from outputs.office_forms.forms_template import template
from outputs.word.layout import LANDSCAPE, least_width

pytestmark = pytest.mark.usefixtures("in_chinese")
SHEET = "意见建议（已核定）"
HEAD = 7
"""Row of the head: the columns follow below."""
WANTED, HEADING, WIDTH, ALIGN, KEEP, PUBLIC, CONTENT, KEY = range(1, 9)


def read(tmp_path: Path, change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> FormsRead:
    """The shipped workbook as it is read after a change."""
    book = openpyxl.load_workbook(BytesIO(template()))
    change(book)
    book.save(tmp_path / "表式.xlsx")
    return parsed(tmp_path / "表式.xlsx")


def row_of(page: Worksheet, key: str) -> int:
    return next(row for row in range(HEAD + 1, page.max_row + 1) if page.cell(row, KEY).value == key)


def edited(tmp_path: Path, key: str, column: int, value: object) -> FormsRead:
    """Read after one cell of the comments' table was changed, in the row of this key."""

    def change(book: openpyxl.Workbook) -> None:
        book[SHEET].cell(row_of(book[SHEET], key), column).value = value  # type: ignore[assignment]

    return read(tmp_path, change)


def told(found: FormsRead) -> list[str]:
    return [f"{p.where}：{describe(p)}" for p in found.problems]


def part(found: FormsRead, key: str = "decided") -> Part:
    return found.forms.part(key)


def column(found: FormsRead, key: str) -> Column:
    return next(c for c in part(found).columns if c.key == key)


def test_the_workbook_as_it_is_written_is_the_shipped_forms(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert told(found) == []
    assert found.forms == shipped_forms()
    assert found.forms.version == shipped_forms().version
    assert found.hints == ()


def test_names_widths_and_places_of_columns_are_the_offices(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book[SHEET]
        row = row_of(page, "territory")
        page.cell(row, HEADING).value = " 所属 县区\n"
        page.cell(row, WIDTH).value = "３０ 毫米"
        page.cell(row, ALIGN).value = "居中"
        page.cell(row, KEEP).value = "√"
        page.cell(row, PUBLIC).value = "不"
        page.insert_rows(HEAD + 1)
        for at in range(1, KEY + 1):
            page.cell(HEAD + 1, at).value = page.cell(row + 1, at).value
        page.delete_rows(row + 1)

    found = read(tmp_path, change)
    assert told(found) == []
    first = part(found).columns[0]
    assert (first.key, first.heading, first.width, first.align) == ("territory", "所属县区", 30.0, "center")
    assert (first.keep, first.public) == (True, False)
    assert [c.key for c in part(found).columns[1:3]] == ["row", "list_row"]


def test_a_renamed_column_is_folded_under_its_new_name(tmp_path: Path) -> None:
    found = edited(tmp_path, "territory", HEADING, "所属县区")
    fold = next(f for f in part(found).folds if f.column == "territory")
    assert (fold.heading, fold.label) == ("所属县区", "所属县区：")


@pytest.mark.parametrize("no", ["否", "不要", " x ", "０", "No"])
def test_a_column_that_is_not_wanted_is_gone(tmp_path: Path, no: str) -> None:
    found = edited(tmp_path, "domain", WANTED, no)
    assert told(found) == []
    assert "domain" not in [c.key for c in part(found).columns]
    assert found.hints == ()


def test_a_row_that_was_deleted_is_a_column_not_wanted_and_is_mentioned(tmp_path: Path) -> None:
    found = read(tmp_path, lambda book: book[SHEET].delete_rows(row_of(book[SHEET], "domain")))
    assert told(found) == []
    assert "domain" not in [c.key for c in part(found).columns]
    ((key, hint),) = found.hints
    assert (key, dict(hint.args)) == ("decided", {"headings": "领域"})


def test_a_column_of_the_offices_own_is_empty_and_stays(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        page = book[SHEET]
        row = row_of(page, "person")
        page.insert_rows(row)
        page.cell(row, HEADING).value = "督办领导"
        page.cell(row, WIDTH).value = 25

    found = read(tmp_path, change)
    assert told(found) == []
    sheet = fill(found.forms.form("task_list"), {"decided": [{"row": "1", "text": "路灯不亮", "person": "某某"}]})
    headings = [c.heading for c in sheet.tables[0].columns]
    assert headings == ["序号", "意见建议原文", "督办领导", "负责人"]
    assert sheet.tables[0].rows == (("1", "路灯不亮", "", "某某"),)


def test_what_the_office_says_of_itself_and_its_titles(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["单位信息"]["B2"] = "青河县绩效考评领导小组办公室"
        page = book["表名"]
        row = next(r for r in range(2, 20) if page.cell(r, 5).value == "task_list")
        page.cell(row, 2).value, page.cell(row, 3).value, page.cell(row, 4).value = "整改 任务一览表", "无", "否"
        book[SHEET]["B3"], book[SHEET]["B4"], book[SHEET]["B5"] = "已定单位的", "已定", "注：以本表为准。"

    found = read(tmp_path, change)
    assert told(found) == []
    form = found.forms.form("task_list")
    assert found.forms.office["issuer"] == "青河县绩效考评领导小组办公室"
    assert (form.title, form.empty, form.placeholder) == ("整改任务一览表", "无", False)
    assert (part(found).heading, part(found).tab, part(found).note) == ("已定单位的", "已定", "注：以本表为准。")
    assert part(found) in found.forms.form("department").parts


def test_sheets_that_were_deleted_or_renamed_do_no_harm(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for name in book.sheetnames:
            if name != SHEET:
                del book[name]
        book[SHEET].cell(row_of(book[SHEET], "domain"), HEADING).value = "方面"
        book[SHEET].title = "改过的"
        book.create_sheet("草稿")["A1"] = "随手记"

    found = read(tmp_path, change)
    assert told(found) == []
    assert column(found, "domain").heading == "方面"
    assert part(found, "given") == shipped_forms().part("given")


@pytest.mark.parametrize(
    ("key", "at", "value", "said"),
    [
        ("domain", WIDTH, "很宽", "“宽（毫米）”列：宽度“很宽”不行。请填 8 到 225 之间的毫米数，如 20。"),
        ("domain", WIDTH, 7.9, "宽度“7.9”不行"),
        ("domain", WIDTH, -20, "宽度“-20”不行"),
        ("domain", WIDTH, "1e9", "宽度“1e9”不行"),
        ("domain", WIDTH, 226, "宽度“226”不行"),
        ("domain", WIDTH, "nan", "宽度“nan”不行"),
        ("domain", ALIGN, "右", "“对齐”列：“右”看不懂。请从这些中选：左、中。"),
        ("domain", WANTED, "也许", "“要不要”列：“也许”看不懂。请从这些中选：是、否。"),
        ("domain", KEEP, "随便", "“空着也留”列：“随便”看不懂"),
        ("domain", PUBLIC, "随便", "“可公开”列：“随便”看不懂"),
        ("domain", HEADING, "属地", "列名“属地”与第{domain}行的相同"),
        ("domain", KEY, "domian", "“键”列：这张表没有键为“domian”的内容。“内容”和“键”不能改，请改回：领域 domain"),
        ("domain", KEY, "kind", "键“kind”与第{domain}行的相同"),
    ],
)
def test_a_mistake_is_told_with_sheet_row_column_and_mend(
    tmp_path: Path, key: str, at: int, value: object, said: str
) -> None:
    lines = told(edited(tmp_path, key, at, value))
    row = row_of(openpyxl.load_workbook(BytesIO(template()))[SHEET], key)
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"表“{SHEET}”第")
    assert said.format(domain=row) in lines[0]


@pytest.mark.parametrize("at", [WANTED, KEY])
def test_a_table_without_its_text_is_told(tmp_path: Path, at: int) -> None:
    if at == WANTED:
        lines = told(edited(tmp_path, "text", WANTED, "否"))
    else:
        lines = told(read(tmp_path, lambda book: book[SHEET].delete_rows(row_of(book[SHEET], "text"))))
    assert lines == [
        f"表“{SHEET}”：少了“意见建议原文”一栏（键 text），没有它看不出每一行说的是什么。"
        "请把“要不要”填“是”，或补上这一行。"
    ]


def test_columns_that_no_fold_brings_onto_the_paper_are_told(tmp_path: Path) -> None:
    # the text alone is as wide as the page, and beside it stand at least 序号 11 and 问题编号 32
    lines = told(edited(tmp_path, "text", WIDTH, 225))
    assert len(lines) == 1
    assert "纸上只有 225 毫米。请减窄" in lines[0]


def test_columns_that_fit_if_the_widest_gives_way_are_mentioned(tmp_path: Path) -> None:
    folded = least_width(shipped_forms().part("decided").columns, shipped_forms().part("decided").folds)
    found = edited(tmp_path, "text", WIDTH, 54 + 225 - folded + 3)
    assert told(found) == []
    assert [dict(hint.args) for _, hint in found.hints] == [{"least": "228", "room": "225", "over": "3"}]


def test_no_table_that_goes_to_paper_is_too_wide_as_shipped() -> None:
    for key in ("deductions", "decided", "given", "proposed", "goals", "measures", "completion", "ledger"):
        shipped = shipped_forms().part(key)
        assert least_width(shipped.columns, shipped.folds) <= LANDSCAPE.text_width


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        (SHEET, "B2", "nonsense", "没有键为“nonsense”的表"),
        (SHEET, "B4", "甲/乙", "工作表名“甲/乙”不行"),
        (SHEET, "B4", "指标扣分事项", "有两张表的工作表名都是“指标扣分事项”"),
        ("表名", "E2", "nonsense", "没有“nonsense”这种表"),
        ("表名", "D2", "也许", "“留文号”列：“也许”看不懂"),
        ("单位信息", "D2", "", ""),
        ("单位信息", "A9", "传真", "没有“传真”这一项。请只填这些：发文机关、落款、"),
    ],
)
def test_a_mistake_beside_the_columns_is_told(tmp_path: Path, sheet: str, cell: str, value: str, said: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value
        if cell == "A9":
            book[sheet]["B9"] = "0000-1"

    lines = told(read(tmp_path, change))
    assert len(lines) == (1 if said else 0), lines
    assert said in "".join(lines)


def test_two_sheets_of_one_table_are_told(tmp_path: Path) -> None:
    lines = told(read(tmp_path, lambda book: book.copy_worksheet(book[SHEET])))
    assert len(lines) == 1
    assert "“表的键”相同，不知以哪张为准。请删去一张。" in lines[0]


def test_a_workbook_with_one_mistake_does_not_count_at_all(tmp_path: Path) -> None:
    edited(tmp_path, "domain", WIDTH, "很宽")
    with pytest.raises(MinyiError, match="宽度“很宽”不行") as wrong:
        read_forms(tmp_path / "表式.xlsx")
    assert wrong.value.problem.where.startswith(f"{tmp_path / '表式.xlsx'} 表“{SHEET}”第")


def test_a_file_that_is_no_such_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    with pytest.raises(MinyiError, match="不是 Excel 工作簿"):
        parsed(tmp_path / "坏.xlsx")
    openpyxl.Workbook().save(tmp_path / "别.xlsx")
    with pytest.raises(MinyiError, match="没有一张工作表是表式"):
        parsed(tmp_path / "别.xlsx")
    with pytest.raises(MinyiError):
        parsed(tmp_path / "没有.xlsx")


def test_the_list_of_removals_is_not_the_offices_to_change() -> None:
    assert "removals" not in [form.key for form in editable(shipped_forms())]
    assert "removals" not in editable_parts(shipped_forms())


def test_a_cell_far_out_is_said_and_not_made_room_for(tmp_path: Path) -> None:
    with pytest.raises(MinyiError) as refused:
        read(tmp_path, lambda book: book[SHEET].cell(1_048_576, 16_384, " "))
    assert refused.value.problem.code == "workbook-far-cells"
