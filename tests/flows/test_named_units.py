"""The names of units that a clerk writes, read as functions."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented_comments import PARKING, given_to

from corpus.directory import Directory, Unit
from corpus.territory import Place
from flows.cli import LazyGroup
from flows.named_units import functions_of, likeliest, several

OFFICE = Directory(
    units=(
        Unit("县自然资源和建设局", ("自然资源", "住建", "林业"), ("自然资源局", "住建局")),
        Unit("县综合执法局", ("城管",), ("城管局",)),
        Unit("桐溪镇人民政府"),
    ),
    places=(Place("桐溪镇", unit="桐溪镇人民政府"),),
)


@pytest.mark.parametrize(
    ("word", "functions"),
    [
        ("城管", ("城管",)),
        ("县综合执法局", ("城管",)),
        ("城管局", ("城管",)),
        ("县自然资源和建设局", ("自然资源", "住建", "林业")),
        ("住建局", ("住建",)),  # of the merged unit what the former one did
        ("市人社局", ("人社",)),  # not listed by the office, but known everywhere
        ("桐溪镇人民政府", ("属地",)),
        ("待人工确定", ("不明",)),
        ("第九组", ()),
    ],
)
def test_a_word_means_the_functions_of_the_unit_that_has_this_name(word: str, functions: tuple[str, ...]) -> None:
    assert functions_of(word, OFFICE) == functions


def test_several_units_of_a_cell_are_parted_by_any_mark() -> None:
    assert several("城管局、 公安局；民政局;") == ("城管局", "公安局", "民政局")


def test_of_a_units_functions_the_one_ranked_first_is_meant() -> None:
    assert likeliest(("自然资源", "住建"), ("公安", "住建", "自然资源")) == "住建"
    assert likeliest(("自然资源", "住建"), ()) == "自然资源"


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


@pytest.mark.usefixtures("small_shipped")
def test_a_model_is_trained_and_measured_on_names_of_units(tmp_path: Path) -> None:
    table = given_to(tmp_path / "已核对.csv", (PARKING, "县公安局"))
    model = ("--model", tmp_path / "模型", "--function-column", "职能")
    assert minyi("train", table, *model).exit_code == 0
    measured = minyi("evaluate", table, *model)
    assert "职能：6 行，准确率 1.000" in measured.stdout
    assert "其中 6 行是这个模型学过的" in measured.stderr
