"""The body of a mail as a document of its own, with the head's lines above it: who asks whom for what, and when."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from corpus.messages import UnreadableError
from extractors.readers.plain.encoding import decode

_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BODY_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]*charset[^>]*>", re.IGNORECASE)
_MARKS = re.compile(r"<(style|script|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|&nbsp;|\s", re.IGNORECASE | re.DOTALL)
_CODE_PAGES = {"936": "gb18030", "950": "big5hkscs", "65001": "utf-8", "54936": "gb18030", "1200": "utf-16-le"}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
"""Mails say GB2312 and use characters that only its successors have."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of a body in the forms in which the sender gave it, each empty where it is not there."""

    plain: str = ""
    html: str = ""

    @property
    def needs_page(self) -> bool:
        """Whether the plain form has lost something: a table, or everything."""
        return _TABLE.search(self.html) is not None or (not self.plain.strip() and bool(_MARKS.sub("", self.html)))


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its attachments; ``head`` has the shown lines (邮件主题, 发件人 …) that are not empty."""

    head: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]

    def body(self) -> tuple[str, bytes] | None:
        """Name and content of the body, None where it has no words: a page where a passage needs one, else text."""
        if any(passage.needs_page for passage in self.passages):
            return "正文.html", self._page().encode("utf-8", "replace")
        plain = "\n".join(passage.plain for passage in self.passages).replace("\r\n", "\n").strip()
        return ("正文.txt", self._head_lines() + f"\n{plain}\n".encode("utf-8", "replace")) if plain else None

    def head_alone(self) -> tuple[str, bytes]:
        """Name and content where there is nothing but a head."""
        return "正文.txt", self._head_lines()

    def _head_lines(self) -> bytes:
        return "".join(f"{name}：{value}\n" for name, value in self.head).encode("utf-8", "replace")

    def _page(self) -> str:
        """The head's lines in front of the passages; of a single page its own head is kept, with its styles."""
        head = "".join(_paragraph(f"{name}：{value}") for name, value in self.head)
        written = [passage for passage in self.passages if passage.plain.strip() or passage.html.strip()]
        before = "<html><body>"
        if len(written) == 1:
            page = _META.sub("", written[0].html)
            start = _BODY.search(page)
            before, inner = (page[: start.end()], page[start.end() :]) if start else (before, page)
        else:
            inner = "\n".join(map(_within_page, written))
        return f'<!DOCTYPE html>\n<meta charset="utf-8">\n{before}\n{head}{inner}'


def _within_page(passage: Passage) -> str:
    if not passage.needs_page:
        return "".join(map(_paragraph, passage.plain.splitlines()))
    page = _META.sub("", passage.html)
    start = _BODY.search(page)
    return _BODY_END.sub("", page[start.end() :] if start else page)


def _paragraph(line: str) -> str:
    return f"<p>{html.escape(line)}</p>\n"


def text_of(raw: bytes, charset: str | None) -> str:
    """Bytes as text: in the encoding that is said if it fits, else in the one that they look like."""
    said = wider(charset)
    if said is not None:
        try:
            return raw.decode(said)
        except (LookupError, ValueError):
            pass
    try:
        return decode(raw).text
    except UnreadableError:
        return raw.decode("gb18030", "replace")


def wider(charset: str | int | None) -> str | None:
    """The Python name of an encoding or Windows code page; of a Chinese one the successor that contains it."""
    if not charset:
        return None
    name = str(charset).strip("\"' ").lower()
    if name.isdigit():
        return _CODE_PAGES.get(name, f"cp{name}")
    return _WIDER.get(name, name)
