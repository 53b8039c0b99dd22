"""Files, folders, archives and mails as they arrive in an office."""

from __future__ import annotations

import os
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from built_archives import seven_of, zip_of
from PIL import Image

from corpus.messages import describe
from extractors.containers.names import shown
from extractors.intake import Arrival, arrivals
from extractors.limits import Limits


def write(path: Path, content: str = "各乡镇") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def names(found: list[Arrival], root: Path) -> list[str]:
    return [arrival.shown_as.removeprefix(f"{root}{os.sep}") for arrival in found]


def test_a_folder_gives_its_files_in_the_order_of_names_at_every_depth(tmp_path):
    for name in ("乙.txt", "甲/二.txt", "甲/一/x.txt", "a.docx"):
        write(tmp_path / name)
    found = list(arrivals([tmp_path]))
    assert names(found, tmp_path) == ["a.docx", "乙.txt", "甲/一/x.txt", "甲/二.txt"]
    assert found[1].path == tmp_path / "乙.txt"
    assert found[1].data() == "各乡镇".encode()


def test_hidden_and_lock_files_are_passed_over_in_silence(tmp_path):
    for name in (".DS_Store", "~$通知.docx", ".git/config", "Thumbs.db", "通知.txt"):
        write(tmp_path / name)
    assert names(list(arrivals([tmp_path])), tmp_path) == ["通知.txt"]


def test_what_is_plainly_no_document_is_named_and_not_read(tmp_path):
    for name in ("通知.txt", "说明.md", "示意.SVG", "数据.json"):
        write(tmp_path / name)
    found = {arrival.shown_as.rsplit("/", 1)[-1]: arrival for arrival in arrivals([tmp_path])}
    assert {name: arrival.skipped.code for name, arrival in found.items() if arrival.skipped} == {
        "说明.md": "skip-no-document",
        "示意.SVG": "skip-image",
        "数据.json": "skip-no-document",
    }
    assert not to_read(found["说明.md"])
    assert ".md" in describe(found["说明.md"].skipped)


def test_a_file_that_is_named_is_tried_whatever_it_is(tmp_path):
    (arrival,) = arrivals([write(tmp_path / "说明.md")])
    assert (to_read(arrival), arrival.skipped) == (True, None)


def test_a_missing_path_is_a_problem_and_the_rest_goes_on(tmp_path):
    missing, there = arrivals([tmp_path / "无", write(tmp_path / "有.txt")])
    assert missing.problem.code == "read-missing"
    assert to_read(there)


def test_a_folder_without_documents_says_so(tmp_path):
    write(tmp_path / "a.json")
    skipped, nothing = arrivals([tmp_path])
    assert skipped.skipped is not None
    assert (nothing.problem.code, dict(nothing.problem.args)) == ("read-no-documents", {"count": "1"})


