"""The head of an official document: red head, number, title, addressees (GB/T 9704-2012, 7.2.4 to 7.3.2)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed
from extractors.document_number import DocumentNumber, bracketed_number, number_alone, numbers_in
from extractors.lines import Line
from extractors.organisations import is_organisation
from extractors.portal import is_furniture
from extractors.signed_day import day

_SEARCHED = 60
_LONGEST_TITLE_LINE = 110
_LONGEST_TITLE = 160
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章条节]"
)
_ANNEX_HEADING = re.compile(r"附[件表]?\s*[\d一二三四五六七八九十]*\s*[:：]?")
_COPY_NUMBER = re.compile(r"\d{6}")
_BRACKETS_AT_END = re.compile(r"[（(〔\[【][^（）()]{1,24}[)）〕\]】]$")
_PROSE = re.compile(r"[，,；;](?![^《]*》)(?![^“]*”)(?![^（(]*[)）])")
_BODY_START = re.compile(
    r"为(?!民)|根据|按照|依据|遵照|依照|现将|现就|近期|近年来|近日|目前|经(?=.{0,12}(?:同意|批准|研究|审议))"
)
_BODY_WORDS = re.compile(r"如下|以下|下列|事项|印发|[？?！!]")
_PLACE_END = ("区", "市", "县", "省", "州", "旗", "、")
_LIST_PAUSE = tuple("，、,；;")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says. ``title_lines`` keep the breaks; ``body`` is the index of the first line after the head.

    ``adopted`` is the day in brackets under the title (decisions and rules that nobody signs).
    """

    number: DocumentNumber | None = None
    title_lines: tuple[str, ...] = ()
    red_head: str | None = None
    addressees: tuple[str, ...] = ()
    body: int = 0
    adopted: datetime.date | None = None

    @property
    def title(self) -> str | None:
        """The title as one text."""
        return joined_title(self.title_lines)


def head(lines: Sequence[Line]) -> Head:
    """The head of the document that begins with these lines.

    The number is the first one alone on its line above the text, over the title or (portals, some offices) under it.
    The title is the last run of lines before addressees or text that ends with the name of a kind of document
    (通知, 函 …), else the one that says 关于 or stands next to a number or addressees.
    """
    number: DocumentNumber | None = None
    bracketed: DocumentNumber | None = None
    runs: list[list[int]] = [[]]
    addressed: tuple[int, int] | None = None
    end = min(len(lines), _SEARCHED)
    red = _red_head(lines[:end])
    at = 0
    while at < end:
        line = lines[at]
        if found := number_alone(line.text):
            number = number or found
        elif found := bracketed_number(line.text):
            bracketed = bracketed or found
        elif at in red or _apart(line):
            pass
        elif any(runs) and (last := _addressees_end(lines, at)):
            addressed = (at, last)
            break
        elif _is_text(line):
            break
        else:
            runs[-1].append(at)
            at += 1
            continue
        runs.append([])
        at += 1
    title = _title(lines, [run for run in runs if run], beside=bool(number or addressed))
    texts = tuple(lines[i].text for i in title)
    body = addressed[1] if addressed else at if at < end else (title[-1] + 1 if title else 0)
    own = number or bracketed or _number_behind("".join(texts))
    red_head = squeezed("".join(lines[i].bare for i in sorted(red))).removesuffix("文件") or None
    addressees = _addressees(lines[addressed[0] : addressed[1]]) if addressed else ()
    adopted = _adopted(lines[title[-1] + 1]) if title and title[-1] + 1 < len(lines) else None
    return Head(own, texts, red_head, addressees, body, adopted)


def _adopted(line: Line) -> datetime.date | None:
    return day(line.bare) if _BRACKETS_AT_END.fullmatch(line.bare) else None


def joined_title(title_lines: Sequence[str]) -> str | None:
    """The lines of a title as one text without breaks and spaces; None where there are none."""
    return without_number(squeezed("".join(title_lines))) or None


def kind_of(title: str) -> str | None:
    """The kind of document that a title ends with (实施意见 is an 意见, 复函 a 函), （试行） aside; else None."""
    bare = _without_brackets(without_number(squeezed(title)))
    found = _kinds().search(bare)
    return str(terms("notices")["kinds"][found[0]]) if found else None


def without_number(title: str) -> str:
    """A title without the document number that some portals put behind it in brackets."""
    found = re.search(r"[（(]([^（）()]*[〔\[(（]\d{4}[〕\])）][^（）()]*号)[)）]$", title)
    return title[: found.start()] if found and number_alone(found[1]) else title


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(list(terms('notices')['kinds']))})$")


def _without_brackets(title: str) -> str:
    while (found := _BRACKETS_AT_END.search(title)) and found.start():
        title = title[: found.start()]
    return title.rstrip('》”"')


def _number_behind(title: str) -> DocumentNumber | None:
    bare = squeezed(title)
    numbers = numbers_in(bare[len(without_number(bare)) :])
    return numbers[0] if numbers else None


