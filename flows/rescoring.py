"""Proposing anew alone: after a new model or a new directory, for what nobody has decided yet; without Prefect."""

from __future__ import annotations

from contextlib import closing

from corpus.job_log import JobState, last_of_each, recorded
from corpus.retries import persistent
from corpus.store import Store
from corpus.workspace import Workspace
from flows.alone import alone
from flows.proposing import Proposing
from flows.reproposing import propose_anew
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
    by = f"{how.version(meaning=True)} {how.directory.version}"
    with (
        alone(workspace.training_lock, "retrain-busy", patience),
        closing(persistent(lambda: Store(workspace.database_url))) as store,
    ):
        last = {job.kind: job for job in persistent(lambda: last_of_each(store.engine))}.get(_KIND)
        if last is not None and last.state is JobState.DONE and last.figures.get("by") == by:
            return 0
        with recorded(store.engine, _KIND, "", runs_on) as recorder:
            changed = propose_anew(store, how, each, both(progress, recorder))
            recorder.ended({"rescored": changed, "by": by})
            return changed
