"""What people said of personal data in texts. Nothing is ever changed: the last word on a place counts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.database import writing
from corpus.papers_schema import removals
from outputs.personal.entity import KINDS
from outputs.public.finding import LONGEST, Finding, Ruling, Rulings
from review.access import Person
from review.filters import is_storable
from review.refusals import NotAllowedError, RefusedError

_COLUMNS = ("text_key", "start", "end", "kind", "removed", "replacement", "by_hand")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a finding: it goes, and ``replacement`` stands instead, or it stays."""

    finding: Finding
    removed: bool
    replacement: str
    by_hand: bool = False


def rulings_of(engine: sa.Engine) -> Rulings:
    """The last ruling on every place of every text."""
    wanted = sa.select(*(removals.c[name] for name in _COLUMNS)).order_by(removals.c.id)
    with engine.connect() as connection:
        rulings = (Ruling(**row._mapping) for row in connection.execute(wanted))
        return {ruling.place: ruling for ruling in rulings}


def number_of_rulings(engine: sa.Engine) -> int:
    """Counts up with every ruling, in whatever order they are committed; 0 before the first."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count(removals.c.id))) or 0


def rule(engine: sa.Engine, person: Person, said: Sequence[Said]) -> int:
    """Writes all of it or nothing, and gives the number of rulings. What says the same as before is not written again.

    Raises ``NotAllowedError`` (this person does not decide) and ``RefusedError``: the words that go would stand again
    in what replaces them, or that is too long or has signs that no file can hold.
    """
    if not person.decides:
        raise NotAllowedError("decision-role")
    for one in said:
        _check(one)
    before = rulings_of(engine)
    rows = []
    now = datetime.datetime.now(datetime.UTC)
    for one in said:
        finding = one.finding
        ruling = Ruling(*finding.place, finding.kind, one.removed, one.replacement, one.by_hand)
        if before.get(ruling.place) != ruling:
            values = {name: getattr(ruling, name) for name in _COLUMNS}
            rows.append({**values, "person_id": person.id, "at": now})
    if rows:
        with writing(engine) as connection:
            connection.execute(sa.insert(removals), rows)
    return len(rows)


def _check(said: Said) -> None:
    finding, instead = said.finding, said.replacement
    if finding.kind not in KINDS or not 0 <= finding.start < finding.end:
        raise RefusedError("removal-unknown")
    if len(instead) > LONGEST or not is_storable(instead) or "\n" in instead:
        raise RefusedError("removal-long", longest=LONGEST)
    if said.removed and finding.words in instead:
        raise RefusedError("removal-same", words=finding.words)