def _apart(line: Line) -> bool:
    """Lines that are neither title nor text: furniture, 份号, 密级, an annex heading."""
    words = terms("notices")["head"]["classification"]
    plain = re.split(r"[★:：]", line.bare)[0]
    return (
        is_furniture(line)
        or plain in words
        or _COPY_NUMBER.fullmatch(line.bare) is not None
        or _ANNEX_HEADING.fullmatch(line.bare) is not None
        or day(line.bare) is not None
    )


def _is_text(line: Line) -> bool:
    """Whether a line is running text and so the head is over."""
    bare = line.bare
    if _BODY_START.match(bare) and _PROSE.search(bare):
        return True
    if kind_of(bare) and "。" not in bare and len(bare) <= _LONGEST_TITLE_LINE:
        return False
    if "。" in bare or _NUMBERING.match(bare) or len(bare) > _LONGEST_TITLE_LINE:
        return True
    if bare.endswith(("：", ":", "；", ";")):
        return True
    return _PROSE.search(bare) is not None and "关于" not in bare


def _red_head(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of the 发文机关标志 (7.2.4): they spell a body's name and 文件, often letter by letter on two lines."""
    for last, line in enumerate(lines):
        if _is_text(line):
            break
        if not line.bare.endswith("文件"):
            continue
        # The name may begin up to three lines higher, and its lower part be a name as well (… / 领导小组文件).
        for first in range(max(0, last - 3), last + 1):
            part = lines[first : last + 1]
            name = "".join(item.bare for item in part).removesuffix("文件")
            plain = not any(_apart(item) or number_alone(item.text) or "关于" in item.bare for item in part)
            if plain and is_organisation(name):
                return frozenset(range(first, last + 1))
    return frozenset()


def _title(lines: Sequence[Line], runs: list[list[int]], beside: bool) -> list[int]:
    """The indexes of the title's lines among the runs of lines that might hold it."""
    for run in reversed(runs):
        for last in range(len(run) - 1, -1, -1):
            first = _first_line(lines, run, last)
            joined = "".join(lines[i].bare for i in run[first : last + 1])
            if kind_of(joined) and len(joined) <= _LONGEST_TITLE:
                under = run[last + 1] if last + 1 < len(run) else None
                bracketed = under is not None and _BRACKETS_AT_END.fullmatch(lines[under].bare)
                return run[first : last + 2] if bracketed else run[first : last + 1]
    for run in reversed(runs):
        joined = "".join(lines[i].bare for i in run)
        if "关于" in joined and len(joined) <= _LONGEST_TITLE:
            return run
    if beside and runs and sum(len(lines[i].bare) for i in runs[-1]) <= _LONGEST_TITLE:
        return runs[-1]
    return []


def _first_line(lines: Sequence[Line], run: list[int], last: int) -> int:
    """Upwards from the title's last line to its first: a line that is a title of its own is not part of this one."""
    first = last
    while first > 0:
        above = lines[run[first - 1]].bare
        joined = "".join(lines[i].bare for i in run[first : last + 1])
        open_title = above.count("《") > above.count("》")
        if kind_of(above) and not open_title and "关于" in joined:
            break
        if kind_of(above) and not open_title and kind_of(joined) and above.startswith(joined[:4]):
            break
        issuer = joined.partition("关于")[0] if "关于" in joined else ""
        if is_organisation(issuer) and not is_organisation(above) and not above.endswith(_PLACE_END):
            break
        first -= 1
    return first


def _addressees_end(lines: Sequence[Line], at: int) -> int | None:
    """One past the last line of the addressees that begin here: lists that go over lines end with the colon."""
    joined = ""
    for position in range(at, min(len(lines), at + 10)):
        bare = lines[position].bare
        if (
            "。" in bare
            or _BODY_START.match(bare)
            or _BODY_WORDS.search(bare)
            or _NUMBERING.match(bare)
            or _apart(lines[position])
        ):
            return None
        joined += bare
        if bare.endswith(("：", ":")):
            return position + 1
        if kind_of(joined) or "关于" in joined or number_alone(lines[position].text):
            return None
        if not bare.endswith(_LIST_PAUSE) and not (len(bare) >= 20 and re.search("[，、,]", bare)):
            return None
    return None


def _addressees(lines: Sequence[Line]) -> tuple[str, ...]:
    """The groups of 主送机关: commas and semicolons outside brackets part them, 、 does not (7.3.2)."""
    joined = "".join(line.bare for line in lines).rstrip("：:")
    depth, groups = 0, [""]
    for sign in joined:
        depth += {"（": 1, "(": 1, "）": -1, ")": -1}.get(sign, 0)
        if sign in "，,；;" and depth <= 0:
            groups.append("")
        else:
            groups[-1] += sign
    return tuple(group.strip() for group in groups if group.strip())
