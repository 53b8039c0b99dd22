"""PDFs drawn by the tests: Chinese text at given places, ruled tables, images, a password. No library, no font file.

The font is a Type 0 font that is not embedded (Adobe-GB1, UniGB-UCS2-H): every viewer and PDFium know its characters.
Coordinates are points from the page's upper left corner, as in minyi's records; ``y`` is the baseline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from typeset import typeset, width

A4 = (595.0, 842.0)
LEFT, RIGHT = 79.0, 527.0
"""Margins that hold 28 characters of 16 points (GB/T 9704-2012, 5.2)."""
EM = 16.0
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class Page:
    size: tuple[float, float] = A4
    rotate: int = 0
    operators: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        em: float = EM,
        turned: tuple[float, ...] = (1, 0, 0, 1),
        grey: float = 0.0,
    ) -> Page:
        """``words`` from ``x`` on; ``turned`` is the text matrix without its place, ``grey`` 0 is black and 1 white."""
        place = " ".join(f"{n:g}" for n in (*turned, x, self.size[1] - y))
        self.operators.append(f"{grey:g} g BT /F1 {em:g} Tf {place} Tm <{words.encode('utf-16-be').hex()}> Tj ET")
        return self

    def lines(self, y: float, *words: str, pitch: float = 28.0, x: float = LEFT, em: float = EM) -> Page:
        """Lines one under the other; a line that begins with two wide spaces is indented by two characters."""
        for place in typeset(words, x, y, pitch, em):
            self.text(*place, em)
        return self

    def centred(self, y: float, words: str, em: float = EM) -> Page:
        return self.text((LEFT + RIGHT - width(words) * em) / 2, y, words, em)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        height = self.size[1]
        self.operators.append(f"0.5 w {x0:g} {height - y0:g} m {x1:g} {height - y1:g} l S")
        return self

    def shade(self, x0: float, top: float, x1: float, bottom: float, grey: float = 0.85) -> Page:
        """A filled box without an outline."""
        self.operators.append(f"q {grey:g} g {x0:g} {self.size[1] - bottom:g} {x1 - x0:g} {bottom - top:g} re f Q")
        return self

    def columns(
        self, y: float, xs: Sequence[float], *rows: Sequence[str], pitch: float = 24.0, em: float = 12.0
    ) -> Page:
        """Rows of text at these places without any rule; an empty text leaves its place free."""
        for at, row in enumerate(rows):
            for x, words in zip(xs, row, strict=False):
                if words:
                    self.text(x, y + at * pitch, words, em)
        return self

    def annotation(self, kind: str, box: tuple[float, float, float, float], entries: str) -> Page:
        """An annotation in a box (x0, top, x1, bottom)."""
        x0, top, x1, bottom = box
        rectangle = f"{x0:g} {self.size[1] - bottom:g} {x1:g} {self.size[1] - top:g}"
        self.annotations.append(f"<< /Type /Annot /Subtype /{kind} /Rect [{rectangle}] {entries} >>")
        return self

    def image(self, x0: float, top: float, x1: float, bottom: float) -> Page:
        self.operators.append(f"q {x1 - x0:g} 0 0 {bottom - top:g} {x0:g} {self.size[1] - bottom:g} cm /I1 Do Q")
        return self

    def table(
        self, xs: list[float], ys: list[float], cells: dict[tuple[int, int], str], em: float = 10.0, wide: bool = False
    ) -> Page:
        """All rulings between ``xs`` and ``ys``, and each cell's lines (by row and column, parted by ``|``)."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in [xs[0], *([] if wide else xs[1:-1]), xs[-1]]:
            self.rule(x, ys[0], x, ys[-1])
        return self.cells(xs, ys, cells, em)

    def cells(self, xs: list[float], ys: list[float], cells: dict[tuple[int, int], str], em: float = 10.0) -> Page:
        for (row, column), words in cells.items():
            for i, line in enumerate(words.split("|")):
                self.text(xs[column] + 5, ys[row] + 5 + em * (1 + 1.3 * i), line, em)
        return self


def pdf(
    *pages: Page, password: str | None = None, catalog: str = "", objects_beside: dict[int, bytes] | None = None
) -> bytes:
    """The file. With a password its dictionary says that it is encrypted (its text is not: readers stop before it).

    ``catalog`` are more entries of the document's catalog, ``objects_beside`` what they refer to (from 5000).
    """
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 "
        b"/W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 /Descent -120 /CapHeight 880 "
        b"/StemV 90 /ItalicAngle 0 /FontBBox [-25 -254 1000 880] >>",
        6: _stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    }
    for i, page in enumerate(pages):
        objects[10 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]:g} {page.size[1]:g}] /Rotate {page.rotate} "
            f"/Contents {11 + 2 * i} 0 R /Annots [{' '.join(page.annotations)}] "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /I1 6 0 R >> >> >>"
        ).encode()
        objects[11 + 2 * i] = _stream("\n".join(page.operators).encode())
    objects |= objects_beside or {}
    trailer = "/Root 1 0 R"
    if password is not None:
        objects[7] = _encryption(password.encode())
        trailer += " /Encrypt 7 0 R /ID [<00> <00>]"
    return _file(objects, trailer)


def utf16(words: str) -> str:
    """A text string of a PDF's dictionaries."""
    return f"<FEFF{words.encode('utf-16-be').hex()}>"


def _file(objects: dict[int, bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n".encode()
    for number in range(size):
        out += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n"
    return bytes(out) + f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(content: bytes, entries: str = "") -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _encryption(password: bytes) -> bytes:
    """The standard security handler, revision 2 (ISO 32000-1, 7.6.3, algorithms 2 to 4)."""
    padded = (password + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + b"\xfc\xff\xff\xff" + b"\x00").digest()[:5]
    user = _rc4(key, _PAD)
    return f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>".encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
