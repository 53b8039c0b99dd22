"""A batch written to a file, in any of the ways in which it can come back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from corpus.directory import Directory
from outputs.writing import write_error
from review.access import Person
from review.batches import Batch
from review.exchange import doccano, exports, labelstudio, tables, workbook
from review.exchange.words import words_of
from review.filters import Filter
from review.refusals import NotAllowedError


class Format(StrEnum):
    """How a batch is written: as a workbook, as a table of text, or for two programs in which texts are labelled."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"

    @property
    def suffix(self) -> str:
        """What a file of it ends with."""
        return {Format.LABEL_STUDIO: ".json", Format.DOCCANO: ".jsonl"}.get(self, f".{self.value}")


MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/jsonl; charset=utf-8",
    Format.LABEL_STUDIO: "application/json",
    Format.DOCCANO: "application/jsonl; charset=utf-8",
}
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
_LONGEST_NAME = 200
"""Bytes of the batch's name in that of a file, which has 255 at the most."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is exported: the items of a filter in a batch, as this person may see them."""

    engine: sa.Engine
    person: Person
    batch: Batch
    what: Filter
    directory: Directory

    def write(self, path: Path, how: Format) -> int:
        """Writes the file, whole or not at all, and remembers what was in it; how many items it has.

        Raises ``NotAllowedError`` for a department account, ``MinyiError`` where it cannot be written, and as the
        filter does.
        """
        if not self.person.sees_all:
            raise NotAllowedError("export-role")
        self.what.conditions(self.batch.id, self.person, self.engine.dialect.name)
        export = exports.begin(self.engine, self.batch.id)
        rows = export.rows(self.person, self.what)
        with _whole(path) as new:
            match how:
                case Format.XLSX:
                    words = words_of(self.engine, self.batch.id, self.directory)
                    workbook.write_workbook(new, self.batch.name, rows, words)
                case Format.CSV:
                    tables.write_csv(new, rows)
                case Format.JSONL:
                    tables.write_jsonl(new, rows)
                case Format.LABEL_STUDIO:
                    labelstudio.write_tasks(new, rows)
                case Format.DOCCANO:
                    doccano.write_examples(new, rows)
            export.keep()
        return export.count

    def labelling_config(self) -> bytes:
        """The interface for Label Studio. Raises ``NotAllowedError`` for a department account."""
        if not self.person.sees_all:
            raise NotAllowedError("export-role")
        return labelstudio.labelling_config(words_of(self.engine, self.batch.id, self.directory))


def file_name(batch: Batch, how: Format) -> str:
    """What the file is called, whatever the batch is."""
    shown = "".join(char if char.isprintable() else "_" for char in batch.name.translate(_NOT_IN_NAMES)[:80])
    name = shown.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    return f"核定表-{name}{how.suffix}"


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A new file that takes the place of the former one when all is written; its folder is made if need be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".minyi-", dir=path.parent) as folder:
            new = Path(folder) / f"new{path.suffix}"
            yield new
            new.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
