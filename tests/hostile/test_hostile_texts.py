"""Plain texts and tables of separated fields that have no end, no encoding or another name."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from bombs import MEGABYTE
from hostile import GOOD, NOTICE, Kind, attacked, file, params


def _random(size: int) -> bytes:
    return random.Random(7).randbytes(size)


KINDS = (
    Kind(
        "txt: 40,000 lines that begin with a tab",
        file("通知.txt", lambda _: (NOTICE, "\t甲\n" * 40_000)),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "txt: one that takes too long",
        file("通知.txt", lambda _: (NOTICE, "\n" * 3_000_000)),
        "failed",
        ("超过 1 秒，已放弃", "其余文件不受影响"),
        options=("--limit", "seconds=1"),
    ),
    Kind(
        "txt: one line of 60 MB",
        file("通知.txt", lambda _: (NOTICE, *("甲" * 333_333 for _ in range(60)))),
        "partial",
        ("正文过长",),
        (GOOD,),
        seconds=90,
        megabytes=1500,
    ),
    Kind(
        "txt: 300,000 empty lines",
        file("通知.txt", lambda _: (NOTICE, "\n" * 300_000)),
        "ok",
        (),
        (GOOD,),
        seconds=90,
        megabytes=2000,
    ),
    Kind(
        "txt: two million tabs in a line",
        file("通知.txt", lambda _: (NOTICE, ("\t" * 2_000_000 + "\n") * 2)),
        "ok",
        (),
        (GOOD,),
        seconds=90,
        megabytes=2000,
    ),
    Kind("txt: random bytes", file("通知.txt", lambda _: [_random(MEGABYTE)]), "failed", ("不是可以识别",)),
    Kind(
        "txt: UTF-16 with half a character at its end",
        file("通知.txt", lambda _: [b"\xff\xfe" + NOTICE.encode("utf-16-le") + b"\x41"]),
        "partial",
        ("个字节无法按 UTF-16-LE 解码",),
        (GOOD,),
    ),
    Kind(
        "txt: terminal codes and turned text",
        file("通知.txt", lambda _: [f"\x1b[2J\x1b]0;x\x07{GOOD}\u202e\n各单位：\n"]),
        "failed",
        ("不是可以识别",),
    ),
    Kind("txt: a program", file("通知.txt", lambda _: [b"\x7fELF" + bytes(range(256)) * 9]), "failed", ("程序文件",)),
    Kind("docx: a text", file("通知.docx", lambda _: [NOTICE]), "ok", (), (GOOD,)),
    Kind("pdf: random bytes", file("通知.pdf", lambda _: [_random(9000)]), "failed", ("不是可以识别",)),
    Kind(
        "csv: a field of 100 MB",
        file("表.csv", lambda _: ("甲,乙\n丙,", *("丁" * 333_333 for _ in range(100)))),
        "failed",
        ("有一格超过 10,000,000 字", "引号"),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "csv: a million columns",
        file("表.csv", lambda _: ("甲," * 1_000_000 + "\n", "乙\n" * 20)),
        "failed",
        ("范围过大",),
        seconds=60,
        megabytes=2000,
    ),
    Kind(
        "csv: bytes of zero",
        file("表.csv", lambda _: ["甲,乙\n丙,丁\n" * 50, bytes(3), "戊,己\n"]),
        "partial",
        ("3 个字节",),
        ("戊",),
    ),
    Kind(
        "csv: quotes that do not end",
        file("表.csv", lambda _: ["甲,乙\n", '"丙,丁\n' * 200_001]),
        "partial",
        ("引号不成对",),
        seconds=60,
        megabytes=1000,
    ),
    Kind("txt: nothing", file("通知.txt", lambda _: [b""]), "failed", ("文件为空",)),
)


@params(*KINDS)
def test_a_hostile_text_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
