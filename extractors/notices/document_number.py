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
from extractors.names.organisations import organisations_in
from extractors.notices.signed_day import written_days
from extractors.numerals import numeral

_OPEN, _CLOSE = "〔\\[［【﹝(（〈<｛{「C", "〕\\]］】﹞)）〉>｝}」J"
"""Every bracket that stands for 〔〕; recognition reads them as C and J, too."""
_YEAR = r"(?:1\s*9|2\s*0)\s*\d\s*\d|[一二][九〇○零][〇○零一二三四五六七八九]{2}"
_CODE = r"[\u3400-\u9fff](?:[ \t\u3000\u00a0]{0,4}[\u3400-\u9fff]){0,24}"
_NUMBER = re.compile(
    rf"(?P<code>{_CODE})[ \t]*"
    rf"(?:[{_OPEN}][ \t]*(?P<year>{_YEAR})[ \t]*[{_CLOSE}]|[〔\[［【﹝][ \t]*(?P<short>\d{{2}})[ \t]*[〕\]］】﹞])"
    r"[ \t]*(?:第[ \t]*)?0*(?P<serial>\d(?:[ \t]?\d){0,4}|[一二三四五六七八九十]{1,4})[ \t]*号"
)
_SERIAL = r"(?P<serial>\d{1,5}|[一二三四五六七八九十〇○零]{1,4})"
_DECREE = re.compile(
    r"(?P<body>[\u3400-\u9fff]{2,30}?(?:令|公告|通告))?\s*"
    rf"(?:[〔\[(（]?\s*(?P<year>(?:19|20)\d{{2}})\s*[〕\])）]?\s*年?)?\s*第\s*{_SERIAL}\s*号"
)
_SERIAL_FIRST = re.compile(rf"(?P<body>[\u3400-\u9fff]{{2,30}}?)\s*第\s*{_SERIAL}\s*号\s*令")
_BODY_AND_YEAR = re.compile(
    rf"(?P<body>[\u3400-\u9fff]{{2,30}}(?:公告|通告))\s*[{_OPEN}]\s*(?P<year>(?:19|20)\d{{2}})\s*[{_CLOSE}]\s*{_SERIAL}\s*号"
)
_FOREIGN_CODE = re.compile(
    rf"(?P<code>(?:[（(][\u3400-\u9fff]{{1,4}}[)）](?=[\u3400-\u9fff])|[A-Z]{{2,8}})[\u3400-\u9fff]{{0,10}})"
    rf"[〔\[［【﹝(（](?P<year>{_YEAR})[〕\]］】﹞)）]第?0*(?P<serial>\d{{1,5}})号"
)
"""A code that begins with the place in brackets (fines: （青）应急罚) or with the initials of a company."""
_ONE_BRACKET = re.compile(
    rf"(?P<code>[\u3400-\u9fff]{{2,14}})(?:[{_OPEN}](?P<year>20\d\d)|(?P<before>20\d\d)[{_CLOSE}])(?P<serial>[1-9]\d{{0,4}})号"
)
"""The other bracket was lost in recognition."""
_YEAR_FIRST = re.compile(r"[（(〔\[](?:19)?\d{2}[)）〕\]][\u3400-\u9fff]{2,10}第?\d{1,4}号")
"""The order until the eighties: （82）云政发31号."""
_SIGNER = re.compile(r"\s*签\s*发\s*人.*$|(?<=号)\s{4,}[\u3400-\u9fff](?:\s{0,2}[\u3400-\u9fff]){1,3}$")
"""签发人 beside the number, or behind a wide gap the last of several, whose first stand above."""
_DOCUMENT_BEHIND = re.compile(r"(?<=号)\s*文$")
"""青银监发〔2011〕61号文: the old way to say that it is a document."""
_LONGEST_CODE = 14
"""Characters: 自贸钦管办发 has six, joint codes of ministries (工信部联企业) up to a dozen."""
_END_OF_DAY = re.compile(r"[\d元〇○零一二三四五六七八九十][年月日]\s*")
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
        start = _behind_day(text, _code_start(text, match), match.end("code"))
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
    text = _DOCUMENT_BEHIND.sub("", _SIGNER.sub("", visible(line)).strip())
    for number in numbers_in(text):
        if number.start == 0 and number.end == len(text):
            return number
    bare = squeezed(plain_digits(text))
    if match := _FOREIGN_CODE.fullmatch(bare):
        return DocumentNumber(f"{match['code']}〔{numeral(match['year'])}〕{match['serial']}号", text, 0, len(text))
    if match := _ONE_BRACKET.fullmatch(bare):
        year = match["year"] or match["before"]
        return DocumentNumber(f"{match['code']}〔{year}〕{match['serial']}号", text, 0, len(text))
    written = bare if _YEAR_FIRST.fullmatch(bare) else _decree(plain_digits(text))
    return DocumentNumber(written, text, 0, len(text)) if written else None


