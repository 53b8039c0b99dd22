"""``minyi user``: who may review."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import MinyiError, text
from corpus.workspace import Workspace
from flows.cli.options import database_option, workspace_option
from review.access import Role

if TYPE_CHECKING:
    import sqlalchemy as sa

    from review.access import Person
    from review.people import Account


def _as_role(context: click.Context, parameter: click.Parameter, value: str | None) -> Role | None:
    """``reviewer`` or 审核, whatever the language."""
    if value is None:
        return None
    from review.web.wording import ROLES  # noqa: PLC0415  (--help must not pay for it)

    chinese = {word: Role(role) for role, word in ROLES.items()}
    role = ({role.value: role for role in Role} | chinese).get(value.strip().lower())
    if role is None:
        roles = "、".join(f"{word} {role}" for word, role in chinese.items())
        raise click.BadParameter(text("cli-user-role-unknown", role=value, roles=roles), context, parameter)
    return role


_WHERE = (workspace_option, database_option)
_LOGIN = click.argument("login", metavar="LOGIN")
_NAME = click.option("--name", metavar="NAME", help=text("cli-user-name"))
_UNIT = click.option("--unit", metavar="UNIT", help=text("cli-user-unit"))
_STDIN = click.option("--password-stdin", "from_stdin", is_flag=True, help=text("cli-user-password-stdin"))


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """These options, and where the accounts are."""

    def decorate(function: Any) -> Any:
        for option in reversed((*options, *_WHERE)):
            function = option(function)
        return function

    return decorate


def _role(default: str | None) -> Callable[[Any], Any]:
    """``--role``; without a default it changes only what is named."""
    how: dict[str, Any] = {"default": default, "show_default": True} if default else {}
    return click.option("--role", metavar="ROLE", callback=_as_role, help=text("cli-user-role"), **how)


@click.group("user", help=text("cli-user-help"))
def command() -> None:
    """The commands below ``minyi user``."""


@command.command("add", help=text("cli-user-add-help"), short_help=text("cli-user-add-short"))
@_options(_LOGIN, _NAME, _role("reviewer"), _UNIT, _STDIN)
def add(
    workspace: Path, database: str | None, login: str, name: str | None, role: Role, unit: str | None, from_stdin: bool
) -> None:
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    name = login if name is None else name
    with _database(workspace, database, new=True) as engine:
        people.checked(engine, login, name, role, unit)
        person = people.add(engine, login, name, role, _password(login, from_stdin=from_stdin), unit)
    _said("user-added", person)


@command.command("list", help=text("cli-user-list-help"), short_help=text("cli-user-list-short"))
@_options()
def everybody(workspace: Path, database: str | None) -> None:
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    with _database(workspace, database) as engine:
        accounts = people.everybody(engine)
    if accounts:
        _show(accounts)
    else:
        click.echo(text("user-none"), err=True)


@command.command("password", help=text("cli-user-password-help"), short_help=text("cli-user-password-short"))
@_options(_LOGIN, _STDIN)
def password(workspace: Path, database: str | None, login: str, from_stdin: bool) -> None:
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    with _database(workspace, database) as engine:
        person = people.by_login(engine, login)
        people.set_password(engine, person.id, _password(person.login, from_stdin=from_stdin))
    _said("user-password-set", person)


@command.command("disable", help=text("cli-user-disable-help"), short_help=text("cli-user-disable-short"))
@_options(_LOGIN)
def disable(workspace: Path, database: str | None, login: str) -> None:
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    with _database(workspace, database) as engine:
        person = people.by_login(engine, login)
        people.deactivate(engine, person.id)
    _said("user-disabled", person)


@command.command("enable", help=text("cli-user-enable-help"), short_help=text("cli-user-enable-short"))
@_options(_LOGIN)
def enable(workspace: Path, database: str | None, login: str) -> None:
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    with _database(workspace, database) as engine:
        person = people.by_login(engine, login)
        people.activate(engine, person.id)
    _said("user-enabled", person)


@command.command("change", help=text("cli-user-change-help"), short_help=text("cli-user-change-short"))
@_options(_LOGIN, _role(None), _NAME, _UNIT)
def change(
    workspace: Path, database: str | None, login: str, role: Role | None, name: str | None, unit: str | None
) -> None:
    if role is None and name is None and unit is None:
        raise click.UsageError(text("cli-user-nothing"))
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    with _database(workspace, database) as engine:
        person = people.by_login(engine, login)
        person = people.change(engine, person.id, role=role, name=name, unit=unit)
    _said("user-changed", person)


@contextmanager
def _database(workspace: Path, database: str | None, *, new: bool = False) -> Iterator[sa.Engine]:
    """The office's database, made if it is a ``new`` one. A mistyped path makes no workspace to look for people in."""
    place = Workspace.open(workspace, database) if new else Workspace.found(workspace, database, "user-no-workspace")
    from corpus.database import open_database  # noqa: PLC0415  (--help must not pay for it)

    engine = open_database(place.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _password(login: str, *, from_stdin: bool) -> str:
    """Typed twice without being seen, or one line of standard input; never an argument, which others could see."""
    from review.passwords import LEAST  # noqa: PLC0415  (--help must not pay for it)

    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not _at_a_terminal():
        raise MinyiError("user-no-terminal")
    first: str = click.prompt(text("user-password", login=login, least=LEAST), hide_input=True, err=True)
    if click.prompt(text("user-password-again"), hide_input=True, err=True) != first:
        raise MinyiError("user-passwords-differ")
    return first


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _said(key: str, person: Person) -> None:
    role = text(f"role-{person.role}")
    click.echo(text(key, login=person.login, name=person.name, role=f"{role} {person.unit}" if person.unit else role))


def _show(accounts: tuple[Account, ...]) -> None:
    from rich.console import Console  # noqa: PLC0415  (--help must not pay for it)
    from rich.table import Column, Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from review.web.wording import moment  # noqa: PLC0415

    headings = ("user-login", "user-name", "user-role", "user-unit", "user-state", "user-created")
    columns = [Column(text(key), overflow="fold") for key in headings]
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for account in accounts:
        person = account.person
        state = text("user-active" if account.active else "user-closed")
        day, _, _ = moment(account.created).partition(" ")
        cells = (person.login, person.name, text(f"role-{person.role}"), person.unit or "", state, day)
        # As Text, a name with brackets is not taken for rich's markup.
        table.add_row(*map(Text, cells), style=None if account.active else "dim")
    console = Console()
    if not console.is_terminal:
        # A line a person for whatever reads it: there is no screen to fold it for.
        console.width = 500
    console.print(table)
