"""Numbers of decrees and announcements in running text: 国务院令第724号, 某部公告2021年第9号, 主席令第十三号."""

from __future__ import annotations

import re
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import plain_digits, squeezed
from extractors.names.organisations import organisations_in, split_organisations
from extractors.notices.document_number import DocumentNumber
from extractors.numerals import numeral

_SERIAL = r"第\s*(?P<serial>\d{1,4}|[一二三四五六七八九十]{1,3})\s*号"
_BEHIND = re.compile(
    rf"(?P<kind>令|公告|通告)[ \t]*(?:[〔\[（(]?\s*(?P<year>(?:19|20)\d{{2}})\s*[〕\]）)]?\s*年?)?[ \t]*{_SERIAL}"
)
_BEFORE = re.compile(rf"(?P<year>)(?<=[\u3400-\u9fff]){_SERIAL}(?P<kind>令)")
_RUN = re.compile(r"[\u3400-\u9fff](?:[ 、]?[\u3400-\u9fff]){0,29}$")
_HEAD_OF_STATE = re.compile(r"(?:中华人民共和国|国家)?主席$")
_REACH = 60


def decrees_in(text: str) -> tuple[DocumentNumber, ...]:
    """Every number of this form whose body the text names; the body begins after a bracket or a word that leads to it.

    A number without a body (第4号公告) could be anybody's and is left out; so is one on the line below the name, which
    is the head of a decree.
    """
    plain = plain_digits(text)
    found = []
    for pattern in (_BEHIND, _BEFORE):
        for match in pattern.finditer(plain):
            start = _body_start(text, match.start())
            serial = numeral(match["serial"])
            if start is None or not serial:
                continue
            body = squeezed(text[start : match.start()])
            year = f"{match['year']}年" if match["year"] else ""
            written = f"{body}第{serial}号令" if pattern is _BEFORE else f"{body}{match['kind']}{year}第{serial}号"
            found.append(DocumentNumber(written, text[start : match.end()], start, match.end()))
    return tuple(sorted(found, key=lambda number: number.start))


def _body_start(text: str, end: int) -> int | None:
    """Where the name of the body begins that ends at ``end``; None where no body stands there.

    A single sign (和, 由) may be part of a name (住房和城乡建设部), so it leads to one only where the words begin.
    """
    run = _RUN.search(text[max(0, end - _REACH) : end])
    if run is None:
        return None
    start = end - len(run[0])
    leads = [lead for lead in _lead().finditer(text, start, end) if len(lead[0]) > 1 or lead.start() == start]
    start = leads[-1].end() if leads else start
    name = text[start:end]
    if split_organisations(name):
        return start + len(name) - len(name.lstrip(" 、"))
    if head := _HEAD_OF_STATE.search(name):
        return start + head.start()
    bodies = organisations_in(name)
    return start + bodies[-1].start if bodies and bodies[-1].end == len(name) and not bodies[-1].collective else None


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(terms('notices')['title']['before_code'])})")
