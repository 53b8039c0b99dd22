"""``--as LOGIN``: which account answers for what a command does to a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from corpus.messages import MinyiError, text

if TYPE_CHECKING:
    import sqlalchemy as sa

    from review.access import Person

as_option = click.option("--as", "login", metavar="LOGIN", envvar="MINYI_AS", help=text("cli-import-as"))


def answering(engine: sa.Engine, login: str | None) -> Person:
    """Who answers for it: the account that is named, else the only one that may decide, which is said.

    Raises ``MinyiError`` (no such account, a closed one, none that decides) and ``click.UsageError`` where several may.
    """
    from review import people  # noqa: PLC0415  (--help must not pay for it)

    accounts = people.everybody(engine)
    if login is not None:
        person = people.by_login(engine, login)
        if not any(account.active and account.person.id == person.id for account in accounts):
            raise MinyiError("import-as-closed", login=person.login)
        return person
    deciding = [account.person for account in accounts if account.active and account.person.decides]
    if not deciding:
        raise MinyiError("import-as-none")
    if len(deciding) > 1:
        logins = "、".join(person.login for person in deciding)
        raise click.UsageError(text("import-as-which", logins=logins))
    click.echo(text("import-as-taken", name=deciding[0].name, login=deciding[0].login), err=True)
    return deciding[0]
