"""Renamings that documents propose: where each was read, and what a person decided of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.messages import MinyiError
from corpus.records import Source
from corpus.registry import SHIPPED, Registry


class RenamingState(StrEnum):
    """A proposal waits (PROPOSED) until a person accepts or rejects it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Reading:
    """One file that proposes a renaming: its words, their place, and the day of the notice where that is known."""

    quote: str
    source: Source
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A body's name and its former one, as documents write them. ``number`` is its own and stays."""

    number: int
    name: str
    former: str
    decision: RenamingState
    readings: tuple[Reading, ...] = ()


def registry_of(proposals: Iterable[Proposal]) -> Registry:
    """The registry with the renamings that were accepted, and those that it confirms itself.

    Of offices that were joined with others nobody but a document knows when the place at hand did it: one that says
    市场监管局（原工商局） tells that it is done. A person may reject it all the same.
    """
    known = tuple(proposals)
    told = [p for p in known if p.decision is RenamingState.PROPOSED and SHIPPED.confirms(p.name, p.former)]
    accepted = [p for p in known if p.decision is RenamingState.ACCEPTED]
    return Registry(tuple((p.name, p.former) for p in (*told, *accepted)))


def waiting(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Those that a person has yet to decide: the registry, with what was accepted, does not know them already."""
    known = tuple(proposals)
    registry = registry_of(known)
    return tuple(p for p in known if p.decision is RenamingState.PROPOSED and _is_news(p, registry))


def _is_news(proposal: Proposal, registry: Registry) -> bool:
    """Whether on the day of a document that proposes it the former name does not count as this body's."""
    days = {reading.on for reading in proposal.readings} or {None}
    return any(registry.canonical(proposal.name, day) != registry.canonical(proposal.former, day) for day in days)


def decided(
    proposals: Iterable[Proposal], accepted: Iterable[int], rejected: Iterable[int]
) -> dict[int, RenamingState]:
    """The new decisions by number.

    Raises ``MinyiError`` where a number is unknown or in both lists, or where an accepted renaming contradicts another.
    """
    by_number = {proposal.number: proposal for proposal in proposals}
    decisions = dict.fromkeys(rejected, RenamingState.REJECTED)
    for number in accepted:
        if decisions.get(number) is RenamingState.REJECTED:
            raise MinyiError("organisations-both", number=number)
        decisions[number] = RenamingState.ACCEPTED
    if unknown := sorted(decisions.keys() - by_number.keys()):
        raise MinyiError("organisations-unknown", number=unknown[0])
    registry = Registry()
    for number, proposal in by_number.items():
        if decisions.get(number, proposal.decision) is not RenamingState.ACCEPTED:
            continue
        if other := registry.contradicted_by(proposal.name, proposal.former):
            raise MinyiError("organisations-contradiction", former=proposal.former, name=proposal.name, other=other)
        registry = Registry((*registry.accepted, (proposal.name, proposal.former)))
    return decisions
