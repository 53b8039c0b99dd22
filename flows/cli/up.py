"""``minyi up``: Prefect's server, a worker, the watched inbox and the review page, until it is told to end."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import MinyiError, text
from corpus.workspace import Workspace
from flows.cli.options import database_option, workspace_option
from flows.prefect_password import SERVER_VARIABLE, password_file

if TYPE_CHECKING:
    from flows.serving import Listener
    from flows.up.children import Plan

_ROLES = ("server", "review", "worker")
_PORT = click.IntRange(1, 65535)


@click.command("up", help=text("cli-up-help"))
@workspace_option
@database_option
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help=text("cli-review-host"))
@click.option("--port", metavar="PORT", type=_PORT, default=8000, show_default=True, help=text("cli-up-port"))
@click.option(
    "--prefect-host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help=text("cli-up-prefect-host")
)
@click.option(
    "--prefect-port", metavar="PORT", type=_PORT, default=4200, show_default=True, help=text("cli-up-prefect-port")
)
@click.option("--only", "roles", type=click.Choice(_ROLES), multiple=True, help=text("cli-up-only"))
@click.option("--server", "api", metavar="URL", help=text("cli-up-server"))
def command(
    workspace: Path,
    database: str | None,
    host: str,
    port: int,
    prefect_host: str,
    prefect_port: int,
    roles: tuple[str, ...],
    api: str | None,
) -> None:
    place = Workspace.open(workspace, database)
    from flows.up.addresses import SERVER, noted  # noqa: PLC0415  (--help must not pay for it)
    from flows.up.children import Address, Plan, api_url  # noqa: PLC0415
    from flows.up.supervisor import Supervisor  # noqa: PLC0415

    wanted = frozenset(roles or _ROLES)
    if api and SERVER in wanted:
        # Whoever names another machine's server wants none here.
        if roles:
            raise click.UsageError(text("up-two-servers"))
        wanted -= {SERVER}
    if api and not re.match(r"https?://\w", api):
        raise click.UsageError(text("up-no-address", value=api))
    server = Address(prefect_host, prefect_port)
    plan = Plan(place, database, wanted, Address(host, port), server, api_url(api) if api else f"{server.url}api")
    with _alone(plan), _signals() as signals:
        _check(plan)
        click.echo(text("up-starting"), err=True)
        children = tuple(plan.children(_asking_for_people(plan)))
        with noted(place, plan.addresses):
            Supervisor(children, place.logs, _say).run(signals, lambda waiting: _tell(plan, waiting))
        click.echo(text("up-stopped"), err=True)


@contextmanager
def _alone(plan: Plan) -> Iterator[None]:
    """Each role once a workspace, the worker once a machine: a shared folder may have workers on several."""
    from flows.alone import alone  # noqa: PLC0415  (--help must not pay for it)

    folder = plan.place.folder / "prefect"
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        for role in sorted(plan.roles):
            name = f"{role}-{socket.gethostname()}" if role == "worker" else role
            stack.enter_context(alone(folder / f"up-{name}.lock", "up-busy"))
        yield


@contextmanager
def _signals() -> Iterator[Callable[[], int]]:
    """How often a person has asked for the end: Ctrl+C, a closed terminal, or the system that goes down."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1
        if count == 1:
            _say(text("up-stopping"))

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if os.name == "posix" else (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, note) for one in wanted}
    try:
        yield lambda: count
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _check(plan: Plan) -> None:
    """Raises ``MinyiError`` where something could not start: a port that is taken, a database that is away, a setting
    that has a mistake."""
    from corpus.store import Store  # noqa: PLC0415  (--help must not pay for it)
    from flows.checked_settings import check_settings  # noqa: PLC0415
    from flows.serving import listening  # noqa: PLC0415

    check_settings(plan.place)
    Store(plan.place.database_url).close()
    if "review" in plan.roles:
        listening(plan.review.host, plan.review.port).socket.close()
    if "server" in plan.roles:
        _bound(plan).socket.close()
        if not plan.place.settings.inbox:
            plan.place.inbox.mkdir(exist_ok=True)


def _bound(plan: Plan) -> Listener:
    from flows.serving import listening  # noqa: PLC0415  (--help must not pay for it)

    try:
        return listening(plan.server.host, plan.server.port)
    except MinyiError as error:
        raise MinyiError("up-port", **dict(error.problem.args)) from error


def _asking_for_people(plan: Plan) -> Callable[[], bool]:
    """Whether anybody may log in to the review page, asked of the database until it is so."""

    def somebody() -> bool:
        from corpus.database import open_database  # noqa: PLC0415  (--help must not pay for it)
        from review.people import everybody  # noqa: PLC0415

        with suppress(MinyiError):
            engine = open_database(plan.place.database_url)
            try:
                return any(account.active for account in everybody(engine))
            finally:
                engine.dispose()
        return False

    return somebody


def _say(line: str) -> None:
    click.echo(line, err=True)


def _tell(plan: Plan, waiting: Collection[str]) -> None:
    """Where everything is, when it is at work. ``waiting``: children that may not start yet."""
    place = plan.place
    _say(text("up-at-work"))
    if "review" in plan.roles and "review" not in waiting:
        _say(text("up-review", address=plan.review.url))
    elif "review" in plan.roles:
        _say(text("up-review-nobody", workspace=place.folder))
    if "server" in plan.roles:
        _say(text("up-server", address=plan.server.url))
        if not os.environ.get(SERVER_VARIABLE):
            _say(text("up-password", where=password_file(place)))
        _say(text("up-inbox", folder=place.inbox))
        _say(text("up-nightly", at=_daily(place.settings.nightly)))
    elif "worker" in waiting:
        _say(text("up-server-away", address=plan.api))
    elif "worker" in plan.roles:
        _say(text("up-works-for", address=plan.api))
    _say(text("up-how-to-stop", folder=place.logs))


def _daily(cron: str) -> str:
    """The time of day, where that is all the five fields say."""
    minute, hour, *others = cron.split()
    if others == ["*"] * 3 and minute.isdecimal() and hour.isdecimal():
        return text("up-every-day", time=f"{int(hour):02}:{int(minute):02}")
    return cron
