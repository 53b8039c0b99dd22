"""The loop over chunks as Prefect tasks, which hand each chunk to the engine. Import within ``prefect_api``."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Any, TypeVar, cast

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.utilities.annotations import quote

from corpus import retries
from corpus.settings import HERE
from flows.engines.loop import AHEAD
from flows.job_events import by_chunk
from flows.portions import Limited
from flows.prefect_flows.limits import turn
from flows.steps import Each, Engine

C = TypeVar("C")
R = TypeVar("R")


def as_tasks(engine: Engine) -> Each:
    """The loop on this engine, every chunk a Prefect task that is tried again as ``corpus.retries`` says.

    A few chunks are handed over ahead of the one that is waited for, never all: what a million rows say must not lie in
    memory at once. What a task did is kept in minyi's own store, keyed by content: Prefect neither caches nor persists
    anything, and a task that is called again finds its work done.
    """
    # A task works in a thread of this process, and on the engine that is none so does its step.
    at_once = (os.cpu_count() or 1) if engine.name == HERE else AHEAD * engine.workers

    def each(name: str, step: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]:
        given_up = threading.Event()

        def hand_over(chunk: C) -> R:
            scarce = isinstance(chunk, Limited) and chunk.limit
            with turn(scarce, given_up) if scarce else nullcontext():
                return engine.submit(step, chunk).result()

        run = task(
            name=name,
            retries=len(retries.WAITS),
            retry_delay_seconds=[*retries.WAITS],
            retry_condition_fn=_may_pass,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(hand_over)
        begun: deque[PrefectFuture[R]] = deque()
        try:
            for chunk in chunks:
                # Quoted, a chunk is not searched for futures, which would cost more than many a chunk.
                begun.append(run.submit(cast(Any, quote(chunk))))
                if len(begun) >= at_once:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            given_up.set()

    return by_chunk(each)


def _may_pass(_task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    error = state.data
    if not (isinstance(error, BaseException) and retries.may_pass(error)):
        return False
    if run.run_count <= len(retries.WAITS):
        retries.tell_retry(error, run.run_count, retries.WAITS[max(run.run_count, 1) - 1])
    return True
