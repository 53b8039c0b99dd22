"""The units that a cell of a table names: 牵头单位 and 责任单位 are written in many ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from corpus.body_names import is_collective

_NOT_SAID = {"", "/", "-", "—", "——", "无", "空"}
_FORMER = re.compile(r"\s*[（(]原[^（）()]*[）)]")
_UNIT_ENDS = (*"局委办府部院会处队站区镇乡司厅所团校", "中心", "街道", "领导小组")
_HALF = re.compile(r".{0,3}直|驻.{1,3}")
_OPEN, _CLOSE = "（(〔[【《", "）)〕]】》"


@lru_cache(maxsize=65_536)  # each form of a batch asks of the same cells again
def units(text: str | None) -> tuple[str, ...]:
    """The units a cell names, each without its former name: ``经开区管委、市市政局（原市市容局）`` are two.

    A 、 inside brackets does not part units (各县（市、区）人民政府 is one). A line break or a space parts them only
    behind a word that a unit's name ends with, for a cell's text also breaks inside names. A single character (局, the
    rest of a name that a narrow print cut off) names nobody. Of bodies meant together, 市直、驻市各单位 is one. What
    cannot be seen is no part of a name: 县\u200b城管局 is 县城管局, and no control character gets into a paper.
    """
    pieces, depth = [""], 0
    for char in _FORMER.sub("", unicodedata.normalize("NFC", text or "")):
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        ends = char in "、；;，," or (char.isspace() and pieces[-1].endswith(_UNIT_ENDS))
        if ends and not depth:
            pieces.append("")
        elif not char.isspace() and not _is_unseen(char):
            pieces[-1] += char
    return tuple(dict.fromkeys(p for p in _together(pieces) if len(p) > 1 and p not in _NOT_SAID))


def _is_unseen(char: str) -> bool:
    """Control and format characters, half a pair, and U+FFFE and U+FFFF, which are no characters."""
    return char in "\ufffe\uffff" or unicodedata.category(char) in ("Cc", "Cf", "Cs")


def _together(pieces: Sequence[str]) -> list[str]:
    """The pieces, with the beginning of a collective name (市直、) put back to the rest of it (驻市各单位)."""
    whole: list[str] = []
    for piece in reversed(pieces):
        if whole and is_collective(whole[-1]) and _HALF.fullmatch(piece):
            whole[-1] = f"{piece}、{whole[-1]}"
        else:
            whole.append(piece)
    return whole[::-1]
