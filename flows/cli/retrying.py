"""Says on stderr that something is away and is asked for again: a command that waits in silence looks as if it hung."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

from corpus.events import LOGGER, Event
from corpus.messages import text

_SAID = ("store-lost", "storage-lost", "worker-lost")
"""Codes of what is away that have words of their own."""


class _Retries(logging.Handler):
    """Says each thing once: it is asked for eight times."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        code = getattr(record, "facts", {}).get("code", "")
        if record.getMessage() != Event.RETRY or code in self._said:
            return
        self._said.add(code)
        click.echo(text(f"retrying-{code}" if code in _SAID else "retrying"), err=True)


@contextmanager
def telling_retries() -> Iterator[None]:
    """Within it, in this process."""
    handler = _Retries()
    logging.getLogger(LOGGER).addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger(LOGGER).removeHandler(handler)
