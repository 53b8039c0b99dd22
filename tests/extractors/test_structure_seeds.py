"""The outline and the checks of structure of the five seed notices, against what was read in them by hand."""

import os
from pathlib import Path

import pytest

from extractors.extract import extract_file

SHARED = Path(os.environ.get("MINYI_SHARED", Path(__file__).parents[3] / "shared"))
SEEDS = SHARED / "seeds"

pytestmark = pytest.mark.skipif(not (SEEDS / "gold.json").exists(), reason="the seed notices are not on this machine")


def extraction(number):
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return extract_file(path, path.name)


@pytest.mark.parametrize(
    ("number", "levels"),
    [("000", (5, 8, 2)), ("001", (4, 7, 8)), ("002", (3, 11, 0)), ("003", (4, 8, 6)), ("004", (18, 42, 19))],
)
def test_a_seed_has_its_headings_at_each_level(number, levels):
    found = [heading.level for heading in extraction(number).outline]
    assert tuple(found.count(level) for level in (1, 2, 3)) == levels


@pytest.mark.parametrize(
    ("number", "wrong"),
    [("000", [("四、", "4、")]), ("001", []), ("002", []), ("003", [("（二）", None)]), ("004", [])],
)
def test_the_numbering_of_a_seed_is_wrong_only_where_it_is(number, wrong):
    found = extraction(number)
    assert [(c.stated, c.found) for c in found.checks if c.rule == "numbering"] == wrong


@pytest.mark.parametrize(
    ("number", "counts"),
    [("000", [5]), ("001", [5]), ("002", [6, 3]), ("003", [5]), ("004", [4, 33, 19, 14, 10, 15, 7, 5, 4])],
)
def test_what_a_seed_announces_is_there(number, counts):
    found = [check for check in extraction(number).checks if check.rule == "announced_count"]
    assert [(int(check.stated), check.ok) for check in found] == [(count, True) for count in counts]


def test_the_seed_that_calls_its_third_annex_a_table_is_told_so():
    (check,) = [check for check in extraction("000").checks if check.rule == "annex_mention"]
    assert (check.stated, check.found, check.ok) == ("附件3", "附表3", False)
