"""Dask's workers: some of this machine, or those of a scheduler that somebody runs. Plain Dask, without Prefect's.

Dask hands a chunk of a lost worker to another one by itself; what it gives up is ``PassingError`` here. Import after
``flows.engines.choice`` has seen that the package is there.
"""

from __future__ import annotations

import logging
import pickle
import platform
import signal
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from multiprocessing import current_process
from types import TracebackType
from typing import Any, Generic, TypeVar

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, Security, WorkerPlugin
from distributed.comm.core import CommClosedError

from corpus.messages import MinyiError, PassingError
from flows.opened import close_all

C = TypeVar("C")
R = TypeVar("R")

NAME = "dask"
ANSWER_SECONDS = 10
"""How long a scheduler may take to answer, and the first of its workers to be there."""
_LOST_WORKERS = 2
"""Workers that may die of one chunk before Dask gives it up."""
_TALKATIVE = ("distributed", "tornado", "asyncio")
_LOST = (KilledWorker, CommClosedError)
_SETTINGS = {
    # A worker that reads files starts a process for it, whose memory and time are bounded.
    "distributed.worker.daemon": False,
    "distributed.scheduler.allowed-failures": _LOST_WORKERS,
    "distributed.comm.timeouts.connect": ANSWER_SECONDS,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # Nobody looks at the profile that Dask's page would show; it is taken a hundred times a second.
    "distributed.worker.profile.enabled": False,
}


class Dask:
    """A client of a scheduler, our own where it has our ``security``. Safe for threads.

    Raises ``MinyiError`` where the scheduler does not answer or has no workers.
    """

    def __init__(self, name: str, address: str, security: Security | None = None) -> None:
        self.name = name
        self._address = address
        self._security = security
        self._lock = threading.Lock()
        self._home = _AtHome(ours=security is not None)
        self._client = self._connected()
        there: dict[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        self.workers = sum(worker["nthreads"] for worker in there.values())

    def __enter__(self) -> Dask:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(*_LOST, OSError, RuntimeError, ValueError):
            if self._client.status == "running":
                self._client.unregister_worker_plugin(self._home.name)  # type: ignore[no-untyped-call]
            self._client.close()  # type: ignore[no-untyped-call]

    def submit(self, step: Callable[[C], R], chunk: C) -> _Handed[R]:
        """Raises ``PassingError`` where the scheduler is gone."""
        # Pickled here: Dask would else look through every text for what it knows.
        packed = _Packed(pickle.dumps((step, chunk), pickle.HIGHEST_PROTOCOL))
        key = f"{getattr(step, 'name', type(step).__name__)}-{uuid.uuid4().hex}"
        try:
            return _Handed(self._living().submit(_applied, packed, key=key, pure=False))
        except (*_LOST, MinyiError, OSError, RuntimeError) as error:
            raise _passing(error) from None

    def everywhere(self, function: Callable[..., R], *arguments: object) -> dict[str, R]:
        """What a function of a module returns on each worker, by its address; where it raises, the exception."""
        found: dict[str, R] = self._living().run(function, *arguments, on_error="return")
        return found

    def _living(self) -> Client:
        """The client, a new one where the scheduler was lost and is there again."""
        with self._lock:
            if self._client.status not in ("running", "connecting"):
                self._client = self._connected()
            return self._client

    def _connected(self) -> Client:
        """A new client, when the first worker is there."""
        about: dict[str, Any] = {"address": self._address, "seconds": ANSWER_SECONDS}
        try:
            client = Client(  # type: ignore[no-untyped-call]
                self._address, security=self._security, timeout=ANSWER_SECONDS, set_as_default=False
            )
        except (OSError, TypeError, ValueError) as error:
            # A type error: the address wants a certificate, and Dask's settings name none.
            raise MinyiError("engine-unreachable", **about) from error
        try:
            client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError as error:
            client.close()  # type: ignore[no-untyped-call]
            raise MinyiError("engine-no-workers", **about) from error
        client.register_plugin(self._home)
        return client


@dataclass(frozen=True, slots=True)
class _Handed(Generic[R]):
    """A chunk that a worker works on."""

    future: Future[R]

    def result(self) -> R:
        try:
            return self.future.result()
        except _LOST as error:
            raise _passing(error) from None
        except Exception as error:
            # What the step raised is the step's; all else is said of a connection or a scheduler that is gone.
            if self.future.status == "error":
                raise
            raise _passing(error) from None


class _AtHome(WorkerPlugin):
    """One thread for matrices in each worker; what its steps opened is closed when the last job leaves it. Ctrl+C at
    the terminal is for the parent of our own workers to answer."""

    _jobs = 0

    def __init__(self, *, ours: bool) -> None:
        self.name = f"minyi-{uuid.uuid4().hex}"
        self._ours = ours

    def setup(self, worker: object) -> None:  # noqa: ARG002
        if self._ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  (in the process that needs it)

        threadpool_limits(1)
        _AtHome._jobs += 1

    def teardown(self, worker: object) -> None:  # noqa: ARG002
        _AtHome._jobs -= 1
        if not _AtHome._jobs:
            close_all()


@contextmanager
def local(workers: int) -> Iterator[Dask]:
    """A cluster of this machine: ``workers`` processes of one thread each, without a page and without a trace."""
    with (
        _quiet(),
        tempfile.TemporaryDirectory(prefix="minyi-dask-", ignore_cleanup_errors=True) as folder,
        dask.config.set(_SETTINGS),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            # Without it whoever has an account on this machine could have us run what he likes.
            security=True,
            silence_logs=logging.CRITICAL,
            local_directory=folder,
            memory_limit=0,
        ) as cluster,
        Dask(f"{NAME}:{workers}", cluster.scheduler_address, cluster.security) as engine,
    ):
        yield engine


