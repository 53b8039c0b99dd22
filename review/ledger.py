"""The ledger of decisions. Entries are only added: a change is a new entry, undoing is a new entry.

An item knows how it stands and how many entries it has (``seq``). Whoever decides says which entry was the last that
was seen; if there is a later one, nothing is written. What is sent twice under one ``request`` counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from corpus.database import writing
from corpus.records import Act, State, Verdict
from corpus.review_schema import acts, batches, items
from review.access import Person
from review.entries import Entry, keep_act, keep_entries
from review.filters import Filter, visible_to
from review.history import entries_of
from review.items import standing
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError, SealedError
from review.rounds import after_verdict
from review.verdicts import check, check_words, is_headless

_AT_ONCE = 200
"""Items of one transaction of a bulk change: others wait for no longer than that takes."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: its number in the ledger, the items that it changed, and how many it left, by reason.

    Reasons: ``decided`` (not open any more), ``unit`` (nobody to lead), ``assigned`` (somebody else's), ``disputed``
    (a lead's to settle), ``changed`` (somebody has changed it since), ``same`` (it stands so already).
    """

    act: int
    items: tuple[int, ...]
    left: dict[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What a bulk change sets; None leaves a field as it is."""

    lead: str | None = None
    supporting: tuple[str, ...] | None = None
    domain: str | None = None
    kind: str | None = None
    disposition: str | None = None
    note: str | None = None

    def of(self, verdict: Verdict) -> Verdict:
        """The verdict with this change; whoever leads now supports no more."""
        given = {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}
        changed = replace(verdict, **given)
        return replace(changed, supporting=tuple(unit for unit in changed.supporting if unit != changed.lead))


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What one person does in the ledger of a database."""

    engine: sa.Engine
    person: Person

    def decide(
        self,
        key: int,
        seen: int,
        verdict: Verdict,
        *,
        group: bool = False,
        why: str = "",
        request: str | None = None,
    ) -> Done:
        """Decides an item; ``seen`` is the ``seq`` that was looked at. With ``group`` its open near-duplicates, too.

        Raises ``NotFoundError``, ``NotAllowedError``, ``SealedError``, ``ConflictError`` (somebody was quicker) and
        ``RefusedError`` (nobody to lead, a word that there is not). Then nothing is written.
        """
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            rows = _locked(connection, _with_members(key) if group else items.c.id == key, self.person)
            row = next((one for one in rows if one.id == key), None)
            if row is None:
                raise NotFoundError("item-unknown")
            batch = _open_batch(connection, self.person, row.batch_id)
            if row.seq != seen:
                raise ConflictError("decision-conflict", item=key)
            check(verdict, standing(row))
            if reason := _obstacle(row, self.person, batch.double):
                raise NotAllowedError(f"decision-{reason}")
            how = Act.ACCEPT if verdict == standing(row) and row.state == State.OPEN.value else Act.CHANGE
            act = keep_act(connection, batch, self.person, how, why, request=request)
            deciding = [one for one in rows if one is row or not _obstacle(one, self.person, batch.double)]
            entries = [after_verdict(connection, one, verdict, self.person, double=batch.double) for one in deciding]
            keep_entries(connection, act, self.person, entries)
            return Done(act, tuple(entry.row.id for entry in entries), {})

    def bulk(
        self,
        batch_id: int,
        what: Filter,
        change: Change,
        expected: int,
        *,
        how: Act = Act.BULK,
        why: str = "",
        request: str | None = None,
    ) -> Done:
        """Changes every item of a filter and decides it thereby; an empty change accepts what stands.

        ``expected`` is the number that was shown: if the filter has another one by now, ``ConflictError`` is raised and
        nothing done. An empty change touches open items alone. The items are changed some at a time, and what is in the
        ledger counts even if the rest does not come to be. Raises ``RefusedError`` for a word that there is not.
        """
        check_words(change.of(Verdict()))
        accepting = change == Change()
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            batch = _open_batch(connection, self.person, batch_id)
            held = what.conditions(batch_id, self.person, self.engine.dialect.name)
            keys = list(connection.scalars(sa.select(items.c.id).where(*held).order_by(items.c.id)))
            if len(keys) != expected:
                raise ConflictError("bulk-count", expected=expected, found=len(keys))
            act = keep_act(connection, batch, self.person, how, why, request=request)

        def entry(connection: sa.Connection, row: Any) -> Entry | str:
            verdict = change.of(standing(row))
            if reason := _obstacle(row, self.person, batch.double):
                return reason
            if accepting and row.state == State.DECIDED.value:
                return "decided"
            if is_headless(verdict):
                return "unit"
            if row.state == State.DECIDED.value and verdict == standing(row):
                return "same"
            return after_verdict(connection, row, verdict, self.person, double=batch.double)

        return _each(self.engine, self.person, batch_id, act, keys, entry)

    def take_in(
        self, batch_id: int, verdicts: Mapping[int, tuple[int, Verdict]], *, why: str = "", request: str | None = None
    ) -> Done:
        """Decides many items, each by a verdict of its own, all or none: what came back in a file.

        ``verdicts`` gives for each item the ``seq`` that was looked at, and the verdict. Raises as ``decide`` does,
        for the first item that cannot be decided.
        """
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            batch = _open_batch(connection, self.person, batch_id)
            rows = [
                row for portion in _portions([*verdicts]) for row in _locked(connection, _some(portion), self.person)
            ]
            if len(rows) != len(verdicts) or any(row.batch_id != batch_id for row in rows):
                raise NotFoundError("item-unknown")
            entries = []
            for row in rows:
                seen, verdict = verdicts[row.id]
                if row.seq != seen:
                    raise ConflictError("decision-conflict", item=row.id)
                check(verdict, standing(row))
                if reason := _obstacle(row, self.person, batch.double):
                    raise NotAllowedError(f"decision-{reason}", row.number or f"{row.position}")
                entries.append(after_verdict(connection, row, verdict, self.person, double=batch.double))
            act = keep_act(connection, batch, self.person, Act.IMPORT, why, request=request)
            keep_entries(connection, act, self.person, entries)
            return Done(act, tuple(entry.row.id for entry in entries), {})

    def undo(self, batch_id: int, *, request: str | None = None) -> Done:
        """Takes back what this person did last in a batch and has not taken back; once more, and the one before goes.

        What somebody has changed since stays as it is and is counted. Raises ``RefusedError`` where there is nothing.
        """
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            batch = _open_batch(connection, self.person, batch_id)
            taken_back = acts.alias("taken_back")
            wanted = sa.select(acts.c.id).where(
                acts.c.batch_id == batch_id,
                acts.c.person_id == self.person.id,
                acts.c.how.in_([Act.ACCEPT.value, Act.CHANGE.value, Act.BULK.value, Act.IMPORT.value]),
                acts.c.batch_version == batch.version,
                ~sa.exists().where(taken_back.c.undoes == acts.c.id),
            )
            last = connection.scalar(wanted.order_by(acts.c.id.desc()).limit(1))
            if last is None:
                raise RefusedError("undo-nothing")
            done = {entry.item: entry for entry in entries_of(connection, last)}
            act = keep_act(connection, batch, self.person, Act.UNDO, "", undoes=last, request=request)

        def entry(_connection: sa.Connection, row: Any) -> Entry | str:
            kept = done[row.id]
            as_left = row.state == kept.state.value and (kept.state != State.DECIDED or standing(row) == kept.after)
            if not as_left or (row.seq != kept.seq and row.decided_by != self.person.id):
                return "changed"
            return Entry(row, kept.after, kept.before, kept.before_state, restored=True)

        return _each(self.engine, self.person, batch_id, act, list(done), entry)


def _each(
    engine: sa.Engine,
    person: Person,
    batch_id: int,
    act: int,
    keys: Sequence[int],
    entry: Callable[[sa.Connection, Any], Entry | str],
) -> Done:
    """Writes an entry for each item, or counts why not; some items a transaction."""
    changed: list[int] = []
    left: dict[str, int] = {}
    for portion in _portions(keys):
        with writing(engine) as connection:
            _open_batch(connection, person, batch_id)
            entries = []
            for row in _locked(connection, _some(portion), person):
                made = entry(connection, row)
                if isinstance(made, str):
                    left[made] = left.get(made, 0) + 1
                else:
                    entries.append(made)
            keep_entries(connection, act, person, entries)
            changed += [one.row.id for one in entries]
    return Done(act, tuple(changed), left)


def _some(keys: Sequence[int]) -> sa.ColumnElement[bool]:
    return items.c.id.in_(keys)


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def _locked(connection: sa.Connection, held: sa.ColumnElement[bool], person: Person) -> Sequence[Any]:
    """The items that nobody else may change until this transaction has ended, in the order of their numbers."""
    wanted = sa.select(items).where(held, *visible_to(person)).order_by(items.c.id).with_for_update()
    return connection.execute(wanted).all()


def _open_batch(connection: sa.Connection, person: Person, batch_id: int) -> Any:
    """The batch, if this person may decide in it now; nobody can seal it before this transaction has ended. A batch
    that was opened again is a lead's."""
    wanted = sa.select(batches).where(batches.c.id == batch_id).with_for_update(read=True)
    batch = connection.execute(wanted).one_or_none()
    if batch is None:
        raise NotFoundError("batch-unknown")
    if not person.decides:
        raise NotAllowedError("decision-role")
    if batch.sealed:
        raise SealedError("batch-sealed", name=batch.name)
    if batch.version > 1 and not person.leads:
        raise SealedError("batch-reopened", name=batch.name)
    return batch


def _obstacle(row: Any, person: Person, double: bool) -> str:
    """Why this person may not decide this item, by a key; empty where nothing stands against it."""
    if row.assigned_to not in (None, person.id) and not person.leads:
        return "assigned"
    if row.state == State.GONE.value:
        return "gone"
    if double and row.state in (State.DISPUTED.value, State.DECIDED.value) and not person.leads:
        return "disputed"
    return ""


def _with_members(key: int) -> sa.ColumnElement[bool]:
    """The item and the open ones of its group. All are locked at once, in one order: two reviewers who decide the
    same group do not wait for each other for ever."""
    one = items.alias("one")
    group = sa.select(one.c.similar).where(one.c.id == key).scalar_subquery()
    batch = sa.select(one.c.batch_id).where(one.c.id == key).scalar_subquery()
    alike = sa.and_(items.c.batch_id == batch, items.c.similar == group, items.c.state == State.OPEN.value)
    return sa.or_(items.c.id == key, alike)


def _sent_before(connection: sa.Connection, person: Person, request: str | None) -> Done | None:
    """What came of this very request, if it was written already (its answer was lost on the way)."""
    if request is None:
        return None
    known = connection.execute(sa.select(acts).where(acts.c.request == request)).one_or_none()
    if known is None:
        return None
    if known.person_id != person.id:
        raise NotAllowedError("request-foreign")
    return Done(known.id, tuple(entry.item for entry in entries_of(connection, known.id)), {})
