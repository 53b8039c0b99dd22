"""Scans pasted into a Word file."""

from __future__ import annotations

from drawn_scan import Sheet
from office_parts import p, word_file

from corpus.records import Document
from extractors.limits import DEFAULT
from extractors.readers import docx

PICTURE = '<w:p><w:r><w:drawing><a:blip r:embed="i1"/></w:drawing></w:r></w:p>'


def read(body: str, picture: bytes) -> Document:
    data = word_file(body, parts={"media/image1.png": picture}, links={"image:i1": "media/image1.png"})
    return docx.read(data, "通知.docx", "abc", DEFAULT)


def test_a_file_of_pictures_alone_is_read_from_its_pictures():
    page = Sheet().lines(120, "清河县整治工作于六月底前完成。")
    document = read(PICTURE, page.file())
    assert [q.text for q in document.paragraphs] == ["清河县整治工作于六月底前完成。"]
    assert (document.paragraphs[0].source.pages, document.paragraphs[0].confidence is not None) == ((1,), True)
    codes = [problem.code for problem in document.problems]
    assert "note-recognised" in codes
    assert "note-images" not in codes


def test_pictures_beside_a_text_are_said_and_not_read():
    document = read(p("正文") + PICTURE, b"no picture at all")
    assert [q.text for q in document.paragraphs] == ["正文"]
    assert [problem.code for problem in document.problems] == ["note-images"]


def test_a_picture_that_cannot_be_opened_is_a_problem():
    document = read(PICTURE, b"\x89PNG\r\n\x1a\n no picture at all")
    assert document.blocks == ()
    assert [(problem.where, problem.code) for problem in document.problems] == [
        ("word/media/image1.png", "read-damaged"),
        ("通知.docx", "note-images"),
    ]
