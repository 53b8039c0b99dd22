"""How far one item is on its way to be closed, as the page shows it to one person: what is there, missing, possible."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.closing_rules import following, largest_bytes, one_of, rules, unmet
from corpus.records import Closing, Evidence, Step, StepDone
from review.access import Person
from review.china_time import today
from review.closing.addresses import address_kind
from review.closing.standing import closing_of


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: ``lacks`` are the words for the evidence that it wants and has not. The others say what this person may
    do: take it now, take it back, add evidence to it; ``address`` whether an address can be evidence of it."""

    step: Step
    word: str
    done: StepDone | None
    files: tuple[tuple[Evidence, bool], ...]
    lacks: tuple[str, ...]
    is_next: bool
    takes: bool
    takes_back: bool
    adds: bool
    kinds: tuple[str, ...]
    address: bool


@dataclass(frozen=True, slots=True)
class ClosingShown:
    """The six steps of an item (its number), the days between which the next one can have been taken, and how many
    bytes a file may have."""

    item: int
    closed: bool
    steps: tuple[StepShown, ...]
    earliest: datetime.date | None
    today: datetime.date
    largest: int

    @property
    def next(self) -> StepShown | None:
        """The step that is next, None when all are taken."""
        return next((one for one in self.steps if one.is_next), None)


def closing_shown(engine: sa.Engine, person: Person, key: int) -> ClosingShown:
    """What ``closing.html`` is given of an item that this person may see and that is decided."""
    closing = closing_of(engine, key)
    steps = tuple(_step(closing, person, step) for step in rules())
    earliest = closing.steps[-1].on if closing.steps else None
    return ClosingShown(key, closing.closed, steps, earliest, today(), largest_bytes())


def _step(closing: Closing, person: Person, step: Step) -> StepShown:
    rule, done, is_next = rules()[step], closing.done(step), following(closing) is step
    adds = person.role.value in rule.evidence_by
    # Who attached it is known by name here; the service knows better, should two have the same.
    files = tuple(
        (one, person.leads or (adds and one.person == person.name)) for one in closing.evidence if one.step is step
    )
    return StepShown(
        step=step,
        word=rule.word,
        done=done,
        files=files,
        lacks=tuple(map(one_of, unmet(step, closing.evidence))),
        is_next=is_next,
        takes=is_next and person.role.value in rule.taken_by,
        takes_back=person.leads and done is not None and closing.steps[-1].step is step,
        adds=adds,
        kinds=rule.kinds,
        address=address_kind(step) is not None,
    )
