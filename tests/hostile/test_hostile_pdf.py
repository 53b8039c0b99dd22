"""PDFs that have no end, draw themselves, call somebody, or are far larger than they look."""

from __future__ import annotations

import socket
import struct
import zlib
from pathlib import Path

import drawn_pdf
from bombs import MEGABYTE, packed
from hostile import DAMAGED, GOOD, PASSWORD, Kind, Place, attacked, file, params

LITTLE_MEMORY = ("--limit", "memory_bytes=1GB")


def good_page() -> drawn_pdf.Page:
    return drawn_pdf.Page().lines(100, GOOD, "各单位：", "请于7月5日前报送。")


def pdf_of(*objects: bytes) -> bytes:
    """A PDF with these objects, numbered from 1; the first one is its catalog."""
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(content), content)


def one_page(contents: bytes, resources: bytes = b"", box: bytes = b"0 0 595 842", *more: bytes) -> bytes:
    """A PDF of one page with this content stream (object 4); ``more`` are objects from 5 on. The font is Helvetica."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font "
    page += b"/Subtype /Type1 /BaseFont /Helvetica >> >> %b >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", pages, page % (box, resources), contents, *more)


def many_pages(count: int) -> bytes:
    kids = b" ".join([b"3 0 R"] * count)
    text = stream(b"BT /F1 12 Tf 90 700 Td (page) Tj ET")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 "
    page += b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    pages = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, text)


def self_drawing() -> bytes:
    """Two forms that draw each other, ten times each."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    forms = [stream(b"/X Do " * 10 + b"BT ET", form % number) for number in (6, 5)]
    return one_page(
        stream(b"BT /F1 12 Tf 90 700 Td (good part) Tj ET /X Do"), b"/XObject << /X 5 0 R >>", b"0 0 595 842", *forms
    )


def doubling_forms(depth: int) -> bytes:
    """Forms each of which draws the next one ten times: a million pictures in a kilobyte."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    forms = [stream(b"/X Do " * 10, form % (6 + n)) for n in range(depth)]
    last = stream(b"0 0 m 9 9 l S " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    text = stream(b"BT /F1 12 Tf 90 700 Td (good part) Tj ET /X Do")
    return one_page(text, b"/XObject << /X 5 0 R >>", b"0 0 595 842", *forms, last)


def page_with_image(entries: bytes, data: bytes) -> bytes:
    image = stream(data, b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 " + entries)
    return one_page(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), b"/XObject << /I 5 0 R >>", b"0 0 595 842", image)


def calling_pdf(place: Place) -> bytes:
    """All that a PDF may ask a viewer to do when it is opened."""
    to, secret = place.address.encode(), str(place.secret).encode()
    actions = [
        b"/S /URI /URI (%b/uri)" % to,
        b"/S /GoToR /F << /FS /URL /F (%b/remote.pdf) >> /D [0 /Fit]" % to,
        b"/S /Launch /F (/usr/bin/touch) /Win << /F (cmd.exe) /P (/c echo) >>",
        b'/S /JavaScript /JS (app.launchURL("%b/js"); this.submitForm("%b/form");)' % (to, to),
        b"/S /SubmitForm /F << /FS /URL /F (%b/submit) >> /Fields []" % to,
        b"/S /ImportData /F (%b)" % secret,
    ]
    chained = b""
    for action in reversed(actions):
        chained = b"<< %b %b >>" % (action, b"/Next " + chained if chained else b"")
    page = good_page().annotation("Link", (90, 90, 200, 120), f"/A {chained.decode()}")
    return drawn_pdf.pdf(page, catalog=f"/OpenAction {chained.decode()} /AA << /WC {chained.decode()} >>")


def external_stream(place: Place) -> bytes:
    """A page whose content is another file's (ISO 32000-1, 7.3.8.2)."""
    return one_page(stream(b"", b"/F (%b)" % str(place.secret).encode()))


def page_within_itself() -> bytes:
    """An object stream that holds its own description, and a page in it (ISO 32000-1, 7.5.7)."""
    inside = b"5 0 << /Type /ObjStm /N 1 /First 4 /Length 9 >>"
    return one_page(stream(b"BT /F1 12 Tf 90 700 Td (good part) Tj ET"), b"", b"0 0 595 842",
                    stream(inside, b"/Type /ObjStm /N 1 /First 4 /Extends 5 0 R"))  # fmt: skip


def circular_references() -> bytes:
    data = drawn_pdf.pdf(good_page())
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    return data.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)


