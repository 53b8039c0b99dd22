"""Plain text: encodings, paragraphs, what converters and pages leave behind."""

from __future__ import annotations

import codecs

import pytest

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT
from extractors.readers.plain import txt
from extractors.readers.plain.encoding import decode, looks_like_text

SENTENCE = "各乡镇要在七月底前报送整改情况，逾期通报。"


def read(text: str | bytes) -> Document:
    return txt.read(text if isinstance(text, bytes) else text.encode(), "通知.txt", "abc", DEFAULT)


def texts(text: str | bytes) -> list[str]:
    return [paragraph.text for paragraph in read(text).paragraphs]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encodings_of_offices_are_told_apart(data: bytes, encoding: str):
    assert (decode(data).text, decode(data).encoding, decode(data).replaced) == (SENTENCE, encoding, 0)


def test_a_rare_character_of_four_bytes_is_read():
    assert decode((SENTENCE + "𠮷").encode("gb18030")).text == SENTENCE + "𠮷"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_is_replaced_and_reported(encoding: str):
    document = read((SENTENCE * 3).encode(encoding) + b"\xff" + "。完".encode(encoding))
    assert document.paragraphs[0].text == SENTENCE * 3 + "�。完"
    (problem,) = document.problems
    assert (problem.code, dict(problem.args)) == ("read-replaced", {"count": "1", "encoding": encoding.upper()})


def test_a_utf8_text_cut_within_a_character_stays_utf8():
    document = read((SENTENCE * 3).encode()[:-1])
    assert document.paragraphs[0].text.startswith(SENTENCE)
    assert document.problems[0].code == "read-replaced"


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(UnreadableError) as caught:
        read(bytes(range(0x80, 0x100)) * 20)
    assert caught.value.problem == type(caught.value.problem)("通知.txt", "read-encoding")


def test_binary_data_is_no_text():
    assert not looks_like_text(b"\x00\x01\x02" * 50 + SENTENCE.encode())
    assert not looks_like_text(bytes(range(256)) * 4)


def test_a_web_page_is_no_plain_text():
    assert txt.score("<!DOCTYPE html><html><p>通知</p></html>".encode(), "a.txt") is None


def test_each_line_with_content_is_a_paragraph():
    document = read("关于开展检查的通知\r\n\r\n各乡镇：\r请照办。\v完\n")
    assert [(q.text, q.source.paragraph) for q in document.paragraphs] == [
        ("关于开展检查的通知", 1),
        ("各乡镇：", 2),
        ("请照办。", 3),
        ("完", 4),
    ]


def test_marks_of_the_converter_are_taken_out():
    assert texts("[bookmark: _GoBack]各乡镇：\n[image: 章]\n请照办。") == ["各乡镇：", "请照办。"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- (一) 目标。", "(一) 目标。"),
        (" - 1. 自查。", "1. 自查。"),
        ("- （二）检查。", "（二）检查。"),
        ("- 普通列项", "- 普通列项"),
        ("-20.16%的增速", "-20.16%的增速"),
    ],
)
def test_a_bullet_before_a_numbering_is_taken_out(line: str, text: str):
    assert texts(line) == [text]


@pytest.mark.parametrize("line", ["— 7 **—**", "-16-", "-20 -", "－3－", "第 2 页 共 9 页"])
def test_a_page_number_is_dropped_and_the_cut_sentence_is_whole_again(line: str):
    assert texts(f"(一)明确责任。各单位要逐项整改,及时\n\n{line}\n\n协调解决问题。") == [
        "(一)明确责任。各单位要逐项整改,及时协调解决问题。"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("工作要逐项推进。", "各单位要抓落实。"),
        ("九、工作要求", "各单位要抓落实。"),
        ("（一）加强领导，落实责任", "各单位要抓落实。"),
        ("请各单位抓落实，并于月底前报", "(二)检查。"),
        ("2031年度整改工作方案", "为做好整改工作，制定本方案。"),
        ("请各单位，认真抓落实", "附件：整改清单"),
    ],
)
def test_what_is_whole_on_its_page_is_not_joined(before: str, after: str):
    assert texts(f"{before}\n\n- 5 -\n\n{after}") == [before, after]


def test_a_sentence_cut_by_a_lost_page_number_is_joined_only_where_it_surely_goes_on():
    cut = "(二)过程管理。督促各部门按要求,\n\n逐步推进年度目标任务的落实。"
    assert texts(cut) == ["(二)过程管理。督促各部门按要求,逐步推进年度目标任务的落实。"]
    assert texts("特此通知，请照办\n\n清河县绩效办") == ["特此通知，请照办", "清河县绩效办"]


def test_lines_without_anything_between_them_are_never_joined():
    assert texts("各乡镇要认真核查，\n逐项整改到位，按时报送情况。") == [
        "各乡镇要认真核查，",
        "逐项整改到位，按时报送情况。",
    ]


def test_a_form_feed_begins_a_page_and_a_sentence_over_it_has_both():
    document = read("第一段。\n要按时，\f准确报送。\n第三段。")
    assert [(q.text, q.source.pages) for q in document.paragraphs] == [
        ("第一段。", (1,)),
        ("要按时，准确报送。", (1, 2)),
        ("第三段。", (2,)),
    ]


def test_pages_are_unknown_without_form_feeds():
    assert read("正文。").paragraphs[0].source.pages == ()


def test_tables_are_counted_and_stand_between_their_paragraphs():
    document = read("前\n\t名称\n\t数量\n\n\t桥\n\t2\n\n后\n甲\t乙\t丙\n1\t2\t3\n尾")
    assert [getattr(block, "text", None) or block.source.table for block in document.blocks] == ["前", 1, "后", 2, "尾"]
    assert [q.source.paragraph for q in document.paragraphs] == [1, 2, 3]


def test_a_text_of_blanks_has_no_blocks():
    assert read(" \n\t\n　\n").blocks == ()
