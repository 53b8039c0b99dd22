"""The sheets of an Excel workbook (.xlsx, .xlsb, .xls), read with calamine within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from corpus.messages import UnreadableError
from corpus.records import Block, Document, Paragraph, Problem, Source
from extractors.library_words import plain
from extractors.limits import Limits, megabytes
from extractors.readers.package import BROKEN, Package
from extractors.readers.sheets.boxes import box_paragraphs
from extractors.readers.sheets.cell_text import Value, shown
from extractors.readers.sheets.facts import SheetFacts
from extractors.readers.sheets.long_numbers import LongNumbers
from extractors.readers.sheets.remarks import part_remarks, sheet_remarks
from extractors.readers.sheets.sheet import Sheet, check_size, grids
from extractors.readers.sheets.xls_facts import facts_of_xls
from extractors.readers.sheets.xlsb_facts import facts_of_xlsb
from extractors.readers.sheets.xlsx_facts import facts_by_sheet

Facts = dict[str, tuple[str, SheetFacts]]
"""The part (empty where the format has none) and the facts of each sheet by its name."""


def read_workbook(data: bytes, shown_as: str, sha256: str, file_format: str, limits: Limits) -> Document:
    """One Grid for each sheet with content, hidden ones too, numbered from 1.

    Raises ``read-damaged``, ``read-password``, ``read-too-large``, ``read-sheet-too-large``, ``read-sheet-merges`` and
    ``read-sheet-text``. A sheet that fails is a ``read-part-failed``.
    """
    around = _AROUND[file_format](data, Source(shown_as, sha256), limits)
    facts = around.facts
    _check(facts, shown_as, limits)
    with _calamine(shown_as, file_format):
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        try:
            with _calamine(about.name, file_format):
                found = workbook.get_sheet_by_name(about.name)
        except UnreadableError as error:
            args = (("part", about.name), ("reason", dict(error.problem.args).get("reason", "")))
            problems.append(Problem(about.name, "read-part-failed", args))
            continue
        _, of_sheet = facts.get(about.name, ("", SheetFacts()))
        sheet = _sheet(found, of_sheet)
        sheet.hidden = about.visible is not SheetVisibleEnum.Visible
        sheets.append(sheet)
        problems += sheet_remarks(sheet)
    blocks: tuple[Block, ...] = (*around.boxes, *grids(sheets, shown_as, sha256))
    return Document(shown_as, sha256, file_format, blocks, (*problems, *around.problems))


@contextmanager
def _calamine(shown_as: str, file_format: str) -> Iterator[None]:
    """Whatever damaged bytes bring calamine to is ``read-damaged``: it raises, and it panics (no ``Exception``)."""
    try:
        yield
    except PasswordError:
        raise UnreadableError("read-password", where=shown_as) from None
    except Exception as error:
        raise _damaged(error, shown_as, file_format) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(error, shown_as, file_format) from None


def _check(facts: Facts, shown_as: str, limits: Limits) -> None:
    """Refuses what would not fit in memory: calamine makes room for whole rectangles, and ends the process without."""
    cells = 0
    for name, (part, about) in facts.items():
        check_size(about.rows, about.columns, cells, about.merges, shown_as, part or name, limits)
        cells += about.rows * about.columns
    text = sum(about.text for _, about in facts.values())
    if text > limits.inflated_bytes:
        limit = megabytes(limits.inflated_bytes)
        raise UnreadableError("read-sheet-text", where=shown_as, size=megabytes(text), limit=limit)


def _damaged(reason: BaseException, shown_as: str, file_format: str) -> UnreadableError:
    return UnreadableError("read-damaged", where=shown_as, format=file_format.upper(), reason=plain(reason))


def _sheet(found: CalamineSheet, facts: SheetFacts) -> Sheet:
    sheet = Sheet(
        name=found.name,
        rows=[],
        merges=found.merged_cell_ranges or facts.merged,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
        uncalculated=facts.uncalculated,
    )
    sheet.rows = [
        [_text(value, at, column, facts, sheet.numbers) if value != "" else "" for column, value in enumerate(values)]
        for at, values in enumerate(found.to_python(skip_empty_area=False))
    ]
    for (at, column), error in facts.errors.items():
        if at < len(sheet.rows) and column < len(sheet.rows[at]):
            sheet.rows[at][column] = error
    return sheet


def _text(value: Value, row: int, column: int, facts: SheetFacts, numbers: LongNumbers) -> str:
    if isinstance(value, str):
        text = shown(value)
        return numbers.see_text(row, column, text) if "E+" in text else text
    text = shown(value, facts.kinds.get((row, column)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers.see(row, column, value, text)
    return text


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of a workbook without calamine: its sheets' facts, its text boxes, and what else it holds."""

    facts: Facts
    boxes: tuple[Paragraph, ...] = ()
    problems: tuple[Problem, ...] = ()


def _of_package(data: bytes, source: Source, limits: Limits) -> _Around:
    return _around(Package(data, source.file, "xlsx", limits), facts_by_sheet, source)


def _of_binary_package(data: bytes, source: Source, limits: Limits) -> _Around:
    return _around(Package(data, source.file, "xlsb", limits), facts_of_xlsb, source)


def _around(package: Package, facts_of: Callable[[Package], Facts], source: Source) -> _Around:
    """Every part is inflated once: calamine takes a cut one for a short one."""
    package.verify()
    try:
        facts = facts_of(package)
    except BROKEN as error:
        raise package.damaged(error) from None
    found = list(box_paragraphs(package, source))
    boxes = [replace(box, source=replace(source, paragraph=at)) for at, box in enumerate(_boxes(found), 1)]
    failed = [problem for problem in found if isinstance(problem, Problem)]
    return _Around(facts, tuple(boxes), (*failed, *part_remarks(package, source.file)))


def _boxes(found: list[Paragraph | Problem]) -> Iterator[Paragraph]:
    return (box for box in found if isinstance(box, Paragraph))


def _of_compound_file(data: bytes, source: Source, _limits: Limits) -> _Around:
    try:
        facts, macros = facts_of_xls(data, source.file)
    except (OSError, ValueError) as error:
        raise _damaged(error, source.file, "xls") from None
    notes = (Problem(source.file, "note-macros"),) if macros else ()
    return _Around({name: ("", found) for name, found in facts.items()}, (), notes)


_AROUND: dict[str, Callable[[bytes, Source, Limits], _Around]] = {
    "xlsx": _of_package,
    "xlsb": _of_binary_package,
    "xls": _of_compound_file,
}
