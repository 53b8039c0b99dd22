"""What templates say for codes and times, and how texts that anybody may have written are shown."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from corpus.closing_rules import rules
from corpus.database import as_utc
from corpus.messages import describe_in_chinese
from corpus.records import Act, Problem, State
from outputs.cells import place, shown_name
from review.access import Role
from review.china_time import CHINA
from review.closing.ledger import Deed
from review.filters import SCORES

STATES: Mapping[str, str] = {
    State.OPEN: "待定",
    State.ONCE: "待复核",
    State.DISPUTED: "有分歧",
    State.DECIDED: "已定",
    State.GONE: "已撤",
}
ACTS: Mapping[str, str] = {
    Act.ACCEPT: "采纳",
    Act.CHANGE: "改定",
    Act.FIRST: "初核",
    Act.BULK: "批量",
    Act.UNDO: "撤销",
    Act.IMPORT: "导入",
    Act.ASSIGN: "分派",
    Act.SEAL: "报送",
    Act.REOPEN: "启封",
    Act.DOUBLE: "双人复核",
}
STEP_WORDS: Mapping[str, str] = {step: rule.word for step, rule in rules().items()}
CLOSING_DEEDS: Mapping[str, str] = {
    Deed.TAKE: "办理",
    Deed.BACK: "撤回",
    Deed.ATTACH: "添加",
    Deed.WITHDRAW: "撤下",
}
ROLES: Mapping[str, str] = {role: describe_in_chinese(Problem("", f"role-{role}")) for role in Role}
"""As the command line says them in Chinese."""
UNSEEN = "�"
"""What stands for a character that would turn the line or hide itself."""


def moment(at: datetime.datetime | None) -> str:
    """A time as it is in China: 2026-03-05 09:12; empty for None. Times without a zone are UTC."""
    return as_utc(at).astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else ""


def shown(text: str | None) -> str:
    """A text as it can be shown: characters that turn the direction of writing or hide themselves become ``�``.

    Line breaks and tabs stay, and what joins emoji. Escaping is the template's matter.
    """
    return (text or "").translate(_SHOWN)


class _Shown(dict[int, int | str]):
    """What stands for each character, found out once: a letter may have 100,000 of them."""

    def __missing__(self, code: int) -> int | str:
        self[code] = UNSEEN if _turns(chr(code)) else code
        return self[code]


_SHOWN = _Shown()


def _turns(char: str) -> bool:
    if char in "\n\t\r\u200d\ufe0f":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")


def percent(score: float | None) -> str:
    """A score as a whole percentage, cut off and not rounded up: 99 % is not certainty."""
    return "" if score is None else f"{int(score * 100)}%"


SURENESS: Mapping[str, str] = {"high": "把握大", "middle": "把握中", "low": "把握小"}
"""The words for ``review.filters.SCORES``."""


def sureness(score: float) -> str:
    """A score (0 to 1) as a word: 把握大, 把握中, 把握小."""
    return next(SURENESS[key] for key, (low, high) in SCORES.items() if low <= score < high)


def filesize(count: int) -> str:
    """Bytes as people say them: 512 字节, 36 KB, 2.4 MB."""
    if count < 1_000:
        return f"{count} 字节"
    return f"{count / 1_000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "filesize": filesize,
    "moment": moment,
    "shown": shown,
    "percent": percent,
    "sureness": sureness,
    "place": place,
    "file_name": shown_name,
}
WORDS: Mapping[str, Any] = {
    "STATES": STATES,
    "ACTS": ACTS,
    "ROLES": ROLES,
    "SURENESS": SURENESS,
    "STEP_WORDS": STEP_WORDS,
    "CLOSING_DEEDS": CLOSING_DEEDS,
}
