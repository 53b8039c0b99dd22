"""Places of a file system that are no files, or have names that a terminal would obey."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hostile import GOOD, NOTICE, Kind, Place, attacked, file, params


def pipe(place: Place) -> Path:
    path = place.folder / "管道.txt"
    os.mkfifo(path)
    return path


def folder_with_a_name(place: Place) -> Path:
    path = place.folder / "通知.pdf"
    path.mkdir()
    return path


def links_in_a_circle(place: Place) -> Path:
    folder = place.folder / "夹"
    folder.mkdir()
    (folder / "甲.txt").symlink_to(folder / "乙.txt")
    (folder / "乙.txt").symlink_to(folder / "甲.txt")
    (folder / "回").symlink_to(folder)
    (folder / "通知.txt").write_text(NOTICE, "utf-8")
    return folder


def hostile_names(place: Place) -> Path:
    for name in ("甲\n乙.txt", "\x1b[31m丙.txt", "丁\u202etxt.docx", "戊\ud800.txt".encode("utf-8", "surrogatepass")):
        path = os.path.join(os.fsencode(place.folder), os.fsencode(name))  # noqa: PTH118 - a name that is no text
        with open(path, "wb"):  # noqa: PTH123
            pass
    return place.folder


def unreadable(place: Place) -> Path:
    path = file("通知.txt", lambda _: [NOTICE])(place)
    path.chmod(0)
    return path


KINDS = (
    Kind("a named pipe", pipe, "failed", ("不是普通文件",)),
    Kind("a device that never ends", lambda _: Path("/dev/zero"), "failed", ("不是普通文件",)),
    Kind("a folder that is called like a file", folder_with_a_name, "failed", ("没有可读取的文件",)),
    Kind("links in a circle", links_in_a_circle, ("failed", "failed", "ok"), ("系统报错",), (GOOD,)),
    Kind("names with line ends, terminal codes and turned text", hostile_names, "failed", ("文件为空",)),
    Kind("a file that is not there", lambda place: place.folder / "无.docx", "failed", ("找不到该文件",)),
    Kind("a name of 300 characters", lambda place: place.folder / ("长" * 300), "failed", ("系统报错",)),
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@params(*KINDS)
def test_what_is_no_file_gives_its_message(kind: Kind, tmp_path: Path, listener: socket.socket) -> None:
    attacked(kind, tmp_path, listener, cold=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, listener: socket.socket) -> None:
    attacked(Kind("a file without permission", unreadable, "failed", ("没有读取权限",)), tmp_path, listener)
