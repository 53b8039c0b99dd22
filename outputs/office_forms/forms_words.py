"""How the words of 表式.xlsx are understood, as a clerk may have typed them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from corpus.records import Problem
from corpus.terms import terms


def folded(cell: str) -> str:
    """What a clerk typed, without white space, full-width letters and digits as narrow ones, in small letters."""
    return "".join(unicodedata.normalize("NFKC", cell).split()).casefold()


def said(kind: str, cell: str) -> str | None:
    """Which of the words of ``forms_file.toml`` (``yes_no``, ``align``) the cell means: their key, None if unknown."""
    known: Mapping[str, Sequence[str]] = terms("forms_file")[kind]
    return next((key for key, words in known.items() if folded(cell) in map(folded, words)), None)


def offered(kind: str) -> list[str]:
    """The words that the workbook offers for it."""
    return [words[0] for words in terms("forms_file")[kind].values()]


def problem(where: str, code: str, **args: object) -> Problem:
    """A mistake at a place of the workbook."""
    return Problem(where, code, tuple((key, str(value)) for key, value in args.items()))
