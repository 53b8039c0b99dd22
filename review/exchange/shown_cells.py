"""A row in the words of a table: what only informs, and what can be edited."""

from __future__ import annotations

from corpus.directory import UNCLEAR
from corpus.records import Candidate
from outputs.assignment import UNDECIDED
from outputs.cells import place
from outputs.forms import confidence
from review.exchange.rows import ACCEPTED, CHOICES, KEY, NUMBER, YES, Row
from review.web.wording import STATES


def shown(row: Row) -> dict[str, str]:
    """Every column of a row (``rows.HEADINGS``) as text."""
    task = row.task
    proposed = [_choice(one) for one in task.candidates[: len(CHOICES)]]
    return {
        NUMBER: task.number or "",
        "text": task.text,
        "source": place(task.source),
        "state": STATES[row.state],
        **dict.fromkeys(CHOICES, ""),
        **dict(zip(CHOICES, proposed, strict=False)),
        "reason": task.candidates[0].reason if task.candidates else "",
        ACCEPTED: YES if row.accepted else "",
        **row.cells,
        KEY: str(row.key),
    }


def _choice(candidate: Candidate) -> str:
    name = UNDECIDED if candidate.function == UNCLEAR else candidate.department
    return f"{name}（{confidence(candidate.score)}）"
