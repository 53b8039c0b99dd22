"""XML that nests, expands or runs on without end: one message in every format that is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from built_ofd import Page, content, ofd_of
from built_office import uof
from office_parts import word_file
from workbook_parts import open_document_sheet, xml_spreadsheet

from corpus.messages import UnreadableError, text
from corpus.records import Problem
from extractors.readers import read_bytes

FORMATS: dict[str, Callable[[str], bytes]] = {
    "通知.docx": word_file,
    "通知.ods": open_document_sheet,
    "通知.xml": xml_spreadsheet,
    "通知.ofd": lambda body: ofd_of([Page()], changed={"Doc_0/Document.xml": f"<Document>{body}</Document>"}),
    "通知.uof": lambda body: uof("", body),
}
DEEP = "<a>" * 5000 + "</a>" * 5000
LAUGHS = "<!DOCTYPE a [<!ENTITY b '哈哈'>{}]><a>&l;</a>".format(
    "".join(f"<!ENTITY {name} '{f'&{inner};' * 10}'>" for inner, name in zip("bcdefghijk", "cdefghijkl", strict=True))
)


def refusal(data: bytes, name: str) -> Problem:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    return caught.value.problem


@pytest.mark.parametrize("name", FORMATS)
def test_elements_within_each_other_without_end_are_said_in_the_same_words(name: str) -> None:
    assert refusal(FORMATS[name](DEEP), name) == Problem(name, "read-too-deep")


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_that_is_too_long_is_said_in_words_for_a_person(name: str) -> None:
    problem = refusal(FORMATS[name](f"<a>{'甲' * 4_000_000}</a>"), name)
    assert (problem.code, dict(problem.args)["reason"]) == ("read-damaged", text("xml-too-long"))


def test_entities_that_expand_without_end_are_said_in_words_for_a_person() -> None:
    problem = refusal(ofd_of([Page()], changed={"Doc_0/Document.xml": LAUGHS}), "通知.ofd")
    assert (problem.code, dict(problem.args)["reason"]) == ("read-damaged", text("xml-entities"))


def test_a_page_that_nests_without_end_is_said_in_words_for_a_person() -> None:
    good = Page().lines(40, "一、总体要求")
    found = read_bytes(ofd_of([good, good], changed={"Doc_0/Pages/Page_1/Content.xml": content(DEEP)}), "通知.ofd")
    assert found.problems == (Problem("第2页", "read-page-failed", (("reason", text("xml-too-deep")),)),)
