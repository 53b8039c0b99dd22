"""Checks of annexes: the list against what came along, against itself, and against what the text says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Annex, Block, Check, Document, Notice, Paragraph
from extractors.clean import clean, matching, plain_digits, squeezed
from extractors.numerals import numeral
from extractors.outline.annex_lines import annex_lists, is_annex_label, label_number
from extractors.spans import within

ANNEX_PRESENT, ANNEX_UNLISTED = "annex_present", "annex_unlisted"
ANNEX_LIST, ANNEX_MENTION = "annex_list", "annex_mention"
_QUOTE = 60
_WINDOW = 200
"""Characters before a mention in which the title that it belongs to stands."""
_NUMERAL = "[一二三四五六七八九十]{1,3}|\\d{1,2}"
_MENTION = re.compile(rf"附\s*(?P<word>[件表])\s*(?P<number>{_NUMERAL})(?![\d.-]*[-－—.\d年月]|[一二三四五六七八九十])")
_OF_ANOTHER = re.compile(r"(?:》|号|号[）)])的?\s*$")
_TITLE_BEFORE = re.compile(r"》\s*[（(]?\s*(?:[详参]?见|即)?\s*$")
_PUNCTUATION = re.compile(r"[《》〈〉<>“”\"（）()、，,。.：:]")


@dataclass(frozen=True, slots=True)
class _Mention:
    """附件3 in the running text: its word, its number, and the title in 《》 that it stands behind.

    ``opens`` is where the title, or else the mention itself begins.
    """

    word: str
    number: int
    title: str | None
    paragraph: Paragraph
    opens: int
    start: int
    end: int


def check_annexes(document: Document, notice: Notice | None) -> Iterator[Check]:
    """All checks of annexes. Where the notice has no list of them, only what its text says of numbered ones."""
    entries = notice.annex_entries if notice else ()
    if entries:
        yield from _present(entries)
        yield from _list(document, entries)
        yield from _unlisted(document, entries)
        yield from _mentioned(document, entries)
    elif notice:
        yield from _without_list(document)


def _without_list(document: Document) -> Iterator[Check]:
    """附件1 in the text of a notice with neither a list nor that annex: a person should ask for it."""
    there = {label_number(paragraph.text) for paragraph in document.paragraphs}
    absent = [m for m in _mentions(document.blocks) if m.word == "件" and m.number not in there]
    if absent:
        numbers = "、".join(map(str, sorted({mention.number for mention in absent})))
        yield _mention(absent[0], None, None, f"文中提到附件{numbers}，既无附件清单，也未随文。")


def _present(entries: Sequence[Annex]) -> Iterator[Check]:
    """Each annex of the list: did it come along?

    A notice often comes without its annexes, so where none is there nothing is decided (未随文); where some are, a
    missing one is an error.
    """
    some = any(entry.body for entry in entries)
    for entry in entries:
        found = entry.body is not None
        note = None if found else ("其他附件已随文，缺此件。" if some else "附件未随文。")
        ok = True if found else (False if some else None)
        yield Check(ANNEX_PRESENT, entry.title, entry.source, entry.title, "随文" if found else "未随文", ok, note)


def _list(document: Document, entries: Sequence[Annex]) -> Iterator[Check]:
    """The numbers of the list count on, and no two annexes have one title."""
    numbers = _listed_numbers(document, entries)
    last = numbers[0] if numbers else 0
    for number in numbers[1:]:
        if number != last + 1:
            note = f"附件清单“{last}”之后应为“{last + 1}”，实为“{number}”。"
            place = next((entry for entry in entries if entry.number == number), entries[-1])
            yield Check(ANNEX_LIST, place.title, place.source, str(last + 1), str(number), False, note)
        last = number
    seen: dict[str, Annex] = {}
    for entry in entries:
        first = seen.setdefault(_folded(entry.title), entry)
        if first is not entry:
            note = f"附件{_shown(first.number)}与附件{_shown(entry.number)}名称相同，请核对。"
            yield Check(ANNEX_LIST, entry.title, entry.source, None, entry.title, False, note)


def _unlisted(document: Document, entries: Sequence[Annex]) -> Iterator[Check]:
    """附件3 over a page where the list ends with 2. An annex may have annexes of its own, which its text mentions."""
    numbers = _listed_numbers(document, entries)
    if not numbers:
        return
    mentioned = {mention.number for mention in _mentions(document.blocks)}
    for paragraph in document.paragraphs:
        number = label_number(paragraph.text)
        if number is None or number in numbers or number in mentioned:
            continue
        note = f"随文有“附件{number}”，{_not_listed(number, numbers)}。"
        yield Check(
            ANNEX_UNLISTED, clean(paragraph.text), paragraph.source, str(max(numbers)), str(number), False, note
        )


def _mentioned(document: Document, entries: Sequence[Annex]) -> Iterator[Check]:
    """附件3 in the text before the annexes against the list; each number once."""
    numbers = _listed_numbers(document, entries)
    labelled = {label_number(paragraph.text) for paragraph in document.paragraphs}
    seen: set[tuple[str, int, str | None]] = set()
    for mention in _mentions(_before_annexes(document.blocks)):
        told = (mention.word, mention.number, mention.title)
        if told in seen:
            continue
        seen.add(told)
        named = [entry for entry in entries if mention.title and _folded(entry.title) == _folded(mention.title)]
        if named and named[0].number and named[0].number != mention.number:
            note = f"《{mention.title}》在附件清单中为附件{named[0].number}，此处称“附{mention.word}{mention.number}”。"
            yield _mention(mention, str(named[0].number), False, note)
        elif mention.word == "表" and mention.number in numbers and mention.number not in labelled:
            note = f"此处称“附表{mention.number}”，附件清单中为“附件{mention.number}”" + (
                "。" if named else "，请核对是否同一件。"
            )
            yield _mention(mention, f"附件{mention.number}", False if named else None, note)
        elif mention.word == "件" and len(numbers) > 1 and mention.number not in (*numbers, *labelled):
            note = f"{_not_listed(mention.number, numbers)}。"
            yield _mention(mention, str(max(numbers)), False, note)


def _not_listed(number: int, listed: Sequence[int]) -> str:
    """That the list lacks this number: it ends before, or passes it over."""
    end = f"只列到附件{max(listed)}，" if number > max(listed) else ""
    return f"附件清单{end}没有附件{number}"


def _mention(mention: _Mention, stated: str | None, ok: bool | None, note: str) -> Check:
    quote = clean(mention.paragraph.text[max(mention.opens, mention.end - _QUOTE) : mention.end])
    place = within(mention.paragraph.source, mention.start, mention.end)
    return Check(ANNEX_MENTION, quote, place, stated, f"附{mention.word}{mention.number}", ok, note)


def _mentions(blocks: Sequence[Block]) -> Iterator[_Mention]:
    """Mentions in sentences; the lines of the list, labels, and the annexes of cited documents are none."""
    for block in blocks:
        if not isinstance(block, Paragraph) or is_annex_label(block.text):
            continue
        text = plain_digits(block.text)
        for found in _MENTION.finditer(text):
            start = found.start()
            before = text[max(0, start - _WINDOW) : start]
            if not before.strip() or _OF_ANOTHER.search(before):
                continue
            title = _title(matching(before)) if _TITLE_BEFORE.search(before) else None
            opens = start - len(before) + before.rfind(title) - 1 if title else start
            yield _Mention(found["word"], numeral(found["number"]) or 0, title, block, opens, start, found.end())


def _title(before: str) -> str | None:
    """What stands in the last 《》, with those inside it."""
    end, depth = before.rfind("》"), 0
    for at in range(end, -1, -1):
        depth += (before[at] == "》") - (before[at] == "《")
        if depth == 0:
            return before[at + 1 : end]
    return None


def _before_annexes(blocks: Sequence[Block]) -> Sequence[Block]:
    """The text up to the label over the first annex: what an annex says of annexes may be of its own."""
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and is_annex_label(block.text) and not _begins_list(blocks[at + 1 : at + 3]):
            return blocks[:at]
    return blocks


def _begins_list(below: Sequence[Block]) -> bool:
    """Whether 附件： stands over the list and not over an annex."""
    lines = ["附件：", *(block.text for block in below if isinstance(block, Paragraph))]
    return any(0 not in listed for listed in annex_lists(lines))


def _listed_numbers(document: Document, entries: Sequence[Annex]) -> list[int]:
    """The numbers of the notice's list in its order, also those behind a lost one, where the entries end."""
    own = [entry.number for entry in entries if entry.number]
    paragraphs = document.paragraphs
    for listed in annex_lists([f"{paragraph.label or ''}{paragraph.text}" for paragraph in paragraphs]):
        here = any(paragraphs[at].source == replace(entries[0].source, span=None) for at in listed)
        if here and len(listed) > len(own):
            return list(listed.values())
    return own


def _folded(text: str) -> str:
    return _PUNCTUATION.sub("", squeezed(matching(text)))


def _shown(number: int | None) -> str:
    return str(number) if number else ""
