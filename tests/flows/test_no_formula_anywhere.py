"""Citizens' texts that would like to be formulas: in no workbook, table or document that minyi writes are they any.

One office gets hostile comments, and everything that goes out of it is looked at.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from corpus.database import open_database
from corpus.review_schema import people
from flows.cli import LazyGroup
from review.figures.figures import Asked, figures
from review.figures.workbook import figures_workbook
from review.people import Person, Role

pytestmark = pytest.mark.usefixtures("small_shipped")
HOSTILE = (
    '=HYPERLINK("http://a.example","点")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "＠SUM(A1)",
    "\t=1+1",
    "{=1+1}",
    "<r><t>坏</t></r>",
    '{DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"}',
    "http://a.example/点我",
    "mailto:a@a.example",
    "'=1+1",
)
BEGINS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")
FIGURE = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def minyi(*arguments: str | Path) -> None:
    result = CliRunner().invoke(LazyGroup("minyi"), [str(one) for one in arguments])
    assert result.exit_code == 0, result.output


def table(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that what is written goes into."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture
def everything(written: Path) -> Path:
    """Run, public version, workbook and table of a batch, tagged tables, templates and the figures of the overview."""
    if (written / "done").exists():
        return written
    (written / "来文").mkdir()
    plan = (
        "问题编号",
        "意见建议",
        "意见建议类型",
        "牵头单位",
        "责任单位",
        "负责人",
        "整改目标",
        "整改措施",
        "整改时限",
        "来源",
    )
    rows = [(bad, f"{bad}路灯不亮", "建设性", f"{bad}局", bad, bad, bad, bad, bad, bad) for bad in HOSTILE]
    table(written / "来文" / "=1+1.csv", plan, *rows)
    asked = ("问题编号", "意见建议")
    table(written / "来文" / "@SUM(A1).csv", asked, *((f"2{n}", bad) for n, bad in enumerate(HOSTILE)))
    lost = ("具体指标", "扣分理由", "扣分值", "牵头单位", "责任单位")
    table(written / "来文" / "+扣分.csv", lost, *((bad, bad, bad, f"{bad}局", bad) for bad in HOSTILE))
    place = ("--workspace", written / "w")
    (written / "w" / "模板").mkdir(parents=True)
    minyi("forms", "template", written / "w" / "模板" / "措施表.xlsx")
    minyi("run", written / "来文", *place, "--no-prefect", "--public")
    minyi("export", written / "核定表.xlsx", *place)
    minyi("export", written / "核定表.csv", *place)
    for suffix in ("csv", "xlsx"):
        minyi("tag", written / "来文" / "=1+1.csv", written / f"已标注.{suffix}", "--text-column", "意见建议")
    minyi("forms", "new", written / "表式.xlsx")
    minyi("directory", "new", written / "目录.xlsx")
    (written / "总览.xlsx").write_bytes(overview(written / "w" / "minyi.db"))
    (written / "done").touch()
    return written


def overview(database: Path) -> bytes:
    engine = open_database(f"sqlite:///{database}")
    row = {"login": "zhang", "name": "=1+1", "role": Role.LEAD.value, "password": "x", "active": True}
    with engine.begin() as connection:
        connection.execute(sa.insert(people), [{**row, "created": datetime.datetime.now(datetime.UTC)}])
        number = connection.scalar(sa.select(people.c.id))
    person = Person(number, "zhang", "=1+1", Role.LEAD)
    made = figures_workbook(figures(engine, person, None, Asked(), datetime.date(2026, 3, 2)), "=1+1")
    engine.dispose()
    return made


def workbooks(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every workbook that was written, those behind the charts of documents too."""
    for path in sorted(folder.rglob("*.xlsx")):
        yield path.name, path.read_bytes()
    for path in sorted(folder.rglob("*.docx")):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".xlsx"):
                    yield f"{path.name}: {name}", package.read(name)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(everything: Path) -> None:
    names = []
    for name, data in workbooks(everything):
        names.append(name)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {
                part: package.read(part).decode() for part in package.namelist() if part.endswith((".xml", ".rels"))
            }
        assert not [part for part in parts if "externalLink" in part or "vba" in part.lower()], name
        for part, xml in parts.items():
            assert not re.search(r"<f[ >/]|<hyperlink|ddeLink|oleLink|<ext-link", xml), (name, part)
            assert not (part.endswith(".rels") and 'TargetMode="External"' in xml), (name, part)
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
            assert kinds <= {"s", "n"}, (name, sheet.title)
    assert {
        "整改任务清单.xlsx",
        "脱敏核对.xlsx",
        "核定表.xlsx",
        "已标注.xlsx",
        "表式.xlsx",
        "目录.xlsx",
        "总览.xlsx",
    } <= {
        *names,
        "脱敏核对.xlsx",
    }
    assert any(name.startswith("统计报告.docx") for name in names)


def test_no_cell_of_a_table_in_text_begins_a_formula(everything: Path) -> None:
    for name in ("核定表.csv", "已标注.csv"):
        rows = list(csv.reader(io.StringIO((everything / name).read_text("utf-8-sig"), newline="")))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(BEGINS_A_FORMULA) and not FIGURE.fullmatch(cell)], name
        assert any(cell.startswith("'=HYPERLINK") for cell in cells), name


def test_the_fields_of_a_document_are_our_own(everything: Path) -> None:
    found = set()
    for path in everything.rglob("*.docx"):
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                if part.endswith(".xml"):
                    xml = package.read(part).decode()
                    found |= set(re.findall(r"<w:instrText[^>]*>\s*([^<]*?)\s*<|w:instr=\"\s*([^\"]*?)\s*\"", xml))
                if part.endswith(".rels"):
                    assert 'TargetMode="External"' not in package.read(part).decode(), (path.name, part)
    assert {"".join(one).split()[0] for one in found} == {"PAGE"}
