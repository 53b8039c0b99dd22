"""The outline: every numbered heading and item of a document, at the level of its number (GB/T 9704-2012, 7.3.3)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import maxsize

from corpus.records import Document, Grid, Heading, Paragraph
from extractors.clean import clean, matching, squeezed
from extractors.outline.annex_lines import annex_lists, is_annex_label
from extractors.outline.heading_numbers import Form, Number, read_number, shown
from extractors.outline.number_runs import Numbered, meant, out_of_place, runs
from extractors.spans import within

_LAST_LEVEL = 4
_IN_CONTENTS = re.compile(r"(?:[.…·]{3}|[…\t])[.…·\s]{0,200}\d{1,3}\s*$")
"""A line of a table of contents ends with dots and its page."""
_LINE = re.compile(r"[^\n\v\r\u2028]+")
_LONGEST_SENTENCE = 32
"""Characters of a first sentence that is a heading as a whole (加强领导，明确责任。); else its first phrase is."""
_LONGEST_QUOTATION = 60
"""Lines; beyond them a mark was forgotten."""
_LONGEST_LOST = 40
_LONGEST_END = 8
"""Characters that a page break takes from a heading without a sign of it."""
_ALIKE = 4
"""Characters that a heading without its number must have in common with the end or the beginning of a sister's."""
_SENTENCE_END = "。！？!?；;"
_PAUSE = re.compile("[，,。；;：:！？!?]")
_OPENING, _CLOSING = "《〈（(“「【〔[<", "》〉）)”」】〕]>"
_BRACKET_ONLY = re.compile(r"\s*[（(][^（()）]*[)）]\s*")
_GOES_ON = ("，", "、", ",")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a paragraph, its characters from ``start`` on; a label kept apart stands before 0."""

    block: int
    paragraph: Paragraph
    start: int
    text: str
    number: Number | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the outline with its number as it should be."""

    line: int
    form: Form
    value: int


def outline(document: Document) -> tuple[Heading, ...]:
    """The numbered headings and items in reading order, those of tables and of the annex list left out.

    The level is that of the number: 一、 1, （一） 2, 1. 3, （1） and ① 4; a law has as many levels as it has of 章, 节
    and 条, with the items of an article below. ``text`` is the line without the number, or its first sentence or phrase
    where the text runs on. Numbers that are evidently slips are put right in ``number`` alone.
    """
    lines = list(_lines(document))
    listed = set().union(*annex_lists([line.text for line in lines]), *_quoted(lines))
    numbered = [at for at, line in enumerate(lines) if at not in listed and (line.number or is_annex_label(line.text))]
    entries = _entries(lines, numbered)
    entries = sorted([*entries, *_lost(document, lines, entries)], key=lambda entry: entry.line)
    levels = _levels(lines, entries)
    rests = _rests(lines, entries)
    return tuple(
        _heading(lines, entry, level, rests.get(entry.line, "")) for entry, level in zip(entries, levels, strict=True)
    )


def _lines(document: Document) -> Iterator[_Line]:
    for at, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            label = block.label or ""
            for found in _LINE.finditer(label + block.text):
                if found[0].strip():
                    number = (read_number(label) if found.start() == 0 else None) or read_number(found[0])
                    listed = _IN_CONTENTS.search(found[0]) is not None
                    yield _Line(at, block, found.start() - len(label), found[0], None if listed else number)


def _quoted(lines: Sequence[_Line]) -> Iterator[range]:
    """The lines of each quotation that begins a line and runs over several (修改为：/ “一、总体要求 / … / 二、…”)."""
    opened: int | None = None
    for at, line in enumerate(lines):
        more = line.text.count("”") - line.text.count("“")
        if opened is None:
            opened = at if more < 0 and line.text.lstrip().startswith("“") else None
        elif more > 0:
            if at - opened <= _LONGEST_QUOTATION:
                yield range(opened, at + 1)
            opened = None


def _entries(lines: Sequence[_Line], numbered: Sequence[int]) -> list[_Entry]:
    """The numbered lines, each with its number put right."""
    found = [lines[at].number for at in numbered]
    numbers: list[Numbered | None] = [(number.form, number.value) if number else None for number in found]
    short = {at for at, line in enumerate(numbered) if not _PAUSE.search(lines[line].text)}
    for at, form in out_of_place(numbers, short).items():
        number = numbers[at]
        numbers[at] = (form, number[1]) if number else None
    values: dict[int, int] = {}
    for run in runs(numbers):
        values.update(zip(run, meant([number[1] for at in run if (number := numbers[at])]), strict=True))
    return [
        _Entry(line, number[0], values[at])
        for at, (line, number) in enumerate(zip(numbered, numbers, strict=True))
        if number
    ]


