"""Who, what, to whom: sentences as notices have them, each with the three answers that a reader gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from documents import document

from corpus.records import Notice
from extractors.deadlines.deadlines import deadlines

NOTICE = Notice(kind="通知", date=date(2026, 5, 8))
SENTENCES = Path(__file__).with_name("obligation_sentences.txt").read_text("utf-8")

Answer = tuple[str | None, str | None, str | None]


def blocks() -> list[tuple[tuple[str, ...], Answer]]:
    """Paragraphs and the answer below them; lines with # are headings for the reader."""
    found = []
    for block in SENTENCES.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            who, what, whom = (said if said != "-" else None for said in lines[-1].removeprefix("→ ").split(" | "))
            found.append((tuple(lines[:-1]), (who, what, whom)))
    return found


@pytest.mark.parametrize(("paragraphs", "answer"), blocks(), ids=lambda given: given[0] if given[0] else None)
def test_a_sentence_says_who_does_what_for_whom(paragraphs: tuple[str, ...], answer: Answer) -> None:
    first = deadlines(document(*paragraphs), NOTICE, [])[0]
    assert (first.actor, first.action, first.recipient) == answer
