"""The errors of libraries in words for a person: theirs are English and speak to programmers."""

from __future__ import annotations

from corpus.messages import text
from corpus.terms import terms

_LONGEST = 120


def plain(reason: object, else_key: str | None = None) -> str:
    """Why a file does not open, in one short line: our words where the error is known, else those of ``else_key``
    (a key of the message catalogue), else the library's own."""
    said = str(reason) or type(reason).__name__
    known = next((key for words, key in terms("library_words").items() if words in said), else_key)
    return text(known) if known else said.splitlines()[0].strip("'\"")[:_LONGEST]
