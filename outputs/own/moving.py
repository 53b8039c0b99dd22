"""What refers to rows of a sheet after rows were put in: ranges, formulas, names, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CELL = re.compile(r"(\$?[A-Z]{1,3})(\$?)(\d{1,7})")
_ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
_PART = re.compile(r"('(?:[^']|'')*'|[^\s!,()':;+\-*/&=<>\"^{}]+)!")


def moved(reference: str, row: int, more: int) -> str:
    """A reference (``A1``, ``$B$5:C9``, ``3:7``) after ``more`` rows came in below ``row``.

    What lies below moves; a range that reaches to the row or over it grows by the new rows.
    """
    first, parted, last = reference.partition(":")
    if not parted:
        return _cell(first, lambda at: at + more if at > row else at)
    if rows := _ROWS.fullmatch(reference):
        begin, end = int(rows[2]), int(rows[4])
        begin, end = (begin + more if begin > row else begin), (end + more if end >= row else end)
        return f"{rows[1]}{begin}:{rows[3]}{end}"
    top = _cell(first, lambda at: at + more if at > row else at)
    return f"{top}:{_cell(last, lambda at: at + more if at >= row else at)}"


def _cell(reference: str, to: Callable[[int], int]) -> str:
    found = _CELL.fullmatch(reference)
    return f"{found[1]}{found[2]}{to(int(found[3]))}" if found else reference


def moved_formula(formula: str, own_sheet: str, sheet: str, row: int, more: int) -> str:
    """A formula of ``own_sheet`` after ``more`` rows came in below ``row`` of ``sheet``."""
    from openpyxl.formula import Tokenizer  # noqa: PLC0415  (slow, and only for a batch with templates)

    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            token.value = _moved_on(token.value, own_sheet, sheet, row, more)
    return f"={''.join(token.value for token in tokens.items)}"


def _moved_on(reference: str, own_sheet: str, sheet: str, row: int, more: int) -> str:
    prefix = _PART.match(reference)
    of = prefix[1].strip("'").replace("''", "'") if prefix else own_sheet
    if of != sheet:
        return reference
    rest = reference[prefix.end() :] if prefix else reference
    return (prefix.group() if prefix else "") + moved(rest, row, more)


def _grown(area: str, row: int, more: int) -> str:
    """An area that a rule holds for: a single cell of the row is the range of its copies, too."""
    return moved(area if ":" in area else f"{area}:{area}", row, more)


def make_room(book: Workbook, page: Worksheet, row: int, more: int) -> None:
    """Puts ``more`` empty rows below ``row``; all that stands below or refers to it goes with them."""
    heights = {at: page.row_dimensions[at] for at in list(page.row_dimensions) if at > row}
    if page.max_row > row:
        page.move_range(f"A{row + 1}:{_last(page)}", rows=more)
    for at in heights:
        del page.row_dimensions[at]
    for at, dimension in heights.items():
        dimension.index = at + more
        page.row_dimensions[at + more] = dimension
    _move_ranges(page, row, more)
    for other in book.worksheets:
        for cells in other.iter_rows():
            for cell in cells:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = moved_formula(cell.value, other.title, page.title, row, more)
    for names in (book.defined_names, *(one.defined_names for one in book.worksheets)):
        for name in names.values():
            if name.value:
                name.value = moved_formula(f"={name.value}", "", page.title, row, more)[1:]


def _last(page: Worksheet) -> str:
    return page.cell(page.max_row, page.max_column).coordinate


def _move_ranges(page: Worksheet, row: int, more: int) -> None:
    """Merged cells, filters, print area, drop-downs, colours by rule, tables, links and pictures."""
    from openpyxl.formatting.formatting import ConditionalFormattingList  # noqa: PLC0415  (slow)
    from openpyxl.worksheet.cell_range import MultiCellRange  # noqa: PLC0415

    page.merged_cells = MultiCellRange([moved(str(area), row, more) for area in page.merged_cells.ranges])
    if page.auto_filter.ref:
        page.auto_filter.ref = moved(page.auto_filter.ref, row, more)
    if page.print_area:
        areas = str(page.print_area).split(",")
        page.print_area = [moved(area.rpartition("!")[2].replace("$", ""), row, more) for area in areas]
    for rule in page.data_validations.dataValidation:
        rule.sqref = MultiCellRange([_grown(str(area), row, more) for area in rule.sqref.ranges])
    rules, page.conditional_formatting = page.conditional_formatting, ConditionalFormattingList()
    for coloured in rules:
        ruled = " ".join(_grown(str(area), row, more) for area in coloured.sqref.ranges)
        for one in coloured.rules:
            page.conditional_formatting.add(ruled, one)
    for table in page.tables.values():
        table.ref = moved(table.ref, row, more)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = moved(table.autoFilter.ref, row, more)
    for drawn in (*getattr(page, "_images", ()), *getattr(page, "_charts", ())):
        for end in ("_from", "to"):
            marker = getattr(drawn.anchor, end, None)
            if marker is not None and marker.row >= row:
                marker.row += more
