"""``minyi directory``, and a run that goes by the directory of its office."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from flows.cli import LazyGroup

pytestmark = pytest.mark.usefixtures("small_shipped")


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def directory(path: Path, lead: str, functions: str = "城管") -> Path:
    """A directory with one unit, one line of division and one place."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = {
        "部门": [("单位名称", "职能"), (lead, functions)],
        "分工": [("事项关键词", "牵头单位", "协同单位"), ("占道", lead, "县公安局")],
        "属地": [("名称", "责任单位"), ("桐溪镇", "桐溪镇人民政府")],
    }
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "问题编号", "意见建议内容"])
    page.append(["1", "120260710000001", "桐溪镇老街有人占道卖菜，走路都要侧着身子"])
    book.save(tmp_path / "意见.xlsx")
    return tmp_path / "意见.xlsx"


def listed(workspace: Path) -> str:
    book = openpyxl.load_workbook(workspace / "outputs" / "整改任务清单.xlsx")
    return "\n".join(str(v) for page in book for row in page.iter_rows(values_only=True) for v in row if v)


def test_a_new_directory_is_clear_and_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    assert minyi("directory", "new", path).exit_code == 0
    checked = minyi("directory", "check", path)
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "没有缺漏和冲突" in checked.stderr
    before = path.read_bytes()
    assert "这个文件已经有了" in str(minyi("directory", "new", path).exception)
    assert path.read_bytes() == before


def test_what_is_to_be_mended_is_a_line_each_with_its_place(tmp_path: Path) -> None:
    checked = minyi("directory", "check", directory(tmp_path / "目录.xlsx", "综合执法局", "城管、没有的职能"))
    assert checked.exit_code == 1
    assert [line.partition("：")[0] for line in checked.stdout.splitlines()] == [
        "表“部门”第2行“职能”列",
        "表“部门”“职能”列",
        "表“分工”第2行“协同单位”列",
    ]


@pytest.mark.parametrize("arguments", [("check",), ("new",), ("new", "目录.docx"), ("mend", "目录.xlsx")])
def test_a_wrong_call_is_exit_code_two(arguments: tuple[str, ...]) -> None:
    assert minyi("directory", *arguments).exit_code == 2


def test_a_run_goes_by_the_directory_in_its_workspace(tmp_path: Path, comments: Path) -> None:
    workspace = tmp_path / "w"
    assert minyi("run", comments, "--workspace", workspace, "--no-prefect").exit_code == 0
    assert "城市管理执法局（" in listed(workspace)

    directory(workspace / "目录.xlsx", "城市管理监督局")
    assert minyi("run", comments, "--workspace", workspace, "--no-prefect").exit_code == 0
    found = listed(workspace)
    assert "城市管理监督局（" in found
    assert "本单位分工：占道" in found
    assert "县公安局" in found
    assert "桐溪镇（桐溪镇人民政府）" in found
    with closing(sqlite3.connect(workspace / "minyi.db")) as store:
        assert [count for (count,) in store.execute("SELECT count(*) FROM suggestion")] == [1]

    again = minyi("run", comments, "--workspace", workspace, "--no-prefect")
    assert "这批文件没有变化" in again.stderr

    named = directory(tmp_path / "另一份.xlsx", "综合执法局")
    assert minyi("run", comments, "--workspace", workspace, "--directory", named, "--no-prefect").exit_code == 0
    assert "综合执法局（" in listed(workspace)


def test_a_directory_in_the_workspace_is_no_file_of_the_batch(tmp_path: Path, comments: Path) -> None:
    workspace = tmp_path / "w"
    workspace.mkdir()
    comments.rename(workspace / "意见.xlsx")
    directory(workspace / "目录.xlsx", "城市管理监督局")
    run = minyi("run", workspace, "--workspace", workspace, "--no-prefect")
    assert "文件 1 个" in run.stderr, run.stderr


def test_a_directory_that_cannot_be_understood_stops_the_run_before_the_work(tmp_path: Path, comments: Path) -> None:
    wrong = directory(tmp_path / "目录.xlsx", "综合执法局", "没有的职能")
    run = minyi("run", comments, "--workspace", tmp_path / "w", "--directory", wrong, "--no-prefect")
    assert "没有“没有的职能”这一职能" in str(run.exception)
    assert not (tmp_path / "w" / "minyi.db").exists()


def test_a_folder_in_the_place_of_the_directory_is_not_passed_over(tmp_path: Path, comments: Path) -> None:
    (tmp_path / "w" / "目录.xlsx").mkdir(parents=True)
    run = minyi("run", comments, "--workspace", tmp_path / "w", "--no-prefect")
    assert "不是普通文件" in str(run.exception)
