"""Text of a document as HTML: nothing of it is markup, and what would hide or turn other characters is seen."""

from __future__ import annotations

import re
from html import escape

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
"""Controls (tab and line feed excepted), directions of writing, and code points that no text can hold."""
_PICTURES = 0x2400


def visible(text: str) -> str:
    """The text without those characters: ``␀`` for a control, ``U+202E`` for another. Still to be escaped."""
    return _UNSEEN.sub(lambda found: _name(found.group()), text)


def html(text: str) -> str:
    """The text escaped, those characters as ``<span class="ctl">``: a mark of ours is told from the text's own."""
    escaped = escape(text)
    return _UNSEEN.sub(lambda found: f'<span class="ctl">{_name(found.group())}</span>', escaped)


def _name(character: str) -> str:
    code = ord(character)
    return chr(_PICTURES + code) if code < 0x20 else f"U+{code:04X}"
