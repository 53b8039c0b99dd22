"""RTF made plain for LibreOffice: the shown results of fields, no objects, the Chinese code page, closed groups.

LibreOffice makes one paragraph of a field's result that runs over many (MERGEFIELD, IF), puts today in the place of
the day that is shown (DATE) and the converted file's name in the place of the original's (FILENAME).
"""

from __future__ import annotations

import re

_INSTRUCTION = re.compile(rb"\\fldinst(?=[^a-z])((?:[\s{}]|\\\*|\\[a-z]+-?\d*)*)([A-Za-z=]+)")
_NO_INSTRUCTION = rb"\fldnone"
"""As long as ``\\fldinst`` and unknown: readers skip it with its group (RTF 1.9.1, destinations that begin ``\\*``)."""
_LEFT = frozenset(
    {b"HYPERLINK", b"PAGE", b"NUMPAGES", b"SECTIONPAGES", b"TOC", b"INDEX", b"EQ", b"SYMBOL", b"SHAPE", b"EMBED"}
    | {b"LINK", b"INCLUDEPICTURE", b"FORMCHECKBOX", b"FORMDROPDOWN", b"LISTNUM", b"AUTONUM", b"AUTONUMLGL"}
)
"""Fields that LibreOffice reads rightly, or that have no result in the file."""
_OBJECT = re.compile(rb"(?:\\\*\s*)?\\objdata(?![a-z])")
_NO_OBJECT = rb"\*\objnone"
"""Unknown and so skipped, as above: LibreOffice would take the object apart, whatever memory that needs."""
_BINARY = re.compile(rb"\\bin(\d{1,10}) ?")
"""So many bytes of a picture follow, whatever they look like."""
_BRACE = re.compile(rb"\\[\\{}]|[{}]")
_CODE_PAGE = re.compile(rb"\\ansicpg|\\(?:mac|pca?)\b")
_ESCAPED = re.compile(rb"(?:\\'[0-9a-fA-F]{2})+")
_ANSI = rb"\ansi"
_CHINESE = rb"\ansi\ansicpg936"
_HEAD = 200


def is_cut_off(data: bytes) -> bool:
    """Whether the last group is not closed at the end of the file."""
    return not data.rstrip(b"\0\r\n\t\x1a ").endswith(b"}")


def objects(data: bytes) -> int:
    """How many objects (workbooks, files) are embedded."""
    return sum(1 for _ in _OBJECT.finditer(data))


def made_plain(data: bytes) -> bytes:
    """The same document, with the results of fields as ordinary text, without embedded objects and every group closed.

    A picture that says it has more bytes than the file is taken for text: LibreOffice would wait for them for minutes.
    One without a code page is Chinese where all its bytes above ASCII are GBK (RTF 1.9.1, ``\\ansicpg``).
    """
    data = _OBJECT.sub(lambda _: _NO_OBJECT, data)
    data = _BINARY.sub(_within_the_file, _INSTRUCTION.sub(_as_shown, data))
    if is_cut_off(data):
        data = data.rstrip(b"\0\\") + b"}" * _open_groups(data)
    if not _CODE_PAGE.search(data[:_HEAD]) and _is_gbk(data):
        data = data.replace(_ANSI, _CHINESE, 1)
    return data


def _as_shown(instruction: re.Match[bytes]) -> bytes:
    if instruction[2].upper() in _LEFT:
        return instruction[0]
    return _NO_INSTRUCTION + instruction[1] + instruction[2]


def _within_the_file(binary: re.Match[bytes]) -> bytes:
    return binary[0] if int(binary[1]) <= len(binary.string) - binary.end() else b""


def _open_groups(data: bytes) -> int:
    braces = [found[0] for found in _BRACE.finditer(data)]
    return max(0, braces.count(b"{") - braces.count(b"}"))


def _is_gbk(data: bytes) -> bool:
    found = [bytes.fromhex(run.replace(b"\\'", b"").decode()) for run in _ESCAPED.findall(data)]
    try:
        return bool(found) and all(len(run) == 2 * len(run.decode("gbk")) for run in found)
    except UnicodeDecodeError:
        return False
