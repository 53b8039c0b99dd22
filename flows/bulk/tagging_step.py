"""The step that travels: the rows of a part in, its file and its rows in the store out. All of it in one worker."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus.directory import Directory
from corpus.messages import MinyiError
from corpus.records import Suggestion
from corpus.storage.place import Place
from corpus.store import CommentRow, PartRows, Store, comment_row, suggestion_rows, text_key
from corpus.table_parts import NotedPart
from flows.bulk.parts import Chunk, PartDone, file_of
from flows.bulk.spool import Spool
from flows.office import directory_of
from flows.opened import forget, opened, store_at
from flows.proposing import Proposing
from flows.tagging_step import Model

_LONGEST_NUMBER = 64
"""Characters of the column that keeps 问题编号; what is longer is none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The input's columns as they are called in Parquet, and where the comments, titles and numbers stand."""

    names: tuple[str, ...]
    text_at: int
    title_at: int | None
    number_at: int | None

    @property
    def varied(self) -> tuple[str, ...]:
        """Those that have something else in every row."""
        places = (self.text_at, self.title_at, self.number_at)
        return tuple(self.names[at] for at in places if at is not None)


@dataclass(frozen=True, slots=True)
class Reading:
    """The model, and the directory by its path (None for the shipped one), each with the version that it must have: a
    table is not tagged half by one and half by another."""

    model: Model
    directory: Path | None
    directory_version: str
    precision: float

    @property
    def kept_as(self) -> str:
        """What the suggestions are kept under, as ``minyi run`` keeps them."""
        return Proposing(precision=self.precision).kept_as(self.model.version)

    @property
    def office(self) -> Directory:
        """The directory, read once a process. Raises ``MinyiError`` if it is another one by now."""
        found = opened(self._office_key, lambda: directory_of(self.directory))
        if found.version != self.directory_version:
            # It may be the right one by the time it is asked for again.
            forget(self._office_key)
            raise MinyiError("bulk-directory-changed", where=str(self.directory or ""))
        return found

    @contextmanager
    def at_home(self, store: Store | None) -> Iterator[None]:
        """Lends the steps this process's store as long as they may run here, and lets go of model and directory
        afterwards."""
        try:
            with self.model.at_home(store):
                yield
        finally:
            forget(self._office_key)

    @property
    def _office_key(self) -> Hashable:
        return "directory", self.directory, self.directory_version


@dataclass(frozen=True, slots=True)
class Keeping:
    """The database, the hash of the table's file, and the key under which its parts are noted. ``spool``: where the
    rows wait for others, None for a database that takes in each part as it comes."""

    database: str = field(repr=False)
    sha256: str
    key: str
    spool: Spool | None

    def keep(self, rows: PartRows, store: Store) -> None:
        """Sees to it that the rows come into the store."""
        if self.spool is None:
            store.keep_parts([rows])
        else:
            self.spool.add(rows)
            self.spool.take_in_if_full(store)


@dataclass(frozen=True, slots=True)
class KeepRest:
    """The last step: takes what waits in the spool into the store."""

    database: str = field(repr=False)

    def __call__(self, spool: Spool) -> None:
        with _uncollected():
            spool.take_in_all(store_at(self.database))


