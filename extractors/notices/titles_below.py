"""Titles that stand alone on one to four lines, as an annex and a document that another carries begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractors.clean import matching, plain_digits, squeezed
from extractors.notices.lines import Line

_LABEL = re.compile(r"附\s*[件表]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：.．、]?\s*")
_SIGNS = re.compile(r"\W")
_BRACKET_AT_END = re.compile(r"[（(][^（）()]{1,12}[)）]$")
_TITLE_LINES = 4
_LONGEST = 160
_SHORTEST_PART = 6
"""Characters of a title that may leave out the place with which the other begins."""
_MOST_LEFT_OUT = 0.15


@dataclass(frozen=True, slots=True)
class TitleRun:
    """One to four lines read as one text: the index of the first, one past the last, and the text for comparing."""

    first: int
    end: int
    folded: str

    def touches(self, listed: Collection[int]) -> bool:
        """Whether one of its lines is among those with these indexes."""
        return any(at in listed for at in range(self.first, self.end))


def folded(text: str) -> str:
    """A title for comparing: no spaces, no punctuation, no 附件1 before it."""
    return _SIGNS.sub("", _LABEL.sub("", plain_digits(squeezed(matching(text))), count=1))


def title_runs(lines: Sequence[Line]) -> Iterator[TitleRun]:
    """Every run of lines that could be a title: no sentence ends in it."""
    for first in range(len(lines)):
        joined = ""
        for end in range(first + 1, min(len(lines), first + _TITLE_LINES) + 1):
            joined += lines[end - 1].bare
            if len(joined) > _LONGEST or "。" in joined:
                break
            yield TitleRun(first, end, folded(joined))


def near(one: str, other: str) -> bool:
    """Whether two folded titles mean one document: one of them only leaves something out, and no figure.

    The place before it (青山市整改任务清单, 整改任务清单), a bracket behind it (试行), or a sign or two.
    """
    short, full = (one, other) if len(one) <= len(other) else (other, one)
    if not (len(short) >= _SHORTEST_PART and full.endswith(short)):
        rest = iter(full)
        if len(full) - len(short) > _MOST_LEFT_OUT * len(full) or not all(sign in rest for sign in short):
            return False
    return re.sub(r"\D", "", short) == re.sub(r"\D", "", full)


def without_bracket(title: str) -> str:
    """A title without （试行） behind it."""
    return _BRACKET_AT_END.sub("", title)
