"""7z archives: one pass, block by block."""

from __future__ import annotations

from io import BytesIO

import pytest
from built_archives import seven_of, seven_of_blocks
from opened import opened
from py7zr import FILTER_LZMA, FILTER_LZMA2, FILTER_PPMD, SevenZipFile

from extractors.limits import Limits

MIB = 1024 * 1024


def test_a_7z_gives_its_files_in_the_order_of_names():
    found = opened(seven_of({"通知/乙.txt": "乙".encode(), "甲.txt": "甲".encode(), "空.txt": b""}))
    assert list(found.items()) == [("甲.txt", "甲"), ("空.txt", ""), ("通知/乙.txt", "乙")]


def test_no_name_leads_out_of_the_archive_and_none_keeps_the_others_from_being_read():
    found = opened(seven_of({"../../a.txt": b"A", "C:\\b.txt": b"B", "/c.txt": b"C", "通知.txt": b"D"}))
    assert found == {"a.txt": "A", "b.txt": "B", "c.txt": "C", "通知.txt": "D"}


def test_two_members_of_one_name_are_told_apart():
    assert opened(seven_of_blocks(("a.txt", b"A"), ("a.txt", b"B"))) == {"a.txt": "A", "a (2).txt": "B"}


def test_encrypted_members_and_encrypted_names_ask_for_the_password_to_be_removed():
    assert opened(seven_of({"a.txt": b"A"}, "secret")) == {"a.txt": "read-password"}
    assert opened(seven_of({"a.txt": b"A"}, "secret", hide_names=True)) == {"": "read-password"}


def test_a_damaged_block_spoils_no_other():
    data = bytearray(seven_of_blocks(("a.txt", b"A" * 60), ("b.txt", b"B" * 60), ("c.txt", b"C" * 60)))
    data[34] ^= 0xFF
    assert opened(bytes(data)) == {"a.txt": "read-archive-damaged", "b.txt": "B" * 60, "c.txt": "C" * 60}


def test_a_truncated_7z_has_lost_its_list_of_members():
    assert opened(seven_of({"a.txt": b"A" * 600})[:-20]) == {"": "read-archive-damaged"}


def test_a_bomb_is_refused_by_its_declared_size_before_it_is_unpacked():
    data = seven_of({"a.txt": bytes(30 * MIB)})
    assert len(data) < 10_000
    assert opened(data, limits=Limits(archive_bytes=MIB)) == {"": "read-too-large"}
    assert opened(data, limits=Limits(file_bytes=MIB)) == {"a.txt": "read-too-large"}


def test_too_many_members_are_refused():
    assert opened(seven_of({"a": b"A", "b": b"B"}), limits=Limits(archive_members=1)) == {"": "read-archive-count"}


def test_the_archive_is_unpacked_once_however_many_members_are_read(monkeypatch: pytest.MonkeyPatch):
    passes = []
    extract = SevenZipFile.extract

    def counted(self, *args, **more) -> None:
        passes.append(1)
        extract(self, *args, **more)

    monkeypatch.setattr(SevenZipFile, "extract", counted)
    assert len(opened(seven_of({f"{number}.txt": b"x" * number for number in range(50)}))) == 50
    assert len(passes) == 1


@pytest.mark.parametrize(
    "packing",
    [
        {"id": FILTER_LZMA2, "preset": 0, "dict_size": 32 * MIB},
        {"id": FILTER_LZMA, "preset": 0, "dict_size": 32 * MIB},
        {"id": FILTER_PPMD, "order": 6, "mem": 25},
    ],
)
def test_a_block_that_asks_for_much_memory_is_not_unpacked(packing):
    buffer = BytesIO()
    with SevenZipFile(buffer, "w", filters=[packing]) as archive:
        archive.writestr(b"A", "a.txt")
    assert opened(buffer.getvalue(), limits=Limits(memory_bytes=256 * MIB)) == {"a.txt": "A"}
    assert opened(buffer.getvalue(), limits=Limits(memory_bytes=255 * MIB)) == {"a.txt": "read-memory"}
