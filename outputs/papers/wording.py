"""Text templates as paragraphs: ``templates/papers/*.txt``, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.terms import terms
from outputs.forms import Forms
from outputs.templating import render
from outputs.word.layout import PORTRAIT
from outputs.word.measure import ems
from outputs.word.paper import Text

_MARKED = re.compile(r"［(?P<mark>[^］]+)］(?P<text>.*)")
_LEVELS = (
    ("Level1", re.compile(r"[一二三四五六七八九十]+、")),
    ("Level2", re.compile(r"（[一二三四五六七八九十]+）")),
    ("Level3", re.compile(r"\d{1,2}\.(?!\d{1,2}(?!\d))")),
    ("Level4", re.compile(r"（\d{1,2}）")),
)
"""The four levels of an official document (GB/T 9704-2012, 7.3.3)."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the office says of itself; what it has not said is a gap."""

    issuer: str
    signatory: str
    addressees: str
    website: str
    contact: str
    phone: str


def office_of(forms: Forms) -> Office:
    """The office of these forms. The signatory is the issuer where no other is named; no addressees are no gap."""
    words, said = terms("papers"), forms.office
    issuer = said.get("issuer") or words["name_gap"]
    return Office(
        issuer=issuer,
        signatory=said.get("signatory") or issuer,
        addressees=said.get("addressees") or "",
        website=said.get("website") or words["gap"],
        contact=said.get("contact") or words["gap"],
        phone=said.get("phone") or words["gap"],
    )


def paragraphs(template: str, values: Mapping[str, Any]) -> Iterator[Text]:
    """The lines of ``templates/papers/<template>`` that are not empty. ``KeyError`` for a mark that nobody knows."""
    marks: Mapping[str, str] = terms("papers")["marks"]
    for line in filter(None, map(str.strip, render(f"papers/{template}", **values).splitlines())):
        if found := _MARKED.fullmatch(line):
            yield Text(marks[found["mark"]], found["text"])
        else:
            yield Text(next((style for style, number in _LEVELS if number.match(line)), "BodyText"), line)


def closed(body: Sequence[Text], annexes: Sequence[str], signatory: str) -> tuple[Text, ...]:
    """The text with its annex list and signature. They never stand on a page without text (GB/T 9704-2012, 7.3.5)."""
    *before, last = (*body, *_annex_list(annexes), *_signature(signatory))
    first = len(body) - 1
    return (*before[:first], *(replace(text, keep=True) for text in before[first:]), last)


def _annex_list(titles: Sequence[str]) -> Iterator[Text]:
    """附件说明: a line below the text, two characters in, the names below each other (GB/T 9704-2012, 7.3.4)."""
    if not titles:
        return
    yield Text("Normal")
    if len(titles) == 1:
        yield Text("AnnexOnly", f"附件：{titles[0]}")
        return
    for number, title in enumerate(titles, 1):
        first = number == 1
        yield Text("AnnexFirst" if first else "AnnexNext", f"{'附件：' if first else ''}{number}.\t{title}")


def annex_mark(number: int, total: int) -> str:
    """What stands over an annex: 附件2, and 附件 for the only one (GB/T 9704-2012, 7.3.7)."""
    return f"附件{number}" if total > 1 else "附件"


def _signature(signatory: str) -> Iterator[Text]:
    """Issuer and open date without a seal: the issuer two characters from the right, the date begins two after it.

    A date that is longer stands two from the right itself, and the issuer is moved (GB/T 9704-2012, 7.3.5.2).
    """
    day = terms("papers")["open_date"]
    name, date = ems(signatory), ems(day)
    right_of_date = max(name - date, 2.0)
    right_of_name = max(2.0, right_of_date + date + 2.0 - name)
    yield Text("Normal")
    yield Text("Signature", signatory, right=min(right_of_name, _room(name)))
    yield Text("Signature", day, right=right_of_date)


def _room(width: float) -> float:
    """What is left of a line in characters of 三号, at least two."""
    return max(2.0, PORTRAIT.text_width / (16 * 25.4 / 72) - width)
