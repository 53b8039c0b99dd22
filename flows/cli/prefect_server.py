"""Which Prefect server a command uses, and what it says of one that does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from corpus.messages import text
from corpus.workspace import Workspace

if TYPE_CHECKING:
    from flows.prefect_api import PrefectServer


def announced_server(place: Workspace) -> PrefectServer | None:
    """A server that runs already, None for a short-lived one of the command's own.

    Where one is configured that does not answer or lets nobody in, it says so on stderr.
    """
    from flows.prefect_api import configured_server, running_server  # noqa: PLC0415  (not where nothing is new)

    server = running_server(place)
    if server is None and (configured := configured_server()):
        click.echo(text("prefect-no-answer", url=configured.url), err=True)
    return server
