"""What libraries say of broken files, as a clerk reads it."""

from __future__ import annotations

import zipfile

import pytest

from corpus.messages import text
from corpus.terms import terms
from extractors.library_words import plain


def test_a_known_error_is_said_in_our_words() -> None:
    assert plain(zipfile.BadZipFile("File is not a zip file")) == "内部结构不对"
    assert plain("next header size 24 exceeds the archive size") == "后面的内容缺失"


def test_an_error_without_words_is_known_by_its_kind() -> None:
    assert plain(EOFError()) == "后面的内容缺失"


def test_an_unknown_error_is_said_in_one_short_line() -> None:
    assert plain(ValueError("'no such part'\nat offset 12")) == "no such part"
    assert len(plain("x" * 1000)) == 120


def test_the_caller_may_know_better_than_the_library() -> None:
    assert plain("xmlSAX2Characters: huge text node", "xml-too-long") == text("xml-too-long")


@pytest.mark.parametrize("key", sorted(set(terms("library_words").values())))
def test_every_error_has_its_words(key: str) -> None:
    assert text(key)
