"""``minyi run --public`` and ``minyi public``: nothing is published before a person has confirmed every removal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from corpus.database import open_database
from corpus.review_schema import people
from flows.cli import LazyGroup

pytestmark = pytest.mark.usefixtures("small_shipped")
ROWS = (
    "问题编号,意见建议,责任单位,负责人",
    "120250090900001,我叫吴桂芳；电话13877654321；石桥路路灯不亮。,县城管局,韦国强",
    "120250090900002,石桥路的井盖翘起来了；请韦国强管一管。,县城管局,韦国强",
    "120250090900003,无人认领的意见；联系微信wx_shiqiao01。,,",
)
TOLD = ("吴桂芳", "13877654321", "wx_shiqiao01")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "来文").mkdir()
    (tmp_path / "来文" / "意见.csv").write_text("\n".join(ROWS), "utf-8")
    return tmp_path


def minyi(office: Path, *arguments: str) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), [*arguments, "--workspace", str(office / "w")])


def run(office: Path, *options: str) -> Result:
    return minyi(office, "run", str(office / "来文"), "--no-prefect", *options)


def somebody(office: Path) -> None:
    engine = open_database(f"sqlite:///{office / 'w' / 'minyi.db'}")
    row = {"login": "zhang", "name": "张敏", "role": "reviewer", "password": "x", "active": True}
    with engine.begin() as connection:
        connection.execute(sa.insert(people), [{**row, "created": datetime.now(UTC)}])
    engine.dispose()


def answered(office: Path, word: str, most: int = 99) -> Path:
    """The list of removals, with the word on the first of its rows."""
    path = office / "w" / "outputs" / "脱敏核对.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["脱敏核对"]
    head = next(row for row in page.iter_rows() if row[0].value == "序号")
    column = next(cell.column for cell in head if cell.value == "处理")
    for row in range(head[0].row + 1, min(page.max_row, head[0].row + most) + 1):
        page.cell(row, column).value = word
    back = office / "回.xlsx"
    book.save(back)
    return back


def words_in(folder: Path) -> str:
    """Every text of the papers in a folder."""
    said: list[str] = []
    for path in folder.rglob("*.docx"):
        document = docx.Document(str(path))
        said += [p.text for p in document.element.body.iter() if p.tag.endswith("}t") and p.text]
    for path in folder.rglob("*.xlsx"):
        for page in openpyxl.load_workbook(path):
            said += [str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    return "\n".join(said)


def test_the_public_version_is_refused_until_each_removal_is_confirmed(office: Path) -> None:
    public = office / "w" / "outputs" / "公开版"
    first = run(office, "--public")
    assert (first.exit_code, public.exists()) == (1, False)
    assert "公开版未写：2 处" in first.output
    somebody(office)
    some = minyi(office, "public", str(answered(office, "删除", 1)))
    assert (some.exit_code, "还有 1 处待确认" in some.output) == (1, True)
    assert (run(office, "--public").exit_code, public.exists()) == (1, False)
    assert minyi(office, "public", str(answered(office, "删除"))).exit_code == 0
    assert run(office, "--public").exit_code == 0
    said = words_in(public)
    assert not [told for told in TOLD if told in said]
    assert "我叫吴某；电话［电话已隐去］；石桥路路灯不亮。" in said
    assert (public / "公示稿.docx").is_file()
    again = run(office, "--public")
    assert (again.exit_code, "这批文件没有变化" in again.output) == (0, True)


def test_officials_and_what_a_person_keeps_stay_and_what_nobody_has_assigned_is_not_published(office: Path) -> None:
    run(office, "--public")
    somebody(office)
    assert minyi(office, "public", str(answered(office, "保留"))).exit_code == 0
    assert run(office, "--public").exit_code == 0
    said = words_in(office / "w" / "outputs" / "公开版")
    assert "请韦国强管一管" in said
    assert "13877654321" in said
    assert "无人认领" not in said
    assert "意见.csv" not in said


def test_a_new_comment_withdraws_the_public_version_until_it_is_confirmed_too(office: Path) -> None:
    public = office / "w" / "outputs" / "公开版"
    run(office, "--public")
    somebody(office)
    minyi(office, "public", str(answered(office, "删除")))
    assert run(office, "--public").exit_code == 0
    table = office / "来文" / "意见.csv"
    more = "120250090900004,我是覃小莲；家住幸福小区3栋2单元501；晚上噪声大。,县城管局,韦国强"
    table.write_text(f"{table.read_text('utf-8')}\n{more}", "utf-8")
    assert run(office, "--public").exit_code == 1
    assert [*public.rglob("*.docx"), *public.rglob("*.xlsx")] == []


def test_of_a_public_paper_that_a_person_has_changed_it_is_said_that_nobody_has_confirmed_it(office: Path) -> None:
    run(office, "--public")
    somebody(office)
    goes = answered(office, "删除").rename(office / "删.xlsx")
    minyi(office, "public", str(answered(office, "保留")))
    run(office, "--public")
    paper = next((office / "w" / "outputs" / "公开版").glob("整改完成情况一览表.xlsx"))
    book = openpyxl.load_workbook(paper)
    book.worksheets[0]["A1"] = "改过的标题"
    book.save(paper)
    minyi(office, "public", str(goes))
    again = run(office, "--public")
    assert f"{paper}：有人改过，原样保留，但其中可能有尚未确认的个人信息。" in again.output


def test_without_a_file_it_says_how_many_wait(office: Path) -> None:
    run(office, "--public")
    told = minyi(office, "public")
    assert (told.exit_code, "拟隐去 2 处，待确认 2 处" in told.output) == (1, True)


def test_without_public_there_is_neither_list_nor_version(office: Path) -> None:
    assert run(office).exit_code == 0
    there = {path.name for path in (office / "w" / "outputs").iterdir()}
    assert {"公开版", "脱敏核对.xlsx"} & there == set()
