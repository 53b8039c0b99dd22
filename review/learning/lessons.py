"""What reviewers have decided, as labelled comments for a model to learn from.

What was accepted is a label like what was corrected, but only if somebody looked at it: a field that a bulk action left
as it stood is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from corpus.comments import LabelledComment
from corpus.directory import UNCLEAR
from corpus.records import Act, State, Verdict
from corpus.review_schema import acts, batches, decisions, items
from corpus.serial import load_verdict
from corpus.tasks import COMMENT
from review.learning.titles import parted, with_body
from review.proposals import needs_no_unit

LABELS = ("lead", "domain", "kind", "disposition")
"""The fields of a verdict that are labels."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A comment that is decided, without deductions.

    ``entry`` is the number of its last entry in the ledger, ``looked`` has those of ``LABELS`` at which somebody has
    looked, ``title`` is empty where there is none, ``where`` says which it is, for messages.
    """

    item: int
    seq: int
    entry: int
    text: str
    title: str
    verdict: Verdict
    looked: frozenset[str]
    where: str


@dataclass(frozen=True, slots=True)
class Taught:
    """A row for each different text, sorted by text. A function is named by the unit that leads.

    ``disputed`` counts texts that were decided in different ways (the latest counts), ``unseen`` comments at which
    nobody has looked.
    """

    rows: tuple[LabelledComment, ...]
    disputed: int
    unseen: int


def decided(connection: sa.Connection) -> Iterator[Decided]:
    """Every comment that is decided now, in the order of the items; withdrawn and doubtful states are not."""
    wanted = (
        with_body(
            *(items.c.id, items.c.text, items.c.number, items.c.position, batches.c.name.label("batch")),
            *(decisions.c[name] for name in ("seq", "before", "after", "state")),
            decisions.c.id.label("entry"),
            acts.c.how,
        )
        .join(batches, batches.c.id == items.c.batch_id)
        .join(decisions, decisions.c.item_id == items.c.id)
        .join(acts, acts.c.id == decisions.c.act_id)
        .where(items.c.state == State.DECIDED.value, items.c.origin == COMMENT)
        .order_by(items.c.id, decisions.c.seq)
    )
    for _, rows in groupby(connection.execute(wanted), lambda row: row.id):
        entries = list(rows)
        last = entries[-1]
        text, title = parted(last.text, last.body)
        where = f"{last.batch} {last.number or last.position}"
        verdict = load_verdict(last.after)
        yield Decided(last.id, last.seq, last.entry, text, title, verdict, _looked(entries), where)


def taught(found: Iterable[Decided]) -> Taught:
    """What can be learnt from these decisions."""
    labels: dict[tuple[str, str], dict[str, str]] = {}
    places: dict[tuple[str, str], str] = {}
    disputed: set[tuple[str, str]] = set()
    unseen = 0
    for one in sorted(found, key=lambda one: one.entry):
        given = _labels(one)
        unseen += not given
        if given:
            text = (one.text, one.title)
            before = labels.setdefault(text, {})
            if any(before.get(field, label) != label for field, label in given.items()):
                disputed.add(text)
            before.update(given)
            places[text] = one.where
    rows = (_row(*text, labels[text], places[text]) for text in sorted(labels))
    return Taught(tuple(rows), len(disputed), unseen)


def _looked(entries: Sequence[Any]) -> frozenset[str]:
    """After the last of an item's entries. A bulk action has looked at what it changed, and undoing brings back what
    was known of the verdict that it puts back."""
    after: list[frozenset[str]] = []
    for at, entry in enumerate(entries):
        if entry.how == Act.BULK.value:
            old, new = load_verdict(entry.before), load_verdict(entry.after)
            changed = {field for field in LABELS if getattr(old, field) != getattr(new, field)}
            after.append((after[-1] if after else frozenset()) | changed)
        elif entry.how == Act.UNDO.value:
            same = (
                i for i in reversed(range(at)) if entries[i].after == entry.after and entries[i].state == entry.state
            )
            after.append(next((after[i] for i in same), frozenset()))
        else:
            after.append(frozenset(LABELS))
    return after[-1]


def _labels(one: Decided) -> dict[str, str]:
    """The labels at which somebody has looked. Where there is no matter, that nobody leads is a decision, too."""
    given = {field: getattr(one.verdict, field) for field in LABELS if field in one.looked}
    if "lead" in given and given["lead"] is None and needs_no_unit(one.verdict.domain):
        given["lead"] = UNCLEAR
    return {field: label for field, label in given.items() if label}


def _row(text: str, title: str, labels: dict[str, str], where: str) -> LabelledComment:
    return LabelledComment(
        text,
        domain=labels.get("domain"),
        functions=(labels["lead"],) if "lead" in labels else (),
        kind=labels.get("kind"),
        disposition=labels.get("disposition"),
        title=title or None,
        where=where,
    )
