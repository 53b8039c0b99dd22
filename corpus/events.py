"""What happens in a job or on the server, said to whoever keeps it (``flows.logs``); to nobody where nobody does.

Said through the standard library's logger ``minyi``, so that every package can, and never to the terminal. Words of
documents and comments are no facts of an event, nor is anybody's data: of a problem's arguments only those that
``data/logged.toml`` lists are said, of a defect its type and where in minyi it was.
"""

from __future__ import annotations

import logging
import tomllib
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus.messages import MinyiError, describe
from corpus.records import Problem

LOGGER = "minyi"
_LOG = logging.getLogger(LOGGER)
_LOG.setLevel(logging.INFO)
_LOG.propagate = False
# Without a handler Python itself would print warnings.
_LOG.addHandler(logging.NullHandler())
_FRAMES = 12
_LONGEST = 300
"""Letters of a message: a line of the log is looked through, not read like a letter."""


class Event(StrEnum):
    """What can happen. ``docs/operating.md`` has the facts of each."""

    JOB_BEGUN = "job-begun"
    JOB_ENDED = "job-ended"
    JOB_FAILED = "job-failed"
    CHUNK = "chunk"
    FILE = "file"
    RETRY = "retry"
    PUBLISHED = "published"
    RESCORED = "rescored"
    COMMAND_FAILED = "command-failed"
    SERVER_STARTED = "server-started"
    SERVER_STOPPED = "server-stopped"
    LOGIN_FAILED = "login-failed"
    SLOW_REQUEST = "slow-request"
    REQUEST_FAILED = "request-failed"


class Level(StrEnum):
    """How much it matters: ``info`` is the usual course, a ``warning`` went on by itself, an ``error`` did not."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_NUMBERS = {Level.INFO: logging.INFO, Level.WARNING: logging.WARNING, Level.ERROR: logging.ERROR}
_ABOUT: ContextVar[Mapping[str, Any]] = ContextVar("minyi_about", default=MappingProxyType({}))


@contextmanager
def about(**facts: Any) -> Iterator[None]:
    """Adds these facts to all that is said within: the job and its batch, the step.

    Held by the context: another thread has them where it is started with a copy of this one.
    """
    before = _ABOUT.get()
    _ABOUT.set({**before, **facts})
    try:
        yield
    finally:
        # Put back and not reset: a generator may be closed in another context than the one that began it.
        _ABOUT.set(before)


def tell(event: Event, level: Level = Level.INFO, **facts: Any) -> None:
    """Says that it happened. Facts are numbers, names of our own, names of files: what can be written as JSON."""
    _LOG.log(_NUMBERS[level], event.value, extra={"facts": {**_ABOUT.get(), **facts}})


def facts_of(error: BaseException) -> Mapping[str, Any]:
    """An error as facts: code, place and message of a ``MinyiError``; of anything else its type and the lines of the
    program that it went through, for its own words may be those of a comment."""
    if isinstance(error, MinyiError):
        return problem_facts(error.problem)
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    trace = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"code": "defect", "message": type(error).__name__, "trace": trace}


def problem_facts(problem: Problem) -> Mapping[str, Any]:
    """Code, place and message of a problem; arguments that may be words of a document are ``…`` in the message."""
    said = tuple((name, value if name in _sayable() else "…") for name, value in problem.args)
    if problem.code == "read-defect":
        said = tuple((name, value.partition(":")[0]) for name, value in said)
    message = describe(Problem(problem.where, problem.code, said))[:_LONGEST]
    return {"code": problem.code, "where": problem.where, "message": message}


def numbers_of(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    """The numbers among the figures of a job, and among those that stand in one of them by name."""
    found: dict[str, Any] = {}
    for name, value in figures.items():
        if isinstance(value, Mapping):
            found[name] = numbers_of(value)
        elif isinstance(value, int | float):
            found[name] = value
    return found


@cache
def _sayable() -> frozenset[str]:
    return frozenset(tomllib.loads(files("corpus").joinpath("data/logged.toml").read_text("utf-8"))["arguments"])
