"""A TrueType font made on the spot whose every glyph is a box: an embedded font, as word processors write it, without a
font file. What its characters are stands in the PDF's ToUnicode map, from which every PDF reader takes the text.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_EM = 1000
_BOX = ((60, -80), (60, 820), (940, 820), (940, -80))


def box_font(glyphs: int) -> bytes:
    """A font with so many glyphs (the first is .notdef), each a box one em wide (OpenType 1.9, chapters on tables)."""
    glyph = _glyph()
    tables = {
        b"glyf": glyph * glyphs,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 60, -80, 940, 820, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, _EM, 60, 60, 940, 1, *[0] * 7, glyphs),
        b"hmtx": struct.pack(">Hh", _EM, 60) * glyphs,
        b"loca": b"".join(struct.pack(">I", len(glyph) * at) for at in range(glyphs + 1)),
        b"maxp": struct.pack(">I14H", 0x10000, glyphs, len(_BOX), 1, 0, 0, 2, *[0] * 8),
    }
    at = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32), b""
    for tag, content in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, 0, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return directory + body


def to_unicode(characters: Sequence[str]) -> bytes:
    """The map from glyph numbers (from 1) to these characters (ISO 32000-1, 9.10.3)."""
    lines = [f"<{at:04x}> <{char.encode('utf-16-be').hex()}>" for at, char in enumerate(characters, 1)]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{mapped}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _glyph() -> bytes:
    """One closed contour through the corners of the box."""
    out = struct.pack(">hhhhhHH", 1, 60, -80, 940, 820, len(_BOX) - 1, 0) + bytes([1] * len(_BOX))
    for axis in (0, 1):
        before = 0
        for point in _BOX:
            out += struct.pack(">h", point[axis] - before)
            before = point[axis]
    return out + bytes(-len(out) % 4)
