"""Texts of citizens in files that a spreadsheet opens: nothing in them is carried out, and nothing breaks a file."""

from __future__ import annotations

import re

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 forbids."""
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
"""Options of every workbook that xlsxwriter makes: a string that looks like something else stays a string."""
LONGEST = 32_767
"""Characters in a cell (Excel's specifications and limits), counted as UTF-16 does."""
CUT = "……（全文过长，见审核页面）"
_CARRIED_OUT = tuple("=+-@\t\r＝＋－＠")
_MARKED = (*_CARRIED_OUT, "'")


def for_xml(text: str) -> str:
    """The text without what no workbook can hold, with one kind of line break."""
    if text.isprintable():
        return text
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_controls(text: str) -> str:
    """The text without what XML forbids."""
    return _NOT_XML.sub("", text)


def cut(text: str, mark: str = CUT) -> str:
    """As much of the text as a cell holds, with a mark where it is cut."""
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le", "replace")) // 2 <= LONGEST:
        return text
    room = LONGEST - len(mark)
    return text.encode("utf-16-le", "replace")[: room * 2].decode("utf-16-le", "ignore") + mark


def for_csv(text: str) -> str:
    """The text, with a ' before what a spreadsheet would take for a formula (and before what looks so marked)."""
    return f"'{text}" if text.startswith(_CARRIED_OUT) or _is_marked(text) else text


def from_csv(cell: str) -> str:
    """The text again."""
    return cell[1:] if _is_marked(cell) else cell


def _is_marked(text: str) -> bool:
    return text[:1] == "'" and text[1:].startswith(_MARKED)
