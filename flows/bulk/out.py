"""The folder of a tagged table: its parts, whose table it is (``_table.json``), and what came of it in the end."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from corpus.messages import MinyiError
from corpus.storage.place import Place
from corpus.table_parts import NotedPart
from flows.bulk.columns import REVIEW
from flows.bulk.parts import PartDone, file_of
from flows.bulk.tagging_step import Columns

MANIFEST = "_manifest.json"
"""Written last: where it is, the table is complete. Who reads the folder as one table passes over names with _."""
_OWNER = "_table.json"


@dataclass(frozen=True, slots=True)
class Out:
    """The folder of the table that ``key`` stands for."""

    place: Place
    key: str

    def claim(self) -> None:
        """Notes whose folder it is. Raises ``MinyiError`` where it holds another table, or anything else."""
        if self.place.folder is not None and self.place.folder.is_file():
            raise MinyiError("bulk-out-file", where=self.place.shown)
        # A hidden file is what somebody who was killed over it has left, and no part of any table.
        others = not self.place.exists(_OWNER) and any(not name.startswith(".") for name in self.place.names())
        if others or not (self.place.write_first(_OWNER, self._owner) or self._is_ours()):
            raise MinyiError("bulk-out-other", where=self.place.shown)

    def part(self, noted: NotedPart, columns: Columns) -> PartDone | None:
        """What is in a part that was noted as complete; None where its file is gone or is another one."""
        from pyarrow import parquet  # noqa: PLC0415  (slow to import)

        try:
            data = self.place.read(file_of(noted.number))
        except MinyiError as error:
            if error.problem.code != "storage-missing":
                raise
            return None
        if hashlib.sha256(data).hexdigest() != noted.sha256:
            return None
        text = columns.names[columns.text_at]
        found = parquet.read_table(io.BytesIO(data), columns=[REVIEW, text])
        review = sum(found[REVIEW].to_pylist())
        empty = sum(not cell.strip() for cell in found[text].to_pylist())
        return PartDone(noted.number, noted.rows, noted.sha256, review, empty, known=0, tagged=0)

    def about(self, part: PartDone) -> dict[str, Any]:
        """A part as the manifest has it."""
        return {"file": file_of(part.number), "rows": part.rows, "sha256": part.sha256}

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Says that the table is complete, and what is in it.

        Raises ``MinyiError`` where the folder was removed meanwhile, and parts with it, or is another table's now.
        """
        if not self._is_ours():
            raise MinyiError("bulk-out-other", where=self.place.shown)
        self.place.sweep()
        self.place.write_whole(MANIFEST, _json(manifest))

    @property
    def _owner(self) -> bytes:
        return _json({"key": self.key})

    def _is_ours(self) -> bool:
        return self.place.read(_OWNER) == self._owner


def _json(record: Mapping[str, Any]) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
