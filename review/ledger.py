"""The ledger of decisions. Entries are only added: a change is a new entry, undoing is a new entry.

An item knows how it stands and how many entries it has (``seq``). Whoever decides says which entry was the last that
was seen; if there is a later one, nothing is written. What is sent twice under one ``request`` counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from corpus.database import portions, writing
from corpus.records import DECIDING, Act, State, Verdict
from corpus.review_schema import acts, batches, decisions, items, people
from corpus.serial import load_task
from review.access import Person
from review.entries import Entry, keep_act, keep_entries
from review.filters import Filter, is_number, visible_to
from review.history import entries_of
from review.items import batch_of_item, members, standing
from review.proposals import proposal_of
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError, SealedError
from review.rounds import after_verdict, last_verdict
from review.verdicts import check, check_request, check_words, is_headless, tidy

_AT_ONCE = 200
"""Items of one transaction of a bulk change: others wait for no longer than that takes."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: its number in the ledger, the items that it changed, and how many it left, by reason.

    Reasons: ``decided`` (not open any more), ``unit`` (nobody to lead), ``assigned`` (somebody else's), ``disputed``
    (a lead's to settle), ``gone`` (not in the files any more), ``changed`` (somebody has changed it since), ``same``
    (it stands so already).
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
        """The verdict with this change, ``tidy``: whoever leads now supports no more."""
        given = {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}
        return tidy(replace(verdict, **given))


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
        check_request(why, request)
        verdict = tidy(verdict)
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                if key not in before.items:
                    raise NotAllowedError("request-foreign")
                return before
            # The batch before its items, as everybody who changes it does: two who wait for each other would be one
            # refusal too many.
            batch = _open_batch(connection, self.person, batch_of_item(connection, key, self.person))
            meant = _with_members(connection, key, batch.id) if group else items.c.id == key
            rows = _locked(connection, meant, self.person)
            row = next((one for one in rows if one.id == key), None)
            if row is None:
                raise NotFoundError("item-unknown")
            if row.seq != seen:
                raise ConflictError("decision-conflict", item=key)
            check(verdict, standing(row))
            if reason := obstacle(row, self.person, batch.double):
                raise NotAllowedError(f"decision-{reason}")
            left = Counter(reason for one in rows if (reason := obstacle(one, self.person, batch.double)))
            deciding = [one for one in rows if not obstacle(one, self.person, batch.double)]
            entries = [after_verdict(connection, one, verdict, self.person, double=batch.double) for one in deciding]
            how = _how(row, verdict, entries, self.person)
            act = keep_act(connection, batch, self.person, how, why, request=request)
            keep_entries(connection, act, self.person, entries)
            return Done(act, tuple(entry.row.id for entry in entries), dict(left))

    def bulk(
        self,
        batch_id: int,
        what: Filter,
        change: Change,
        expected: int,
        *,
        why: str = "",
        request: str | None = None,
    ) -> Done:
        """Changes every item of a filter and decides it thereby; an empty change accepts what stands.

        ``expected`` is the number that was shown: if the filter has another one by now, ``ConflictError`` is raised and
        nothing done. An empty change touches open items alone (and those that wait for a second reviewer's verdict).
        The items are changed some at a time: what somebody else decides meanwhile stays as it is, and what is in the
        ledger counts even if the rest does not come to be. Raises ``RefusedError`` for a word that there is not.
        """
        check_request(why, request)
        check_words(change.of(Verdict()))
        accepting = change == Change()
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            batch = _open_batch(connection, self.person, batch_id)
            held = what.conditions(batch_id, self.person, self.engine.dialect.name)
            wanted = sa.select(items.c.id, items.c.seq).where(*held).order_by(items.c.id)
            seen: dict[int, int] = {row.id: row.seq for row in connection.execute(wanted)}
            if len(seen) != expected:
                raise ConflictError("bulk-count", expected=expected, found=len(seen))
            act = keep_act(connection, batch, self.person, Act.BULK, why, request=request)

        def entry(connection: sa.Connection, row: Any, batch: Any) -> Entry | str:
            # A first verdict that this person knows is what is changed, and is not lost to what was proposed.
            spoken = row.state == State.ONCE.value and (row.decided_by == self.person.id or not batch.double)
            verdict = change.of(last_verdict(connection, row) if spoken else standing(row))
            if reason := obstacle(row, self.person, batch.double):
                return reason
            if accepting and (spoken or not _is_open_to(row, self.person)):
                return "decided"
            if row.seq != seen[row.id]:
                return "changed"
            if is_headless(verdict):
                return "unit"
            if row.state == State.DECIDED.value and verdict == standing(row):
                return "same"
            return after_verdict(connection, row, verdict, self.person, double=batch.double)

        return _each(self.engine, self.person, batch, act, list(seen), entry)

    def take_in(
        self, batch_id: int, verdicts: Mapping[int, tuple[int, Verdict]], *, why: str = "", request: str | None = None
    ) -> Done:
        """Decides many items, each by a verdict of its own, all or none: what came back in a file.

        ``verdicts`` gives for each item the ``seq`` that was looked at, and the verdict. Raises as ``decide`` does,
        for the first item that cannot be decided.
        """
        check_request(why, request)
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            batch = _open_batch(connection, self.person, batch_id)
            act = keep_act(connection, batch, self.person, Act.IMPORT, why, request=request)
            for portion in portions(sorted(verdicts), _AT_ONCE):
                rows = _locked(connection, _some(portion), self.person)
                if len(rows) != len(portion) or any(row.batch_id != batch_id for row in rows):
                    raise NotFoundError("item-unknown")
                entries = []
                for row in rows:
                    seen, verdict = verdicts[row.id][0], tidy(verdicts[row.id][1])
                    if row.seq != seen:
                        raise ConflictError("decision-conflict", item=row.id)
                    check(verdict, standing(row))
                    if reason := obstacle(row, self.person, batch.double):
                        raise NotAllowedError(f"decision-{reason}", row.number or f"{row.position}")
                    entries.append(after_verdict(connection, row, verdict, self.person, double=batch.double))
                keep_entries(connection, act, self.person, entries)
            return Done(act, tuple(sorted(verdicts)), {})

    def undo(self, batch_id: int, *, request: str | None = None) -> Done:
        """Takes back what this person did last in a batch and has not taken back; once more, and the one before goes.

        What somebody has changed since stays as it is and is counted. Raises ``RefusedError`` where there is nothing.
        """
        check_request("", request)
        with writing(self.engine) as connection:
            if (before := _sent_before(connection, self.person, request)) is not None:
                return before
            batch = _open_batch(connection, self.person, batch_id)
            taken_back = acts.alias("taken_back")
            wanted = sa.select(acts.c.id).where(
                acts.c.batch_id == batch_id,
                acts.c.person_id == self.person.id,
                acts.c.how.in_([one.value for one in DECIDING]),
                acts.c.batch_version == batch.version,
                sa.exists().where(decisions.c.act_id == acts.c.id),
                ~sa.exists().where(taken_back.c.undoes == acts.c.id),
            )
            last = connection.scalar(wanted.order_by(acts.c.id.desc()).limit(1))
            if last is None:
                raise RefusedError("undo-nothing")
            done = {entry.item: entry for entry in entries_of(connection, last)}
            act = keep_act(connection, batch, self.person, Act.UNDO, "", undoes=last, request=request)

        def entry(_connection: sa.Connection, row: Any, _batch: Any) -> Entry | str:
            kept = done[row.id]
            as_left = row.state == kept.state.value and (kept.state != State.DECIDED or standing(row) == kept.after)
            if not as_left or (row.seq != kept.seq and row.decided_by != self.person.id):
                return "changed"
            open_again = kept.before_state is State.OPEN
            before = proposal_of(load_task(row.record)) if open_again else kept.before
            return Entry(row, kept.after, before, kept.before_state, restored=True)

        return _each(self.engine, self.person, batch, act, list(done), entry)


def _how(row: Any, verdict: Verdict, entries: Sequence[Entry], person: Person) -> Act:
    """What it is called to decide this item. Of a first verdict nobody must know whether it was the proposal."""
    if any(entry.state is State.ONCE for entry in entries):
        return Act.FIRST
    return Act.ACCEPT if verdict == standing(row) and _is_open_to(row, person) else Act.CHANGE


def _each(
    engine: sa.Engine,
    person: Person,
    batch: Any,
    act: int,
    keys: Sequence[int],
    entry: Callable[[sa.Connection, Any, Any], Entry | str],
) -> Done:
    """Writes an entry for each item, or counts why not; some items a transaction, each with the batch as it is then.
    What was begun in one version of the batch does not go on in the next."""
    changed: list[int] = []
    left: dict[str, int] = {}
    for portion in portions(keys, _AT_ONCE):
        with writing(engine) as connection:
            now = _open_batch(connection, person, batch.id)
            if now.version != batch.version:
                raise SealedError("batch-reopened", name=batch.name)
            entries = []
            for row in _locked(connection, _some(portion), person):
                made = entry(connection, row, now)
                if isinstance(made, str):
                    left[made] = left.get(made, 0) + 1
                else:
                    entries.append(made)
            keep_entries(connection, act, person, entries)
            changed += [one.row.id for one in entries]
    return Done(act, tuple(changed), left)


def _some(keys: Sequence[int]) -> sa.ColumnElement[bool]:
    return items.c.id.in_(keys)


def _locked(connection: sa.Connection, held: sa.ColumnElement[bool], person: Person) -> Sequence[Any]:
    """The items that nobody else may change until this transaction has ended, in the order of their numbers."""
    wanted = sa.select(items).where(held, *visible_to(person)).order_by(items.c.id).with_for_update()
    return connection.execute(wanted).all()


def _open_batch(connection: sa.Connection, person: Person, batch_id: int) -> Any:
    """The batch, if this person may decide in it now; nobody can seal it before this transaction has ended. A batch
    that was opened again is a lead's."""
    wanted = sa.select(batches).where(batches.c.id == batch_id).with_for_update(read=True)
    batch = connection.execute(wanted).one_or_none() if is_number(batch_id) else None
    check_open(batch, person)
    return batch


def check_open(batch: Any, person: Person) -> None:
    """Raises ``NotFoundError``, ``NotAllowedError`` or ``SealedError`` unless this person may decide in the batch (its
    row, None where there is none) as it is."""
    if batch is None:
        raise NotFoundError("batch-unknown")
    if not person.decides:
        raise NotAllowedError("decision-role")
    if batch.sealed:
        raise SealedError("batch-sealed", name=batch.name)
    if batch.version > 1 and not person.leads:
        raise SealedError("batch-reopened", name=batch.name)


def obstacle(row: Any, person: Person, double: bool) -> str:
    """Why this person may not decide this item, by a key; empty where nothing stands against it."""
    if row.assigned_to not in (None, person.id) and not person.leads:
        return "assigned"
    if row.state == State.GONE.value:
        return "gone"
    if double and row.state in (State.DISPUTED.value, State.DECIDED.value) and not person.leads:
        return "disputed"
    return ""


def _is_open_to(row: Any, person: Person) -> bool:
    """Whether nobody has decided this item, or one of two reviewers who is somebody else."""
    return bool(row.state == State.OPEN.value or (row.state == State.ONCE.value and row.decided_by != person.id))


def _with_members(connection: sa.Connection, key: int, batch_id: int) -> sa.ColumnElement[bool]:
    """The item and the open ones of its group. All are locked at once, in one order: two reviewers who decide the
    same group do not wait for each other for ever."""
    group = sa.select(items.c.similar).where(items.c.id == key).scalar_subquery()
    alike = connection.scalars(sa.select(items.c.id).where(*members(group, batch_id)))
    return sa.and_(_some([key, *alike]), sa.or_(items.c.id == key, items.c.state == State.OPEN.value))


def _sent_before(connection: sa.Connection, person: Person, request: str | None) -> Done | None:
    """What came of this very request, if it was written already (its answer was lost on the way).

    A person does one thing after the other, whatever comes at once: the same request sent twice, or two undoings.
    """
    connection.execute(sa.select(people.c.id).where(people.c.id == person.id).with_for_update(key_share=True))
    if request is None:
        return None
    known = connection.execute(sa.select(acts).where(acts.c.request == request)).one_or_none()
    if known is None:
        return None
    if known.person_id != person.id:
        raise NotAllowedError("request-foreign")
    return Done(known.id, tuple(entry.item for entry in entries_of(connection, known.id)), {})
