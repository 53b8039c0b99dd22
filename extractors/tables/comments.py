"""Comments and deductions, one a row, from the tables that hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.records import FILED, Comment, Deduction, Filing, Source, Table, TableKind
from corpus.taxonomy import CONSTRUCTIVE, OTHER
from extractors.column_meanings import comparable
from extractors.names.organisations import organisations_in
from extractors.scans.doubts import DOUBTFUL
from extractors.tables.folded import unfolded
from extractors.tables.rows import is_section, is_sum, meant_rows

_WITH_COMMENTS = (TableKind.RECTIFICATION, TableKind.FEEDBACK)
QUESTION_NUMBER = re.compile(r"\d(20\d{2})\d{3}\d{2}\d{5}")
"""问题编号 of the province: class, year, city, survey group, running number (15 digits)."""
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_YEAR_OF_CAPTION = re.compile(r"(?<!\d)(20\d{2})\s*年(?:度|中期)")
_STRETCHED_NAME = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?![\u3400-\u9fff])")
_BROKEN_DATE = re.compile(r"(?<=[年月\d至—-])\n(?=\d)|(?<=\d)\n(?=[年月日])|\n(?=[前底内起至止—-]|[之以]前)")
_PROPOSED = re.compile(r"[^\n]*（把握[大中小] [01]\.\d\d）[^\n]*|[^、，,；;\n]*（建议）|待人工确定")
"""What minyi itself proposed or left open, in a form that came back: that is nobody's word."""
_PLACE = re.compile(r"第\d+(?:—\d+)?[行页段]")
"""A 来源 that says where in a file a comment stood, as minyi's papers do, names nobody who was asked."""
_FORMER_NAME = re.compile(r"[（(][^（）()]*[)）]$")


def comments(tables: Sequence[Table]) -> tuple[Comment, ...]:
    """One Comment a row with text, from tables of rectification and of feedback, in order.

    Rows over which one number and text are merged are one comment; section rows (one cell merged over the whole row),
    sums and rows without text are none; 同上 is the value above it. The year is the file's own, else that of the
    15-digit 问题编号, else that of the caption (``2025年度…``).
    """
    found: list[Comment] = []
    for table in map(unfolded, tables):
        if table.kind not in _WITH_COMMENTS:
            continue
        before = None
        for at, (row, source) in enumerate(zip(meant_rows(table), table.row_sources, strict=True)):
            if not table.value(row, "text") or is_section(row) or is_sum(row):
                before = None
                continue
            comment = _comment(table, row, source, _is_doubtful(table, at))
            mark = (table.value(row, "sequence"), comment.number, comment.text)
            if mark == before and any(mark[:2]):
                found[-1] = _merged(found[-1], comment)
            else:
                found.append(comment)
            before = mark
    return tuple(found)


def _merged(first: Comment, second: Comment) -> Comment:
    """One comment whose cell is merged over two rows (two units, two measures): both are kept, in order."""

    def both(name: str, joint: str) -> str | None:
        one, other = getattr(first, name), getattr(second, name)
        return joint.join(dict.fromkeys(filter(None, (one, other)))) or None

    return replace(
        first,
        given_lead=both("given_lead", "、"),
        given_responsible=both("given_responsible", "、"),
        given_person=both("given_person", "、"),
        given_deadline=both("given_deadline", "；"),
        goal=both("goal", "\n"),
        measures=both("measures", "\n"),
        doubtful=first.doubtful or second.doubtful,
        filing=_both_filed(first.filing, second.filing),
    )


def _both_filed(first: Filing, second: Filing) -> Filing:
    said = {name: dict.fromkeys(filter(None, (getattr(first, name), getattr(second, name)))) for name in FILED}
    return Filing(**{name: "\n".join(words) or None for name, words in said.items()})


def deductions(tables: Sequence[Table]) -> tuple[Deduction, ...]:
    """One Deduction a row with an indicator or a reason, cells as they stand but for 同上; sums are none."""
    return tuple(
        Deduction(
            indicator=table.value(row, "indicator"),
            reason=table.value(row, "reason") or table.value(row, "text"),
            points=table.value(row, "points"),
            lead=_units(table.value(row, "lead")),
            responsible=_units(table.value(row, "responsible")),
            source=source,
            doubtful=_is_doubtful(table, at),
            person=_in_charge(table, row),
            deadline=_deadline(table.value(row, "deadline")),
            goal=table.value(row, "goal") or None,
            measures=table.value(row, "measures") or None,
            filing=_filing(table, row),
        )
        for table in map(unfolded, tables)
        if table.kind is TableKind.DEDUCTIONS
        for at, (row, source) in enumerate(zip(meant_rows(table), table.row_sources, strict=True))
        if (table.value(row, "indicator") or table.value(row, "reason")) and not is_section(row) and not is_sum(row)
    )


