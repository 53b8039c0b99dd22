"""Encodings of Chinese text: what is certain by its bytes, and what the characters tell apart."""

from __future__ import annotations

import codecs
import time

import pytest

from corpus.messages import UnreadableError
from extractors.readers.plain.encoding import Decoded, decode, looks_like_text

SIMPLIFIED = "各乡镇要在七月底前报送整改情况，逾期通报。"
TRADITIONAL = "各區公所應於七月底前提報改善情形，逾期將予通報，請查照辦理。"
LONG = "为进一步提升群众满意度，县绩效办对照群众意见建议逐条梳理，明确牵头单位、责任单位和整改时限。" * 40
LONG_TRADITIONAL = "為進一步提升民眾滿意度，縣府研考單位就各界意見逐項彙整，並訂定主辦機關、協辦機關及完成期限。" * 40


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, LONG, "编号,内容\r\n1,路灯不亮\r\n"])
def test_simplified_text_without_a_mark_is_read(text: str, encoding: str):
    assert decode(text.encode(encoding)) == Decoded(text, encoding)
    assert looks_like_text(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TRADITIONAL, LONG_TRADITIONAL, "編號,內容\r\n1,路燈不亮\r\n"])
def test_traditional_text_without_a_mark_is_read(text: str, encoding: str):
    assert decode(text.encode(encoding)) == Decoded(text, encoding)
    assert looks_like_text(text.encode(encoding))


@pytest.mark.parametrize("text", ["整改情况", "通知", "县政府", "报送", "绩效办", "会议纪要", "王某某"])
def test_a_few_simplified_characters_are_not_taken_for_big5(text: str):
    assert decode(text.encode("gbk")) == Decoded(text, "gb18030")


@pytest.mark.parametrize("text", ["改善情形", "通報", "縣政府", "報告", "會議紀錄", "辦理情形"])
def test_a_few_traditional_characters_are_not_taken_for_gbk(text: str):
    assert decode(text.encode("big5")) == Decoded(text, "big5hkscs")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str):
    assert decode(mark + SIMPLIFIED.encode(encoding)) == Decoded(SIMPLIFIED, encoding)


def test_a_character_of_hong_kong_is_read():
    assert decode((TRADITIONAL + "深水埗、鰂魚涌").encode("big5hkscs")).text == TRADITIONAL + "深水埗、鰂魚涌"


def test_seven_bit_hz_is_read_and_a_tilde_is_not_hz():
    assert decode(SIMPLIFIED.encode("hz")) == Decoded(SIMPLIFIED, "hz")
    assert decode(b"cp ~{a,b} .") == Decoded("cp ~{a,b} .", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_chinese_word_in_a_latin_text_is_enough(encoding: str):
    text = "id,name,phone\n" * 50 + "51,绩效办,0000-1234567\n"
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


def test_one_word_of_big5_in_a_latin_text_is_enough():
    text = "id,name,phone\n" * 50 + "51,研考會,0000-1234567\n"
    assert decode(text.encode("big5")) == Decoded(text, "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_text_cut_within_a_character_keeps_its_encoding(encoding: str, cut: int):
    text = TRADITIONAL * 3 if encoding == "big5hkscs" else SIMPLIFIED * 3
    decoded = decode(text.encode(encoding)[:-cut])
    assert decoded.encoding == encoding
    assert decoded.text.startswith(text[:-2])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_a_bad_byte_is_counted(encoding: str):
    text = TRADITIONAL if encoding == "big5hkscs" else SIMPLIFIED
    decoded = decode((text * 2).encode(encoding) + b"\xff\n" + text.encode(encoding))
    assert decoded == Decoded(text * 2 + "\ufffd\n" + text, encoding, 1)


def test_what_is_declared_decides_only_where_the_bytes_leave_it_open():
    assert decode("镕".encode("gb18030"), "gb18030").text == "镕"
    assert decode(SIMPLIFIED.encode("gb18030"), "big5hkscs").text == SIMPLIFIED
    assert decode(TRADITIONAL.encode("big5"), "gb18030").text == TRADITIONAL


def test_noise_is_in_no_encoding():
    noise = bytes((n * n * 7 + n * 13) % 128 + 128 for n in range(4000))
    assert not looks_like_text(noise)
    with pytest.raises(UnreadableError) as caught:
        decode(noise)
    assert caught.value.problem.code == "read-encoding"


def test_a_text_of_megabytes_takes_a_second_or_two():
    data = (LONG * 300).encode("gb18030")
    began = time.process_time()
    assert decode(data).encoding == "gb18030"
    assert time.process_time() - began < 3
