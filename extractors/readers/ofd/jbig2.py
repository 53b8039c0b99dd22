"""JBIG2 files (ITU-T T.88), in which OFD keeps black and white scans: PDFium decodes them out of a PDF around them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from corpus.messages import text
from extractors.limits import Limits
from extractors.readers.pdf.ink import PDFIUM

_SIGNATURE = b"\x97JB2\r\n\x1a\n"
_SEQUENTIAL, _PAGES_UNKNOWN = 1, 2
_PAGE, _END = 48, 51
"""Types of the segments that describe a page and end a file (7.3)."""


class _Segment(NamedTuple):
    kind: int
    head: bytes
    length: int


def is_jbig2(data: bytes) -> bool:
    """Whether the file begins as JBIG2 does (annex D.4)."""
    return data.startswith(_SIGNATURE)


def picture_of(data: bytes, limits: Limits) -> Image.Image:
    """The first page. Raises ``ValueError`` and ``PdfiumError`` where the file is damaged or too large."""
    stream = _embedded(data)
    at, page = next(((at, s) for at, s in _segments(stream) if s.kind == _PAGE), (0, None))
    if page is None or at + 8 > len(stream):
        raise ValueError(text("jbig2-structure"))
    width, height = struct.unpack_from(">II", stream, at)
    if not 0 < width * height <= limits.image_pixels:
        raise ValueError(text("ofd-image-too-large", width=width, height=height))
    with PDFIUM:
        pdf = pdfium.PdfDocument(_pdf(stream, width, height))
        try:
            image = next(pdf[0].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]), None)
            if image is None:
                raise ValueError(text("jbig2-structure"))
            picture: Image.Image = image.get_bitmap().to_pil().convert("L")
            return picture
        finally:
            pdf.close()


def _embedded(data: bytes) -> bytes:
    """The segments as a PDF wants them (annex D.3): without the file's head, each one's data behind its own head."""
    flags = data[8] if len(data) > 8 else 0
    start = 9 if flags & _PAGES_UNKNOWN else 13
    if flags & _SEQUENTIAL:
        return data[start:]
    heads = [(at, segment) for at, segment in _segments(data[start:], heads_alone=True)]
    place = start + (heads[-1][0] if heads else 0)
    parts: list[bytes] = []
    for _, segment in heads:
        parts += (segment.head, data[place : place + segment.length])
        place += segment.length
    return b"".join(parts)


def _segments(data: bytes, heads_alone: bool = False) -> Iterator[tuple[int, _Segment]]:
    """Each segment with the place behind its head (7.2), to the end of the file or as far as they are whole."""
    at = 0
    while at + 11 <= len(data):
        start = at
        number, flags, count = struct.unpack_from(">IBB", data, at)
        at += 5
        referred = count >> 5
        if referred == 7:
            referred = struct.unpack_from(">I", data, at)[0] & 0x1FFFFFFF
            at += 4 + (referred + 8) // 8
        else:
            at += 1
        at += referred * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 64 else 1)
        if at + 4 > len(data):
            return
        length = struct.unpack_from(">I", data, at)[0]
        at += 4
        segment = _Segment(flags & 63, data[start:at], length)
        yield at, segment
        if segment.kind == _END:
            return
        at += 0 if heads_alone else length


def _pdf(stream: bytes, width: int, height: int) -> bytes:
    """A PDF of one page that shows the stream."""
    drawn = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> >> >>".encode(),
        f"<< /Length {len(drawn)} >>\nstream\n".encode() + drawn + b"\nendstream",
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 1 /Filter /JBIG2Decode /Length {len(stream)} >>\nstream\n".encode()
        + stream
        + b"\nendstream",
    )
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(out) + f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
