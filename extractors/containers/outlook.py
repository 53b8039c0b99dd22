"""MSG: Outlook's mail as a compound file, its streams one at a time ([MS-OXMSG], [MS-CFB]).

python-oxmsg loads every stream at opening, takes GBK for Latin and does not reach a mail within a mail; so olefile.
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

import olefile

from extractors.containers.budget import Budget
from extractors.containers.mail_text import Letter, Passage, text_of, wider
from extractors.containers.names import single_name
from extractors.containers.protocol import Member, damaged, nothing

FORMAT = "MSG"
IS_MAIL = True

_BROKEN = (OSError, ValueError, LookupError, TypeError, struct.error, OverflowError, RecursionError)
_SUBJECT, _SENT, _DELIVERED, _BODY, _HTML, _RTF = 0x0037, 0x0039, 0x0E06, 0x1000, 0x1013, 0x1009
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_TO, _COPY = 0x0E04, 0x0E03
_CONTENT, _NAME, _LONG_NAME, _SHOWN_NAME, _LINKED = 0x3701, 0x3704, 0x3707, 0x3001, 0x370D
_CODE_PAGE, _BODY_CODE_PAGE = 0x3FFD, 0x3FDE
"""Property identifiers of [MS-OXPROPS]."""
_UNICODE, _BYTES, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_ATTACHMENT = "__attach_version1.0_#"
_PROPERTIES = "__properties_version1.0"
_ROOT_HEADER, _INNER_HEADER = 32, 24
"""Bytes before the properties of fixed length, for the file's own mail and for a mail in it ([MS-OXMSG] 2.4.1)."""
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_SENT_FROM = datetime.timezone(datetime.timedelta(hours=8))
"""Outlook keeps UTC and not the sender's clock; letters to a Chinese office are told in China's time."""
_DEEPEST = 5

_Storage = tuple[str, ...]


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:  # noqa: ARG001
    """The body as 正文.txt or 正文.html, unless it is empty and something is attached, then what is attached.

    The members of a mail in the mail stand under its subject (``转发.msg/正文.txt``).
    Raises ``read-archive-damaged``, ``read-archive-count``, ``read-too-large``.
    """
    try:
        mail = olefile.OleFileIO(file)
        if not mail.exists(_PROPERTIES):
            raise damaged(FORMAT, _PROPERTIES)
        yield from _mail(_Mail(mail, (), budget), budget, 1)
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None


def _mail(mail: _Mail, budget: Budget, depth: int) -> Iterator[Member]:
    attachments = mail.attachments()
    budget.count(len(attachments) + 1)
    letter = mail.letter()
    body = letter.body()
    if body is None and mail.has(_RTF, _BINARY):
        yield Member("正文.rtf", nothing, "skip-mail-rtf")
    elif body is None and not attachments:
        body = letter.head_alone()
    if body is not None:
        yield Member(body[0], partial(bytes, body[1]))
    for number, place in enumerate(attachments, 1):
        attached = _Mail(mail.file, place, budget, mail.code_page)
        inner = (*place, f"__substg1.0_{_CONTENT:04X}{_OBJECT}")
        if mail.file.exists([*inner, _PROPERTIES]) and depth < _DEEPEST:
            within = _Mail(mail.file, inner, budget)
            folder = f"{single_name(within.text(_SUBJECT)) or f'邮件{number}'}.msg"
            for member in _mail(within, budget, depth + 1):
                yield Member(f"{folder}/{member.name}", member.data, member.passed_over)
            continue
        found = (attached.text(code) for code in (_LONG_NAME, _LINKED, _NAME, _SHOWN_NAME))
        title = single_name(next(filter(None, found), "")) or f"附件{number}"
        if attached.has(_CONTENT, _BINARY):
            yield Member(title, partial(_content, attached))
        else:
            yield Member(title, nothing, "skip-mail-object")


