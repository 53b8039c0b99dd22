"""Checks of the outline's numbers: gaps, repeats, disorder, slips, and headings that lost their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Check, Document, Grid, Heading, Source
from extractors.outline.annex_lines import is_annex_label
from extractors.outline.heading_numbers import Number, marker, read_number, shown
from extractors.outline.number_runs import Numbered, runs

NUMBERING = "numbering"
_QUOTE = 30


def check_numbering(document: Document, outline: Sequence[Heading]) -> Iterator[Check]:
    """Each number of the outline against the one before it in its list; a new start at 一 or 1 is a new list.

    A number that stands within the text between two headings is no gap.
    """
    places = {_bare(block.source): at for at, block in enumerate(document.blocks)}
    blocks = [places[_bare(heading.source)] for heading in outline]
    numbers, headings = _with_annexes(document, outline, blocks)
    for run in runs(numbers):
        counts = [number[1] for at in run if (number := numbers[at])]
        for position, at in enumerate(run):
            heading = outline[headings[at]]
            slip = _slip(heading)
            if slip:
                yield slip
            if position and counts[position] == counts[position - 1] + 1:
                continue
            if position == 0:
                between = _text_between(document, blocks, headings[at] - 1, headings[at])
                wrong = _late_start(heading, between)
            else:
                before = headings[run[position - 1]]
                between = _text_between(document, blocks, before, headings[at])
                wrong = _jump(outline[before], heading, counts, position, between)
            if wrong and not slip:
                yield wrong


def _with_annexes(
    document: Document, outline: Sequence[Heading], blocks: Sequence[int]
) -> tuple[list[Numbered | None], list[int]]:
    """The numbers with None where an annex begins, and for each the index of its heading (-1 for None)."""
    numbers: list[Numbered | None] = []
    headings: list[int] = []
    last = 0
    for at, heading in enumerate(outline):
        between = document.blocks[last : blocks[at]]
        if any(not isinstance(block, Grid) and is_annex_label(block.text) for block in between):
            numbers.append(None)
            headings.append(-1)
        number = read_number(heading.number)
        assert number is not None
        numbers.append((number.form, number.value))
        headings.append(at)
        last = blocks[at]
    return numbers, headings


def _slip(heading: Heading) -> Check | None:
    """A heading whose number is missing or is not what it should be."""
    if not heading.written:
        note = f"此处应有“{heading.number}”：“{heading.text[:_QUOTE]}”与前后标题并列而无编号，请补编号。"
        return Check(NUMBERING, heading.text[:_QUOTE], heading.source, heading.number, None, False, note)
    written, meant = read_number(heading.written), read_number(heading.number)
    if written and meant and (written.form, written.value) != (meant.form, meant.value):
        note = f"按前后编号应为“{heading.number}”，写作“{heading.written}”。"
        return Check(NUMBERING, _quote(heading), heading.source, heading.number, heading.written, False, note)
    return None


def _quote(heading: Heading) -> str:
    return f"{heading.written}{heading.text}"[:_QUOTE]


def _late_start(heading: Heading, between: str) -> Check | None:
    """A list that begins with 2 or 3. One that begins later goes on from another document."""
    number = read_number(heading.number)
    if number is None or number.value not in (2, 3) or marker(number.form, 1).search(between):
        return None
    wanted = shown(number.form, 1)
    note = f"此处编号从“{heading.number}”开始，其前未见“{wanted}”，请核对。"
    return Check(NUMBERING, _quote(heading), heading.source, wanted, heading.number, False, note)


def _jump(before: Heading, heading: Heading, counts: Sequence[int], position: int, between: str) -> Check | None:
    """A number that does not follow the one before it in its list."""
    number, last = read_number(heading.number), counts[position - 1]
    assert number is not None
    wanted = shown(number.form, last + 1)
    if number.value == last:
        note = f"编号“{heading.number}”重复，按顺序应为“{wanted}”。"
    elif number.value < last:
        note = f"“{before.number}”之后出现“{heading.number}”，编号顺序颠倒，请核对。"
    elif _within(number, last, between) or set(range(last + 1, number.value)) <= set(counts):
        return None
    else:
        note = f"“{before.number}”之后应为“{wanted}”，实为“{heading.number}”，其间编号缺漏，请核对。"
    return Check(NUMBERING, _quote(heading), heading.source, wanted, heading.number, False, note)


def _within(number: Number, last: int, between: str) -> bool:
    return all(marker(number.form, missing).search(between) for missing in range(last + 1, number.value))


def _text_between(document: Document, blocks: Sequence[int], first: int, second: int) -> str:
    """All text from one heading (-1 is the document's beginning) on up to another, cells too."""
    parts: list[str] = []
    for block in document.blocks[blocks[first] if first >= 0 else 0 : blocks[second] + 1]:
        if isinstance(block, Grid):
            parts.extend(cell for row in block.cells for cell in row)
        else:
            parts.append(block.text)
    return "\n".join(parts)


def _bare(source: Source) -> Source:
    return replace(source, span=None)
