"""From bytes to text: the encodings in which Chinese offices send text (UTF-8, -16 and -32, GB18030, Big5, HZ).

A strict order is safer than statistics where it can be had: text in another encoding is hardly ever valid UTF-8, and
every GB2312 and GBK file is valid GB18030. Only between GB18030 and Big5, which share most of their bytes, and for
UTF-16 without a mark do the characters decide that come out.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

from corpus.messages import UnreadableError
from corpus.terms import terms

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 goes before UTF-16: its little-endian mark begins with the other's."""
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_CHINESE = {"gb18030": "gb2312", "big5hkscs": "big5"}
"""Each encoding of double bytes with the older set that holds what its texts usually have."""

_ASCII = bytes(range(0x80))
_SAMPLE = 64 * 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_HZ = re.compile(rb"~\{(?:[!-}][!-~])+~\}")
_MOST_BAD = 0.1
"""Over a tenth of the non-ASCII bytes bad: it is another encoding, not a damaged text."""
_LEAST_USUAL = 0.85
"""Chinese prose is nearly all GB2312 (or Big5); of what other bytes decode to, two characters in three are outside."""
_LEAST_COMMON = 0.5
"""Chinese decoded rightly comes to 0.7 and more, other bytes that happen to decode to under 0.3."""
_SURELY_COMMON = 0.8
_MOST_BY_CHANCE = 16
"""Characters: longer texts of GB18030 are never valid UTF-8."""
_DECLARED = 0.15
"""What a declared encoding is ahead of one that is not: it decides short texts, and does not save a wrong one."""


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
    if _has_controls(sample):
        return _wide(sample) is not None
    return _best(sample, None) is not None or _wide(sample) is not None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The file's text without its byte order mark. Raises ``read-encoding`` where no encoding fits.

    ``declared`` is what the file says of itself (a page's ``charset``); it is believed only where the bytes agree.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    sample = data[:_SAMPLE]
    wide = _wide(sample) if _has_controls(sample) or not _is_utf8(sample) else None
    best = _marked(data, wide) if wide else _best(data, declared)
    if best is None:
        raise UnreadableError("read-encoding")
    return best


def _has_controls(sample: bytes) -> bool:
    return b"\x00" in sample or len(_CONTROL.findall(sample)) * 100 > len(sample)


def _is_utf8(sample: bytes) -> bool:
    return _escaped(sample, "utf-8").replaced == 0


def _marked(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        return _escaped(data, encoding)
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd") * (4 if "32" in encoding else 2))


def _wide(sample: bytes) -> str | None:
    """UTF-32 or UTF-16 without a mark: it decodes without an error, and into Chinese or Latin."""
    for encoding in _WIDE:
        unit = 4 if "32" in encoding else 2
        try:
            # The sample may end between the two halves of a rare character.
            text = codecs.getincrementaldecoder(encoding)().decode(sample[: len(sample) // unit * unit])
        except UnicodeDecodeError:
            continue
        if text and not _CONTROL_CHARACTER.search(text) and _commonness(text) >= _LEAST_COMMON:
            return encoding
    return None


def _best(data: bytes, declared: str | None) -> Decoded | None:
    allowed = _MOST_BAD * len(data.translate(None, _ASCII)) + 3  # a sample may end within a character
    utf8 = _escaped(data, "utf-8")
    if utf8.replaced == 0:
        return _hz(data) or _by_chance(data, utf8) or utf8
    damaged = utf8 if utf8.replaced <= allowed and utf8.replaced <= _MOST_BAD * len(data) else None
    if damaged and utf8.replaced <= len(_foreign(utf8.text)) - utf8.replaced:
        return damaged
    found = []
    for encoding, usual in _CHINESE.items():
        decoded = _escaped(data, encoding)
        commonness = _commonness(decoded.text)
        sound = declared == encoding and decoded.replaced == 0
        if sound or (decoded.replaced <= allowed and (commonness >= _LEAST_COMMON or _usual(decoded.text, usual))):
            bad = decoded.replaced / max(1, len(_foreign(decoded.text)))
            found.append((commonness - bad + (_DECLARED if declared == encoding else 0), decoded))
    best = max(found, key=lambda scored: scored[0])[1] if found else None
    return damaged if damaged and (best is None or best.replaced) else best


def _by_chance(data: bytes, utf8: Decoded) -> Decoded | None:
    """The text in GB18030 where a few words of it happen to be valid UTF-8 (通知 does), None elsewhere."""
    foreign = _foreign(utf8.text)
    if not foreign or len(foreign) > _MOST_BY_CHANCE or _commonness(utf8.text) > 0:
        return None
    other = _escaped(data, "gb18030")
    return other if other.replaced == 0 and _commonness(other.text) >= _SURELY_COMMON else None


def _hz(data: bytes) -> Decoded | None:
    """The seven-bit HZ (RFC 1843), None where the text has none of its escapes or is not valid."""
    if not _HZ.search(data[:_SAMPLE]):
        return None
    try:
        return Decoded(data.decode("hz"), "hz")
    except UnicodeDecodeError:
        return None


def _escaped(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "surrogateescape")
    replaced = len(_ESCAPED.findall(text))
    return Decoded(_ESCAPED.sub("\ufffd", text) if replaced else text, encoding, replaced)


def _foreign(text: str) -> list[str]:
    return [char for char in text[:_SAMPLE] if char > "\x7f"]


def _usual(text: str, charset: str) -> bool:
    foreign = _foreign(text)
    return sum(bool(char.encode(charset, "ignore")) for char in foreign) >= _LEAST_USUAL * len(foreign)


def _commonness(text: str) -> float:
    """How far the characters are those that Chinese texts are made of: 0 (none) to 1, 0.5 for a text without any."""
    foreign = _foreign(text)
    if not foreign:
        return 0.5
    common = _common()
    return sum(common.get(char) or _worth(char) for char in foreign) / len(foreign)


@cache
def _common() -> dict[str, float]:
    return {char: 1.0 for words in terms("characters").values() for char in words if not char.isspace()}


@cache
def _worth(char: str) -> float:
    """Marks and the first levels of both sets (ordered by use) speak for a text, what is in neither against it."""
    if char in "，。、；：？！（）《》“”‘’〔〕【】「」『』—…·\u3000\u00a0" or "\uff10" <= char <= "\uff19":
        return 0.8
    simplified, traditional = char.encode("gb2312", "ignore"), char.encode("big5", "ignore")
    if b"\xb0" <= simplified[:1] <= b"\xd7":
        return 0.5
    if b"\xa4" <= traditional[:1] <= b"\xc6":
        return 0.4
    return 0.1 if simplified else 0.0