def _content(attached: _Mail) -> bytes:
    try:
        return attached.binary(_CONTENT)
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None


@dataclass(frozen=True, slots=True)
class _Mail:
    """The properties of one mail or attachment: ``place`` is its storage within the compound file."""

    file: olefile.OleFileIO
    place: _Storage
    budget: Budget
    given_code_page: str | None = None

    @property
    def code_page(self) -> str | None:
        """The encoding of its byte strings; an attachment has its mail's."""
        return wider(self.number(_CODE_PAGE)) or self.given_code_page

    def has(self, code: int, kind: str) -> bool:
        return bool(self.file.exists([*self.place, f"__substg1.0_{code:04X}{kind}"]))

    def text(self, code: int) -> str:
        """A string property, empty where it is not there."""
        if self.has(code, _UNICODE):
            return self._stream(code, _UNICODE).decode("utf-16-le", "replace").rstrip("\0")
        if not self.has(code, _BYTES):
            return ""
        page = wider(self.number(_BODY_CODE_PAGE)) if code in (_BODY, _HTML) else None
        return text_of(self._stream(code, _BYTES).rstrip(b"\0"), page or self.code_page)

    def binary(self, code: int) -> bytes:
        return self._stream(code, _BINARY)

    def number(self, code: int, width: int = 4) -> int | None:
        """A property of fixed length and of so many bytes."""
        path = [*self.place, _PROPERTIES]
        if not self.file.exists(path):
            return None
        entries = self._bytes(path)[_INNER_HEADER if self.place else _ROOT_HEADER :]
        for at in range(0, len(entries) - 15, 16):
            if int.from_bytes(entries[at + 2 : at + 4], "little") == code:
                return int.from_bytes(entries[at + 8 : at + 8 + width], "little")
        return None

    def attachments(self) -> list[_Storage]:
        """The storages of its attachments in their order."""
        depth = len(self.place) + 1
        found = {
            tuple(path[:depth])
            for path in self.file.listdir(streams=True, storages=True)
            if tuple(path[: depth - 1]) == self.place and len(path) >= depth and path[depth - 1].startswith(_ATTACHMENT)
        }
        return sorted(found)

    def letter(self) -> Letter:
        """Its head and body."""
        return Letter(self._head(), (Passage(self.text(_BODY), self._html()),))

    def _head(self) -> tuple[tuple[str, str], ...]:
        address = self.text(_SENDER_SMTP) or self.text(_SENDER_ADDRESS)
        sender = " ".join(filter(None, (self.text(_SENDER), f"<{address}>" if "@" in address else "")))
        sent = self.number(_SENT, 8) or self.number(_DELIVERED, 8)
        lines = {
            "邮件主题": self.text(_SUBJECT),
            "发件人": sender,
            "收件人": self.text(_TO),
            "抄送人": self.text(_COPY),
            "发送时间": _moment(sent) if sent else "",
        }
        return tuple((shown, " ".join(value.split())) for shown, value in lines.items() if value.strip())

    def _html(self) -> str:
        if self.has(_HTML, _BINARY):
            return text_of(self.binary(_HTML), wider(self.number(_BODY_CODE_PAGE)))
        return self.text(_HTML)

    def _stream(self, code: int, kind: str) -> bytes:
        return self._bytes([*self.place, f"__substg1.0_{code:04X}{kind}"])

    def _bytes(self, path: list[str]) -> bytes:
        """A stream, counted: many may be said to lie in the same sectors. Raises ``read-too-large``."""
        size = self.file.get_size(path)
        self.budget.allow(size)
        self.budget.spend(size)
        return bytes(self.file.openstream(path).read())


def _moment(ticks: int) -> str:
    """A FILETIME (100 ns since 1601, UTC) to the minute."""
    return f"{(_EPOCH + datetime.timedelta(microseconds=ticks // 10)).astimezone(_SENT_FROM):%Y-%m-%d %H:%M}"
