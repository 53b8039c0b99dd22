"""Evidence (佐证材料) of a step of an item: attached, withdrawn, and read back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from corpus.closing_rules import largest_bytes, one_of, rules, unmet
from corpus.database import writing
from corpus.evidence_files import EvidenceFiles, Incoming
from corpus.papers_schema import evidence
from corpus.records import Closing, Evidence, Step
from corpus.review_schema import people
from review.access import Person
from review.closing.held import check_decided, check_role, checked_note, held_item
from review.closing.names import cleaned, remark
from review.closing.standing import evidence_of, standing_closing
from review.filters import is_number
from review.items import batch_of_item
from review.leading import reason
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it is handed in: for which step, of which kind, under which name, and its bytes."""

    step: Step
    kind: str
    name: str
    stream: BinaryIO
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of a file: the evidence, whether it is ``new`` (else the very file is there already, for this step and
    of this kind), and what there is to say of its type (empty: nothing)."""

    evidence: Evidence
    new: bool
    remark: str


def attach(
    engine: sa.Engine,
    files: EvidenceFiles,
    person: Person,
    key: int,
    paper: Paper,
    largest: int | None = None,
) -> Attached:
    """Attaches a file to a step of an item. ``largest`` is the most bytes that it may have (else that of the rules).

    Raises, and then neither a row nor a file is kept: ``NotAllowedError`` (not this role's), ``NotFoundError``,
    ``RefusedError`` (nobody has decided the item; not a kind of this step) and ``MinyiError`` (an empty or too large
    file, a folder that cannot be written).
    """
    paper = replace(paper, name=cleaned(paper.name), note=checked_note(paper.note))
    _check(person, paper.step, paper.kind)
    with engine.connect() as connection:
        # Before megabytes are read: the item is looked at once more when it is held.
        batch_of_item(connection, key, person)
    most = largest_bytes() if largest is None else largest
    with files.incoming(paper.stream, paper.name, most) as arrived, writing(engine) as connection:
        check_decided(held_item(connection, person, key))
        told = remark(paper.name, arrived.head)
        known, this = standing_closing(connection, key).evidence, (paper.step, paper.kind, arrived.sha256)
        again = next((one for one in known if (one.step, one.kind, one.sha256) == this), None)
        arrived.keep()
        if again is not None:
            return Attached(again, new=False, remark=told)
        return Attached(_enter(connection, person, key, paper, arrived), new=True, remark=told)


def withdraw(engine: sa.Engine, person: Person, key: int, number: int, why: str) -> Closing:
    """Enters that a piece of evidence does not count, for a reason, and gives how far the item is then. Its file stays.

    Raises, and then nothing is written: ``NotFoundError``, ``NotAllowedError`` (it is somebody else's, and this is no
    lead), ``ConflictError`` (withdrawn already), ``RefusedError`` (no reason; a step that was taken wants it).
    """
    if not person.decides and person.sees_all:
        raise NotAllowedError("evidence-whose")
    why = reason(why)
    with writing(engine) as connection:
        held_item(connection, person, key)
        row = _row(connection, key, number)
        if row.person_id != person.id and not person.leads:
            raise NotAllowedError("evidence-whose")
        closing = standing_closing(connection, key)
        if all(one.id != number for one in closing.evidence):
            raise ConflictError("evidence-withdrawn", item=key, name=row.name)
        step = Step(row.step)
        left = tuple(one for one in closing.evidence if one.id != number)
        lost = [group for group in unmet(step, left) if group not in unmet(step, closing.evidence)]
        if lost and closing.done(step) is not None:
            wanted = "；".join(map(one_of, lost))
            raise RefusedError("evidence-needed", row.name, step=rules()[step].word, wanted=wanted)
        same = {name: getattr(row, name) for name in ("item_id", "step", "kind", "name", "sha256", "bytes")}
        now = datetime.datetime.now(datetime.UTC)
        new = sa.insert(evidence).values(**same, withdraws=number, note=why, person_id=person.id, at=now)
        connection.execute(new)
        return standing_closing(connection, key)


def file_of(engine: sa.Engine, files: EvidenceFiles, person: Person, key: int, number: int) -> tuple[Path, Evidence]:
    """Where the file of a piece of evidence lies, found to be whole; what was withdrawn can be read, too.

    Raises ``NotFoundError`` (there is none, or this person may not see it) and ``MinyiError`` as
    ``EvidenceFiles.whole`` does.
    """
    with engine.connect() as connection:
        batch_of_item(connection, key, person)
        found = evidence_of(_row(connection, key, number))
    return files.whole(found.sha256, found.name), found


def _check(person: Person, step: Step, kind: str) -> None:
    rule = rules()[step]
    check_role(person, step, rule.evidence_by, "evidence-role")
    if kind not in rule.kinds:
        raise RefusedError("evidence-kind", step=rule.word, kind=kind[:40], kinds="、".join(rule.kinds))


def _row(connection: sa.Connection, key: int, number: int) -> sa.Row[tuple[object, ...]]:
    """The row of a piece of evidence of an item, no withdrawal. Raises ``NotFoundError``."""
    wanted = (
        sa.select(evidence, people.c.name.label("person"))
        .join(people, people.c.id == evidence.c.person_id)
        .where(evidence.c.id == number, evidence.c.item_id == key, evidence.c.withdraws.is_(None))
    )
    row = connection.execute(wanted).one_or_none() if is_number(number) else None
    if row is None:
        raise NotFoundError("evidence-unknown")
    return row


def _enter(
    connection: sa.Connection,
    person: Person,
    key: int,
    paper: Paper,
    arrived: Incoming,
) -> Evidence:
    row = {"item_id": key, "step": paper.step.value, "kind": paper.kind, "name": paper.name, "note": paper.note}
    content = {"sha256": arrived.sha256, "bytes": arrived.size}
    now = datetime.datetime.now(datetime.UTC)
    made = connection.execute(sa.insert(evidence).values(**row, **content, person_id=person.id, at=now))
    [number] = made.inserted_primary_key or (0,)
    said = (paper.step, paper.kind, paper.name)
    return Evidence(int(number), *said, arrived.sha256, arrived.size, person.name, now)
