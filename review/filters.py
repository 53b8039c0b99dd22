"""Which items of a batch are meant: what the list shows, what a bulk change changes, what is assigned or exported."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NoReturn
from urllib.parse import urlencode

import sqlalchemy as sa

from corpus.records import State
from corpus.review_schema import item_units, items, people
from review.access import Person
from review.refusals import NotFoundError, RefusedError
from review.search import found_by

SCORES = {"low": (0.0, 0.5), "middle": (0.5, 0.8), "high": (0.8, 1.01)}
"""把握小, 中, 大: from (inclusive) and to (exclusive)."""
MINE, NOBODY = "mine", "nobody"
TODO, ALL = "todo", "all"
NOT_SAID = "—"
"""The choice of a column for items where it is empty."""
_MOST_NUMBERS = 5_000
_LONGEST_QUERY = 200
LARGEST = 2**31 - 1
"""Both databases count rows with 31 bits."""
_COLUMNS = ("domain", "lead", "place", "kind", "similar", "disposition", "origin")


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that all hold; an empty one says nothing. As in the query of an address.

    ``state`` is one of ``State``, ``todo`` for what waits for this person (open, or for the second verdict), or ``all``
    for what is in the files; ``score`` is a key of ``SCORES``; ``assigned`` is ``mine``, ``nobody`` or somebody's
    login; ``unit`` acts on the item (leads or supports); ``ids`` are the items' own numbers, parted by commas.
    """

    state: str = State.OPEN.value
    domain: str = ""
    lead: str = ""
    unit: str = ""
    place: str = ""
    kind: str = ""
    disposition: str = ""
    score: str = ""
    similar: str = ""
    origin: str = ""
    year: str = ""
    assigned: str = ""
    q: str = ""
    ids: str = ""

    def query(self) -> str:
        """As the query of an address, without what says nothing."""
        usual = Filter()
        given = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(usual, f.name)}
        return urlencode(given)

    def conditions(self, batch: int | None, person: Person, dialect: str) -> list[sa.ColumnElement[bool]]:
        """What holds of these items (``batch`` None: of all batches), and that this person may see them.

        Raises ``RefusedError`` for a value that cannot be one (``filter-unknown``), ``NotFoundError`` for a batch's
        number that cannot be one.
        """
        for name in self.__slots__:
            if not is_storable(getattr(self, name)):
                _unknown(name, "")
        held = [*visible_to(person), *_of_batch(batch), *self._of_state(person), *self._of_words(dialect)]
        for name in _COLUMNS:
            if value := getattr(self, name):
                column = items.c[name]
                held.append(column.is_(None) if value == NOT_SAID else column == value)
        if self.unit:
            held.append(_acts(self.unit))
        if self.year:
            year = items.c.year
            held.append(year.is_(None) if self.year == NOT_SAID else year == _number(self.year, "year"))
        if self.score:
            if self.score not in SCORES:
                _unknown("score", self.score)
            low, high = SCORES[self.score]
            held += [items.c.score >= low, items.c.score < high]
        if self.assigned:
            held.append(_assigned(self.assigned, person))
        if self.ids:
            numbers = [_number(one, "ids") for one in self.ids.split(",", _MOST_NUMBERS)]
            held.append(items.c.id.in_(numbers))
        return held

    def _of_state(self, person: Person) -> list[sa.ColumnElement[bool]]:
        if self.state in ("", ALL):
            return [items.c.state != State.GONE.value]
        if self.state == TODO:
            first = sa.and_(items.c.state == State.ONCE.value, items.c.decided_by != person.id)
            return [sa.or_(items.c.state == State.OPEN.value, first)]
        if self.state not in {one.value for one in State}:
            _unknown("state", self.state)
        return [items.c.state == self.state]

    def _of_words(self, dialect: str) -> list[sa.ColumnElement[bool]]:
        if len(self.q) > _LONGEST_QUERY:
            _unknown("q", self.q)
        return [found_by(self.q, dialect)] if self.q.strip() else []


def is_number(key: int) -> bool:
    """Whether this can be the number of a row: whoever asks may write any."""
    return 0 < key <= LARGEST


def is_storable(text: str) -> bool:
    """Whether every database can keep this text, and compare with it: no NUL, no half of a pair."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def visible_to(person: Person) -> list[sa.ColumnElement[bool]]:
    """A department account sees the items on which its unit acts: as decided, or as the document says."""
    return [] if person.sees_all else [_acts(person.unit or "")]


def _of_batch(batch: int | None) -> list[sa.ColumnElement[bool]]:
    if batch is None:
        return []
    if not is_number(batch):
        raise NotFoundError("batch-unknown")
    return [items.c.batch_id == batch]


def _acts(unit: str) -> sa.ColumnElement[bool]:
    return items.c.id.in_(sa.select(item_units.c.item_id).where(item_units.c.unit == unit))


def _assigned(value: str, person: Person) -> sa.ColumnElement[bool]:
    if value == NOBODY:
        return items.c.assigned_to.is_(None)
    if value == MINE:
        return items.c.assigned_to == person.id
    return items.c.assigned_to == sa.select(people.c.id).where(people.c.login == value).scalar_subquery()


def _number(value: str, name: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else _unknown(name, value)


def _unknown(name: str, value: str) -> NoReturn:
    raise RefusedError("filter-unknown", name=name, value=value[:40])
