"""A file that came back: its rows are found in the batch, compared, planned, and written all at once or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from corpus.directory import Directory
from corpus.records import Problem, Verdict
from corpus.review_schema import batches
from corpus.unit_cells import units
from review.access import Person
from review.exchange.current import current
from review.exchange.exports import Bases, bases
from review.exchange.matching import Matching
from review.exchange.merging import Merging
from review.exchange.plan import Plan, Proposed, Trouble, Unknown
from review.exchange.rows import Key
from review.exchange.sent import Arrived
from review.exchange.words import words_of
from review.ledger import Done, Reviewing, check_open, obstacle
from review.refusals import ConflictError, RefusedError

_GUESSED = 200
"""Unknown units for which a known one is sought: whoever pasted a column into the wrong place has thousands."""
Choices = Mapping[int, Collection[str]]
"""By item, the fields in conflict that are to be as in the file; the others stay as they are."""


def plan_of(engine: sa.Engine, person: Person, batch: int, arrived: Arrived, name: str, directory: Directory) -> Plan:
    """What a file would change in a batch. Writes nothing.

    Raises as ``Reviewing.take_in`` does where this person may not decide in the batch at all.
    """
    with engine.connect() as connection:
        row = connection.execute(sa.select(batches).where(batches.c.id == batch)).one_or_none()
    check_open(row, person)
    double = row is not None and row.double
    keys = [Key.of(sent.key) for sent in arrived.rows]
    known = bases(engine, batch, {(key.export, key.mark) for key in keys if key})
    merging = Merging(words_of(engine, batch, directory, _exported_units(known)))
    matching = Matching(current(engine, person, batch), known, merging.troubles)
    matched = [one for sent, key in zip(arrived.rows, keys, strict=True) if (one := matching.found(sent, key))]
    proposed: list[Proposed] = []
    wrong = 0
    for one in matched:
        before = len(merging.troubles)
        place = one.sent.place
        merging.troubles += [Trouble(place, problem.where, problem) for problem in one.sent.problems]
        made = merging.merged(one.sent, one.base, one.now)
        if made is not None and (reason := obstacle(one.now.row, person, double)):
            merging.troubles.append(Trouble(place, "", Problem(place, f"decision-{reason}")))
        if len(merging.troubles) > before:
            wrong += 1
        elif made is not None:
            proposed.append(made)
    exported = {item for rows in known.values() for item in rows}
    return Plan(
        batch=batch,
        name=name,
        rows=len(arrived.rows),
        proposed=tuple(one for one in proposed if not one.conflicts),
        contested=tuple(one for one in proposed if one.conflicts),
        unchanged=len(matched) - len(proposed) - wrong,
        missing=len(exported - {one.now.row.id for one in matched}),
        unknown=tuple(
            Unknown(unit, tuple(places), merging.words.like(unit) if at < _GUESSED else "")
            for at, (unit, places) in enumerate(merging.unknown.items())
        ),
        troubles=tuple(merging.troubles),
        notes=(*arrived.notes, *matching.notes()),
    )


def _exported_units(known: Bases) -> set[str]:
    """The units that stood in the file when it went out, whatever has become of them."""
    cells = {base.cells[name] for rows in known.values() for base in rows.values() for name in ("lead", "supporting")}
    return {unit for cell in cells for unit in units(cell)}


def carry_out(
    desk: Reviewing, plan: Plan, choices: Choices, *, new_units: bool = False, request: str | None = None
) -> Done | None:
    """Writes what was planned, in one action of the ledger; None where there is nothing to write.

    Raises ``RefusedError`` while something in the file is wrong or a unit is unknown that is not expressly allowed,
    and ``ConflictError`` where somebody has decided one of the items since it was planned. Then nothing is written.
    """
    if plan.troubles:
        raise RefusedError("import-troubles", count=len(plan.troubles))
    if plan.unknown and not new_units:
        raise RefusedError("import-unknown-units", names="、".join(one.name for one in plan.unknown[:5]))
    verdicts: dict[int, tuple[int, Verdict]] = {}
    for one in (*plan.proposed, *plan.contested):
        if (verdict := one.settled(choices.get(one.item, ()))) is not None:
            verdicts[one.item] = (one.seq, verdict)
    if not verdicts:
        return None
    try:
        return desk.take_in(plan.batch, verdicts, why=plan.name, request=request)
    except ConflictError as error:
        raise ConflictError("import-changed-since", item=error.item) from None


def file_wins(plan: Plan) -> Choices:
    """Every conflict decided for the file."""
    return {one.item: [conflict.field for conflict in one.conflicts] for one in plan.contested}
