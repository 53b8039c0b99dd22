"""Footnotes: smaller lines below a short rule at a page's foot. They part no sentence that runs over the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractors.printed.ink import PageInk
from extractors.printed.lines import FOOT, Line

_MARK = re.compile(r"[①-⑳*＊※†]|[\[〔【（(]\d{1,3}[\]〕】）)]|\d{1,3}(?![\d年月日./、．])|注\s*\d*\s*[：:]")
_RULE = (20.0, 0.45)
"""The rule is at least so many points long, and at most this part of the page's width."""
_MOST = 100
"""More rules than this are a drawing."""
_SMALLER = 0.93
"""Times the size of the text above, at most."""
_FROM = 0.4
"""Footnotes stand below this part of the page's height."""


def footnotes_marked(lines: Sequence[Line], ink: PageInk) -> tuple[Line, ...]:
    """The lines of a page in reading order, those of footnotes last and with ``FOOT`` for their column."""
    rules = [
        rule
        for rule in ink.rulings
        if rule.top >= _FROM * ink.height and _RULE[0] <= rule.x1 - rule.x0 <= _RULE[1] * ink.width
    ]
    for rule in sorted(rules, key=lambda ruling: ruling.top) if len(rules) <= _MOST else ():
        below = [line for line in lines if line.top >= rule.top - 1]
        above = [line for line in lines if line.top < rule.top - 1]
        if not below or not above or not _MARK.match(below[0].text):
            continue
        smaller = max(line.em for line in below) <= _SMALLER * median(line.em for line in above)
        if smaller and abs(rule.x0 - min(line.x0 for line in above)) <= 2 * above[-1].em:
            return (*above, *(replace(line, column=FOOT) for line in below))
    return tuple(lines)
