"""Portions of a batch's files, by what reading them needs: LibreOffice and recognition of text are scarce."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from corpus.terms import terms
from flows.chunks import chunks
from flows.intake import Incoming

_FILES_AT_ONCE, _BYTES_AT_ONCE = 32, 4_000_000


@runtime_checkable
class Limited(Protocol):
    """A chunk that may say what it takes of which there is little (``libreoffice``, ``ocr``); empty for nothing.

    As many such chunks as the settings of this name say are worked on at once, over all machines of a Prefect server.
    """

    @property
    def limit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Portion:
    """Files for one chunk. ``limit`` as in ``Limited``."""

    files: tuple[Incoming, ...]
    limit: str = ""

    def __len__(self) -> int:
        return len(self.files)


def portions(files: Iterable[Incoming]) -> Iterator[Portion]:
    """All files, up to 32 or 4 MB together, scarce kinds apart from the others and behind them.

    The kind is told by the name: a scan in a PDF is not known before it is read, and a wrong name costs a turn at most.
    """
    kinds: dict[str, list[Incoming]] = defaultdict(list, {"": []})
    for file in files:
        kinds[_kinds().get(PurePath(file.shown_as).suffix.lower().removeprefix("."), "")].append(file)
    for limit, those in kinds.items():
        for some in chunks(those, lambda f: f.size, _BYTES_AT_ONCE, _FILES_AT_ONCE):
            yield Portion(some, limit)


@cache
def _kinds() -> Mapping[str, str]:
    return {suffix: limit for limit, suffixes in terms("limited").items() for suffix in suffixes}
