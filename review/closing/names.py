"""Names of files that came from somewhere, as they are kept and shown, and whether they are what they say."""

from __future__ import annotations

import unicodedata

from corpus.closing_rules import FileType, file_types
from corpus.messages import text

LONGEST = 200
"""Characters of a name."""
_NAMELESS = "未命名文件"


def cleaned(name: str) -> str:
    """The name without folders, without what cannot be seen or turns the line, and not too long; never empty.

    A folder may be written as any system does. What is kept is never a path: the file lies under its hash.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if not unicodedata.category(char).startswith("C"))
    name = " ".join(name.split()).strip(" .")
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else name[:LONGEST]
    return name or _NAMELESS


def remark(name: str, head: bytes) -> str:
    """What there is to say where a file's first bytes are those of another type than its name; else empty.

    It is told and not refused: a photograph that a phone has misnamed is a photograph.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    told = next((one for one in file_types() if _is(one, head)), None)
    named = [one for one in file_types() if ending in one.endings]
    if told is not None and ending not in told.endings:
        return text("evidence-type", name=name, type=told.word)
    if told is None and named:
        return text("evidence-type-not", name=name, type="、".join(one.word for one in named))
    return ""


def _is(type_: FileType, head: bytes) -> bool:
    return head[type_.at : type_.at + len(type_.begins)] == type_.begins
