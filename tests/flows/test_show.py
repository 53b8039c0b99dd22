"""``minyi show``: one page for a file or for all that an archive holds, and the exit codes of the contract."""

from __future__ import annotations

import zipfile
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner, Result

from flows.cli import LazyGroup

NOTICE = """青山市绩效考评办公室文件

青绩办发〔2025〕7号

关于报送整改情况的通知

各县（市、区）绩效办：

请于2025年7月4日前将整改情况报送市绩效办。

青山市绩效考评办公室
2025年6月3日
"""

SECRET = "标有密级“秘密★1年”。请按保密规定存放和传递原件以及由它产生的文件。"


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "来文").mkdir()
    (tmp_path / "来文" / "通知.txt").write_text(NOTICE, "utf-8")
    return tmp_path


def test_the_page_goes_beside_the_current_folder_and_its_path_is_printed(tmp_path: Path) -> None:
    result = minyi("show", "来文/通知.txt")
    assert (result.exit_code, result.stdout) == (0, "通知.txt.html\n")
    root = lxml.html.document_fromstring((tmp_path / "通知.txt.html").read_text("utf-8"))
    assert "请于2025年7月4日前将整改情况报送市绩效办。" in root.get_element_by_id("text").text_content()
    assert "2025-07-04" in root.get_element_by_id("s1-deadlines").text_content()
    assert "青绩办发〔2025〕7号" in root.get_element_by_id("s1-notice").text_content()


def test_a_classified_document_is_named_beside_its_page_and_its_record(tmp_path: Path) -> None:
    (tmp_path / "密件.txt").write_text(f"秘密★1年\n{NOTICE}", "utf-8")
    for command in ("show", "extract"):
        result = minyi(command, "密件.txt")
        assert (result.exit_code, result.stderr) == (0, f"密件.txt：{SECRET}\n")
        assert minyi(command, "来文/通知.txt").stderr == ""


def test_out_names_the_page_and_makes_its_folder(tmp_path: Path) -> None:
    assert minyi("show", "来文/通知.txt", "--out", "阅读/甲.html").exit_code == 0
    assert (tmp_path / "阅读" / "甲.html").exists()


def test_a_page_of_ours_is_written_anew_and_another_file_is_not_touched(tmp_path: Path) -> None:
    page = tmp_path / "通知.txt.html"
    assert [minyi("show", "来文/通知.txt").exit_code for _ in range(2)] == [0, 0]
    page.write_text("<html>别人的网页</html>", "utf-8")
    result = minyi("show", "来文/通知.txt")
    assert result.exit_code == 2
    assert "--out" in result.output
    assert page.read_text("utf-8") == "<html>别人的网页</html>"


def test_the_file_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    assert minyi("show", "来文/通知.txt", "--out", "来文/../来文/通知.txt").exit_code == 2
    assert (tmp_path / "来文" / "通知.txt").read_text("utf-8") == NOTICE


def test_an_archive_is_one_page_with_a_part_for_each_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "一包.zip", "w") as archive:
        archive.writestr("甲.txt", NOTICE)
        archive.writestr("乙.txt", NOTICE.replace("7月4日", "8月8日"))
        archive.writestr("安装.exe", b"MZ")
        archive.writestr("坏.pdf", b"%PDF-1.7 broken")
    result = minyi("show", "一包.zip")
    assert result.exit_code == 1
    assert "坏.pdf" in result.stderr
    root = lxml.html.document_fromstring((tmp_path / "一包.zip.html").read_text("utf-8"))
    assert len(root.xpath("//article")) == 3
    assert "2025-08-08" in root.get_element_by_id("f1-records").text_content()
    assert "安装.exe" in root.get_element_by_id("text").text_content()


@pytest.mark.parametrize(("name", "content"), [("空.txt", b""), ("坏.pdf", b"%PDF-1.7 broken")])
def test_of_a_file_that_cannot_be_read_there_is_no_page(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    result = minyi("show", name)
    assert result.exit_code == 1
    assert name in result.stderr
    assert list(tmp_path.glob("*.html")) == []


def test_a_missing_file_and_a_wrong_call_are_told_apart() -> None:
    assert minyi("show", "没有.txt").exit_code == 1
    assert minyi("show").exit_code == 2
    assert minyi("show", "来文/通知.txt", "--limit", "页数=3").exit_code == 2


def test_the_samples_of_every_format_are_shown(tmp_path: Path, sample_batch: Path) -> None:
    samples = sorted(sample_batch.iterdir())
    with zipfile.ZipFile(tmp_path / "样例.zip", "w") as archive:
        for file in samples:
            archive.write(file, file.name)
    assert minyi("show", "样例.zip", "--out", tmp_path / "页.html").exit_code == 0
    root = lxml.html.document_fromstring((tmp_path / "页.html").read_text("utf-8"))
    assert len(root.xpath("//article")) == len(samples)
    targets = {link.removeprefix("#") for link in root.xpath("//@href")}
    assert targets <= set(root.xpath("//@id"))
