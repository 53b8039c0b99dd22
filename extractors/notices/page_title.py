"""The title of a document whose page keeps it out of the text, in what the browser shows (``AsideKind.TITLE``)."""

from __future__ import annotations

import re

from corpus.records import AsideKind, Document
from extractors.clean import squeezed
from extractors.notices.titles import kind_of

_BEFORE_SITE = re.compile(r"\s*[_|｜—–-]+\s*|\s{2,}")
"""What parts a title from the column and the site behind it (关于…的通知_通知公告_青山市人民政府)."""


def page_title(document: Document) -> str | None:
    """The title without the site's name behind it; None where the page has none or no kind of document ends it."""
    for aside in document.asides:
        if aside.kind is AsideKind.TITLE:
            ends = [*(found.start() for found in _BEFORE_SITE.finditer(aside.text)), len(aside.text)]
            return next((title for end in ends if kind_of(title := squeezed(aside.text[:end]))), None)
    return None
