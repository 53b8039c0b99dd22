"""The foot of an official document: who signed it, and the day of signing (GB/T 9704-2012, 7.3.5)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.terms import terms
from extractors.names.organisations import is_organisation, split_organisations
from extractors.notices.lines import Line
from extractors.notices.portal import is_furniture
from extractors.notices.signed_day import day, day_at_end, imprint_day, written_days
from extractors.notices.text_end import text_end

_SEAL = re.compile(r"[（(]\s*(?:盖章|印章|公章|章)\s*[)）]")
_NOTE = re.compile(r"[（(].*[)）]")
_ANNEX = re.compile(r"附[件表]?[\s\d一二三四五六七八九十]*(?:[:：]|$)|附件")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]")
_BLANK_DAY = re.compile(r"(?:\d{2,4}|[×xX*_ ]*)年(?:\d{1,2}|[×xX*_ ]*)月[×xX*_ ]*日?")
_SENTENCE_END = tuple("。；：，、;:,！？”")
_PLACE_END = ("区", "市", "县", "省", "州", "旗", "盟", "、", "和", "与", "局", "会", "组")
_PRINTERS = ("办公室", "办公厅", "党政办")
_LIST_BELOW = re.compile(r"[:：]$|[（(]共?[\d一二三四五六七八九十]{1,4}[个所家名户]?[)）]$")
"""What leads a list and never a signature: a colon, or a heading with its count (一、小学（3所）)."""
_LONGEST_FRAGMENT = 30
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Foot:
    """Signatories in their own words (（代） kept) and the day; ``start`` is the index of the signature's first line,
    ``end`` one past its last; ``signed_at`` is that of the day, None where the text bears none of its own.

    Without a signature both are where the text is over: before the remarks and the imprint.
    """

    signatories: tuple[str, ...] = ()
    date: datetime.date | None = None
    start: int = 0
    end: int = 0
    signed_at: int | None = None


def foot(lines: Sequence[Line], title: str = "", imprint: int | None = None) -> Foot:
    """The signature below these lines of text: the first day on a line of its own that names stand above, or that
    nothing but an annex, a note or another document follows.

    The day of the imprint counts only where no other does: copies on the web often keep nothing else, and what is
    printed on a day was signed by then; such a ``date`` has no ``signed_at``. ``title`` helps to tell whether two lines
    are one name; ``imprint`` is the index of the imprint's first line. What an annex or a document below a title
    and addressees of its own bears, who signed it and when, is not the document's.
    """
    over, listed = text_end(lines), False
    for at, line in enumerate(lines[:over]):
        found = day(line.bare)
        last = at
        if found is None and line.bare.endswith(("年", "月")) and at + 1 < len(lines):
            found, last = day(line.bare + lines[at + 1].bare), at + 1
        if found:
            names, start = _names_above(lines, at, title)
            if not names and (below := _names_below(lines, last)):
                return Foot(below, found, at, last + 2, at)
            listed = listed or _is_led(lines, at)
            if names or (_closes(lines, last) and not listed):
                return _signed_on(lines, Foot(names, found, start, last + 1, at), title)
        elif named := _names_behind_day(lines, at):
            return Foot(named[0], named[1], at, at + 1, at)
        elif _BLANK_DAY.fullmatch(line.bare) and (unsigned := _names_above(lines, at, title))[0]:
            return Foot(unsigned[0], None, unsigned[1], at + 1)
        elif (signed := day_at_end(line.text)) and (names := split_organisations(signed[0])):
            return Foot(names, signed[1], at, at + 1, at)
    return _without_day(lines, title, min(over, len(lines) if imprint is None else imprint))


def _signed_on(lines: Sequence[Line], first: Foot, title: str) -> Foot:
    """The signature with those right below it: joint issuers may each sign with a day, and the last one's counts."""
    for at in range(first.end + 1, min(len(lines), first.end + 2 + _MOST_NAMES)):
        names, start = _names_above(lines, at, title)
        later = day(lines[at].bare)
        if set(names) & set(first.signatories) or any(name.endswith(_PRINTERS) for name in names):
            return first  # an imprint that lost its last word
        if first.date and 0 < len(first.signatories) < _MOST_NAMES and later and names and start == first.end:
            last = (later, at) if later >= first.date else (first.date, first.signed_at)
            both = Foot((*first.signatories, *names), last[0], first.start, at + 1, last[1])
            return _signed_on(lines, both, title)
    return first


