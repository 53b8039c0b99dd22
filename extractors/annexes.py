"""附件说明: the list of annexes below the text (GB/T 9704-2012, 7.3.4), its items joined where lines break them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed
from extractors.lines import Line
from extractors.organisations import is_organisation
from extractors.signed_day import day

_LABEL = re.compile(r"\s*附\s*(?:件|表)?\s*(?P<number>[\d一二三四五六七八九十]{0,2})\s*(?:[:：]\s*|\s+(?=1\s*[.．、]))")
_ITEM = re.compile(r"\s*(?:附\s*件\s*)?(?P<number>\d{1,2})\s*(?:[.．、:：]|[)）])\s*(?![\d]{1,2}\s*[.．日月])")
_NEXT_ON_LINE = re.compile(r"(?:\s{2,}|[；;。]\s*)(?=\d{1,2}\s*[.．、]\s*\D)|(?:\s+)(?=附件\s*\d{1,2}\s*[:：.])")
_STOP = re.compile(
    r"[（(].*[)）]$|附\s*件|第[一二三四五六七八九十]{1,3}[章条]|[一二三四五六七八九十]{1,3}、|抄送|特此|此件|联系人"
)
_SUFFIX = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|jpe?g|png)$", re.IGNORECASE)
_FILE_ONLY = re.compile(r"附?件?\s*[\d一二三四五六七八九十]*")
_LONGEST_NAME = 120


def annexes(lines: Sequence[Line]) -> tuple[str, ...]:
    """The names of the annexes in their order, without numbers, closing punctuation and file endings; empty if none.

    The list is the first line that begins with 附件： and goes on with a name; a mention in the text (见附件1) and the
    word over the annex itself are not.
    """
    for at, line in enumerate(lines):
        label = _LABEL.match(line.text)
        if label is None or not _begins_list(lines, at, label):
            continue
        names = _names(lines, at, label)
        if names:
            return names
    return ()


def _begins_list(lines: Sequence[Line], at: int, label: re.Match[str]) -> bool:
    rest = lines[at].text[label.end() :].strip()
    if rest:
        return "。" not in rest.rstrip("。") and len(rest) <= 10 * _LONGEST_NAME
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    first = _ITEM.match(below)
    return not label["number"] and first is not None and first["number"] == "1" and len(below) <= _LONGEST_NAME


def _names(lines: Sequence[Line], at: int, label: re.Match[str]) -> tuple[str, ...]:
    """Items from the label on. An item goes on while its name is not whole and the next line is its rest."""
    items: list[str] = []
    numbered = bool(label["number"])
    for position, text in enumerate([lines[at].text[label.end() :], *(line.text for line in lines[at + 1 :])]):
        parts = [part for part in _NEXT_ON_LINE.split(text) if part.strip()]
        for order, part in enumerate(parts):
            own_label = _LABEL.match(part) if position else None
            item = _ITEM.match(part)
            if own_label and own_label["number"] and numbered and part[own_label.end() :].strip():
                items.append(part[own_label.end() :])
            elif item and int(item["number"]) == len(items) + 1:
                items.append(part[item.end() :])
            elif position == 0 and order == 0:
                items.append(part)
            elif items and _is_file(items[-1]) and _is_file(part):
                items.append(part)  # a portal lists the files that hang on its page, without numbers
            elif items and _goes_on(items[-1], part):
                items[-1] += part.strip()
            else:
                return _tidy(items)
    return _tidy(items)


def _is_file(name: str) -> bool:
    return _SUFFIX.search(squeezed(name)) is not None


def _goes_on(name: str, part: str) -> bool:
    bare = squeezed(part)
    if _is_file(name) or len(bare) > _LONGEST_NAME or "。" in bare:
        return False
    if day(bare) or is_organisation(bare) or _STOP.match(bare):
        return False
    return not _whole().search(squeezed(name).rstrip("。；;"))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(terms('notices')['annexes']['endings'])})(?:[（(][^（）()]{{1,12}}[)）])?》?$")


def _tidy(items: Sequence[str]) -> tuple[str, ...]:
    names = []
    for item in items:
        name = _SUFFIX.sub("", squeezed(item).rstrip("。；;，,、"))
        if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
            name = name[1:-1]
        if name and not _FILE_ONLY.fullmatch(name):
            names.append(name)
    return tuple(names)
