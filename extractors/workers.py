"""Files read in processes of their own: one that dies, hangs or eats the memory costs that file and no other."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.messages import UnreadableError, defect
from corpus.records import Document, Extraction, Problem
from corpus.worker_end import end_with_parent
from extractors.extract import failed, read_and_extract
from extractors.limits import DEFAULT, MEGABYTE, Limits, megabytes
from extractors.readers import file_bytes

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

_CONVERTED_TOGETHER = 12
"""Documents for one start of LibreOffice: it takes a second to start and little more for each."""
_LEGACY = frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".uof", ".uot"})
"""Names that such documents mostly have: a wrong one costs a start of the program, and nothing else."""
_HELD_TOGETHER = 20 * MEGABYTE
"""A larger member of an archive is converted alone."""
_AHEAD = 3
"""Portions handed out ahead of the one that is waited for, by worker, so that none idles."""
_HELD_BYTES = 256 * MEGABYTE
"""Contents (members of archives) that may wait for a worker at a time; one larger file waits alone."""
_START_SECONDS = 10
"""How long the end of a batch waits, at most, for workers that are still starting."""


@dataclass(frozen=True, slots=True)
class Work:
    """One file to read: its content, or the place where a worker finds it."""

    shown_as: str
    content: Path | bytes

    @property
    def held(self) -> int:
        """Bytes that lie in memory until a worker takes them."""
        return len(self.content) if isinstance(self.content, bytes) else 0

    @property
    def is_converted_together(self) -> bool:
        """Whether it goes to a worker with its neighbours, for one start of LibreOffice."""
        return Path(self.shown_as).suffix.lower() in _LEGACY and self.held <= _HELD_TOGETHER

    def sha256(self) -> str:
        """The digest of the content; empty where the file is gone."""
        if isinstance(self.content, bytes):
            return hashlib.sha256(self.content).hexdigest()
        try:
            with self.content.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""


_Portion = tuple[Work, ...]
_Read = tuple[Extraction, Document | None]
_Begun = Future[list[_Read]]


class Workers:
    """A pool of processes that read files and extract what is in them: started by the first file, ended on exit.

    Each process may take ``limits.memory_bytes``, and ``limits.seconds`` for a file. (The memory is bounded by the
    system, where it is POSIX.)
    """

    def __init__(self, limits: Limits = DEFAULT, count: int | None = None) -> None:
        from pebble import ProcessPool  # noqa: PLC0415  (who reads nothing must not pay for it)

        self._limits = limits
        self._count = count or os.cpu_count() or 1
        self._lost = 0
        self._is_used = False
        # Spawned and not forked: the parent has threads, Prefect's and the pool's own.
        spawned = get_context("spawn")
        self._ready = spawned.Value("i", 0)
        self._pool = ProcessPool(
            max_workers=self._count, initializer=_begin, initargs=(limits.memory_bytes, self._ready), context=spawned
        )

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._let_all_start()
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _let_all_start(self) -> None:
        """Waits for workers that are starting, the second of a short batch or one in the place of a lost one.

        When the pool ends it takes its locks away, and a process that had not found them yet would say so at length.
        """
        latest = time.monotonic() + _START_SECONDS
        while self._is_used and self._ready.value < self._count + self._lost and time.monotonic() < latest:
            time.sleep(0.02)

    def extractions(self, files: Iterable[Work | Extraction]) -> Iterator[Extraction]:
        """The extraction of every file, in the order given; what is one already stays as it is.

        Few files are taken ahead of the one that is yielded. May be used from several threads at a time.
        """
        for extraction, _ in self._read(files, with_documents=False):
            yield extraction

    def readings(self, files: Iterable[Work | Extraction]) -> Iterator[_Read]:
        """The same with the document of each (as ``extract.read_and_extract`` has it), None where there is none."""
        return self._read(files, with_documents=True)

    def _read(self, files: Iterable[Work | Extraction], with_documents: bool) -> Iterator[_Read]:
        waiting: deque[tuple[_Portion, _Begun | None, Extraction | None]] = deque()
        for portion in _portions(files):
            if isinstance(portion, Extraction):
                waiting.append(((), None, portion))
            else:
                while waiting and self._enough(waiting, portion):
                    yield from self._settled(*waiting.popleft(), with_documents)
                waiting.append((portion, self._begun(portion, with_documents), None))
        while waiting:
            yield from self._settled(*waiting.popleft(), with_documents)

    def _enough(self, waiting: Iterable[tuple[_Portion, object, object]], portion: _Portion) -> bool:
        portions = [work for work, _, _ in waiting if work]
        held = sum(work.held for works in (*portions, portion) for work in works)
        return len(portions) >= self._count * _AHEAD or held > _HELD_BYTES

    def _begun(self, portion: _Portion, with_documents: bool) -> _Begun:
        self._is_used = True
        seconds = self._limits.seconds * len(portion)
        begun: _Begun = self._pool.schedule(_work, (portion, self._limits, with_documents), timeout=seconds)
        return begun

    def _settled(
        self,
        portion: _Portion,
        begun: _Begun | None,
        known: Extraction | None,
        with_documents: bool,
        again: bool = True,
    ) -> list[_Read]:
        """Waits for a portion. Where its worker was lost, each file is tried alone, to find out which one it was.

        A worker that was killed from outside (by a person, or by a system that is short of memory) may have had the
        best of files: it is tried once more.
        """
        if begun is None:
            return [(known, None)] if known else []
        from pebble import ProcessExpired  # noqa: PLC0415

        where, memory = portion[0].shown_as, (("limit", megabytes(self._limits.memory_bytes)),)
        try:
            return begun.result()
        except TimeoutError:
            self._lost += 1
            problem = Problem(where, "read-timeout", (("seconds", str(self._limits.seconds)),))
        except ProcessExpired as error:
            self._lost += 1
            if again and len(portion) == 1 and error.exitcode == -signal.SIGKILL:
                return self._settled(portion, self._begun(portion, with_documents), None, with_documents, again=False)
            problem = Problem(where, "read-worker-died", memory)
        except MemoryError:
            problem = Problem(where, "read-memory", memory)
        except Exception as error:
            problem = defect(where, error)
        if len(portion) > 1:
            alone = ((work,) for work in portion)
            return [
                found
                for one in alone
                for found in self._settled(one, self._begun(one, with_documents), None, with_documents)
            ]
        return [(failed(where, problem, portion[0].sha256()), None)]


def _portions(files: Iterable[Work | Extraction]) -> Iterator[_Portion | Extraction]:
    """One file each, but neighbours that LibreOffice converts go together."""
    legacy: list[Work] = []
    for file in files:
        together = isinstance(file, Work) and file.is_converted_together
        if legacy and (not together or len(legacy) == _CONVERTED_TOGETHER):
            yield tuple(legacy)
            legacy = []
        if isinstance(file, Work) and together:
            legacy.append(file)
        else:
            yield file if isinstance(file, Extraction) else (file,)
    if legacy:
        yield tuple(legacy)


def _work(portion: _Portion, limits: Limits, with_documents: bool) -> list[_Read]:
    """In the worker. Documents are large, and few need them from another process."""
    if len(portion) > 1:
        _convert_ahead(portion, limits)
    read = (read_and_extract(partial(_content, work, limits), work.shown_as, limits) for work in portion)
    return [(extraction, document if with_documents else None) for extraction, document in read]


def _content(work: Work, limits: Limits) -> bytes:
    content = work.content
    return file_bytes(content, work.shown_as, limits) if isinstance(content, Path) else content


def _convert_ahead(portion: _Portion, limits: Limits) -> None:
    """What cannot be had is left to the reading of the file itself, which says why."""
    from extractors.readers.office import convert_ahead  # noqa: PLC0415  (most files need no conversion)

    contents = []
    for work in portion:
        with suppress(UnreadableError):
            contents.append((work.shown_as, _content(work, limits)))
    convert_ahead(contents, limits)


def _begin(memory_bytes: int, ready: Synchronized[int]) -> None:
    """In a new worker: bounds its memory, leaves no core file, ends it when its parent is gone, and counts it."""
    try:
        import resource  # noqa: PLC0415  (POSIX)
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    end_with_parent()
    with ready.get_lock():
        ready.value += 1
