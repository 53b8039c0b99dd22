"""Checks of shares: weights and grades that must make 100 %, and a part's share of its total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.records import Check, Document, Source, Table
from corpus.terms import alternatives, terms
from extractors.checks.columns import amount, has_extra, is_blank, is_unsure, possible_sums, runs_once
from extractors.checks.quotes import shortened
from extractors.clean import clean, matching, plain_digits
from extractors.column_meanings import comparable
from extractors.numerals import numeral
from extractors.spans import within
from extractors.tables.rows import is_section, is_sum

SHARES = "shares"
_WHOLE = Decimal(100)
_SENTENCE = re.compile(r"[^。；;\n]+")
_PERCENT = re.compile(r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)\s*[%％]")
_INNER = re.compile(r"其中[^，。；]*")
_FORMULA = re.compile(r"[=＝](?P<terms>[^=＝，。；]*[+＋][^=＝，。；]*)")
_EACH = re.compile(
    r"(?P<names>[^，。；]*?)(?:权重|比重|占比)?(?:各占|各为|各|均为|均占|分别为|分别占)\s*(?P<number>\d+(?:\.\d+)?)\s*[%％]"
)
_MANY = re.compile(r"([一二三四五六七八九十两]|\d+)\s*(?:个|项|类)")
_PART = re.compile(
    r"(?<![\d.第])(?P<part>\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s，。；（）%]{1,2})[，（\s]{0,2}"
    r"占(?:总数|总量|总体|全部|总)?的?(?:比例?|比重|比率)?(?:为|约)?\s*(?P<share>\d+(?:\.\d+)?)\s*[%％]"
)
_NEAR = Decimal(20)
"""A list of weights that is further from 100 % is no list of all of them."""


@dataclass(frozen=True, slots=True)
class _List:
    """Shares that a sentence lists as the parts of a whole; ``closed`` where it names them all."""

    parts: tuple[Decimal, ...]
    closed: bool
    rounded: bool = False


def check_shares(document: Document, tables: Sequence[Table]) -> Iterator[Check]:
    """Formulas, weights, grades and 占 lists of the sentences; the 权重 columns of the tables; shares of a total.

    A list that makes 100 % is confirmed; one that does not is wrong where the sentence names all parts (a formula,
    权重分配为, grades down to the last, 其余). Bounds (不超过, 以上) are no shares.
    """
    for paragraph in document.paragraphs:
        text = matching(plain_digits(paragraph.text))
        for sentence in _SENTENCE.finditer(text):
            for at, end, listed in _lists(sentence.group()):
                span = (sentence.start() + at, sentence.start() + end)
                yield from _list_check(listed, paragraph.text[slice(*span)], within(paragraph.source, *span))
        yield from _parts_of_total(paragraph.text, text, paragraph.source)
    full_marks = _full_marks(document) if tables else ()
    for table in tables:
        yield from _weights(table, full_marks)


def _lists(sentence: str) -> Iterator[tuple[int, int, _List]]:
    """Lists of shares in a sentence with their place."""
    words, sentence = terms("claims")["shares"], _without_inner(sentence)
    found = [(m.start(), m.end(), Decimal(m["number"])) for m in _PERCENT.finditer(sentence)]
    bounded = (_PERCENT.search(clause) and _said("bounds").search(clause) for clause in sentence.split("，"))
    if len(found) < 2 or any(bounded):
        return
    formulas = [*_FORMULA.finditer(sentence)]
    for formula in formulas:
        parts = tuple(Decimal(m["number"]) for m in _PERCENT.finditer(formula["terms"]))
        shares = [len(_PERCENT.findall(term)) for term in re.split("[+＋]", formula["terms"])]
        if len(parts) > 1 and max(shares) == 1:
            yield formula.start() + 1, formula.end(), _List(parts, closed=min(shares) == 1)
    if formulas:
        return
    first, last = found[0][0], found[-1][1]
    end = sentence.find("，", last) if "，" in sentence[last:] else len(sentence)
    begin = max(sentence.rfind("，", 0, first), sentence.rfind("：", 0, first)) + 1
    parts = tuple(number for _, _, number in found)
    if each := _each(sentence):
        yield begin, end, _List(each, closed=False)
    elif weights := _said("weights").search(sentence[:last]):
        allotted = _said("allotted").search(sentence) is not None
        if weights.start() < first or allotted:
            yield begin, end, _List(parts, closed=allotted)
    elif _are_grades(sentence, found):
        last_named = any(word in sentence for word in words["last_grades"])
        yield begin, end, _List(parts, closed=last_named and len(parts) > 2)
    elif all(re.search(r"占[^，。；\d]{0,8}$", sentence[:start]) for start, _, _ in found):
        rest = any(word in sentence[: found[-1][0]].rpartition("，")[2] for word in words["rest"])
        yield begin, end, _List(parts, closed=rest, rounded=True)


def _without_inner(sentence: str) -> str:
    """The sentence with blanks for the parts of a part (…，合格的占20%，其中不合格的占2%)."""
    first = _PERCENT.search(sentence)
    if first is None:
        return sentence
    return sentence[: first.end()] + _INNER.sub(lambda inner: " " * len(inner[0]), sentence[first.end() :])


def _each(sentence: str) -> tuple[Decimal, ...]:
    """全面性、合规性权重各20%，专业性30%: the parts with what is said of several at once counted for each."""
    several = {m.end(): m for m in _EACH.finditer(sentence)}
    if not several or "权重" not in sentence:
        return ()
    parts: list[Decimal] = []
    for found in _PERCENT.finditer(sentence):
        match = several.get(found.end())
        names = match["names"] if match else ""
        many = _MANY.search(names)
        count = (numeral(many[1]) or 1) if many else len(re.split("[、和及与]", names))
        parts += [Decimal(found["number"])] * (count if match else 1)
    return tuple(parts)


def _are_grades(sentence: str, found: Sequence[tuple[int, int, Decimal]]) -> bool:
    """Whether each share stands in a clause of its own with a grade: 40%的比例确定一等等次."""
    clauses = [clause for clause in re.split("[，、]", sentence) if _PERCENT.search(clause)]
    return len(clauses) == len(found) and all(_said("grades").search(clause) for clause in clauses)


def _list_check(listed: _List, quote: str, source: Source) -> Iterator[Check]:
    total = sum(listed.parts, Decimal(0))
    ok = total == _WHOLE or (listed.rounded and abs(total - _WHOLE) <= _rounding(listed.parts))
    if not ok and (not listed.closed or abs(total - _WHOLE) > _NEAR):
        return
    sums = "+".join(f"{part}%" for part in listed.parts)
    apart = "" if total == _WHOLE else f"，{'四舍五入后' if ok else ''}与100%相差 {abs(total - _WHOLE)}%"
    yield Check(SHARES, _short(quote), source, "100%", f"{total}%", ok, f"{sums}={total}%{apart}。")


def _rounding(parts: Sequence[Decimal]) -> Decimal:
    """By how much rounded shares may miss the whole: half of the last place each."""
    places = max(-int(part.as_tuple().exponent) for part in parts)
    return Decimal(len(parts)) * Decimal("0.5") / (Decimal(10) ** places)


def _parts_of_total(raw: str, text: str, source: Source) -> Iterator[Check]:
    """446条，占81.5% of 共547条: the share of a total that the sentence or the one before calls a total."""
    for found in _PART.finditer(text):
        totals = [
            Decimal(m["number"])
            for m in re.finditer(rf"共[^，。；\d]{{0,12}}(?P<number>\d+(?:\.\d+)?)\s*{re.escape(found['unit'])}", text)
            if m.start() < found.start()
        ]
        part, share = Decimal(found["part"]), Decimal(found["share"])
        numbers = [
            Decimal(number)
            for number in re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?)\s*{re.escape(found['unit'])}", text[: found.start()])
        ]
        if len(set(totals)) != 1 or totals[0] < part or not part:
            continue
        right = _is_share(part, totals[0], share)
        if not right and any(_is_share(part, base, share) for base in numbers if base):
            continue
        is_share = (part / totals[0] * 100).quantize(Decimal("0.01"))
        note = f"{part}÷{totals[0]}={is_share}%，文中写 {share}%。"
        place = within(source, *found.span())
        quote = clean(raw[found.start() : found.end()])
        yield Check(SHARES, quote, place, f"{share}%", f"{is_share}%", right, note)


def _is_share(part: Decimal, total: Decimal, share: Decimal) -> bool:
    """Within one of the last place: shares are rounded or cut."""
    place = Decimal(10) ** int(share.as_tuple().exponent)
    return abs(part / total * 100 - share) < place


def _full_marks(document: Document) -> tuple[Decimal, ...]:
    """What the document calls the full marks: 满分100分, 千分制."""
    words = terms("claims")["shares"]["full_marks"]
    text = matching(plain_digits("\n".join(paragraph.text for paragraph in document.paragraphs)))
    found = {Decimal(marks) for word, marks in words.items() if word in text}
    found |= {Decimal(m[1]) for m in re.finditer(r"(?:满分|总分)[值为是]{0,2}\s*(\d{2,4})\s*分", text)}
    return tuple(sorted(found))


def _weights(table: Table, full_marks: Sequence[Decimal]) -> Iterator[Check]:
    """A column of weights: 权重 makes 100 %; 分值 the full marks, where the document names them."""
    columns = [at for at, name in enumerate(table.header) if "权重" in comparable(name)]
    marks = table.column("weight")
    if not columns and marks is not None and full_marks:
        columns = [marks]
    if len(columns) != 1:
        return
    column = columns[0]
    wholes = [_WHOLE] if "权重" in comparable(table.header[column]) else list(full_marks)
    rows = [at for at, row in enumerate(table.rows) if not is_sum(row) and not is_section(row)]
    lines = [table.rows[at] for at in rows]
    known = [amount(line[column]) for line in lines]
    if sum(value is not None for value in known) < 2:
        return
    heading = "".join(table.header[column].split())
    source = replace(table.source, column=column + 1)
    unread = [
        at + 1
        for at, line, value in zip(rows, lines, known, strict=True)
        if (value is None and not is_blank(line[column])) or is_unsure(table, at, column)
    ]
    quote = f"{heading}：" + "、".join(line[column].strip() for line in lines if not is_blank(line[column]))
    stated = f"{wholes[0]}{'%' if '权重' in heading else '分'}"
    if unread:
        note = f"“{heading}”栏第 {'、'.join(map(str, unread))} 行无法读成数，未能核对合计。"
        yield Check(SHARES, _short(quote), source, stated, None, None, note)
        return
    possible = tuple(dict.fromkeys((*possible_sums(lines, column), runs_once(lines, column))))
    agreed = next((whole for whole in wholes if whole in possible), None)
    if agreed is not None:
        yield Check(SHARES, _short(quote), source, f"{agreed}", f"{agreed}", True, f"“{heading}”栏相加为 {agreed}。")
    elif has_extra(lines):
        return
    elif len(wholes) == 1 and len(possible) == 1 and abs(possible[0] - wholes[0]) <= wholes[0] * _NEAR / 100:
        note = f"“{heading}”栏相加为 {possible[0]}，与 {stated} 相差 {abs(possible[0] - wholes[0])}。"
        yield Check(SHARES, _short(quote), source, stated, f"{possible[0]}", False, note)


@cache
def _said(words: str) -> re.Pattern[str]:
    return re.compile(alternatives(terms("claims")["shares"][words]))


def _short(text: str) -> str:
    return shortened(clean(text).strip("，；：、 "))
