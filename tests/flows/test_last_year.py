"""Matters that come back from one year to the next: which are found, and that a run tells them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from corpus.records import Source, Task
from corpus.tasks import COMMENT, DEDUCTION
from corpus.territory import Gazetteer, Place
from flows.cli import LazyGroup
from flows.last_year import returned

LAMPS = "滨河路从石桥到粮站的路灯有十几盏不亮，晚上看不清路。"
BUS = "去县医院的12路公交车半个小时才来一趟。"


def comment(key: str, text: str, domain: str | None = "城市管理") -> Task:
    return Task(COMMENT, text, Source("意见.xlsx", "a" * 64, row=2), key=key, domain=domain)


def found(
    now: list[Task], before: list[Task], places: Gazetteer | None = None, most: int = 100
) -> dict[str, list[str]]:
    again = returned(now, before, places, most)
    return {key: [one.key for one in tasks] for key, tasks in again.before.items()}


def test_the_same_matter_in_other_words_is_found() -> None:
    before = [comment("x", f"请问，{LAMPS.replace('有十几盏', '十几盏都')}谢谢！"), comment("y", BUS)]
    assert found([comment("a", LAMPS), comment("b", "河堤上没有栏杆，孩子容易落水。")], before) == {"a": ["x"]}


def test_all_of_the_year_before_that_are_alike_are_named() -> None:
    before = [comment("x", LAMPS), comment("y", f"您好，{LAMPS}")]
    assert found([comment("a", LAMPS)], before) == {"a": ["x", "y"]}


def test_another_line_or_another_place_is_another_matter() -> None:
    assert found([comment("a", BUS)], [comment("x", BUS.replace("12路", "21路"))]) == {}
    places = Gazetteer((Place("桥头镇"), Place("磨坊乡")))
    here, there = f"桥头镇{LAMPS}", f"磨坊乡{LAMPS}"
    assert found([comment("a", here)], [comment("x", there), comment("y", here)], places) == {"a": ["y"]}


def test_what_has_no_matter_comes_every_year_and_means_nothing() -> None:
    vague = "希望越来越好。"
    assert found([comment("a", vague, "无明确指向")], [comment("x", vague, "无明确指向")]) == {}


def test_a_deduction_is_no_comment() -> None:
    task = replace(comment("a", LAMPS), origin=DEDUCTION)
    assert found([task], [comment("x", LAMPS)]) == {}


def test_too_many_are_compared_by_their_wording_alone() -> None:
    before = [comment("x", LAMPS.replace("有十几盏", "十几盏都")), comment("y", f"您好！{LAMPS}")]
    again = returned([comment("a", LAMPS)], before, most=2)
    assert not again.alike
    assert [one.key for one in again.before["a"]] == ["y"]


def notice(year: int) -> str:
    return (
        "青河县绩效考评领导小组办公室关于群众意见建议整改的通知\n\n各有关单位：\n    请按附表整改。\n\n"
        f"青河县绩效考评领导小组办公室\n{year}年3月2日\n"
    )


def comes(folder: Path, year: int, *comments: tuple[str, str]) -> Path:
    """A folder of one year's notice and comments."""
    made = folder / f"{year}年来文"
    made.mkdir()
    rows = ["年度,问题编号,意见建议", *(f"{year},{number},{text}" for number, text in comments)]
    (made / "意见.csv").write_text("\n".join(rows), "utf-8")
    (made / "通知.txt").write_text(notice(year), "utf-8")
    return made


def run(folder: Path, workspace: Path) -> Path:
    out = folder.parent / f"{folder.name}稿"
    command = ["run", folder, "--workspace", workspace, "--out", out, "--no-prefect"]
    done = CliRunner().invoke(LazyGroup("minyi"), list(map(str, command)))
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.usefixtures("small_shipped")
def test_a_run_tells_what_the_year_before_had_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    run(comes(tmp_path, 2025, ("B1", LAMPS), ("B2", BUS)), workspace)
    this_year = comes(tmp_path, 2026, ("C1", f"您好，{LAMPS}"), ("C2", "河堤上没有栏杆，孩子容易落水。"))
    out = run(this_year, workspace)
    remarks = remarks_of(out / "整改任务清单.xlsx")
    assert "上年度同类意见：B1" in remarks["C1"]
    assert "上年度同类意见" not in remarks["C2"]
    report = (out / "统计报告.html").read_text("utf-8")
    assert "群众意见建议上年2条，本年2条，持平。" in report
    assert "有1条与上年度的意见相同或相近" in report
    written = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.suffix in (".docx", ".html", ".ics")}
    run(this_year, workspace)
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert json.loads((out / "run.json").read_text("utf-8"))["comments_out"] == 2


def remarks_of(path: Path) -> dict[str, str]:
    """The remark of each numbered comment of a task list."""
    remarks = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        head = next((at for at, row in enumerate(rows) if "问题编号" in row), None)
        if head is not None:
            number = rows[head].index("问题编号")
            column = rows[head].index("备注") if "备注" in rows[head] else None
            remarks |= {row[number]: row[column] if column is not None else "" for row in rows[head + 1 :]}
    return remarks
