"""Lines that belong to annexes: the lists of them below a text (附件说明) and the label over each (附件1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.clean import plain_digits, squeezed
from extractors.numerals import numeral
from extractors.outline.heading_numbers import Form, read_number

_NUMERAL = "[一二三四五六七八九十]{1,3}|\\d{1,2}"
_LABEL_ALONE = re.compile(rf"附\s*[件表录]?\s*(?P<number>{_NUMERAL})?\s*[:：]?")
_LIST_BEGINS = re.compile(r"\s*附\s*件?\s*(?:[:：]|(?=1\s*[.．、:：])|$)")
_LONGEST_NAME = 120
_REACH = 4
"""Lines over which the name of one annex may run."""


def is_annex_label(line: str) -> bool:
    """Whether the line is nothing but 附件 or 附件2: the annex itself begins below (GB/T 9704-2012, 7.3.7)."""
    return _LABEL_ALONE.fullmatch(line.strip()) is not None


def label_number(line: str) -> int | None:
    """The number of such a label; None where it has none or the line is no label."""
    label = _LABEL_ALONE.fullmatch(plain_digits(line.strip()))
    return numeral(label["number"]) if label and label["number"] else None


def annex_lists(lines: Sequence[str]) -> list[dict[int, int]]:
    """The lists of annexes, each as the number of every numbered line in it by the line's index.

    A list begins with 附件： and has one name for each number; a number may be lost, a name may run over lines.
    """
    found: list[dict[int, int]] = []
    last = -1
    for at, line in enumerate(lines):
        begins = _LIST_BEGINS.match(line) if at > last else None
        if not begins:
            continue
        first = read_number(line[begins.end() :])
        listed = {at: first.value} if first and first.form is Form.ARABIC else {}
        last = at
        while following := _next_entry(lines, last, listed.get(last, 0)):
            last, listed[following[0]] = following[0], following[1]
        if listed:
            found.append(listed)
    return found


def _next_entry(lines: Sequence[str], after: int, before: int) -> tuple[int, int] | None:
    """The line and number of the next entry: it counts on, with one number lost at most."""
    for at in range(after + 1, min(len(lines), after + 1 + _REACH)):
        number = read_number(lines[at])
        if len(squeezed(lines[at])) > _LONGEST_NAME or "。" in lines[at]:
            return None
        if number:
            fits = number.form is Form.ARABIC and 0 <= number.value - before <= 2 and number.value
            return (at, number.value) if fits else None
    return None
