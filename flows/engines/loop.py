"""The plain loop over chunks on an engine: some ahead, in order, what may pass tried again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from corpus.retries import may_pass, persistent, tell_retry
from corpus.settings import HERE
from flows.engines.here import Here
from flows.job_events import by_chunk
from flows.steps import Each, Engine, Pending

C = TypeVar("C")
R = TypeVar("R")

AHEAD = 2
"""Chunks handed over for each worker: one that it works on, one that waits for it."""


def on(engine: Engine) -> Each:
    """The loop on this engine."""

    def each(name: str, step: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]:  # noqa: ARG001
        # On the engine that is none a chunk handed over is done: nothing is gained by going ahead.
        ahead = 1 if engine.name == HERE else AHEAD * engine.workers
        waiting: deque[tuple[C, Pending[R] | None]] = deque()
        for chunk in chunks:
            waiting.append((chunk, _begun(engine, step, chunk)))
            if len(waiting) >= ahead:
                yield _settled(engine, step, *waiting.popleft())
        while waiting:
            yield _settled(engine, step, *waiting.popleft())

    return by_chunk(each)


def _begun(engine: Engine, step: Callable[[C], R], chunk: C) -> Pending[R] | None:
    try:
        return engine.submit(step, chunk)
    except Exception as error:
        if not may_pass(error):
            raise
        tell_retry(error, 1, 0)
        return None


def _settled(engine: Engine, step: Callable[[C], R], chunk: C, begun: Pending[R] | None) -> R:
    try:
        if begun is not None:
            return begun.result()
    except Exception as error:
        if not may_pass(error):
            raise
        tell_retry(error, 1, 0)
    return persistent(lambda: engine.submit(step, chunk).result())


in_turn = on(Here())
"""One chunk after the other, in this process."""
