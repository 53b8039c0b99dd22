"""The title that a page bears in its head: portals that keep it out of the text put it there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from extractors.readers.html.style import tag_of

_NAME = "articletitle"
"""The name under which portals of public bodies state an article's title (国办发〔2017〕47号, 网页设计规范)."""
_SPACES = re.compile(r"\s+")
_BEGINNING = 12
"""Characters by which a title is known again: an issuer and a word or two."""


def page_title(root: etree._Element) -> str:
    """The article's title as the portal states it, else the page's as browsers show it; empty where there is none."""
    titles = [element for element in root.iter() if tag_of(element) in {"title", "meta"}]
    stated = (
        element.get("content") or "" for element in titles if (element.get("name") or "").strip().lower() == _NAME
    )
    shown = (element.text or "" for element in titles if tag_of(element) == "title")
    return next((" ".join(text.split()) for text in (*stated, *shown) if text.strip()), "")


def is_untold(title: str, lines: Iterable[str]) -> bool:
    """Whether the lines of the page, read as one text, have nowhere what the title begins with."""
    bare = _SPACES.sub("", title)
    return bool(bare) and bare[:_BEGINNING] not in _SPACES.sub("", "".join(lines))
