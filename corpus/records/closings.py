"""How far a task is on its way to be closed (销号): the six steps and the evidence of each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """整改, 核查, 公示, 销号, 备案, 公开, in this order: what was not verified and published is not struck off."""

    RECTIFY = "rectify"
    VERIFY = "verify"
    PUBLICISE = "publicise"
    CLOSE = "close"
    FILE = "file"
    DISCLOSE = "disclose"


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that was taken: ``on`` is the day it happened, ``at`` when that was entered (UTC), ``person`` who did."""

    step: Step
    on: datetime.date
    person: str
    at: datetime.datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file attached to a task (佐证材料): known by the SHA-256 of its bytes; ``name`` as it was handed in."""

    id: int
    step: Step
    kind: str
    name: str
    sha256: str
    bytes: int
    person: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """The steps taken (in their order, none twice) and the evidence that counts (what was withdrawn does not)."""

    steps: tuple[StepDone, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def done(self, step: Step) -> StepDone | None:
        """The step as it was taken, None while it is not."""
        return next((one for one in self.steps if one.step is step), None)

    @property
    def closed(self) -> bool:
        """Whether the task was struck off (已销号)."""
        return self.done(Step.CLOSE) is not None
