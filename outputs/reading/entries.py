"""The records of a file as the page lists them: what is said, what to know of it, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch

from corpus.messages import describe_in_chinese
from corpus.records import Check, Comment, Deadline, Deduction, Doubt, Extraction, Heading, Indicator, Renaming, Table
from corpus.terms import terms
from outputs.checks import check_cells, in_order
from outputs.deadlines.date_remarks import date_remarks
from outputs.deadlines.schedule import days, weekday
from outputs.forms import word
from outputs.reading.elements import elements
from outputs.reading.entry import Entry, said

_SHOWN = 120
"""Characters of a comment or a reason in the list: the text itself is one key away."""
_NO_NUMERAL = re.compile(r"\W")
_AGREES = {True: "✓", False: "✗", None: "？"}


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of records; ``press`` is the key that goes there, ``folded`` are those that ask for nothing."""

    key: str
    title: str
    press: str
    entries: tuple[Entry, ...]
    folded: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        """The records, what the document does not have left out."""
        return sum(entry.is_there for entry in (*self.entries, *self.folded))

    @property
    def is_bad(self) -> bool:
        return any(entry.is_bad for entry in self.entries)


def sections(extraction: Extraction) -> tuple[Section, ...]:
    """All kinds of records in the order of the page, empty ones too: that there is none is worth knowing."""
    return tuple(_section(extraction, about) for about in terms("reading")["section"])


def _section(extraction: Extraction, about: Mapping[str, str]) -> Section:
    key, tag = about["key"], about["tag"]
    match key:
        case "problems":
            made = list(_problems(extraction))
        case "notice":
            made = list(elements(extraction.notice))
        case "checks":
            made = [_check(check, check_cells(extraction, check), tag) for _, check in in_order((extraction,))]
        case _:
            made = [_entry(record, n, tag) for n, record in enumerate(getattr(extraction, key), 1)]
    open_ones = tuple(entry for entry in made if not entry.is_folded)
    return Section(key, about["title"], about["press"], open_ones, tuple(entry for entry in made if entry.is_folded))


def _problems(extraction: Extraction) -> Iterator[Entry]:
    """Errors before notes."""
    for problem in sorted(extraction.problems, key=lambda p: p.is_note):
        where = problem.where if problem.where != extraction.file else ""
        yield Entry("problems", describe_in_chinese(problem), label=where, is_bad=not problem.is_note)


def _check(check: Check, cells: Mapping[str, str], tag: str) -> Entry:
    """``cells`` are the check's in 核对.xlsx: it is said in the same words."""
    return Entry(
        "checks",
        cells["rule"],
        label=cells["verdict"],
        tag=f"{tag}{_AGREES[check.ok]}",
        lines=said(
            {
                "原文": check.quote,
                "应有": cells["stated"],
                "实有": cells["found"],
                "说明": cells["note"],
                "怎么办": cells["mend"],
            }
        ),
        sources=((check.source, check.quote),),
        is_bad=check.ok is False,
        is_folded=check.ok is True,
    )


@singledispatch
def _entry(record: object, number: int, tag: str) -> Entry:
    """The entry of one record, the ``number``-th of its kind (from 1)."""
    raise TypeError(f"no entry for a {type(record).__name__} ({number}, {tag})")


@_entry.register
def _(record: Deadline, number: int, tag: str) -> Entry:  # noqa: ARG001
    flags = ("年份推定",) if record.year_inferred else ()
    if record.counted is not None and record.end is not None:
        flags = (*flags, "推算")
    when = f"{days(record)} {weekday(record)}".strip()
    return Entry(
        "deadlines",
        when or word("deadline_kind", record.kind),
        tag=tag,
        lines=said(
            {
                "谁": record.actor,
                "做什么": record.action,
                "报给谁": record.recipient,
                "原文": record.quote,
                "注意": "；".join(date_remarks((), record)),
            },
        ),
        flags=flags,
        sources=((record.source, record.quote),),
    )


@_entry.register
def _(record: Table, number: int, tag: str) -> Entry:
    return Entry(
        "tables",
        record.caption or f"第{number}个表（无题名）",
        label=word("table_kind", record.kind),
        tag=tag,
        lines=said({"": f"{len(record.rows)}行：{'、'.join(record.header)}"}),
        sources=((record.source, ""),),
    )


@_entry.register
def _(record: Comment, number: int, tag: str) -> Entry:
    return Entry(
        "comments",
        record.number or f"第{number}条",
        tag=tag,
        lines=said(
            {
                "": _short(record.text),
                "类型": record.given_kind,
                "领域": record.given_domain,
                "牵头": record.given_lead,
                "责任": record.given_responsible,
                "负责人": record.given_person,
                "时限": record.given_deadline,
            }
        ),
        flags=_doubtful(record.doubtful),
        sources=((record.source, record.text),),
    )


@_entry.register
def _(record: Deduction, number: int, tag: str) -> Entry:
    return Entry(
        "deductions",
        record.indicator or f"第{number}项",
        tag=tag,
        lines=said(
            {
                "": _short(record.reason),
                "扣分值": record.points,
                "牵头": record.lead,
                "责任": record.responsible,
            }
        ),
        flags=_doubtful(record.doubtful),
        sources=((record.source, record.indicator or record.reason),),
    )


@_entry.register
def _(record: Indicator, number: int, tag: str) -> Entry:  # noqa: ARG001
    return Entry(
        "indicators",
        f"{record.number}. {record.name}" if record.number else record.name,
        tag=tag,
        lines=said(
            {
                "属于": " › ".join(record.path),
                "要求": _short(record.requirement or ""),
                "权重": record.weight,
                "主考": record.lead,
            }
        ),
        flags=_doubtful(record.doubtful),
        sources=((record.source, record.name),),
    )


@_entry.register
def _(record: Renaming, number: int, tag: str) -> Entry:  # noqa: ARG001
    head = f"{record.former} → {record.name}"
    return Entry(
        "renamings", head, tag=tag, lines=said({"原文": record.quote}), sources=((record.source, record.quote),)
    )


@_entry.register
def _(record: Doubt, number: int, tag: str) -> Entry:  # noqa: ARG001
    return Entry(
        "doubts",
        terms("reading")["doubt"][record.kind.value],
        tag=tag,
        lines=said({"原文": record.quote, "把握": f"{record.confidence:.2f}"}),
        sources=((record.source, record.quote),),
    )


@_entry.register
def _(record: Heading, number: int, tag: str) -> Entry:  # noqa: ARG001
    """As it is written; where its number should be another one, which."""
    agrees = _NO_NUMERAL.sub("", record.written) == _NO_NUMERAL.sub("", record.number)
    return Entry(
        "outline",
        f"{record.written}{record.text}",
        tag=tag,
        flags=() if agrees else (f"编号应为“{record.number}”",),
        sources=((record.source, record.text),),
        level=record.level,
    )


def _doubtful(is_doubtful: bool) -> tuple[str, ...]:
    return ("识别存疑",) if is_doubtful else ()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
