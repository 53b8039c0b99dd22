"""From bytes to text: the encodings in which Chinese offices send text (UTF-8, UTF-16 with a mark, GB18030).

A strict order is safer than statistics here: text in GB18030 is hardly ever valid UTF-8, and every GB2312 and GBK
file is valid GB18030.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.messages import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 goes before UTF-16: its little-endian mark begins with the other's."""

_SAMPLE = 64 * 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_MOST_BAD = 0.1
"""Over a tenth of the non-ASCII bytes bad: it is another encoding, not a damaged text."""
_LEAST_USUAL = 0.85
"""Chinese prose is nearly all GB2312; of what other bytes decode to, two characters in three are outside it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding's name, and how many bytes were replaced by ``�``."""

    text: str
    encoding: str
    replaced: int = 0


def looks_like_text(data: bytes) -> bool:
    """Whether the beginning of a file can be text in an encoding that ``decode`` knows."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return True
    sample = data[:_SAMPLE]
    if b"\x00" in sample or len(_CONTROL.findall(sample)) * 100 > len(sample):
        return False
    return _best(sample) is not None


def decode(data: bytes) -> Decoded:
    """The file's text without its byte order mark. Raises ``read-encoding`` where no encoding fits."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    best = _best(data)
    if best is None:
        raise UnreadableError("read-encoding")
    return best


def _marked(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        return _escaped(data, encoding)
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd") * (4 if "32" in encoding else 2))


def _best(data: bytes) -> Decoded | None:
    allowed = _MOST_BAD * sum(byte >= 0x80 for byte in data) + 3  # a sample may end within a character
    utf8 = _escaped(data, "utf-8")
    if utf8.replaced == 0:
        return utf8
    gb18030 = _escaped(data, "gb18030")
    if utf8.replaced <= allowed and utf8.replaced <= _MOST_BAD * len(data):
        return utf8
    if gb18030.replaced <= allowed and _usual(gb18030.text):
        return gb18030
    return None


def _escaped(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "surrogateescape")
    replaced = len(_ESCAPED.findall(text))
    return Decoded(_ESCAPED.sub("\ufffd", text) if replaced else text, encoding, replaced)


def _usual(text: str) -> bool:
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    usual = sum(bool(char.encode("gb2312", "ignore")) for char in foreign)
    return usual >= _LEAST_USUAL * len(foreign)
