"""``minyi run`` as a Prefect flow: its tasks are chunks of files and of texts. Import it within ``prefect_api``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.batch import Job, Outcome, Progress, run_batch, unwatched

C = TypeVar("C")
R = TypeVar("R")


def as_tasks(name: str, step: Callable[[C], R], chunks: Sequence[C]) -> Iterator[R]:
    """Every chunk as a Prefect task, as many at a time as the machine has processors; yields results as they come.

    What a task did is kept in minyi's own store, keyed by content: Prefect neither caches nor persists anything.
    """
    run = task(name=name, cache_policy=NO_CACHE, persist_result=False)(step)
    for future in as_completed([run.submit(quote(chunk)) for chunk in chunks]):
        yield future.result()


def run_as_flow(job: Job, progress: Progress = unwatched) -> Outcome:
    """The whole job as one flow run. Raises what ``run_batch`` raises."""

    runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=os.cpu_count() or 1)

    @flow(name="minyi-run", task_runner=runner, persist_result=False)
    def minyi_run() -> Outcome:
        return run_batch(job, each=as_tasks, progress=progress)

    return minyi_run()
