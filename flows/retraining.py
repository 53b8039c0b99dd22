"""The office's model learns from what reviewers decided, and proposes anew for what is still open; without Prefect."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from classifiers import dissent
from classifiers.model import DISPOSITION, DOMAIN, FUNCTION, KIND
from corpus.directory import UNCLEAR, Directory, shipped_directory
from corpus.job_log import recorded
from corpus.messages import MinyiError
from corpus.retries import persistent
from corpus.settings import HERE
from corpus.store import Store
from corpus.workspace import Workspace
from flows import models
from flows.alone import alone
from flows.decided_labels import learnable
from flows.engines.loop import in_turn
from flows.learning import Learnt, learn
from flows.proposing import Proposing
from flows.reproposing import propose_anew, proposed_by
from flows.steps import Each, Progress, both, unwatched
from review.learning import dissents, lessons, model_record

JOB = "retrain"
"""What the job log calls a training."""
_DECIDED = (DOMAIN, FUNCTION, KIND, DISPOSITION)
"""The heads whose labels are people's; the petition class is the shipped model's own word (``decided_labels``)."""


@dataclass(frozen=True, slots=True)
class Retraining:
    """One call of ``minyi retrain``; ``precision`` is that of ``minyi run``. ``replace`` trains and promotes in any
    case. ``patience``: for how many seconds it waits where another training is going on."""

    workspace: Workspace
    directory: Directory = field(default_factory=shipped_directory)
    precision: float = models.TRUSTED
    least: int = models.LEAST
    replace: bool = False
    engine: str = HERE
    patience: float = 0


class Ending(StrEnum):
    """What came of a call: too little to learn from, nothing decided since the last training, or a training."""

    FEW = "few"
    NOTHING_NEW = "nothing-new"
    TRAINED = "trained"


@dataclass(frozen=True, slots=True)
class Retrained:
    """``lessons`` are the different texts to learn from; the rest is there after a training alone. ``by`` is what the
    open items have proposals of since then (``flows.reproposing.proposed_by``), empty where none were made."""

    ending: Ending
    lessons: int
    disputed: int = 0
    unseen: int = 0
    learnt: Learnt | None = None
    rescored: int = 0
    dissents: int = 0
    by: str = ""

    @property
    def figures(self) -> dict[str, Any]:
        """For people; the job log has them with ``by``. ``ending`` tells whether a new model speaks since then."""
        counts = {"lessons": self.lessons, "rescored": self.rescored, "dissents": self.dissents}
        ending = ("promoted" if self.learnt.in_use else "not-promoted") if self.learnt else self.ending.value
        return {"ending": ending, **counts}


def retrain(job: Retraining, each: Each = in_turn, progress: Progress = unwatched) -> Retrained:
    """Trains the workspace's model on all decisions and promotes it if it is not worse than the one that speaks; open
    items then get its proposals. Seeks decisions that disagree with many like them.

    The record of the training comes last: a call that was killed is done again by the next one. Raises ``MinyiError``
    when another training is going on in the workspace, and as ``flows.learning.learn`` does.
    """
    with (
        alone(job.workspace.training_lock, "retrain-busy", job.patience),
        closing(persistent(lambda: Store(job.workspace.database_url))) as store,
        recorded(store.engine, JOB, "", job.engine) as recorder,
    ):
        done = _retrained(job, store, each, both(progress, recorder))
        recorder.ended({**done.figures, "by": done.by} if done.by else done.figures)
        return done


def _retrained(job: Retraining, store: Store, each: Each, progress: Progress) -> Retrained:
    last, decided = persistent(lambda: _decided_so_far(store.engine))
    taught = lessons.taught(decided)
    if len(taught.rows) < job.least:
        return Retrained(Ending.FEW, len(taught.rows))
    if not job.replace and _is_known(store.engine, last, job.workspace.model):
        return Retrained(Ending.NOTHING_NEW, len(taught.rows))
    progress("learn", 0, 1)
    base = models.shipped_tagger(meaning=True)
    rows = learnable(taught.rows, base, job.directory)
    learnt = learn(rows, job.workspace.model, replace=job.replace, speaking=base, heads=_DECIDED)
    progress("learn", 1, 1)
    rescored, by = 0, ""
    if learnt.in_use:
        how = Proposing(job.workspace.model, job.directory, job.precision)
        rescored, by = propose_anew(store, how, each, progress), proposed_by(how)
    found = _dissents(decided)
    persistent(lambda: dissents.keep(store.engine, found))
    trained = _record(learnt, len(taught.rows), last, rescored)
    persistent(lambda: model_record.keep(store.engine, trained))
    counts = (taught.disputed, taught.unseen, learnt, rescored, len(found))
    return Retrained(Ending.TRAINED, len(taught.rows), *counts, by)


def _decided_so_far(engine: sa.Engine) -> tuple[int, tuple[lessons.Decided, ...]]:
    """The number of the last decision, and what every item was decided to be."""
    with engine.connect() as connection:
        return model_record.last_decision(connection), tuple(lessons.decided(connection))


def _is_known(engine: sa.Engine, last: int, model: Path) -> bool:
    """Whether all decisions went into the last training, and what it promoted still lies there."""
    past = persistent(lambda: model_record.past(engine, 1))
    if not past or past[0].last_decision != last:
        return False
    if not past[0].promoted:
        return True
    try:
        return models.version_of(model, meaning=True) == past[0].version
    except MinyiError:
        return False


def _dissents(decided: Sequence[lessons.Decided]) -> list[dissents.Found]:
    """Decisions that disagree with many on texts like theirs, in who leads or in the domain."""
    texts = [f"{one.title}\n{one.text}" for one in decided]
    questions = {
        "lead": dissent.Question(
            [one.verdict.lead or UNCLEAR for one in decided], ["lead" in one.looked for one in decided]
        ),
        "domain": dissent.Question(
            [one.verdict.domain or None for one in decided], ["domain" in one.looked for one in decided]
        ),
    }
    found: dict[int, dict[str, dissent.Dissent]] = {}
    for name, those in dissent.dissents(texts, questions).items():
        for one in those:
            found.setdefault(one.at, {})[name] = one
    return [
        dissents.Found(
            decided[at].item,
            decided[at].seq,
            {name: one.usual for name, one in by_name.items()},
            max(one.agreeing for one in by_name.values()),
            tuple(dict.fromkeys(decided[near].item for one in by_name.values() for near in one.neighbours)),
        )
        for at, by_name in sorted(found.items())
    ]


def _record(learnt: Learnt, rows: int, last: int, rescored: int) -> model_record.Trained:
    found = learnt.contest
    asked, old, new = (found.asked, found.old, found.new) if found else (0, 0, 0)
    now = datetime.datetime.now(datetime.UTC)
    return model_record.Trained(
        now, learnt.training.tagger.version, rows, last, asked, old, new, learnt.in_use, rescored
    )
