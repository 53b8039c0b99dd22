"""What ``minyi run`` says of a notice on the screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import LazyGroup

NOTICE = """{degree}
澜江市绩效考评领导小组办公室关于报送整改方案的通知

市直各单位：
    请于2026年4月10日（星期一）前报送整改方案，并于2026年5月8日（星期五）前报送台账。

澜江市绩效考评领导小组办公室
2026年3月2日
"""


def run(folder: Path, degree: str) -> Result:
    (folder / "通知.txt").write_text(NOTICE.format(degree=degree), "utf-8")
    arguments = ["run", str(folder / "通知.txt"), "--workspace", str(folder / "w"), "--no-prefect"]
    done = CliRunner().invoke(LazyGroup("minyi"), arguments)
    assert done.exit_code == 0, done.output
    return done


def test_a_classified_document_is_named_with_what_to_heed(tmp_path: Path) -> None:
    [line] = [line for line in run(tmp_path, "秘密★1年").stderr.splitlines() if "密级" in line]
    assert line.startswith(f"{tmp_path / '通知.txt'}：标有密级“秘密★1年”。请按保密规定")


@pytest.mark.parametrize("degree", ["", "特急"])
def test_a_document_without_a_degree_is_not(tmp_path: Path, degree: str) -> None:
    assert "密级" not in run(tmp_path, degree).stderr


def test_checks_that_do_not_hold_are_counted(tmp_path: Path) -> None:
    # 10 April 2026 is a Friday and not a Monday, 8 May 2026 is a Friday.
    assert "核对不符 1 项" in run(tmp_path, "").stderr
    assert json.loads((tmp_path / "w" / "outputs" / "run.json").read_text("utf-8"))["checks_failed"] == 1


def test_a_mistyped_path_makes_no_empty_batch_and_leaves_the_drafts_alone(tmp_path: Path) -> None:
    run(tmp_path, "")
    drafts = tmp_path / "w" / "outputs"
    before = (drafts / "run.json").read_bytes()
    arguments = ["run", str(tmp_path / "通报.txt"), "--workspace", str(tmp_path / "w"), "--no-prefect"]
    done = CliRunner().invoke(LazyGroup("minyi"), arguments)
    assert done.exit_code == 1
    assert done.stderr == f"{tmp_path / '通报.txt'}：找不到该文件。请核对路径。\n"
    assert (drafts / "run.json").read_bytes() == before
