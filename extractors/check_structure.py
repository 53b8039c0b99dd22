"""Checks of a notice's build: annexes that are announced, and the numbering of its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from corpus.records import Check, Document, Grid, Notice, Paragraph, Table
from extractors.clean import matching, squeezed
from extractors.dates import numeral
from extractors.readers.list_numbers import chinese

ANNEX_PRESENT, NUMBERING = "annex_present", "numbering"
_ANNEX_LIST = re.compile(r"^附\s*件")
_LIST_ITEM = re.compile(r"^(?:附\s*件\s*)?\d{1,2}\s*[.．、:：]\s*\S")
_ANNEX_LABEL = re.compile(r"^附件\d{0,2}[:：.．]")
_TITLE_LINES = 4
_PUNCTUATION = re.compile(r"[《》〈〉<>“”\"（）()、，,。.：:]")
_FIRST = re.compile(r"^[-•\s]*([一二三四五六七八九十]{1,3})、")
_SECOND = re.compile(r"^[-•\s]*[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]")
_ARABIC = re.compile(r"^[-•\s]*(\d{1,2})[、.．]\s*\S")
_QUOTE = 30


def check_annexes(document: Document, notice: Notice | None, tables: Sequence[Table]) -> Iterator[Check]:
    """Each annex of the list: does its title stand alone on a page after the list, or over a table?

    A notice often comes without its annexes, so where none is there nothing is decided (未随文); where some are, a
    missing one is an error.
    """
    if notice is None or not notice.annexes:
        return
    listed, after = _after_list(document)
    there = {_folded(table.caption) for table in tables if table.caption} | set(_standing_alone(after))
    present = {title: _folded(title) in there for title in notice.annexes}
    for title, found in present.items():
        ok = True if found else (False if any(present.values()) else None)
        note = None if found else ("其他附件已随文，缺此件。" if ok is False else "附件未随文。")
        source = listed.source if listed else document.paragraphs[0].source
        yield Check(ANNEX_PRESENT, title, source, title, "随文" if found else "未随文", ok, note)


def check_numbering(document: Document) -> Iterator[Check]:
    """Gaps in 一、二、三、 and in （一）（二） under one heading. A new start at 一 is a new list."""
    first = second = 0
    arabic: str | None = None
    for paragraph in document.paragraphs:
        text = (paragraph.label or "") + paragraph.text.strip()
        if heading := _FIRST.match(text):
            number = numeral(heading.group(1)) or 0
            if first and number not in (1, first + 1):
                yield _gap(paragraph, text, first, number, "{}、", arabic)
            first, second, arabic = number, 0, None
        elif heading := _SECOND.match(text):
            number = numeral(heading.group(1)) or 0
            if second and number not in (1, second + 1):
                yield _gap(paragraph, text, second, number, "（{}）", None)
            second = number
        elif (item := _ARABIC.match(text)) and int(item.group(1)) == first + 1 and len(text) <= _QUOTE:
            arabic = text


def _after_list(document: Document) -> tuple[Paragraph | None, list[Paragraph | Grid]]:
    """The paragraph that begins the annex list, and every block after the list (附件2：… under 附件1：… is in it)."""
    for at, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and _ANNEX_LIST.match(block.text.strip()):
            rest = dropwhile(_is_listed, document.blocks[at + 1 :])
            return block, list(rest)
    return None, list(document.blocks)


def _is_listed(block: Paragraph | Grid) -> bool:
    return isinstance(block, Paragraph) and _LIST_ITEM.match(block.text.strip()) is not None


def _standing_alone(blocks: Sequence[Paragraph | Grid]) -> Iterator[str]:
    """What could be a title: one to four paragraphs, not numbered, and the first cells of tables."""
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield from (_folded(row[0]) for row in block.cells[:1])
            continue
        joined = ""
        for following in blocks[at : at + _TITLE_LINES]:
            if isinstance(following, Grid) or following.label:
                break
            joined += following.text
            yield _folded(joined)


def _folded(text: str) -> str:
    return _PUNCTUATION.sub("", _ANNEX_LABEL.sub("", squeezed(matching(text))))


def _gap(paragraph: Paragraph, text: str, before: int, number: int, form: str, arabic: str | None) -> Check:
    wanted, found = form.format(chinese(before + 1)), form.format(chinese(number))
    note = f"“{form.format(chinese(before))}”之后应为“{wanted}”，实为“{found}”。"
    if arabic:
        note += f"其间有“{arabic}”，疑为编号误写。"
    return Check(NUMBERING, text[:_QUOTE], paragraph.source, wanted, found, False, note)
