"""DOC, WPS, RTF, ODT and UOF: turned into DOCX by LibreOffice, then read as one. Sources name the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock

from corpus.libreoffice.conversion import Original
from corpus.messages import UnreadableError
from corpus.records import Document, Problem
from extractors.limits import MEGABYTE, Limits
from extractors.readers import docx
from extractors.readers.office.conversion import docx_of, docx_of_many
from extractors.readers.office.doc_fields import with_fields_as_shown
from extractors.readers.office.kinds import check, office_kind
from extractors.readers.office.rtf_source import is_cut_off, made_plain, objects
from extractors.readers.protocol import CERTAIN

FORMAT = "doc"
"""A document's own format is ``doc``, ``wps``, ``rtf``, ``odt`` or ``uof``, by its content."""

_AHEAD_BYTES = 200 * MEGABYTE
"""Converted documents that may wait for their ``read``."""


def score(data: bytes, name: str, /) -> int | None:
    """Certain where the content is such a document's, also of a damaged one."""
    return CERTAIN if office_kind(data, name) else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """What the DOCX reader finds in the converted file.

    Raises ``read-password`` and ``read-damaged`` (before LibreOffice is started), ``read-needs-program``,
    ``read-not-converted``, ``read-conversion-slow``, ``read-timeout``, ``read-too-large``.
    """
    found = office_kind(data, shown_as) or FORMAT
    converted = _ahead.taken(sha256)
    if converted is None:
        check(data, found, shown_as, limits)
        converted = docx_of(_original(data, found), shown_as, limits)
    document = replace(docx.read(converted, shown_as, sha256, limits), format=found)
    more = tuple(_of_rtf(data, shown_as)) if found == "rtf" else ()
    return replace(document, problems=(*document.problems, *more))


def _of_rtf(data: bytes, shown_as: str) -> Iterator[Problem]:
    """What of an RTF was not given to LibreOffice, or is not there."""
    if count := objects(data):
        yield Problem(shown_as, "note-objects", (("count", str(count)),))
    if is_cut_off(data):
        yield Problem(shown_as, "read-cut-off")


def convert_ahead(files: Sequence[tuple[str, bytes]], limits: Limits) -> None:
    """Converts many files (name and content) in one start of LibreOffice and keeps the results for ``read``.

    What does not come out, whatever the reason, is left to ``read``, which tries it alone and says what is wrong: a
    file that breaks LibreOffice does not take the others along. Nothing is raised.
    """
    originals: dict[str, Original] = {}
    for name, data in files:
        found = office_kind(data, name)
        if found is not None and _passes(data, found, name, limits):
            originals[sha256(data).hexdigest()] = _original(data, found)
    if len(originals) < 2:
        return
    try:
        converted = docx_of_many(tuple(originals.values()), limits)
    except UnreadableError:
        return
    for digest, result in zip(originals, converted, strict=True):
        if result is not None:
            _ahead.keep(digest, result)


def _original(data: bytes, found: str) -> Original:
    """What LibreOffice is given: fields that it would renew or run together are text for it."""
    if found == "doc":
        data = with_fields_as_shown(data)
    elif found == "rtf":
        data = made_plain(data)
    return Original(data, found)


def _passes(data: bytes, found: str, name: str, limits: Limits) -> bool:
    try:
        check(data, found, name, limits)
    except UnreadableError:
        return False
    return True


@dataclass(slots=True)
class _Ahead:
    """Converted documents by the digest of the original, each for one ``read``; of too many the oldest go."""

    _kept: dict[str, bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, digest: str, converted: bytes) -> None:
        with self._lock:
            self._kept[digest] = converted
            while sum(map(len, self._kept.values())) > _AHEAD_BYTES:
                del self._kept[next(iter(self._kept))]

    def taken(self, digest: str) -> bytes | None:
        with self._lock:
            return self._kept.pop(digest, None)


_ahead = _Ahead()
