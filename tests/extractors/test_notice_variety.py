"""Number, day, issuers, title, addressees and kind of many sorts of documents, all invented.

They stand in ``notices/*.txt``. Each begins with ``###`` and what it shows, then the right answers, one
``field: value`` a line, then ``---`` and the text. Values of a list are parted by `` | ``; a field that is not given is
one that the document does not have. Lines that begin with ``|`` are rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from documents import document

from corpus.records import Document
from extractors.notices.notice import notice

FIELDS = ("number", "date", "issuers", "title", "addressees", "kind")
LISTS = ("issuers", "addressees")

Answers = dict[str, str | tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented document and its right answers."""

    shows: str
    answers: Answers
    document: Document


def samples() -> Iterator[Sample]:
    for path in sorted((Path(__file__).parent / "notices").glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("### ")[1:]:
            head, text = part.split("---\n", 1)
            shows, *given = head.strip().split("\n")
            yield Sample(shows, _answers(given), document(*_blocks(text)))


def _answers(given: list[str]) -> Answers:
    values = dict(line.split(": ", 1) for line in given)
    assert set(values) <= set(FIELDS), values
    answers: Answers = {field: values.get(field) for field in FIELDS}
    answers.update({field: tuple(values[field].split(" | ")) if field in values else () for field in LISTS})
    return answers


def _blocks(text: str) -> Iterator[str | list[list[str]]]:
    lines = [line for line in text.split("\n") if line.strip()]
    for is_table, block in groupby(lines, lambda line: line.startswith("|")):
        if is_table:
            yield [[cell.strip() for cell in line.strip("|").split("|")] for line in block]
        else:
            yield from block


def _found(read: Document) -> Answers:
    found = notice(read)
    if found is None:
        return {field: () if field in LISTS else None for field in FIELDS}
    day = found.date.isoformat() if found.date else None
    return {field: getattr(found, field) for field in FIELDS} | {"date": day}


SAMPLES = tuple(samples())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.shows)
def test_a_document_says_of_itself(sample: Sample) -> None:
    assert _found(sample.document) == sample.answers


def _written(document: Document) -> str:
    cells = [cell for grid in document.grids for row in grid.cells for cell in row]
    return re.sub(r"\s", "", "".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.shows)
def test_nothing_is_said_that_does_not_stand_in_the_document(sample: Sample) -> None:
    found = notice(sample.document)
    said = (found.title, found.number_raw, *found.issuers, *found.addressees, *found.signatories) if found else ()
    text = _written(sample.document)
    assert [value for value in said if value and re.sub(r"\s", "", value) not in text] == []


@pytest.mark.parametrize(("field", "least"), [("number", 40), ("date", 20), ("issuers", 20)])
def test_many_of_the_documents_lack_what_must_not_be_made_up(field: str, least: int) -> None:
    assert sum(not sample.answers[field] for sample in SAMPLES) >= least
