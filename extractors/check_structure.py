"""Checks of a notice's build: annexes that are announced, and the numbering of its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.records import Check, Document, Grid, Notice, Paragraph, Table
from extractors.clean import matching, squeezed

ANNEX_PRESENT, NUMBERING = "annex_present", "numbering"
_ANNEX_LIST = re.compile(r"^附\s*件")
_ANNEX_LABEL = re.compile(r"^附件\d{0,2}[:：.．]")
_TITLE_LINES = 4
_PUNCTUATION = re.compile(r"[《》〈〉<>“”\"（）()、，,。.：:]")
_FIRST = re.compile(r"^[-•\s]*([一二三四五六七八九十]{1,3})、")
_SECOND = re.compile(r"^[-•\s]*[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]")
_ARABIC = re.compile(r"^[-•\s]*(\d{1,2})[、.．]\s*\S")
_DIGITS = "一二三四五六七八九"
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
            number = _value(heading.group(1))
            if first and number not in (1, first + 1):
                yield _gap(paragraph, text, first, number, "{}、", arabic)
            first, second, arabic = number, 0, None
        elif heading := _SECOND.match(text):
            number = _value(heading.group(1))
            if second and number not in (1, second + 1):
                yield _gap(paragraph, text, second, number, "（{}）", None)
            second = number
        elif (item := _ARABIC.match(text)) and int(item.group(1)) == first + 1 and len(text) <= _QUOTE:
            arabic = text


def _after_list(document: Document) -> tuple[Paragraph | None, list[Paragraph | Grid]]:
    """The paragraph that begins the annex list, and every block after it."""
    for at, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and _ANNEX_LIST.match(block.text.strip()):
            return block, list(document.blocks[at + 1 :])
    return None, list(document.blocks)


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


def _value(numeral: str) -> int:
    """一 … 九十九 as a number."""
    if "十" not in numeral:
        return _DIGITS.index(numeral[0]) + 1
    tens, _, ones = numeral.partition("十")
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


def _numeral(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else _DIGITS[tens - 1]) + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")


def _gap(paragraph: Paragraph, text: str, before: int, number: int, form: str, arabic: str | None) -> Check:
    wanted, found = form.format(_numeral(before + 1)), form.format(_numeral(number))
    note = f"“{form.format(_numeral(before))}”之后应为“{wanted}”，实为“{found}”。"
    if arabic:
        note += f"其间有“{arabic}”，疑为编号误写。"
    return Check(NUMBERING, text[:_QUOTE], paragraph.source, wanted, found, False, note)
