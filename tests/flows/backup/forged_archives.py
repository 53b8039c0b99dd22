"""Archives as somebody makes them who knows the format: everything in them fits, but what the test is about."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flows.backup.manifest import Manifest, Member, dump, header, padding
from flows.backup.reading import read_archive

Entry = tuple[bytes, str, bytes]
"""A member: its header, its name, its content."""


def entry(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, **more: Any) -> Entry:
    """A member as anybody can make one."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(data)
    for attribute, value in more.items():
        setattr(info, attribute, value)
    return info.tobuf(tarfile.PAX_FORMAT), name, data


def forged(
    archive: Path,
    *more: Entry,
    changed: Callable[[Manifest], Manifest] = lambda made: made,
    instead: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """The archive with more members, or with other contents, and a manifest that fits: all hashes are right, until
    ``changed`` makes it lie."""
    entries = list(more)
    with tarfile.open(archive) as tar:
        for info in tar.getmembers()[:-1]:
            content = tar.extractfile(info)
            assert content is not None
            data = instead.get(info.name, content.read())
            entries.append((header(info.name, len(data), int(info.mtime)), info.name, data))
    out, frame, members = io.BytesIO(), hashlib.sha256(), {}
    for before, name, data in entries:
        out.write(before + data + padding(len(data)))
        frame.update(before + padding(len(data)))
        members[name] = Member(len(data), hashlib.sha256(data).hexdigest())
    made = replace(read_archive(archive), frame=frame.hexdigest(), members=members)
    return out.getvalue() + dump(changed(made), 0) + bytes(1024)
