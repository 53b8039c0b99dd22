"""One item in the hands of one person: nobody else takes a step of it or touches its evidence meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from corpus.closing_rules import rules
from corpus.messages import text
from corpus.records import State, Step
from corpus.review_schema import items
from review.access import Person
from review.filters import is_number, is_storable, visible_to
from review.refusals import NotAllowedError, NotFoundError, RefusedError

LONGEST_NOTE = 2_000
"""Characters of a note."""


def held_item(connection: sa.Connection, person: Person, key: int) -> Any:
    """The item's row, which this transaction has alone until it ends (``corpus.database.writing``).

    Whether its batch was reported does not matter: rectifying begins then. Raises ``NotFoundError`` if there is none,
    or this person may not see it.
    """
    wanted = sa.select(items).where(items.c.id == key, *visible_to(person)).with_for_update()
    row = connection.execute(wanted).one_or_none() if is_number(key) else None
    if row is None:
        raise NotFoundError("item-unknown")
    return row


def check_decided(row: Any) -> None:
    """Raises ``RefusedError`` unless people have decided who is to act: before that nobody can have rectified.

    That holds of a deduction, too, whose unit the document itself names.
    """
    if row.state == State.GONE.value:
        raise RefusedError("closing-gone", _place(row))
    if row.state != State.DECIDED.value:
        raise RefusedError("closing-undecided", _place(row))


def check_role(person: Person, step: Step, roles: Collection[str], key: str) -> None:
    """Raises ``NotAllowedError`` with this key unless the person's role is one of these."""
    if person.role.value not in roles:
        raise NotAllowedError(key, role=text(f"role-{person.role}"), step=rules()[step].word)


def checked_note(note: str) -> str:
    """The note as it is kept. Raises ``RefusedError`` for a novel, and for what no database keeps."""
    note = note.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        raise RefusedError("why-long", longest=LONGEST_NOTE)
    if not is_storable(note):
        raise RefusedError("decision-note-signs")
    return note


def _place(row: Any) -> str:
    return str(row.number or f"第 {row.position} 条")
