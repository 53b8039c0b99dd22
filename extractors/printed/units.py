"""What no program parts at a line's end (UAX #14): a word, and punctuation with the character that it belongs to."""

from __future__ import annotations

import re

_OPENING, _CLOSING = r"（《〈「『【〔(\[", r"，。、；：！？）》〉」』】〕%)\]…—"
_WORD = r"(?:[A-Za-z0-9.,:%/_@+\-–&]+|.)"
_UNIT = re.compile(rf"[“‘{_OPENING}]*{_WORD}(?:[“”‘’]+{_WORD})*[”’{_CLOSING}]*")
"""An opening bracket stays with what follows, a closing one with what precedes, a quotation mark with both."""


def first_unit(words: str) -> int:
    """How many characters cannot be parted from the first one."""
    unit = _UNIT.match(words)
    return unit.end() if unit else 1