def _lost(document: Document, lines: Sequence[_Line], entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """Headings that lost their number: between （一） and （三） the one short line that is worded like its sisters."""
    by_line = {entry.line for entry in entries}
    for run in runs([(entry.form, entry.value) for entry in entries]):
        sisters = [entries[at] for at in run]
        worded = [_text(lines, sister) for sister in sisters]
        for before, after in pairwise(sisters):
            if after.value != before.value + 2:
                continue
            fitting = [
                at
                for at in range(before.line + 1, after.line)
                if at not in by_line and _is_bare_heading(document, lines[at]) and _worded_alike(lines[at].text, worded)
            ]
            if len(fitting) == 1:
                yield _Entry(fitting[0], before.form, before.value + 1)


def _is_bare_heading(document: Document, line: _Line) -> bool:
    """Short, without punctuation, and not the caption of a table that follows."""
    following = document.blocks[line.block + 1] if line.block + 1 < len(document.blocks) else None
    text = line.text.strip()
    return len(text) <= _LONGEST_LOST and not _PAUSE.search(text) and not isinstance(following, Grid)


def _worded_alike(text: str, sisters: Sequence[str]) -> bool:
    text = squeezed(text)
    return any(
        not _PAUSE.search(sister) and (_common(text, sister) >= _ALIKE or _common(text[::-1], sister[::-1]) >= _ALIKE)
        for sister in map(squeezed, sisters)
    )


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _levels(lines: Sequence[_Line], entries: Sequence[_Entry]) -> Iterator[int]:
    """The level of each entry; what follows a law's 章 or 条 lies below them until 一、 or an annex begins anew."""
    starts = [0, *(entry.line + 1 for entry in entries)]
    parted = [
        at
        for at, (start, entry) in enumerate(zip(starts, entries, strict=False))
        if any(is_annex_label(line.text) for line in lines[start : entry.line])
    ]
    places: dict[Form, list[int]] = {}
    for at, entry in enumerate(entries):
        places.setdefault(entry.form, []).append(at)
    used: list[Form] = []
    for at, entry in enumerate(entries):
        if _next(parted, at) == at or (entry.form is Form.HAN and Form.ARTICLE in used):
            used = []
        if entry.form.of_laws and not used:
            used = _forms_of_law(places, parted, at)
        if entry.form.of_laws:
            yield used.index(entry.form) + 1
            continue
        within = Form.HAN_BRACKET if Form.ARTICLE in used else Form.HAN
        yield min(_LAST_LEVEL, len(used) + 1 + entry.form - within)


def _forms_of_law(places: Mapping[Form, Sequence[int]], parted: Sequence[int], start: int) -> list[Form]:
    """Which of 编, 章, 节, 条 the law has that begins at this entry, the outermost first.

    ``places`` are the indexes of the entries of each form, ``parted`` of those before which an annex begins: there, or
    at the first 一、 behind an article, the law is over.
    """
    article = _next(places.get(Form.ARTICLE, ()), start)
    over = min(_next(parted, start + 1), _next(places.get(Form.HAN, ()), article))
    return sorted(form for form, its in places.items() if form.of_laws and _next(its, start) < over)


def _next(places: Sequence[int], start: int) -> int:
    """The first of the indexes from ``start`` on; beyond all where there is none."""
    at = bisect_left(places, start)
    return places[at] if at < len(places) else maxsize


def _rests(lines: Sequence[_Line], entries: Sequence[_Entry]) -> dict[int, str]:
    """What the end of a page cut off headings, by line: （三）健全制度，强化 / 监督检查。各单位要…

    A heading is cut where it ends with a comma or in an open bracket, or where it stands alone among sisters that all
    run on into text, above a line that begins with the few characters of its end.
    """
    found: dict[int, str] = {}
    for run in runs([(entry.form, entry.value) for entry in entries]):
        places = [entries[at].line for at in run]
        ended = {at: _phrase(lines, at)[1] < len(lines[at].text.rstrip()) for at in places}
        for at in places:
            below = lines[at + 1] if at + 1 < len(lines) else None
            if ended[at] or below is None or below.number or below.paragraph is lines[at].paragraph:
                continue
            end = next((pause for pause in _pauses(below.text, 0) if below.text[pause] == "。"), len(below.text))
            head = lines[at].text.rstrip()
            plainly = head.endswith(_GOES_ON) or _is_open(head)
            alone = len(places) > 2 and all(ended[sister] for sister in places if sister != at) and "，" in head
            if (plainly and end <= _LONGEST_SENTENCE) or (alone and end <= _LONGEST_END and end + 1 < len(below.text)):
                found[at] = below.text[:end].strip()
    return found


def _is_open(text: str) -> bool:
    text = matching(text)
    return any(text.count(opening) > text.count(closing) for opening, closing in ("（）", "《》", "“”"))


def _heading(lines: Sequence[_Line], entry: _Entry, level: int, rest: str) -> Heading:
    line = lines[entry.line]
    written = line.text[line.number.start : line.number.end] if line.number else ""
    opening, closing = _phrase(lines, entry.line)
    first = max(0, line.start + (line.number.start if line.number else opening))
    place = within(line.paragraph.source, first, max(first, line.start + closing))
    return Heading(level, shown(entry.form, entry.value), clean(written), _text(lines, entry) + rest, place)


def _text(lines: Sequence[_Line], entry: _Entry) -> str:
    line = lines[entry.line]
    opening, closing = _phrase(lines, entry.line)
    return clean(line.text[opening:closing]).rstrip("。；;：:*")


def _phrase(lines: Sequence[_Line], at: int) -> tuple[int, int]:
    """The characters of the line that are its heading without number: all, the first sentence, or the first phrase."""
    text = lines[at].text
    number = lines[at].number
    opening = number.end if number else 0
    while opening < len(text) and (text[opening].isspace() or text[opening] == "?"):
        opening += 1
    first, sentence = len(text), len(text)
    for pause in _pauses(text, opening):
        first = min(first, pause)
        if text[pause] in _SENTENCE_END:
            sentence = pause
            break
    if _BRACKET_ONLY.fullmatch(text, sentence + 1):
        sentence = len(text)
    return opening, sentence if sentence - opening <= _LONGEST_SENTENCE else first


def _pauses(text: str, start: int) -> Iterator[int]:
    """Where punctuation parts the text outside brackets and quotation marks."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] in _OPENING:
            depth += 1
        elif text[at] in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and _PAUSE.match(text[at]):
            yield at
