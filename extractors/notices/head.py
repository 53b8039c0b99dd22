"""The head of an official document: red head, number, title, addressees (GB/T 9704-2012, 7.2.4 to 7.3.2)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from extractors.names.organisations import split_organisations
from extractors.notices.addressees import addressed_before_text, addressed_without_colon, addressees, addressees_end
from extractors.notices.document_number import DocumentNumber, decree_body
from extractors.notices.head_day import HeadDay, head_day
from extractors.notices.line_kinds import is_apart, is_text
from extractors.notices.lines import Line
from extractors.notices.own_number import is_list, numbers_apart, own_bracketed_number, own_number
from extractors.notices.red_head import red_head
from extractors.notices.titles import joined_title, kind_of, number_behind, title_among

_SEARCHED = 60
_NO_DAY = HeadDay()
_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says. ``title_lines`` keep the breaks; ``body`` is the index of the first line after the head.

    ``day`` is the day that the head bears: in brackets under the title (decisions and rules that nobody signs), or with
    who signed there (communiqués, minutes). ``number_line``, ``title_at``, ``addressed`` (first, one past the last),
    ``red_lines`` and those of ``day`` are indexes of the lines read; ``heading`` are those over the text where nothing
    tells that they are a title.
    """

    number: DocumentNumber | None = None
    title_lines: tuple[str, ...] = ()
    red_head: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    body: int = 0
    day: HeadDay = _NO_DAY
    number_line: int | None = None
    title_at: tuple[int, ...] = ()
    addressed: tuple[int, int] | None = None
    red_lines: tuple[int, ...] = ()
    heading: tuple[int, ...] = ()

    @property
    def title(self) -> str | None:
        """The title as one text."""
        return joined_title(self.title_lines)

    @property
    def adopted(self) -> datetime.date | None:
        """The day that the head bears."""
        return self.day.date

    @property
    def signatories(self) -> tuple[str, ...]:
        """Who signed between title and text."""
        return self.day.signatories


def head(lines: Sequence[Line]) -> Head:
    """The head of the document that begins with these lines.

    The number is the first one alone on its line above the text, over the title or (portals, some offices) under it;
    one in brackets counts where no other does. A head that lists several has none of its own.
    """
    lines, beside = numbers_apart(lines[:_SEARCHED])
    red = red_head(lines)
    scan = _scanned(lines, beside, red.at)
    listed = is_list(scan.numbers)
    runs = [run for run in scan.runs if run]
    over_list = [run for run in runs if listed and run[0] < scan.numbers[0][1]]
    title = title_among(lines, over_list, beside=False)
    title = title or title_among(lines, runs, beside=bool(scan.numbers or scan.addressed))
    texts = tuple(lines[i].text for i in title)
    alone = [] if listed else [*scan.numbers, *scan.bracketed]
    number, number_line = alone[0] if alone else (number_behind("".join(texts)), None)
    if not texts and number and number_line is not None and (decree := decree_body(number)):
        title, texts = [number_line], (decree,)
    under = title[-1] + 1 if title else scan.end
    addressed = scan.addressed or (scan.end, scan.end)
    return Head(
        number=number,
        title_lines=texts,
        red_head=red.names,
        addressees=addressees(scan.inline or "".join(line.bare for line in lines[slice(*addressed)])),
        body=scan.body if scan.body is not None else under if title else 0,
        day=head_day(lines, under, scan.end, kind_of(joined_title(texts) or "")),
        number_line=number_line,
        title_at=tuple(title),
        addressed=scan.addressed,
        red_lines=tuple(sorted(red.at)),
        heading=() if title else _heading(lines, scan.runs[0]),
    )


@dataclass(slots=True)
class _Scan:
    """The lines of a head by what they are: numbers with their lines, ``runs`` that may hold the title, and ``end``
    where addressees or text begin.

    ``inline`` are addressees that share their line with the text; ``body`` is None where no text was reached.
    """

    numbers: list[tuple[DocumentNumber, int]] = field(default_factory=list)
    bracketed: list[tuple[DocumentNumber, int]] = field(default_factory=list)
    runs: list[list[int]] = field(default_factory=lambda: [[]])
    addressed: tuple[int, int] | None = None
    inline: str | None = None
    end: int = 0
    body: int | None = None


def _scanned(lines: Sequence[Line], beside: Mapping[int, DocumentNumber], red: Collection[int]) -> _Scan:
    scan = _Scan(end=len(lines))
    for at, line in enumerate(lines):
        titled = any(scan.runs)
        if at in beside:
            scan.numbers.append((beside[at], at))
        if found := own_number(lines, at, scan.runs[-1]):
            scan.numbers.append((found, at))
        elif found := own_bracketed_number(lines, at):
            scan.bracketed.append((found, at))
        elif at in red or is_apart(line):
            pass
        elif (titled or line.bare.startswith("各")) and (last := addressees_end(lines, at)):
            scan.addressed, scan.end, scan.body = (at, last), at, last
            break
        elif titled and addressed_without_colon(lines, at):
            scan.addressed, scan.end, scan.body = (at, at + 1), at, at + 1
            break
        elif is_text(line):
            scan.inline = addressed_before_text(line) if titled else None
            scan.addressed = (at, at + 1) if scan.inline else None
            scan.end = scan.body = at
            break
        else:
            scan.runs[-1].append(at)
            continue
        scan.runs.append([])
    return scan


def with_heading(top: Head, lines: Sequence[Line]) -> Head:
    """The head with its heading for a title: a text that a body signs and dates has that."""
    return replace(top, title_lines=tuple(lines[at].text for at in top.heading), title_at=top.heading)


def _heading(lines: Sequence[Line], run: Sequence[int]) -> tuple[int, ...]:
    """The lines of the first run down to the name of a body (who signs a short text without a kind)."""
    first = tuple(takewhile(lambda at: not split_organisations(lines[at].text), run))
    return first if sum(len(lines[at].bare) for at in first) <= _LONGEST_HEADING else ()
