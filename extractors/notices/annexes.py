"""附件说明: the list of annexes below the text (GB/T 9704-2012, 7.3.4), its items joined where lines break them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed
from extractors.names.organisations import is_organisation
from extractors.notices.lines import Line, Placed, sources_of
from extractors.notices.signed_day import day
from extractors.numerals import numeral

_LABEL = re.compile(
    r"\s*(?:相关)?附\s*(?:件|表)?(?:下载|列表)?\s*(?P<number>[\d一二三四五六七八九十]{0,2})\s*"
    r"(?:[:：]\s*|\s+(?=1\s*[.．、])|(?<=\d)\s*[.．、](?!\s*(?:\d|附)))"
)
_ITEM = re.compile(r"\s*(?:附\s*件\s*)?(?P<number>\d{1,2})\s*(?:[.．、:：]|[)）])\s*(?![\d]{1,2}\s*[.．日月])")
_NEXT_ON_LINE = re.compile(r"(?:\s{2,}|[；;。]\s*)(?=\d{1,2}\s*[.．、]\s*\D)|(?:\s+)(?=附件\s*\d{1,2}\s*[:：.])")
_GLUED = re.compile(r"(?<=[\u3400-\u9fff）》])(?P<number>\d{1,2})[.．、](?!\d)")
_STOP = re.compile(
    r"[（(].*[)）]$|附\s*件|第[一二三四五六七八九十]{1,3}[章条]|[一二三四五六七八九十]{1,3}、|抄送|特此|此件|联系人"
)
_SUFFIX = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|jpe?g|png)$", re.IGNORECASE)
_FILE_ONLY = re.compile(r"附?件?\s*[\d一二三四五六七八九十]*")
_LONGEST_NAME = 120
_MOST_UNNUMBERED = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list: its name with its places, its own number, and the indexes of its first and last line."""

    name: Placed
    number: int | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry in the making: the text as it was read so far."""

    number: int | None
    text: str
    first: int
    last: int


def annexes(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """The annexes in their order, named without numbers, closing punctuation and file endings; empty if none.

    The list is the first line that begins with 附件： and goes on with a name; a mention in the text (见附件1) and the
    word over the annex itself are not.
    """
    for at, line in enumerate(lines):
        label = _LABEL.match(line.text)
        if label is None or not _begins_list(lines, at, label):
            continue
        entries = _entries(lines, _items(lines, at, label))
        if entries:
            return entries
    return ()


def _begins_list(lines: Sequence[Line], at: int, label: re.Match[str]) -> bool:
    rest = lines[at].text[label.end() :].strip()
    if rest:
        return "。" not in rest.rstrip("。") and len(rest) <= 10 * _LONGEST_NAME
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    first = _ITEM.match(below)
    if label["number"] or len(below) > _LONGEST_NAME:
        return False
    return (first is not None and first["number"] == "1") or bool(_unnumbered(lines, at + 1))


def _items(lines: Sequence[Line], at: int, label: re.Match[str]) -> list[_Item]:
    """Items from the label on. An item goes on while its name is not whole and the next line is its rest."""
    items: list[_Item] = []
    numbered = bool(label["number"])
    for position in range(at, len(lines)):
        text = lines[position].text[label.end() :] if position == at else lines[position].text
        parts = [part for piece in _NEXT_ON_LINE.split(text) if piece.strip() for part in _glued(piece, len(items))]
        for order, part in enumerate(parts):
            own_label = _LABEL.match(part) if position > at else None
            item = _ITEM.match(part)
            if own_label and own_label["number"] and numbered and part[own_label.end() :].strip():
                items.append(_Item(numeral(own_label["number"]), part[own_label.end() :], position, position))
            elif item and int(item["number"]) == len(items) + 1:
                items.append(_Item(int(item["number"]), part[item.end() :], position, position))
            elif position == at and order == 0:
                items.append(_Item(numeral(label["number"]), part, position, position))
            elif items and _is_file(items[-1].text) and _is_file(part):
                items.append(_Item(None, part, position, position))  # files that hang on a page have no numbers
            elif items and (
                _goes_on(items[-1].text, part) or (order == 0 and _is_between(lines, position, len(items)))
            ):
                items[-1] = replace(items[-1], text=items[-1].text + part.strip(), last=position)
            else:
                if not any(item.number for item in items):
                    items += [_Item(None, lines[i].text, i, i) for i in _unnumbered(lines, position)]
                return items
    return items


def _glued(text: str, count: int) -> list[str]:
    """A line's pieces where the next number stands right behind a whole name (放假安排表2.值班表).

    ``count`` entries stand before it.
    """
    parts = [text]
    expected = count + (2 if _ITEM.match(text) or not count else 1)
    while True:
        glued = next((m for m in _GLUED.finditer(parts[-1]) if int(m["number"]) == expected), None)
        if glued is None or not _whole().search(squeezed(parts[-1][: glued.start()])):
            return parts
        parts[-1:] = [parts[-1][: glued.start()], parts[-1][glued.start() :]]
        expected += 1


def _is_between(lines: Sequence[Line], position: int, count: int) -> bool:
    """Whether a line stands between the last of so many numbered items and the next one: a rest of the former."""
    bare = lines[position].bare
    if "。" in bare or len(bare) > _LONGEST_NAME or _STOP.match(bare) or is_organisation(bare) or day(bare):
        return False
    following = _ITEM.match(lines[position + 1].text) if position + 1 < len(lines) else None
    return following is not None and int(following["number"]) == count + 1


def _unnumbered(lines: Sequence[Line], start: int) -> range:
    """The lines from here on that are whole names of annexes, where the signature follows them; else none.

    The list stands right above the signature (7.3.4): what goes on with the text or the annex itself is not of it.
    """
    for at in range(start, min(len(lines), start + _MOST_UNNUMBERED)):
        bare = lines[at].bare
        if at > start and (is_organisation(bare) or day(bare)):
            return range(start, at)
        if len(bare) > _LONGEST_NAME or _STOP.match(bare) or is_organisation(bare) or not _whole().search(bare):
            break
    return range(0)


def _entries(lines: Sequence[Line], items: Sequence[_Item]) -> tuple[Entry, ...]:
    entries = []
    for item in items:
        name = _SUFFIX.sub("", squeezed(item.text).rstrip("。；;，,、"))
        if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
            name = name[1:-1]
        if name and not _FILE_ONLY.fullmatch(name) and not _SUFFIX.fullmatch(f".{name}"):
            held = lines[item.first : item.last + 1]
            sources = sources_of(held, name) or tuple(part.source for line in held for part in line.parts)
            entries.append(Entry(Placed(name, sources), item.number, item.first, item.last))
    return tuple(entries)


def _is_file(name: str) -> bool:
    return _SUFFIX.search(squeezed(name)) is not None


def _goes_on(name: str, part: str) -> bool:
    bare = squeezed(part)
    if _is_file(name) or len(bare) > _LONGEST_NAME or "。" in bare:
        return False
    if day(bare) or is_organisation(bare) or _STOP.match(bare):
        return False
    if bare in terms("notices")["annexes"]["endings"]:
        return True  # 任务 / 清单: a line is no annex that is nothing but the word for one
    return not _whole().search(squeezed(name).rstrip("。；;"))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(terms('notices')['annexes']['endings'])})(?:[（(][^（）()]{{1,12}}[)）])?》?$")
