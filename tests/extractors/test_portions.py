"""Text without line ends: no rule may need hours for it."""

from __future__ import annotations

from corpus.records import Document, Grid, Paragraph, Source
from extractors.limits import DEFAULT, Limits
from extractors.portions import portioned

SOURCE = Source("通知.txt", "abc")


def document(*blocks: Paragraph | Grid) -> Document:
    return Document("通知.txt", "abc", "txt", blocks)


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, SOURCE)


def test_an_ordinary_paragraph_stays_as_it_is() -> None:
    given = document(paragraph("各单位要于7月5日前报送。" * 20))
    assert portioned(given, DEFAULT) == given


def test_a_page_long_paragraph_is_cut_behind_a_sentence_and_loses_nothing() -> None:
    text = ("甲" * 899 + "。") * 5
    found = portioned(document(paragraph(text)), DEFAULT).paragraphs
    assert [len(p.text) for p in found] == [1800, 1800, 900]
    assert "".join(p.text for p in found) == text


def test_text_without_any_sentence_is_cut_all_the_same() -> None:
    found = portioned(document(paragraph("甲" * 5000)), DEFAULT).paragraphs
    assert [len(p.text) for p in found] == [2000, 2000, 1000]


def test_portions_are_not_cut_again() -> None:
    once = portioned(document(paragraph(("甲" * 2000 + "。") * 3)), DEFAULT)
    assert portioned(once, DEFAULT) == once


def test_a_comment_in_a_cell_stays_whole() -> None:
    given = document(Grid((("内容",), ("建议修路。" * 1000,)), SOURCE))
    assert portioned(given, DEFAULT) == given


def test_what_is_beyond_the_limit_is_said() -> None:
    found = portioned(document(paragraph("一" * 60), paragraph("二" * 60)), Limits(text_characters=100))
    assert [p.text[0] for p in found.paragraphs] == ["一"]
    (problem,) = found.problems
    assert (problem.code, dict(problem.args)) == ("read-too-long", {"count": "120", "limit": "100"})
