"""Where a document's own text is over: an annex begins, or another document that this one carries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.names.organisations import split_organisations
from extractors.notices.addressees import addressees_end
from extractors.notices.line_kinds import is_numbered
from extractors.notices.lines import Line
from extractors.notices.signed_day import day
from extractors.notices.titles import kind_of
from extractors.outline.annex_lines import is_annex_label

_SENTENCE = re.compile(r"。|[；：，、;:,！？”]$")
_LISTED = re.compile(r"附[件表][\d一二三四五六七八九十]{0,3}[:：].")
_FILLED_IN = re.compile(r"(?<!附件)[:：].")
"""A form has labels with what is filled in behind them (填表单位：…), a list of names has none."""
_LONGEST_LIST = 12
"""Lines of the names of annexes below a label."""
_LONGEST_NAME = 60


def text_end(lines: Sequence[Line]) -> int:
    """The index of the first line below the head that is not the document's own; the number of lines if all are.

    An annex begins below a line that is nothing but 附件 or 附件1, where no list of names and the signature follow it.
    A carried document begins with a title that addressees of its own follow, or a day in brackets, alone or below its
    author (省教育厅 / （2005年6月3日）).
    """
    for at, line in enumerate(lines):
        if is_annex_label(line.bare) and (_is_told_above(lines, at) or not _is_signed_after_names(lines, at)):
            return at
        if _is_title(line.bare) and (_is_addressed(lines, at + 1) or _is_dated(lines, at + 1)):
            return at
    return len(lines)


def _is_told_above(lines: Sequence[Line], label: int) -> bool:
    """Whether the annex was listed or the signature stands above its label: what follows is no list of names."""
    if label and split_organisations(lines[label - 1].text):
        return True
    return any(_LISTED.match(line.bare) for line in lines[:label])


def _is_signed_after_names(lines: Sequence[Line], label: int) -> bool:
    for line in lines[label + 1 : label + 1 + _LONGEST_LIST]:
        if split_organisations(line.text) or day(line.bare):
            return True
        if "。" in line.bare or len(line.bare) > _LONGEST_NAME or _FILLED_IN.search(line.bare):
            return False
    return False


def _is_title(bare: str) -> bool:
    return not _SENTENCE.search(bare) and not is_numbered(bare) and kind_of(bare) is not None


def _is_addressed(lines: Sequence[Line], at: int) -> bool:
    if at >= len(lines):
        return False
    return lines[at].bare.endswith(("：", ":")) and addressees_end(lines, at) is not None


def _is_dated(lines: Sequence[Line], at: int) -> bool:
    """Whether a day in brackets stands here, or below the names of bodies."""
    while at < len(lines) and split_organisations(lines[at].text):
        at += 1
    return at < len(lines) and lines[at].bare.startswith(("（", "(")) and day(lines[at].bare) is not None
