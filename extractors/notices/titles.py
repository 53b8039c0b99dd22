"""The title of an official document among the lines of its head, and the kind it ends with (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed
from extractors.names.organisations import is_organisation, split_organisations
from extractors.notices.document_number import DocumentNumber, bracketed_number, number_alone
from extractors.notices.lines import Line

_LONGEST_TITLE = 160
_BRACKETS_AT_END = re.compile(r"[（(〔\[【][^（）()]{1,24}[)）〕\]】]$")
_SUBTITLE = re.compile(r"(?:—{1,2}|－{2}|-{2})[\u3400-\u9fff\d“《]")
_OCCASION = re.compile(r"[日月]在")
"""When and where a report was given (——2030年1月8日在…会议上) is no part of its title."""
_NUMBER_AT_END = re.compile(
    r"[（(]([^（）()]*[〔\[(（]\d{4}[〕\])）][^（）()]*号|(?P<serial>(?:\d{4}年)?第\d{1,4}号))[)）]$"
)
_ANNEX_LABEL = re.compile(r"^附[件表]?[\d一二三四五六七八九十]*[:：]")
_PLACE_END = ("区", "市", "县", "省", "州", "旗", "、")


def joined_title(title_lines: Sequence[str]) -> str | None:
    """The lines of a title as one text without breaks, spaces and the label 附件：; None where there are none."""
    return without_number(_ANNEX_LABEL.sub("", squeezed("".join(title_lines)))) or None


def kind_of(title: str) -> str | None:
    """The kind of document that a title ends with (实施意见 is an 意见, 复函 a 函), （试行） and a subtitle aside."""
    bare = _without_brackets(without_number(squeezed(title).partition("——")[0]))
    found = _kinds().search(bare) or _kinds().search(_without_brackets(squeezed(title)))
    return str(terms("notices")["kinds"][found[0]]) if found else None


def without_number(title: str) -> str:
    """A title without the document number that some portals put behind it in brackets; of a decree or an announcement
    its serial (（2021年第12号）)."""
    found = _NUMBER_AT_END.search(title)
    if found is None or number_alone(found[1]) is None:
        return title
    before = title[: found.start()]
    serial = found["serial"] and not before.endswith(tuple(terms("notices")["head"]["decrees"]))
    return title if serial else before


def number_behind(title: str) -> DocumentNumber | None:
    """The document number that ``without_number`` takes away."""
    bare = squeezed(title)
    return bracketed_number(bare[len(without_number(bare)) :])


def title_among(lines: Sequence[Line], runs: Sequence[Sequence[int]], beside: bool) -> list[int]:
    """The indexes of the title's lines among the runs of lines that might hold it.

    It is the last run that ends with the name of a kind of document, else the one that says 关于, else (``beside``: a
    number or addressees stand next to it) the last one.
    """
    for run in reversed(runs):
        for last in range(_before_subtitle(lines, run), -1, -1):
            first = _first_line(lines, run, last)
            joined = "".join(lines[i].bare for i in run[first : last + 1])
            if kind_of(joined) and len(joined) <= _LONGEST_TITLE:
                return list(run[first : last + 1 + _belonging_below(lines, run, last)])
    for run in reversed(runs):
        joined = "".join(lines[i].bare for i in run)
        if "关于" in joined and len(joined) <= _LONGEST_TITLE:
            return list(run)
    if beside and runs and sum(len(lines[i].bare) for i in runs[-1]) <= _LONGEST_TITLE:
        return list(runs[-1])
    return []


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(list(terms('notices')['kinds']))})$")


def _without_brackets(title: str) -> str:
    while (found := _BRACKETS_AT_END.search(title)) and found.start():
        title = title[: found.start()]
    return title.rstrip('》”"')


def _belonging_below(lines: Sequence[Line], run: Sequence[int], last: int) -> int:
    """How many lines below the title's last belong to it: （试行） or a subtitle after a dash."""
    if last + 1 == len(run):
        return 0
    below = lines[run[last + 1]].bare
    if _SUBTITLE.match(below):
        return int(_OCCASION.search(below) is None)
    return int(_BRACKETS_AT_END.fullmatch(below) is not None)


def _before_subtitle(lines: Sequence[Line], run: Sequence[int]) -> int:
    """The place in a run of its last line over a subtitle, that of its last line where it has none."""
    under = (at for at in range(1, len(run)) if _SUBTITLE.match(lines[run[at]].bare))
    return next(under, len(run)) - 1


def _first_line(lines: Sequence[Line], run: Sequence[int], last: int) -> int:
    """Upwards from the title's last line to its first: a line that is a title of its own is not part of this one."""
    first = last
    while first > 0:
        above = lines[run[first - 1]].bare
        joined = "".join(lines[i].bare for i in run[first : last + 1])
        if joined.count("》") > joined.count("《"):  # the book title that ends here begins further up
            first -= 1
            continue
        open_title = above.count("《") > above.count("》")
        if kind_of(above) and not open_title and "关于" in joined:
            break
        if kind_of(above) and not open_title and kind_of(joined) and above.startswith(joined[:4]):
            break
        issuer = joined.partition("关于")[0] if "关于" in joined else ""
        goes_on = above.endswith((*_PLACE_END, *terms("notices")["title"]["markers"]))
        if is_organisation(issuer) and not split_organisations(lines[run[first - 1]].text) and not goes_on:
            break
        first -= 1
    return first
