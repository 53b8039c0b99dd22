"""The pages of one MHTML file, by the addresses under which they name one another (RFC 2557, 5 and 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus.messages import UnreadableError
from corpus.records import Source
from extractors.limits import Limits
from extractors.readers.html import PageRead, read_page

if TYPE_CHECKING:
    from lxml import etree

    from extractors.readers.html.source import Page

_FOLD = re.compile(r"[\r\n]+[ \t]*")
"""A long address goes on in the next line of the head."""


class SavedPages:
    """The parts that are pages. Each is given once, so pages that show one another come to an end."""

    def __init__(self, parts: Sequence[Message], source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._left = dict(enumerate(parts))
        self._numbers = {address: number for number, part in self._left.items() for address in _addresses(part)}

    def read(self) -> Iterator[PageRead]:
        """The blocks of one page after another, without those that were seen in an inner frame of one before."""
        while self._left:
            part = self._left.pop(min(self._left))
            address = next(iter(_addresses(part)), "")

            def filled(root: etree._Element, address: str = address) -> Iterable[Page]:
                from extractors.readers.html.frames import fill_frames  # noqa: PLC0415 (loads lxml)

                return fill_frames(root, address, self._page_at, self._limits.html_tags)

            yield read_page(_content(part), self._source, self._limits, part.get_content_charset(), filled)

    def _page_at(self, address: str) -> Page | None:
        """The page of this address, None where the file has none, gave it before or it cannot be read."""
        from extractors.readers.html.source import page  # noqa: PLC0415 (loads lxml)

        part = self._left.pop(self._numbers.get(_comparable(address), -1), None)
        if part is None:
            return None
        try:
            return page(_content(part), self._source.file, self._limits, part.get_content_charset())
        except UnreadableError:
            return None


def _addresses(part: Message) -> Iterator[str]:
    if location := _FOLD.sub("", str(part.get("Content-Location", ""))).strip():
        yield _comparable(location)
    if identifier := str(part.get("Content-ID", "")).strip().strip("<>"):
        yield _comparable(f"cid:{identifier}")


def _comparable(address: str) -> str:
    """An address whether it is escaped or not, without a place in the page; Windows tells no letters' case."""
    return unquote(address.partition("#")[0]).replace("\\", "/").casefold()


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
