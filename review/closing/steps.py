"""Taking the six steps, each after the one before it, and taking the last one back."""

from __future__ import annotations

import datetime

import sqlalchemy as sa

from corpus.closing_rules import before, missing, rules
from corpus.database import writing
from corpus.evidence_files import EvidenceFiles
from corpus.papers_schema import closing_steps
from corpus.records import Closing, Step
from review.access import Person
from review.china_time import today
from review.closing.held import check_decided, check_role, checked_note, held_item
from review.closing.standing import standing_closing
from review.items import batch_of_item
from review.leading import reason
from review.refusals import ConflictError, NotAllowedError, RefusedError

_EARLIEST = datetime.date(2000, 1, 1)
"""A day before it is a slip of the pen (0206-11-20)."""


def take(
    engine: sa.Engine,
    person: Person,
    key: int,
    step: Step,
    on: datetime.date,
    note: str = "",
    files: EvidenceFiles | None = None,
) -> Closing:
    """Enters that a step of an item was taken on a day, and gives how far the item is then.

    With ``files``, whoever closes the item (销号) has every file of its evidence read and compared with its hash: a row
    in a table is no evidence.

    Raises, and then nothing is written: ``NotAllowedError`` (not this role's), ``NotFoundError``, ``RefusedError``
    (nobody has decided the item; a step before is missing, or evidence that this one or one before wants: the message
    names what; the day is to come, or before that of the step before), ``ConflictError`` (it was taken already) and
    ``MinyiError`` (a file of evidence is missing or damaged).
    """
    check_role(person, step, rules()[step].taken_by, "closing-role")
    note = checked_note(note)
    if files is not None and step is Step.CLOSE:
        _check_files(engine, files, person, key)
    with writing(engine) as connection:
        row = held_item(connection, person, key)
        check_decided(row)
        closing = standing_closing(connection, key)
        word = rules()[step].word
        if (done := closing.done(step)) is not None:
            raise ConflictError("closing-done", item=key, step=word, person=done.person, day=done.on)
        _check_nothing_is_missing(closing, step)
        _check_day(closing, step, on)
        _enter(connection, person, key, step, on, note, undone=False)
        return standing_closing(connection, key)


def take_back(engine: sa.Engine, person: Person, key: int, step: Step, why: str) -> Closing:
    """Enters that the last step of an item does not hold, for a reason, and gives how far the item is then.

    Raises, and then nothing is written: ``NotAllowedError`` (no lead), ``NotFoundError``, ``RefusedError`` (no reason;
    it is not the last step), ``ConflictError`` (it is not taken, or no longer).
    """
    if not person.leads:
        raise NotAllowedError("lead-only")
    why = reason(why)
    with writing(engine) as connection:
        held_item(connection, person, key)
        closing = standing_closing(connection, key)
        word = rules()[step].word
        if (done := closing.done(step)) is None:
            raise ConflictError("closing-back-none", item=key, step=word)
        last = closing.steps[-1]
        if last.step is not step:
            raise RefusedError("closing-back-last", step=word, last=rules()[last.step].word)
        _enter(connection, person, key, step, done.on, why, undone=True)
        return standing_closing(connection, key)


def _check_nothing_is_missing(closing: Closing, step: Step) -> None:
    """Of this step and all before it; the step itself is not taken, of course."""
    looked_at = (*before(step), step)
    lacking = [one for one in missing(closing) if one.step in looked_at and (one.step is not step or one.evidence)]
    if lacking:
        what = "、".join(map(str, lacking))
        raise RefusedError("closing-missing", step=rules()[step].word, missing=what)


def _check_files(engine: sa.Engine, files: EvidenceFiles, person: Person, key: int) -> None:
    """Before the item is held: reading them takes a while, and what was read stays as it was."""
    with engine.connect() as connection:
        batch_of_item(connection, key, person)
        attached = standing_closing(connection, key).evidence
    for one in attached:
        files.whole(one.sha256, one.name)


def _check_day(closing: Closing, step: Step, on: datetime.date) -> None:
    word = rules()[step].word
    if on > today():
        raise RefusedError("closing-day-future", step=word, day=on, today=today())
    if on < _EARLIEST:
        raise RefusedError("closing-day-early", step=word, day=on)
    last = closing.steps[-1] if closing.steps else None
    if last is not None and on < last.on:
        before_it = rules()[last.step].word
        raise RefusedError("closing-day-before", step=word, day=on, before=before_it, before_day=last.on)


def _enter(
    connection: sa.Connection, person: Person, key: int, step: Step, on: datetime.date, note: str, *, undone: bool
) -> None:
    row = {"item_id": key, "step": step.value, "on_day": on, "note": note, "undone": undone}
    now = datetime.datetime.now(datetime.UTC)
    connection.execute(sa.insert(closing_steps).values(**row, person_id=person.id, at=now))
