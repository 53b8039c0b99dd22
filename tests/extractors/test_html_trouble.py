"""Web pages that are wrongly encoded, cut, nested without end or empty."""

from __future__ import annotations

import codecs
import time

import pytest
from read_pages import codes, read, texts

from corpus.messages import UnreadableError
from corpus.records import Problem
from extractors.limits import Limits
from extractors.readers import read_bytes

SENTENCE = "<p>各乡镇要在七月底前报送整改情况，逾期通报。</p>"


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("big5", "gb18030"),
        ("nonsense", "utf-8"),
    ],
)
def test_a_wrongly_declared_encoding_does_no_harm(declared: str, real: str):
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>{SENTENCE}</html>'
    )
    assert texts(page.encode(real)) == ["各乡镇要在七月底前报送整改情况，逾期通报。"]


def test_gb2312_means_gb18030():
    page = "<html><head><meta charset=gb2312></head><body><p>镕𠮷</p></body></html>"
    assert texts(page.encode("gb18030")) == ["镕𠮷"]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_a_page_in_wide_characters_is_read_with_a_mark_and_without(mark: bytes, encoding: str):
    data = mark + f"<html>{SENTENCE}</html>".encode(encoding)
    assert read_bytes(data, "a.doc").format == "html"
    assert texts(data) == ["各乡镇要在七月底前报送整改情况，逾期通报。"]


def test_a_bad_byte_is_replaced_and_reported():
    document = read(f"<html>{SENTENCE * 3}".encode() + b"<p>\xff</p></html>")
    assert codes(document) == ["read-replaced"]
    assert len(document.paragraphs) == 4


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(UnreadableError) as caught:
        read(b"<html>" + bytes(range(0x80, 0x100)) * 20)
    assert caught.value.problem == Problem("通知.html", "read-encoding")


def test_a_page_that_ends_in_the_middle_is_said_to_be_cut():
    document = read("<html><body><table border=1><tr><td>甲<td>乙<tr><td>丙")
    assert document.grids[0].cells == (("甲", "乙"), ("丙", ""))
    assert codes(document) == ["read-cut-off"]


def test_nothing_is_fetched_and_no_entity_is_read():
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY a "aa">]>'
        "<html><body><p>甲&x;&a;</p><iframe src='http://192.0.2.1/a.html'></iframe></body></html>"
    )
    assert texts(page) == ["甲&x;&a;"]


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 100_000 + "深" + "</div>" * 100_000 + "<p>后</p></html>",
        "<html>" + "<font>" * 100_000 + "深<p>后</p></html>",
        "<html>" + "<b><i>" * 900 + "深" + "</u></div>" * 20_000 + "<p>后</p></html>",
    ],
)
def test_a_page_nested_beyond_reason_keeps_its_text(page: str):
    began = time.process_time()
    document = read(page)
    assert [q.text for q in document.paragraphs] == ["深", "后"]
    assert time.process_time() - began < 5


def test_a_page_that_was_given_up_as_a_tree_says_so():
    document = read(
        "<html><table><tr><td>甲</td><td>乙&amp;丙</td></tr></table><script>x</script></html>", Limits(html_tags=5)
    )
    assert [q.text for q in document.paragraphs] == ["甲", "乙&丙"]
    assert codes(document) == ["html-flat"]


def test_a_page_too_large_is_refused():
    with pytest.raises(UnreadableError) as caught:
        read("<html>" + "长" * 1000, Limits(text_characters=100))
    assert caught.value.problem.code == "read-too-large"


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><!-- x --></html>", "<html><frameset></frameset></html>"]
)
def test_a_page_without_text_has_no_blocks(page: str):
    assert read(page).blocks == ()
