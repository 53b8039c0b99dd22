"""Archives that are to fill the disk, lead out of their folder or never end."""

from __future__ import annotations

import bz2
import lzma
import socket
import struct
import tarfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from bombs import MEGABYTE
from built_archives import (
    InRar,
    gzipped,
    lying_zip,
    overlapping_zip,
    rar4_of,
    rar5_of,
    seven_of,
    tar_entry,
    tar_of,
    with_password,
    zip_of,
    zip_with_link,
)
from hostile import DAMAGED, GOOD, PASSWORD, TOO_LARGE, Kind, Place, attacked, file, params
from hostile import NOTICE as WORDS
from py7zr import FILTER_PPMD, SevenZipFile

NOTICE = WORDS.encode()


def _packed_zeros(megabytes: int) -> bytes:
    """A ZIP with a notice and so many MB of zeros, a thousandth of that on disk."""
    good = zip_of({"通知.txt": NOTICE})
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * megabytes + packer.flush()
    fields = struct.pack("<5H3L", 20, 0x800, 8, 0, 0x21, 0, len(packed), megabytes * MEGABYTE)
    name = "零.txt".encode()
    place = good.index(b"PK\x01\x02")
    local = b"PK\x03\x04" + fields + struct.pack("<2H", len(name), 0) + name + packed
    entry = b"PK\x01\x02\x14\x03" + fields + struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, place) + name
    directory = good[place : good.index(b"PK\x05\x06")] + entry
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), place + len(local), 0)
    return good[:place] + local + directory + end


def _nested(depth: int) -> bytes:
    data = zip_of({"通知.txt": NOTICE})
    for level in range(depth):
        data = zip_of({f"第{level}层.zip": data})
    return data


def _doubling(depth: int) -> bytes:
    """Each archive holds the one below ten times."""
    data = zip_of({"通知.txt": b"\xe7\x94\xb2" * 4096}, zipfile.ZIP_DEFLATED)
    for _ in range(depth):
        data = zip_of({f"{number}.zip": data for number in range(10)}, zipfile.ZIP_DEFLATED)
    return data


def _quine() -> bytes:
    """Directory entries that describe the archive itself as their member: stored, from its own first byte on."""
    data = bytearray(zip_of({"r.zip": NOTICE}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 20 : entry + 28] = struct.pack("<II", len(data), len(data))
    return bytes(data)


def _seven_bomb() -> bytes:
    return seven_of({"通知.txt": NOTICE, "零.txt": bytes(100 * MEGABYTE)})


def _long_gzip() -> bytes:
    return gzipped(bytes(16 * MEGABYTE)) * 40


def _xz_bomb() -> bytes:
    packer = lzma.LZMACompressor()
    found = [packer.compress(bytes(16 * MEGABYTE)) for _ in range(8)]
    return b"".join([*found, packer.flush()])


def _greedy_xz() -> bytes:
    """A notice whose block asks for a dictionary of 3 GB (The .xz File Format 1.2.1, 3.1 and 5.3.1)."""
    data = bytearray(lzma.compress(NOTICE))
    head = slice(12, 12 + 4 * data[12])
    data[data.index(b"\x21\x01", 12) + 2] = 39
    data[head.stop : head.stop + 4] = struct.pack("<I", zlib.crc32(data[head]))
    return bytes(data)


def _greedy_seven() -> bytes:
    """A notice in a block that asks for a model of 1 GB."""
    buffer = BytesIO()
    with SevenZipFile(buffer, "w", filters=[{"id": FILTER_PPMD, "order": 6, "mem": 30}]) as archive:
        archive.writestr(NOTICE, "通知.txt")
    return buffer.getvalue()


def _bz2_bomb() -> bytes:
    return bz2.compress(bytes(10 * MEGABYTE)) * 12


def _sparse_tar() -> bytes:
    """A tar whose one file says that it has 64 GB."""
    info = tarfile.TarInfo("大.txt")
    info.size = 64 * 1024 * MEGABYTE
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)


