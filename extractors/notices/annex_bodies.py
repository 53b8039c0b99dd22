"""The annexes themselves, each tied to its entry in the list (GB/T 9704-2012, 7.3.7: 附件, its number, its title)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Document, Source
from extractors.notices.annexes import Entry
from extractors.notices.lines import Line
from extractors.notices.titles_below import folded, near, title_runs
from extractors.numerals import numeral

_HEADING = re.compile(r"附[件表]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?[:：]?")
_SHEET = re.compile(r"附[件表](?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:\D|$)")
_FIRST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where an annex may begin: its number and its folded titles as they stand there, either may be missing."""

    source: Source
    number: int | None
    titles: tuple[str, ...]


def annex_bodies(document: Document, lines: Sequence[Line], entries: Sequence[Entry]) -> tuple[Source | None, ...]:
    """Where each annex begins, in the order of the entries; None for one that did not come along.

    By number first (the line 附件1, a sheet of that name), unless another entry's title stands right below it; then by
    the same title; then by a title that nearly is the same and no other entry's. An entry without a number goes by its
    title first: 附件1 may be an annex of the annex.
    """
    wanted = [folded(entry.name.text) for entry in entries]
    beginnings = [*_in_lines(lines, entries), *_in_grids(document)]
    return tuple(_body(entry, wanted, at, beginnings) for at, entry in enumerate(entries))


def first_body(lines: Sequence[Line], start: int, bodies: Sequence[Source | None]) -> int:
    """The index of the first line after ``start`` with which an annex begins; their number if none does."""
    known = {source for source in bodies if source}
    for at in range(start, len(lines)):
        if _HEADING.fullmatch(lines[at].bare) or any(part.source in known for part in lines[at].parts):
            return at
    return len(lines)


def _body(entry: Entry, wanted: Sequence[str], at: int, beginnings: Sequence[_Beginning]) -> Source | None:
    own = wanted[at]
    others = {title for position, title in enumerate(wanted) if position != at}
    number = entry.number or (1 if len(wanted) == 1 else None)
    titled = next((beginning.source for beginning in beginnings if own in beginning.titles), None)
    if entry.number is None and titled:
        return titled
    for beginning in beginnings:
        alone = len(wanted) == 1 and beginning.number is None and beginning.titles[:1] == ("",)
        numbered = beginning.number is not None and beginning.number == number
        if (numbered or alone) and (own in beginning.titles or others.isdisjoint(beginning.titles)):
            return beginning.source
    return titled or next((b.source for b in beginnings if _is_near(b.titles, own, others)), None)


def _is_near(titles: Sequence[str], own: str, others: set[str]) -> bool:
    """Whether one of the titles is nearly this annex's, and none is another's."""
    close = [title for title in titles if title and near(title, own)]
    return (
        bool(close) and others.isdisjoint(titles) and not any(near(title, other) for title in close for other in others)
    )


def _in_lines(lines: Sequence[Line], entries: Sequence[Entry]) -> Iterator[_Beginning]:
    """Lines 附件1 with what stands below, then titles alone; those after the list before those above it."""
    listed = {at for entry in entries for at in range(entry.first, entry.last + 1)}
    after = max(listed, default=-1)
    titles: dict[int, list[str]] = {}
    for run in title_runs(lines):
        if not run.touches(listed):
            titles.setdefault(run.first, []).append(run.folded)
    order = sorted((at for at in titles if lines[at].parts), key=lambda at: (at < after, at))
    for at in order:
        label = _HEADING.fullmatch(lines[at].bare)
        if label:
            number = numeral(label["number"]) if label["number"] else None
            yield _Beginning(lines[at].parts[0].source, number, ("", *titles.get(at + 1, ())))
    for at in order:
        if not _HEADING.fullmatch(lines[at].bare):
            label = _SHEET.match(lines[at].bare)
            number = numeral(label["number"]) if label and at > after else None
            yield _Beginning(lines[at].parts[0].source, number, tuple(titles[at]))


def _in_grids(document: Document) -> Iterator[_Beginning]:
    """Tables whose first rows are one text over all columns, and sheets by their names."""
    for grid in document.grids:
        above: list[str] = []
        for row in grid.cells[:_FIRST_ROWS]:
            texts = list(dict.fromkeys(text.strip() for text in row if text.strip()))
            if len(texts) > 1:
                break
            above.extend(line for text in texts for line in text.split("\n"))
        joined = [*above, "".join(above), "".join(above[1:]), grid.source.sheet or ""]
        label = next((found for text in joined if (found := _SHEET.match(re.sub(r"\s", "", text)))), None)
        number = numeral(label["number"]) if label else None
        titles = tuple(dict.fromkeys(title for text in joined if (title := folded(text))))
        if number is not None or titles:
            yield _Beginning(grid.source, number, titles)
