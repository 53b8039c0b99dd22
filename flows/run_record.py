"""``run.json``: what a run took in and gave out, for machines (the contract of ``minyi run``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.messages import describe
from corpus.records import Extraction
from corpus.tasks import COMMENT
from extractors.contract import as_json
from outputs.balance import balance
from outputs.batch import Batch
from outputs.deadlines.schedule import dated
from outputs.decided import awaits_review
from outputs.writing import write_whole

NAME = "run.json"


def record_of(batch: Batch, seconds: Mapping[str, float]) -> dict[str, Any]:
    """The record of a batch. ``comments_in`` = ``comments_out`` + ``comments_repeated``.

    ``filled_in`` counts the rows of returned forms, which are no comments of their own. ``deadlines`` are those of
    时限表. What a person has decided needs no review any more.
    """
    out = [task for task in batch.tasks if task.origin == COMMENT]
    return {
        "files": [_file(extraction) for extraction in batch.extractions],
        "skipped": [{"file": file, "reason": reason} for file, reason in batch.skipped],
        "comments_in": batch.comments_in,
        "comments_out": len(out),
        "comments_repeated": balance(batch).merged,
        "filled_in": batch.filled_in,
        "deductions": len(batch.tasks) - len(out),
        "deadlines": len(dated([(e, d) for e in batch.extractions for d in e.deadlines], batch.tasks)),
        "checks_failed": sum(check.ok is False for extraction in batch.extractions for check in extraction.checks),
        "merged_groups": batch.merged_groups,
        "needs_review": sum(map(awaits_review, batch.tasks)),
        "decided": sum(task.verdict is not None for task in batch.tasks),
        "model_version": batch.model_version,
        "seconds": dict(seconds),
    }


def write(out: Path, record: Mapping[str, Any]) -> None:
    """Writes ``run.json``. Raises ``MinyiError`` if it cannot."""
    write_whole(out / NAME, json.dumps(record, ensure_ascii=False, indent=1).encode())


def read(out: Path) -> dict[str, Any] | None:
    """The record of the run before, None if there is none that can be read."""
    try:
        record = json.loads((out / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and "files" in record else None


def _file(extraction: Extraction) -> dict[str, Any]:
    return {
        "file": extraction.file,
        "sha256": extraction.sha256,
        "status": extraction.status.value,
        "notice": as_json(extraction)["notice"],
        "edition_of": extraction.edition_of,
        "tables": len(extraction.tables),
        "comments": len(extraction.comments),
        "errors": [{"where": p.where, "message": describe(p)} for p in extraction.problems if not p.is_note],
        "notes": [{"where": p.where, "message": describe(p)} for p in extraction.problems if p.is_note],
    }
