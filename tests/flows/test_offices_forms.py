"""``minyi forms``, and a run that goes by the forms and templates of its office."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from corpus.terms import terms
from extractors.column_meanings import column_meanings
from flows.cli import LazyGroup
from outputs.forms import shipped_forms
from outputs.own.fields import described

pytestmark = pytest.mark.usefixtures("small_shipped")
ROOT = Path(__file__).resolve().parents[2]
GOALS = "整改目标表"


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def renamed(path: Path, sheet: str, before: str, after: str) -> Path:
    """The workbook with one column of a sheet renamed."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        assert minyi("forms", "new", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    cell = next(row[1] for row in book[sheet].iter_rows(min_row=8) if row[1].value == before)
    cell.value = after
    book.save(path)
    return path


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "问题编号", "意见建议内容", "意见建议类型", "责任单位"])
    page.append(["1", "120260710000001", "桐溪镇老街有人占道卖菜，走路都要侧着身子", "建设性", "县城管局"])
    book.save(tmp_path / "意见.xlsx")
    return tmp_path / "意见.xlsx"


def run(workspace: Path, *arguments: str | Path) -> Result:
    return minyi("run", *arguments, "--workspace", workspace, "--no-prefect")


def test_new_forms_are_clear_and_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "表式.xlsx"
    assert minyi("forms", "new", path).exit_code == 0
    checked = minyi("forms", "check", path)
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "没有错处" in checked.stderr
    before = path.read_bytes()
    assert "这个文件已经有了" in str(minyi("forms", "new", path).exception)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [("check",), ("new",), ("new", "表式.docx"), ("template", "措施表.doc"), ("mend", "表式.xlsx")]
)
def test_a_wrong_call_is_exit_code_two(arguments: tuple[str, ...]) -> None:
    assert minyi("forms", *arguments).exit_code == 2


def test_a_template_in_a_workbook_is_not_taken_for_the_workbook_of_forms(tmp_path: Path) -> None:
    assert minyi("forms", "template", tmp_path / "措施表.xlsx").exit_code == 0
    checked = minyi("forms", "check", tmp_path / "措施表.xlsx")
    assert (checked.exit_code, checked.stderr) == (0, "模板 1 份，没有错处。\n")


def test_a_mistake_is_a_line_with_its_place(tmp_path: Path) -> None:
    checked = minyi("forms", "check", renamed(tmp_path / "表式.xlsx", GOALS, "整改目标", "整改措施"))
    assert checked.exit_code == 1
    assert re.fullmatch(
        r"表“整改目标表”第\d+行“列名”列：列名“整改措施”与第\d+行的相同。.*", checked.stdout.splitlines()[0]
    )


def test_a_name_that_is_not_known_again_in_a_returned_form_is_a_hint(tmp_path: Path) -> None:
    checked = minyi("forms", "check", renamed(tmp_path / "表式.xlsx", GOALS, "整改目标", "要达到什么"))
    assert checked.exit_code == 0
    assert checked.stdout.startswith("表“整改目标表”：提示：“整改目标”改成“要达到什么”以后")
    assert "能认出的名称有：整改目标、整改工作目标、工作目标" in checked.stdout


def test_a_column_of_the_offices_own_that_would_be_read_for_another_is_a_hint(tmp_path: Path) -> None:
    # 责任单位 is the better name of 责任部门 (headers.toml): of the two, a reader takes the former
    path = renamed(tmp_path / "表式.xlsx", GOALS, "负责人", "负责人")
    book = openpyxl.load_workbook(path)
    page = book[GOALS]
    row = next(cells[0].row for cells in page.iter_rows(min_row=8) if not cells[1].value)
    page.cell(row, 2).value = "责任单位"
    book.save(path)
    assert "“责任单位”会被当成“责任部门”来读。请给“责任单位”换一个名称。" in minyi("forms", "check", path).stdout


def test_a_name_that_is_known_again_is_no_hint(tmp_path: Path) -> None:
    assert minyi("forms", "check", renamed(tmp_path / "表式.xlsx", GOALS, "整改目标", "整改工作目标")).stdout == ""


def test_no_shipped_column_of_a_form_to_be_filled_in_is_unknown_to_the_reader() -> None:
    filled_in = terms("headers").keys()
    for key in ("goals", "goal_deductions", "measures", "explanations"):
        columns = shipped_forms().part(key).columns
        meant = dict(zip((c.key for c in columns), column_meanings([c.heading for c in columns]), strict=True))
        for column in columns:
            if column.key in filled_in and column.keep:
                assert meant[column.key] == column.key, (key, column.heading)


