"""How many portions of scarce kinds are read at once, over all machines of a Prefect server."""

from __future__ import annotations

from prefect.client.orchestration import get_client

from corpus.settings import Settings
from flows.prefect_flows.tasks import tag_of


def set_limits(settings: Settings) -> None:
    """Tells the server what the settings say of LibreOffice and of the recognition of text; again changes nothing.

    A server that lives as long as one run is not told: there the machine's own lock (``corpus.libreoffice``) holds.
    """
    with get_client(sync_client=True) as client:
        for limit, count in (("libreoffice", settings.libreoffice), ("ocr", settings.ocr)):
            client.create_concurrency_limit(tag=tag_of(limit), concurrency_limit=count)
