"""Picture files: which they are, how large they are on paper, and every kind of pixels as red, green and blue."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from corpus.messages import UnreadableError
from extractors.limits import DEFAULT, Limits
from extractors.readers.image import score
from extractors.readers.image.frames import Frames, frames

GREY = 120


def file(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def had(data: bytes, limits: Limits = DEFAULT) -> Frames:
    return frames(data, "扫描.png", limits)


def colour(data: bytes) -> tuple[int, ...]:
    """The colour of the first frame's upper left pixel."""
    return tuple(int(v) for v in had(data).images[0].pixels()[0, 0])


def points(data: bytes) -> tuple[int, int]:
    page = had(data).images[0]
    return round(page.width), round(page.height)


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG with this size in its header and next to no data."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP", "GIF", "TIFF"])
def test_pictures_are_known_by_their_content_under_any_name(kind: str) -> None:
    assert score(file(Image.new("RGB", (40, 60), "white"), kind), "通知.doc") == 100


def test_a_text_that_begins_like_a_bitmap_is_none() -> None:
    assert score("BMW 车辆购置情况".encode(), "说明.txt") is None


@pytest.mark.parametrize(
    ("mode", "value"), [("L", GREY), ("RGB", (GREY,) * 3), ("CMYK", (0, 0, 0, 255 - GREY)), ("P", GREY)]
)
def test_grey_is_the_same_grey_in_every_kind_of_pixels(mode: str, value: object) -> None:
    picture = Image.new(mode, (40, 60), value)  # type: ignore[arg-type]
    if mode == "P":
        picture.putpalette([v for level in range(256) for v in (level,) * 3])
    assert colour(file(picture, "TIFF")) == (GREY, GREY, GREY)


def test_sixteen_bits_are_scaled_and_not_cut() -> None:
    deep = Image.fromarray(np.full((60, 40), GREY * 257, dtype=np.uint16))
    assert colour(file(deep)) == (GREY, GREY, GREY)


def test_black_and_white_of_one_bit_keeps_its_paper_white() -> None:
    assert colour(file(Image.new("1", (40, 60), 1), "TIFF", compression="group4")) == (255, 255, 255)


def test_what_is_transparent_is_white_paper() -> None:
    assert colour(file(Image.new("RGBA", (40, 60), (0, 0, 0, 0)))) == (255, 255, 255)


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    picture = Image.new("RGB", (40, 60), "white")
    picture.paste("black", (0, 0, 40, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    data = file(picture, "JPEG", exif=exif, quality=95)
    page = had(data).images[0]
    pixels = page.pixels()
    assert pixels.shape == (40, 60, 3)
    assert page.width > page.height
    assert (pixels[20, 2].max() > 200, pixels[20, 57].max() < 50) == (True, True)


def test_the_resolution_says_how_large_the_paper_is() -> None:
    assert points(file(Image.new("L", (1240, 1754), 255), dpi=(150, 150))) == (595, 842)


def test_a_resolution_of_the_program_is_not_believed_and_the_sheet_taken_for_a4() -> None:
    assert points(file(Image.new("L", (2480, 3508), 255), dpi=(72, 72))) == (595, 842)
    assert points(file(Image.new("L", (2000, 1500), 255))) == (793, 595)


def test_a_long_screenshot_is_as_wide_as_a_sheet() -> None:
    assert points(file(Image.new("L", (1080, 10800), 255))) == (595, 5950)


def test_all_frames_of_a_tiff_are_pages() -> None:
    sheets = [Image.new("L", (40, 60), level) for level in (10, 20, 30)]
    found = had(file(sheets[0], "TIFF", save_all=True, append_images=sheets[1:]))
    assert [image.number for image in found.images] == [1, 2, 3]
    assert [int(image.pixels()[0, 0, 0]) for image in found.images] == [10, 20, 30]


def test_no_more_frames_are_looked_at_than_may_be_recognised_and_one() -> None:
    sheets = [Image.new("1", (40, 60), 1)] * 12
    data = file(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])
    assert len(had(data, replace(DEFAULT, ocr_pages=4)).images) == 5


def test_of_an_animation_the_first_picture_is_read_and_that_is_said() -> None:
    sheets = [Image.new("L", (40, 60), level) for level in (10, 200)]
    for kind in ("GIF", "WEBP", "PNG"):
        film, still = file(sheets[0], kind, save_all=True, append_images=sheets[1:]), file(sheets[0], kind)
        assert [len(had(data).images) for data in (film, still)] == [1, 1]
        assert [[p.code for p in had(data).problems] for data in (film, still)] == [["note-animated"], []]


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(UnreadableError) as raised:
        had(png_that_claims(60_000, 60_000))
    assert raised.value.problem.code == "read-image-too-large"
    assert dict(raised.value.problem.args)["size"] == "60000 × 60000"


def test_one_frame_that_is_too_large_does_not_take_the_others_with_it() -> None:
    sheets = [Image.new("1", (40, 60), 1), Image.new("1", (400, 600), 1), Image.new("1", (40, 60), 1)]
    data = file(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])
    found = had(data, replace(DEFAULT, image_pixels=10_000))
    assert [image.number for image in found.images] == [1, 3]
    assert [(p.where, p.code) for p in found.problems] == [("第2页", "read-image-too-large")]


def test_of_a_truncated_photograph_what_is_there_is_read_and_that_is_said() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (400, 300), dtype=np.uint8)
    whole = file(Image.fromarray(noise), "JPEG")
    found = had(whole[: len(whole) // 2])
    assert found.images[0].pixels().shape == (400, 300, 3)
    assert [(p.where, p.code) for p in found.problems] == [("第1页", "read-image-cut-off")]


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.*")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP", "GIF", "TIFF"])
def test_a_beginning_alone_is_damaged(kind: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        had(file(Image.new("RGB", (40, 60), "white"), kind)[:13])
    assert raised.value.problem.code == "read-damaged"
    assert "0x" not in dict(raised.value.problem.args)["reason"]
