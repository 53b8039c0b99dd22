"""Names of files as their sender saw them, in one line, and leading nowhere: they come from outside."""

from __future__ import annotations

import os
import re

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line ends and terminal codes, marks that turn the reading direction, and halves of characters."""
_CHINESE = re.compile("[\u3400-\u9fff]")
_LONGEST = 200
"""Characters of one part; file systems allow 255 at most, and a longer one is no name but an attack."""


def shown(name: str) -> str:
    """A file's name in one line: what cannot stand there is ``\ufffd``, bytes that are no UTF-8 are read as GBK."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = decoded(os.fsencode(name)) if os.name == "posix" else name
    return _UNSHOWABLE.sub("\ufffd", name)


def decoded(raw: bytes) -> str:
    """A name in bytes of which nobody says the encoding: UTF-8 or GBK."""
    try:
        name = raw.decode("utf-8")
        if raw.isascii() or _CHINESE.search(name):
            return name
    except UnicodeDecodeError:
        pass
    return raw.decode("gb18030", "replace")


def inner_name(name: str) -> str:
    """The place of a member, parts by ``/``, without ``..``, drive and leading ``/``; too long parts are shortened."""
    parts = _UNSHOWABLE.sub("\ufffd", name).replace("\\", "/").split("/")
    kept = [_shortened(part) for part in parts if part.strip(" .") and not part.endswith(":")]
    return "/".join(kept) or "\ufffd"


def single_name(name: str) -> str:
    """A name that is no path (an attachment's, a subject): what would part it into folders is ``_``, and it is not
    hidden by a dot before it."""
    return re.sub(r"[/\\\s]+", "_", name.strip()).lstrip("._").rstrip("_")


def told_apart(name: str, taken: set[str]) -> str:
    """The name, or ``通知 (2).docx`` where the archive has it before; it is ``taken`` from now on."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or "/" in suffix:
        stem, suffix = name, ""
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{stem} ({count}){dot if suffix else ''}{suffix}"
    taken.add(found)
    return found


def _shortened(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    suffix = part[part.rfind(".") :] if "." in part[-10:] else ""
    return f"{part[: _LONGEST - len(suffix) - 1]}…{suffix}"
