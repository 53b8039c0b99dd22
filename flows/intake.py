"""Taking in a batch: every file is hashed and a copy of it is kept, before anything is read from it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.messages import UnreadableError, describe
from corpus.records import Extraction, Problem
from corpus.retries import persistent
from corpus.store import Store
from corpus.workspace import Workspace
from extractors.extract import failed
from extractors.intake import arrivals
from extractors.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file of the batch whose bytes lie in the workspace."""

    shown_as: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in, in the order given: files to read, files that could not be had, files passed over.

    The same bytes under another name are passed over, too.
    """

    order: tuple[Incoming | Extraction, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def files(self) -> tuple[Incoming, ...]:
        return tuple(f for f in self.order if isinstance(f, Incoming))

    def extractions(self, found: dict[str, Extraction]) -> Iterator[Extraction]:
        """The extraction of every file, in the order given."""
        for file in self.order:
            yield file if isinstance(file, Extraction) else found[file.sha256]


def take_in(
    paths: Sequence[Path],
    workspace: Workspace,
    store: Store,
    apart: Collection[Path] = (),
    limits: Limits = DEFAULT,
) -> Intake:
    """Keeps a copy of every file behind these paths; what is minyi's own (``apart``) is no file of the batch.

    What may pass is tried again for the file that it hit: the others are not read anew. Raises ``MinyiError`` if the
    workspace, or the place of the originals, cannot be written.
    """
    kept = workspace.kept
    kept.forget_copies()
    first_names: dict[str, str] = {}
    order: list[Incoming | Extraction] = []
    skipped: list[tuple[str, str]] = []
    for arrival in arrivals(paths, limits, apart):
        if arrival.skipped:
            skipped.append((arrival.shown_as, describe(arrival.skipped)))
        elif arrival.problem:
            order.append(failed(arrival.shown_as, arrival.problem))
        else:
            try:
                data = arrival.data()
            except UnreadableError as error:
                order.append(failed(arrival.shown_as, error.problem))
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 in first_names:
                same = Problem(arrival.shown_as, "read-same", (("file", first_names[sha256]),))
                skipped.append((arrival.shown_as, describe(same)))
                continue
            first_names[sha256] = arrival.shown_as
            persistent(partial(kept.keep, sha256, data))
            persistent(partial(store.keep_original, sha256, len(data), arrival.shown_as))
            order.append(Incoming(arrival.shown_as, sha256, len(data)))
    return Intake(tuple(order), tuple(skipped))
