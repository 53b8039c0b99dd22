"""Numbers of other documents in the text, each with the title that the text ties to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from corpus.records import Citation, Document, Source
from extractors.clean import clean, squeezed
from extractors.notices.decrees import decrees_in
from extractors.notices.document_number import DocumentNumber, numbers_in
from extractors.notices.lines import Part, cell_part, paragraph_part
from extractors.spans import kept, without_spaces

_IN_BRACKETS = re.compile(
    r"[^，、；。（）()《》和及与或]{0,6}(?:[（(][^（）()]{1,20}[)）])?\s*[（(][^（）()《》。；]{0,16}$"
)
_BESIDE = re.compile(r"[ \t]*(?![^《》]*[和及与或按据])[^，、；：:。（）()《》\n]{0,8}$")
_OF_THE_WHOLE = re.compile(r"的(?:[\u3400-\u9fff]{0,6})(?:通知|意见|决定|批复|通报|公告|函|报告|请示)")
_BEGINNING = re.compile(r"(?:关于|转发|印发|批转)[^，。；：《》（）()\n]{0,40}$")
_WITHIN = re.compile(r"《([^《》]{4,200})[（(]$")
_LONGEST_TITLE = 500
"""Characters: a bracket that is open for longer was never closed."""
_BETWEEN_NUMBER_AND_TITLE = re.compile(r"\s*(?:文件\s*)?(?=《)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, and where its number stands first."""

    citation: Citation
    source: Source


def citations(document: Document, own: str | None) -> tuple[Cited, ...]:
    """Every number in the document but its own, once each, in order of first mention.

    The title is the 《…》 right before the number's bracket (《…》（国发〔2018〕1号）) or right after the number, and
    belongs to one number only. A number that is named twice gets its title from the first mention that has one. Where
    only a title is named there is no citation.
    """
    found: dict[str, Cited] = {}
    for passage in _passages(document):
        for number, title, source in _in_passage(passage):
            known = found.get(number)
            if number == own or (known and known.citation.title):
                continue
            found[number] = Cited(Citation(number, title), known.source if known else source)
    return tuple(found.values())


def _passages(document: Document) -> Iterator[list[Part]]:
    """The paragraphs as one text (a title and its number may stand on two lines), and each different cell."""
    yield [paragraph_part(paragraph) for paragraph in document.paragraphs]
    seen: set[str] = set()
    for grid in document.grids:
        for row, cells in enumerate(grid.cells, 1):
            for column, text in enumerate(cells, 1):
                if text not in seen:
                    seen.add(text)
                    yield [cell_part(grid, row, column)]


def _in_passage(parts: Sequence[Part]) -> Iterator[tuple[str, str | None, Source]]:
    texts = [clean(part.raw) for part in parts]
    starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
    whole = "\n".join(texts)
    taken: set[int] = set()
    previous = 0
    places: tuple[int, ...] = ()
    at, bare, reached = -1, "", 0
    for number in _numbers(whole):
        title = _title_of(whole, number, previous, taken)
        previous = number.end
        index = bisect_right(starts, number.start) - 1
        if index != at:
            at, reached = index, 0
            places = kept(parts[index].raw)
            bare = "".join(parts[index].raw[place] for place in places)
        written = without_spaces(number.raw)
        first = bare.find(written, reached)
        reached = first + len(written)
        here = parts[index].at(places[first], places[reached - 1] + 1) if first >= 0 else None
        yield number.text, title, here.source if here else replace(parts[index].source, span=None)


def _numbers(text: str) -> list[DocumentNumber]:
    """Numbers with the year in brackets and those of decrees, left to right, none within another."""
    usual = numbers_in(text)
    ends = sorted((number.end, number.start) for number in usual)
    decrees = []
    for decree in decrees_in(text):
        at = bisect_right(ends, (decree.start, len(text)))
        if at == len(ends) or ends[at][1] >= decree.end:
            decrees.append(decree)
    return sorted((*usual, *decrees), key=lambda number: number.start)


def _title_of(text: str, number: DocumentNumber, previous: int, taken: set[int]) -> str | None:
    """The title that belongs to a number. ``taken`` has the places of each 》 that belongs to another, and gains its
    own."""
    before = text[previous : number.start]
    within = _WITHIN.search(before)
    if within and text.startswith(("）》", ")》"), number.end):
        return squeezed(within[1])
    close = before.rfind("》")
    if close >= 0 and previous + close not in taken:
        between = before[close + 1 :]
        rest = _OF_THE_WHOLE.match(between)
        if rest and (_IN_BRACKETS.match(between[rest.end() :]) or _BESIDE.match(between[rest.end() :])):
            return _around(text, previous + close, rest.end())
        if _IN_BRACKETS.match(between) or _BESIDE.match(between):
            opening = _opening(text, previous + close)
            if opening is not None:
                taken.add(previous + close)
                return squeezed(text[opening + 1 : previous + close])
    return _title_behind(text, number, taken)


def _title_behind(text: str, number: DocumentNumber, taken: set[int]) -> str | None:
    after = _BETWEEN_NUMBER_AND_TITLE.match(text, number.end)
    alone = number.start == 0 or text[number.start - 1] == "\n"
    if after is None or (alone and "\n" in after[0]):
        return None
    closing = _closing(text, after.end())
    if closing is None:
        return None
    taken.add(closing)
    return squeezed(text[after.end() + 1 : closing])


def _around(text: str, close: int, rest: int) -> str | None:
    """The title that goes on behind a title in it (关于印发《…》的通知): the number is that of the whole one."""
    opening = _opening(text, close)
    end = close + 1 + rest
    if opening is None:
        return None
    outer = text.rfind("《", max(0, opening - _LONGEST_TITLE), opening)
    if outer >= 0 and "》" not in text[outer:opening]:
        return squeezed(text[outer + 1 : end])
    beginning = _BEGINNING.search(text, max(0, opening - _LONGEST_TITLE), opening)
    return squeezed(text[beginning.start() : end]) if beginning else None


def _opening(text: str, close: int) -> int | None:
    """Where the 《 stands that the 》 at ``close`` ends, titles inside the title counted (《关于印发《…》的通知》)."""
    depth = 0
    for at in range(close, max(-1, close - _LONGEST_TITLE), -1):
        depth += {"》": 1, "《": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None


def _closing(text: str, opening: int) -> int | None:
    depth = 0
    for at in range(opening, min(len(text), opening + _LONGEST_TITLE)):
        depth += {"《": 1, "》": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None
