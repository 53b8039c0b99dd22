"""份号, 密级和保密期限 and 紧急程度 as they stand on one line of the margin (GB/T 9704-2012, 7.2.1 to 7.2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.terms import alternatives, terms
from extractors.clean import squeezed, visible

_TERM = (
    r"(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[前止]?|长期|启用前|公布前"
    r"|(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个?月|天|日))"
)
_COPY = r"(?<!\d)(?P<copy>\d{6})(?!\d)"
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])")
_BRACKETS = "【】〔〕[]［］（）()"


@dataclass(frozen=True, slots=True)
class Marks:
    """What one line of the margin says, in its own words."""

    copy_number: str | None = None
    classification: str | None = None
    urgency: str | None = None


def marks(line: str) -> Marks | None:
    """The marks of a line that has nothing else but a gap and what is no mark (特急    青办发电〔2021〕5号); else None.

    Spaces that stretch two characters (特 急) are no gap.
    """
    text = visible(line).strip()
    if found := _marks(squeezed(text)):
        return found
    pieces = [found for piece in re.split(r" {2,}", text) if (found := _marks(squeezed(piece)))]
    if not pieces:
        return None
    return Marks(
        next((piece.copy_number for piece in pieces if piece.copy_number), None),
        next((piece.classification for piece in pieces if piece.classification), None),
        next((piece.urgency for piece in pieces if piece.urgency), None),
    )


def is_margin(line: str) -> bool:
    """Whether marks are all that a line says."""
    return _marks(squeezed(line)) is not None


def _marks(bare: str) -> Marks | None:
    found = _grammar().fullmatch(bare.strip(_BRACKETS))
    if found is None or not any(found.groupdict().values()):
        return None
    copy = found["copy"]
    if copy and _YEAR_AND_MONTH.fullmatch(copy):
        return None
    return Marks(copy, found["level"], found["urgency"] or found["urgent_first"])


@cache
def _grammar() -> re.Pattern[str]:
    words = terms("notices")["margin"]
    level = (
        f"(?:(?:{alternatives(words['level_keys'])})[:：]?)?"
        rf"(?P<level>(?:{alternatives(words['levels'])})(?:[★☆✩✰＊*·]?(?:保密期限[:：]?)?{_TERM}|[★☆])?)"
    )
    keys, urgency = alternatives(words["urgency_keys"]), alternatives(words["urgency"])
    copy = f"(?:(?:{alternatives(words['copy_keys'])})[:：]?)?{_COPY}"
    first, last = (
        f"(?:(?:{keys})[:：]?)?(?P<{name}>{urgency})(?:[·・.]?明电)?" for name in ("urgent_first", "urgency")
    )
    return re.compile(f"(?:{copy})?(?:{first})?(?:{level})?(?:{last})?")
