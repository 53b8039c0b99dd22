"""Which reader a file goes to, and what is said of a file that none can read."""

from __future__ import annotations

import errno
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from office_parts import CONTENT_TYPES, p, word_file, zipped

from corpus.messages import UnreadableError
from corpus.records import Problem
from extractors.limits import Limits
from extractors.readers import read, read_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00\x01" * 200


def refusal(data: bytes, name: str, limits: Limits | None = None) -> Problem:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name, limits) if limits else read_bytes(data, name)
    assert caught.value.problem.where == name
    return caught.value.problem


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\x00" * 500


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["通知.docx", "通知.doc", "通知.txt", "通知.pdf", "通知"])
def test_a_word_file_is_read_as_one_whatever_its_name(name: str):
    assert read_bytes(word_file(p("正文")), name).format == "docx"


@pytest.mark.parametrize("name", ["意见.xlsx", "意见.xls", "意见.csv", "意见.docx"])
def test_a_workbook_is_read_as_one_whatever_its_name(name: str):
    assert read_bytes(workbook(), name).format == "xlsx"


def test_text_is_text_and_a_csv_goes_by_its_name():
    assert read_bytes("编号,内容\n1,甲".encode(), "a.txt").format == "txt"
    assert read_bytes("编号,内容\n1,甲".encode(), "a.csv").format == "csv"
    assert read_bytes("各乡镇".encode(), "通知.doc").format == "txt"


def test_a_file_carries_its_checksum_and_the_name_that_it_is_shown_by(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("各乡镇", "utf-8")
    document = read(path, "batch.zip/通知.txt")
    assert document.sha256 == sha256("各乡镇".encode()).hexdigest()
    assert document.blocks[0].source.file == document.file == "batch.zip/通知.txt"
    assert read(path).file == str(path)


def test_an_empty_file_is_said_to_be_empty():
    assert refusal(b"", "通知.docx").code == "read-empty"


@pytest.mark.parametrize("name", ["通知.pdf", "通知.docx"])
def test_an_image_under_another_name_is_read_as_an_image(name: str):
    problem = refusal(JPEG, name)
    assert problem.code == "read-damaged"
    assert dict(problem.args)["format"] == "JPEG"


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (stream("PowerPoint Document"), "PowerPoint"),
        (OLE, "Office"),
        (b"Rar!\x1a\x07\x00" + b"\x00" * 50, "RAR"),
        (zipped({"a.txt": "x"}), "ZIP"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "ppt/presentation.xml": "<x/>"}), "PowerPoint"),
        (bytes(range(256)) * 8, "二进制"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_real_name(data: bytes, hint: str, monkeypatch):
    monkeypatch.delenv("MINYI_LANG", raising=False)
    problem = refusal(data, "通知.bin")
    assert problem.code == "read-unknown"
    assert hint in dict(problem.args)["hint"]


def test_an_encrypted_office_file_asks_for_the_password_to_be_removed():
    assert refusal(stream("EncryptedPackage"), "通知.docx").code == "read-password"


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.95])
@pytest.mark.parametrize(("name", "build"), [("a.docx", lambda: word_file(p("正文" * 900))), ("a.xlsx", workbook)])
def test_a_truncated_office_file_is_damaged(name: str, build, kept: float):
    data = build()
    problem = refusal(data[: int(len(data) * kept)], name)
    assert (problem.code, dict(problem.args)["format"]) == ("read-damaged", name[2:].upper())


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path / "无.txt", "无.txt")
    assert caught.value.problem == Problem("无.txt", "read-missing")


@pytest.mark.parametrize(
    ("error", "code"),
    [(PermissionError(errno.EACCES, "no"), "read-denied"), (OSError(errno.EIO, "disk failure"), "read-io")],
)
def test_a_file_that_the_system_withholds_is_told_apart(tmp_path, monkeypatch, error: OSError, code: str):
    path = tmp_path / "a.txt"
    path.write_text("x", "utf-8")

    def withheld(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", withheld)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.problem.code == code


def test_a_file_over_the_limit_is_not_loaded(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(UnreadableError) as caught:
        read(path, limits=Limits(file_bytes=1000))
    assert caught.value.problem.code == "read-too-large"


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="archive_depth"):
        Limits(archive_depth=0)


def test_no_heavy_library_is_loaded_to_read_a_text():
    code = (
        "import sys; from extractors.readers import read_bytes; read_bytes(b'text', 'a.txt');"
        "print([m for m in ('lxml', 'python_calamine', 'docx', 'pdfplumber', 'pandas') if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert shown.stdout.strip() == "[]"
