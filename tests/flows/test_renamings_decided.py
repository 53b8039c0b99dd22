"""``minyi organisations``: what documents propose is listed, decided by a person, and only then changes the drafts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flows.cli import LazyGroup

NOTICE = """澜江市绩效考评领导小组办公室关于扣分事项整改的通知

市直各单位：
    请按附表整改。

澜江市绩效考评领导小组办公室
2026年3月2日

附件
扣分事项表
具体指标\t扣分理由\t扣分值\t牵头单位\t责任单位
桑园面积\t少于计划，被扣0.5分。\t0.5\t市蚕业中心（原市蚕业办）\t
茧站验收\t未按时，被扣0.3分。\t0.3\t市蚕业办\t
环境整治\t未完成，被扣0.2分。\t0.2\t市生态环境局（原市环保局）\t
政务大厅\t未公开，被扣0.1分。\t0.1\t市数据局（原市行政审批局）\t
"""


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notice and a workspace in which it ran once."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "通知.txt").write_text(NOTICE, "utf-8")
    run(folder / "w")
    return folder


@pytest.fixture
def workspace(office: Path, tmp_path: Path) -> Path:
    """A copy of that workspace, for one test to change."""
    shutil.copytree(office, tmp_path / "office")
    return tmp_path / "office" / "w"


def run(workspace: Path) -> Result:
    done = minyi("run", workspace.parent / "通知.txt", "--workspace", workspace, "--no-prefect")
    assert done.exit_code == 0, done.output
    return done


def departments(workspace: Path) -> set[str]:
    return {path.stem for path in (workspace / "outputs" / "任务分解表").glob("*.docx")}


def listed(workspace: Path, *options: str) -> list[dict[str, Any]]:
    done = minyi("organisations", "--workspace", workspace, "--json", *options)
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def test_what_is_proposed_is_listed_with_its_place_and_words(workspace: Path) -> None:
    silk, _ = listed(workspace)
    assert (silk["name"], silk["former"], silk["state"]) == ("市蚕业中心", "市蚕业办", "proposed")
    [reading] = silk["readings"]
    assert (reading["quote"], reading["date"]) == ("市蚕业中心（原市蚕业办）", "2026-03-02")
    assert (Path(reading["source"]["file"]).name, reading["source"]["row"]) == ("通知.txt", 1)


def test_what_the_registry_knows_is_listed_only_on_request(workspace: Path) -> None:
    assert "市环保局" not in [row["former"] for row in listed(workspace)]
    assert {row["former"]: row["state"] for row in listed(workspace, "--all")}["市环保局"] == "known"


def test_for_a_person_each_has_its_number_effect_and_place(workspace: Path) -> None:
    done = minyi("organisations", "--workspace", workspace)
    assert done.exit_code == 0
    number = listed(workspace)[0]["number"]
    assert f"{number}  待定  市蚕业办 → 市蚕业中心" in done.stdout
    assert "“市蚕业办”的任务归入“市蚕业中心”" in done.stdout
    assert "通知.txt，表1，第1行（2026-03-02）：“市蚕业中心（原市蚕业办）”" in done.stdout
    assert "注意：名录中另有“行政审批局”" in done.stdout


def test_nothing_is_applied_without_acceptance_and_an_accepted_renaming_groups_the_next_drafts(workspace: Path) -> None:
    assert {"市蚕业中心", "市蚕业办"} <= departments(workspace)
    number = listed(workspace)[0]["number"]
    assert minyi("organisations", "--workspace", workspace, "--accept", str(number)).exit_code == 0
    run(workspace)
    assert "市蚕业中心" in departments(workspace)
    assert "市蚕业办" not in departments(workspace)
    assert number not in [row["number"] for row in listed(workspace)]


def test_a_run_says_how_many_renamings_wait_for_a_decision(workspace: Path) -> None:
    first, second = (str(row["number"]) for row in listed(workspace))
    minyi("organisations", "--workspace", workspace, "--reject", first)
    (workspace / "outputs" / "核对.xlsx").unlink()
    assert "来文提出机构更名 1 项" in run(workspace).stderr
    minyi("organisations", "--workspace", workspace, "--accept", second)
    assert "机构更名" not in run(workspace).stderr


def test_the_list_says_how_to_decide_while_something_waits(workspace: Path) -> None:
    first, second = (str(row["number"]) for row in listed(workspace))
    waits = minyi("organisations", "--workspace", workspace).stderr
    assert f"minyi organisations --workspace {workspace} --accept {first}" in waits
    minyi("organisations", "--workspace", workspace, "--reject", f"{first},{second}")
    assert minyi("organisations", "--workspace", workspace).stderr == ""


def test_a_rejected_renaming_changes_no_draft_and_may_be_accepted_later(workspace: Path) -> None:
    before = departments(workspace)
    number = str(listed(workspace)[0]["number"])
    minyi("organisations", "--workspace", workspace, "--reject", number)
    run(workspace)
    assert departments(workspace) == before
    [row] = [row for row in listed(workspace, "--accept", number) if str(row["number"]) == number]
    assert row["state"] == "accepted"


def test_several_numbers_are_decided_in_one_call(workspace: Path) -> None:
    numbers = [row["number"] for row in listed(workspace)]
    done = minyi("organisations", "--workspace", workspace, "--accept", "，".join(map(str, numbers)))
    assert "已记下 2 项决定" in done.stderr
    assert "没有待定的机构更名" in minyi("organisations", "--workspace", workspace).stdout


def test_a_wrong_number_decides_nothing(workspace: Path) -> None:
    number = listed(workspace)[0]["number"]
    done = minyi("organisations", "--workspace", workspace, "--accept", f"{number},99")
    assert done.exit_code == 1
    assert "99" in str(done.exception)
    assert number in [row["number"] for row in listed(workspace)]


def test_what_is_no_number_is_a_wrong_call(tmp_path: Path) -> None:
    assert minyi("organisations", "--workspace", tmp_path, "--accept", "一").exit_code == 2


def test_a_folder_without_a_workspace_is_said_and_not_made_into_one(tmp_path: Path) -> None:
    done = minyi("organisations", "--workspace", tmp_path / "没有")
    assert done.exit_code == 1
    assert "没有工作区" in str(done.exception)
    assert not (tmp_path / "没有").exists()


def test_the_help_is_in_english_too() -> None:
    command = [sys.executable, "-m", "flows", "organisations", "--help"]
    environment = os.environ | {"MINYI_LANG": "en"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert "Example: minyi organisations --workspace" in done.stdout
    assert "accept the renamings of these numbers" in done.stdout