def _linked(place: Place) -> Path:
    path = place.folder / "a.zip"
    path.write_bytes(zip_with_link("链接.txt", str(place.secret), {"通知.txt": NOTICE}))
    return path


def _tar_links(place: Place) -> Path:
    path = place.folder / "a.tar"
    entries = [
        tar_entry("链接.txt", tarfile.SYMTYPE, str(place.secret)),
        tar_entry("硬链接.txt", tarfile.LNKTYPE, "/etc/passwd"),
        tar_entry("设备.txt", tarfile.CHRTYPE),
        tar_entry("管道.txt", tarfile.FIFOTYPE),
    ]
    path.write_bytes(tar_of({"通知.txt": NOTICE}, entries))
    return path


TRAVERSAL = {"../../../外.txt": NOTICE, "/tmp/外.txt": NOTICE, "C:\\Windows\\外.txt": NOTICE, "..\\..\\外.txt": NOTICE}
PACKED = ("--limit", "archive_bytes=100MB")
KINDS = (
    Kind(
        "zip: a member of 600 MB in 600 kB",
        file("a.zip", lambda _: _packed_zeros(600)),
        ("ok", "failed"),
        ("a.zip/零.txt", TOO_LARGE, "--limit"),
        (GOOD,),
    ),
    Kind(
        "zip: members of 3 GB in all",
        file("a.zip", lambda _: _packed_zeros(3000)),
        "failed",
        ("a.zip", TOO_LARGE, "上限 2,000 MB"),
    ),
    Kind(
        "zip: a member that inflates beyond its declared size",
        file("a.zip", lambda _: lying_zip("通知.txt", bytes(200 * MEGABYTE), 100)),
        "failed",
        (DAMAGED, "ZIP"),
    ),
    Kind(
        "zip: 20,000 entries that share one member",
        file("a.zip", lambda _: overlapping_zip(20_000, bytes(MEGABYTE))),
        "failed",
        (TOO_LARGE,),
    ),
    Kind(
        "zip: 20,001 members",
        file("a.zip", lambda _: zip_of({f"{n}.txt": b"x" for n in range(20_001)})),
        "failed",
        ("压缩包内文件过多", "20001"),
    ),
    Kind(
        "zip: eight archives within each other",
        file("a.zip", lambda _: _nested(8)),
        "failed",
        ("嵌套超过 5 层", "请解压后重试"),
    ),
    Kind(
        "zip: ten archives in ten in ten, five deep",
        file("a.zip", lambda _: _doubling(6)),
        "failed",
        ("压缩包内文件过多（40 个，上限 30）",),
        options=("--limit", "archive_members=30"),
    ),
    Kind("zip: an archive that holds itself", file("a.zip", lambda _: _quine()), "failed", ("a.zip",)),
    Kind("zip: names that lead out of the folder", file("a.zip", lambda _: zip_of(TRAVERSAL)), "ok", (), (GOOD,)),
    Kind("zip: a symbolic link to a file of this machine", _linked, "ok", ("链接或设备文件",), (GOOD,)),
    Kind(
        "zip: names with line ends, terminal codes and turned text",
        file(
            "a.zip",
            lambda _: zip_of(
                {"甲\n乙.txt": b"", "\x1b[2J\x1b[31m丙.txt": b"", "丁\u202etxt.exe": b"", "戊\u202exslx.txt": b""}
            ),
        ),
        ("failed",) * 3,
        ("文件为空",),
    ),
    Kind(
        "zip: a name of 60,000 characters",
        file("a.zip", lambda _: zip_of({"a" * 60_000 + ".txt": NOTICE})),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "zip: a password", file("a.zip", lambda _: with_password(zip_of({"通知.txt": NOTICE}))), "failed", (PASSWORD,)
    ),
    Kind(
        "zip: the second half is missing",
        file("a.zip", lambda _: zip_of({"a.txt": NOTICE, "b.txt": NOTICE * 50})[:2000]),
        ("ok", "failed"),
        ("压缩包或邮件不完整", "前面的 1 个文件"),
        (GOOD,),
    ),
    Kind("zip: nothing but a signature", file("a.zip", lambda _: b"PK\x03\x04"), "failed", (DAMAGED,)),
    Kind(
        "7z: a member of 100 MB",
        file("a.7z", lambda _: _seven_bomb()),
        ("ok", "failed"),
        (TOO_LARGE,),
        (GOOD,),
        options=("--limit", "file_bytes=50MB"),
        megabytes=1000,
    ),
    Kind(
        "7z: encrypted with its names",
        file("a.7z", lambda _: seven_of({"通知.txt": NOTICE}, "秘密", hide_names=True)),
        "failed",
        (PASSWORD,),
    ),
    Kind(
        "7z: a block that asks for 1 GB", file("a.7z", lambda _: _greedy_seven()), "failed", ("内存超过上限（512 MB）",)
    ),
    Kind("7z: names that lead out of the folder", file("a.7z", lambda _: seven_of(TRAVERSAL)), "ok", (), (GOOD,)),
    Kind("7z: cut", file("a.7z", lambda _: seven_of({"通知.txt": NOTICE})[:-20]), "failed", (DAMAGED, "7z")),
    Kind("tar: links and devices", _tar_links, "ok", ("链接或设备文件",), (GOOD,)),
    Kind(
        "tar: a file that says it has 64 GB",
        file("a.tar", lambda _: _sparse_tar()),
        "failed",
        ("大.txt", TOO_LARGE, "不完整"),
    ),
    Kind(
        "tar: cut",
        file("a.tar", lambda _: tar_of({"a.txt": NOTICE, "b.txt": NOTICE * 100})[:4000]),
        ("ok", "failed", "failed"),
        ("压缩包或邮件不完整",),
        (GOOD,),
    ),
    Kind("gzip: cut", file("a.gz", lambda _: gzipped(NOTICE * 9)[:-20]), "failed", (DAMAGED,)),
    Kind("gzip: 640 MB of zeros", file("a.gz", lambda _: _long_gzip()), "failed", (TOO_LARGE,)),
    Kind(
        "xz: 128 MB of zeros", file("a.xz", lambda _: _xz_bomb()), "failed", (TOO_LARGE, "上限 100 MB"), options=PACKED
    ),
    Kind("xz: a dictionary of 3 GB", file("a.xz", lambda _: _greedy_xz()), "failed", ("内存超过上限（512 MB）",)),
    Kind(
        "bz2: 120 MB of zeros",
        file("a.bz2", lambda _: _bz2_bomb()),
        "failed",
        (TOO_LARGE, "上限 100 MB"),
        options=PACKED,
    ),
    Kind(
        "rar: a password",
        file("a.rar", lambda _: rar5_of(InRar("通知.txt", b"x" * 90, encrypted=True))),
        "failed",
        (PASSWORD,),
    ),
    Kind(
        "rar: a member that says it has 4 GB",
        file("a.rar", lambda _: rar4_of(InRar("a.txt", b"x", 0x33, 0xFFFFFFFF))),
        "failed",
        (TOO_LARGE,),
    ),
    Kind(
        "rar: names that lead out of the folder",
        file("a.rar", lambda _: rar5_of(*(InRar(name, content) for name, content in TRAVERSAL.items()))),
        "ok",
        (),
        (GOOD,),
    ),
)


@params(*KINDS)
def test_a_hostile_archive_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)


def test_a_rar_on_a_machine_without_a_program_says_which_one_to_install(
    tmp_path: Path, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    packed = file("a.rar", lambda _: rar5_of(InRar("通知.txt", b"\xff" * 90, 3, 600)))
    without = Kind("rar without a program", packed, "failed", ("解压程序", "安装"))
    attacked(without, tmp_path, listener, cold=True)
