"""Which columns of an office's forms would not be known again when a filled-in form comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus.records import Problem
from corpus.terms import terms
from extractors.column_meanings import column_meanings
from outputs.forms import Forms, Part, shipped_forms
from outputs.office_forms.forms_file import editable_parts

_NAMED = 4


def unread_headings(forms: Forms, sheets: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    """(key of the part, what is said) of each column that was renamed so that its meaning is lost, or given to another.

    ``sheets`` has the parts that the office's workbook has.
    """
    shipped = editable_parts(shipped_forms())
    for key, part in editable_parts(forms).items():
        if key in sheets:
            yield from ((key, one) for one in _of_part(part, shipped[key]))


def _of_part(part: Part, shipped: Part) -> Iterator[Problem]:
    meant, now = _meanings(shipped), _meanings(part)
    headings = {c.key: c.heading for c in shipped.columns}
    for column in part.columns:
        meaning, before = meant.get(column.key), headings.get(column.key, "")
        if not meaning or now[column.key] == meaning:
            continue
        taken = next((c.heading for c in part.columns if now[c.key] == meaning), "")
        if taken:
            yield Problem(column.key, "forms-taken", (("word", column.heading), ("taken", taken)))
        else:
            known = "、".join(dict.fromkeys((before, *terms("headers")[meaning]["names"][:_NAMED])))
            said = (("before", before), ("word", column.heading), ("known", known))
            yield Problem(column.key, "forms-unread", said)


def _meanings(part: Part) -> dict[str, str | None]:
    """The meaning of each column, by its key, as the reader of returned forms takes the whole head."""
    found = column_meanings([c.heading for c in part.columns])
    return {column.key: meaning for column, meaning in zip(part.columns, found, strict=True)}
