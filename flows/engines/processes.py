"""Several processes of this machine. One that is killed costs what was under way, which ``flows.engines.loop`` and
Prefect's retries hand over again; the next chunk finds new processes."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Generic, TypeVar

from corpus.messages import PassingError
from flows.engines.here import Done
from flows.steps import Pending

C = TypeVar("C")
R = TypeVar("R")

NAME = "processes"
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Processes:
    """``workers`` processes, started by the first chunk and ended on exit. Safe for threads.

    A step that has processes of its own (``own_processes``) stays in the thread that hands it over: it is a pool
    already, and processes of processes would only wait for each other.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._lock = threading.Lock()
        self._crew: _Crew | None = None

    @property
    def name(self) -> str:
        return f"{NAME}:{self.workers}"

    def submit(self, step: Callable[[C], R], chunk: C) -> Pending[R]:
        """Raises at once what a step raises that stays here, and ``PassingError`` where a process has just died."""
        if getattr(step, "own_processes", False):
            return Done(step(chunk))
        with self._lock:
            if self._crew is None or self._crew.is_lost:
                self._leave(at_once=True)
                self._crew = _Crew(self.workers)
            crew = self._crew
        try:
            return _Handed(crew, crew.pool.submit(step, chunk))
        except (BrokenProcessPool, RuntimeError) as error:
            # A pool that another thread has just left says so with a RuntimeError.
            raise crew.lost(error) from None

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._leave(at_once=kind is not None)

    def _leave(self, *, at_once: bool) -> None:
        if self._crew is not None:
            self._crew.end(at_once=at_once)
            self._crew = None


class _Crew:
    """A pool, and the leash of its processes: they end when its other end is closed, or its owner is gone."""

    def __init__(self, workers: int) -> None:
        # Spawned and not forked: the parent has threads, Prefect's among them.
        spawned = get_context("spawn")
        held, self._leash = spawned.Pipe(duplex=False)
        self.is_lost = False
        self.pool = ProcessPoolExecutor(workers, mp_context=spawned, initializer=_begin, initargs=(held,))
        self._held = held

    def lost(self, error: BaseException) -> PassingError:
        """Notes that a process is lost, and with it all; what to raise."""
        self.is_lost = True
        return PassingError("worker-lost", reason=type(error).__name__)

    def end(self, *, at_once: bool) -> None:
        if at_once:
            self._leash.close()
        self.pool.shutdown(wait=True, cancel_futures=True)
        self._leash.close()
        self._held.close()


@dataclass(frozen=True, slots=True)
class _Handed(Generic[R]):
    """A chunk that a process works on."""

    crew: _Crew
    future: Future[R]

    def result(self) -> R:
        try:
            return self.future.result()
        except (BrokenProcessPool, CancelledError) as error:
            raise self.crew.lost(error) from None


def _begin(leash: Connection) -> None:
    """In a new process: one thread for matrices, for more would wait for each other; the terminal's Ctrl+C is the
    parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait, args=(leash,), daemon=True).start()
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (in the process that needs it)

    threadpool_limits(1)


def _wait(leash: Connection) -> None:
    wait([leash])
    os._exit(1)
