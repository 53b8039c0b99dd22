"""Rows on their way into SQLite: gathered in files, and taken into the database by ten thousands.

The keys of the store are hashes, so that each row lands on another page of each index. In a database of a million
rows a transaction of one part would write a page for every row and index, and take ever longer; one of ten parts
goes through its pages in order. Whichever worker finds enough files takes them in, while the others go on; what is left
is taken in at the end. A part is noted as complete with its rows and not before: what a killed job had gathered is done
again. The folder is on this machine, as SQLite is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from corpus.files import write_whole
from corpus.messages import MinyiError
from corpus.store import PartRows, Store
from corpus.table_parts import NotedPart

AT_ONCE = 10
"""Files that are taken in together: fifty thousand rows, some 50 MB in memory. More at once would cost the database
less; but a worker would be at it for longer than the others have parts to go on with (``flows.engines.loop.AHEAD``)."""
_READY, _CLAIMED = ".rows", ".claimed"


@dataclass(frozen=True, slots=True)
class Spool:
    """The files of one job, in a folder of its own."""

    folder: Path

    def add(self, rows: PartRows) -> None:
        """Gathers the rows of a part. Raises ``MinyiError`` where the disk is full."""
        part = rows.part
        content = orjson.dumps(
            [rows.comments, rows.suggestions, [part.out, part.number, part.key, part.rows, part.sha256]]
        )
        try:
            write_whole(self.folder / f"{part.number}{_READY}", content)
        except OSError as error:
            raise MinyiError("write-denied", where=str(self.folder), reason=error.strerror or str(error)) from error

    def take_in_if_full(self, store: Store) -> None:
        """Takes the rows into the store if there are many. Files that another worker has claimed are left to it."""
        ready = sorted(self.folder.glob(f"*{_READY}"))
        if len(ready) >= AT_ONCE:
            self._take_in([claimed for one in ready[:AT_ONCE] if (claimed := _claimed(one))], store)

    def take_in_all(self, store: Store) -> None:
        """At the end: the rows that are left, those too that a worker had claimed which was killed over them."""
        left = sorted(one for one in self.folder.iterdir() if one.suffix in (_READY, _CLAIMED))
        for start in range(0, len(left), AT_ONCE):
            self._take_in(left[start : start + AT_ONCE], store)

    def _take_in(self, files: Iterable[Path], store: Store) -> None:
        """The files go when their rows are in the store; one that is taken in twice changes nothing."""
        found = [*files]
        if found:
            store.keep_parts([*map(_read, found)])
        for one in found:
            one.unlink(missing_ok=True)


def _claimed(file: Path) -> Path | None:
    """The file under a name that no other worker looks for; None where another one was faster."""
    name = file.with_suffix(f".{os.getpid()}{_CLAIMED}")
    try:
        return file.rename(name)
    except FileNotFoundError:
        return None


def _read(file: Path) -> PartRows:
    comments, suggestions, part = orjson.loads(file.read_bytes())
    return PartRows([*map(tuple, comments)], [*map(tuple, suggestions)], NotedPart(*part))
