"""A page's picture before it is read: rulings, angle, seals, cuts between cells, size and place of characters."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_scan import LEFT, RED, RIGHT, Sheet, needs_font
from numpy.typing import NDArray

from extractors.printed.ink import Char, Ruling
from extractors.scans.deskew import skew
from extractors.scans.pieces import chars_of, piece_of
from extractors.scans.recognition import Glyph
from extractors.scans.rulings import rulings
from extractors.scans.seal import without_seals
from extractors.scans.sheet import sheet_of
from extractors.scans.strips import strips

XS, YS = [80.0, 180.0, 330.0, 500.0], [120.0, 150.0, 210.0, 270.0]


def ruled(sheet: Sheet) -> tuple[Ruling, ...]:
    level = sheet_of(sheet.pixels, sheet.size[0])
    return rulings(level.grey, level.scale)[0]


def grid(sheet: Sheet, thick: float = 0.7) -> Sheet:
    for y in YS:
        sheet.rule(XS[0], y, XS[-1], y, thick)
    for x in XS:
        sheet.rule(x, YS[0], x, YS[-1], thick)
    return sheet


def places(found: tuple[Ruling, ...], down: bool) -> list[float]:
    return sorted(r.x0 if down else r.top for r in found if (r.x0 == r.x1) == down)


@pytest.mark.parametrize("dpi", [96, 150, 200, 300])
def test_rulings_are_found_at_any_resolution(dpi: int) -> None:
    found = ruled(grid(Sheet(dpi)))
    assert places(found, down=True) == pytest.approx(XS, abs=1.0)
    assert places(found, down=False) == pytest.approx(YS, abs=1.0)


@pytest.mark.parametrize(
    "sheet", [grid(Sheet(200), 2.5), grid(Sheet(200)).noisy(0.02), grid(Sheet(200)).photographed()]
)
def test_thick_broken_and_badly_lit_rulings_are_one_line_each(sheet: Sheet) -> None:
    found = ruled(sheet)
    assert places(found, down=True) == pytest.approx(XS, abs=1.0)
    assert places(found, down=False) == pytest.approx(YS, abs=1.0)


@needs_font
def test_strokes_of_large_characters_are_no_rulings() -> None:
    assert ruled(Sheet().centred(200, "一十二王田国", 48)) == ()


def test_the_papers_own_edge_is_no_ruling() -> None:
    assert ruled(Sheet().rule(1, 1, 594, 1).rule(1, 1, 1, 841)) == ()


@needs_font
@pytest.mark.parametrize("degrees", [-8.0, -1.5, 0.0, 0.5, 2.5, 5.0])
def test_the_angle_of_text_is_measured(degrees: float) -> None:
    sheet = Sheet(100).lines(100, *["各单位要认真抓好各项整改任务的落实工作。"] * 8).turned(degrees)
    ink = np.where(sheet.pixels[..., 1] < 128, 255, 0).astype(np.uint8)
    assert skew(ink) == pytest.approx(degrees, abs=0.15)


def test_a_blank_page_is_not_askew() -> None:
    assert skew(np.zeros((800, 600), np.uint8)) == 0.0


def reds(picture: NDArray[np.uint8]) -> int:
    """How many pixels are plainly red."""
    return int(np.count_nonzero(picture[..., 0].astype(int) - picture[..., 1] > 80))


@needs_font
def test_a_seal_is_taken_away_and_the_text_under_it_stays() -> None:
    plain = Sheet().text(330, 520, "某某市绩效考评领导小组")
    stamped = Sheet().text(330, 520, "某某市绩效考评领导小组").seal(410, 515)
    cleaned = without_seals(stamped.pixels, stamped.scale)
    assert reds(cleaned) < 0.01 * reds(stamped.pixels)
    black, kept = plain.pixels[..., 1] < 90, cleaned[..., 1] < 120
    assert (black & kept).sum() > 0.9 * black.sum()
    assert kept.sum() < 1.1 * black.sum()


@needs_font
def test_a_red_head_with_round_and_closed_characters_is_text() -> None:
    head = Sheet().centred(130, "国园县圆田回民局文件", 56, RED).rule(LEFT, 170, RIGHT, 170, 3, RED)
    assert np.array_equal(without_seals(head.pixels, head.scale), head.pixels)


def test_a_box_over_two_cells_is_cut_at_the_ruling() -> None:
    ink = np.zeros((100, 400), np.uint8)
    ink[40:60, 20:380] = 255
    parts = strips([(10, 35, 390, 65)], [Ruling(100.0, 0.0, 100.0, 50.0)], ink, 2.0)
    assert sorted((x0, x1) for x0, _, x1, _ in parts) == [(10, 200), (200, 390)]


def test_a_ruling_that_does_not_pass_through_a_box_does_not_cut_it() -> None:
    ink = np.zeros((100, 400), np.uint8)
    ink[40:60, 20:380] = 255
    assert strips([(10, 35, 390, 65)], [Ruling(100.0, 40.0, 100.0, 50.0)], ink, 2.0) == ((10, 35, 390, 65),)


def test_a_box_of_two_lines_is_two() -> None:
    ink = np.zeros((200, 400), np.uint8)
    for top in (20, 60, 100, 140):
        ink[top : top + 20, 20:380] = 255
    found = strips([(10, 15, 390, 45), (10, 55, 390, 85), (10, 95, 390, 165)], [], ink, 2.0)
    assert [(top < 110 < bottom, top < 150 < bottom) for _, top, _, bottom in found] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_what_a_box_shows_of_its_neighbour_over_the_ruling_is_not_read_twice() -> None:
    ink = np.zeros((100, 400), np.uint8)
    ink[40:60, 20:195] = 255
    ink[40:60, 220:260] = 255
    found = strips([(10, 35, 198, 65), (185, 35, 270, 65)], [Ruling(100.0, 0.0, 100.0, 50.0)], ink, 2.0)
    assert found == ((10, 35, 198, 65), (200, 35, 270, 65))


def line(words: str, left: int, top: int, em: int, page: NDArray[np.uint8]) -> tuple[Char, ...]:
    """The characters of a line of squares, drawn into the page's ink with ten pixels in a point."""
    for i in range(len(words)):
        page[top + em // 20 : top + em - em // 20, left + i * em + 2 : left + (i + 1) * em - 2] = 255
    box = (left - 5, top - em // 6, left + len(words) * em + 5, top + em + em // 6)
    wide = box[2] - box[0]
    glyphs = tuple(Glyph(c, (left + (i + 0.5) * em - box[0]) / wide, 0.9) for i, c in enumerate(words))
    return chars_of([piece_of(box, glyphs, page)], 10.0)


def test_characters_have_the_size_and_place_of_their_squares() -> None:
    found = line("整改任务清单", 300, 500, 160, np.zeros((800, 1600), np.uint8))
    assert {char.size for char in found} == {16.0}
    assert [char.x0 for char in found] == pytest.approx([30.0 + 16 * i for i in range(6)], abs=0.7)
    assert [char.x1 for char in found] == pytest.approx([46.0 + 16 * i for i in range(6)], abs=0.7)


def test_lines_of_one_size_have_one_size_though_their_ink_differs() -> None:
    page = np.zeros((2000, 2000), np.uint8)
    pieces = []
    for row, (em, words) in enumerate(
        [(158, "整改任务清单"), (160, "各单位要抓好落实"), (163, "牵头单位"), (161, "责任")]
    ):
        top = 100 + 300 * row
        page[top + 8 : top + em - 8, 100 : 100 + len(words) * 160] = 255
        box = (95, top - 25, 105 + len(words) * 160, top + em + 25)
        wide = box[2] - box[0]
        glyphs = tuple(Glyph(c, (5 + (i + 0.5) * 160) / wide, 0.9) for i, c in enumerate(words))
        pieces.append(piece_of(box, glyphs, page))
    assert {char.size for char in chars_of(pieces, 10.0)} == {16.0}
