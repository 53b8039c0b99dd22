"""主送机关: the bodies that a document is addressed to, between title and text (GB/T 9704-2012, 7.3.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.terms import terms
from extractors.names.organisations import is_addressed
from extractors.notices.document_number import number_alone
from extractors.notices.groups import groups
from extractors.notices.line_kinds import begins_text, is_apart, is_numbered
from extractors.notices.lines import Line
from extractors.notices.titles import kind_of

_BODY_WORDS = re.compile(r"如下|以下|下列|事项|印发|[？?！!]")
_LIST_PAUSE = tuple("，、,；;")
_LONG_LINE = 20
_LONGEST_LIST = 10
"""Lines."""
_BEFORE_TEXT = re.compile(r"([^。《》：:]{2,300})[：:](?=[^：:]{4})")


def addressees_end(lines: Sequence[Line], at: int) -> int | None:
    """One past the last line of the addressees that begin here: lists that go over lines end with the colon."""
    joined = ""
    for position in range(at, min(len(lines), at + _LONGEST_LIST)):
        bare = lines[position].bare
        if (
            "。" in bare
            or begins_text(bare)
            or _BODY_WORDS.search(bare)
            or is_numbered(bare)
            or (is_apart(lines[position]) and (position == at or bare.rstrip("：:") not in _labels()))
            or (position == at and bare.rstrip("：:") in _labels())
        ):
            return None
        joined += bare
        if bare.endswith(("：", ":")):
            return position + 1
        if kind_of(joined) or "关于" in joined or number_alone(lines[position].text):
            return None
        if not bare.endswith(_LIST_PAUSE) and not _is_list(bare):
            return None
    return None


def _labels() -> list[str]:
    words: list[str] = terms("notices")["head"]["labels"]
    return words


def _is_list(bare: str) -> bool:
    """Whether a line that breaks off is part of a list of bodies: one of its whole items is one, or it is long."""
    items = re.split("[，、,]", bare)
    return len(items) > 1 and (len(bare) >= _LONG_LINE or any(map(_is_item, items[:-1])))


def _is_item(text: str) -> bool:
    return text.startswith("各") or is_addressed(text)


def addressed_without_colon(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is an address (各养老机构) that only lacks its colon: text follows it."""
    bare = lines[at].bare
    if not bare.startswith("各") or at + 1 == len(lines) or "。" not in lines[at + 1].bare:
        return False
    return is_addressed(bare)


def addressed_before_text(line: Line) -> str | None:
    """The addressees with which a line of text begins (各乡镇人民政府：现将…), None where it begins otherwise."""
    found = _BEFORE_TEXT.match(line.bare)
    if found is None or begins_text(found[1]) or _BODY_WORDS.search(found[1]) or is_numbered(found[1]):
        return None
    named = [_is_item(part) for part in re.split("[，、,；;]", found[1])]
    opened = begins_text(line.bare[found.end() :])
    return found[1] if all(named) or (opened and named[-1]) else None


def addressees(joined: str) -> tuple[str, ...]:
    """The groups of 主送机关: commas and semicolons outside brackets part them, 、 does not."""
    return groups(joined.rstrip("：:"), "，,；;")
