"""PDF readers: lines, paragraphs and page furniture, on pages drawn for the purpose."""

from __future__ import annotations

import math

from drawn_pdf import EM, LEFT, RIGHT, Page, pdf
from typeset import width

from corpus.records import Document, Paragraph
from extractors.limits import DEFAULT
from extractors.printed.glyphs import character
from extractors.readers.pdf import read


def document(*pages: Page) -> Document:
    return read(pdf(*pages), "通知.pdf", "0" * 64, DEFAULT)


def texts(*pages: Page) -> list[str]:
    return [p.text for p in document(*pages).paragraphs]


FULL = "各有关单位要按照职责分工认真抓好各项整改任务的落实工作确"  # 28 characters: a full line
BEGIN = "\u3000\u3000为切实做好群众意见建议的整改落实工作现将有关事项通知"  # indented: 2 + 26


def test_the_lines_of_a_paragraph_are_joined_without_a_space() -> None:
    assert texts(Page().lines(100, BEGIN, FULL, "保取得实效。")) == [BEGIN.strip() + FULL + "保取得实效。"]


def test_an_indented_line_begins_a_paragraph_even_below_a_full_line() -> None:
    full_to_the_end = FULL[:27] + "。"
    found = texts(Page().lines(100, BEGIN, full_to_the_end, BEGIN, FULL, "保取得实效。"))
    assert found == [BEGIN.strip() + full_to_the_end, BEGIN.strip() + FULL + "保取得实效。"]


def test_a_line_that_ends_early_ends_its_paragraph_where_nothing_is_indented() -> None:
    assert texts(Page().lines(100, "一、工作目标", FULL, "保取得实效。", "二、工作安排", FULL, "保完成。")) == [
        "一、工作目标",
        FULL + "保取得实效。",
        "二、工作安排",
        FULL + "保完成。",
    ]


def test_space_between_lines_parts_paragraphs_whose_lines_are_full() -> None:
    page = Page().lines(100, FULL, FULL, FULL).lines(200, FULL, FULL)
    assert texts(page) == [FULL * 3, FULL * 2]


def test_a_number_that_did_not_fit_at_a_lines_end_is_no_new_paragraph() -> None:
    short = FULL[:26]
    assert texts(Page().lines(100, FULL, short, "2024年底前完成。")) == [FULL + short + "2024年底前完成。"]


def test_latin_words_keep_their_space_over_a_line_end() -> None:
    latin = "Quality management system requirements and guidance note"
    assert texts(Page().lines(100, FULL, latin, "for the county offices only")) == [
        FULL + latin + " for the county offices only"
    ]


def test_the_air_between_digits_and_ideographs_is_no_space() -> None:
    page = Page().text(LEFT, 100, "截至").text(LEFT + 2 * EM + 4, 100, "2023").text(LEFT + 4 * EM + 8, 100, "年底")
    assert texts(page) == ["截至2023年底"]


def test_two_texts_far_apart_on_one_line_keep_a_gap() -> None:
    page = Page().text(LEFT, 700, "青石县绩效办").text(RIGHT - 9 * EM, 700, "2023年5月8日印发")
    assert texts(page) == ["青石县绩效办  2023年5月8日印发"]


def test_bold_type_printed_twice_is_read_once() -> None:
    page = Page().text(LEFT, 100, "一、总体要求").text(LEFT + 0.3, 100, "一、总体要求")
    assert texts(page) == ["一、总体要求"]


def test_characters_that_the_font_shows_in_one_glyph_or_counts_twice_are_all_read() -> None:
    """A font may draw —— as one glyph; of a character beyond U+FFFF PDFium gives two halves."""
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"2 beginbfchar <2014> <20142014> <53E3> <D842DFB7> endbfchar endcmap end"
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] "
        b"/ToUnicode 5000 0 R >>"
    )
    beside = {3: font, 5000: b"<< /Length %d >>\nstream\n%b\nendstream" % (len(to_unicode), to_unicode)}
    for turned in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
        page = Page().text(300, 300, "意见建议—口家店一处", turned=turned)
        found = read(pdf(page, objects_beside=beside), "通知.pdf", "0" * 64, DEFAULT)
        assert [p.text for p in found.paragraphs] == ["意见建议——𠮷家店一处"]


