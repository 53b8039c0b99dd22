"""How many things a sentence announces (分五个步骤), and how many it lists itself, before the number or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.terms import alternatives, terms
from extractors.clean import matching, plain_digits
from extractors.numerals import numeral
from extractors.outline.heading_numbers import Form, marker

_NUMERAL = "[二两三四五六七八九十]{1,3}|\\d{1,3}"
_WORD = "[^，。；：、（）“”《》\\d]"
_LIST_END = re.compile("[。！？\n]")
_STOP = re.compile("[，。；：！？“”\n]")
_OPEN, _CLOSE = "（《“‘〈【〔", "）》”’〉】〕"
_WORD_BEHIND = re.compile(_WORD)
_AND = re.compile("以及|[和及与]")
_ENUMERATORS = (Form.HAN, Form.HAN_BRACKET, Form.ARABIC_BRACKET, Form.ARABIC)
_REACH = 16
"""Characters behind the number within which the first item of an enumeration stands."""
_WINDOW = 800
"""Characters before and behind a number among which its list stands."""
_LONGEST_ITEM = 24
_OPEN_TO_DOUBT, _LIKELY, _CLOSED = range(3)
_Reading = tuple[frozenset[int], int]
"""The readings of a list, and how sure it is that they are all."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A number of things: its characters in the text, and what the same text lists.

    ``counts`` are the readings of that list (a last 和 may join two things or part them), empty where the text lists
    nothing; ``closed`` says that the list is whole and its parts are plainly parted, so that another count is a slip,
    ``likely`` that it seems so.
    ``divides``: the paragraph ends by announcing things that a text divides itself into (步骤, 方面): they follow it.
    """

    number: int
    start: int
    end: int
    counts: frozenset[int] = frozenset()
    closed: bool = False
    likely: bool = False
    divides: bool = False


def announced(text: str) -> Iterator[Announced]:
    """Each number of things in a paragraph, in order. Bounds, shares, lengths of time and ordinals are none."""
    text = matching(plain_digits(text))
    for found in _numbers().finditer(text):
        number = numeral(found["number"]) or 0
        if number < 2:
            continue
        start, end, thing = found.start("number"), found.end(), found["near"] or found["thing"]
        if behind := _behind(text, end, text[found.end("number") :].lstrip()[:1]):
            counts, surely = behind
            surely = _OPEN_TO_DOUBT if _is_name(text, end) else surely
            yield Announced(number, start, end, counts, surely == _CLOSED, surely == _LIKELY)
        elif before := _before(text, start):
            counts, surely = before
            open_end = text[start - 2 : start].rstrip(" “").endswith("等") and max(counts) < number
            known = thing in terms("announced")["parts" if open_end else "things"]
            yield Announced(number, start, end, counts, likely=known and surely >= _LIKELY)
        else:
            yield Announced(number, start, end, divides=thing is not None and _ends_paragraph(text, start, end))


def _ends_paragraph(text: str, start: int, end: int) -> bool:
    """Whether the number stands in the last clause of its paragraph, and that clause announces (分五个步骤实施。)."""
    if len(text) - end > 2 * _REACH:
        return False
    rest = text[end:].strip("。：；， ”")
    clause = re.split("[，。；：！？\n]", text[max(0, start - _WINDOW) : start])[-1] + text[start:end]
    return len(rest) <= _REACH and not _STOP.search(rest) and _announces().search(clause) is not None


def _is_name(text: str, end: int) -> bool:
    """Whether the number is of things known by a name, of which something else is told (“六个方面”问题：一是…)."""
    return text.startswith("”", end) and _WORD_BEHIND.match(text, end + 1) is not None


def _behind(text: str, end: int, measure: str) -> _Reading | None:
    """The list behind the number: an enumeration (一是 … 二是 …), or what a colon, 分别为 or a bracket opens.

    Amounts in the same measure (共7条：教育3条、医疗4条) are no list of the things.
    """
    if enumerated := _enumerated(text, end):
        return (frozenset({enumerated}), _CLOSED) if enumerated > 1 else (frozenset(), _OPEN_TO_DOUBT)
    opened = _lead().match(text, end)
    if opened is None:
        return None
    behind = text[opened.end() : opened.end() + _WINDOW]
    listed = _bracketed(behind) if opened[0].endswith("（") else _LIST_END.split(behind, maxsplit=1)[0]
    return None if len(re.findall(rf"\d\s*{re.escape(measure)}", listed)) > 1 else _counted(listed)


def _enumerated(text: str, end: int) -> int:
    """How far an enumeration counts that begins right behind the number; 0 where none does."""
    for form in _ENUMERATORS:
        first = marker(form, 1).search(text, end, end + _REACH)
        count, at = 0, first.start() if first else 0
        while first and (following := marker(form, count + 1).search(text, at)):
            count, at = count + 1, following.end()
        if count:
            return count
    return 0


def _before(text: str, start: int) -> _Reading | None:
    """The list that ends right before the number (A、B和C等三个方面, “A、B、C”三件大事)."""
    bare = (
        text[max(0, start - _WINDOW) : start]
        .rstrip(" “")
        .removesuffix("等")
        .removesuffix("共")
        .removesuffix("这")
        .rstrip()
    )
    if bare.endswith("”") and (quoted := bare.rfind("“")) >= 0:
        return _counted(bare[quoted + 1 : -1]) if "、" in bare[quoted:] else None
    clause = re.split("[，。；：！？\n]", bare)[-1]
    opened = list(_opens().finditer(clause))
    if "、" not in clause or not opened:
        return None
    readings = [reading for at in opened if (reading := _counted(clause[at.end() :]))]
    counts = frozenset().union(*(counts for counts, _ in readings))
    return (counts, min(surely for _, surely in readings)) if counts else None


def _counted(listed: str) -> _Reading | None:
    """How many parts a list has, and how surely; None where it has one only or goes on with 等."""
    listed = listed.strip(" 。；，")
    parting = next((sign for sign in "；、，" if len(_parts(listed, sign)) > 1), None)
    if parting is None:
        both = len(_AND.findall(_flat(listed)))
        return (frozenset({2}), _OPEN_TO_DOUBT) if both == 1 and len(listed) <= 2 * _LONGEST_ITEM else None
    parts = [part for part in _parts(listed, parting) if part.strip()]
    if not parts:
        return None
    if parting == "；":
        return (frozenset({len(parts)}), _CLOSED) if not listed.endswith("等") else None
    whole = next((at + 1 for at, part in enumerate(parts) if "，" in _flat(part)), len(parts))
    parts = parts[:whole]
    last = _flat(parts[-1]).split("，")[0]
    if last.endswith("等"):
        return None
    if parting != "、" or any(len(part) > _LONGEST_ITEM or _AND.search(_flat(part)) for part in parts[:-1]):
        surely = _OPEN_TO_DOUBT
    elif _AND.search(last) or "，" in parts[-1]:
        surely = _LIKELY
    else:
        surely = _CLOSED
    return frozenset({len(parts), len(parts) + 1} if _AND.search(last) else {len(parts)}), surely


def _parts(text: str, sign: str) -> list[str]:
    """The text cut at a sign outside brackets and quotation marks."""
    flat = _flat(text, keep=True)
    cuts = [-1, *(at for at, char in enumerate(flat) if char == sign), len(text)]
    return [text[first + 1 : last] for first, last in pairwise(cuts)]


def _flat(text: str, keep: bool = False) -> str:
    """The text without what stands in brackets or quotation marks; blanks for it where the length is to be kept."""
    kept, depth = [], 0
    for char in text:
        depth += char in _OPEN
        kept.append(char if not depth else " " if keep else "")
        depth -= char in _CLOSE and depth > 0
    return "".join(kept)


def _bracketed(text: str) -> str:
    """The text up to the bracket that closes the one before it; empty where none does."""
    depth = 1
    for at, char in enumerate(text):
        depth += (char == "（") - (char == "）")
        if depth == 0:
            return text[:at]
    return ""


@cache
def _numbers() -> re.Pattern[str]:
    words = terms("announced")
    before = "".join(f"(?<!{re.escape(word)})" for word in words["not_before"])
    measures, things = alternatives(words["measures"]), alternatives(words["things"])
    return re.compile(
        rf"{before}(?<![\d.一二两三四五六七八九十百千万、])(?P<number>{_NUMERAL})\s*"
        rf"(?!个?(?:{alternatives(words['not_after'])}))(?:{measures})(?!(?:{alternatives(words['not_after'])}))"
        rf"(?:(?P<near>{things})|{_WORD}{{0,8}}?(?P<thing>{things})(?!{_WORD}{{3}})|{_WORD}{{0,10}})"
    )


@cache
def _lead() -> re.Pattern[str]:
    leads = alternatives(terms("announced")["leads"])
    return re.compile(rf"[”）]?\s*(?:(?:，\s*)?(?:{leads})(?:\s*：)?|：|（)")


@cache
def _announces() -> re.Pattern[str]:
    return re.compile(alternatives(terms("announced")["announces"]))


@cache
def _opens() -> re.Pattern[str]:
    return re.compile(alternatives(terms("announced")["opens"]))
