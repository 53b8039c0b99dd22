"""Where tables stand in a document: which rows of which grids are their data, and which columns they kept."""

from __future__ import annotations

from documents import document, grid

from corpus.records import TablePlace
from extractors.tables.tables import table_places, tables

HEAD = ("序号", "整改内容", "责任单位")


def test_titles_headers_and_empty_rows_are_no_data() -> None:
    found = document("附件", [["清单", "清单", "清单"], HEAD, ["", "", ""], ["1", "修路", "交通局"]])
    assert table_places(found) == (TablePlace((1,), ((1, 3),), (0, 1, 2)),)


def test_a_table_over_two_pages_has_its_rows_in_two_grids_and_the_repeated_header_is_none() -> None:
    found = document(
        grid([HEAD, ["1", "修路", "交通局"]], pages=(1,), table=1),
        grid([HEAD, ["2", "清淤", "水利局"]], pages=(2,), table=2),
    )
    assert table_places(found) == (TablePlace((0, 1), ((0, 1), (1, 1)), (0, 1, 2)),)


def test_a_column_that_says_nothing_is_left_out() -> None:
    found = document([["序号", "", "整改内容"], ["1", "", "修路"]])
    assert table_places(found)[0].columns == (0, 2)


def test_every_row_of_a_table_is_the_row_at_its_place() -> None:
    found = document(
        "甲", [HEAD, ["1", " 修路 ", "交通局"]], "乙", [["指标", "权重"], ["绿化", "5%"], ["", ""], ["水质", "3%"]]
    )
    for table, place in zip(tables(found), table_places(found), strict=True):
        for row, (block, at) in zip(table.rows, place.rows, strict=True):
            cells = found.blocks[block].cells[at]  # type: ignore[union-attr]
            assert row == tuple(cells[column].strip() for column in place.columns)
