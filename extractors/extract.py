"""From a file to all that can be found in it. Nothing is raised for bad input: what went wrong is in the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from corpus.messages import UnreadableError, defect
from corpus.records import (
    Check,
    Comment,
    Deadline,
    Deduction,
    Document,
    Extraction,
    Heading,
    Indicator,
    Problem,
    Renaming,
    Status,
    Table,
)
from extractors.checks.checks import each_check
from extractors.deadlines.deadlines import deadlines
from extractors.limits import DEFAULT, Limits, megabytes
from extractors.names.renamings import renamings
from extractors.notices.notice import notice
from extractors.outline.outline import outline
from extractors.portions import portioned
from extractors.readers import file_bytes, read_bytes
from extractors.tables.comments import comments, deductions
from extractors.tables.indicators import indicators
from extractors.tables.noise import Noise, noise
from extractors.tables.tables import tables

VERSION = "8"
"""Part of the key under which results are kept: raise it when any reader or extractor changes what it finds."""

_LOST = frozenset({"read-defect", "read-timeout", "read-memory", "read-worker-died", "read-io"})
"""What may be otherwise next time with the same file, version and settings."""

_Found = TypeVar("_Found")


def version(limits: Limits = DEFAULT) -> str:
    """What a result depends on beside the file: ``VERSION``, the limits, and whether LibreOffice is on this machine."""
    from corpus.libreoffice.program import program  # noqa: PLC0415  (not needed to read a file)

    settings = f"{limits} {program() is not None}"
    return f"{VERSION}-{sha256(settings.encode()).hexdigest()[:12]}"


def worth_another_try(extraction: Extraction) -> bool:
    """Whether reading the same file again may give more: something of ours or of the machine failed, not the file."""
    return any(problem.code in _LOST for problem in extraction.problems)


def extract_file(path: Path, shown_as: str | None = None, limits: Limits = DEFAULT) -> Extraction:
    """Reads the file and extracts everything; ``shown_as`` is the name in all sources (the path where None).

    A file that cannot be read is FAILED with the reason; a defect of ours is FAILED with ``read-defect``.
    """
    name = shown_as if shown_as is not None else str(path)
    return read_and_extract(lambda: file_bytes(path, name, limits), name, limits)[0]


def extract_bytes(data: bytes, shown_as: str, limits: Limits = DEFAULT) -> Extraction:
    """The same for content in memory (a member of an archive)."""
    return read_and_extract(lambda: data, shown_as, limits)[0]


def read_and_extract(
    content: Callable[[], bytes], name: str, limits: Limits = DEFAULT
) -> tuple[Extraction, Document | None]:
    """The same with the document as the extractors had it (long paragraphs cut), None where it cannot be read."""
    digest = ""
    try:
        data = content()
        digest = sha256(data).hexdigest()
        document = portioned(read_bytes(data, name, limits), limits)
        return extract(document, limits), document
    except UnreadableError as error:
        return failed(name, error.problem, digest), None
    except MemoryError:
        return failed(name, Problem(name, "read-memory", (("limit", megabytes(limits.memory_bytes)),)), digest), None
    except Exception as error:
        return failed(name, defect(name, error), digest), None


def failed(shown_as: str, problem: Problem, digest: str = "") -> Extraction:
    """The extraction of a file that cannot be had; its format is what its name says."""
    return Extraction(shown_as, digest, Path(shown_as).suffix.lstrip(".").lower(), Status.FAILED, problems=(problem,))


def extract(document: Document, limits: Limits = DEFAULT) -> Extraction:
    """Everything in a document.

    PARTIAL where something could not be read or one extractor failed. Where there is no text at all, FAILED if
    something kept it from being read, EMPTY if not.
    """
    document = portioned(document, limits)
    problems = list(document.problems)

    def attempt(find: Callable[[], _Found], without: _Found) -> _Found:
        """A defect in one extractor costs its own results only, and is said."""
        try:
            return find()
        except Exception as error:
            problems.append(defect(document.file, error))
            return without

    read_tables: tuple[Table, ...] = attempt(lambda: tables(document), ())
    judged = attempt(lambda: noise(read_tables), Noise(read_tables))
    found_tables = judged.tables
    found_notice = attempt(lambda: notice(document), None)
    found_comments: tuple[Comment, ...] = attempt(lambda: comments(found_tables), ())
    found_deadlines: tuple[Deadline, ...] = attempt(lambda: deadlines(document, found_notice, found_tables), ())
    found_deductions: tuple[Deduction, ...] = attempt(lambda: deductions(found_tables), ())
    found_indicators: tuple[Indicator, ...] = attempt(lambda: indicators(found_tables), ())
    found_renamings: tuple[Renaming, ...] = attempt(lambda: renamings(document, found_tables), ())
    found_outline: tuple[Heading, ...] = attempt(lambda: outline(document), ())
    known = (document, found_notice, found_tables, found_comments, found_deductions, found_deadlines, found_outline)
    found_checks: list[Check] = []
    for check in each_check(*known):
        found_checks += attempt(partial(_gathered, check), ())
    status = _status(document, problems)
    if status is Status.EMPTY:
        problems.append(Problem(document.file, "read-blank"))
    return Extraction(
        file=document.file,
        sha256=document.sha256,
        format=document.format,
        status=status,
        problems=tuple(problems),
        notice=found_notice,
        deadlines=found_deadlines,
        tables=found_tables,
        comments=found_comments,
        deductions=found_deductions,
        checks=tuple(found_checks),
        asides=document.asides,
        outline=found_outline,
        indicators=found_indicators,
        renamings=found_renamings,
        doubts=judged.doubts,
    )


def _gathered(check: Callable[[], Iterable[Check]]) -> tuple[Check, ...]:
    return tuple(check())


def _status(document: Document, problems: list[Problem]) -> Status:
    has_text = any(paragraph.text.strip() for paragraph in document.paragraphs)
    has_cells = any(cell.strip() for grid in document.grids for row in grid.cells for cell in row)
    whole = all(problem.is_note for problem in problems)
    if has_text or has_cells:
        return Status.OK if whole else Status.PARTIAL
    return Status.EMPTY if whole else Status.FAILED
