"""Archives that were damaged on their way, or made by somebody who means ill: refused by name, nothing is touched."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import empty_database
import pytest
from forged_archives import entry, forged
from saved_offices import Office, made_office

from corpus.messages import MinyiError
from flows.backup.manifest import Manifest, Member, TableContent
from flows.backup.reading import read_archive
from flows.backup.restoring import restore

DATABASE = "database.sqlite.gz"
FORMS = "workspace/目录.xlsx"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole archive, for all tests of the module: they change copies of it."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "office").mkdir()
    (folder / "office" / "minyi.db").write_bytes(empty_database.content())
    office: Office = made_office(folder / "office", f"sqlite:///{folder / 'office' / 'minyi.db'}")
    return office.saved(folder / "whole.tar").file


def refused(content: bytes, tmp_path: Path) -> MinyiError:
    """What a restore says of it, having left nothing behind."""
    bad = tmp_path / "bad.tar"
    bad.write_bytes(content)
    with pytest.raises(MinyiError) as caught:
        restore(bad, tmp_path / "back")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.tar"]
    return caught.value


def test_the_forger_of_these_tests_can_make_an_archive_that_is_accepted(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "good.tar").write_bytes(forged(archive, entry("workspace/模板/新.docx", b"PK")))
    restore(tmp_path / "good.tar", tmp_path / "back")
    assert (tmp_path / "back" / "模板" / "新.docx").read_bytes() == b"PK"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/cron.d/minyi",
        "/workspace/originals/a",
        "../outside.txt",
        "workspace/../../outside.txt",
        "workspace/originals/../../../outside.txt",
        "workspace/originals/..",
        "workspace/originals/./a",
        "workspace//originals/a",
        "workspace/originals\\..\\..\\outside.txt",
        "C:/windows/system.ini",
        "outside.txt",
        "workspace",
        "workspace/minyi.db",
        "workspace/minyi.lock",
        "workspace/prefect/prefect.db",
        "workspace/.ssh/authorized_keys",
        "workspace/模板/e\u0301.docx",
        "workspace/模板/a\nb.docx",
    ],
)
def test_a_name_that_no_backup_gives_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    error = refused(forged(archive, entry(name, b"owned")), tmp_path)
    assert error.problem.code == "restore-name"
    assert repr(name)[1:-1] in str(error) or name in str(error)


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.FIFOTYPE,
        tarfile.DIRTYPE,
        tarfile.CONTTYPE,
        tarfile.GNUTYPE_SPARSE,
    ],
)
def test_a_link_or_a_device_is_refused(archive: Path, tmp_path: Path, kind: bytes) -> None:
    made = entry("workspace/模板/通知", kind=kind, linkname="/etc/passwd", devmajor=1, devminor=3)
    error = refused(forged(archive, made), tmp_path)
    assert (error.problem.code, "workspace/模板/通知" in str(error)) == ("restore-kind", True)


def test_a_name_that_comes_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    error = refused(forged(archive, entry(FORMS, b"the other one")), tmp_path)
    assert (error.problem.code, FORMS in str(error)) == ("restore-twice", True)


def test_a_file_where_a_folder_should_be_leaves_nothing_behind(archive: Path, tmp_path: Path) -> None:
    assert refused(forged(archive, entry("workspace/originals", b"a file")), tmp_path).problem.code == "restore-failed"


def without(name: str) -> Callable[[Manifest], Manifest]:
    return lambda said: replace(said, members={n: m for n, m in said.members.items() if n != name})


def also(name: str, member: Member) -> Callable[[Manifest], Manifest]:
    return lambda said: replace(said, members={**said.members, name: member})


def database(**values: Any) -> Callable[[Manifest], Manifest]:
    return lambda said: replace(said, database=replace(said.database, **values))


def with_table(name: str, content: TableContent) -> Callable[[Manifest], Manifest]:
    return lambda said: database(tables={**said.database.tables, name: content})(said)


@pytest.mark.parametrize(
    ("lie", "code", "named"),
    [
        (without(FORMS), "restore-unlisted", FORMS),
        (also("workspace/模板/无.docx", Member(2, "0" * 64)), "restore-missing", "workspace/模板/无.docx"),
        (also(FORMS, Member(12, "0" * 64)), "restore-damaged", FORMS),
        (also(FORMS, Member(13, hashlib.sha256(b"PK directory").hexdigest())), "restore-damaged", FORMS),
        (lambda said: replace(said, frame="0" * 64), "restore-headers", ""),
        (lambda said: replace(said, format=2, minyi="7.0"), "restore-newer", "7.0"),
        (database(migration="9999"), "restore-newer", "0.1.0"),
        (database(kind="postgresql"), "restore-missing", DATABASE),
        (database(kind="oracle"), "restore-missing", DATABASE),
        (database(member=FORMS), "restore-missing", FORMS),
        (with_table("decision", TableContent(3, "0" * 16)), "restore-table", "decision"),
        (with_table("decision", TableContent(2, "0" * 16)), "restore-table", "decision"),
        (with_table("bribe", TableContent(1, "0" * 16)), "restore-table", "bribe"),
    ],
)
def test_a_manifest_that_lies_is_found_out(
    archive: Path, tmp_path: Path, lie: Callable[[Manifest], Manifest], code: str, named: str
) -> None:
    error = refused(forged(archive, changed=lie), tmp_path)
    assert (error.problem.code, named in str(error)) == (code, True), str(error)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no gzip", "restore-damaged"),
        (gzip.compress(b"no database" * 99, mtime=0), "restore-damaged"),
        (b"", "restore-table"),
    ],
    ids=["not packed", "no database", "empty"],
)
def test_a_database_that_is_none_is_refused(archive: Path, tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(forged(archive, instead={DATABASE: content}), tmp_path).problem.code == code


def test_nor_one_that_ends_too_early(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as tar:
        content = tar.extractfile(DATABASE)
        assert content is not None
        half = content.read()[:-200]
    assert refused(forged(archive, instead={DATABASE: half}), tmp_path).problem.code == "restore-damaged"


def test_no_bit_of_an_archive_can_be_flipped_unnoticed(archive: Path, tmp_path: Path) -> None:
    whole, bad = archive.read_bytes(), tmp_path / "bad.tar"
    read_archive(archive)
    # A step that is no divisor of a block's size: every field of a header has its turn, and every bit.
    for turn, at in enumerate(range(0, len(whole), 61)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << turn % 8
        bad.write_bytes(flipped)
        with pytest.raises(MinyiError) as caught:
            read_archive(bad)
        assert caught.value.problem.code.startswith("restore-"), at


def test_the_member_with_the_flipped_bit_is_named(archive: Path, tmp_path: Path) -> None:
    flipped = bytearray(archive.read_bytes())
    flipped[flipped.index(b"PK directory")] ^= 1
    error = refused(bytes(flipped), tmp_path)
    assert (error.problem.code, FORMS in str(error)) == ("restore-damaged", True)


def test_an_archive_that_is_cut_anywhere_is_refused(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    for left in (*range(0, len(whole), 509), len(whole) - 1024, len(whole) - 512, len(whole) - 1):
        assert refused(whole[:left], tmp_path).problem.code in ("restore-foreign", "restore-cut", "restore-end"), left


@pytest.mark.parametrize("more", [b"\0", b"x", bytes(512), b"PK"])
def test_nothing_may_come_after_its_end(archive: Path, tmp_path: Path, more: bytes) -> None:
    assert refused(archive.read_bytes() + more, tmp_path).problem.code == "restore-end"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", bytes(4096), "意见,".encode() * 500])
def test_what_is_no_archive_at_all_is_called_so(tmp_path: Path, content: bytes) -> None:
    assert refused(content, tmp_path).problem.code == "restore-foreign"


def test_a_tar_of_somebody_elses_is_none_of_ours(tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, data in ((DATABASE, b"x"), ("manifest.json", b'{"sha256":"x"}')):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    assert refused(made.getvalue(), tmp_path).problem.code == "restore-damaged"
