"""``minyi review``: the page on which people review."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.events import Event, tell
from corpus.messages import MinyiError, text
from corpus.workspace import Workspace
from flows.cli.options import database_option, directory_option, workspace_option

RETRAIN_AFTER = 100
"""Corrections after which a training is worth its minutes."""


@click.command("review", help=text("cli-review-help"))
@workspace_option
@database_option
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help=text("cli-review-host"))
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=text("cli-review-port"),
)
@click.option("--allow-host", "names", metavar="NAME", multiple=True, help=text("cli-review-allow-host"))
@directory_option
@click.option(
    "--retrain-after",
    metavar="N",
    type=click.IntRange(min=0),
    default=RETRAIN_AFTER,
    show_default=True,
    help=text("cli-review-retrain-after"),
)
@click.option("--https", is_flag=True, help=text("cli-review-https"))
@click.option("--trusted-proxy", metavar="ADDRESS", help=text("cli-review-trusted-proxy"))
def command(
    workspace: Path,
    database: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    directory: Path | None,
    retrain_after: int,
    https: bool,
    trusted_proxy: str | None,
) -> None:
    place = Workspace.found(workspace, database, "user-no-workspace")
    from corpus.database import open_database  # noqa: PLC0415  (--help must not pay for it)
    from flows.office import directory_of  # noqa: PLC0415
    from flows.serving import CONNECTIONS, listening, serve  # noqa: PLC0415
    from flows.training_process import background_retraining  # noqa: PLC0415
    from review.people import everybody  # noqa: PLC0415
    from review.web.app import create_app  # noqa: PLC0415
    from review.web.settings import Settings  # noqa: PLC0415

    engine = open_database(place.database_url, connections=CONNECTIONS, serving=True)
    try:
        if not any(account.active for account in everybody(engine)):
            raise MinyiError("review-nobody", workspace=workspace)
        directory_in_use = directory_of(directory, place)
        listener = listening(host, port)
        settings = Settings(
            directory=directory_in_use,
            originals=place.kept,
            evidence=place.evidence,
            secure=https,
            retrain=background_retraining(place.folder, database, directory),
            retrain_after=retrain_after,
            hosts=listener.names | {*names},
            folder=place.folder,
            metrics_token=place.settings.metrics_token,
        )
        app = create_app(engine, settings)
        if not (https or listener.is_local):
            click.echo(text("review-in-clear", host=host), err=True)
        click.echo(text("review-serving", address=listener.address), err=True)
        tell(Event.SERVER_STARTED, host=host, port=listener.port)
        serve(app, listener, trusted_proxy=trusted_proxy)
        tell(Event.SERVER_STOPPED)
        click.echo(text("review-stopped"), err=True)
    finally:
        engine.dispose()
