"""The forms (which columns, how wide) and the Chinese words of codes, from ``corpus/data/forms.toml``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.terms import terms
from outputs.official_writing import heading_number


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``width`` in mm at 10.5 pt, at least; ``screen`` in a workbook; ``align`` left or center.

    ``keep``: it stands there though no row has a value, to be filled in. ``choices``: the words that a workbook offers
    in it; ``prompt``: what it says beside a cell that is to be filled in. ``public``: it may stand in what is
    published.
    """

    key: str
    heading: str
    width: float
    align: str
    screen: float | None = None
    keep: bool = False
    choices: tuple[str, ...] = ()
    public: bool = True
    prompt: str = ""


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
    """A kind of draft as the office knows it; ``empty`` stands in its place when no part has a row.

    ``placeholder``: below the title a place is left for the number (〔20  〕  号). ``public``: it is one of those that
    are published. ``fill_in``: keys of columns that this form keeps, to be filled in, where others leave them out.
    """

    key: str
    title: str
    empty: str
    placeholder: bool
    parts: tuple[Part, ...]
    public: bool = False
    fill_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A filled part: ``rows`` have one text a column, paragraphs in it are parted by ``\\n``.

    No column is without any text, but those to be filled in. ``heading`` is empty for the only table of a form that has
    only one.
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


@dataclass(frozen=True, slots=True)
class Pair:
    """One table twice: on ``paper`` files go by marks that the heading explains, on ``screen`` by their names."""

    paper: Sheet
    screen: Sheet


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of an office by their key, and what the office says of itself in its papers.

    ``office`` has issuer (发文机关), signatory, website, contact, phone …, empty where it said nothing.
    """

    by_key: Mapping[str, Form]
    office: Mapping[str, str]

    def form(self, key: str) -> Form:
        """The form of this key. ``KeyError`` when there is none."""
        return self.by_key[key]

    def part(self, key: str) -> Part:
        """The part of this key, which is the same in every form. ``KeyError`` when there is none."""
        found = {part.key: part for form in self.by_key.values() for part in form.parts}
        return found[key]

    @property
    def version(self) -> str:
        """Differs whenever anything in them does."""
        return hashlib.sha256(repr((self.by_key, self.office)).encode()).hexdigest()[:16]


def _data() -> Mapping[str, Any]:
    return terms("forms")


@cache
def shipped_forms() -> Forms:
    """The forms as minyi ships them."""
    data = _data()
    parts = {p["key"]: _part(p) for p in data["part"]}
    forms = {f["key"]: _form(f, parts) for f in data["form"]}
    return Forms(forms, dict(data["office"]))


def _form(data: Mapping[str, Any], parts: Mapping[str, Part]) -> Form:
    own = tuple(parts[key] for key in data["parts"])
    return Form(**{**data, "parts": own, "fill_in": tuple(data.get("fill_in", ()))})


def _part(data: Mapping[str, Any]) -> Part:
    columns = tuple(_column(c) for c in data["columns"])
    folds = tuple(Fold(**{**fold, "into": tuple(fold["into"])}) for fold in data["fold"])
    return Part(data["key"], data["heading"], data["unit"], data["tab"], data["note"], columns, folds)


def _column(data: Mapping[str, Any]) -> Column:
    offered = _data()["choices"][data["choices"]] if "choices" in data else ()
    prompt = _data()["prompts"][data["prompt"]] if "prompt" in data else ""
    return Column(**{**data, "choices": tuple(offered), "prompt": prompt})


def word(kind: str, code: str) -> str:
    """The Chinese word of a code (``word("status", "failed")``), or the code itself where no word is known."""
    return str(_data()["words"][kind].get(code, code))


def confidence(score: float) -> str:
    """A calibrated score as word and number: ``把握大 0.87``."""
    steps = sorted(((float(k), v) for k, v in _data()["words"]["confidence"].items()), reverse=True)
    return f"{next(v for least, v in steps if score >= least)} {score:.2f}"


def fill(form: Form, rows: Mapping[str, Sequence[Mapping[str, str]]], lines: Sequence[str] = ()) -> Sheet:
    """The form with these rows (by part key, each its texts by column key): no empty part, no column without a value
    but those to be filled in.

    The headings are numbered as the levels of an official document are (GB/T 9704-2012, 7.3.3), with the rows counted.
    """
    filled = [part for part in form.parts if rows.get(part.key)]
    tables = []
    for number, part in enumerate(filled, 1):
        own = rows[part.key]
        columns = tuple(c for c in part.columns if c.keep or c.key in form.fill_in or any(r.get(c.key) for r in own))
        cells = tuple(tuple(r.get(c.key, "") for c in columns) for r in own)
        before = f"{heading_number(number)}、" if len(filled) > 1 else ""
        heading = f"{before}{part.heading}（{len(own)}{part.unit}）" if len(form.parts) > 1 else ""
        tables.append(Table(part, heading, columns, cells))
    return Sheet(form, tuple(lines), tuple(tables))