def _names_behind_day(lines: Sequence[Line], at: int) -> tuple[tuple[str, ...], datetime.date] | None:
    """The names that a line has behind the day with which it begins, where the document ends with it."""
    line = lines[at]
    written = next(iter(written_days(line.text)), None)
    if written is None or not line.bare.startswith(written[1]) or not _ends(lines, at + 1):
        return None
    names = split_organisations(line.bare[len(written[1]) :])
    return (names, written[0]) if names else None


def _without_day(lines: Sequence[Line], title: str, end: int) -> Foot:
    printed = next((d for line in reversed(lines) if (d := imprint_day(line.bare))), None)
    while end and _is_below_signature(lines[end - 1]):
        end -= 1
    names, start = _names_above(lines, end, title)
    return Foot(names, printed, start if names else end, end)


def _is_below_signature(line: Line) -> bool:
    note = _NOTE.fullmatch(line.bare) or _BLANK_DAY.fullmatch(line.bare)
    return note is not None or _is_imprint(line.bare) or is_furniture(line)


def _names_above(lines: Sequence[Line], at: int, title: str) -> tuple[tuple[str, ...], int]:
    """The names on the lines right above ``at``, top first, and the index of the first of these lines.

    Of a list that the text ends with, only what stands on the last line signs.
    """
    names: tuple[str, ...] = ()
    position = at
    lowest: tuple[tuple[str, ...], int] | None = None
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
        lowest = lowest or ((names, position) if names else None)
    whole = _rejoined(names, title)
    if lowest and len(whole) > len(lowest[0]) and position and _LIST_BELOW.search(lines[position - 1].bare):
        return lowest
    return whole, position


def _names_below(lines: Sequence[Line], at: int) -> tuple[str, ...]:
    """The names on the line right below the day, where the document ends with it: some offices sign the other way."""
    names = split_organisations(_SEAL.sub("", lines[at + 1].text)) if at + 1 < len(lines) else ()
    return names if _ends(lines, at + 2) else ()


def _ends(lines: Sequence[Line], at: int) -> bool:
    """Whether nothing but a note, the imprint or an annex stands from this line on."""
    if at >= len(lines):
        return True
    bare = lines[at].bare
    return _NOTE.fullmatch(bare) is not None or _ANNEX.match(bare) is not None or _is_imprint(bare)


def _rejoined(names: tuple[str, ...], title: str) -> tuple[str, ...]:
    """Two lines that the title writes as one name are one name (中国银保监会 / 浙江监管局)."""
    joined = "".join(names)
    apart = re.search(r"[\s、]+".join(map(re.escape, names)), title)
    inner = names[-1:] and names[-1] in terms("organisations")["inner"]
    if len(names) == 2 and (inner or not apart) and joined in re.sub(r"\s", "", title) and _one_body(names):
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
    if _ends(lines, at + 1):
        return True
    below = lines[at + 1].bare
    if _is_signed_below(lines, at) or below.startswith(tuple(terms("notices")["foot"]["behind_days"])):
        return False
    return not below.endswith(_SENTENCE_END) and not _NUMBERED.match(below) and len(below) <= 60


def _is_led(lines: Sequence[Line], at: int) -> bool:
    """Whether the line above a day says what it is the day of (报送截止日期：)."""
    above = lines[at - 1].bare if at else ""
    return above.endswith(("：", ":")) and above[:-1].endswith(tuple(terms("notices")["foot"]["before_days"]))


def _is_signed_below(lines: Sequence[Line], at: int) -> bool:
    """Whether names and another day come next, so that this one is the end of a list (of dates for a visit)."""
    for position in range(at + 1, min(len(lines), at + 2 + _MOST_NAMES)):
        if day(lines[position].bare):
            return position > at + 1
        if not split_organisations(lines[position].text):
            return False
    return False


def _is_imprint(bare: str) -> bool:
    words: list[str] = terms("notices")["foot"]["imprint"]
    return bare.startswith(tuple(words)) or imprint_day(bare) is not None
