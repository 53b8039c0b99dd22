"""How many portions of scarce kinds are read at once, over all machines of a Prefect server.

A turn is held on a lease that is renewed while the work goes on: whoever is killed holds nobody up for longer. A limit
by the tag of a task would not do: Prefect keeps such a slot for a hundred years, unless the task gives it back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress

import httpx
from prefect.client.orchestration import get_client
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, PrefectException

from corpus.messages import PassingError
from corpus.settings import Settings

_LEASE_SECONDS = 60.0
"""The shortest that Prefect knows."""
_PAUSE = 2.0
"""Seconds between two questions for a turn."""
_TAKEN = 423
"""The status by which Prefect says that all turns are taken."""
_AWAY = (httpx.HTTPError, PrefectException, ConcurrencySlotAcquisitionError)


def set_limits(settings: Settings) -> None:
    """Tells the server what the settings say of LibreOffice and of the recognition of text; again changes nothing.

    A server that lives as long as one run is not told: there the machine's own lock (``corpus.libreoffice``) holds.
    """
    with get_client(sync_client=True) as client:
        for limit, count in (("libreoffice", settings.libreoffice), ("ocr", settings.ocr)):
            with suppress(ObjectAlreadyExists):  # another machine was faster
                client.upsert_global_concurrency_limit_by_name(_name(limit), count)


@contextmanager
def turn(limit: str, given_up: threading.Event) -> Iterator[None]:
    """Waits for a turn of this limit (``flows.portions.Limited``) and holds it; where the server knows no such limit,
    there is nothing to wait for.

    ``given_up`` ends the waiting, for a run that is told to end waits for its threads. Raises ``PassingError`` where
    the server does not answer, and ``CancelledError`` after ``given_up``.
    """
    with ExitStack() as held:
        try:
            while not _is_ours(limit, held):
                if given_up.wait(_PAUSE):
                    raise CancelledError
        except _AWAY as error:
            raise PassingError("flow-server-away", reason=type(error).__name__) from error
        try:
            yield
        finally:
            # What cannot be given back now ends with its lease.
            with suppress(*_AWAY):
                held.close()


def _is_ours(limit: str, held: ExitStack) -> bool:
    """Whether there is a turn now.

    Asked without Prefect's own waiting, which ends with the cancelling of a question under way: that may cost the
    service which asks for all threads its life, and whoever has handed it a question then waits for ever.
    """
    try:
        held.enter_context(concurrency(_name(limit), lease_duration=_LEASE_SECONDS, max_retries=0))
    except ConcurrencySlotAcquisitionError as error:
        answer = error.__cause__
        if isinstance(answer, httpx.HTTPStatusError) and answer.response.status_code == _TAKEN:
            return False
        raise
    return True


def _name(limit: str) -> str:
    return f"minyi-{limit}"
