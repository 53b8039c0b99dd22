"""RAR 4 and 5. Stored members are read here; for packed ones a stand-in for the system's program is enough."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from built_archives import InRar, rar4_of, rar5_of
from opened import opened

from corpus.messages import UnreadableError, describe
from extractors.containers import Budget, container_of, contents, rar
from extractors.limits import DEFAULT, Limits

BOTH = pytest.mark.parametrize("build", [rar4_of, rar5_of])


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The only programs on PATH are those that a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def unar(folder: Path, output: str) -> None:
    """A program that answers as unar does, and then runs this Python to unpack."""
    path = folder / "unar"
    path.write_text(
        f"#!{sys.executable}\nimport sys, time\nif sys.argv[1] == '-version':\n    print('v1.10.1')\n"
        f"else:\n    write = sys.stdout.buffer.write\n    {output}\n",
        "utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


posix = pytest.mark.skipif(os.name != "posix", reason="stand-ins are scripts")


@BOTH
def test_stored_members_need_no_program(build):
    found = opened(build(InRar("通知/乙.txt", "乙".encode()), InRar("甲.txt", "甲".encode()), InRar("空.txt", b"")))
    assert list(found.items()) == [("甲.txt", "甲"), ("空.txt", ""), ("通知/乙.txt", "乙")]


def test_an_old_rar_with_names_in_gbk_is_read_right():
    assert opened(rar4_of(InRar("", "甲".encode(), raw_name="意见.txt".encode("gbk")))) == {"意见.txt": "甲"}


@BOTH
def test_no_name_leads_out_of_the_archive(build):
    found = opened(build(InRar("../../a.txt", b"A"), InRar("C:\\b.txt", b"B"), InRar("/c.txt", b"C")))
    assert found == {"a.txt": "A", "b.txt": "B", "c.txt": "C"}


@BOTH
def test_members_with_a_password_are_named_and_the_others_are_read(build):
    assert opened(build(InRar("a.txt", b"A"), InRar("b.txt", b"B", encrypted=True))) == {
        "a.txt": "A",
        "b.txt": "read-password",
    }


@BOTH
def test_a_link_is_not_followed_and_said(build):
    assert opened(build(InRar("密码", b"", link="/etc/passwd"), InRar("a.txt", b"A"))) == {
        "a.txt": "A",
        "密码": "skip-link",
    }


@BOTH
def test_two_members_of_one_name_keep_their_own_content(build):
    assert opened(build(InRar("a.txt", b"A"), InRar("a.txt", b"BB"))) == {"a.txt": "A", "a (2).txt": "BB"}


@BOTH
def test_a_damaged_member_spoils_no_other(build):
    data = build(InRar("a.txt", b"AAAA"), InRar("b.txt", b"BBBB")).replace(b"AAAA", b"AAAX")
    assert opened(data) == {"a.txt": "read-archive-damaged", "b.txt": "BBBB"}


@BOTH
def test_a_rar_that_is_cut_off_gives_what_stands_before_the_cut(build):
    data = build(InRar("a.txt", b"A" * 100), InRar("b.txt", b"B" * 100))
    found = opened(data[: data.index(b"B" * 9) + 30])
    assert (found["a.txt"], found[""]) == ("A" * 100, "read-archive-cut")


@BOTH
def test_a_volume_asks_for_the_others_after_what_is_whole_in_it(build):
    data = build(InRar("a.txt", b"A"), InRar("b.txt", b"B", volume=True))
    assert opened(data) == {"a.txt": "A", "": "read-archive-part"}


@BOTH
@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(archive_bytes=9), "read-too-large"), (Limits(archive_members=1), "read-archive-count")],
)
def test_an_archive_over_its_limits_is_refused(build, limits: Limits, code: str):
    assert opened(build(InRar("a.txt", b"12345"), InRar("b.txt", b"12345")), limits=limits) == {"": code}


@BOTH
def test_without_a_program_the_packed_member_is_named_with_the_command_that_helps(build):
    data = build(InRar("a.txt", b"A"), InRar("b.txt", b"packed", method=0x33 if build is rar4_of else 3, size=60))
    assert rar.program() is None
    assert opened(data) == {"a.txt": "A", "b.txt": "read-rar-program"}
    container = container_of(data, "a.rar", DEFAULT)
    packed = next(m for m in contents(container, data, "a.rar", Budget.of(DEFAULT)) if m.name == "b.txt")
    with pytest.raises(UnreadableError) as caught:
        packed.data()
    assert "unar" in describe(caught.value.problem)


def packed(name: str, content: bytes) -> InRar:
    """A member whose check sum is that of its content, though nothing of it is packed."""
    return InRar(name, content, method=3)


@posix
def test_packed_members_are_cut_from_one_pass_of_the_program(no_programs: Path):
    unar(no_programs, "write(b'A' * 30 + b'C' * 10)")
    assert rar.program() == str(no_programs / "unar")
    data = rar5_of(packed("a.txt", b"A" * 30), InRar("b.txt", b"B" * 20, 3, encrypted=True), packed("c.txt", b"C" * 10))
    assert opened(data) == {"a.txt": "A" * 30, "b.txt": "read-password", "c.txt": "C" * 10}


@posix
def test_a_member_that_comes_out_wrong_is_damaged_and_the_next_is_found(no_programs: Path):
    unar(no_programs, "write(b'A' * 29 + b'X' + b'C' * 10)")
    assert opened(rar5_of(packed("a.txt", b"A" * 30), packed("c.txt", b"C" * 10))) == {
        "a.txt": "read-archive-damaged",
        "c.txt": "C" * 10,
    }


@posix
def test_a_program_that_does_not_come_to_an_end_is_ended(no_programs: Path):
    unar(no_programs, "time.sleep(60)")
    found = opened(rar5_of(packed("a.txt", b"A" * 30)), limits=Limits(conversion_seconds=1))
    assert found == {"a.txt": "read-archive-damaged"}


@posix
def test_a_program_that_writes_without_end_is_cut_at_the_declared_size(no_programs: Path):
    unar(no_programs, "while True: write(b'A' * 1000000)")
    assert opened(rar5_of(packed("a.txt", b"A" * 30))) == {"a.txt": "A" * 30}
