"""How a task is closed (销号): which step wants which evidence, and what is missing of it (``data/closing.toml``).

整改, 核查, 公示, 销号, 备案, 公开: each step after the one before it, with its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.records import Closing, Evidence, Step
from corpus.terms import terms


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: its Chinese word, who takes it and who adds evidence to it (roles), the kinds of evidence that it may
    have, and those that it must have: of each group in ``wants`` at least one."""

    step: Step
    word: str
    taken_by: frozenset[str]
    evidence_by: frozenset[str]
    kinds: tuple[str, ...]
    wants: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FileType:
    """How the files of a type begin, and the endings of their names."""

    word: str
    begins: bytes
    at: int
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a step lacks: it is not ``taken``, or groups of evidence of which not one file is there."""

    step: Step
    taken: bool
    evidence: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """As a table shows it: ``备案（缺佐证：备案回执或备案表）``; a step that merely waits is its word."""
        word = rules()[self.step].word
        if not self.evidence:
            return word
        return f"{word}（缺佐证：{'；'.join(map(one_of, self.evidence))}）"


@cache
def rules() -> Mapping[Step, StepRule]:
    """The rules of the six steps, in their order."""
    found = (_rule(entry) for entry in _data()["steps"])
    return {rule.step: rule for rule in found}


@cache
def file_types() -> tuple[FileType, ...]:
    """The types of files that are told by their first bytes."""
    return tuple(
        FileType(one["word"], bytes.fromhex(one["begins"]), one.get("at", 0), tuple(one["endings"]))
        for one in _data()["types"]
    )


def largest_bytes() -> int:
    """How many bytes a file of evidence may have."""
    return int(_data()["largest_bytes"])


def other_kind() -> str:
    """The kind of what is none of the others: it may go with every step, and none wants it."""
    return str(_data()["other"])


def before(step: Step) -> tuple[Step, ...]:
    """The steps before this one, the first of all first."""
    order = tuple(rules())
    return order[: order.index(step)]


def following(closing: Closing) -> Step | None:
    """The step that is next, None when all six are taken."""
    return next((step for step in rules() if closing.done(step) is None), None)


def unmet(step: Step, evidence: tuple[Evidence, ...]) -> tuple[tuple[str, ...], ...]:
    """The groups of evidence that the step wants and that have no file among these."""
    there = {one.kind for one in evidence if one.step is step}
    return tuple(group for group in rules()[step].wants if there.isdisjoint(group))


def missing(closing: Closing) -> tuple[Missing, ...]:
    """What every step lacks, in their order; empty when all are taken and have their evidence."""
    found = (Missing(step, closing.done(step) is not None, unmet(step, closing.evidence)) for step in rules())
    return tuple(one for one in found if one.evidence or not one.taken)


def kind_of(step: Step, name: str) -> str:
    """The kind of evidence that a file's name tells, by the longest word of a kind of this step that is in it; else the
    kind of what is none of the others."""
    told = [
        (len(word), kind)
        for kind in rules()[step].kinds
        for word in (kind, *_data()["words"].get(kind, ()))
        if word in name
    ]
    return max(told, key=lambda one: one[0])[1] if told else other_kind()


def one_of(kinds: tuple[str, ...]) -> str:
    """``公示网址、公示截图或公示栏照片``."""
    *first, last = kinds
    return f"{'、'.join(first)}或{last}" if first else last


def _rule(entry: Mapping[str, Any]) -> StepRule:
    wants = tuple(tuple(group) for group in entry["wants"])
    return StepRule(
        step=Step(entry["step"]),
        word=entry["word"],
        taken_by=frozenset(entry["taken_by"]),
        evidence_by=frozenset(entry["evidence_by"]),
        kinds=tuple(entry["kinds"]),
        wants=wants,
    )


def _data() -> Mapping[str, Any]:
    return terms("closing")
