"""The foot of an official document: signature and day of signing (GB/T 9704-2012, 7.3.5), and the imprint (7.4)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.terms import terms
from extractors.lines import Line
from extractors.organisations import is_organisation, split_organisations
from extractors.signed_day import day, day_at_end, imprint_day

_SEAL = re.compile(r"[（(]\s*(?:盖章|印章|公章|章)\s*[)）]")
_NOTE = re.compile(r"[（(].*[)）]")
_ANNEX = re.compile(r"附[件表]?[\s\d一二三四五六七八九十]*(?:[:：]|$)|附件")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]")
_SENTENCE_END = tuple("。；：，、;:,！？”")
_PLACE_END = ("区", "市", "县", "省", "州", "旗", "盟", "、", "和", "与", "局", "会", "组")
_LONGEST_FRAGMENT = 30
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Foot:
    """Signatories in their own words (（代） kept), the day, and the index of the signature's first line."""

    signatories: tuple[str, ...] = ()
    date: datetime.date | None = None
    start: int | None = None


def foot(lines: Sequence[Line], title: str = "") -> Foot:
    """The signature below these lines of text: the first day on a line of its own that names stand above, or that
    nothing but an annex, a note or another document follows. The day of the imprint counts only where no other does.

    ``title`` helps to tell whether two lines are one name.
    """
    for at, line in enumerate(lines):
        found = day(line.bare)
        if found:
            names, start = _names_above(lines, at, title)
            if names or _closes(lines, at):
                return Foot(names, found, start)
        elif (signed := day_at_end(line.text)) and (names := split_organisations(signed[0])):
            return Foot(names, signed[1], at)
    return _without_day(lines, title)


def _without_day(lines: Sequence[Line], title: str) -> Foot:
    printed = next((d for line in reversed(lines) if (d := imprint_day(line.bare))), None)
    end = len(lines)
    while end and (_NOTE.fullmatch(lines[end - 1].bare) or _is_imprint(lines[end - 1].bare)):
        end -= 1
    names, start = _names_above(lines, end, title)
    return Foot(names, printed, start if names else None)


def _names_above(lines: Sequence[Line], at: int, title: str) -> tuple[tuple[str, ...], int]:
    """The names on the lines right above ``at``, top first, and the index of the first of these lines."""
    names: tuple[str, ...] = ()
    position = at
    while position > 0 and len(names) < _MOST_NAMES:
        text = _SEAL.sub("", lines[position - 1].text)
        found = split_organisations(text)
        if found:
            names = (*found, *names)
            position -= 1
        elif not text.strip():
            position -= 1
        elif position >= 2 and not names and is_organisation(lines[position - 2].bare + text) and _fragment(text):
            names = split_organisations(lines[position - 2].bare + text.strip())
            position -= 2
        elif names and _is_first_half(text, names[0], title):
            names = (split_organisations(text.strip() + names[0]) or names[:1]) + names[1:]
            position -= 1
            break
        else:
            break
    return _rejoined(names, title), position


def _rejoined(names: tuple[str, ...], title: str) -> tuple[str, ...]:
    """Two lines that the title writes as one name are one name (中国银保监会 / 浙江监管局)."""
    joined = "".join(names)
    apart = re.search(r"\s".join(map(re.escape, names)), title)
    if len(names) == 2 and not apart and joined in re.sub(r"\s", "", title) and _one_body(names):
        return (joined,)
    return names


def _one_body(names: tuple[str, ...]) -> bool:
    """A second half is an inner part (办公室) or a branch; a body that stands alone begins with another place."""
    return names[1].startswith(("办公室", "办公厅")) or names[0].endswith(("会", "总局", "总行"))


def _fragment(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_FRAGMENT and not text.strip().endswith(_SENTENCE_END)


def _is_first_half(text: str, name: str, title: str) -> bool:
    upper = re.sub(r"\s", "", text)
    if not _fragment(text) or _NOTE.fullmatch(upper) or _ANNEX.match(upper) or _NUMBERED.match(upper):
        return False
    return is_organisation(upper + name) and (upper + name in re.sub(r"\s", "", title) or upper.endswith(_PLACE_END))


def _closes(lines: Sequence[Line], at: int) -> bool:
    """Whether the text is over at this line: the end, a note, an annex, the imprint or another document's title."""
    if at + 1 == len(lines):
        return True
    below = lines[at + 1].bare
    if _NOTE.fullmatch(below) or _ANNEX.match(below) or _is_imprint(below):
        return True
    return not below.endswith(_SENTENCE_END) and not _NUMBERED.match(below) and len(below) <= 60


def _is_imprint(bare: str) -> bool:
    words: list[str] = terms("notices")["foot"]["imprint"]
    return bare.startswith(tuple(words)) or imprint_day(bare) is not None
