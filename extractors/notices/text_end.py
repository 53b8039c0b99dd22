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
_LONGEST_LIST = 12
"""Lines of the names of annexes below a label."""
_LONGEST_NAME = 60


def text_end(lines: Sequence[Line]) -> int:
    """The index of the first line below the head that is not the document's own; the number of lines if all are.

    An annex begins below a line that is nothing but 附件 or 附件1, where no list of names and the signature follow it.
    A carried document begins with a title that addressees of its own follow.
    """
    for at, line in enumerate(lines):
        if is_annex_label(line.bare) and not _is_signed_after_names(lines, at):
            return at
        if _is_title(line.bare) and at + 1 < len(lines) and _is_addressed(lines, at + 1):
            return at
    return len(lines)


def _is_signed_after_names(lines: Sequence[Line], label: int) -> bool:
    for line in lines[label + 1 : label + 1 + _LONGEST_LIST]:
        if split_organisations(line.text) or day(line.bare):
            return True
        if "。" in line.bare or len(line.bare) > _LONGEST_NAME:
            return False
    return False


def _is_title(bare: str) -> bool:
    return not _SENTENCE.search(bare) and not is_numbered(bare) and kind_of(bare) is not None


def _is_addressed(lines: Sequence[Line], at: int) -> bool:
    return lines[at].bare.endswith(("：", ":")) and addressees_end(lines, at) is not None
