"""The JSON of ``minyi extract``: figures are numbers, and nothing that is written is rewritten."""

from __future__ import annotations

import pytest
from documents import DIGEST, FILE, source

from corpus.records import Check, Extraction, Status
from extractors.contract import as_json


def found(text: str | None) -> object:
    check = Check("repeated_number", "编号", source(), found=text)
    return as_json(Extraction(FILE, DIGEST, "docx", Status.OK, checks=(check,)))["checks"][0]["found"]


@pytest.mark.parametrize(("text", "number"), [("213", 213), ("0", 0), ("4.50", 4.5), ("-0.5", -0.5)])
def test_a_figure_is_a_number(text: str, number: float) -> None:
    assert found(text) == number


@pytest.mark.parametrize(
    "text", ["000123", "1.2E+14", "1e5", "nan", "inf", "２１３", "100%", "1_000", "1202501010100013", "一、"]
)
def test_what_is_no_plain_figure_stays_as_it_is_written(text: str) -> None:
    assert found(text) == text


def test_what_is_not_known_is_null() -> None:
    assert found(None) is None
