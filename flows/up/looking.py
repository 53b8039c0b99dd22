"""When the inbox has something ready, and what is then done about it; nothing of Prefect (``flows.up.watching``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import sqlalchemy as sa

from corpus.messages import MinyiError
from corpus.workspace import Workspace
from flows.inbox import QUIET, InboxBatch, Standing, batches_in, stands

PATIENCE = 60.0
"""Seconds after an error before the next look."""


class Watch:
    """Compares each look at the inbox with the one before."""

    def __init__(self, workspace: Workspace, engine: sa.Engine) -> None:
        self._workspace = workspace
        self._engine = engine
        self._before: Mapping[str, InboxBatch] = {}

    def is_something_ready(self) -> bool:
        """Looks: whether a batch that has something new is as it was at the last look.

        Raises ``MinyiError`` where the inbox or the database is away.
        """
        before, self._before = self._before, batches_in(self._workspace)
        still = [batch for batch in self._before.values() if before.get(batch.name) == batch]
        return any(stand.standing is Standing.NEW for stand in stands(self._engine, still))


def looks(
    is_ready: Callable[[], bool],
    start: Callable[[], None],
    tell: Callable[[str], None],
    passing: tuple[type[Exception], ...] = (),
) -> Iterator[float]:
    """Looks, and starts the work when something is ready, for ever; yields the seconds until the next look.

    What goes wrong (``MinyiError``, and what is named as ``passing``) is told once, until it goes well again.
    """
    caught: tuple[type[Exception], ...] = (MinyiError, *passing)
    told = ""
    while True:
        try:
            if is_ready():
                start()
            told = ""
            yield QUIET
        except caught as error:
            said = f"{error.problem.where}：{error}" if isinstance(error, MinyiError) else str(error)
            if said != told:
                tell(said)
            told = said
            yield PATIENCE
