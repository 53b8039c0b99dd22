"""Proposing anew alone: after a new model or a new directory, for what nobody has decided yet; without Prefect."""

from __future__ import annotations

from contextlib import closing

from corpus.job_log import JobState, last_of_each, recorded
from corpus.retries import persistent
from corpus.store import Store
from corpus.workspace import Workspace
from flows.alone import alone
from flows.proposing import Proposing
from flows.reproposing import propose_anew, proposed_by
from flows.retraining import JOB as TRAINING
from flows.steps import Each, Progress, both

_KIND = "rescore"


def rescore(
    workspace: Workspace, how: Proposing, each: Each, progress: Progress, runs_on: str, patience: float = 0
) -> int:
    """Gives every open comment the proposal of what counts now; how many got it. Where model and directory are those of
    the last time nothing is done: what has come since came with their proposals.

    ``runs_on``: the engine's name, for the job log. Raises ``MinyiError`` where a training holds the workspace for
    longer than ``patience`` seconds, and if there is no usable model.
    """
    by = proposed_by(how)
    with (
        alone(workspace.training_lock, "retrain-busy", patience),
        closing(persistent(lambda: Store(workspace.database_url))) as store,
    ):
        last = {job.kind: job for job in persistent(lambda: last_of_each(store.engine)) if job.state is JobState.DONE}
        done_by = {kind: job.figures.get("by") for kind, job in last.items()}
        if done_by.get(_KIND) == by:
            return 0
        with recorded(store.engine, _KIND, "", runs_on) as recorder:
            # A training proposes anew itself; it is noted here, for the next training may find nothing to learn.
            trained_last = done_by.get(TRAINING) == by and not (_KIND in last and last[_KIND].id > last[TRAINING].id)
            changed = 0 if trained_last else propose_anew(store, how, each, both(progress, recorder))
            recorder.ended({"rescored": changed, "by": by})
            return changed
