"""A template's file before any library opens it, and the same bytes for the same document after it was filled."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO

from corpus.messages import MinyiError
from outputs.writing import zipped

LARGEST = 20_000_000
"""Bytes of a template."""
_LARGEST_INSIDE = 200_000_000
_MOST_PARTS = 3_000
_KINDS = {
    ".docx": b"wordprocessingml.document.main+xml",
    ".xlsx": b"spreadsheetml.sheet.main+xml",
}
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_REMOTE = re.compile(r"(?i)^(?:https?|ftp)://|^(?:file:)?(?:[\\/]{2}|[\\/]{4,})[^\\/]")
_SHAPES = re.compile(rb"<(?:\w+:)?(sp|cxnSp|grpSp|control)\b")
_DAY = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def opened(data: bytes, suffix: str) -> Mapping[str, bytes]:
    """The parts of the template (``.docx`` or ``.xlsx``) by name.

    Raises ``MinyiError`` for what is no such file, is too large unpacked, declares entities, or would fetch something
    from outside when it is opened. Plain links to pages are left alone.
    """
    if len(data) > LARGEST:
        raise MinyiError("template-too-large", limit=LARGEST // 1_000_000)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_PARTS or sum(e.file_size for e in entries) > _LARGEST_INSIDE:
                raise MinyiError("template-too-large", limit=_LARGEST_INSIDE // 1_000_000)
            parts = {e.filename: package.read(e) for e in entries if not e.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise MinyiError("template-no-package", suffix=suffix) from None
    if _KINDS[suffix] not in parts.get("[Content_Types].xml", b""):
        raise MinyiError("template-no-package", suffix=suffix)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and any(mark in part for mark in _DOCTYPE):
            raise MinyiError("template-doctype", part=name)
        if name.endswith(".rels"):
            for target in _outside(part):
                raise MinyiError("template-outside-file", target=target)
        if suffix == ".xlsx" and (name.startswith(("xl/ctrlProps/", "xl/activeX/")) or _has_shapes(name, part)):
            raise MinyiError("template-shapes")
    return parts


def _has_shapes(name: str, part: bytes) -> bool:
    """Text boxes and buttons of a workbook, which would be lost."""
    return name.startswith("xl/drawings/drawing") and _SHAPES.search(part) is not None


def _outside(relations: bytes) -> Iterator[str]:
    """What the file would fetch: pictures, objects, workbooks by link; a Word template only from another machine.

    Raises ``MinyiError`` for what is no XML.
    """
    from lxml import etree  # noqa: PLC0415  (only for a batch with templates)

    try:
        # By a real parser, as those who open the file have: Ext&#101;rnal and UTF-16 say the same.
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise MinyiError("template-damaged") from None
    for relation in root.iter("{*}Relationship"):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if str(relation.get("TargetMode", "")).strip() != "External" or kind == "hyperlink":
            continue
        target = str(relation.get("Target", ""))
        if kind != "attachedTemplate" or _REMOTE.search(target):
            yield target


def packed(data: bytes, made_on: date) -> bytes:
    """The filled document with no trace of the time it was made but its day."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    core = "docProps/core.xml"
    if core in parts:
        day = f"{made_on.isoformat()}T00:00:00Z".encode()
        raw = parts[core]
        parts[core] = _DAY.sub(rb"\g<1>" + day, raw if isinstance(raw, bytes) else raw.encode())
    return zipped(parts)
