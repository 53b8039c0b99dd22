"""The columns of a tagged table: typed, none lost, none there twice, the same bytes for the same rows."""

from __future__ import annotations

import io
import time

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from corpus.records import Candidate, Matter, Suggestion, Territory
from flows.bulk.columns import ADDED, names_for, parquet, table_of

LAMP = Suggestion(
    domain="城市管理与市容",
    domain_score=0.91236,
    petition_class="城乡建设",
    kind="建设性",
    kind_score=0.5,
    disposition=None,
    candidates=(Candidate("城管局", "城管", 0.87654, "路灯"), Candidate("住建局", "住建", 0.1)),
    needs_review=False,
    model_version="m",
    supporting=("住建局", "公安局"),
    territory=(Territory("桐溪镇", "桐溪镇人民政府"), Territory("龙湾村", "")),
    matters=(
        Matter(0, 4, "教育", (Candidate("教育局", "教育", 0.9),)),
        Matter(4, 9, "交通", (Candidate("交通局", "交通", 0.8),)),
    ),
)
NOBODY = Suggestion("", 0.0, "", "", 0.0, None, (), needs_review=True, model_version="m")


def test_what_is_proposed_stands_typed_behind_the_inputs_texts() -> None:
    table = table_of(("text", "n"), [("路灯坏了", "01")], [LAMP], ["abc"], [0])
    assert table.column_names == ["text", "n", *ADDED]
    assert table.to_pylist() == [
        {
            "text": "路灯坏了",
            "n": "01",
            "domain": "城市管理与市容",
            "domain_score": pytest.approx(0.9124),
            "petition_class": "城乡建设",
            "kind": "建设性",
            "kind_score": 0.5,
            "department_1": "城管局",
            "department_2": "住建局",
            "department_3": None,
            "function_1": "城管",
            "function_2": "住建",
            "function_3": None,
            "score_1": pytest.approx(0.8765),
            "score_2": pytest.approx(0.1),
            "score_3": None,
            "reason": "路灯",
            "needs_review": False,
            "supporting": "住建局、公安局",
            "territory": "桐溪镇（桐溪镇人民政府）、龙湾村",
            "matters": "0-4 教育局；4-9 交通局",
            "group": "abc",
        }
    ]
    kinds = {name: table.schema.field(name).type for name in ("n", "score_1", "needs_review")}
    assert kinds == {"n": pa.string(), "score_1": pa.float32(), "needs_review": pa.bool_()}


def test_rows_of_one_text_share_what_is_proposed_for_it() -> None:
    table = table_of(("text",), [("甲",), ("乙",), ("甲",)], [LAMP, NOBODY], ["a", "b"], [0, 1, 0])
    assert table["department_1"].to_pylist() == ["城管局", None, "城管局"]
    assert table["group"].to_pylist() == ["a", "b", "a"]


def test_a_table_without_rows_has_all_columns() -> None:
    table = table_of(("text", "n"), [], [], [], [])
    assert (table.num_rows, table.column_names) == (0, ["text", "n", *ADDED])


def test_the_same_rows_are_the_same_bytes_and_come_back() -> None:
    table = table_of(("text",), [("甲",), ("乙",)], [LAMP, NOBODY], ["a", "b"], [0, 1])
    data = parquet(table, ("text",))
    assert data == parquet(table_of(("text",), [("甲",), ("乙",)], [LAMP, NOBODY], ["a", "b"], [0, 1]), ("text",))
    assert pq.read_table(io.BytesIO(data)).to_pylist() == table.to_pylist()


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (("编号", "text"), ("编号", "text")),
        (("text", "domain"), ("text", "domain_in")),
        (("domain", "domain_in"), ("domain_in_2", "domain_in")),
        (("text", "备注", "备注"), ("text", "备注", "备注_2")),
        (("备注", "备注", "备注_2"), ("备注", "备注_3", "备注_2")),
        (("text", "", ""), ("text", "column_2", "column_3")),
    ],
)
def test_no_two_columns_have_one_name_and_none_takes_that_of_an_added_one(
    header: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert names_for(header) == names
    assert len({*names, *ADDED}) == len(names) + len(ADDED)


def test_fifty_thousand_columns_without_a_name_get_one_in_no_time() -> None:
    start = time.process_time()
    names = names_for(("",) * 50_000 + ("a",) * 50_000)
    assert (names[49_999], names[50_000], names[50_001], names[-1]) == ("column_50000", "a", "a_2", "a_50000")
    assert time.process_time() - start < 2  # one look at all others for each is minutes
