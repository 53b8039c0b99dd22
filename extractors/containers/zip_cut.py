"""A directory for a ZIP that is cut off: it stands at the end, so a broken download has members and no list of them."""

from __future__ import annotations

import struct
import zlib

from extractors.containers.budget import Budget

_LOCAL = struct.Struct("<4s5H3I2H")
"""Local file header: signature, version, flags, method, time, date, CRC, sizes, lengths (APPNOTE 6.3.10, 4.3.7)."""
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_SIZES_FOLLOW = 0x8
_STORED, _DEFLATED = 0, 8
_CHUNK = 256 * 1024


def directory_of(data: bytes, budget: Budget) -> bytes | None:
    """The central directory and end record for the whole members of ``data``; None where there is none.

    Members are found one after another by their local headers; the first that is cut, or whose end cannot be told,
    is the last looked at. Raises ``read-too-large`` where finding the ends inflates more than the budget.
    """
    entries: list[bytes] = []
    at = 0
    while (found := _member_at(data, at, budget)) is not None and len(entries) <= budget.limits.archive_members:
        entry, at = found
        entries.append(entry)
    if not entries:
        return None
    directory = b"".join(entries)
    count = min(len(entries), 0xFFFF)
    return directory + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(data), 0)


def _member_at(data: bytes, at: int, budget: Budget) -> tuple[bytes, int] | None:
    """The directory entry of the member that begins here, and where the next one begins."""
    header = data[at : at + _LOCAL.size]
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        return None
    _, version, flags, method, time, date, crc, packed, size, name_length, extra_length = _LOCAL.unpack(header)
    name = data[at + _LOCAL.size : at + _LOCAL.size + name_length]
    start = at + _LOCAL.size + name_length + extra_length
    if flags & _SIZES_FOLLOW:
        streamed = _deflated(data, start, budget) if method == _DEFLATED else None
        if streamed is None:
            return None
        packed, size, crc = streamed
        end = start + packed
        end += 16 if data[end : end + 4] == b"PK\x07\x08" else 12
        flags &= ~_SIZES_FOLLOW
    else:
        end = start + packed
    if end > len(data):
        return None
    entry = _CENTRAL.pack(
        b"PK\x01\x02", version, version, flags, method, time, date, crc, packed, size, name_length, 0, 0, 0, 0, 0, at
    )
    return entry + name, end


def _deflated(data: bytes, start: int, budget: Budget) -> tuple[int, int, int] | None:
    """Packed size, size and CRC of a deflated stream that says its own end; None where it is cut."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    at, size, crc = start, 0, 0
    rest = b""
    try:
        while not stream.eof:
            given = rest or data[at : at + _CHUNK]
            if not given:
                return None
            if not rest:
                at += len(given)
            part = stream.decompress(given, _CHUNK)
            rest = stream.unconsumed_tail
            size += len(part)
            crc = zlib.crc32(part, crc)
            budget.spend(len(part))
    except zlib.error:
        return None
    return at - len(stream.unused_data) - start, size, crc
