"""Notes on recognised texts: that they are, and where they are doubtful."""

from __future__ import annotations

from corpus.records import Grid, Paragraph, Source
from extractors.scans.doubts import notes

PAGE = Source("扫描.pdf", "0" * 64, pages=(3,))


def paragraph(words: str, confidence: float | None) -> Paragraph:
    return Paragraph(words, PAGE, confidence=confidence)


def test_that_a_text_was_recognised_is_said_once() -> None:
    found = notes([paragraph("一、总体要求", 0.99), paragraph("二、工作安排", 0.95)], 2)
    assert [(n.where, n.code, n.args) for n in found] == [("", "note-recognised", (("pages", "2"),))]


def test_a_doubtful_paragraph_is_named_by_its_page_and_its_beginning() -> None:
    words = "各单位要认真抓好各项整改任务的落实工作，按时报送。"
    (_, doubt) = notes([paragraph(words, 0.41)], 1)
    assert (doubt.where, doubt.code) == ("第3页", "note-doubtful")
    assert dict(doubt.args) == {"text": "各单位要认真抓好各项整改任务的落实工作，…", "confidence": "41%"}


def test_a_doubtful_cell_is_named_by_its_row_and_column() -> None:
    grid = Grid((("指标", "分值"), ("绿化", "1.5")), Source("扫描.pdf", "0", (3,), table=2), ((0.9, 0.9), (0.9, 0.5)))
    (_, doubt) = notes([grid], 1)
    assert (doubt.where, dict(doubt.args)["text"]) == (
        "第3页表2第2行（含表头，行首“绿化”）第2列",
        "1.5",
    )


def test_a_doubtful_cell_of_a_table_over_pages_is_named_by_all_of_them() -> None:
    grid = Grid((("指标",), ("绿化",)), Source("扫描.pdf", "0", (3, 4, 5), table=1), ((0.9,), (0.5,)))
    (_, doubt) = notes([grid], 1)
    assert doubt.where == "第3—5页表1第2行（含表头）第1列"


def test_a_long_beginning_of_a_row_is_cut() -> None:
    grid = Grid((("城区绿化覆盖率\n未达到目标", "1.5"),), PAGE, ((0.9, 0.5),))
    (_, doubt) = notes([grid], 1)
    assert doubt.where == "第3页表1第1行（含表头，行首“城区绿化覆盖率 …”）第2列"


def test_a_doubtful_merged_cell_is_named_once() -> None:
    grid = Grid((("绿化", "1.5"), ("绿化", "2")), PAGE, ((0.5, 0.9), (0.5, 0.9)))
    assert [n.code for n in notes([grid], 1)] == ["note-recognised", "note-doubtful"]


def test_doubtful_places_beyond_the_twentieth_are_counted() -> None:
    found = notes([paragraph(f"第{i}条", 0.3) for i in range(25)], 1)
    assert len(found) == 22
    assert (found[-1].code, found[-1].args) == ("note-doubtful-more", (("count", "5"),))


def test_what_the_file_says_itself_is_not_doubtful() -> None:
    assert notes([paragraph("一、总体要求", None)], 0) == ()


def test_a_blank_scan_has_nothing_to_be_said_of() -> None:
    assert notes([], 4) == ()
