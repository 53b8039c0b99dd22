"""Quotes of checks, short enough for a cell of 核对.xlsx."""

from __future__ import annotations

_LONGEST = 60
"""Characters."""


def shortened(text: str) -> str:
    """The text, of a longer one its beginning with … behind it."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
