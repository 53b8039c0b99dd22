"""Pictures that are far larger than they look, have no end, or nothing in them."""

from __future__ import annotations

import io
import socket
import struct
import zlib
from pathlib import Path

from bombs import MEGABYTE, packed
from hostile import DAMAGED, Kind, attacked, file, params
from PIL import Image


def png(width: int, height: int, rows: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of one bit a pixel; ``rows`` is its deflated data, whatever the size says."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), *chunks, (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def white(width: int, height: int, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, height), 255).save(buffer, kind, **options)
    return buffer.getvalue()


def tiff(directories: int, after_the_last: int) -> bytes:
    """A TIFF of directories without strips; the last one says that another comes at this place (from 0)."""
    entries = ((256, 4, 9), (257, 4, 9), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (279, 4, 81))
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    size = 2 + len(body) + 4
    start = 8 + 81 + 1
    places = [start + n * size for n in range(directories)]
    following = [*places[1:], places[after_the_last] if after_the_last < directories else 0]
    count = struct.pack("<H", len(entries))
    found = b"".join(count + body + struct.pack("<I", place) for place in following)
    return b"II*\x00" + struct.pack("<I", start) + bytes(82) + found


def animated(kind: str, frames: int) -> bytes:
    buffer = io.BytesIO()
    pictures = [Image.new("L", (40, 40), shade) for shade in range(frames)]
    pictures[0].save(buffer, kind, save_all=True, append_images=pictures[1:])
    return buffer.getvalue()


KINDS = (
    Kind(
        "png: 60,000 × 60,000 pixels in 1 kB",
        file("扫描.png", lambda _: png(60_000, 60_000, zlib.compress(bytes(MEGABYTE)))),
        "failed",
        ("图片过大（60000 × 60000 像素", "image_pixels"),
    ),
    Kind(
        "png: a text chunk of 1 GB",
        file(
            "扫描.png",
            lambda _: png(60, 60, zlib.compress(bytes(60 * 9)), (b"zTXt", b"a\0\0" + packed(b"a" * MEGABYTE, 1000))),
        ),
        "failed",
        ("扫描.png",),
    ),
    Kind(
        "png: a colour profile of 1 GB",
        file(
            "扫描.png",
            lambda _: png(60, 60, zlib.compress(bytes(60 * 9)), (b"iCCP", b"a\0\0" + packed(b"a" * MEGABYTE, 1000))),
        ),
        "failed",
        (DAMAGED,),
    ),
    Kind(
        "png: one pixel",
        file("扫描.png", lambda _: white(1, 1, "PNG")),
        "empty",
        ("没有任何文字",),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "png: 1 × 50,000 pixels",
        file("扫描.png", lambda _: white(1, 50_000, "PNG")),
        "empty",
        ("没有任何文字",),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "png: cut",
        file("扫描.png", lambda _: white(900, 900, "PNG")[:-300]),
        "failed",
        ("残缺",),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "jpeg: cut",
        file("扫描.jpg", lambda _: white(900, 900, "JPEG")[:-400]),
        "failed",
        ("残缺",),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "jpeg: nothing but a head", file("扫描.jpg", lambda _: b"\xff\xd8\xff\xe0\x00\x10JFIF\0"), "failed", (DAMAGED,)
    ),
    Kind(
        "tiff: directories in a circle",
        file("扫描.tif", lambda _: tiff(3, 0)),
        "empty",
        ("没有任何文字",),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "tiff: 100,000 frames",
        file("扫描.tif", lambda _: tiff(100_000, 100_000)),
        "failed",
        ("超过上限 2 页",),
        options=("--limit", "ocr_pages=2"),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "gif: 250 frames",
        file("扫描.gif", lambda _: animated("GIF", 250)),
        "empty",
        ("没有任何文字", "只识别了第一帧"),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "webp: 250 frames",
        file("扫描.webp", lambda _: animated("WEBP", 250)),
        "empty",
        ("没有任何文字", "只识别了第一帧"),
        seconds=60,
        megabytes=1500,
    ),
)


@params(*KINDS)
def test_a_hostile_picture_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
