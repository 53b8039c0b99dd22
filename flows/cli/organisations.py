"""``minyi organisations``: the renamings that documents propose, and what a person decides of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import text
from corpus.workspace import Workspace
from flows.cli.options import database_option, workspace_option

if TYPE_CHECKING:
    from corpus.proposals import Proposal, Reading
    from corpus.registry import Registry
    from corpus.store import Store


def _as_numbers(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[int, ...]:
    """``--accept 1,3 --accept 5`` is three numbers."""
    words = [word for value in values for word in value.replace("，", ",").split(",") if word.strip()]
    try:
        return tuple(int(word) for word in words)
    except ValueError:
        raise click.BadParameter(text("cli-organisations-number"), context, parameter) from None


@click.command("organisations", help=text("cli-organisations-help"))
@workspace_option
@database_option
@click.option(
    "--accept", "accepted", metavar="N,…", multiple=True, callback=_as_numbers, help=text("cli-organisations-accept")
)
@click.option(
    "--reject", "rejected", metavar="N,…", multiple=True, callback=_as_numbers, help=text("cli-organisations-reject")
)
@click.option("--all", "everything", is_flag=True, help=text("cli-organisations-all"))
@click.option("--json", "as_json", is_flag=True, help=text("cli-organisations-json"))
def command(
    workspace: Path,
    database: str | None,
    accepted: tuple[int, ...],
    rejected: tuple[int, ...],
    everything: bool,
    as_json: bool,
) -> None:
    place = Workspace.found(workspace, database, "organisations-no-workspace")
    from corpus.proposals import registry_of, waiting  # noqa: PLC0415  (--help must not pay for it)
    from corpus.store import Store  # noqa: PLC0415

    with closing(Store(place.database_url)) as store:
        changed = _decide(store, accepted, rejected)
        proposals = store.renaming_proposals()
    registry = registry_of(proposals)
    undecided = waiting(proposals)
    shown = [p for p in proposals if everything or p in undecided or p.number in changed]
    if as_json:
        rows = [_row(p, registry, waits=p in undecided) for p in shown]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for proposal in shown:
        for line in _lines(proposal, waits=proposal in undecided):
            click.echo(line)
    if not shown:
        click.echo(text("organisations-none"))
    if undecided and not changed:
        click.echo(text("organisations-decide", number=undecided[0].number, workspace=workspace), err=True)
    if changed:
        click.echo(text("organisations-decided", count=len(changed)), err=True)


def _decide(store: Store, accepted: tuple[int, ...], rejected: tuple[int, ...]) -> set[int]:
    """Keeps the decisions, all of them or, where one cannot be, none. The numbers that were decided."""
    from corpus.proposals import decided  # noqa: PLC0415  (--help must not pay for it)

    decisions = decided(store.renaming_proposals(), accepted, rejected)
    store.decide_renamings(decisions)
    return set(decisions)


def _state(proposal: Proposal, *, waits: bool) -> str:
    """What was decided; ``known`` where nothing need be, because the registry has it already."""
    from corpus.proposals import RenamingState  # noqa: PLC0415  (--help must not pay for it)

    return "known" if proposal.decision is RenamingState.PROPOSED and not waits else proposal.decision.value


def _lines(proposal: Proposal, *, waits: bool) -> Iterator[str]:
    from corpus.registry import SHIPPED  # noqa: PLC0415  (--help must not pay for it)
    from outputs.cells import one_line, place  # noqa: PLC0415

    names = {"name": proposal.name, "former": proposal.former}
    state = _state(proposal, waits=waits)
    yield text("organisations-line", number=proposal.number, state=text(f"organisations-{state}"), **names)
    yield "   " + text(f"organisations-change-{state}", **names)
    body = SHIPPED.resolve(proposal.former)
    if waits and body is not None:
        became = SHIPPED.canonical(proposal.former, as_of=date.max)
        key = "organisations-in-use" if became == body.name else "organisations-became"
        yield "   " + text(key, name=body.name, became=became)
    for reading in proposal.readings:
        day = f"（{reading.on.isoformat()}）" if reading.on else ""
        yield "   " + text("organisations-read", place=place(reading.source) + day, quote=one_line(reading.quote))


def _row(proposal: Proposal, registry: Registry, *, waits: bool) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "name": proposal.name,
        "former": proposal.former,
        "state": _state(proposal, waits=waits),
        "joins": [registry.canonical(proposal.former), registry.canonical(proposal.name)],
        "readings": [_reading(reading) for reading in proposal.readings],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    source = {key: value for key, value in dataclasses.asdict(reading.source).items() if value not in (None, ())}
    return {"quote": reading.quote, "date": reading.on.isoformat() if reading.on else None, "source": source}
