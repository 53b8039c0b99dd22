"""What bad files of several formats are made of: entities that grow or reach out, data that inflate a thousandfold."""

from __future__ import annotations

import struct
import zlib

from hostile import Place

MEGABYTE = 1024 * 1024
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)
"""Entities that become 80 GB."""


def reads_file(place: Place) -> str:
    """A document type that takes a file of this machine for an entity."""
    return f'<!DOCTYPE w [<!ENTITY x SYSTEM "{place.secret.as_uri()}">]>'


def packed(part: bytes, times: int) -> bytes:
    """A part repeated so many times and deflated, at the cost of deflating it once (RFC 1950)."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(part, check)
    return b"\x78\x9c" + block * times + packer.flush() + struct.pack(">I", check)
