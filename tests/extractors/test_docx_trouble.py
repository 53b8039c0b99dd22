"""Word files that are crafted or damaged, and what lies in one beside its text."""

from __future__ import annotations

import socket
import time

import pytest
from office_parts import in_list, level, p, r, tbl, tc, tr, word_file

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers import docx


def read(data: bytes, limits: Limits = DEFAULT) -> Document:
    return docx.read(data, "通知.docx", "abc", limits)


def codes(document: Document) -> list[tuple[str, str]]:
    return [(problem.code, dict(problem.args).get("count", "")) for problem in document.problems]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    ],
)
def test_ten_thousand_levels_are_refused_at_once(opening: str, closing: str):
    begun = time.perf_counter()
    with pytest.raises(UnreadableError) as caught:
        read(word_file(opening * 10_000 + p("底") + closing * 10_000))
    assert caught.value.problem.code == "read-too-deep"
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    ],
)
def test_as_many_levels_as_a_file_may_have_are_read(opening: str, closing: str):
    depth = 80 if "tbl" in opening else 120 if "sdt" in opening else 80
    document = read(word_file(opening * depth + p("底") + closing * depth))
    assert "底" in str(document.blocks)


def test_a_span_of_two_thousand_million_columns_is_no_table_of_that_width():
    document = read(word_file(tbl(tr(tc("甲", '<w:gridSpan w:val="2000000000"/>')), tr(tc("乙")))))
    assert [len(row) for row in document.grids[0].cells] == [250, 250]


def test_a_table_beyond_the_limit_is_left_out_and_said():
    wide = tr(*[tc("", '<w:gridSpan w:val="250"/>')])
    document = read(word_file(p("前") + tbl(*[wide] * 50) + p("后")), Limits(sheet_cells=10_000))
    assert [q.text for q in document.paragraphs] == ["前", "后"]
    assert [(problem.code, dict(problem.args)["table"]) for problem in document.problems] == [
        ("read-table-too-large", "1")
    ]


def test_styles_that_are_based_on_each_other_come_to_an_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{other}"/></w:style>'
        for name, other in (("A", "B"), ("B", "A"))
    )
    assert read(word_file(p("甲", '<w:pStyle w:val="A"/>'), styles)).paragraphs[0].text == "甲"


def test_numbering_that_refers_to_itself_comes_to_an_end():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    style = f'<w:style w:type="numbering" w:styleId="L"><w:pPr>{in_list(1)}</w:pPr></w:style>'
    assert read(word_file(p("甲", in_list(1)), style, numbering)).paragraphs[0].text == "甲"


def test_a_list_that_begins_at_two_thousand_million_has_no_endless_label():
    letters = level(0, "lowerLetter", "%1" * 5000, start=2_000_000_000)
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{letters}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    label = read(word_file(p("甲", in_list(1)), "", numbering)).paragraphs[0].label
    assert label is not None
    assert len(label) < 100_000


def test_thousands_of_deleted_paragraph_ends_take_no_longer_for_each():
    broken = p("字" * 40, "<w:rPr><w:del/></w:rPr>")
    begun = time.perf_counter()
    (paragraph,) = read(word_file(broken * 20_000 + p("完"))).paragraphs
    assert len(paragraph.text) == 20_000 * 40 + 1
    assert time.perf_counter() - begun < 20


def test_nothing_outside_the_file_is_opened(monkeypatch: pytest.MonkeyPatch):
    def never(*_: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(socket.socket, "connect", never)
    links = {
        "attachedTemplate:t": "http://example.invalid/t.dotm",
        "image:i1": "file:///etc/hostname",
        "image:i2": "http://example.invalid/a.png",
        "hyperlink:h": "http://example.invalid/",
    }
    document = read(word_file(p("正文"), links=links))
    assert [q.text for q in document.paragraphs] == ["正文"]
    assert codes(document) == [("note-linked", "2")]


def test_what_lies_beside_the_text_is_said():
    comments = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment/><w:comment/></w:comments>'
    parts: dict[str, str | bytes] = {"comments.xml": comments, "vbaProject.bin": b"macro", "media/image1.png": b"png"}
    links = {
        "comments": "comments.xml",
        "image:i1": "media/image1.png",
        "image:i2": "media/image2.png",
        "oleObject:o": "embeddings/a.bin",
        "package:x": "embeddings/a.xlsx",
        "chart:c": "charts/chart1.xml",
        "vbaProject": "vbaProject.bin",
    }
    document = read(word_file(p("正文"), parts=parts, links=links))
    assert codes(document) == [
        ("note-comments", "2"),
        ("note-images", "2"),
        ("note-objects", "2"),
        ("note-charts", "1"),
        ("note-macros", ""),
    ]
    assert all(problem.is_note for problem in document.problems)


def test_a_document_of_text_alone_has_no_notes():
    assert read(word_file(f"<w:p>{r('正文')}</w:p>")).problems == ()
