"""From a source to its place: paragraphs, rows and cells as the tables count them and as the grids do."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Block, Document, Grid, Paragraph, Source, TablePlace
from outputs.reading.places import Place, Places

HERE = Source("通知.docx", "ab" * 32)


def document(*blocks: Block) -> Document:
    return Document("通知.docx", "ab" * 32, "docx", blocks)


def paragraph(text: str, number: int) -> Paragraph:
    return Paragraph(text, replace(HERE, paragraph=number))


LETTERHEAD = Grid((("机密", "特急"),), replace(HERE, table=1))
TASKS = Grid(
    (("任务清单", "任务清单"), ("事项", "时限"), ("修路", " 6月30日前"), ("", ""), ("清淤", "7月底前")),
    replace(HERE, table=2),
)
ORDER = document(paragraph("第一段", 1), LETTERHEAD, paragraph("第二段", 2), TASKS)
# The letterhead is no table: the tasks are the first table, and the second grid.
TABLES = (TablePlace((3,), ((3, 2), (3, 4)), (0, 1)),)


def found(says: str = "", **where: object) -> Place | None:
    return Places(ORDER, TABLES).find(replace(HERE, **where), says)  # type: ignore[arg-type]


def test_a_span_of_a_paragraph_is_found_by_its_number() -> None:
    assert found(paragraph=2, span=(0, 2)) == Place(2, span=(0, 2))


def test_a_source_without_a_span_is_the_whole_paragraph() -> None:
    assert found(paragraph=1) == Place(0)


def test_a_row_counts_data_rows_alone() -> None:
    assert found(table=1, row=2) == Place(3, 4)


def test_a_span_of_a_stripped_cell_is_moved_to_the_cell_as_the_file_has_it() -> None:
    place = found("6月30日前", table=1, row=1, column=2, span=(0, 6))
    assert place == Place(3, 2, 1, (1, 7))
    assert TASKS.cells[2][1][1:7] == "6月30日前"


def test_a_cell_that_no_table_has_is_counted_as_in_the_grids() -> None:
    assert found("特急", table=1, row=1, column=2, span=(0, 2)) == Place(1, 0, 1, (0, 2))
    assert found("7月底前", table=2, row=5, column=2) == Place(3, 4, 1)


def test_of_lines_with_one_number_the_one_that_reads_so_is_meant() -> None:
    lines = document(paragraph("联系人：方某", 1), paragraph("电话：0770-1234567", 1))
    source = replace(HERE, paragraph=1, span=(3, 15))
    assert Places(lines, ()).find(source, "0770-1234567") == Place(1, span=(3, 15))


def test_each_line_of_a_title_in_one_paragraph_is_its_own_place() -> None:
    lines = document(paragraph("澜江市教育局关于做好学校", 1), paragraph("防汛工作的通知", 1))
    title = "澜江市教育局关于做好学校防汛工作的通知"
    for at, span in enumerate([(0, 12), (0, 7)]):
        assert Places(lines, ()).find(replace(HERE, paragraph=1, span=span), title) == Place(at, span=span)


def test_a_span_beyond_the_text_is_the_whole_paragraph() -> None:
    assert found(paragraph=1, span=(0, 99)) == Place(0)


def test_a_place_that_the_document_does_not_have_is_none() -> None:
    assert found() is None
    assert found(paragraph=9) is None
    assert found(table=1, row=9) is None
    assert found(table=1, row=1, column=7) is None
    assert found(pages=(3,)) is None


def test_a_table_is_its_first_grid() -> None:
    assert found(table=1) == Place(3)


def test_a_span_of_a_long_paragraph_is_found_in_the_portion_that_has_it() -> None:
    portions = [paragraph("甲" * 10, 1), paragraph("乙" * 10, 1)]
    cut = [replace(p, source=replace(p.source, span=(at, at + 10))) for p, at in zip(portions, (0, 10), strict=True)]
    places = Places(document(*cut), ())
    assert places.find(replace(HERE, paragraph=1, span=(2, 4)), "甲甲") == Place(0, span=(2, 4))
    assert places.find(replace(HERE, paragraph=1, span=(13, 15)), "乙乙") == Place(1, span=(3, 5))