def _is_doubtful(table: Table, row: int) -> bool:
    return table.least_sure(row) < DOUBTFUL


def given_kind(cell: str) -> str | None:
    """建设性 or 其他 as the file says (建设性意见建议, 其它类 …), None where it says neither."""
    if not cell:
        return None
    cell = comparable(cell)
    if "非建设性" in cell or "其他" in cell or "其它" in cell:
        return OTHER
    return CONSTRUCTIVE if "建设性" in cell else None


def _comment(table: Table, row: tuple[str, ...], source: Source, doubtful: bool) -> Comment:
    number = "".join(table.value(row, "number").split()) or None
    return Comment(
        text=table.value(row, "text"),
        source=source,
        number=number,
        title=table.value(row, "title") or None,
        year=_year(table, row, number),
        survey_source=_asked(table.value(row, "survey_source")),
        place=_line(table.value(row, "place")),
        given_kind=given_kind(table.value(row, "kind")),
        given_domain=_line(table.value(row, "domain")),
        given_lead=_units(table.value(row, "lead")) or None,
        given_responsible=_units(table.value(row, "responsible")) or None,
        given_person=_in_charge(table, row),
        given_deadline=_deadline(table.value(row, "deadline")),
        goal=table.value(row, "goal") or None,
        measures=table.value(row, "measures") or None,
        doubtful=doubtful,
        filing=_filing(table, row),
    )


def _filing(table: Table, row: tuple[str, ...]) -> Filing:
    """What a unit filled in: the columns that are called as in its form."""
    return Filing(**{name: table.value(row, name) or None for name in FILED})


def _in_charge(table: Table, row: tuple[str, ...]) -> str | None:
    """The person in charge; where the table has no column for that, the contact (联络员)."""
    return _person(table.value(row, "person")) or (
        None if table.column("person") is not None else _person(table.value(row, "contact"))
    )


def _year(table: Table, row: tuple[str, ...], number: str | None) -> int | None:
    stated = _YEAR.search(table.value(row, "year"))
    built_in = QUESTION_NUMBER.fullmatch(number or "")
    titled = _YEAR_OF_CAPTION.search(table.caption or "")
    found = stated or built_in or titled
    return int(found.group(1)) if found else None


def _line(cell: str) -> str | None:
    """A short entry that a narrow column broke over lines."""
    return "".join(cell.split("\n")).strip() or None


def _asked(cell: str) -> str | None:
    return None if _PLACE.search(cell) else _line(cell)


def _units(cell: str) -> str:
    """Units one below the other are a list; a name that a narrow column broke is one name. Proposals go."""
    if "）" in cell or "待" in cell:
        cell = _PROPOSED.sub("", cell).strip("、，,；;\n ")
    if "\n" not in cell:
        return cell
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    joined = ""
    for before, line in zip(["", *lines], lines, strict=False):
        joined += f"、{line}" if _is_unit(before) and _is_unit(line) else line
    return joined


def _is_unit(line: str) -> bool:
    """Whether a line is one whole name of a body, its former name in brackets set aside."""
    name = _FORMER_NAME.sub("", line)
    return any(span.start == 0 and span.end == len(name) for span in organisations_in(name))


def _person(cell: str) -> str | None:
    """Names; the space that stretches a name of two characters goes (叶  俊 is 叶俊)."""
    if not cell:
        return None
    names = [_STRETCHED_NAME.sub(r"\1\2", line.strip()) for line in cell.split("\n")]
    return "、".join(filter(None, names)) or None


def _deadline(cell: str) -> str | None:
    """A date broken over lines is one date; two paragraphs are two demands (立即整改；长期执行)."""
    if not cell:
        return None
    return "；".join(line.strip() for line in _BROKEN_DATE.sub("", cell).split("\n") if line.strip()) or None
