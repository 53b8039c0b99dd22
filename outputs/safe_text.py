"""Texts of citizens in files that a spreadsheet opens: nothing in them is carried out, and nothing breaks a file."""

from __future__ import annotations

import re

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 forbids."""
LONGEST = 32_767
"""Characters in a cell (Excel's specifications and limits), counted as UTF-16 does."""
CUT = "……（全文过长，见审核页面）"
_CARRIED_OUT = tuple("=+-@\t\r＝＋－＠")
_MARKED = (*_CARRIED_OUT, "'")


def for_xml(text: str) -> str:
    """The text without what no workbook can hold, with one kind of line break."""
    if text.isprintable():
        return text
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cut(text: str) -> str:
    """As much of the text as a cell holds, with a mark where it is cut."""
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le", "replace")) // 2 <= LONGEST:
        return text
    room = LONGEST - len(CUT)
    return text.encode("utf-16-le", "replace")[: room * 2].decode("utf-16-le", "ignore") + CUT


def for_csv(text: str) -> str:
    """The text, with a ' before what a spreadsheet would take for a formula (and before what looks so marked)."""
    return f"'{text}" if text.startswith(_CARRIED_OUT) or _is_marked(text) else text


def from_csv(cell: str) -> str:
    """The text again."""
    return cell[1:] if _is_marked(cell) else cell


def _is_marked(text: str) -> bool:
    return text[:1] == "'" and text[1:].startswith(_MARKED)
