"""TAR and packed files as Unix servers send them."""

from __future__ import annotations

import bz2
import lzma
import tarfile

import pytest
from built_archives import gzipped, tar_entry, tar_of
from opened import opened

from extractors.limits import Limits

MIB = 1024 * 1024


@pytest.mark.parametrize("packed", [bytes, gzipped, bz2.compress, lzma.compress])
def test_a_tar_is_read_packed_or_not(packed):
    data = packed(tar_of({"通知/乙.txt": "乙".encode(), "甲.txt": "甲".encode()}))
    assert list(opened(data).items()) == [("甲.txt", "甲"), ("通知/乙.txt", "乙")]


def test_names_in_gbk_are_read_right():
    assert opened(tar_of({"意见.txt": "甲".encode()}, encoding="gbk")) == {"意见.txt": "甲"}


def test_no_name_leads_out_of_the_archive():
    assert list(opened(tar_of({"../../etc/a.txt": b"x", "/root/b.txt": b"x"}))) == ["etc/a.txt", "root/b.txt"]


def test_links_and_devices_are_said_and_not_followed():
    extra = [
        tar_entry("软链接", tarfile.SYMTYPE, "/etc/passwd"),
        tar_entry("硬链接", tarfile.LNKTYPE, "甲.txt"),
        tar_entry("设备", tarfile.CHRTYPE),
        tar_entry("管道", tarfile.FIFOTYPE),
    ]
    found = opened(tar_of({"甲.txt": "甲".encode()}, extra))
    assert found == {"甲.txt": "甲", **dict.fromkeys(("管道", "硬链接", "设备", "软链接"), "skip-link")}


def test_a_single_packed_file_is_the_file_under_its_name_without_the_packing():
    assert opened(gzipped("各单位".encode()), "通知.txt.gz") == {"通知.txt": "各单位"}


def test_a_tar_that_is_cut_off_gives_what_stands_before_the_cut():
    data = tar_of({"a.txt": b"A" * 600, "b.txt": b"B" * 600})
    found = opened(data[: 512 + 1024 + 512 + 300])
    assert found["a.txt"] == "A" * 600
    assert "read-archive-damaged" in (found["b.txt"], found.get(""))


def test_a_packed_tar_that_is_cut_off_gives_what_stands_before_the_cut():
    noise = bytes(range(251)) * 1200
    data = gzipped(tar_of({"a.txt": b"A" * 600, "b.txt": noise}))
    found = opened(data[:-40])
    assert (found["a.txt"], found["b.txt"], found[""]) == ("A" * 600, "read-archive-damaged", "read-archive-cut")


def test_a_packed_bomb_stops_at_the_limit():
    data = gzipped(bytes(30 * MIB))
    assert opened(data, "a.tar.gz", Limits(archive_bytes=MIB)) == {"": "read-too-large"}
    assert opened(data, "a.gz", Limits(file_bytes=MIB)) == {"a": "read-too-large"}


def test_holes_count_as_what_they_would_fill():
    # GNU's form for a file of 1 TB that consists of one hole: no map entries, its real size in the header
    header = bytearray(tar_of({"a.txt": b""})[:512])
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[257:265] = b"ustar  \0"
    header[386:482] = bytes(96)
    header[483:495] = b"20000000000\0"
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    assert opened(bytes(header) + bytes(1024), limits=Limits(archive_bytes=MIB)) == {"": "read-too-large"}


def test_too_many_members_are_refused():
    data = tar_of({f"{number}.txt": b"" for number in range(20)})
    found = opened(data, limits=Limits(archive_members=10))
    assert (len(found), found[""]) == (11, "read-archive-count")


def test_streams_of_an_xz_follow_one_another_with_zeros_between_them():
    whole = tar_of({"甲.txt": "甲".encode() * 9000})
    parts = [lzma.compress(whole[at : at + 4000]) for at in range(0, len(whole), 4000)]
    assert opened((bytes(8).join(parts)) + bytes(4)) == {"甲.txt": "甲" * 9000}


def test_an_xz_that_asks_for_much_memory_is_not_unpacked():
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 48 * MIB, "mode": lzma.MODE_FAST, "mf": lzma.MF_HC3}]
    data = lzma.compress("甲".encode(), filters=filters)
    assert opened(data, "甲.txt.xz", Limits(memory_bytes=512 * MIB)) == {"甲.txt": "甲"}
    assert opened(data, "甲.txt.xz", Limits(memory_bytes=256 * MIB)) == {"": "read-memory"}
