"""EML: the body with the head's lines above it, then the attachments under their right names (RFC 5322, 2045 ff.)."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from email import message_from_binary_file
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from io import SEEK_END
from typing import IO

from corpus.messages import UnreadableError
from extractors.containers.budget import Budget
from extractors.containers.mail_text import Letter, Passage, text_of
from extractors.containers.names import decoded, single_name
from extractors.containers.protocol import Member, damaged
from extractors.limits import megabytes

FORMAT = "EML"
IS_MAIL = True

_BROKEN = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError, binascii.Error)
_HEAD = (("邮件主题", "Subject"), ("发件人", "From"), ("收件人", "To"), ("抄送人", "Cc"))
_SUFFIXES = {"text/html": ".html", "text/plain": ".txt", "text/csv": ".csv", "text/calendar": ".ics"}
_TNEF = "application/ms-tnef"
_LONG = 20_000
"""Characters of a header that are decoded at a time: more than any list of people has who are to read a mail."""


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:  # noqa: ARG001
    """The body as 正文.txt or 正文.html, unless it is empty and something is attached, then what is attached.

    A mail in the mail is a member of its own (``.eml``). Nothing in a mail is larger than the mail.
    Raises ``read-archive-damaged``, ``read-too-deep``, ``read-archive-count``, ``read-too-large``.
    """
    size, limit = file.seek(0, SEEK_END), budget.limits.inflated_bytes
    if size > limit:  # as a tree of lines it takes several times its size in memory
        raise UnreadableError("read-too-large", size=megabytes(size), limit=megabytes(limit))
    file.seek(0)
    try:
        message = message_from_binary_file(file)
        parts = _Parts()
        parts.walk(message)
        letter = Letter(_head(message), tuple(parts.passages))
    except RecursionError:
        raise UnreadableError("read-too-deep") from None
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    body = letter.body() or (None if parts.attached else letter.head_alone())
    budget.count(len(parts.attached) + 1)
    if body is not None:
        yield Member(body[0], partial(bytes, body[1]))
    for number, part in enumerate(parts.attached, 1):
        code = "skip-tnef" if part.get_content_type() == _TNEF else None
        yield Member(_file_name(part, number), partial(_content, part), code)
    if parts.is_cut:
        raise damaged(FORMAT, "EOF")


class _Parts:
    """The parts of a mail sorted into body and attachments."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.attached: list[Message] = []
        self.is_cut = False

    def walk(self, part: Message) -> None:
        """Sort a part and what is in it. Alternatives are forms of one passage, other parts follow each other.

        What calls itself multipart and has no parts is text.
        """
        kind = part.get_content_type()
        self.is_cut = self.is_cut or any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects)
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            before = len(self.passages)
            for inner in _within(part):
                self.walk(inner)
            if kind == "multipart/alternative":
                forms = self.passages[before:]
                plain, page = "".join(form.plain for form in forms), "".join(form.html for form in forms)
                self.passages[before:] = [Passage(plain, page)]
        elif (kind in ("text/plain", "text/html") and not _is_attached(part)) or kind.startswith("multipart/"):
            raw = part.get_payload(decode=True)
            text = text_of(raw, part.get_content_charset()) if isinstance(raw, bytes) else ""
            self.passages.append(Passage(html=text) if kind == "text/html" else Passage(plain=text))
        else:
            self.attached.append(part)


def _within(part: Message) -> list[Message]:
    """The parts of a part that has some."""
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_given_name(part))


def _content(part: Message) -> bytes:
    """What is attached; a mail in the mail as it would be a file."""
    try:
        if part.get_content_maintype() == "message":
            return b"\n".join(inner.as_bytes() for inner in _within(part))
        found = part.get_payload(decode=True)
    except RecursionError:
        raise UnreadableError("read-too-deep") from None
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    return found if isinstance(found, bytes) else b""


def _file_name(part: Message, number: int) -> str:
    """The attachment's name; without one, what it is: the subject of a mail, 附件 with its number for others."""
    given = single_name(_given_name(part))
    if given:
        return given
    if part.get_content_maintype() == "message":
        subject = "".join(_value(inner, "Subject") for inner in _within(part)[:1])
        return f"{single_name(subject) or f'邮件{number}'}.eml"
    kind = part.get_content_type()
    suffix = _SUFFIXES.get(kind) or f".{part.get_content_subtype()}"
    return f"附件{number}{suffix}"


def _given_name(part: Message) -> str:
    """``filename`` or ``name``: by RFC 2231, by RFC 2047 (against the standard, and everywhere), or in bare bytes."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        raw = next((str(value) for key, value in part.raw_items() if key.lower() == header), "")
        if (plain := _bare(raw)) != raw:
            part.replace_header(header, plain)
        try:
            given = part.get_param(parameter, header=header)
        except _BROKEN:
            continue
        if isinstance(given, tuple):
            return text_of(given[2].encode("latin-1", "replace"), given[0] or "utf-8")
        if given:
            return _words(given)
    return ""


def _head(message: Message) -> tuple[tuple[str, str], ...]:
    lines = tuple((shown, value) for shown, field in _HEAD if (value := _value(message, field)))
    sent = _sent(_value(message, "Date"))
    return (*lines, ("发送时间", sent)) if sent else lines


def _sent(date: str) -> str:
    """The day and minute at the sender's place; what is no date of RFC 5322 stays as it is."""
    try:
        return f"{parsedate_to_datetime(date):%Y-%m-%d %H:%M}"
    except (ValueError, TypeError, IndexError):
        return date


def _value(message: Message, field: str) -> str:
    """The field as text in one line, empty where it is not there."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == field.lower()), "")
    return " ".join(_words(_bare(raw)).split())


def _bare(raw: str) -> str:
    """A header that was written in UTF-8 or GBK as it is (the parser keeps such bytes as halves of characters)."""
    try:
        raw.encode()
    except UnicodeEncodeError:
        return decoded(raw.encode("utf-8", "surrogateescape"))
    return raw


def _words(raw: str) -> str:
    """The encoded words of RFC 2047 in a text resolved; a character that is cut between two words is mended."""
    return "".join(map(_few_words, _pieces(raw)))


def _pieces(raw: str) -> Iterator[str]:
    """A text in pieces that end between words: the library's time grows with the square of their number."""
    while len(raw) > _LONG and (end := raw.rfind(" ", 1, _LONG)) > 0:
        yield raw[:end]
        raw = raw[end:]
    yield raw


def _few_words(raw: str) -> str:
    try:
        found = decode_header(raw)
    except (HeaderParseError, ValueError, binascii.Error):
        return raw
    return "".join(
        text if isinstance(text, str) else text_of(text, charset) if charset else text.decode("raw-unicode-escape")
        for text, charset in found
    )
