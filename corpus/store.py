"""The store: what arrived, what was found in it, and what was proposed. Everything is keyed by content.

A file is known by its SHA-256 and the extractors' version, a text by its hash and the model's version: a batch that is
killed at any instant and run again does nothing twice and doubles no row. SQLite by default, PostgreSQL by URL.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from corpus import schema
from corpus.database import open_database
from corpus.new_rows import insert_new
from corpus.proposals import Proposal, Reading, RenamingState
from corpus.records import Comment, Extraction, Renaming, Suggestion
from corpus.serial import (
    dump_extraction,
    dump_reading,
    dump_suggestion,
    load_extraction,
    load_reading,
    load_suggestion,
)
from corpus.table_parts import NotedPart, note_part

_LOOK_UP_AT_ONCE = 500
_SUGGESTION_COLUMNS = ("text_key", "model_version", "record")
_ONLY_TABLE = 1
COMMENT_COLUMNS = ("key", "number", "text", "text_key", "sha256", "table_no", "row_no")
CommentRow = tuple[str, str | None, str, str, str, int | None, int | None]
"""The values of ``COMMENT_COLUMNS``."""
_CACHE = 200_000
"""KB of pages that SQLite may hold while it takes in many rows: its indexes of a million fit in."""


def text_key(text: str, title: str | None = None) -> str:
    """The key of a text for the classifiers: the same title and text get the same suggestion."""
    return hashlib.sha256(f"{title or ''}\n{text}".encode()).hexdigest()


def comment_key(comment: Comment) -> str:
    """What makes two comments one: the same number and text, or, without a number, the same row of the same file."""
    source = comment.source
    return _key_of(comment.number, comment.text, (source.sha256, source.sheet, source.table, source.row))


def suggestion_rows(suggestions: Mapping[str, Suggestion], version: str) -> list[tuple[str, str, str]]:
    """Suggestions by the key of their text as the store has them, in the order of the keys."""
    return sorted((key, version, dump_suggestion(one)) for key, one in suggestions.items())


def comment_row(number: str | None, text: str, key: str, sha256: str, row: int) -> CommentRow:
    """A comment of a file that is one table, without the record: ``key`` is its ``text_key``, ``row`` counts from 1.

    It is kept under the same key as if ``minyi run`` had read the file.
    """
    place = (sha256, None, _ONLY_TABLE, row)
    return (_key_of(number, text, place), number, text, key, sha256, _ONLY_TABLE, row)


def _key_of(number: str | None, text: str, place: tuple[str, str | None, int | None, int | None]) -> str:
    identity = number or "/".join(map(str, place))
    return hashlib.sha256(f"{identity}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PartRows:
    """What the store keeps of a part of a large table: its comments, and the suggestions for its texts (``text_key``,
    version, record)."""

    comments: Sequence[CommentRow]
    suggestions: Sequence[tuple[str, str, str]]
    part: NotedPart


class Store:
    """The database of a workspace. Safe for threads; every ``keep_*`` is one transaction."""

    def __init__(self, url: str) -> None:
        """Opens the database and brings its tables up to date. Raises ``MinyiError`` if it cannot be opened."""
        self._engine = open_database(url)

    @property
    def engine(self) -> sa.Engine:
        """The database itself, for the review, which keeps its tables in it."""
        return self._engine

    def close(self) -> None:
        self._engine.dispose()

    def keep_original(self, sha256: str, size: int, name: str) -> None:
        """Notes that a file arrived; nothing happens if it is known."""
        row = {"sha256": sha256, "bytes": size, "first_name": name, "arrived": datetime.datetime.now(datetime.UTC)}
        self._insert((schema.originals, [row]))

    def keep_extractions(self, extractions: Iterable[Extraction], version: str) -> None:
        """Keeps what was found, and the comments in it, once."""
        batch = list(extractions)
        records = [
            {"sha256": e.sha256, "version": version, "status": e.status.value, "record": dump_extraction(e)}
            for e in batch
        ]
        rows = [_comment_row(c) for e in batch for c in e.comments]
        self._insert((schema.extractions, records), (schema.comments, rows))

    def extractions(self, names: Mapping[str, str], version: str) -> dict[str, Extraction]:
        """What is known of these files: ``names`` gives each SHA-256 the name that the file has now."""
        columns = (schema.extractions.c.sha256, schema.extractions.c.record)
        found = self._look_up(columns, names, schema.extractions.c.version == version)
        return {sha256: load_extraction(record, names[sha256]) for sha256, record in found}

    def known_extractions(self, sha256s: Iterable[str], version: str) -> set[str]:
        """Which of these files need no reading any more."""
        columns = (schema.extractions.c.sha256,)
        return {row[0] for row in self._look_up(columns, sha256s, schema.extractions.c.version == version)}

    def keep_parts(self, parts: Sequence[PartRows]) -> None:
        """Keeps the rows of parts of a large table, and notes that these are done: all of it or nothing.

        A row that is there already stays as it is.
        """
        with self._engine.begin() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE}")
            for table, names, rows in (
                (schema.comments, COMMENT_COLUMNS, sorted(chain.from_iterable(one.comments for one in parts))),
                (
                    schema.suggestions,
                    _SUGGESTION_COLUMNS,
                    sorted(chain.from_iterable(one.suggestions for one in parts)),
                ),
            ):
                insert_new(connection, table, names, rows)
            for one in parts:
                note_part(connection, one.part)

    def keep_suggestions(self, suggestions: Mapping[str, Suggestion], version: str) -> None:
        """Keeps suggestions by the key of their text; one that is there already stays.

        ``version`` says what they depend on beside the text.
        """
        with self._engine.begin() as connection:
            insert_new(connection, schema.suggestions, _SUGGESTION_COLUMNS, suggestion_rows(suggestions, version))

    def suggestions(self, text_keys: Iterable[str], version: str) -> dict[str, Suggestion]:
        """What is kept for these texts under this version."""
        columns = (schema.suggestions.c.text_key, schema.suggestions.c.record)
        found = self._look_up(columns, text_keys, schema.suggestions.c.model_version == version)
        return {key: load_suggestion(record) for key, record in found}

    def keep_renamings(self, extractions: Iterable[Extraction]) -> None:
        """Keeps the renamings that these files propose; what was decided of one that is there already stays."""
        found = [(renaming, e) for e in extractions for renaming in e.renamings]
        pairs = [
            {"key": _pair_key(r), "name": r.name, "former": r.former, "decision": RenamingState.PROPOSED.value}
            for r, _ in found
        ]
        readings = [{"key": _pair_key(r), "sha256": e.sha256, "record": dump_reading(_reading(r, e))} for r, e in found]
        self._insert((schema.renamings, pairs), (schema.renaming_readings, readings))

    def renaming_proposals(self) -> tuple[Proposal, ...]:
        """Every renaming that a document of this workspace ever proposed, by number."""
        readings: dict[str, list[Reading]] = {}
        with self._engine.connect() as connection:
            pairs = connection.execute(sa.select(schema.renamings).order_by(schema.renamings.c.number)).all()
            for row in connection.execute(sa.select(schema.renaming_readings).order_by("key", "sha256")):
                readings.setdefault(row.key, []).append(load_reading(row.record))
        return tuple(
            Proposal(p.number, p.name, p.former, RenamingState(p.decision), tuple(readings.get(p.key, ())))
            for p in pairs
        )

    def decide_renamings(self, decisions: Mapping[int, RenamingState]) -> None:
        """Notes what a person decided of these proposals, by number; a later decision takes the place of an earlier."""
        with self._engine.begin() as connection:
            for number, decision in decisions.items():
                change = sa.update(schema.renamings).where(schema.renamings.c.number == number)
                now = datetime.datetime.now(datetime.UTC)
                connection.execute(change.values(decision=decision.value, decided=now))

    def drafts_fingerprint(self, out: str) -> str | None:
        """The fingerprint of the batch whose drafts were last written to this folder."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(schema.runs.c.fingerprint).where(schema.runs.c.out == out))

    def keep_drafts_fingerprint(self, out: str, fingerprint: str) -> None:
        """Notes that the drafts of this batch are complete in this folder."""
        done = {"fingerprint": fingerprint, "finished": datetime.datetime.now(datetime.UTC)}
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        noting = insert(schema.runs).values(out=out, **done)
        with self._engine.begin() as connection:
            connection.execute(noting.on_conflict_do_update(index_elements=["out"], set_=done))

    def _insert(self, *portions: tuple[sa.Table, Sequence[Mapping[str, Any]]]) -> None:
        """Rows that are there already stay as they are; all portions are one transaction."""
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        with self._engine.begin() as connection:
            for table, rows in portions:
                if rows:
                    connection.execute(insert(table).on_conflict_do_nothing(), [dict(r) for r in rows])

    def _look_up(
        self, columns: Sequence[sa.Column[Any]], keys: Iterable[str], condition: sa.ColumnElement[bool]
    ) -> Iterator[Sequence[Any]]:
        wanted = iter(keys)
        with self._engine.connect() as connection:
            while portion := list(islice(wanted, _LOOK_UP_AT_ONCE)):
                yield from connection.execute(sa.select(*columns).where(columns[0].in_(portion), condition))


def _comment_row(comment: Comment) -> dict[str, Any]:
    return {
        "key": comment_key(comment),
        "number": comment.number,
        "text": comment.text,
        "text_key": text_key(comment.text, comment.title),
        "sha256": comment.source.sha256,
        "table_no": comment.source.table,
        "row_no": comment.source.row,
    }


def _pair_key(renaming: Renaming) -> str:
    return hashlib.sha256(f"{renaming.name}\n{renaming.former}".encode()).hexdigest()


def _reading(renaming: Renaming, extraction: Extraction) -> Reading:
    return Reading(renaming.quote, renaming.source, extraction.notice.date if extraction.notice else None)