@contextmanager
def at(address: str) -> Iterator[Dask]:
    """The workers of the scheduler at this address (``tcp://host:port``).

    Raises ``MinyiError`` if it does not answer or has no workers, or if one of them is not of our version.
    """
    with _quiet(), dask.config.set(_SETTINGS), Dask(f"{NAME}={address}", address) as engine:
        check_workers(engine, facts())
        yield engine


def check_workers(engine: Dask, here: Facts) -> None:
    """Raises ``MinyiError`` for a worker that would not do as this process (``here``) does."""
    for worker, found in engine.everywhere(facts).items():
        if isinstance(found, BaseException):
            raise MinyiError("engine-worker-differs", worker=worker, there=found, here=here.versions)
        if found.versions != here.versions:
            raise MinyiError("engine-worker-differs", worker=worker, there=found.versions, here=here.versions)
        if found.is_daemon:
            raise MinyiError("engine-worker-daemon", worker=worker)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a process would do its work with, and whether it is denied processes of its own."""

    versions: str
    is_daemon: bool


def facts() -> Facts:
    """Of this process."""
    from flows.models import shipped_version  # noqa: PLC0415  (slow, and a local cluster need not ask)

    python = ".".join(platform.python_version_tuple()[:2])
    versions = f"minyi {version('minyi')}, Python {python}, model {shipped_version(meaning=False)}"
    return Facts(versions, current_process().daemon)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A step and its chunk. A worker's log shows what failed: what a citizen wrote, and the database's password, are
    nothing for it."""

    content: bytes = field(repr=False)


def _applied(packed: _Packed) -> Any:
    """In a worker."""
    step, chunk = pickle.loads(packed.content)
    return step(chunk)


def _passing(error: BaseException) -> PassingError:
    return PassingError("worker-lost", reason=type(error).__name__)


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask tells of every lost worker and every closed connection; what matters of it, we say."""
    # Importing Dask gives several of its loggers a level of their own.
    names = [name for name in [*logging.root.manager.loggerDict] if name.split(".")[0] in _TALKATIVE]
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
