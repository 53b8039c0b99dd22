"""OFD reader: pages that are pictures."""

from __future__ import annotations

import struct
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from built_ofd import A4, Page, content, ofd_of, ofd_parts
from drawn_scan import Sheet, needs_font
from numpy.typing import NDArray
from office_parts import zipped
from PIL import Image

from corpus.records import Document
from extractors.limits import DEFAULT
from extractors.readers.ofd import read
from extractors.readers.ofd.jbig2 import is_jbig2, picture_of
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.ofd.pictures import page_pixels

WORDS = ("各有关单位：", "现将整改任务分解给你们。")


def reading(data: bytes) -> Document:
    return read(data, "通知.ofd", "0" * 64, DEFAULT)


def png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def quartered() -> Image.Image:
    """A picture of 80 × 120 pixels: red above left, green above right, blue below left, white below right."""
    picture = Image.new("RGB", (80, 120), "white")
    for colour, place in (("red", (0, 0)), ("#00ff00", (40, 0)), ("blue", (0, 60))):
        picture.paste(Image.new("RGB", (40, 60), colour), place)
    return picture


def pixels(*placed: tuple[bytes, tuple[float, ...]]) -> NDArray[np.uint8]:
    """The page of 40 × 60 points with these pictures at these matrices."""
    parts: dict[str, str | bytes] = {f"{i}.png": picture for i, (picture, _) in enumerate(placed)}
    package = OfdPackage(zipped(parts), "通知.ofd", DEFAULT)
    images = [(f"{i}.png", (*matrix,)) for i, (_, matrix) in enumerate(placed)]
    return page_pixels(package, images, (40.0, 60.0), DEFAULT)  # type: ignore[arg-type]


