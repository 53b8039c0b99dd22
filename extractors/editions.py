"""One notice that arrived as several files (DOCX, PDF and text of the same paper), so that a batch counts it once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.records import Extraction, Problem, Status
from extractors.clean import matching, squeezed

_MAIL_TEXT = re.compile(r"\.(?:eml|msg)/正文\.(?:txt|html)$", re.IGNORECASE)
_CONVERTED = frozenset({"doc", "wps", "rtf", "odt", "uof"})
_BY_STATUS = {Status.OK: 0, Status.PARTIAL: 1, Status.EMPTY: 2, Status.FAILED: 3}


def editions(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], ...]:
    """The extractions in groups of one notice each, groups in the order of their first file, the best edition first.

    The same file twice (by its digest) is one notice. So are files with the same own number, or, where one of them
    lacks its number (lost with a red head that was a picture), with the same title and date. Two different numbers are
    never joined, nor are the papers of two issuers; equal totals say nothing. A mail's own text is no edition of the
    notice that hangs on it, whatever its subject: it has deadlines of its own. Anything else stands alone.
    """
    groups: list[list[_Face]] = []
    by_mark: dict[Hashable, list[int]] = {}
    for face in map(_face, extractions):
        near = dict.fromkeys(group for mark in face.marks() for group in by_mark.get(mark, ()))
        home = next((group for group in near if all(face.is_same(other) for other in groups[group])), len(groups))
        if home == len(groups):
            groups.append([])
        groups[home].append(face)
        for mark in face.marks():
            by_mark.setdefault(mark, []).append(home)
    return tuple(_best_first([face.extraction for face in group]) for group in groups)


@dataclass(frozen=True, slots=True)
class _Face:
    """What tells one notice from another."""

    extraction: Extraction
    number: str | None = None
    title: str = ""
    day: date | None = None
    issuers: frozenset[str] = frozenset()

    def marks(self) -> Iterator[Hashable]:
        """Two faces of one notice have one of these in common."""
        if self.extraction.sha256:
            yield "digest", self.extraction.sha256
        if self.number:
            yield "number", self.number
        if self.title and self.day:
            yield "title", self.title, self.day

    def is_same(self, other: _Face) -> bool:
        if self.extraction.sha256 and self.extraction.sha256 == other.extraction.sha256:
            return True
        same_title = bool(self.title) and self.title == other.title
        same_day = self.day is not None and self.day == other.day
        if self.number and other.number:
            # A number that stands over another title on another day was copied, not given.
            return self.number == other.number and (same_title or same_day or not (self.title and other.title))
        other_issuer = self.issuers and other.issuers and self.issuers.isdisjoint(other.issuers)
        return same_title and same_day and not other_issuer


def _face(extraction: Extraction) -> _Face:
    notice = extraction.notice
    if notice is None or _MAIL_TEXT.search(extraction.file):
        return _Face(extraction)
    issuers = frozenset(squeezed(matching(issuer)) for issuer in notice.issuers)
    return _Face(extraction, notice.number, squeezed(matching(notice.title or "")), notice.date, issuers)


def differences(best: Extraction, other: Extraction) -> Problem | None:
    """A note where another edition, read whole, has tables of other lengths: a person should see which is right."""
    mine, theirs = _lengths(best), _lengths(other)
    if not theirs or mine == theirs or other.status is not Status.OK:
        return None
    args = (("file", other.file), ("mine", _shown(mine)), ("theirs", _shown(theirs)))
    return Problem(best.file, "note-editions-differ", args)


def _lengths(extraction: Extraction) -> tuple[int, ...]:
    return tuple(len(table.rows) for table in extraction.tables if table.rows)


def _shown(lengths: tuple[int, ...]) -> str:
    return "、".join(map(str, lengths)) or "0"


def _best_first(group: Sequence[Extraction]) -> tuple[Extraction, ...]:
    """Read whole before read in part; what the file says before what was recognised; more tables before fewer; tables
    as most editions have them; the file's own format before a converted one; more rows; then by name."""
    agreeing = Counter(map(_lengths, group))

    def worth(extraction: Extraction) -> tuple[int, bool, int, int, bool, int, str]:
        lengths = _lengths(extraction)
        recognised = any(problem.code == "note-recognised" for problem in extraction.problems)
        return (
            _BY_STATUS[extraction.status],
            recognised,
            -len(lengths),
            -agreeing[lengths],
            extraction.format in _CONVERTED,
            -sum(lengths),
            extraction.file,
        )

    return tuple(sorted(group, key=worth))
