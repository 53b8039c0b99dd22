"""版记: the bodies that get a copy, who printed the document and when (GB/T 9704-2012, 7.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.terms import terms
from extractors.clean import squeezed
from extractors.names.organisations import is_organisation
from extractors.notices.groups import groups
from extractors.notices.lines import Line, Placed, placed
from extractors.notices.signed_day import day

_COPIES = re.compile(r"\s*抄\s*[送报]\s*(?:[:：]|(?= )|$)")
_DAY = (
    r"[\d一二三四五六七八九〇○零OoО０-９ ]{4,11}\s*(?:年|[-./])\s*[\d一二三四五六七八九十元０-９]{1,3}"
    r"\s*(?:月|[-./])\s*[\d一二三四五六七八九十廿０-９]{1,3}\s*日?"
)
_PRINTED = re.compile(
    rf"(?P<before>.*?)(?<![\d一二三四五六七八九〇])(?P<day>{_DAY})\s*(?:印\s*发|印\s*制|印)\s*[。.]?\s*(?:[（(]?\s*共\s*印.*)?$"
)
_PRINTED_BY = re.compile(r"\s*印发(?:机关|单位|部门)\s*[:：]?\s*(?P<by>\S.*?)\s*$")
_PRINTED_ON = re.compile(rf"\s*印发(?:日期|时间)\s*[:：]?\s*(?P<day>{_DAY})\s*(?:印发)?\s*$")
_LIST_PAUSE = tuple("，、,；;：:")
_SENTENCE = re.compile(r"[。；：:《》！？，,]")
_PROSE = re.compile(r"[：:《》！？]|(?:19|20)\d{2}年|[\d.]+[、.]")
_LONGEST_NAME = 40
_LONGEST_BODY = 60
_MOST_LINES = 16
_CLUSTER = 6
"""Lines between 抄报 and 抄送 of one imprint."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """``copied_to`` are groups: commas part them, 、 joins bodies of one rank.

    ``start`` is the index of its first line, None where there is none. The day of printing is not that of signing.
    """

    copied_to: tuple[Placed, ...] = ()
    printed_by: Placed | None = None
    printed_on: date | None = None
    day: Placed | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class _Printed:
    """The lines from the printer to the day of printing, the printer (may be empty) and the day as it is written."""

    first: int
    last: int
    by: str
    written: str


def imprint(lines: Sequence[Line]) -> Imprint:
    """The last imprint in the lines: a document that this one carries may have its own above."""
    printed = _printed(lines) or _keyed(lines)
    first, copies = _copies(lines, printed.first if printed else None)
    if printed is None:
        return Imprint(copies, start=first)
    held = lines[printed.first : printed.last + 1]
    by = placed(held, printed.by) if printed.by else None
    start = printed.first if first is None else min(first, printed.first)
    return Imprint(copies, by, day(printed.written), placed(held, printed.written), start)


def _printed(lines: Sequence[Line]) -> _Printed | None:
    """The last line that ends with a day and 印发, with who stands before the day (or on the line above)."""
    for at in range(len(lines) - 1, -1, -1):
        found = _PRINTED.fullmatch(lines[at].text.strip())
        by = _printer(found["before"]) if found and day(found["day"]) else None
        if found is None or by is None:
            continue
        above = lines[at - 1].text if at else ""
        if not by and is_organisation(above):
            return _Printed(at - 1, at, squeezed(above), found["day"])
        return _Printed(at, at, by, found["day"])
    return None


def _keyed(lines: Sequence[Line]) -> _Printed | None:
    """The same where each has its key: 印发机关：… and, on the line below, 印发日期：…."""
    for at in range(len(lines) - 1, 0, -1):
        by, written = _PRINTED_BY.match(lines[at - 1].text), _PRINTED_ON.match(lines[at].text)
        if by and written and is_organisation(by["by"]) and day(written["day"]):
            return _Printed(at - 1, at, squeezed(by["by"]), written["day"])
    return None


def _printer(before: str) -> str | None:
    """The name before the day of printing, empty where none stands there; None where the line is a sentence."""
    pieces = [piece for piece in re.split(r"(?<=[。；])| {2,}", before.strip()) if piece.strip()]
    if not pieces:
        return ""
    whole = squeezed(before)
    office = is_organisation(whole) or whole.endswith(tuple(terms("notices")["contacts"]["offices"]))
    if not _SENTENCE.search(whole) and len(whole) <= _LONGEST_NAME and (office or before.endswith("  ")):
        return whole
    last = squeezed(pieces[-1])
    return last if len(pieces) > 1 and is_organisation(last) else None


def _copies(lines: Sequence[Line], printed: int | None) -> tuple[int | None, tuple[Placed, ...]]:
    """The index of the first line of 抄送 (抄报) and its groups."""
    labels = [at for at, line in enumerate(lines) if _COPIES.match(line.text)]
    if not labels:
        return None, ()
    first = labels[-1]
    for at in reversed(labels):
        first = at if first - at <= _CLUSTER else first
    found: list[Placed] = []
    for label in (at for at in labels if at >= first):
        end = _end(lines, label, printed)
        texts = [lines[label].text[_match_end(lines[label].text) :], *(line.text for line in lines[label + 1 : end])]
        found.extend(placed(lines[label:end], group) for group in _groups(texts))
    return first, tuple(found)


def _match_end(text: str) -> int:
    found = _COPIES.match(text)
    return found.end() if found else 0


def _end(lines: Sequence[Line], label: int, printed: int | None) -> int:
    """One past the last line of the list that begins at the label.

    It goes on after a comma and to the next full stop; after a full stop only where who printed stands below, since
    the bodies of the next rank then have a line of their own.
    """
    for at in range(label + 1, min(len(lines), label + _MOST_LINES)):
        above, bare = lines[at - 1].bare, lines[at].bare
        if at == printed or _COPIES.match(lines[at].text) or _stops(bare):
            return at
        if above.endswith(_LIST_PAUSE) or above in ("抄送", "抄报"):
            continue
        if above.endswith("。") and (printed is None or printed < at):
            return at
        listed = [part for part in re.split("[，、；。]", bare) if part]
        if not bare.endswith(("。", *_LIST_PAUSE)) or _PROSE.search(bare) or max(map(len, listed)) > _LONGEST_BODY:
            return at
    return min(len(lines), label + _MOST_LINES)


def _stops(bare: str) -> bool:
    words: list[str] = terms("notices")["foot"]["imprint"]
    return bare.startswith((*words, "（", "(", "附件")) or _PRINTED.fullmatch(bare) is not None


def _groups(texts: Sequence[str]) -> tuple[str, ...]:
    """The groups of a list over lines; full stops part them too, since bodies of several ranks have a line each."""
    joined = squeezed("".join(texts))
    if printed := _PRINTED.fullmatch(texts[0].strip()):
        joined = squeezed(printed["before"]).removesuffix(_printer(printed["before"]) or "")
    return groups(joined, "，,；;。")


def unsaid_imprint(lines: Sequence[Line], at: int) -> Imprint | None:
    """The imprint that lost its 印发: a body and a day at the two ends of one line, right below the signature or the
    remarks; None where none stands there."""
    pair = lines[at : at + 2]
    if len(pair) < 2 or not is_organisation(pair[0].text) or (printed := day(pair[1].bare)) is None:
        return None
    blocks = {replace(part.source, span=None) for line in pair for part in line.parts}
    if len(blocks) != 1:
        return None
    return Imprint((), placed(pair, pair[0].bare), printed, placed(pair[1:], pair[1].bare), at)
