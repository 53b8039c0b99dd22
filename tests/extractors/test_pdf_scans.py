"""Which pages of a PDF are recognised, and how they stand among the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from drawn_pdf import A4, Page, pdf

from corpus.records import Document, Problem
from extractors.limits import DEFAULT, Limits
from extractors.printed.ink import Char, PageInk
from extractors.readers.pdf import read
from extractors.scans import blocks
from extractors.scans.pages import PageImage

TEXT = Page().lines(100, "一、总体要求", "二、工作安排")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[PageImage]:
    """The pages given to the recogniser, in whose place a stub reads 扫描页 on each."""
    seen: list[PageImage] = []

    def stub(images: Iterable[PageImage], limits: Limits) -> Iterator[PageInk | Problem]:
        for image in list(images)[: limits.ocr_pages]:
            seen.append(image)
            chars = tuple(Char(word, 80.0 + 16 * i, 96.0 + 16 * i, 100.0, 16.0, 0.9) for i, word in enumerate("扫描页"))
            yield PageInk(image.number, image.width, image.height, chars, (), recognised=True)

    monkeypatch.setattr(blocks, "recognised", stub)
    return seen


def reading(data: bytes, limits: Limits = DEFAULT) -> Document:
    return read(data, "通知.pdf", "0" * 64, limits)


def scan() -> Page:
    return Page().image(0, 0, *A4)


def numbers(asked: list[PageImage]) -> list[int]:
    return [image.number for image in asked]


def test_scanned_pages_stand_in_their_place_among_the_others(asked: list[PageImage]) -> None:
    found = reading(pdf(scan(), TEXT, scan()))
    assert [p.text for p in found.paragraphs] == ["扫描页", "一、总体要求", "二、工作安排", "扫描页"]
    assert [p.source.pages for p in found.paragraphs] == [(1,), (2,), (2,), (3,)]
    assert numbers(asked) == [1, 3]


def test_only_recognised_paragraphs_have_a_confidence(asked: list[PageImage]) -> None:  # noqa: ARG001
    found = reading(pdf(TEXT, scan()))
    assert [p.confidence for p in found.paragraphs] == [None, None, 0.9]


def test_a_note_says_how_many_pages_were_recognised(asked: list[PageImage]) -> None:  # noqa: ARG001
    found = reading(pdf(scan(), TEXT, scan()))
    assert [(p.code, p.args) for p in found.problems] == [("note-recognised", (("pages", "2"),))]


def test_a_page_of_text_is_not_recognised(asked: list[PageImage]) -> None:
    assert reading(pdf(TEXT)).problems == ()
    assert asked == []


def test_a_scanners_own_mark_is_no_text_layer(asked: list[PageImage]) -> None:
    reading(pdf(scan().text(420, 820, "扫描助手制作", 13)))
    assert numbers(asked) == [1]


def test_a_text_layer_over_a_scan_is_taken_instead(asked: list[PageImage]) -> None:
    words = "各有关单位要认真抓好各项整改任务的落实工作。"
    assert [p.text for p in reading(pdf(scan().lines(100, words))).paragraphs] == [words]
    assert asked == []


def test_a_page_whose_font_names_no_character_is_recognised(asked: list[PageImage]) -> None:
    reading(pdf(Page().lines(100, "\ue000\ue001\ue002\ue003")))
    assert numbers(asked) == [1]


def test_text_that_was_turned_into_outlines_is_recognised(asked: list[PageImage]) -> None:
    outlines = Page()
    for i in range(70):
        outlines.rule(100 + 3 * i, 100, 102 + 3 * i, 110)
    reading(pdf(outlines))
    assert numbers(asked) == [1]


def test_a_page_is_rendered_upright_in_its_own_size(asked: list[PageImage]) -> None:
    page = Page(rotate=90).image(0, 0, *A4)
    reading(pdf(page))
    assert (round(asked[0].width), round(asked[0].height)) == (842, 595)
    pixels = asked[0].pixels()
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(842 / 595, rel=0.01)
    assert pixels.dtype == np.uint8


def test_an_empty_page_is_not_recognised(asked: list[PageImage]) -> None:
    assert reading(pdf(TEXT, Page())).problems == ()
    assert asked == []


def test_the_limit_holds_for_scanned_pages_alone(asked: list[PageImage]) -> None:
    reading(pdf(scan(), TEXT, scan()), replace(DEFAULT, ocr_pages=1))
    assert numbers(asked) == [1]


def test_a_picture_that_cannot_be_decoded_is_no_blank_page() -> None:
    data = pdf(scan())
    whole = data.index(b"/Subtype /Image")
    stream = data.index(b"stream", whole)
    broken = data[:stream].replace(b"/Subtype /Image", b"/Subtype /Image /Filter /JPXDecode") + data[stream:]
    found = reading(broken)
    assert found.blocks == ()
    assert [(p.where, p.code, dict(p.args)) for p in found.problems] == [
        ("第1页", "read-page-failed", {"reason": "页面上的图片无法解码"})
    ]


def test_a_picture_beside_the_text_is_not_read_and_said_with_its_page() -> None:
    figure = Page().lines(100, "一、总体要求", "二、工作安排").image(100, 300, 400, 500)
    found = reading(pdf(TEXT, figure, TEXT, figure))
    assert [(p.where, p.code, p.args) for p in found.problems] == [("第2页、第4页", "note-images", (("count", "2"),))]


def test_a_picture_in_strips_is_one_and_a_scan_in_strips_is_none() -> None:
    figure = Page().lines(100, "一、总体要求", "二、工作安排")
    scanned = Page().lines(100, "一、加强组织领导，压实工作责任", "二、强化督导检查，严格考核奖惩")
    for at in range(20):
        figure.image(100, 300 + 10 * at, 400, 310 + 10 * at)
        scanned.image(0, 42.1 * at, 595, 42.1 * (at + 1))
    found = reading(pdf(figure, scanned))
    assert [(p.where, p.code, p.args) for p in found.problems] == [("第1页", "note-images", (("count", "1"),))]


def test_a_ground_a_seal_and_the_scan_of_a_page_with_its_text_are_no_pictures_to_read() -> None:
    page = Page().lines(100, "一、加强组织领导，压实工作责任", "二、强化督导检查，严格考核奖惩")
    assert reading(pdf(page.image(0, 0, *A4).image(60, 80, 540, 300).image(380, 500, 500, 620))).problems == ()
