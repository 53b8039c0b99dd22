"""ZIPs as Windows, Unix and attackers write them."""

from __future__ import annotations

import zipfile

import pytest
from built_archives import lying_zip, overlapping_zip, with_password, zip_of, zip_with_link
from opened import opened

from extractors.intake import arrivals
from extractors.limits import Limits

MIB = 1024 * 1024


def test_a_zip_gives_its_files_in_the_order_of_names():
    found = opened(zip_of({"通知/乙.txt": "乙", "甲.txt": "甲", "空/": b""}))
    assert list(found.items()) == [("甲.txt", "甲"), ("通知/乙.txt", "乙")]


@pytest.mark.parametrize(("placeholder", "encoding"), [("XXXX.txt", "gbk"), ("XXXXXX.txt", "utf-8")])
def test_names_without_a_word_on_their_encoding_are_read_right(placeholder: str, encoding: str):
    data = zip_of({placeholder: "甲"}).replace(placeholder.removesuffix(".txt").encode(), "通知".encode(encoding))
    assert opened(data) == {"通知.txt": "甲"}


def test_no_name_leads_out_of_the_archive():
    names = ("../../etc/a.txt", "/root/b.txt", "C:\\c.txt", "..\\..\\d.txt", "\\\\server\\e.txt", "./../f.txt")
    found = opened(zip_of(dict.fromkeys(names, "甲")))
    assert list(found) == ["c.txt", "d.txt", "etc/a.txt", "f.txt", "root/b.txt", "server/e.txt"]


def test_a_name_takes_one_line_and_no_endless_space():
    lines, long = opened(zip_of({"长" * 5000 + ".docx": "甲", "甲\n乙\x1b[31m.txt": "乙"}))
    assert (len(long), long[-6:]) == (200, "….docx")
    assert lines == "甲\ufffd乙\ufffd[31m.txt"


def test_two_members_of_one_name_are_told_apart():
    data = zip_of({"aa.txt": "甲", "ab.txt": "乙"}).replace(b"ab.txt", b"aa.txt")
    assert opened(data) == {"aa.txt": "甲", "aa (2).txt": "乙"}


def test_a_member_without_a_name_is_read_all_the_same():
    assert opened(zip_of({"b.txt": "B"}).replace(b"b.txt", b"\0.txt")) == {"\ufffd": "B"}


def test_a_link_is_not_followed_and_said():
    assert opened(zip_with_link("密码", "/etc/passwd", {"通知.txt": "甲"})) == {"密码": "skip-link", "通知.txt": "甲"}


def test_a_damaged_member_spoils_no_other():
    data = zip_of({"a.txt": "AAAA", "b.txt": "BBBB"}).replace(b"AAAA", b"AAAX", 1)
    assert opened(data) == {"a.txt": "read-archive-damaged", "b.txt": "BBBB"}


def test_a_member_with_a_password_is_named_and_the_others_are_read():
    assert opened(with_password(zip_of({"a.txt": "AAAA", "b.txt": "BBBB"}), 1)) == {
        "a.txt": "AAAA",
        "b.txt": "read-password",
    }


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_cut_off_gives_what_stands_before_the_cut(packed: int):
    data = zip_of({"a.txt": "甲" * 50, "b.txt": "乙" * 50, "c.txt": "丙" * 50}, packed)
    within_third = data.rindex(b"PK\x03\x04") + 35
    assert opened(data[:within_third]) == {"a.txt": "甲" * 50, "b.txt": "乙" * 50, "": "read-archive-cut"}


def test_a_cut_zip_that_was_written_to_a_pipe_is_read_up_to_the_cut():
    class Pipe:
        def __init__(self) -> None:
            self.written = b""

        def write(self, data: bytes) -> int:
            self.written += data
            return len(data)

        def flush(self) -> None:
            pass

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr("a.txt", "甲" * 500)
        archive.writestr("b.txt", "乙" * 500)
    assert opened(pipe.written[: pipe.written.index(b"PK\x01\x02")]) == {
        "a.txt": "甲" * 500,
        "b.txt": "乙" * 500,
        "": "read-archive-cut",
    }


def test_a_zip_of_which_nothing_is_whole_is_damaged():
    assert opened(zip_of({"甲.txt": "甲" * 500})[:60]) == {"": "read-archive-damaged"}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(archive_bytes=9), "read-too-large"),
        (Limits(archive_members=1), "read-archive-count"),
    ],
)
def test_an_archive_over_its_limits_is_refused(limits: Limits, code: str):
    assert opened(zip_of({"a.txt": "12345", "b.txt": "12345"}), limits=limits) == {"": code}


def test_a_member_over_the_limit_of_one_file_is_refused_alone():
    data = zip_of({"a.txt": "12345", "b.txt": "1"})
    assert opened(data, limits=Limits(file_bytes=4)) == {"a.txt": "read-too-large", "b.txt": "1"}


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_hides_its_size_gives_no_more_than_it_declares(packed: int):
    data = lying_zip("a.txt", bytes(20 * MIB), 5, packed)
    assert opened(data, limits=Limits(archive_bytes=MIB)) == {"a.txt": "read-archive-damaged"}


def test_entries_that_share_one_packed_member_count_as_often_as_they_are_named():
    data = overlapping_zip(1000, bytes(MIB))
    assert len(data) < 60_000
    assert opened(data, limits=Limits(archive_bytes=100 * MIB)) == {"": "read-too-large"}


def test_a_directory_with_too_many_members_is_not_even_parsed(monkeypatch):
    data = overlapping_zip(3000, b"x")

    def parsed(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zipfile, "ZipFile", parsed)
    assert opened(data, "材料.zip", Limits(archive_members=10)) == {"": "read-archive-count"}


def test_the_last_piece_of_a_split_zip_asks_for_the_others():
    data = bytearray(zip_of({"a.txt": "x"}))
    end = data.index(b"PK\x05\x06")
    data[end + 4] = 3
    assert opened(bytes(data)) == {"": "read-archive-part"}


def test_a_defect_of_ours_in_one_archive_costs_no_other_file(tmp_path, monkeypatch):
    def broken(*_):
        raise IndexError("list index out of range")

    monkeypatch.setattr("extractors.containers.zip.members", broken)
    (tmp_path / "一.zip").write_bytes(zip_of({"通知.txt": "请报送。".encode()}))
    (tmp_path / "二.txt").write_text("请报送。", "utf-8")
    first, second = arrivals([tmp_path / "一.zip", tmp_path / "二.txt"])
    assert (first.problem.code, second.problem, second.data()) == ("read-defect", None, "请报送。".encode())
