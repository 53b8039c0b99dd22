"""``minyi tag``: supporting units, places and matters, the office's directory, review, long tables and their titles."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from invented_comments import table, tagged

from classifiers.model import TRUSTED
from classifiers.storage import SHIPPED
from corpus.directory import shipped_directory
from corpus.messages import MinyiError
from corpus.records import Suggestion
from flows import models
from flows.cli import LazyGroup
from flows.tagging import Tagging
from flows.tagging import tagged as tag_all

PARKING = "桐溪镇老街流动摊贩占道卖菜，走路都要侧着身子"
TWO = "1.河口路的路灯坏了一个月没人修，晚上一片漆黑。2.镇上小学食堂的饭菜又贵又难吃，家长意见很大。"


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


def tag(source: Path, *more: str | Path) -> list[dict[str, str]]:
    """By the model in the package, whether or not the comments were changed since."""
    out = source.with_name("out.csv")
    done = minyi("tag", source, out, "--model", SHIPPED, "--reading", "fast", *more)
    assert done.exit_code == 0, done.output
    return tagged(out)


def comments(folder: Path, *texts: str) -> Path:
    return table(folder / "意见.csv", ("text",), [(text,) for text in texts])


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """An office whose 综合执法局 clears the streets, with 公安局 beside it, and whose list has one town."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = {
        "部门": [("单位名称", "职能"), ("综合执法局", "城管")],
        "分工": [("事项关键词", "牵头单位", "协同单位"), ("占道", "综合执法局", "公安局")],
        "属地": [("名称", "责任单位"), ("桐溪镇", "桐溪镇人民政府"), ("龙湾村", "")],
    }
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(tmp_path / "目录.xlsx")
    return tmp_path / "目录.xlsx"


def test_the_offices_directory_names_lead_supporting_unit_and_place(tmp_path: Path, directory: Path) -> None:
    (row,) = tag(comments(tmp_path, PARKING), "--directory", directory)
    assert row["department_1"] == "综合执法局"
    assert row["function_1"] == "城管"
    assert row["supporting"] == "公安局"
    assert row["territory"] == "桐溪镇（桐溪镇人民政府）"
    assert row["reason"] == "本单位分工：占道"


def test_without_a_directory_no_place_is_named_and_the_departments_have_their_usual_names(tmp_path: Path) -> None:
    (row,) = tag(comments(tmp_path, PARKING))
    assert (row["department_1"], row["territory"]) == ("城市管理执法局", "")


def test_two_matters_for_two_departments_are_told_apart_by_their_characters(tmp_path: Path) -> None:
    second = TWO.index("2.")
    one, two = tag(comments(tmp_path, PARKING, TWO))
    assert one["matters"] == ""
    assert two["matters"] == f"0-{second} 城市管理执法局；{second}-{len(TWO)} 教育局"


def test_the_more_sure_a_proposal_must_be_the_more_are_reviewed(tmp_path: Path) -> None:
    source = comments(tmp_path, PARKING, TWO, "没有", "希望越来越好", "窗口的人爱理不理", "学校门口天天堵车")
    few, many = (
        {row["text"] for row in tag(source, "--auto-accept", sure) if row["needs_review"] == "true"}
        for sure in ("0.5", "1")
    )
    assert few < many


def test_unless_asked_a_proposal_must_be_as_sure_as_the_model_itself_wants_it() -> None:
    assert models.TRUSTED == TRUSTED


@pytest.mark.parametrize("wrong", ["0.4", "1.5", "八成"])
def test_a_precision_that_is_none_is_a_wrong_call(tmp_path: Path, wrong: str) -> None:
    assert minyi("tag", comments(tmp_path, PARKING), tmp_path / "o.csv", "--auto-accept", wrong).exit_code == 2


def test_a_very_long_table_is_read_by_its_wording_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.models.THOROUGH", 1)
    source, out = comments(tmp_path, PARKING, TWO), tmp_path / "out.csv"
    done = minyi("tag", source, out, "--model", SHIPPED)
    assert "--reading thorough" in done.stderr
    assert tagged(out) == tag(source)
    assert "--reading" not in minyi("tag", source, out, "--model", SHIPPED, "--reading", "fast").stderr


def test_workers_give_the_rows_of_one_process_in_order_with_their_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = (PARKING, "河口化工厂半夜排臭气，整条街不敢开窗", TWO, "没有", "河口化工厂半夜排臭气，整条街不敢开窗。")
    source = comments(tmp_path, *texts)
    alone = tag(source)
    monkeypatch.setattr("flows.tagging._ALONE", 1)
    monkeypatch.setattr("flows.tagging._AT_ONCE", 2)
    together = tag(source)
    assert [row["text"] for row in together] == list(texts)
    assert together == alone
    assert together[1]["group"] == together[4]["group"]
    assert len({row["group"] for row in together}) == 4


def dies(_: Suggestion) -> str:
    """As the system ends a process that takes too much memory."""
    os._exit(9)


def test_a_worker_that_the_system_ends_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.tagging._ALONE", 1)
    tagging = Tagging(SHIPPED, False, shipped_directory(), TRUSTED)
    with pytest.raises(MinyiError, match="工作进程被系统终止"):
        tag_all([PARKING, TWO], ["", ""], tagging, dies)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_title_above_the_header_stays_above_it(tmp_path: Path, suffix: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["意见汇总表"], ["填报单位：某办"], ["序号", "意见内容"], ["1", PARKING], ["2", "没有"]):
        page.append(row)
    page.merge_cells("A1:B1")
    book.save(tmp_path / "意见.xlsx")
    out = tmp_path / f"out.{suffix}"
    done = minyi(
        "tag", tmp_path / "意见.xlsx", out, "--text-column", "意见内容", "--model", SHIPPED, "--reading", "fast"
    )
    assert done.exit_code == 0, done.output
    if suffix == "csv":
        lines = [line.split(",") for line in out.read_text("utf-8-sig").splitlines()]
    else:
        lines = [
            [str(cell or "") for cell in row] for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True)
        ]
    assert [line[:2] for line in lines] == [
        ["意见汇总表", ""],
        ["填报单位：某办", ""],
        ["序号", "意见内容"],
        ["1", PARKING],
        ["2", "没有"],
    ]
    assert lines[2][2] == "domain"
    assert lines[3][2] == "城市管理与市容"


def test_the_result_is_never_written_over_the_table_that_was_given(tmp_path: Path) -> None:
    source = comments(tmp_path, PARKING)
    before = source.read_bytes()
    done = minyi("tag", source, source, "--model", SHIPPED)
    assert (done.exit_code, source.read_bytes()) == (2, before)
    assert "请另取一个文件名" in done.stderr


def test_sheets_that_were_not_read_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("一批", "二批"):
        page = book.create_sheet(name)
        page.append(["编号", "text"])
        page.append(["1", PARKING])
    book.save(tmp_path / "意见.xlsx")
    done = minyi("tag", tmp_path / "意见.xlsx", tmp_path / "out.csv", "--model", SHIPPED, "--reading", "fast")
    assert "只读了工作表“一批”，没有读：二批。" in done.stderr
