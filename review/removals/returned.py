"""脱敏核对.xlsx as it comes back: what a person said of each removal, and what no rule had found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from corpus.messages import MinyiError
from corpus.records import Task
from outputs.public.by_hand import occurrences
from outputs.public.finding import Finding
from outputs.public.listing import GOES, HEADINGS, REPLACED_BY_HAND, STAYS
from review.exchange.sheets import Line, sheet_lines
from review.removals.rulings import Said

_SOUGHT = 10
"""Rows among which the header is."""
_KEY = re.compile(r"([0-9a-f]{64})/(\d{1,9})-(\d{1,9})")


Numbered = Callable[[str], Sequence[Task]]
"""The tasks of the batch that have a number (问题编号)."""


def said_in(data: bytes, name: str, found: Sequence[Finding], numbered: Numbered) -> tuple[Said, ...]:
    """What the workbook says of the findings; rows without a word under 处理 say nothing.

    A row that somebody has added has no 核对码: what stands under 内容 is removed from all texts of its 问题编号.
    Raises ``MinyiError`` for what is no such workbook, a row that is no finding of the last run, or whose 内容 is not
    that of its 核对码 (some of its columns were sorted and others not), a finding of which two rows say different
    things, words that the task does not have, and a word that there is not under 处理, with sheet and row.
    """
    known = {_place(f"{key}/{start}-{end}"): f for f in found for key, start, end in [f.place]}
    for sheet, lines in sheet_lines(data, name):
        top = list(islice(lines, _SOUGHT))
        for at, (_, cells) in enumerate(top):
            columns = {cell.strip(): i for i, cell in enumerate(cells)}
            if HEADINGS["ruling"] in columns and HEADINGS["key"] in columns:
                where = f"{name} {sheet}"
                return tuple(_said(where, columns, (*top[at + 1 :], *lines), known, numbered))
    raise MinyiError("removal-no-header", where=name, heading=HEADINGS["ruling"])


def _said(
    where: str,
    columns: Mapping[str, int],
    lines: Sequence[Line],
    known: Mapping[tuple[str, int, int] | None, Finding],
    numbered: Numbered,
) -> Iterator[Said]:
    told: dict[tuple[str, int, int], Said] = {}
    for number, cells in lines:

        def cell(key: str, cells: Sequence[str] = cells) -> str:
            at = columns.get(HEADINGS[key], len(cells))
            return cells[at].strip() if at < len(cells) else ""

        place = f"{where} {number}"
        word = cell("ruling")
        if not word:
            continue
        if word not in (GOES, STAYS):
            raise MinyiError("removal-word", where=place, word=word[:20], goes=GOES, stays=STAYS)
        if not cell("key") and word == GOES:
            instead = cell("replacement") or REPLACED_BY_HAND
            added = [f for t in numbered(cell("number")) for f in occurrences(t, cell("words"), instead)]
            if not added:
                raise MinyiError("removal-not-there", where=place, words=cell("words")[:40], number=cell("number")[:40])
            yield from (Said(one, removed=True, replacement=instead, by_hand=True) for one in added)
            continue
        finding = known.get(_place(cell("key")))
        if finding is None:
            raise MinyiError("removal-row", where=place)
        if _bare(cell("words")) != _bare(finding.words):
            raise MinyiError("removal-other-words", where=place, words=cell("words")[:40], meant=finding.words[:40])
        said = Said(finding, word == GOES, cell("replacement") if word == GOES else "")
        if told.setdefault(finding.place, said) != said:
            raise MinyiError("removal-twice", where=place, words=finding.words[:40])
        yield said


def _bare(words: str) -> str:
    """The words without white space, which a workbook does not always keep."""
    return "".join(words.split())


def _place(key: str) -> tuple[str, int, int] | None:
    found = _KEY.fullmatch(key)
    return (found[1], int(found[2]), int(found[3])) if found else None