def _decree(text: str) -> str | None:
    """The number of a decree or an announcement, in the order in which the text has body, year and serial."""
    for pattern in (_DECREE, _SERIAL_FIRST, _BODY_AND_YEAR):
        match = pattern.fullmatch(text)
        serial = numeral(match["serial"]) if match else None
        body = (match["body"] or "") if match else ""
        cited = _lead().match(body)  # 关于贯彻省政府令第8号 is a title's line
        if match and serial and not (cited and len(cited[0]) > 1):
            if pattern is _SERIAL_FIRST:
                return f"{body}第{serial}号令"
            if pattern is _BODY_AND_YEAR:
                return f"{body}〔{match['year']}〕{serial}号"
            return f"{body}{match['year']}年第{serial}号" if match["year"] else f"{body}第{serial}号"
    return None


def decree_body(number: DocumentNumber) -> str | None:
    """The head of a decree as its number has it: 青山市政府令 of 青山市政府令第45号, all of 青山市政府第45号令;
    None in other numbers."""
    if found := re.fullmatch(r"(.+(?:令|公告|通告))(?:\d{4}年第|第|〔\d{4}〕)\d+号", number.text):
        return found[1]
    return number.text if re.fullmatch(r".+第\d+号令", number.text) else None


def fuller(own: DocumentNumber | None, keyed: DocumentNumber | None) -> DocumentNumber | None:
    """The number of the document itself, else that of the page's block; of 第52号 and 市政府令第52号 the second."""
    if own and keyed and is_serial_only(own) and keyed.text.endswith(own.text):
        return keyed
    return own or keyed


def is_serial_only(number: DocumentNumber) -> bool:
    """Whether the number is a serial and nothing more (第3号): a decree's own, or anything else that is counted."""
    return re.fullmatch(r"第\d+号", number.text) is not None


def bracketed_number(line: str) -> DocumentNumber | None:
    """The number that stands in brackets as a line's whole text, the way portals put it under the title; else None.

    The day may stand beside it (（青教发〔2020〕3号 2020年5月6日）).
    """
    inner = re.fullmatch(r"\s*[（(](.*)[)）]\s*", visible(line))
    return (number_alone(inner[1]) or _beside_day(inner[1].strip())) if inner else None


def _beside_day(text: str) -> DocumentNumber | None:
    """The number that is the whole text but for one day before or behind it; a bare serial is none."""
    days = written_days(text)
    if len(days) != 1:
        return None
    written = days[0][1]
    around = (text.removesuffix(written), text.removeprefix(written))
    found = next(filter(None, (number_alone(part.strip("，,、 ")) for part in around)), None)
    return None if found is None or is_serial_only(found) else found


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(terms('notices')['title']['before_code'])})")


def _behind_day(text: str, start: int, end: int) -> int:
    """Where a code begins that a day or a month stands right before (一九九七年六月十二日 青政发, 6月12日青政发)."""
    return max([start, *(date.end() for date in _END_OF_DAY.finditer(text, max(0, start - 1), end))])


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
