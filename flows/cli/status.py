"""``minyi status``: on one screen how it stands, for a person and, by the exit code, for a cron job."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.messages import MinyiError, text
from corpus.workspace import Workspace
from flows.cli.options import database_option, workspace_option


@click.command("status", help=text("cli-status-help"))
@workspace_option
@database_option
@click.option("--json", "as_json", is_flag=True, help=text("cli-status-json"))
def command(workspace: Path, database: str | None, as_json: bool) -> None:
    if not workspace.is_dir():
        raise MinyiError("status-no-workspace", where=str(workspace))
    from flows.status import status_of  # noqa: PLC0415  (--help must not pay for it)

    status = status_of(Workspace.open(workspace, database))
    if as_json:
        import orjson  # noqa: PLC0415  (--help must not pay for it)

        from flows.status_record import record_of  # noqa: PLC0415

        click.echo(orjson.dumps(record_of(status), option=orjson.OPT_INDENT_2).decode())
    else:
        from rich.console import Console  # noqa: PLC0415

        from flows.cli.status_shown import shown  # noqa: PLC0415

        Console(highlight=False).print(*shown(status), sep="")
    sys.exit(0 if status.is_well else 1)
