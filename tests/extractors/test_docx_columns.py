"""Columns of a hair's breadth, which a converter leaves between columns, are none."""

from __future__ import annotations

from office_parts import tbl, tc, tr, word_file

from extractors.limits import DEFAULT
from extractors.readers import docx

UPPER, LOWER = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def cells(widths: list[str], *rows: str) -> tuple[tuple[str, ...], ...]:
    grid = "".join(f"<w:gridCol{width}/>" for width in widths)
    table = tbl(f"<w:tblGrid>{grid}</w:tblGrid>", *rows)
    (found,) = docx.read(word_file(table), "分工.docx", "", DEFAULT).grids
    return found.cells


def twips(*widths: int) -> list[str]:
    return [f' w:w="{width}"' for width in widths]


def cell(text: str, span: int = 1, more: str = "") -> str:
    return tc(text, f'<w:gridSpan w:val="{span}"/>{more}')


def test_cells_that_end_a_twip_apart_stand_in_one_column() -> None:
    assert cells(
        twips(1234, 1235, 1232, 1, 1233),
        tr(cell("事项", 1, UPPER), cell("分工", 2), cell("时限", 2, UPPER)),
        tr(cell("", 1, LOWER), cell("牵头"), cell("配合", 2), cell("", 1, LOWER)),
        tr(cell("绿化"), cell("林业局"), cell("城管局", 2), cell("6月底前")),
    ) == (
        ("事项", "分工", "分工", "时限"),
        ("事项", "牵头", "配合", "时限"),
        ("绿化", "林业局", "城管局", "6月底前"),
    )


def test_a_row_that_begins_or_ends_at_a_narrow_column_keeps_its_place() -> None:
    late = tr(cell("6月"), properties='<w:gridBefore w:val="2"/>')
    early = tr(cell("绿化", 2), properties='<w:gridAfter w:val="1"/>')
    assert cells(twips(2000, 20, 2000), tr(cell("事项", 2), cell("时限")), late, early) == (
        ("事项", "时限"),
        ("", "6月"),
        ("绿化", ""),
    )


def test_a_narrow_column_in_which_a_cell_stands_alone_is_one() -> None:
    assert cells(twips(2000, 20), tr(cell("事项"), cell("时限")), tr(cell("合计", 2))) == (
        ("事项", "时限"),
        ("合计", "合计"),
    )


def test_columns_without_usable_widths_are_columns() -> None:
    rows = (tr(cell("事项", 2), cell("时限")), tr(cell("绿化"), cell("种树"), cell("6月")))
    expected = (("事项", "事项", "时限"), ("绿化", "种树", "6月"))
    assert cells(twips(0, 0, 0), *rows) == expected
    assert cells(["", "", ""], *rows) == expected
    assert cells([' w:w="auto"'] * 3, *rows) == expected


def test_a_cell_beyond_the_listed_columns_is_kept() -> None:
    assert cells(twips(2000, 1, 2000), tr(cell("事项", 2), cell("时限"), cell("备注"))) == (("事项", "时限", "备注"),)
