"""Files of other word processors, which LibreOffice is to open: it may fetch, run and grow as we may not."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

import pytest
from bombs import LAUGHS, reads_file
from built_office import field, odt, rtf, word_97
from hostile import DAMAGED, GOOD, PASSWORD, Kind, attacked, file, params

from corpus.libreoffice.program import program

needs_libreoffice = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
FAR = 2_000_000_000


def _circle() -> bytes:
    """A compound file in which a sector of Word's stream comes after itself."""
    data = bytearray(word_97())
    for at in range(2, 60):
        data[512 + 4 * at : 516 + 4 * at] = struct.pack("<I", at)
    return bytes(data)


RTF = f"{GOOD}\\par "
KINDS = (
    Kind(
        "rtf: a million groups within each other",
        file("通知.rtf", lambda _: rtf(RTF + "{" * 1_000_000)),
        "failed",
        ("LibreOffice 未能打开",),
        options=("--limit", "memory_bytes=1GB"),
        seconds=60,
        megabytes=1100,
    ),
    Kind(
        "rtf: pictures, texts and templates elsewhere",
        file(
            "通知.rtf",
            lambda place: rtf(
                "{\\*\\template "
                + place.address
                + "/t}"
                + RTF
                + field(f'INCLUDEPICTURE "{place.address}/p" \\\\d', "图")
                + field(f'INCLUDETEXT "{place.secret.as_uri()}"', "文")
                + field(f'DDEAUTO c:\\\\cmd "{place.address}"', "动")
                + "{\\object\\objautlink\\objupdate{\\*\\objclass Word}}"
            ),
        ),
        "ok",
        (),
        (GOOD,),
        seconds=60,
    ),
    Kind(
        "rtf: bytes that it says are two billion",
        file("通知.rtf", lambda _: rtf(RTF + f"{{\\pict\\bin{FAR} x}}")),
        "ok",
        (),
        (GOOD,),
        seconds=60,
    ),
    Kind(
        "rtf: an object of 30 MB",
        file("通知.rtf", lambda _: rtf(RTF + f"{{\\object\\objemb{{\\*\\objdata {'01050000' * 7_500_000}}}}}")),
        "ok",
        ("嵌有对象", "1 个"),
        (GOOD,),
        seconds=60,
    ),
    Kind("rtf: cut", file("通知.rtf", lambda _: rtf(RTF * 30)[:-10]), "partial", ("末尾残缺",), (GOOD,), seconds=60),
    Kind(
        "odt: pictures and sections elsewhere, and a script",
        file(
            "通知.odt",
            lambda place: odt(
                f"<text:p>{GOOD}</text:p>"
                f'<text:p><draw:frame svg:width="9cm" svg:height="9cm"><draw:image xlink:href="{place.address}/p" '
                'xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
                f'<text:section text:name="s"><text:section-source xlink:href="{place.secret.as_uri()}" '
                'xlink:type="simple"/>'
                "</text:section><office:event-listeners><script:event-listener "
                'script:event-name="office:load-finished" script:language="ooo:script" '
                'xlink:href="vnd.sun.star.script:a?language=Python&amp;location=share"/>'
                "</office:event-listeners>"
            ),
        ),
        "ok",
        (),
        (GOOD,),
        seconds=60,
    ),
    Kind(
        "odt: a billion laughs",
        file("通知.odt", lambda _: odt("<text:p>&k;</text:p>", prolog=LAUGHS)),
        "failed",
        (DAMAGED,),
        never=("哈哈",),
    ),
    Kind(
        "odt: an entity that is a file of this machine",
        file("通知.odt", lambda place: odt("<text:p>&x;</text:p>", prolog=reads_file(place))),
        "failed",
        (DAMAGED,),
    ),
    Kind("odt: a password", file("通知.odt", lambda _: odt("", encrypted=True)), "failed", (PASSWORD,)),
    Kind(
        "odt: cut", file("通知.odt", lambda _: odt(f"<text:p>{GOOD}</text:p>" * 90)[:-300]), "failed", (DAMAGED, "ODT")
    ),
    Kind("doc: a password", file("通知.doc", lambda _: word_97(flags=0x0300)), "failed", (PASSWORD,)),
    Kind("doc: nothing within Word's streams", file("通知.doc", lambda _: word_97()), "empty", ("没有任何文字",)),
    Kind("doc: cut", file("通知.doc", lambda _: word_97()[:3000]), "failed", (DAMAGED, "DOC")),
    Kind("doc: a chain of sectors in a circle", file("通知.doc", lambda _: _circle()), "empty", ("没有任何文字",)),
)


@needs_libreoffice
@params(*KINDS)
def test_a_hostile_file_of_another_word_processor_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
