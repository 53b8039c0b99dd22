"""A batch as CSV or as JSON lines, for whatever works on text."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from outputs.safe_text import for_csv
from review.exchange.rows import ACCEPTED, CHOICES, HEADINGS, KEY, NUMBER, Row
from review.exchange.shown_cells import shown


def write_csv(path: Path, rows: Iterable[Row]) -> None:
    """UTF-8 with mark, which WPS and Excel need; what they would take for a formula begins with a '."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.values())
        for row in rows:
            cells = shown(row)
            writer.writerow([for_csv(cells[name]) for name in HEADINGS])


def write_jsonl(path: Path, rows: Iterable[Row]) -> None:
    """One object an item. ``supporting`` is a list, ``accepted`` says whether it is decided; the rest are texts."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(_object(row), ensure_ascii=False) + "\n")


def _object(row: Row) -> dict[str, object]:
    cells = shown(row)
    choices = [
        {"department": one.department, "score": round(one.score, 4), "reason": one.reason}
        for one in row.task.candidates[: len(CHOICES)]
    ]
    return {
        KEY: cells[KEY],
        NUMBER: row.task.number,
        "text": row.task.text,
        "source": cells["source"],
        "state": row.state.value,
        "choices": choices,
        ACCEPTED: row.accepted,
        "lead": row.stands.lead,
        "supporting": list(row.stands.supporting),
        "domain": row.stands.domain,
        "kind": row.stands.kind,
        "disposition": row.stands.disposition,
        "note": row.stands.note,
    }
