"""The forms (which columns, how wide) and the Chinese words of codes, from ``corpus/data/forms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_NUMBERS = "一二三四五六七八九"


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
class Part:
    """One table of a form; ``tab`` is the name of its sheet in a workbook, ``note`` stands above the table.

    ``unit`` is the Chinese measure word of its rows.
    """

    key: str
    heading: str
    unit: str
    tab: str
    note: str
    columns: tuple[Column, ...]
    folds: tuple[Fold, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of draft as the office knows it; ``empty`` stands in its place when no part has a row."""

    key: str
    title: str
    empty: str
    placeholder: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A filled part: ``rows`` have one text a column, paragraphs in it are parted by ``\\n``; no column is empty.

    ``heading`` is empty for the only table of a form that has only one.
    """

    part: Part
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled form: ``lines`` stand between the title and the first table; no table is without rows."""

    form: Form
    lines: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        return self.form.title


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("corpus").joinpath("data/forms.toml").read_text("utf-8"))


@cache
def form(key: str) -> Form:
    """The form of this key. ``KeyError`` when there is none."""
    for f in _data()["form"]:
        if f["key"] == key:
            return Form(key, f["title"], f["empty"], f["placeholder"], tuple(part(p) for p in f["parts"]))
    raise KeyError(key)


@cache
def part(key: str) -> Part:
    """The part of this key. ``KeyError`` when there is none."""
    for p in _data()["part"]:
        if p["key"] == key:
            columns = tuple(Column(**c) for c in p["columns"])
            folds = tuple(Fold(**{**fold, "into": tuple(fold["into"])}) for fold in p["fold"])
            return Part(key, p["heading"], p["unit"], p["tab"], p["note"], columns, folds)
    raise KeyError(key)


def word(kind: str, code: str) -> str:
    """The Chinese word of a code (``word("status", "failed")``), or the code itself where no word is known."""
    return str(_data()["words"][kind].get(code, code))


def confidence(score: float) -> str:
    """A calibrated score as word and number: ``把握大 0.87``."""
    steps = sorted(((float(k), v) for k, v in _data()["words"]["confidence"].items()), reverse=True)
    return f"{next(v for least, v in steps if score >= least)} {score:.2f}"


def fill(form: Form, rows: Mapping[str, Sequence[Mapping[str, str]]], lines: Sequence[str] = ()) -> Sheet:
    """The form with these rows (by part key, each its texts by column key): no empty part, no column without a value.

    The headings are numbered as the levels of an official document are (GB/T 9704-2012, 7.3.3), with the rows counted.
    """
    filled = [part for part in form.parts if rows.get(part.key)]
    tables = []
    for number, part in zip(_NUMBERS, filled, strict=False):
        own = rows[part.key]
        columns = tuple(c for c in part.columns if any(r.get(c.key) for r in own))
        cells = tuple(tuple(r.get(c.key, "") for c in columns) for r in own)
        before = f"{number}、" if len(filled) > 1 else ""
        heading = f"{before}{part.heading}（{len(own)}{part.unit}）" if len(form.parts) > 1 else ""
        tables.append(Table(part, heading, columns, cells))
    return Sheet(form, tuple(lines), tuple(tables))