@dataclass(frozen=True, slots=True)
class TagPart:
    """Tags the rows of a chunk and writes them: to ``out``, and to the store where there is one (``keeping``).

    The file is written before the store says that it is there, so that a worker may be killed at any instant. Texts
    that the store has suggestions for are not tagged again. Raises ``MinyiError`` where the model or the directory is
    not the one that the job was begun with.
    """

    out: Place
    columns: Columns
    reading: Reading
    keeping: Keeping | None

    def __call__(self, chunk: Chunk) -> PartDone:
        with _uncollected():
            return self._done(chunk)

    def _done(self, chunk: Chunk) -> PartDone:
        from classifiers.duplicates import same_words  # noqa: PLC0415  (in the process that needs it)
        from flows.bulk.columns import parquet, table_of  # noqa: PLC0415

        seconds: dict[str, float] = {}
        texts = _texts(chunk, self.columns)
        with _timed(seconds, "know"):
            store = store_at(self.keeping.database) if self.keeping else None
            known = store.suggestions(texts.keys, self.reading.kept_as) if store else {}
        with _timed(seconds, "tag"):
            new = self._tagged([(key, *pair) for key, pair in texts.of_key.items() if key not in known])
        with _timed(seconds, "route"):
            whole = [f"{title}\n{text}" for text, title in texts.of_key.values()]
            every = self._routed([known.get(key) or new[key] for key in texts.keys], whole)
            groups = same_words(whole)
        with _timed(seconds, "write"):
            table = table_of(self.columns.names, chunk.rows, every, groups, texts.of_row)
            data = parquet(table, self.columns.varied)
            sha256 = hashlib.sha256(data).hexdigest()
            self.out.write_whole(file_of(chunk.number), data)
        with _timed(seconds, "store"):
            if store and self.keeping:
                comments = [*self._comments(chunk, texts, self.keeping.sha256)]
                kept = {key: one for key, one in new.items() if texts.of_key[key][0]}
                part = NotedPart(self.out.url, chunk.number, self.keeping.key, len(chunk.rows), sha256)
                self.keeping.keep(PartRows(comments, suggestion_rows(kept, self.reading.kept_as), part), store)
        return PartDone(
            chunk.number,
            len(chunk.rows),
            sha256,
            review=sum(every[at].needs_review for at in texts.of_row),
            empty=sum(not texts.of_key[texts.keys[at]][0] for at in texts.of_row),
            known=sum(texts.keys[at] in known for at in texts.of_row),
            tagged=len(new),
            seconds=seconds,
        )

    def _tagged(self, asked: Sequence[tuple[str, str, str]]) -> dict[str, Suggestion]:
        if not asked:
            return {}
        keys, texts, titles = zip(*asked, strict=True)
        return dict(zip(keys, self.reading.model.tagger.tag(texts, titles, self.reading.precision), strict=True))

    def _routed(self, found: Sequence[Suggestion], whole: Sequence[str]) -> list[Suggestion]:
        from classifiers.routing import routed  # noqa: PLC0415  (in the process that needs it)

        office = self.reading.office
        return [routed(one, text, office) for one, text in zip(found, whole, strict=True)]

    def _comments(self, chunk: Chunk, texts: _Texts, sha256: str) -> Iterator[CommentRow]:
        """The comments as ``minyi run`` keeps them; a row without text is none."""
        number_at = self.columns.number_at
        for row, (cells, at) in enumerate(zip(chunk.rows, texts.of_row, strict=True), chunk.first):
            key = texts.keys[at]
            if text := texts.of_key[key][0]:
                number = "" if number_at is None else "".join(cells[number_at].split())
                yield comment_row(number if 0 < len(number) <= _LONGEST_NUMBER else None, text, key, sha256, row)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The different texts of a part with their titles by ``text_key``, their keys in that order, and for each row the
    place of its key."""

    of_key: Mapping[str, tuple[str, str]]
    keys: Sequence[str]
    of_row: Sequence[int]


def _texts(chunk: Chunk, columns: Columns) -> _Texts:
    """The texts without white space around them, as a table of a notice is read."""
    of_key: dict[str, tuple[str, str]] = {}
    places: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    of_row: list[int] = []
    title_at = columns.title_at
    for cells in chunk.rows:
        pair = cells[columns.text_at].strip(), "" if title_at is None else cells[title_at].strip()
        if (place := seen.get(pair)) is None:
            key = text_key(*pair)
            of_key.setdefault(key, pair)
            place = seen[pair] = places.setdefault(key, len(places))
        of_row.append(place)
    return _Texts(of_key, [*of_key], of_row)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage: a part makes some hundred thousand records that live to its end, and it would
    go through them time and again, for a tenth of all time. There are no rings among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = time.thread_time()
    yield
    seconds[stage] = time.thread_time() - start