def test_a_run_goes_by_the_forms_in_its_workspace(tmp_path: Path, comments: Path) -> None:
    workspace = tmp_path / "w"
    assert run(workspace, comments).exit_code == 0
    renamed(workspace / "表式.xlsx", GOALS, "整改目标", "整改工作目标")
    assert run(workspace, comments).exit_code == 0
    found = [
        str(cell)
        for row in openpyxl.load_workbook(workspace / "outputs" / f"{GOALS}.xlsx")
        .worksheets[0]
        .iter_rows(values_only=True)
        for cell in row
    ]
    assert "整改工作目标" in found
    assert "整改目标" not in found
    assert "这批文件没有变化" in run(workspace, comments).stderr

    named = renamed(tmp_path / "另一份.xlsx", GOALS, "整改目标", "工作目标")
    assert "写出草稿" in run(workspace, comments, "--forms", named).stderr


def test_forms_with_a_mistake_stop_the_run_before_the_work(tmp_path: Path, comments: Path) -> None:
    wrong = renamed(tmp_path / "w" / "表式.xlsx", GOALS, "整改目标", "整改措施")
    stopped = run(tmp_path / "w", comments)
    assert "列名“整改措施”与第" in str(stopped.exception)
    assert wrong.exists()
    assert not (tmp_path / "w" / "minyi.db").exists()


def test_templates_of_the_workspace_are_filled_anew_when_they_change(tmp_path: Path, comments: Path) -> None:
    workspace = tmp_path / "w"
    folder = workspace / "模板"
    assert minyi("forms", "template", folder / "措施表-{部门}.docx").exit_code == 0
    assert run(workspace, comments, "--batch", "桐溪2026").exit_code == 0
    made = workspace / "outputs" / "本单位表式" / "措施表-县城管局.docx"
    book = docx.Document(str(made))
    assert book.paragraphs[0].text == "桐溪2026建设性意见建议整改措施表"
    assert book.tables[0].rows[1].cells[1].text == "120260710000001"
    assert "这批文件没有变化" in run(workspace, comments, "--batch", "桐溪2026").stderr

    (folder / "错.docx").write_bytes(b"PK")
    second = run(workspace, comments, "--batch", "桐溪2026")
    assert second.exit_code == 1
    assert "错.docx" in second.stderr
    assert made.exists()
    checked = minyi("forms", "check", folder)
    assert (checked.exit_code, checked.stdout.partition("：")[0]) == (1, "错.docx")


def test_forms_and_templates_are_no_files_of_the_batch(tmp_path: Path, comments: Path) -> None:
    workspace = tmp_path / "w"
    workspace.mkdir()
    comments.rename(workspace / "意见.xlsx")
    minyi("forms", "new", workspace / "表式.xlsx")
    minyi("forms", "template", workspace / "模板" / "措施表.xlsx")
    assert "文件 1 个" in run(workspace, workspace).stderr


def test_the_list_names_each_form_with_its_columns(tmp_path: Path) -> None:
    shown = minyi("forms", "list", renamed(tmp_path / "表式.xlsx", GOALS, "整改目标", "工作目标")).stdout
    assert "\n整改目标表\n" in shown
    assert "问题编号、整改内容、意见建议类型、工作目标、整改措施" in shown
    fields = minyi("forms", "list", "--fields").stdout.splitlines()
    assert fields[0] == "{{ 批次 }}\t批次的名称"
    assert "{{ 行.问题编号 }}" in [line.partition("\t")[0] for line in fields]


def test_the_page_about_forms_lists_every_field_as_it_is() -> None:
    page = (ROOT / "docs" / "forms.md").read_text("utf-8").partition("### Fields")[2]
    lines = [f"| `{field}` | {what} |" for field, what in described()]
    assert [line for line in lines if line not in page.splitlines()] == []
    assert page.count("\n| `{") == len(lines)


def test_the_page_about_forms_explains_every_column_of_the_workbook() -> None:
    page = (ROOT / "docs" / "forms.md").read_text("utf-8")
    assert [c["heading"] for c in terms("forms_file")["columns"] if f"| `{c['heading']}` |" not in page] == []
