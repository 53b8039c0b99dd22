"""The log of a workspace: a file a day under ``日志``, an event (``corpus.events``) as a line of JSON.

Any number of processes append to one file: a line is one write at the end of it. What cannot be written stops no work;
it is said once. The log outlives nobody's secrets: passwords in addresses of databases, and what the settings keep for
the storage and the metrics, are written as ``***``.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from corpus.events import LOGGER
from corpus.messages import MinyiError, text
from corpus.settings import Settings
from corpus.storage.secrets import secrets_of
from corpus.workspace import Workspace
from review.china_time import CHINA, today

KEPT = datetime.timedelta(days=90)
"""How long a day's file stays."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.jsonl")
_LONGEST = 500
"""Letters of a fact: whatever it is, a line stays one that can be read."""
_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^/\s]*(?=@)")
_HIDDEN = "***"


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Keeps what happens meanwhile, in this process and all its threads, in the log of the workspace in this folder.

    A folder that is not there is not made: until it is, nothing is kept. Within another such block of the same folder
    this one changes nothing: a flow may be called by a command or by another flow.
    """
    place = folder.resolve()
    with _TURN:
        users, handler = _OPEN.get(place) or (0, _Lines(Workspace(place, "")))
        _OPEN[place] = users + 1, handler
        logging.getLogger(LOGGER).addHandler(handler)
    try:
        yield
    finally:
        with _TURN:
            users, handler = _OPEN.pop(place)
            if users > 1:
                _OPEN[place] = users - 1, handler
            else:
                logging.getLogger(LOGGER).removeHandler(handler)
                handler.close()


class _Lines(logging.Handler):
    """Appends to the file of the day. It is opened for each line: it may be moved away by then, or the day be over."""

    def __init__(self, place: Workspace) -> None:
        super().__init__()
        self._place = place
        self._ready = False
        self._cut = False
        self._said = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if not self._ready:
                self.setFormatter(_formatter(self._place))
                _prune(self._place.logs)
                self._ready = True
            self._append(self.format(record).encode())
        except (FileNotFoundError, NotADirectoryError) as error:
            # Else there is no workspace (yet), or none can be.
            if self._place.folder.is_dir():
                self._say(error)
        except Exception as error:
            self._say(error)

    def _append(self, line: bytes) -> None:
        folder = self._place.logs
        if not folder.is_dir():
            with suppress(FileExistsError):
                folder.mkdir()
        file = os.open(folder / f"{today()}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            # What a full disk cut off ends here, so that it costs no line but itself.
            whole = b"%s%s\n" % (b"\n" if self._cut else b"", line)
            written = os.write(file, whole)
            if written:
                self._cut = written < len(whole)
        finally:
            os.close(file)

    def _say(self, error: Exception) -> None:
        if not self._said:
            self._said = True
            reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            print(text("log-unwritable", folder=self._place.logs, reason=reason), file=sys.stderr)


def _formatter(place: Workspace) -> logging.Formatter:
    """Makes an event a line of JSON."""
    import orjson  # noqa: PLC0415  (a command at which nothing happens need not pay for these)
    import structlog  # noqa: PLC0415

    def written(event: Any, **_: Any) -> str:
        return orjson.dumps(event, default=str).decode()

    settings = Settings()
    with suppress(MinyiError):  # A mistake in the file is told by whoever needs it.
        settings = place.settings
    clean = _Clean(settings)

    def line(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        record: logging.LogRecord = event["_record"]
        at = datetime.datetime.fromtimestamp(record.created, CHINA).isoformat(timespec="milliseconds")
        head = {"at": at, "level": record.levelname.lower(), "event": record.getMessage(), "pid": os.getpid()}
        return head | {name: clean(value) for name, value in getattr(record, "facts", {}).items() if name not in head}

    return structlog.stdlib.ProcessorFormatter(processors=[line, structlog.processors.JSONRenderer(written)])


_OPEN: dict[Path, tuple[int, _Lines]] = {}
"""The logs that are written in this process, by folder, and by how many."""
_TURN = threading.Lock()


class _Clean:
    """A fact as it may stand in the log: without secrets, and not too long."""

    def __init__(self, settings: Settings) -> None:
        secrets = {settings.metrics_token, *secrets_of(settings.storage)} - {""}
        # The longer one first: it may have the shorter one in it.
        self._secrets = sorted(secrets, key=len, reverse=True)

    def __call__(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {str(name): self(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self(one) for one in value]
        return self._text(str(value))

    def _text(self, value: str) -> str:
        for secret in self._secrets:
            value = value.replace(secret, _HIDDEN)
        # A file's name may have bytes that are no letters.
        value = _PASSWORD.sub(rf"\1{_HIDDEN}", value).encode("utf-8", "backslashreplace").decode()
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _prune(folder: Path) -> None:
    """Removes the files of days long past, and nothing else that lies there."""
    with suppress(OSError):
        for file in folder.iterdir():
            named = _NAME.fullmatch(file.name)
            with suppress(ValueError, OSError):
                if named and datetime.date.fromisoformat(named[1]) < today() - KEPT:
                    file.unlink()
