"""Numbers of other documents in the text, each with the title that the text ties to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.records import Citation
from extractors.clean import matching, squeezed
from extractors.document_number import DocumentNumber, numbers_in

_BETWEEN_TITLE_AND_NUMBER = re.compile(r"\s*[（(]?[^（）()《》。；]{0,12}$")
_LONGEST_TITLE = 500
"""Characters: a bracket that is open for longer was never closed."""
_BETWEEN_NUMBER_AND_TITLE = re.compile(r"\s*[)）]?(?:文件)?\s*(?=《)")


def citations(texts: Iterable[str], own: str | None) -> tuple[Citation, ...]:
    """Every number in the texts but the document's own, once each, in order of first mention.

    The title is the 《…》 right before the number's bracket (《…》（国发〔2018〕1号）) or right after the number.
    A number that is named twice gets its title from the first mention that has one.
    """
    titles: dict[str, str | None] = {}
    for text in texts:
        previous = 0
        for number in numbers_in(text):
            if number.text != own:
                title = _title_of(text, number, previous)
                titles[number.text] = titles.get(number.text) or title
            previous = number.end
    return tuple(Citation(number, title) for number, title in titles.items())


def _title_of(text: str, number: DocumentNumber, previous: int) -> str | None:
    before = text[previous : number.start]
    close = before.rfind("》")
    if close >= 0 and _BETWEEN_TITLE_AND_NUMBER.match(before[close + 1 :]):
        opening = _opening(text, previous + close)
        if opening is not None:
            return squeezed(text[opening + 1 : previous + close])
    after = _BETWEEN_NUMBER_AND_TITLE.match(text, number.end)
    if after and matching(text[max(0, number.start - 1) : number.start]) != "（":
        closing = _closing(text, after.end())
        return squeezed(text[after.end() + 1 : closing]) if closing else None
    return None


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
