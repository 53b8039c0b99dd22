"""发文字号: the code of the issuer, the year in 〔〕 and the serial number (GB/T 9704-2012, 7.2.5).

Read widely (any bracket, 第, leading zeros, full-width digits, Chinese numerals), written strictly:
``桂绩发〔2018〕3号``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import plain_digits, squeezed, visible
from extractors.dates import numeral
from extractors.organisations import organisations_in

_OPEN, _CLOSE = "〔\\[［【﹝(（〈<", "〕\\]］】﹞)）〉>"
_YEAR = r"(?:19|20)\s*\d\s*\d|[一二][九〇○零][〇○零一二三四五六七八九]{2}"
_CODE = r"[\u3400-\u9fff](?:[ \t\u3000\u00a0]{0,4}[\u3400-\u9fff]){0,24}"
_NUMBER = re.compile(
    rf"(?P<code>{_CODE})[ \t]*"
    rf"(?:[{_OPEN}][ \t]*(?P<year>{_YEAR})[ \t]*[{_CLOSE}]|[〔\[［【﹝][ \t]*(?P<short>\d{{2}})[ \t]*[〕\]］】﹞])"
    r"[ \t]*(?:第[ \t]*)?0*(?P<serial>\d(?:[ \t]?\d){0,4}|[一二三四五六七八九十]{1,4})[ \t]*号"
)
_DECREE = re.compile(
    r"(?P<body>[\u3400-\u9fff]{2,30}?(?:令|公告|通告))?\s*(?:[〔\[(（]?\s*(?P<year>(?:19|20)\d{2})\s*[〕\])）]?\s*年?)?\s*第\s*(?P<serial>\d{1,5})\s*号"
)
_SIGNER = re.compile(r"\s*签\s*发\s*人.*$")
_LONGEST_CODE = 14
"""Characters: 自贸钦管办发 has six, joint codes of ministries (工信部联企业) up to a dozen."""
_WHOLE_CODE = 8
"""A run of up to so many characters is taken for a code as it is; in a longer one something else goes before it."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number as the standard writes it, as the document has it, and its place: ``text[start:end]``."""

    text: str
    raw: str
    start: int
    end: int

    @property
    def year(self) -> int | None:
        """The year in full, None where the document writes two digits."""
        found = re.search(r"\d{4}", self.text)
        return int(found[0]) if found else None


def numbers_in(text: str) -> tuple[DocumentNumber, ...]:
    """All numbers in a text, left to right. The code begins after a bracket or a quotation mark, or after a word
    that leads to a citation (根据, 按照), never in the middle of a sentence."""
    found = []
    for match in _NUMBER.finditer(plain_digits(text)):
        start = _code_start(text, match)
        code = squeezed(text[start : match.end("code")])
        if not 1 <= len(code) <= _LONGEST_CODE or code.endswith("号"):
            continue
        year = match["year"] or match["short"]
        serial = numeral(re.sub(r"\s", "", match["serial"]))
        written = f"{code}〔{numeral(re.sub(r'[^〇○零一二三四五六七八九0-9]', '', year))}〕{serial}号"
        found.append(DocumentNumber(written, text[start : match.end()].strip(), start, match.end()))
    return tuple(found)


def number_alone(line: str) -> DocumentNumber | None:
    """The number that is a line's whole text, 签发人 aside (upward documents have it on the same line); else None.

    A decree's number (第724号, 2019年第9号) counts as well, with the body where the line names it.
    """
    text = _SIGNER.sub("", visible(line)).strip()
    for number in numbers_in(text):
        if number.start == 0 and number.end == len(text):
            return number
    match = _DECREE.fullmatch(plain_digits(text))
    if match is None:
        return None
    year = f"{match['year']}年" if match["year"] else ""
    written = f"{match['body'] or ''}{year}第{int(match['serial'])}号"
    return DocumentNumber(written, text, 0, len(text))


def bracketed_number(line: str) -> DocumentNumber | None:
    """The number that stands in brackets as a line's whole text, the way portals put it under the title; else None."""
    inner = re.fullmatch(r"\s*[（(](.*)[)）]\s*", visible(line))
    return number_alone(inner[1]) if inner else None


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(terms('notices')['title']['before_code'])})")


def _code_start(text: str, match: re.Match[str]) -> int:
    start, end = match.span("code")
    cuts = [m for m in _lead().finditer(text, start, end) if end - m.end() >= 2]
    if end - start <= _WHOLE_CODE:
        # 自贸钦管办发 begins with a word of these itself: a single sign parts only after another name or title.
        after_name = text[start - 1 : start] in tuple("）)》”〕号")
        cuts = [m for m in cuts if len(m[0]) > 1 or (m.start() == start and after_name) or m[0] in "按见"]
        return cuts[-1].end() if cuts else start
    bodies = [span.end for span in organisations_in(text[start:end]) if end - start - span.end >= 2]
    return max([start, *(m.end() for m in cuts), *(start + body for body in bodies)])
