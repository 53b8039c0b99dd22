"""Which engine a setting means: ``here``, ``processes[:N]``, ``dask[:N]``, ``dask=tcp://host:port``.

Ray is left out: it starts in seconds, takes a gigabyte of shared memory, and gives neither an office with two
processors nor one with many machines what Dask does not; ``flows.steps.Engine`` would take it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.messages import MinyiError
from corpus.settings import HERE
from flows.steps import Engine

PROCESSES, DASK = "processes", "dask"
_GRAMMAR = re.compile(
    rf"(?P<kind>{HERE})|(?P<several>{PROCESSES}|{DASK})(?::(?P<count>[1-9]\d{{0,3}}))?|{DASK}=(?P<address>\w+://\S+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine as a setting names it: ``kind``, how many ``workers`` of this machine, or the ``address`` of a
    scheduler."""

    kind: str
    workers: int = 1
    address: str = ""


def choice_of(setting: str) -> Choice:
    """What the setting means, before anything is started. Raises ``MinyiError`` for what is no engine."""
    found = _GRAMMAR.fullmatch(setting.strip())
    if found is None:
        raise MinyiError("engine-unknown", name=setting)
    if found["address"]:
        return Choice(DASK, address=found["address"])
    if found["kind"]:
        return Choice(HERE)
    return Choice(found["several"], int(found["count"] or os.cpu_count() or 1))


@contextmanager
def engine_of(setting: str) -> Iterator[Engine]:
    """The engine of a setting, ended with the context: no process is left then, however it is left.

    Raises ``MinyiError`` for what is no engine, where a package is missing, where no scheduler answers at the address
    and where one of its workers is of another version.
    """
    wanted = choice_of(setting)
    if wanted.kind == HERE:
        from flows.engines.here import Here  # noqa: PLC0415  (each engine pays for its own imports)

        yield Here()
    elif wanted.kind == PROCESSES:
        from flows.engines.processes import Processes  # noqa: PLC0415

        with Processes(wanted.workers) as engine:
            yield engine
    else:
        try:
            from flows.engines import dask_cluster  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise MinyiError("engine-package", name=setting, package=error.name) from error
        with dask_cluster.at(wanted.address) if wanted.address else dask_cluster.local(wanted.workers) as cluster:
            yield cluster


def check_reach(setting: str, database_url: str) -> None:
    """Raises ``MinyiError`` where the engine's workers may be on other machines and the database is a file of this."""
    if choice_of(setting).address and database_url.startswith("sqlite"):
        raise MinyiError("engine-needs-postgresql", engine=setting)
