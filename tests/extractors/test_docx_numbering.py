"""The numbers that Word shows before paragraphs and keeps apart from their text."""

from __future__ import annotations

import pytest
from office_parts import in_list, level, p, word_file

from extractors.limits import DEFAULT
from extractors.readers import docx
from extractors.readers.list_numbers import chinese, shown

USES_0 = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def labels(body: str, numbering: str, styles: str = "") -> list[str | None]:
    document = docx.read(word_file(body, styles, numbering), "a.docx", "abc", DEFAULT)
    return [paragraph.label for paragraph in document.paragraphs]


def abstract(*levels: str, number: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def test_levels_count_apart_and_begin_again_under_the_next_heading():
    numbering = abstract(level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）")) + USES_0
    order = (0, 1, 1, 0, 1)
    body = "".join(p("文", in_list(1, at)) for at in order)
    assert labels(body, numbering) == ["一、", "（一）", "（二）", "二、", "（一）"]


def test_a_label_may_name_the_levels_above():
    numbering = abstract(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + USES_0
    body = p("章", in_list(1)) + p("节", in_list(1, 1)) + p("节", in_list(1, 1))
    assert labels(body, numbering) == ["1", "1.1", "1.2"]


def test_legal_style_writes_the_chinese_chapter_in_arabic_digits():
    numbering = (
        abstract(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")) + USES_0
    )
    assert labels(p("章", in_list(1)) + p("节", in_list(1, 1)), numbering) == ["第一章", "1.1"]


def test_a_list_begins_where_it_says():
    assert labels(p("文", in_list(1)), abstract(level(0, "decimal", "%1.", start=5)) + USES_0) == ["5."]


def test_two_lists_of_one_kind_count_on_unless_one_begins_anew():
    numbering = (
        abstract(level(0, "decimal", "%1."))
        + USES_0
        + '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = "".join(p("文", in_list(number)) for number in (1, 2, 3, 3))
    assert labels(body, numbering) == ["1.", "2.", "1.", "2."]


def test_a_style_can_number_its_paragraphs_and_list_0_takes_one_out():
    style = f'<w:style w:type="paragraph" w:styleId="H1"><w:pPr>{in_list(1)}</w:pPr></w:style>'
    body = p("一", '<w:pStyle w:val="H1"/>') + p("无", '<w:pStyle w:val="H1"/>' + in_list(0))
    assert labels(body, abstract(level(0, "chineseCounting", "%1、")) + USES_0, style) == ["一、", None]


def test_a_level_that_is_tied_to_a_style_numbers_that_style():
    style = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(
        level(0, "decimal", "%1."), level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>')
    )
    assert labels(p("文", '<w:pStyle w:val="H2"/>'), numbering + USES_0, style) == ["（一）"]


def test_a_bullet_is_no_number():
    assert labels(p("文", in_list(1)), abstract(level(0, "bullet", "•")) + USES_0) == [None]


def test_an_empty_numbered_paragraph_counts_though_it_is_not_kept():
    numbering = abstract(level(0, "decimal", "%1.")) + USES_0
    assert labels(p("甲", in_list(1)) + p("", in_list(1)) + p("丙", in_list(1)), numbering) == ["1.", "3."]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (105, "一百零五"),
        (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"),
    ],
)  # fmt: skip
def test_chinese_counting(number: int, text: str):
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "㉑"), (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"), (2, "ideographTraditional", "乙"), (2, "chineseLegalSimplified", "贰"),
        (14, "lowerRoman", "xiv"), (4, "upperLetter", "D"), (28, "lowerLetter", "bb"), (5, "neverHeardOf", "5"),
        (3, "decimalEnclosedParen", "⑶"), (8, "none", ""),
    ],
)  # fmt: skip
def test_number_formats(number: int, number_format: str, text: str):
    assert shown(number, number_format) == text
