"""The forms (which columns, how wide) and the Chinese words of codes, from ``corpus/data/forms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``width`` in mm at 10.5 pt, at least; ``screen`` in a workbook; ``align`` left or center."""

    key: str
    heading: str
    width: float
    align: str
    screen: float | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """On paper, ``column`` may go below the text of the first column ``into`` that is there, behind ``label``.

    ``same_line`` puts it behind the text instead, where there is one; the short ``heading`` joins the other's.
    """

    column: str
    heading: str
    into: tuple[str, ...]
    label: str
    same_line: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of table as the office knows it; ``empty`` stands in its place when there is no row."""

    key: str
    title: str
    empty: str
    note: str
    placeholder: bool
    columns: tuple[Column, ...]
    folds: tuple[Fold, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled form: ``rows`` have one text a column, paragraphs in it are parted by ``\\n``; no column is empty.

    ``lines`` stand between the title and the table.
    """

    form: Form
    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("corpus").joinpath("data/forms.toml").read_text("utf-8"))


@cache
def form(key: str) -> Form:
    """The form of this key. ``KeyError`` when there is none."""
    for f in _data()["form"]:
        if f["key"] == key:
            columns = tuple(Column(**c) for c in f["columns"])
            folds = tuple(Fold(**{**fold, "into": tuple(fold["into"])}) for fold in f["fold"])
            return Form(key, f["title"], f["empty"], f["note"], f["placeholder"], columns, folds)
    raise KeyError(key)


def word(kind: str, code: str) -> str:
    """The Chinese word of a code (``word("status", "failed")``), or the code itself where no word is known."""
    return str(_data()["words"][kind].get(code, code))


def confidence(score: float) -> str:
    """A calibrated score as word and number: ``把握大 0.87``."""
    steps = sorted(((float(k), v) for k, v in _data()["words"]["confidence"].items()), reverse=True)
    return f"{next(v for least, v in steps if score >= least)} {score:.2f}"


def fill(form: Form, rows: Sequence[Mapping[str, str]], lines: Sequence[str] = (), title: str | None = None) -> Sheet:
    """The form with these rows (texts by column key), without the columns that no row has a value for."""
    columns = tuple(c for c in form.columns if any(r.get(c.key) for r in rows))
    cells = tuple(tuple(r.get(c.key, "") for c in columns) for r in rows)
    return Sheet(form, title or form.title, tuple(lines), columns, cells)
