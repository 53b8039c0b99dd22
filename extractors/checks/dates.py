"""Checks of dates against the calendar: the weekday beside a day, days that no month has, the notice's own dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.records import Check, Document, Notice, Source, Table
from extractors.checks.columns import is_unsure
from extractors.clean import clean, matching, plain_digits
from extractors.deadlines.dates import month_end
from extractors.notices.lines import lines_of
from extractors.notices.signed_day import day
from extractors.scans.doubts import DOUBTFUL
from extractors.spans import within

WEEKDAY, DATES_AGREE = "weekday", "dates_agree"
_WEEKDAYS = "一二三四五六日"
_LOOKS_BACK, _LOOKS_AHEAD = timedelta(days=183), timedelta(days=366)
"""A day without a year may lie so far before or after the signing."""
_MONTH, _FEBRUARY = "月", 2
_LONGEST = 2000
"""Characters of a cell that is read; a longer one frames a text."""
_LATE_NUMBER = 3
"""A notice numbered at the end of a year may be signed up to this month of the next."""
_YEAR = r"(?:(?P<year>(?:19|20)\d{2})\s*年\s*)?"
_DAY = rf"(?<![\d.]){_YEAR}(?P<month>1[0-2]|0?[1-9])\s*月\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]"
_WORD = r"(?:星期|礼拜|周)\s*"
_NO_STRETCH = rf"(?!\s*(?:[至到、—~-]+\s*(?:{_WORD})?[一二三四五六日天]|[年岁期报刊]))"
"""周一至周五, 周六、周日 name no one day, and neither do 周年 and 周一期."""
_NAMED = rf"[本下]?{_WORD}(?P<{{}}>[一二三四五六日天]){_NO_STRETCH}"
_LATER_DAY = rf"(?:{_DAY}|(?<=[至、和及到~—-])(?P<only>3[01]|[12]\d|0?[1-9])\s*[日号])"
_CLOSED = r"\s*(?:[，、 ][^（）]{0,20})?）"
_BESIDE = re.compile(
    rf"{_LATER_DAY}(?:[上下]午)?\s*"
    rf"(?:（(?:[^（）\d]{{0,8}}[，、 ])?\s*{_NAMED.format('inside')}{_CLOSED}|{_NAMED.format('bare')})"
)
"""7月6日（星期五）, 7月6日星期五, 1月29日（正月初一，星期三）; and the 8日（星期日） behind 7月6日（星期五）至."""
_BEHIND = re.compile(rf"{_NAMED.format('ahead')}\s*（\s*{_DAY}{_CLOSED}")
"""本周五（3月13日）."""
_ANY_DAY = re.compile(_DAY)
_WRITTEN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?!\s*度)")
_SENTENCE_END = re.compile(r"[。；;！？\n]")


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as it is written; ``sure`` where its year stands beside it, else it is the sentence's or None."""

    year: int | None
    month: int
    day: int
    sure: bool


def check_weekdays(document: Document, notice: Notice | None, tables: Sequence[Table]) -> Iterator[Check]:
    """Each weekday beside a date, in sentences and cells, against the calendar.

    A year that is not written is that of the sentence, else of the signing or the notice's number; where none of them
    has one, nothing is decided. A day without a year may also lie in the year next to it, up to a year after the
    signing: only one that fits no year is wrong.
    """
    for place in _texts(document, tables):
        text = matching(plain_digits(place.text))
        found = sorted([*_BESIDE.finditer(text), *_BEHIND.finditer(text)], key=lambda match: match.start())
        for match in found:
            if (checked := _weekday(match, text, place, notice)) is not None:
                yield checked


def check_calendar(document: Document, notice: Notice | None, tables: Sequence[Table]) -> Iterator[Check]:
    """Days that the calendar does not have: 6月31日, 2月29日 of a year that is no leap year."""
    for place in _texts(document, tables):
        text = matching(plain_digits(place.text))
        for match in _ANY_DAY.finditer(text):
            year = int(match["year"]) if match["year"] else _sentence_year(text, match.start()) or _year(notice)
            month, number = int(match["month"]), int(match["day"])
            last = month_end(year or 2000, month).day
            if number <= last or (month == _FEBRUARY and number == last + 1 and not match["year"]):
                continue
            quote = clean(match.group())
            note = f"“{quote}”：日历上没有这一天，{month} 月只有 {last} 天。"
            yield Check(DATES_AGREE, quote, _at(place, match), f"{number}日", f"{last}天", False, note)


def check_own_dates(document: Document, notice: Notice | None) -> Iterator[Check]:
    """The notice's number, its signing and its imprint: numbered in the year of signing, printed after it.

    Where the dates agree, or may, nothing is said.
    """
    signing = signing_day(document, notice)
    if notice is None or signing is None:
        return
    signed, source = signing
    numbered = _numbered_in(notice)
    if numbered is not None and numbered != signed.year:
        later = numbered > signed.year
        ok = False if later else None
        relation = "晚于" if later else "早于"
        note = f"发文字号“{notice.number}”的年份{relation}成文日期{chinese_day(signed)}，请核对。"
        if later or (signed.year - numbered, signed.month > _LATE_NUMBER) != (1, False):
            yield Check(DATES_AGREE, notice.number or "", source, str(numbered), str(signed), ok, note)
    if notice.printed_on is not None and notice.printed_on < signed:
        note = f"印发日期{chinese_day(notice.printed_on)}早于成文日期{chinese_day(signed)}。"
        yield Check(DATES_AGREE, str(notice.printed_on), source, str(notice.printed_on), str(signed), False, note)


