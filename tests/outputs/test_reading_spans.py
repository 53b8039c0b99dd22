"""Merged cells again: headings are joined, data is not, and no cell of a grid is lost or drawn twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from outputs.reading.spans import Span, data_spans, heading_spans

GRIDS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(["单位", "扣分", "", " "]), min_size=width, max_size=width), max_size=5
    )
)


@settings(deadline=None, derandomize=True, database=None)
@given(GRIDS)
def test_every_cell_of_headings_is_covered_once_by_a_cell_of_its_text(rows: list[list[str]]) -> None:
    spans = [span for row in heading_spans(rows) for span in row]
    covered = [cell for span in spans for cell in span.cells()]
    assert sorted(covered) == [(row, column) for row in range(len(rows)) for column in range(len(rows[row]))]
    assert all({rows[r][c] for r, c in span.cells()} == {rows[span.row][span.column]} for span in spans)


def test_a_heading_over_two_levels_and_one_over_two_columns() -> None:
    spans = heading_spans([["序号", "责任", "责任"], ["序号", "牵头", "配合"]])
    assert spans == ((Span(0, 0, 2, 1), Span(0, 1, 1, 2)), (Span(1, 1), Span(1, 2)))


def test_empty_headings_are_not_joined() -> None:
    assert heading_spans([["", "", "甲"]]) == ((Span(0, 0), Span(0, 1), Span(0, 2)),)


def test_of_data_only_a_text_over_the_whole_row_is_one_cell() -> None:
    assert data_spans(["一、市直部门"] * 3) == (Span(0, 0, 1, 3),)
    assert data_spans(["住建局", "住建局", "2"]) == (Span(0, 0), Span(0, 1), Span(0, 2))
    assert data_spans(["无", "无", "无"]) == (Span(0, 0), Span(0, 1), Span(0, 2))
    assert data_spans(["市直部门", "市直部门"]) == (Span(0, 0), Span(0, 1))
