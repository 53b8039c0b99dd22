"""附注 in brackets under the date (GB/T 9704-2012, 7.3.6), and how far the document may be made public."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from corpus.records import Grid, Source
from corpus.terms import alternatives, terms
from extractors.clean import clean, squeezed
from extractors.names.organisations import is_organisation
from extractors.notices.lines import Line, Part, Placed, cell_part, placed, sources_in

_OPEN, _CLOSE = "（(", "）)"
_CLAUSE = re.compile("[^，,；;。]+")
_MOST_LINES = 4
_SEARCHED = 60
"""Lines at the head of a page and at its end among which the key 公开方式 is looked for."""


def remarks(lines: Sequence[Line], start: int) -> tuple[tuple[Placed, ...], int]:
    """The remarks that stand from ``start`` on, without their brackets, and the index of the first line after them.

    They are lines of nothing but brackets, or say without brackets how far the document is public (此件公开发布).
    """
    found: list[Placed] = []
    at = start
    while at < len(lines):
        end = _closed(lines, at)
        if end is None:
            break
        joined = "".join(line.text for line in lines[at:end])
        texts = list(_brackets(joined)) if lines[at].bare.startswith(tuple(_OPEN)) else [clean(joined)]
        found.extend(placed(lines[at:end], text) for text in texts if not _is_none(text))
        at = end
    return tuple(found), at


def last_remarks(lines: Sequence[Line], end: int) -> tuple[Placed, ...]:
    """Remarks on publicity that are the last lines before ``end``: under a plan that the notice carries."""
    start = end
    while start > 0 and end - start < _MOST_LINES and _public(lines[start - 1].bare.strip(_OPEN + _CLOSE)):
        start -= 1
    return remarks(lines[:end], start)[0]


def publicity(notes: Sequence[Placed], lines: Sequence[Line], grids: Sequence[Grid]) -> Placed | None:
    """The plain word for how far the document is public: from a remark, a line with a key, or a portal's table.

    此件公开发布 is 公开, 公开方式：主动公开 is 主动公开; the word is always the document's own.
    """
    for note in notes:
        text = squeezed(note.text)
        for clause in _CLAUSE.finditer(text):
            if found := _remark().fullmatch(clause[0]):
                held = [replace(part, source=source) for part, source in _parts_of(note, lines)]
                before = text[: clause.start() + found.start("word")]
                return Placed(found["word"], sources_in(held, found["word"], before))
    for line in dict.fromkeys((*lines[:_SEARCHED], *lines[-_SEARCHED:])):
        if found := _keyed().search(line.text) or _keyed().search(line.bare):
            return placed([line], found["word"], found.string[: found.start("word")])
    return next(_in_cells(grids), None)


def _parts_of(note: Placed, lines: Sequence[Line]) -> Iterator[tuple[Part, Source]]:
    """The stretches of a remark, each with the text that it is a stretch of."""
    for source in note.sources:
        block = replace(source, span=None)
        parts = (part for line in lines for part in line.parts if replace(part.source, span=None) == block)
        yield from ((part, source) for part in islice(parts, 1))


def _closed(lines: Sequence[Line], at: int) -> int | None:
    """One past the last line of the brackets that begin here; None where the line is no remark."""
    if _document_word().match(lines[at].bare) and _public(lines[at].bare):
        return at + 1
    if not lines[at].bare.startswith(tuple(_OPEN)):
        return None
    for end in range(at + 1, min(len(lines), at + _MOST_LINES) + 1):
        joined = "".join(line.text for line in lines[at:end]).strip().rstrip("。")
        if _depth(joined) == 0:
            return end if _is_in_brackets(joined) else None
    return None


def _is_in_brackets(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth == 0 and sign not in _CLOSE and not sign.isspace():
            return False
    return True


def _depth(text: str) -> int:
    return sum((sign in _OPEN) - (sign in _CLOSE) for sign in text)


def _brackets(text: str) -> Iterator[str]:
    """What stands in each pair of brackets, brackets inside it kept."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        if sign in _OPEN:
            start = at + 1 if depth == 0 else start
            depth += 1
        elif sign in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield clean(text[start:at])


def _is_none(text: str) -> bool:
    return not text or squeezed(text) in terms("notices")["remarks"]["none"] or is_organisation(text)


def _public(bare: str) -> str | None:
    found = _remark().fullmatch(bare.rstrip("。"))
    return found["word"] if found else None


def _in_cells(grids: Sequence[Grid]) -> Iterator[Placed]:
    """Values beside a key in the tables with which a page begins."""
    keys: list[str] = terms("notices")["remarks"]["publicity_keys"]
    for grid in grids[:3]:
        for row, cells in enumerate(grid.cells, 1):
            for column, (key, value) in enumerate(pairwise(cells), 2):
                if squeezed(key).rstrip("：:") in keys and (word := _public(squeezed(value))):
                    yield Placed(word, sources_in([cell_part(grid, row, column)], word))


@cache
def _word() -> str:
    return f"(?P<word>{alternatives(terms('notices')['remarks']['publicity'])})"


@cache
def _document_word() -> re.Pattern[str]:
    return re.compile(alternatives(terms("notices")["remarks"]["document_words"]))


@cache
def _keyed() -> re.Pattern[str]:
    keys = alternatives(terms("notices")["remarks"]["publicity_keys"])
    return re.compile(rf"(?:^|(?<=[^\u3400-\u9fff]))(?:{keys})[\]】)）]?\s*[:：]\s*{_word()}(?![\u3400-\u9fff])")


@cache
def _remark() -> re.Pattern[str]:
    words = terms("notices")["remarks"]
    keys, document = alternatives(words["publicity_keys"]), alternatives(words["document_words"])
    return re.compile(rf"(?:(?:{keys})[:：]?|(?:{document})(?:属于|属|为|系|可)?)?{_word()}(?:发布|文件)?")