def test_links_in_a_circle_come_to_an_end(tmp_path):
    write(tmp_path / "a" / "通知.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert names(list(arrivals([tmp_path])), tmp_path) == ["a/通知.txt"]


def test_a_link_that_leads_out_of_its_folder_is_not_followed_and_said(tmp_path):
    write(tmp_path / "别处" / "密码.txt")
    write(tmp_path / "来文" / "通知.txt")
    (tmp_path / "来文" / "密码.txt").symlink_to(tmp_path / "别处" / "密码.txt")
    (tmp_path / "来文" / "夹").symlink_to(tmp_path / "别处")
    found = list(arrivals([tmp_path / "来文"]))
    assert [arrival.skipped and arrival.skipped.code for arrival in found] == ["skip-link-out", "skip-link-out", None]
    # What the caller names is meant, wherever it leads.
    assert to_read(next(arrivals([tmp_path / "来文" / "密码.txt"])))
    (tmp_path / "链").symlink_to(tmp_path / "来文")
    assert [arrival.skipped and arrival.skipped.code for arrival in arrivals([tmp_path / "链"])][-1] is None


def test_links_between_folders_do_not_multiply_them(tmp_path):
    for number in range(30):
        write(tmp_path / str(number) / "通知.txt")
    for number in range(29):  # two ways from each to the next would be 2^29 ways to the last
        for name in "ab":
            (tmp_path / str(number) / name).symlink_to(tmp_path / str(number + 1))
    assert len(list(arrivals([tmp_path]))) == 30


def test_folders_without_end_are_looked_into_so_far(tmp_path):
    deep = tmp_path.joinpath(*"a" * 150)
    deep.mkdir(parents=True)
    write(tmp_path / "通知.txt")
    *_, depth, file = arrivals([tmp_path])
    assert (depth.problem.code, to_read(file)) == ("read-folder-depth", True)


def test_a_broken_link_is_missing(tmp_path):
    write(tmp_path / "通知.txt")
    (tmp_path / "旧.txt").symlink_to(tmp_path / "没有.txt")
    broken = next(iter(arrivals([tmp_path])))
    assert broken.problem.code == "read-missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    pipe, file = arrivals([tmp_path])
    assert pipe.problem.code == "read-no-file"
    assert to_read(file)
    assert next(arrivals([tmp_path / "a.txt"])).problem.code == "read-no-file"


def test_a_link_to_itself_and_a_name_too_long_are_problems(tmp_path):
    (tmp_path / "环.txt").symlink_to(tmp_path / "环.txt")
    found = arrivals([tmp_path / "环.txt", tmp_path / ("长" * 300)])
    assert [arrival.problem.code for arrival in found] == ["read-io", "read-io"]


def test_a_name_takes_one_line_and_can_be_written_down():
    assert shown("甲\n乙\x1b[31m.txt") == "甲\ufffd乙\ufffd[31m.txt"
    assert shown(os.fsdecode("测试.txt".encode("gbk"))) == "测试.txt"
    assert shown("通知　第一稿😀.txt") == "通知　第一稿😀.txt"


def test_what_minyi_keeps_itself_does_not_arrive_again(tmp_path):
    for name in ("通知.txt", "工作区/minyi.db", "工作区/originals/ab/abc", "草稿/清单.docx"):
        write(tmp_path / name)
    own = {tmp_path / "工作区" / "minyi.db", tmp_path / "工作区" / "originals", tmp_path / "草稿"}
    assert names(list(arrivals([tmp_path], apart=own)), tmp_path) == ["通知.txt"]


def test_a_folder_that_may_not_be_listed_is_a_problem(tmp_path, monkeypatch):
    def denied(_: Path) -> None:
        raise PermissionError

    write(tmp_path / "a.txt")
    monkeypatch.setattr(os, "scandir", denied)
    (arrival,) = arrivals([tmp_path])
    assert arrival.problem.code == "read-denied"


def test_scans_are_read_and_pictures_without_recognition_are_named(tmp_path):
    for name in ("扫描.jpg", "附件.TIFF", "示意.psd"):
        write(tmp_path / name)
    found = {arrival.shown_as.rsplit("/", 1)[-1]: to_read(arrival) for arrival in arrivals([tmp_path])}
    assert found == {"扫描.jpg": True, "附件.TIFF": True, "示意.psd": False}


def picture(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_buttons_beside_a_saved_page_are_passed_over_and_its_scans_are_not(tmp_path):
    write(tmp_path / "通知.html", "<html></html>")
    folder = tmp_path / "通知_files"
    folder.mkdir()
    (folder / "logo.png").write_bytes(picture(60, 60))
    (folder / "scan.png").write_bytes(picture(1200, 40))
    (tmp_path / "小图.png").write_bytes(picture(60, 60))
    found = {name: a.skipped.code if a.skipped else None for name, a in zip_names(arrivals([tmp_path]), tmp_path)}
    assert found == {
        "小图.png": None,
        "通知.html": None,
        "通知_files/logo.png": "skip-ornament",
        "通知_files/scan.png": None,
    }


def test_an_archive_in_a_folder_is_opened_and_one_without_documents_is_said_by_its_files(tmp_path):
    (tmp_path / "材料.zip").write_bytes(zip_of({"通知.txt": "各单位"}))
    (tmp_path / "图.zip").write_bytes(zip_of({"a.svg": "x"}))
    found = list(arrivals([tmp_path]))
    assert names(found, tmp_path) == ["图.zip/a.svg", "材料.zip/通知.txt"]
    assert [arrival.skipped is None for arrival in found] == [False, True]


def test_a_zip_in_a_mail_in_a_zip_is_read_under_the_names_of_all(tmp_path):
    inner = zip_of({"名单.txt": "张三"})
    mail = mail_of("请各单位报送。", ("附件.zip", inner))
    path = tmp_path / "batch.zip"
    path.write_bytes(zip_of({"文件夹/来信.eml": mail}))
    found = list(arrivals([path]))
    assert names(found, tmp_path) == [
        "batch.zip/文件夹/来信.eml/正文.txt",
        "batch.zip/文件夹/来信.eml/附件.zip/名单.txt",
    ]
    assert found[1].data().decode() == "张三"


def test_archives_are_opened_as_deep_as_the_limit_says_and_the_next_is_named(tmp_path):
    third = zip_of({"丙.txt": "丙"})
    second = zip_of({"乙.txt": "乙", "三.zip": third})
    path = tmp_path / "batch.zip"
    path.write_bytes(zip_of({"二.zip": second}))
    found = list(arrivals([path], Limits(archive_depth=2)))
    assert names(found, tmp_path) == ["batch.zip/二.zip/三.zip", "batch.zip/二.zip/乙.txt"]
    assert found[0].problem.code == "read-archive-depth"
    assert found[1].data().decode() == "乙"
    assert names(list(arrivals([path])), tmp_path)[0] == "batch.zip/二.zip/三.zip/丙.txt"


def test_what_archives_within_an_archive_hold_counts_together(tmp_path):
    inner = zip_of({"a.txt": "x"})
    path = tmp_path / "batch.zip"
    path.write_bytes(zip_of({"1.zip": inner, "2.zip": inner}))
    found = list(arrivals([path], Limits(archive_members=3)))
    assert [arrival.problem.code if arrival.problem else None for arrival in found] == [None, "read-archive-count"]


def test_hidden_files_in_an_archive_are_passed_over_in_silence(tmp_path):
    path = tmp_path / "batch.zip"
    path.write_bytes(zip_of({"甲.txt": "甲", "__MACOSX/甲.txt": b"x", "~$甲.docx": b"x", ".git/a.txt": b"x"}))
    assert names(list(arrivals([path])), tmp_path) == ["batch.zip/甲.txt"]


def test_nothing_of_an_archive_is_left_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "batch.7z"
    path.write_bytes(seven_of({"../../通知.txt": b"x"}))
    assert [arrival.data() for arrival in arrivals([path])] == [b"x"]
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_is_known_by_its_content_whatever_its_name(tmp_path):
    for name in ("材料.docx", "材料.rar", "材料.7z", "材料.eml", "材料"):
        path = tmp_path / name
        path.write_bytes(zip_of({"通知.txt": "各单位"}))
        assert names(list(arrivals([path])), tmp_path) == [f"{name}/通知.txt"]


@pytest.mark.parametrize("name", ["材料.zip", "材料.rar", "材料.7z", "材料.tar.gz", "材料.tar", "材料.msg"])
def test_what_is_called_an_archive_and_is_none_is_damaged(tmp_path, name: str):
    path = tmp_path / name
    path.write_bytes(b"\x01\x02\x03" * 400)
    (arrival,) = arrivals([path])
    assert arrival.problem.code == "read-archive-damaged"


def test_a_document_that_is_called_an_archive_is_a_document(tmp_path):
    path = tmp_path / "batch.zip"
    word = zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
    for content in (word, b"%PDF-1.4 ", b"<!DOCTYPE html><html><body>x</body></html>"):
        path.write_bytes(content)
        (arrival,) = arrivals([path])
        assert (to_read(arrival), arrival.path) == (True, path)
    outer = tmp_path / "outer.zip"
    outer.write_bytes(zip_of({"通知.zip": b"%PDF-1.4 "}))
    (arrival,) = arrivals([outer])
    assert arrival.data() == b"%PDF-1.4 "


def test_a_damaged_office_file_stays_with_its_reader(tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(zip_of({"docProps/app.xml": "<x/>" * 99, "word/document.xml": "<x/>"})[:120])
    (arrival,) = arrivals([path])
    assert to_read(arrival)


def test_pieces_of_a_split_archive_are_named_once_with_the_mend(tmp_path):
    for name in ("材料.part1.rar", "材料.part2.rar", "旧.7z.001", "旧.7z.002", "名单.z01"):
        write(tmp_path / name)
    found = dict(zip_names(arrivals([tmp_path]), tmp_path))
    assert {name for name, arrival in found.items() if arrival.problem} == {"材料.part1.rar", "旧.7z.001"}
    assert {arrival.skipped.code for arrival in found.values() if arrival.skipped} == {"read-archive-part"}
    assert next(arrivals([tmp_path / "名单.z01"])).problem.code == "read-archive-part"


def to_read(arrival: Arrival) -> bool:
    return arrival.skipped is None and arrival.problem is None


def zip_names(found, root: Path) -> list[tuple[str, Arrival]]:
    listed = list(found)
    return list(zip(names(listed, root), listed, strict=True))


def mail_of(text: str, *attached: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "报送"
    message.set_content(text)
    for name, content in attached:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()
