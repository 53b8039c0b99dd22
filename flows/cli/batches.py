"""What the commands on a reviewed batch share: the office's database, and the batch that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import MinyiError, text
from corpus.workspace import Workspace
from flows.cli.options import database_option, workspace_option

if TYPE_CHECKING:
    import sqlalchemy as sa

    from review.access import Person
    from review.batches import Batch

_OPTIONS = (
    workspace_option,
    database_option,
    click.option("--batch", "name", metavar="NAME", help=text("cli-export-batch")),
)


def batch_options(function: Callable[..., None]) -> Callable[..., None]:
    """``--workspace``, ``--database`` and ``--batch`` (as ``name``)."""
    decorated: Any = function
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    made: Callable[..., None] = decorated
    return made


@contextmanager
def opened(workspace: Path, database: str | None) -> Iterator[tuple[Workspace, sa.Engine]]:
    """The workspace and its database. A mistyped path makes no workspace: raises ``MinyiError``."""
    place = Workspace.found(workspace, database, "export-no-workspace")
    from corpus.database import open_database  # noqa: PLC0415  (--help must not pay for it)

    engine = open_database(place.database_url)
    try:
        yield place, engine
    finally:
        engine.dispose()


def batch_meant(engine: sa.Engine, person: Person, name: str | None) -> Batch:
    """The batch of this name, else the one updated last, which is said where there are several.

    Raises ``MinyiError`` if there is none.
    """
    from review.batches import batches_of  # noqa: PLC0415  (--help must not pay for it)

    there = batches_of(engine, person)
    if not there:
        raise MinyiError("export-batch-none")
    if name is not None:
        found = next((batch for batch in there if batch.name == name), None)
        if found is None:
            names = "、".join(batch.name for batch in there[:20])
            raise MinyiError("export-batch-unknown", name=name, names=names)
        return found
    if len(there) > 1:
        click.echo(text("export-batch-taken", name=there[0].name, count=len(there)), err=True)
    return there[0]
