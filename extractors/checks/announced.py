"""Check of announced structure: 分五个步骤, 从三个方面 against the list or the headings that come with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Block, Check, Document, Heading, Paragraph
from extractors.checks.announcements import Announced, announced
from extractors.clean import clean
from extractors.outline.heading_numbers import Form, marker, read_number
from extractors.spans import within

ANNOUNCED_COUNT = "announced_count"
_QUOTE = 40
"""Characters of a quote."""
_CLAUSE = re.compile(r"[，。；：、！？]")


def check_announced(document: Document, outline: Sequence[Heading]) -> Iterator[Check]:
    """Each announced number with what follows directly: a list in the same paragraph, else headings right below.

    A list that may be read in two ways, or that may give examples only, is right where one reading agrees; else it is
    left to a person or, where that would be a guess, not spoken of.
    """
    places = {replace(heading.source, span=None): at for at, heading in reversed(list(enumerate(outline)))}
    paragraphs = [block for block in document.blocks if not isinstance(block, Paragraph) or block.text.strip()]
    section: Heading | None = None
    for at, block in enumerate(paragraphs):
        if not isinstance(block, Paragraph):
            continue
        if block.source in places:
            section = outline[places[block.source]]
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        first = places.get(below.source) if isinstance(below, Paragraph) else None
        for claim in announced(block.text):
            if claim.counts:
                yield from _listed(block, claim, below)
            elif claim.divides and first is not None:
                yield from _headed(block, claim, section, outline[first:])


def _listed(paragraph: Paragraph, claim: Announced, below: Block | None) -> Iterator[Check]:
    """Against the list in the paragraph itself; one that goes on in the next paragraph is not whole."""
    number = claim.number
    if number in claim.counts:
        note = f"文中列出 {number} 项，与所称相符。"
        yield _check(paragraph, claim, number, True, note)
        return
    found = min(claim.counts, key=lambda count: abs(count - number))
    if (claim.closed or claim.likely) and found * 2 >= number and not _goes_on(below, found):
        note = f"文中称 {number} 项，列出 {found} 项，请核对。"
        yield _check(paragraph, claim, found, False if claim.closed else None, note)


def _goes_on(below: Block | None, found: int) -> bool:
    if not isinstance(below, Paragraph):
        return False
    number = read_number(below.text)
    by_word = marker(Form.HAN, found + 1).match(below.text.strip())
    return by_word is not None or (number is not None and number.value == found + 1)


def _headed(
    paragraph: Paragraph, claim: Announced, section: Heading | None, below: Sequence[Heading]
) -> Iterator[Check]:
    """Against the headings right below, those of one form up to the next outer one."""
    first = read_number(below[0].number)
    own = read_number(section.number) if section else None
    if first is None or (own and first.form <= own.form and first.value != 1):
        return
    found, last = 0, first.value - 1
    for heading in below:
        number = read_number(heading.number)
        if number is None or number.form < first.form or (number.form == first.form and number.value <= last):
            break
        if number.form == first.form:
            found, last = found + 1, number.value
    if found < 2:
        return
    same = found == claim.number
    ends = f"“{below[0].number}”起的标题共 {found} 个"
    note = f"{ends}，与所称相符。" if same else f"文中称 {claim.number} 个，{ends}，请核对。"
    yield _check(paragraph, claim, found, same, note)


def _check(paragraph: Paragraph, claim: Announced, found: int, ok: bool | None, note: str) -> Check:
    quote = _quoted(paragraph.text, claim)
    place = within(paragraph.source, claim.start, claim.end)
    return Check(ANNOUNCED_COUNT, quote, place, str(claim.number), str(found), ok, note)


def _quoted(text: str, claim: Announced) -> str:
    """The claim with what stands before it, from the beginning of a clause on."""
    first = max(0, claim.end - _QUOTE)
    cut = _CLAUSE.search(text, first, claim.start) if first else None
    return clean(text[cut.end() if cut else claim.start if first else 0 : claim.end])
