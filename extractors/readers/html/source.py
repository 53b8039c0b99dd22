"""From a page's bytes to its tree: the encoding that it declares or really has, and a parser that is bounded.

The parser is libxml2's, in its lenient mode: what browsers show of broken pages is what it gives. Nothing is fetched.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from corpus.messages import UnreadableError
from extractors.limits import Limits, megabytes
from extractors.readers.plain.encoding import Decoded, decode

_DECLARED_WITHIN = 8192
"""Bytes. Browsers look at 1,024 (HTML, 13.2.3.2); pages with long comments before their head are read as well."""
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs"}
"""Encodings of the Encoding Standard that hold more than the name that pages give (4.2)."""
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_OUTER = re.compile(r"</?(?:html|body)\b[^>]*>", re.IGNORECASE)
_OPENED = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:html|body|frameset)\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ROWS = re.compile(r"\s*<(?:tr|td|th|tbody|thead)\b", re.IGNORECASE)
"""Rows that were copied without their table."""
_UNSHOWN = re.compile(
    r"<(script|style|noscript|template|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[/!?]?[A-Za-z\[][^<>]*>")


@dataclass(frozen=True, slots=True)
class Page:
    """The tree, the source's encoding with the bytes that did not decode, and whether the tags had to be given up.

    ``cut`` says that the page began as a whole one and does not end as one.
    """

    root: etree._Element
    source: Decoded
    flat: bool = False
    cut: bool = False


def page(data: bytes, shown_as: str, limits: Limits, charset: str | None = None) -> Page:
    """The page's tree. ``charset`` is what an envelope (MIME) says and goes before the page's own word.

    A page whose elements lie deeper than libxml2 goes (2,048) or are more than ``limits.html_tags`` is ``flat``: its
    lines without their tables. Raises ``read-encoding``, ``read-too-large``.
    """
    if len(data) > limits.text_characters * 4:
        limit = megabytes(limits.text_characters * 4)
        raise UnreadableError("read-too-large", where=shown_as, size=megabytes(len(data)), limit=limit)
    source = _decoded(data, charset, shown_as)
    text = _INVISIBLE.sub("", source.text)
    if text.count("<") <= limits.html_tags:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        # What stands behind a </body> in the middle (pages pasted together) would be lost otherwise.
        markup = _OUTER.sub("", _DOCTYPE.sub("", text, count=1))
        root = _parsed(f"<table>{markup}" if _ROWS.match(markup) else markup, parser)
        if all(error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            return Page(etree.Element("body") if root is None else root, source, cut=_is_cut(text))
    return Page(_flat(text), source, flat=True)


def _is_cut(text: str) -> bool:
    opened, closed = _OPENED.search(text), _CLOSED.search(text)
    return opened is not None and closed is None


def _decoded(data: bytes, charset: str | None, shown_as: str) -> Decoded:
    if not charset:
        found = _CHARSET.search(data[:_DECLARED_WITHIN])
        charset = found[1].decode("ascii") if found else None
    declared = _codec(charset)
    try:
        return decode(data, declared)
    except UnreadableError as error:
        if declared is None:
            raise UnreadableError(error.problem.code, where=shown_as) from None
        text = data.decode(declared, "replace")  # a language that we do not know by its bytes
        return Decoded(text, declared, text.count("\ufffd"))


def _codec(charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset or "").name
        "".encode(name)  # some names stand for no text encoding
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name.replace("-", ""), name)


def _parsed(text: str, parser: etree.HTMLParser) -> etree._Element | None:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None  # nothing in it, or nothing but comments


def _flat(text: str) -> etree._Element:
    """One element with the text, a line for each tag: for a page that no tree can be made of."""
    from html import unescape  # noqa: PLC0415 (the package's own module of this name is another)

    body = etree.Element("body")
    pre = etree.SubElement(body, "pre")
    pre.text = _INVISIBLE.sub("", unescape(_TAG.sub("\n", _UNSHOWN.sub("\n", text)))).replace("\x7f", "")
    return body
