"""An office's decisions in the words of the model that is to learn them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented_comments import PARKING, PLACES

from classifiers.model import Tagger
from classifiers.training import train
from corpus.comments import LabelledComment
from corpus.directory import Directory, Unit, shipped_directory
from flows.decided_labels import learnable
from flows.models import shipped_tagger

pytestmark = pytest.mark.usefixtures("small_shipped")


@pytest.fixture
def base() -> Tagger:
    return shipped_tagger(meaning=True)


def one(base: Tagger, row: LabelledComment, directory: Directory | None = None) -> LabelledComment:
    (found,) = learnable([row], base, directory or shipped_directory())
    return found


def test_the_name_of_a_unit_becomes_its_function(base: Tagger) -> None:
    assert one(base, LabelledComment(PARKING[0], functions=("公安局",))).functions == ("公安",)


def test_the_offices_own_name_counts(base: Tagger) -> None:
    own = Directory((Unit("城南综合执法队", ("城管",)),))
    assert one(base, LabelledComment(PARKING[0], functions=("城南综合执法队",)), own).functions == ("城管",)


def test_of_a_unit_with_several_functions_the_likeliest_is_meant(base: Tagger) -> None:
    own = Directory((Unit("教育和交通局", ("教育", "交通")),))
    row = LabelledComment("河口公交车等了四十分钟不来", functions=("教育和交通局",))
    assert one(base, row, own).functions == ("交通",)


def test_what_the_model_does_not_know_is_no_label_and_the_rest_counts(base: Tagger) -> None:
    row = LabelledComment(PARKING[0], "停车难", None, ("第九专班",), "诉求", "立行立改")
    assert one(base, row) == LabelledComment(PARKING[0], None, None, (), None, "立行立改")


def test_the_class_is_one_that_goes_with_the_domain(base: Tagger) -> None:
    assert one(base, LabelledComment(PARKING[0], "交通秩序与社会治安")).petition_class == "政法"
    assert one(base, LabelledComment(PARKING[0], "教育")).petition_class == "教育文体"


def test_without_a_domain_there_is_no_class(base: Tagger) -> None:
    assert one(base, LabelledComment(PARKING[0], functions=("公安局",))).petition_class is None


def test_of_several_classes_of_a_domain_the_likeliest_is_taken(base: Tagger) -> None:
    asked = [LabelledComment("路口红灯没人守", "城市管理与市容"), LabelledComment("垃圾桶三天没人清", "城市管理与市容")]
    both = replace(base, pairs=base.pairs | {("城市管理与市容", "政法")})
    found = learnable(asked, both, shipped_directory())
    assert [row.petition_class for row in found] == ["政法", "城乡建设"]


def test_a_domain_that_was_corrected_is_not_outvoted_by_the_class_of_the_old_one(base: Tagger) -> None:
    decided = [LabelledComment(f"{place}垃圾桶三天没人清，臭得很", "教育") for place in PLACES]
    later = [f"{place}垃圾桶五天没人清" for place in PLACES]
    without, learnt = (train(rows, base).tagger for rows in (decided, learnable(decided, base, shipped_directory())))
    assert {one.domain for one in without.tag(later)} == {"城市管理与市容"}
    assert {one.domain for one in learnt.tag(later)} == {"教育"}