def chinese_day(known: date) -> str:
    """A day as notices write it (GB/T 9704-2012, 7.3.5.4): no leading zeros."""
    return f"{known.year}年{known.month}月{known.day}日"


def signing_day(document: Document, notice: Notice | None) -> tuple[date, Source] | None:
    """The day of signing and its place, where it stands alone; a day that only a portal gives may be of publication."""
    if notice is None or notice.date is None:
        return None
    for paragraph in document.paragraphs:
        if day(paragraph.text) == notice.date:
            return notice.date, paragraph.source
    if document.paragraphs and any(day(line.bare) == notice.date for line in lines_of(document)):
        return notice.date, document.paragraphs[-1].source
    return None


def _weekday(match: re.Match[str], text: str, place: _Text, notice: Notice | None) -> Check | None:
    groups = match.groupdict()
    named = (groups.get("inside") or groups.get("bare") or groups.get("ahead") or "").replace("天", "日")
    said = _written(groups, text, match.start())
    if said is None:
        return None
    quote = clean(place.text[match.start() : match.end()])
    source, stated = _at(place, match), f"星期{named}"
    if said.year is None and _year(notice) is None:
        return Check(WEEKDAY, quote, source, stated, note=f"“{quote}”未写年份，文中也无从推知，无法核对星期。")
    possible = list(_possible(said, notice))
    if not possible:
        return None
    known = next((d for d in possible if _WEEKDAYS[d.weekday()] == named), possible[0])
    found = f"星期{_WEEKDAYS[known.weekday()]}"
    ok = found == stated
    note = None if ok else f"{chinese_day(known)}是{found}，文中写{stated}。"
    return Check(WEEKDAY, quote, source, stated, found, ok, note)


def _written(groups: Mapping[str, str | None], text: str, start: int) -> _Written | None:
    """The date as it is written; of 8日 behind 7月6日至 the month is the one before. None where there is none."""
    if only := groups.get("only"):
        begin = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
        before = [*_ANY_DAY.finditer(text, begin, start)]
        if not before or int(only) <= int(before[-1]["day"]):
            return None
        month = int(before[-1]["month"])
        return _Written(
            _written_year(before[-1]["year"], text, start), month, int(only), before[-1]["year"] is not None
        )
    year = _written_year(groups["year"], text, start)
    return _Written(year, int(groups["month"] or 0), int(groups["day"] or 0), groups["year"] is not None)


def _written_year(own: str | None, text: str, start: int) -> int | None:
    return int(own) if own else _sentence_year(text, start)


def _possible(said: _Written, notice: Notice | None) -> Iterator[date]:
    """The days that a date may mean, the likeliest first."""
    signed = notice.date if notice else None
    first = said.year or _year(notice)
    years = [first]
    if signed and not said.sure:
        years += [signed.year, signed.year - 1, signed.year + 1]
    for at, year in enumerate(dict.fromkeys(years)):
        if year is None or said.day > month_end(year, said.month).day:
            continue
        found = date(year, said.month, said.day)
        if at == 0 or (signed is not None and -_LOOKS_BACK <= found - signed <= _LOOKS_AHEAD):
            yield found


def _year(notice: Notice | None) -> int | None:
    """The year of signing, else of the number. A title's year is often that of the results it speaks of."""
    if notice is None:
        return None
    return notice.date.year if notice.date else _numbered_in(notice)


def _numbered_in(notice: Notice) -> int | None:
    """The year of the notice's number."""
    found = re.search(r"〔(\d{4})〕", notice.number or "")
    return int(found[1]) if found else None


def _sentence_year(text: str, end: int) -> int | None:
    """The year that the same sentence named last before a place."""
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, 0, end)), default=0)
    years = _WRITTEN_YEAR.findall(text, begin, end)
    return int(years[-1]) if years else None


def _at(place: _Text, match: re.Match[str]) -> Source:
    return within(place.source, *match.span())


def _texts(document: Document, tables: Sequence[Table]) -> Iterator[_Text]:
    """Every paragraph and cell that may name a day, a merged cell once; nothing that was hardly recognised."""
    for paragraph in document.paragraphs:
        if _MONTH in paragraph.text and (paragraph.confidence is None or paragraph.confidence >= DOUBTFUL):
            yield _Text(paragraph.text, paragraph.source)
    for table in tables:
        above: frozenset[str] = frozenset()
        for number, (row, source) in enumerate(zip(table.rows, table.row_sources, strict=True)):
            dated = {cell: at for at, cell in reversed([*enumerate(row)]) if _MONTH in cell and len(cell) <= _LONGEST}
            for cell, at in dated.items():
                if cell not in above and not is_unsure(table, number, at):
                    yield _Text(cell, replace(source, column=at + 1))
            above = frozenset(dated)
