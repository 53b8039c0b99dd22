"""Archives and mails built byte by byte, the hostile ones too, by the public descriptions of their formats."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from py7zr import SevenZipFile

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
"""Marks of a compound file's allocation table ([MS-CFB] 2.1)."""


def zip_of(members: Mapping[str, bytes | str], packed: int = zipfile.ZIP_STORED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def lying_zip(name: str, real: bytes, declared: int, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP whose one member says that it has ``declared`` bytes."""
    data = bytearray(zip_of({name: real}, packed))
    size = struct.pack("<I", declared)
    data[22:26] = size
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = size
    return bytes(data)


def overlapping_zip(count: int, kernel: bytes) -> bytes:
    """``count`` entries of the directory that all point to one packed member, as in a ZIP bomb without nesting."""
    data = zip_of({"0.txt": kernel}, zipfile.ZIP_DEFLATED)
    entry_at, end_at = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[entry_at:end_at] * count
    said = min(count, 0xFFFF)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, said, said, len(directory), entry_at, 0)
    return data[:entry_at] + directory + end


def zip_with_link(name: str, target: str, others: Mapping[str, bytes | str]) -> bytes:
    buffer = BytesIO(zip_of(others))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, target)
    return buffer.getvalue()


def with_password(data: bytes, number: int = 0) -> bytes:
    """A ZIP whose member (counted from 0) is marked as encrypted."""
    changed = bytearray(data)
    local = entry = -1
    for _ in range(number + 1):
        local, entry = data.index(b"PK\x03\x04", local + 1), data.index(b"PK\x01\x02", entry + 1)
    changed[local + 6] |= 1
    changed[entry + 8] |= 1
    return bytes(changed)


def tar_of(members: Mapping[str, bytes], extra: Sequence[tarfile.TarInfo] = (), encoding: str = "utf-8") -> bytes:
    buffer = BytesIO()
    form = tarfile.PAX_FORMAT if encoding == "utf-8" else tarfile.GNU_FORMAT
    with tarfile.open(fileobj=buffer, mode="w", format=form, encoding=encoding) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
        for info in extra:
            archive.addfile(info)
    return buffer.getvalue()


def tar_entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def seven_of(members: Mapping[str, bytes], password: str | None = None, hide_names: bool = False) -> bytes:
    """A solid 7z: all members in one block."""
    buffer = BytesIO()
    with SevenZipFile(buffer, "w", password=password, header_encryption=hide_names) as archive:
        for number, (name, content) in enumerate(members.items()):
            archive.writestr(content, f"m{number}")
            archive.header.files_info.files[-1]["filename"] = name  # the library itself writes no hostile name
    return buffer.getvalue()


def seven_of_blocks(*blocks: tuple[str, bytes]) -> bytes:
    """A 7z in which every member is a block of its own."""
    buffer = BytesIO()
    for number, (name, content) in enumerate(blocks):
        buffer.seek(0)
        with SevenZipFile(buffer, "a" if number else "w") as archive:
            archive.writestr(content, name)
    return buffer.getvalue()


@dataclass(frozen=True)
class InRar:
    """One member of a RAR: stored, or said to be packed (``method`` 0x33 of RAR4, 3 of RAR5) with these bytes."""

    name: str
    content: bytes
    method: int = 0
    size: int | None = None
    encrypted: bool = False
    link: str = ""
    raw_name: bytes | None = None
    volume: bool = False

    @property
    def declared(self) -> int:
        return len(self.content) if self.size is None else self.size


def rar5_of(*members: InRar, end: bool = True) -> bytes:
    """RAR 5.0 by the description of its author (archive format, 2013): vint numbers, CRC-32 before each header."""
    blocks = [_block5(1, b"", _vint(0))]
    for member in members:
        extra = b""
        if member.encrypted:
            record = _vint(1) + _vint(0) + _vint(0) + bytes([15]) + bytes(32)
            extra += _vint(len(record)) + record
        if member.link:
            target = member.link.encode()
            record = _vint(5) + _vint(1) + _vint(0) + _vint(len(target)) + target
            extra += _vint(len(record)) + record
        name = member.name.encode() if member.raw_name is None else member.raw_name
        fields = (
            _vint(4)
            + _vint(member.declared)
            + _vint(0o100644)
            + struct.pack("<I", zlib.crc32(member.content))
            + _vint(member.method << 7)
            + _vint(1)
            + _vint(len(name))
            + name
        )
        blocks.append(_block5(2, extra, fields, member.content, more=0x10 if member.volume else 0))
    if end:
        blocks.append(_block5(5, b"", _vint(0)))
    return b"Rar!\x1a\x07\x01\x00" + b"".join(blocks)


def rar4_of(*members: InRar, end: bool = True) -> bytes:
    """RAR 4 by the technote of RAR 3: headers with a CRC-16 of their own (the lower half of a CRC-32)."""
    blocks = [_block4(0x73, 0, bytes(6))]
    for member in members:
        name = member.raw_name if member.raw_name is not None else member.name.encode("utf-8")
        flags = 0x8000 | (0 if member.raw_name is not None else 0x200) | (4 if member.encrypted else 0)
        flags |= 2 if member.volume else 0
        kind = 0o120777 if member.link else 0o100644
        content = member.link.encode() if member.link else member.content
        size = len(content) if member.size is None else member.size
        fields = struct.pack(
            "<LLBLLBBHL", len(content), size, 3, zlib.crc32(content), 0, 29, member.method or 0x30, len(name), kind
        )
        blocks.append(_block4(0x74, flags, fields + name) + content)
    if end:
        blocks.append(_block4(0x7B, 0x4000, b""))
    return b"Rar!\x1a\x07\x00" + b"".join(blocks)


def _vint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _block5(kind: int, extra: bytes, fields: bytes, content: bytes | None = None, more: int = 0) -> bytes:
    flags = (1 if extra else 0) | (2 if content is not None else 0) | more
    header = _vint(kind) + _vint(flags)
    header += (_vint(len(extra)) if extra else b"") + (_vint(len(content)) if content is not None else b"")
    header += fields + extra
    header = _vint(len(header)) + header
    return struct.pack("<I", zlib.crc32(header)) + header + (content or b"")


def _block4(kind: int, flags: int, fields: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


@dataclass(frozen=True)
class Attached:
    """An attachment of a MSG; ``inner`` are the streams of a mail in it."""

    name: str
    content: bytes = b""
    inner: Mapping[str, bytes] | None = None


@dataclass(frozen=True)
class Outlook:
    """A MSG; strings are Unicode, or bytes in ``encoding`` whose page is said to be ``code_page`` (0: nothing said).

    ``sent`` is a FILETIME.
    """

    subject: str = ""
    body: str = ""
    html: bytes = b""
    sender: str = ""
    address: str = ""
    to: str = ""
    sent: int = 0
    attached: Sequence[Attached] = ()
    encoding: str | None = None
    code_page: int = 936

    def file(self) -> bytes:
        return compound_file(self.streams(header=32))

    def streams(self, header: int = 24) -> dict[str, bytes]:
        """By their paths; ``header`` is 32 for the file's own mail and 24 for one inside it."""
        streams: dict[str, bytes] = {}
        strings = {0x0037: self.subject, 0x1000: self.body, 0x0C1A: self.sender, 0x0C1F: self.address, 0x0E04: self.to}
        for code, value in strings.items():
            streams |= _string(code, value, self.encoding) if value else {}
        if self.html:
            streams["__substg1.0_10130102"] = self.html
        fixed = struct.pack("<HHIQ", 0x0040, 0x0039, 6, self.sent) if self.sent else b""
        fixed += struct.pack("<HHIII", 0x0003, 0x3FFD, 6, self.code_page, 0) if self.code_page else b""
        streams["__properties_version1.0"] = bytes(header) + fixed
        for number, part in enumerate(self.attached):
            inside = {"__properties_version1.0": bytes(8), **_string(0x3707, part.name, self.encoding)}
            if part.inner is not None:
                inside |= {f"__substg1.0_3701000D/{name}": content for name, content in part.inner.items()}
            else:
                inside["__substg1.0_37010102"] = part.content
            streams |= {f"__attach_version1.0_#{number:08X}/{name}": content for name, content in inside.items()}
        return streams


def _string(code: int, value: str, encoding: str | None) -> dict[str, bytes]:
    kind = "001E" if encoding else "001F"
    return {f"__substg1.0_{code:04X}{kind}": value.encode(encoding or "utf-16-le")}


@dataclass(frozen=True)
class _Entry:
    """One entry of a compound file's directory: storage (1), stream (2) or root (5)."""

    name: str
    kind: int
    content: bytes = b""
    right: int = FREE
    child: int = FREE
    start: int = END


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) with these streams; ``/`` in a name parts storages."""
    entries = [_Entry("Root Entry", 5)]
    _add_level(entries, 0, streams)
    small = b"".join(e.content + bytes(-len(e.content) % 64) for e in entries if _is_small(e))
    sectors, table, mini_table = [], [], []
    mini_at = 0
    for number, entry in enumerate(entries):
        if _is_small(entry):
            count = -(-len(entry.content) // 64)
            entries[number] = replace(entry, start=mini_at)
            mini_table += [*range(mini_at + 1, mini_at + count), END]
            mini_at += count
        elif entry.kind == 2 and entry.content:
            entries[number] = replace(entry, start=_put(entry.content, sectors, table))
    if small:
        entries[0] = replace(entries[0], content=small, start=_put(small, sectors, table))
    mini_start = _put(struct.pack(f"<{len(mini_table)}I", *mini_table), sectors, table, b"\xff") if mini_table else END
    directory = _put(b"".join(map(_directory_entry, entries)), sectors, table)
    fat_sectors = 1
    while (len(table) + fat_sectors) > fat_sectors * 128:
        fat_sectors += 1
    fat_start = len(table)
    table += [FAT] * fat_sectors
    allocation = struct.pack(f"<{len(table)}I", *table).ljust(fat_sectors * 512, b"\xff")
    places = [*range(fat_start, fat_start + fat_sectors), *[FREE] * (109 - fat_sectors)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fat_sectors, directory, 0, 4096, mini_start, -(-len(mini_table) // 128), END, 0)
    return header + struct.pack("<109I", *places) + b"".join(sectors) + allocation


def _is_small(entry: _Entry) -> bool:
    return entry.kind == 2 and 0 < len(entry.content) < 4096


def _add_level(entries: list[_Entry], parent: int, streams: Mapping[str, bytes]) -> None:
    names = list(dict.fromkeys(name.partition("/")[0] for name in streams))
    first = before = FREE
    for name in names:
        below = {path.partition("/")[2]: c for path, c in streams.items() if path.startswith(f"{name}/")}
        at = len(entries)
        entries.append(_Entry(name, 1) if below else _Entry(name, 2, streams[name]))
        if before == FREE:
            first = at
        else:
            entries[before] = replace(entries[before], right=at)
        if below:
            _add_level(entries, at, below)
        before = at
    entries[parent] = replace(entries[parent], child=first)


def _directory_entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(name) + 2, entry.kind, 1, FREE, entry.right, entry.child)
        + bytes(36)
        + struct.pack("<IQ", entry.start, len(entry.content))
    )


def _put(content: bytes, sectors: list[bytes], table: list[int], filler: bytes = b"\0") -> int:
    start = len(table)
    count = -(-len(content) // 512)
    sectors += [content[at * 512 : at * 512 + 512].ljust(512, filler) for at in range(count)]
    table += [*range(start + 1, start + count), END]
    return start
