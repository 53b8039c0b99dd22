"""What a PDF holds beside its pages (form fields, text boxes, comments, attached files), and hostile drawing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_pdf import Page, pdf, utf16

from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers.pdf import read

FORM = "/AcroForm << /Fields [] /DA (/F1 12 Tf) /DR << /Font << /F1 3 0 R >> >> >>"


def reading(data: bytes, limits: Limits = DEFAULT) -> Document:
    return read(data, "申请表.pdf", "0" * 64, limits)


def texts(data: bytes) -> list[str]:
    return [p.text for p in reading(data).paragraphs]


def found(data: bytes, limits: Limits = DEFAULT) -> list[tuple[str, str]]:
    return [(p.where, p.code) for p in reading(data, limits).problems]


def test_what_is_typed_into_a_form_field_is_text_of_the_page() -> None:
    page = Page().text(79, 100, "申报单位：")
    page.annotation("Widget", (165, 86, 400, 104), f"/FT /Tx /T (unit) /DA (/F1 16 Tf) /V {utf16('县教育局')}")
    assert texts(pdf(page, catalog=FORM)) == ["申报单位：县教育局"]


def test_a_ticked_box_is_shown_and_an_empty_one_is_not() -> None:
    page = Page().text(110, 100, "同意").text(110, 130, "不同意")
    shape = "/AP << /N << /Yes null /Off null >> >>"
    page.annotation("Widget", (90, 88, 106, 104), f"/FT /Btn /T (a) /V /Yes /AS /Yes {shape}")
    page.annotation("Widget", (90, 118, 106, 134), f"/FT /Btn /T (b) /V /Off /AS /Off {shape}")
    assert [text.replace(" ", "") for text in texts(pdf(page, catalog=FORM))] == ["☑同意", "不同意"]


def test_a_hidden_field_is_not_read() -> None:
    page = Page().text(79, 100, "申报单位：")
    page.annotation("Widget", (165, 86, 400, 104), f"/F 2 /FT /Tx /T (unit) /V {utf16('县教育局')}")
    assert texts(pdf(page, catalog=FORM)) == ["申报单位："]


def test_a_text_box_laid_over_the_page_is_text_and_a_reviewers_comment_is_a_note() -> None:
    page = Page().lines(100, "一、总体要求")
    page.annotation("FreeText", (79, 200, 400, 220), f"/Contents {utf16('此件公开发布')} /DA (/F1 12 Tf)")
    page.annotation("Text", (500, 90, 520, 110), f"/Contents {utf16('请核实')}")
    document = reading(pdf(page))
    assert [p.text for p in document.paragraphs] == ["一、总体要求", "此件公开发布"]
    assert [(p.code, p.args) for p in document.problems] == [("note-comments", (("count", "1"),))]


def test_attached_files_are_named() -> None:
    beside = {
        5000: f"<< /Type /Filespec /F (a.xlsx) /UF {utf16('附表.xlsx')} /EF << /F 5001 0 R >> >>".encode(),
        5001: b"<< /Type /EmbeddedFile /Length 4 >>\nstream\nPK..\nendstream",
    }
    names = f"/Names << /EmbeddedFiles << /Names [{utf16('附表.xlsx')} 5000 0 R] >> >>"
    document = reading(pdf(Page().lines(100, "一、总体要求"), catalog=names, objects_beside=beside))
    (problem,) = document.problems
    assert (problem.code, dict(problem.args)) == ("note-attachments", {"count": "1", "names": "附表.xlsx"})


def test_a_form_that_is_no_page_is_named() -> None:
    beside = {5000: b"<< /Length 24 >>\nstream\n<xdp:xdp></xdp:xdp>     \nendstream"}
    form = "/NeedsRendering true /AcroForm << /Fields [] /XFA 5000 0 R >>"
    assert found(pdf(Page().lines(100, "请稍候"), catalog=form, objects_beside=beside)) == [("", "read-xfa")]


@pytest.mark.parametrize(
    "catalog",
    [
        "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        "/AA << /WC << /S/Launch /F (/bin/true) >> >>",
        "/Names << /JavaScript << /Names [(a) << /JS (app.alert\\(1\\)) /S /JavaScript >>] >> >>",
    ],
)
def test_scripts_and_programs_to_start_are_nothing_to_a_reader_and_are_said(catalog: str) -> None:
    document = reading(pdf(Page().lines(100, "一、总体要求"), catalog=catalog))
    assert [p.text for p in document.paragraphs] == ["一、总体要求"]
    assert [(p.where, p.code) for p in document.problems] == [("", "note-scripts")]


def test_a_link_that_starts_a_program_is_said_and_one_to_a_page_is_not() -> None:
    """Behind a name of its own, which is written ``#4c``, only PDFium knows it for what it is (ISO 32000-1, 7.3.5)."""
    page = Page().lines(100, "一、总体要求")
    assert found(pdf(page.annotation("Link", (79, 84, 200, 104), "/A << /S /URI /URI (http://a.cn) >>"))) == []
    page.annotation("Link", (79, 84, 200, 104), "/A << /S /#4caunch /F (/bin/true) >>")
    assert found(pdf(page)) == [("", "note-scripts")]


def test_more_characters_than_the_limit_are_left_out_and_reported() -> None:
    page = Page().lines(100, "一、总体要求", "二、工作安排")
    document = reading(pdf(page), replace(DEFAULT, page_characters=6))
    assert [p.text for p in document.paragraphs] == ["一、总体要求"]
    assert [(p.where, p.code) for p in document.problems] == [("第1页", "read-page-overfull")]


def test_more_shapes_than_the_limit_are_reported() -> None:
    page = Page().lines(100, "一、总体要求")
    for y in range(300, 400):
        page.rule(79, y, 527, y)
    assert found(pdf(page), replace(DEFAULT, page_shapes=50)) == [("第1页", "read-page-overfull")]


def test_a_form_that_draws_itself_ends() -> None:
    page = Page().lines(100, "一、总体要求")
    page.operators.append("/X1 Do")
    data = pdf(page).replace(b"/XObject << /I1 6 0 R >>", b"/XObject << /X1 5000 0 R >>")
    circle = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 5000 0 R >> >> /Length 6 >>"
    )
    data = data.replace(b"trailer", b"5000 0 obj\n" + circle + b"\nstream\n/X1 Do\nendstream\nendobj\ntrailer")
    assert texts(data) == ["一、总体要求"]


def test_a_page_tree_that_holds_itself_ends() -> None:
    data = pdf(Page().lines(100, "一、总体要求")).replace(b"/Kids [10 0 R] /Count 1", b"/Kids [10 0 R 2 0 R] /Count 3")
    document = reading(data)
    assert [p.text for p in document.paragraphs] == ["一、总体要求"]
    assert {problem.code for problem in document.problems} == {"read-page-failed"}


def test_a_page_of_no_size_and_one_without_end_are_read() -> None:
    for size in (b"0 0 0 0", b"0 0 99999999 99999999"):
        data = pdf(Page().lines(100, "一、总体要求")).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [" + size + b"]")
        assert texts(data) == ["一、总体要求"]


def test_an_empty_password_opens_the_file() -> None:
    assert "read-password" not in {code for _, code in found(pdf(Page().lines(100, "一、总体要求"), password=""))}
