"""Checks of sums that a sentence writes out: 76+138=214, and 30条归并为28条，减少2条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from corpus.records import Check, Document, Source
from corpus.terms import alternatives, terms
from extractors.checks.counts import PARTS_SUM
from extractors.clean import clean, matching, plain_digits
from extractors.spans import within

DIFFERENCE = "difference"
_NUMBER = r"\d+(?:\.\d+)?"
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_EQUATION = re.compile(
    rf"(?<![\dA-Za-z.+＋×*/=-])(?P<parts>{_NUMBER}(?P<unit>[^\d\s+＋=＝，。；（）]{{0,2}})(?:\s*[+＋]\s*{_NUMBER}(?:(?P=unit)))+)"
    rf"\s*[=＝]\s*(?P<total>{_NUMBER})(?:(?P=unit))(?![\d.]|\s*[+＋×*/])"
)


def check_arithmetic(document: Document) -> Iterator[Check]:
    """Equations (rule ``parts_sum``) and changes (rule ``difference``) in the sentences of a document."""
    for paragraph in document.paragraphs:
        text = matching(plain_digits(paragraph.text))
        for sentence in _SENTENCE.finditer(text):
            for equation in _EQUATION.finditer(sentence.group()):
                place = _place(paragraph.source, sentence.start(), equation)
                yield _equation(equation, place)
            for change in _change().finditer(sentence.group()):
                place = _place(paragraph.source, sentence.start(), change)
                yield _difference(change, place)


def _equation(found: re.Match[str], source: Source) -> Check:
    parts = [Decimal(number) for number in re.findall(_NUMBER, found["parts"])]
    stated, added = Decimal(found["total"]), sum(parts, Decimal(0))
    apart = "" if added == stated else f"，与 {stated} 相差 {abs(stated - added)}"
    note = f"{'+'.join(map(str, parts))}={added}{apart}。"
    return Check(PARTS_SUM, clean(found.group()), source, str(stated), str(added), added == stated, note)


def _difference(found: re.Match[str], source: Source) -> Check:
    """547条归并为538条，减少9条: what the text says has changed, against the two counts."""
    before, after, stated = (Decimal(found[name]) for name in ("before", "after", "change"))
    change = after - before if found["more"] else before - after
    relation = f"{after}-{before}" if found["more"] else f"{before}-{after}"
    note = (
        f"{relation}={change}{found['unit']}" + ("" if change == stated else f"，文中写 {stated}{found['unit']}") + "。"
    )
    return Check(DIFFERENCE, clean(found.group()), source, str(stated), str(change), change == stated, note)


def _place(source: Source, offset: int, found: re.Match[str]) -> Source:
    return within(source, offset + found.start(), offset + found.end())


@cache
def _change() -> re.Pattern[str]:
    """From one count to another and by how many, all of one unit and nothing counted between them."""
    words = terms("claims")
    units = alternatives(words["units"])
    difference = words["difference"]
    turns, less, more = (alternatives(difference[key]) for key in ("turns", "less", "more"))
    gap = rf"(?:(?!{alternatives(difference['other_change'])})[^\d；])"
    return re.compile(
        rf"(?<![\d.第])(?P<before>{_NUMBER})\s*(?P<unit>{units})[^\d；]{{0,30}}?(?:{turns})[^\d，；]{{0,6}}"
        rf"(?P<after>{_NUMBER})\s*(?P=unit){gap}{{0,12}}?(?:(?P<more>{more})|{less})了?\s*(?P<change>{_NUMBER})\s*(?P=unit)"
    )