KINDS = (
    Kind("pdf: an object stream within itself", file("通知.pdf", lambda _: page_within_itself()), "ok"),
    Kind(
        "pdf: a JPEG 2000 image of 4 billion × 4 billion",
        file(
            "通知.pdf",
            lambda _: page_with_image(
                b"/Width 4000 /Height 4000 /Filter /JPXDecode",
                b"\xff\x4f\xff\x51\x00\x29\x00\x00"
                + struct.pack(">8IH3B", *(0xFFFFFFFF, 0xFFFFFFFF, 0, 0) * 2, 1, 7, 1, 1)
                + b"\xff\x90\x00\x0a",
            ),
        ),
        "failed",
        ("第1页", "图片无法解码"),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "pdf: 10,000 pages",
        file("通知.pdf", lambda _: many_pages(10_000)),
        "partial",
        ("共 10000 页，超过上限 500 页", "--limit"),
        options=("--limit", "pdf_pages=500"),
        seconds=60,
    ),
    Kind(
        "pdf: a page tree that contains itself",
        file(
            "通知.pdf",
            lambda _: pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"),
        ),
        "failed",
        ("第9页", "无法读取"),
    ),
    Kind(
        "pdf: two billion pages that are not there",
        file(
            "通知.pdf",
            lambda _: pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 2000000000 >>"),
        ),
        "failed",
        (DAMAGED,),
    ),
    Kind(
        "pdf: forms that draw each other",
        file("通知.pdf", lambda _: self_drawing()),
        "failed",
        ("意外终止", "其余文件不受影响"),
        options=LITTLE_MEMORY,
        seconds=60,
        megabytes=1100,
    ),
    Kind(
        "pdf: ten forms in ten in ten, seven deep",
        file("通知.pdf", lambda _: doubling_forms(7)),
        "failed",
        ("意外终止", "其余文件不受影响"),
        options=LITTLE_MEMORY,
        seconds=60,
        megabytes=1100,
    ),
    Kind(
        "pdf: a page of two million strokes",
        file("通知.pdf", lambda _: one_page(stream(packed(b"0 0 m 9 9 l S\n" * 1000, 2000), b"/Filter /FlateDecode"))),
        "failed",
        ("多得异常",),
        seconds=60,
        megabytes=1500,
    ),
    Kind(
        "pdf: a page of a million characters",
        file(
            "通知.pdf",
            lambda _: one_page(
                stream(b"BT /F1 0.7 Tf 9 9 Td " + b"0 0.8 Td (%b) Tj\n" % (b"ab " * 333) * 1000 + b"ET")
            ),
        ),
        "partial",
        ("多得异常",),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "pdf: a content of 2 GB in 2 MB",
        file(
            "通知.pdf",
            lambda _: one_page(
                stream(zlib.compress(packed(b" " * MEGABYTE, 2000)), b"/Filter [/FlateDecode /FlateDecode]")
            ),
        ),
        "failed",
        ("意外终止", "其余文件不受影响"),
        options=LITTLE_MEMORY,
        seconds=60,
        megabytes=1100,
    ),
    Kind(
        "pdf: graphics states within each other",
        file("通知.pdf", lambda _: one_page(stream(b"q " * 1_000_000))),
        "empty",
    ),
    Kind(
        "pdf: arrays within each other",
        file("通知.pdf", lambda _: one_page(stream(b"[" * 1_000_000 + b" TJ"))),
        "empty",
    ),
    Kind(
        "pdf: an image of 100,000 × 100,000 in 1 kB",
        file(
            "通知.pdf",
            lambda _: page_with_image(
                b"/Width 100000 /Height 100000 /Filter /FlateDecode", zlib.compress(bytes(MEGABYTE))
            ),
        ),
        "failed",
        ("第1页", "图片无法解码"),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "pdf: a JBIG2 image of 60,000 × 60,000",
        file(
            "通知.pdf",
            lambda _: page_with_image(
                b"/Width 60000 /Height 60000 /Filter /JBIG2Decode",
                b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13" + struct.pack(">II", 60_000, 60_000) + bytes(11),
            ),
        ),
        "failed",
        ("第1页", "图片无法解码"),
        seconds=60,
        megabytes=2500,
    ),
    Kind(
        "pdf: a page of two million inches",
        file(
            "通知.pdf",
            lambda _: one_page(stream(b"BT /F1 12 Tf 90 700 Td (good part) Tj ET"), box=b"0 0 144000000 144000000"),
        ),
        "ok",
    ),
    Kind(
        "pdf: a page without size",
        file("通知.pdf", lambda _: one_page(stream(b"BT /F1 12 Tf 90 700 Td (good part) Tj ET"), box=b"0 0 0 0")),
        "ok",
    ),
    Kind(
        "pdf: a table of references to nowhere",
        file("通知.pdf", lambda _: drawn_pdf.pdf(good_page()).replace(b"startxref\n", b"startxref\n9")),
        "ok",
        (),
        (GOOD,),
    ),
    Kind("pdf: tables of references in a circle", file("通知.pdf", lambda _: circular_references()), "ok", (), (GOOD,)),
    Kind(
        "pdf: links, scripts, programs and forms to send", file("通知.pdf", calling_pdf), "ok", ("没有运行",), (GOOD,)
    ),
    Kind("pdf: a content that is another file", file("通知.pdf", external_stream), "empty"),
    Kind(
        "pdf: a password", file("通知.pdf", lambda _: drawn_pdf.pdf(good_page(), password="x")), "failed", (PASSWORD,)
    ),
    Kind(
        "pdf: cut",
        file("通知.pdf", lambda _: drawn_pdf.pdf(good_page(), good_page())[:-200]),
        "failed",
        (DAMAGED, "PDF"),
    ),
    Kind(
        "pdf: random bytes after the head",
        file("通知.pdf", lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 99),
        "failed",
        (DAMAGED, "PDF"),
    ),
)


@params(*KINDS)
def test_a_hostile_pdf_gives_its_message_within_its_bounds(kind: Kind, tmp_path: Path, listener: socket.socket) -> None:
    attacked(kind, tmp_path, listener)
