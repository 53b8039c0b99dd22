"""PDF readers: what cannot be read, and what is said about it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from drawn_pdf import Page, pdf

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT
from extractors.readers.pdf import read, score

TEXT = Page().lines(100, "一、总体要求", "二、工作安排")


def reading(data: bytes) -> Document:
    return read(data, "通知.pdf", "0" * 64, DEFAULT)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as raised:
        reading(data)
    assert raised.value.problem.where == "通知.pdf"
    return raised.value.problem.code


def test_a_password_is_named() -> None:
    assert refusal(pdf(TEXT, password="secret")) == "read-password"


def test_a_truncated_file_is_damaged() -> None:
    whole = pdf(TEXT)
    assert refusal(whole[:40]) == "read-damaged"


def test_a_file_without_its_end_is_read_as_far_as_it_goes_and_reported() -> None:
    whole = pdf(TEXT)
    found = reading(whole[: whole.rindex(b"startxref")])
    assert [p.text for p in found.paragraphs] == ["一、总体要求", "二、工作安排"]
    assert [p.code for p in found.problems] == ["read-cut-off"]


def test_a_photograph_named_pdf_is_not_taken_for_one() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)
    assert score(jpeg, "通知.pdf") is None
    assert refusal(jpeg) == "read-damaged"


def test_a_pdf_is_known_by_its_content_under_any_name() -> None:
    assert score(b"\n\n" + pdf(TEXT), "通知.doc") == 100


def test_files_read_at_the_same_time_do_not_disturb_each_other() -> None:
    data = pdf(TEXT)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(reading, [data] * 12))
    assert all([p.text for p in document.paragraphs] == ["一、总体要求", "二、工作安排"] for document in found)


def test_an_empty_page_is_no_problem() -> None:
    assert reading(pdf(TEXT, Page())).problems == ()


def test_an_empty_document_has_no_blocks() -> None:
    found = reading(pdf(Page()))
    assert (found.blocks, found.problems) == ((), ())


def test_pages_beyond_the_limit_are_reported() -> None:
    found = read(pdf(TEXT, TEXT, TEXT), "通知.pdf", "0" * 64, replace(DEFAULT, pdf_pages=2))
    assert len(found.paragraphs) == 4
    assert [(p.where, p.code) for p in found.problems] == [("第3页", "read-too-many-pages")]


def test_a_page_that_fails_does_not_take_the_others_with_it() -> None:
    broken = pdf(TEXT, TEXT).replace(b"12 0 obj\n<< /Type /Page /Parent", b"12 0 obj\n<< /Type /Nope /Parent")
    found = reading(broken)
    assert [p.text for p in found.paragraphs] == ["一、总体要求", "二、工作安排"]
    assert [(p.where, p.code) for p in found.problems] == [("第2页", "read-page-failed")]
