"""A job in figures, for the job log and for whoever watches: what came in, what came of it, what failed, how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus.messages import text
from corpus.records import Extraction

MOST = 200
"""Failures and differences that are listed; all are counted."""
_COLUMNS = ("figure-what", "figure-count", "figure-of")


def figures_of(record: Mapping[str, Any], extractions: Iterable[Extraction]) -> dict[str, Any]:
    """Those of a batch, from the record of its run (``run.json``) and what was found in its files.

    ``rows`` are comments in: ``out`` + ``repeated``. ``failures`` are pairs of a file and a reason, ``stated`` the
    claims of documents that are not what was counted: file, quotation, stated, counted. ``seconds`` are by stage.
    """
    failed = [*_failures(record)]
    stated = [*_differing(extractions)]
    return {
        "files": len(record["files"]),
        "failed": len(failed),
        "skipped": len(record["skipped"]),
        "rows": record["comments_in"],
        "out": record["comments_out"],
        "repeated": record["comments_repeated"],
        "deductions": record["deductions"],
        "review": record["needs_review"],
        "differing": len(stated),
        "failures": failed[:MOST],
        "stated": stated[:MOST],
        "seconds": dict(record["seconds"]),
    }


def is_whole(record: Mapping[str, Any]) -> bool:
    """Whether every file of the batch could be read."""
    return not any(_failures(record))


def rows_of(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The figures as rows of a table for a person: what, how many, and of which file."""
    return [dict(zip(map(text, _COLUMNS), row, strict=True)) for row in _rows(figures)]


def _rows(figures: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    for name, value in figures.items():
        if name == "failures":
            for file, why in value:
                yield text("figure-failures"), "", f"{file}：{why}"
        elif name == "stated":
            for file, quote, stated, counted in value:
                yield text("figure-stated"), f"{stated} ≠ {counted}", f"{file}：{quote}"
        elif name == "seconds":
            for stage, seconds in value.items():
                yield text("figure-seconds", stage=text(f"stage-{stage}")), seconds, ""
        elif name == "ending":
            yield text("figure-ending"), text(f"ending-{value}"), ""
        else:
            yield text(f"figure-{name}"), value, ""


def _failures(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for file in record["files"]:
        if file["status"] == "failed":
            yield file["file"], "；".join(error["message"] for error in file["errors"])


def _differing(extractions: Iterable[Extraction]) -> Iterator[tuple[str, str, str, str]]:
    for extraction in extractions:
        for check in extraction.checks:
            if check.ok is False:
                yield extraction.file, check.quote, check.stated or "", check.found or ""