def test_title_lines_stay_lines_and_are_centred() -> None:
    page = Page().centred(100, "青石县绩效办公室关于印发二〇二三年度", 22).centred(132, "考评办法的通知", 22)
    page.lines(200, "各乡镇人民政府：", BEGIN, FULL, "保取得实效。")
    found = [(p.text, p.centred) for p in document(page).paragraphs]
    assert found == [
        ("青石县绩效办公室关于印发二〇二三年度", True),
        ("考评办法的通知", True),
        ("各乡镇人民政府：", False),
        (BEGIN.strip() + FULL + "保取得实效。", False),
    ]


def test_signature_and_date_on_the_right_are_two_lines() -> None:
    page = Page().lines(100, BEGIN, FULL, "保取得实效。")
    for y, words in ((250, "青石县绩效考评领导小组"), (278, "2023年5月8日")):
        page.text(RIGHT - width(words) * EM, y, words)
    assert texts(page)[1:] == ["青石县绩效考评领导小组", "2023年5月8日"]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = Page().lines(100, BEGIN, FULL).text(280, 790, "— 1 —", 14)
    second = Page().lines(100, FULL, "保取得实效。").text(280, 790, "— 2 —", 14)
    found = document(first, second)
    assert [p.text for p in found.paragraphs] == [BEGIN.strip() + FULL * 2 + "保取得实效。"]
    assert found.paragraphs[0].source.pages == (1, 2)
    assert found.paragraphs[0].source.box is None


def test_page_numbers_of_every_kind_are_taken_away() -> None:
    for number in ("— {} —", "-{}-", "第{}页", "第{}页 共3页", "{}", "{}/3"):
        pages = [
            Page().lines(100, f"第{name}条", FULL, "保完成。").text(290, 790, number.format(i + 1), 14)
            for i, name in enumerate("一二三")
        ]
        assert texts(*pages) == [
            "第一条",
            FULL + "保完成。",
            "第二条",
            FULL + "保完成。",
            "第三条",
            FULL + "保完成。",
        ], number


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert texts(Page().lines(300, "2023", FULL)) == ["2023", FULL]


def test_a_running_head_is_taken_away_and_an_annex_label_is_not() -> None:
    pages = [
        Page().text(LEFT, 50, "青石县政府公报").text(LEFT, 80, "附件").lines(120, f"第{name}条") for name in "一二三"
    ]
    assert texts(*pages) == ["附件", "第一条", "附件", "第二条", "附件", "第三条"]


def test_a_watermark_across_the_page_is_not_text() -> None:
    slanted = (math.cos(0.8), math.sin(0.8), -math.sin(0.8), math.cos(0.8))
    assert texts(Page().lines(100, "一、总体要求").text(150, 500, "征求意见稿", 60, slanted)) == ["一、总体要求"]


def test_a_page_set_sideways_is_read_upright() -> None:
    sideways = Page(rotate=90)
    for x, words in ((100, "附件"), (128, "青石县整改任务分解表")):
        sideways.text(x, 700, words, EM, (0, 1, -1, 0))
    assert texts(sideways) == ["附件", "青石县整改任务分解表"]


def test_look_alike_radicals_become_the_ideographs() -> None:
    assert "".join(character(ord(c)) for c in "⾃然资源局⻔⼾") == "自然资源局门户"


def test_a_symbol_that_the_font_does_not_name_is_shown_as_unknown() -> None:
    assert texts(Page().lines(100, "\uf0b7一、总体要求")) == ["\ufffd一、总体要求"]


def test_a_paragraph_says_where_it_stands() -> None:
    paragraph = document(Page().lines(100, "一、总体要求")).blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.source.file, paragraph.source.pages, paragraph.source.paragraph) == ("通知.pdf", (1,), 1)
    assert paragraph.source.box is not None
    assert [round(n) for n in paragraph.source.box] == [79, 86, 175, 102]
