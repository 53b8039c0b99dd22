"""How well two reviewers agree who have not seen each other's verdict (双人复核): observed agreement and Cohen's kappa.

Kappa (Cohen 1960) is the agreement beyond what chance would give: 1 is full agreement, 0 no more than chance. Where
both always say the same one thing it has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from corpus.records import Act, State, Verdict
from corpus.review_schema import acts, decisions, people
from corpus.serial import load_verdict

_SAID: Mapping[str, Callable[[Verdict], str]] = {
    "lead": lambda verdict: verdict.lead or "",
    "domain": lambda verdict: verdict.domain or "",
    "kind": lambda verdict: verdict.kind or "",
    "all": lambda verdict: "\n".join((verdict.lead or "", verdict.domain or "", verdict.kind or "")),
}
"""What is compared: department, domain, kind, and the three at once."""
_AGAIN = (State.DECIDED.value, State.DISPUTED.value)


@dataclass(frozen=True, slots=True)
class Measure:
    """How often two verdicts were the same in one thing (a key of ``lead``, ``domain``, ``kind``, ``all``).

    ``observed`` is a share of ``n``, ``kappa`` None where it is not defined.
    """

    of: str
    n: int
    observed: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Between:
    """The same of two reviewers, by their names: department, domain and kind at once."""

    one: str
    other: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Agreement:
    """``n`` items on which two have spoken; no measures where there are none. The pair with the most items is first."""

    n: int
    measures: tuple[Measure, ...]
    between: tuple[Between, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The first and the second verdict on an item, and who gave them."""

    item: int
    first: Verdict
    first_by: int
    second: Verdict
    second_by: int


def agreement(engine: sa.Engine, batch: int) -> Agreement:
    """The agreement of the reviewers of a batch, from its ledger.

    What was taken back does not count, nor what was decided while double review was off: that one could be read.
    """
    with engine.connect() as connection:
        pairs = tuple(pairs_of(connection, batch))
        known = {key for pair in pairs for key in (pair.first_by, pair.second_by)}
        wanted = sa.select(people.c.id, people.c.name).where(people.c.id.in_(known))
        names: dict[int, str] = {row.id: row.name for row in connection.execute(wanted)}
    verdicts = [(pair.first, pair.second) for pair in pairs]
    return Agreement(
        len(pairs), tuple(_measure(name, verdicts) for name in _SAID) if pairs else (), tuple(_between(pairs, names))
    )


def pairs_of(connection: sa.Connection, batch: int) -> Iterator[Pair]:
    """First and second verdicts on the items of a batch that have both."""
    toggles = list(
        connection.scalars(
            sa.select(acts.c.id).where(acts.c.batch_id == batch, acts.c.how == Act.DOUBLE.value).order_by(acts.c.id)
        )
    )
    second = decisions.alias("second")
    spoken_again = sa.select(second.c.item_id).where(
        second.c.before_state == State.ONCE.value, second.c.state.in_(_AGAIN)
    )
    wanted = (
        sa.select(
            decisions.c.item_id,
            decisions.c.act_id,
            decisions.c.before_state,
            decisions.c.state,
            decisions.c.after,
            acts.c.how,
            acts.c.undoes,
            acts.c.person_id,
        )
        .join(acts, acts.c.id == decisions.c.act_id)
        .where(acts.c.batch_id == batch, decisions.c.item_id.in_(spoken_again))
        .order_by(decisions.c.item_id, decisions.c.seq)
    )
    for _, entries in groupby(connection.execute(wanted), attrgetter("item_id")):
        yield from _pairs_of_item([*entries], toggles)


def _pairs_of_item(entries: Sequence[Any], toggles: Sequence[int]) -> Iterator[Pair]:
    taken_back = {entry.undoes for entry in entries if entry.undoes is not None}
    counting = [entry for entry in entries if entry.how != Act.UNDO.value and entry.act_id not in taken_back]
    first = None
    for entry in counting:
        again = entry.before_state == State.ONCE.value and entry.state in _AGAIN
        # Each of these acts switches: after an odd number of them double review is on.
        unseen = sum(toggle < entry.act_id for toggle in toggles) % 2 == 1
        if again and unseen and first is not None and first.person_id != entry.person_id:
            said = load_verdict(first.after), load_verdict(entry.after)
            yield Pair(entry.item_id, said[0], first.person_id, said[1], entry.person_id)
        first = entry if entry.state == State.ONCE.value else None


def _between(pairs: Iterable[Pair], names: Mapping[int, str]) -> Iterator[Between]:
    """Of two people, whoever spoke first: the one with the lower number is always the first of the two raters."""
    found: dict[tuple[int, int], list[tuple[Verdict, Verdict]]] = {}
    for pair in pairs:
        if pair.first_by < pair.second_by:
            found.setdefault((pair.first_by, pair.second_by), []).append((pair.first, pair.second))
        else:
            found.setdefault((pair.second_by, pair.first_by), []).append((pair.second, pair.first))
    for (one, other), verdicts in sorted(found.items(), key=lambda known: (-len(known[1]), known[0])):
        yield Between(names[one], names[other], _measure("all", verdicts))


def _measure(name: str, pairs: Sequence[tuple[Verdict, Verdict]]) -> Measure:
    said = _SAID[name]
    first, second = [said(one) for one, _ in pairs], [said(other) for _, other in pairs]
    same = sum(one == other for one, other in zip(first, second, strict=True))
    return Measure(name, len(pairs), same / len(pairs), _kappa(first, second))


def _kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    if len({*first, *second}) == 1:
        return None
    from sklearn.metrics import cohen_kappa_score  # noqa: PLC0415  (a second that a page without pairs need not pay)

    return float(cohen_kappa_score(first, second))
