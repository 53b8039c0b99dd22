"""Mails that are to nest without end, to flood or to lead out of their folder."""

from __future__ import annotations

import socket
from email.message import EmailMessage
from pathlib import Path

from built_archives import Attached, Outlook, compound_file
from hostile import DAMAGED, GOOD, NOTICE, TOO_DEEP, Kind, attacked, file, params


def _mail(**parts: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "报送材料", "甲 <a@example.cn>", "乙 <b@example.cn>"
    message.set_content(f"{GOOD}\n见附件。")
    for name, content in parts.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def _mails_within(depth: int) -> bytes:
    """A mail in a mail in a mail: message/rfc822 all the way down."""
    head = b"From: a@example.cn\nTo: b@example.cn\nSubject: x\nMIME-Version: 1.0\n"
    return (head + b"Content-Type: message/rfc822\n\n") * depth + head + b"\n" + NOTICE.encode()


def _parts_within(depth: int) -> bytes:
    """A multipart in a multipart …, each with a boundary of its own."""
    head = "From: a@example.cn\nTo: b@example.cn\nMIME-Version: 1.0\n"
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    closed = "".join(f"\n--b{n}--\n" for n in reversed(range(depth)))
    return f"{head}{opened}Content-Type: text/plain; charset=utf-8\n\n{NOTICE}{closed}".encode()


def _many_attachments(count: int) -> bytes:
    head = 'From: a@example.cn\nTo: b@example.cn\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    part = '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{}.txt"\n\nx{}\n'
    return (head + "".join(part.format(n, n) for n in range(count)) + "--b--\n").encode()


def _long_header() -> bytes:
    return (
        b"From: a@example.cn\nTo: b@example.cn\nSubject: " + b"=?utf-8?b?55Sy?= " * 600_000 + b"\n\n" + NOTICE.encode()
    )


def _outlook_within(depth: int) -> bytes:
    """A MSG in a MSG in a MSG."""
    inner = Outlook("报送材料", GOOD, sender="甲", to="乙").streams()
    for _ in range(depth):
        inner = Outlook("报送材料", GOOD, sender="甲", to="乙", attached=[Attached("内.msg", inner=inner)]).streams()
    return compound_file(Outlook("外", GOOD, attached=[Attached("内.msg", inner=inner)]).streams(header=32))


KINDS = (
    Kind(
        "mail: cut",
        file("a.eml", lambda _: _mail(**{"a.bin": bytes(9000), "b.txt": NOTICE.encode() * 99})[:-9000]),
        ("ok", "partial", "failed"),
        ("压缩包或邮件不完整",),
        (GOOD,),
    ),
    Kind("msg: cut", file("a.msg", lambda _: Outlook("报送", GOOD * 500).file()[:2600]), "failed", (DAMAGED, "MSG")),
    Kind("msg: nine mails within each other", file("a.msg", lambda _: _outlook_within(9)), "ok", ("未读取",), (GOOD,)),
    Kind("mail: 1,000 mails within each other", file("a.eml", lambda _: _mails_within(1000)), "failed", (TOO_DEEP,)),
    Kind("mail: 3,000 parts within each other", file("a.eml", lambda _: _parts_within(3000)), "failed", (TOO_DEEP,)),
    Kind("mail: 30,000 attachments", file("a.eml", lambda _: _many_attachments(30_000)), "failed", ("文件过多",)),
    Kind("mail: a header of 10 MB", file("a.eml", lambda _: _long_header()), "ok", (), ("2031-07-05",)),
    Kind(
        "mail: an attachment called ../../x",
        file("a.eml", lambda _: _mail(**{"../../x.txt": NOTICE.encode()})),
        ("ok", "ok"),
        (),
        (GOOD,),
    ),
)


@params(*KINDS)
def test_a_hostile_mail_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
