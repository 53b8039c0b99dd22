"""Files, folders and ZIPs as they arrive in an office."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.messages import UnreadableError, describe
from extractors.intake import Arrival, arrivals, shown
from extractors.limits import DEFAULT, Limits


def write(path: Path, content: str = "各乡镇") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def zip_of(members: dict[str, bytes | str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def names(found: list[Arrival], root: Path) -> list[str]:
    return [arrival.shown_as.removeprefix(f"{root}{os.sep}") for arrival in found]


def in_zip(tmp_path: Path, data: bytes, limits: Limits = DEFAULT) -> list[Arrival]:
    path = tmp_path / "batch.zip"
    path.write_bytes(data)
    return list(arrivals([path], limits))


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
    for name in ("通知.txt", "说明.md", "扫描.JPG", "数据.json"):
        write(tmp_path / name)
    found = {arrival.shown_as.rsplit("/", 1)[-1]: arrival for arrival in arrivals([tmp_path])}
    assert {name: arrival.skipped.code for name, arrival in found.items() if arrival.skipped} == {
        "说明.md": "skip-no-document",
        "扫描.JPG": "skip-image",
        "数据.json": "skip-no-document",
    }
    assert not found["说明.md"].readable
    assert ".md" in describe(found["说明.md"].skipped)


def test_a_file_that_is_named_is_tried_whatever_it_is(tmp_path):
    (arrival,) = arrivals([write(tmp_path / "说明.md")])
    assert (arrival.readable, arrival.skipped) == (True, None)


def test_a_missing_path_is_a_problem_and_the_rest_goes_on(tmp_path):
    missing, there = arrivals([tmp_path / "无", write(tmp_path / "有.txt")])
    assert missing.problem.code == "read-missing"
    assert there.readable


def test_a_folder_without_documents_says_so(tmp_path):
    write(tmp_path / "a.json")
    skipped, nothing = arrivals([tmp_path])
    assert skipped.skipped is not None
    assert (nothing.problem.code, dict(nothing.problem.args)) == ("read-no-documents", {"count": "1"})


def test_links_in_a_circle_come_to_an_end(tmp_path):
    write(tmp_path / "a" / "通知.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert names(list(arrivals([tmp_path])), tmp_path) == ["a/通知.txt"]


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
    assert file.readable
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


def test_a_zip_is_read_like_a_folder(tmp_path):
    data = zip_of({"通知/乙.txt": "乙", "甲.txt": "甲", "图.png": b"x", "__MACOSX/甲.txt": b"x", "空/": b""})
    found = in_zip(tmp_path, data)
    assert names(found, tmp_path) == ["batch.zip/图.png", "batch.zip/甲.txt", "batch.zip/通知/乙.txt"]
    assert [arrival.skipped is not None for arrival in found] == [True, False, False]
    assert found[2].data().decode() == "乙"
    assert found[2].path is None


def test_names_in_gbk_are_read_right(tmp_path):
    data = zip_of({"XXXX.txt": "甲"}).replace(b"XXXX", "通知".encode("gbk"))
    assert names(in_zip(tmp_path, data), tmp_path) == ["batch.zip/通知.txt"]


def test_names_in_utf8_without_its_flag_are_read_right(tmp_path):
    data = zip_of({"XXXXXX.txt": "甲"}).replace(b"XXXXXX", "通知".encode())
    assert names(in_zip(tmp_path, data), tmp_path) == ["batch.zip/通知.txt"]


def test_no_name_leads_out_of_the_zip(tmp_path):
    found = in_zip(tmp_path, zip_of({"../../etc/a.txt": "甲", "/root/b.txt": "乙", "C:\\c.txt": "丙"}))
    assert sorted(names(found, tmp_path)) == ["batch.zip/c.txt", "batch.zip/etc/a.txt", "batch.zip/root/b.txt"]
    assert {arrival.data().decode() for arrival in found} == {"甲", "乙", "丙"}
    assert [path.name for path in tmp_path.iterdir()] == ["batch.zip"]


def test_a_zip_in_a_zip_is_read_and_a_third_is_refused(tmp_path):
    third = zip_of({"丙.txt": "丙"})
    second = zip_of({"乙.txt": "乙", "三.zip": third})
    found = in_zip(tmp_path, zip_of({"二.zip": second}))
    assert names(found, tmp_path) == ["batch.zip/二.zip/三.zip", "batch.zip/二.zip/乙.txt"]
    assert found[0].problem.code == "read-zip-depth"
    assert found[1].data().decode() == "乙"


def test_a_damaged_zip_is_a_problem(tmp_path):
    (arrival,) = in_zip(tmp_path, zip_of({"甲.txt": "甲" * 500})[:60])
    assert (arrival.problem.code, dict(arrival.problem.args)["format"]) == ("read-damaged", "ZIP")


def test_a_damaged_member_spoils_no_other(tmp_path):
    data = zip_of({"甲.txt": "AAAA", "乙.txt": "BBBB"}).replace(b"AAAA", b"AAAX", 1)
    good, bad = sorted(in_zip(tmp_path, data), key=lambda arrival: "甲" in arrival.shown_as)
    assert good.data() == b"BBBB"
    with pytest.raises(UnreadableError) as caught:
        bad.data()
    assert caught.value.problem.code == "read-damaged"


def test_a_member_with_a_password_says_so(tmp_path):
    data = bytearray(zip_of({"a.txt": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (arrival,) = in_zip(tmp_path, bytes(data))
    with pytest.raises(UnreadableError) as caught:
        arrival.data()
    assert caught.value.problem.code == "read-password"


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(zip_bytes=5), "read-too-large"), (Limits(zip_members=1), "read-zip-count")],
)
def test_a_zip_over_its_limits_is_refused(tmp_path, limits: Limits, code: str):
    (arrival,) = in_zip(tmp_path, zip_of({"a.txt": "12345", "b.txt": "12345"}), limits)
    assert arrival.problem.code == code


def test_what_zips_within_a_zip_hold_counts_together(tmp_path):
    inner = zip_of({"a.txt": "x"})
    found = in_zip(tmp_path, zip_of({"1.zip": inner, "2.zip": inner}), Limits(zip_members=3))
    assert [arrival.problem.code if arrival.problem else None for arrival in found] == [None, "read-zip-count"]


def test_a_zip_without_documents_says_so(tmp_path):
    *_, nothing = in_zip(tmp_path, zip_of({"a.png": "x"}))
    assert nothing.problem.code == "read-no-documents"


def test_a_word_file_that_is_named_zip_is_a_document(tmp_path):
    (arrival,) = in_zip(tmp_path, zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}))
    assert arrival.readable
    assert arrival.path == tmp_path / "batch.zip"
