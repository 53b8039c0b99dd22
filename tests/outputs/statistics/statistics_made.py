"""Small batches of invented tasks, whose figures can be counted on the fingers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus.records import Candidate, Source, Task, Verdict
from corpus.tasks import COMMENT, DEDUCTION, with_verdict
from outputs.batch import Batch

TODAY = date(2024, 5, 20)
_AT = Source("意见.xlsx", "a" * 64, row=2)


def comment(
    key: str, text: str = "河堤路灯不亮。", *, lead: str = "县住建局", score: float = 0.9, **more: object
) -> Task:
    """A comment with one proposed department; 城市管理, 建设性, of 2023 unless ``more`` says otherwise."""
    candidates = (Candidate(lead, "住建", score, "路灯"),)
    task = Task(COMMENT, text, _AT, domain="城市管理", kind="建设性", year=2023, key=key, candidates=candidates)
    return replace(task, **more)  # type: ignore[arg-type]


def deduction(key: str, points: str | None, lead: str | None, responsible: str | None = None) -> Task:
    """A deduction of 2023."""
    return Task(
        DEDUCTION,
        "管网建设：少建2公里",
        _AT,
        key=key,
        points=points,
        given_lead=lead,
        given_responsible=responsible,
        year=2023,
        indicator="管网建设",
    )


def decided(task: Task, lead: str | None, domain: str | None = "城市管理", kind: str | None = "建设性") -> Task:
    """The task as a person decided it."""
    return with_verdict(task, Verdict(lead, (), domain, kind))


def batch_of(*tasks: Task, **more: object) -> Batch:
    """A batch of these tasks and nothing else."""
    comments = [task for task in tasks if task.origin == COMMENT]
    arrived = len(comments) + sum(len(task.other_sources) for task in comments)
    made = Batch((), tasks, (), None, {}, TODAY, arrived, 0)
    return replace(made, **more)  # type: ignore[arg-type]
