"""The step that reads files: in the process that hands them over, or on a worker that may be on another machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from corpus.messages import MinyiError
from corpus.records import Extraction
from corpus.storage.originals import Originals
from corpus.store import Store
from extractors.extract import version as extractors_version
from extractors.extract import worth_another_try
from extractors.limits import Limits
from extractors.workers import Work, Workers
from flows.opened import lent, opened, store_at, store_lent
from flows.portions import Portion


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """Reads a portion of files and keeps what is in them, under ``version``.

    Wherever it runs, each file is read in a process of its own (``extractors.workers``), whose memory and time are
    bounded. What comes back is small: how many files, and only those extractions that are not kept because another
    attempt may give more.
    """

    own_processes: ClassVar[bool] = True

    originals: Originals
    database_url: str = field(repr=False)
    limits: Limits
    version: str

    def __call__(self, portion: Portion) -> tuple[int, list[Extraction]]:
        workers = opened(self._pool, self._own_pool, _end)
        self._see_originals()
        work = (Work(f.shown_as, self.originals.path(f.sha256)) for f in portion.files)
        found = [*workers.extractions(work)]
        kept = [e for e in found if not worth_another_try(e)]
        store_at(self.database_url).keep_extractions(kept, self.version)
        return len(portion.files), [e for e in found if worth_another_try(e)]

    @contextmanager
    def at_home(self, store: Store, files: int) -> Iterator[None]:
        """Lends the step this process's store and a pool for so many files, as long as it may run here.

        The pool starts with the first file, and so never where the step travels.
        """
        with (
            Workers(self.limits, min(files, os.cpu_count() or 1)) as workers,
            lent(self._pool, workers),
            store_lent(store),
        ):
            yield

    @property
    def _pool(self) -> Hashable:
        return "reading", self.originals, self.limits

    def _own_pool(self) -> Workers:
        """Of one process: there are as many workers as chunks at once. Raises ``MinyiError`` where files are not read
        here as where the job began."""
        if extractors_version(self.limits) != self.version:
            raise MinyiError("engine-reads-otherwise", host=platform.node())
        return Workers(self.limits, 1)

    def _see_originals(self) -> None:
        """A file that is gone is that file's failure; a folder that is gone is another machine's."""
        folder = self.originals.place.folder
        if folder is not None and not folder.is_dir():
            raise MinyiError("engine-original-missing", where=str(folder), host=platform.node())


def _end(workers: Workers) -> None:
    workers.__exit__(None, None, None)
