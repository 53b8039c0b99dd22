"""What a person decided of a task, and how that stands in the ledger."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a task is: 待定, 待复核 (one of two reviewers has decided), 分歧 (the two differ), 已定, or 已撤: nobody
    had decided, and the files of the batch do not have it any more."""

    OPEN = "open"
    ONCE = "once"
    DISPUTED = "disputed"
    DECIDED = "decided"
    GONE = "gone"


class Act(StrEnum):
    """What a person did: 采纳, 改定, 初核 (the first of two verdicts, whatever it says), 批量, 撤销, 导入; of a batch
    分派, 报送, 启封, 双人复核."""

    ACCEPT = "accept"
    CHANGE = "change"
    FIRST = "first"
    BULK = "bulk"
    UNDO = "undo"
    IMPORT = "import"
    ASSIGN = "assign"
    SEAL = "seal"
    REOPEN = "reopen"
    DOUBLE = "double"


DECIDING = (Act.ACCEPT, Act.CHANGE, Act.FIRST, Act.BULK, Act.IMPORT)
"""By these items are decided."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is to act on a task and what it is: the final word, or, before anybody has decided, what is proposed.

    ``lead`` is one unit (牵头单位), None where nobody has been found or there is no matter; ``supporting`` are the
    units that help it (配合单位), without the lead. Domain, kind and disposition are those of ``corpus.taxonomy``,
    None where the task has none (deductions) or nobody said.
    """

    lead: str | None = None
    supporting: tuple[str, ...] = ()
    domain: str | None = None
    kind: str | None = None
    disposition: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the ledger. ``seq`` counts the entries of its item from 1; ``act`` joins the entries of one action.

    ``before`` and ``after`` say how the item stood and stands, with its state. ``person`` is the shown name, ``at`` is
    UTC, ``model_version`` that of the model whose proposal lay before the person, ``batch_version`` that of the batch
    (1 until it was sealed and opened again).
    """

    id: int
    act: int
    item: int
    seq: int
    how: Act
    person_id: int
    person: str
    at: datetime.datetime
    before: Verdict
    before_state: State
    after: Verdict
    state: State
    why: str
    model_version: str | None
    batch_version: int
