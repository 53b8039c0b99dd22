"""What a flow run shows on Prefect's page: one table of its figures, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact

from corpus.messages import text
from flows.figures import rows_of

_BETWEEN = 2.0
"""Seconds between two notes of how far a flow is."""


def tell(kind: str, figures: Mapping[str, Any]) -> None:
    """Leaves the table of a job's figures, ``minyi-<kind>``, with the flow run."""
    create_table_artifact(rows_of(figures), key=f"minyi-{kind}")


class Shown:
    """A ``Progress`` that is shown with the flow run; one that is over within two seconds shows none.

    A server that does not answer for a moment stops no job.
    """

    def __init__(self, kind: str) -> None:
        self._key = f"minyi-{kind}-progress"
        self._noted = time.monotonic()
        self._artifact: UUID | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if (now := time.monotonic()) - self._noted < _BETWEEN:
            return
        self._noted = now
        percent, said = 100 * done / max(total, 1), text(f"stage-{stage}")
        with suppress(httpx.HTTPError):
            if self._artifact is None:
                self._artifact = cast(UUID, create_progress_artifact(percent, self._key, said))
            else:
                update_progress_artifact(self._artifact, percent, said)
