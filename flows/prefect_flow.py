"""The work on a batch as a Prefect flow: its tasks are chunks of files and of texts. Import within ``prefect_api``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.batch import BatchRun, Outcome
from flows.steps import Progress

C = TypeVar("C")
R = TypeVar("R")


def as_tasks(name: str, step: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]:
    """Every chunk as a Prefect task, as many at a time as the machine has processors; yields results as they come.

    What a task did is kept in minyi's own store, keyed by content: Prefect neither caches nor persists anything.
    """
    run = task(name=name, cache_policy=NO_CACHE, persist_result=False)(step)
    # Quoted, a chunk is not searched for futures, which would cost more than many a chunk.
    for future in as_completed([run.submit(cast(Any, quote(chunk))) for chunk in chunks]):
        yield future.result()


def work_as_flow(run: BatchRun, progress: Progress) -> Outcome:
    """What is to be done after ``run.take_in()``, as one flow run. Raises what ``run.work`` raises."""
    runner = cast(Any, ThreadPoolTaskRunner(max_workers=os.cpu_count() or 1))

    @flow(name="minyi-run", task_runner=runner, persist_result=False)
    def minyi_run() -> Outcome:
        return run.work(as_tasks, progress)

    return minyi_run()