def corners(page: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    """The colours in the middle of the four quarters: above left, above right, below left, below right."""
    height, width = page.shape[:2]
    return [tuple(int(v) for v in page[height * y // 4, width * x // 4]) for y in (1, 3) for x in (1, 3)]


RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


@pytest.mark.parametrize(
    ("matrix", "seen"),
    [
        ((40, 0, 0, 60, 0, 0), [RED, GREEN, BLUE, WHITE]),
        ((-40, 0, 0, 60, 40, 0), [GREEN, RED, WHITE, BLUE]),
        ((40, 0, 0, -60, 0, 60), [BLUE, WHITE, RED, GREEN]),
        ((0, 60, -40, 0, 40, 0), [BLUE, RED, WHITE, GREEN]),
    ],
)
def test_a_picture_lies_as_its_matrix_says(matrix: tuple[float, ...], seen: list[tuple[int, ...]]) -> None:
    """Upright, mirrored, upside down, a quarter turn clockwise."""
    assert corners(pixels((png(quartered()), matrix))) == seen


def test_around_a_small_picture_the_page_is_white() -> None:
    small = png(Image.new("RGB", (80, 120), "blue"))
    assert corners(pixels((small, (20, 0, 0, 30, 0, 0)))) == [BLUE, WHITE, WHITE, WHITE]


def test_strips_make_one_page() -> None:
    red, blue = (png(Image.new("RGB", (80, 60), colour)) for colour in ("red", "blue"))
    assert corners(pixels((red, (40, 0, 0, 30, 0, 0)), (blue, (40, 0, 0, 30, 0, 30)))) == [RED, RED, BLUE, BLUE]


def test_what_shines_through_lies_on_white() -> None:
    clear = png(Image.new("RGBA", (80, 120), (0, 0, 0, 0)))
    assert corners(pixels((clear, (40, 0, 0, 60, 0, 0)))) == [WHITE] * 4


def test_a_page_has_the_resolution_of_its_picture_within_bounds() -> None:
    coarse = pixels((png(Image.new("1", (8, 12))), (40, 0, 0, 60, 0, 0)))
    kept = pixels((png(Image.new("L", (80, 120))), (40, 0, 0, 60, 0, 0)))
    fine = pixels((png(Image.new("1", (400, 600))), (40, 0, 0, 60, 0, 0)))
    assert [page.shape[:2] for page in (coarse, kept, fine)] == [(83, 56), (120, 80), (250, 167)]


def jbig2(picture: Image.Image, sequential: bool = True) -> bytes:
    """One page of one generic region in T.6 coding, which is what a TIFF of this compression holds (T.88, 7.4.6).

    Pillow writes such a TIFF with 1 for white, where JBIG2 has 1 for black.
    """
    buffer = BytesIO()
    Image.fromarray(~np.asarray(picture)).save(buffer, "TIFF", compression="group4", tiffinfo={278: picture.height})
    tiff = Image.open(BytesIO(buffer.getvalue()))
    start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
    coded = buffer.getvalue()[start : start + length]
    region = struct.pack(">IIIIBB", picture.width, picture.height, 0, 0, 0, 1) + coded
    page = struct.pack(">IIIIBH", picture.width, picture.height, 0, 0, 0, 0)
    bodies = [(48, page), (38, region), (49, b""), (51, b"")]
    heads = [
        struct.pack(">IBBBI", n, kind, 0, 1 if kind != 51 else 0, len(body)) for n, (kind, body) in enumerate(bodies)
    ]
    if sequential:
        segments = b"".join(head + body for head, (_, body) in zip(heads, bodies, strict=True))
    else:
        segments = b"".join(heads) + b"".join(body for _, body in bodies)
    return b"\x97JB2\r\n\x1a\n" + bytes([1 if sequential else 0]) + struct.pack(">I", 1) + segments


def checked() -> Image.Image:
    picture = Image.new("1", (64, 48), 1)
    picture.paste(0, (8, 8, 24, 40))
    return picture


@pytest.mark.parametrize("sequential", [True, False])
def test_a_jbig2_scan_is_decoded(sequential: bool) -> None:
    data = jbig2(checked(), sequential)
    assert is_jbig2(data)
    found = np.asarray(picture_of(data, DEFAULT))
    assert np.array_equal(found > 127, np.asarray(checked()))


@pytest.mark.parametrize("kept", [9, 13, 20, 30])
def test_a_jbig2_scan_that_is_cut_off_is_an_error(kept: int) -> None:
    with pytest.raises(ValueError, match="JBIG2"):
        picture_of(jbig2(checked())[:kept], DEFAULT)


def test_pictures_over_the_limit_are_not_decoded() -> None:
    few = replace(DEFAULT, image_pixels=100)
    package = OfdPackage(zipped({"0.png": png(quartered())}), "通知.ofd", DEFAULT)
    with pytest.raises(ValueError, match="80 × 120"):
        page_pixels(package, [("0.png", (40.0, 0.0, 0.0, 60.0, 0.0, 0.0))], (40.0, 60.0), few)
    with pytest.raises(ValueError, match="64 × 48"):
        picture_of(jbig2(checked()), few)


@pytest.mark.parametrize("matrix", [(0, 0, 0, 0, 5, 5), (40, 0, 0, 60, 500, 0)])
def test_a_picture_without_extent_or_off_the_paper_is_not_drawn(matrix: tuple[float, ...]) -> None:
    assert corners(pixels((png(quartered()), matrix))) == [WHITE] * 4


@needs_font
def test_a_jbig2_page_is_recognised() -> None:
    scan = Image.fromarray(np.asarray(Sheet().lines(150, *WORDS).picture.convert("L")) > 127)
    page = Page().image(0, 0, *A4, jbig2(scan))
    assert [p.text for p in reading(ofd_of([page])).paragraphs] == list(WORDS)


def test_a_page_whose_picture_is_missing_or_broken_is_reported_and_the_others_are_read() -> None:
    scan = Page().image(0, 0, *A4, b"\x89PNG\r\n\x1a\nbroken")
    parts = ofd_parts([Page().lines(40, "一、总体要求"), scan, scan])
    del parts["Doc_0/Res/Page_2_1.png"]
    found = reading(zipped(parts))
    assert [p.text for p in found.paragraphs] == ["一、总体要求"]
    assert [(problem.where, problem.code) for problem in found.problems] == [
        ("第2页", "read-page-failed"),
        ("第3页", "read-page-failed"),
    ]
    assert dict(found.problems[1].args)["reason"] == "缺少 图像"


@needs_font
def test_a_scanned_page_among_others_is_recognised_in_its_place() -> None:
    picture = Sheet().lines(150, *WORDS).picture
    pages = [Page().lines(40, "一、总体要求"), Page().image(0, 0, *A4, png(picture)), Page().lines(40, "二、工作安排")]
    found = reading(ofd_of(pages))
    assert [problem.code for problem in found.problems] == ["note-recognised"]
    assert [(p.text, p.source.pages) for p in found.paragraphs] == [
        ("一、总体要求", (1,)),
        (WORDS[0], (2,)),
        (WORDS[1], (2,)),
        ("二、工作安排", (3,)),
    ]
    assert [p.confidence is not None for p in found.paragraphs] == [False, True, True, False]


@needs_font
def test_a_scan_with_a_scanners_own_mark_is_recognised() -> None:
    picture = Sheet().lines(150, *WORDS).picture
    page = Page().image(0, 0, *A4, png(picture)).text(150, 290, "扫描助手制作", 4)
    assert [p.text for p in reading(ofd_of([page])).paragraphs] == list(WORDS)


def test_an_image_without_a_matrix_fills_its_boundary() -> None:
    objects = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="none"/>'
    found = reading(ofd_of([Page()], changed={"Doc_0/Pages/Page_0/Content.xml": content(objects)}))
    assert [problem.code for problem in found.problems] == ["read-page-failed"]


def test_a_picture_beside_the_text_is_not_read_and_said_with_its_page() -> None:
    figure = Page().lines(40, *WORDS).image(40, 120, 140, 200, png(quartered()))
    found = reading(ofd_of([Page().lines(40, *WORDS), figure]))
    assert [(p.where, p.code, p.args) for p in found.problems] == [("第2页", "note-images", (("count", "1"),))]


def test_a_ground_and_a_seal_are_no_pictures_to_read() -> None:
    picture = png(quartered())
    page = Page().image(0, 0, *A4, picture).image(130, 180, 172, 222, picture)
    page.lines(40, *WORDS, "请于收到后五日内报送。")
    assert reading(ofd_of([page])).problems == ()
