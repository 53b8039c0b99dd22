"""What ``minyi close`` shows: the closing ledger of a batch as a table, and one item with everything that happened."""

from __future__ import annotations

import click
import sqlalchemy as sa
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from corpus.closing_rules import missing, rules
from corpus.evidence_files import EvidenceFiles
from corpus.messages import MinyiError, text
from review.access import Person
from review.china_time import today
from review.closing.ledger import Deed, Happening, happenings
from review.closing.sheet import CLOSED, DONE, OPEN, OVERDUE, Narrowed, Row, counts, sheet
from review.closing.standing import closing_of
from review.web.wording import moment

_AT_ONCE = 1_000
_WORDS = {"逾期": OVERDUE, "已销号": CLOSED, "未销号": OPEN, "办结": DONE}


def standing_meant(word: str) -> str:
    """The standing (``review.closing.sheet``) that a word says, in Chinese or English, else ``BadParameter``."""
    known = _WORDS | {rule.word: rule.step.value for rule in rules().values()}
    named = known | {value: value for value in known.values()} | {"": ""}
    if word.strip().lower() not in named:
        raise click.BadParameter(text("cli-close-only-unknown", word=word, words="、".join(known)))
    return named[word.strip().lower()]


def show_sheet(engine: sa.Engine, person: Person, batch: int, standing: str) -> None:
    """The decided items with the day of each step and what is missing, and the counts behind them.

    On a screen, which is narrow, the days of this year are without it.
    """
    short = Console().is_terminal
    headings = ["close-place", "close-number", "close-lead", "close-due"]
    columns = [Column(text(key), overflow="fold") for key in headings]
    columns += [Column(rule.word, no_wrap=True) for rule in rules().values()]
    table = _table([*columns, Column(text("close-missing"), overflow="fold")])
    after: int | None = 0
    while after is not None:
        part = sheet(engine, person, batch, Narrowed(standing), after, _AT_ONCE)
        for row in part.rows:
            # As Text, a name with brackets is not taken for rich's markup.
            table.add_row(*map(Text, _cells(row, short=short)), style="bold" if row.overdue else None)
        after = part.after
    if table.row_count:
        _print(table)
    found = counts(engine, person, batch)
    click.echo(
        text(
            "close-counts",
            decided=found.decided,
            closed=found.closed,
            overdue=found.overdue,
            undecided=found.undecided,
        ),
        err=True,
    )


def show_item(engine: sa.Engine, files: EvidenceFiles, key: int) -> bool:
    """One item: its evidence, each file read and compared with its hash, what is missing, and everything that happened.

    False where a file is missing or damaged.
    """
    closing, whole = closing_of(engine, key), True
    headings = ("close-id", "close-step", "close-kind", "close-file", "close-bytes", "close-person", "close-sha256")
    table = _table([Column(text(heading), overflow="fold") for heading in headings])
    for one in closing.evidence:
        said = (str(one.id), rules()[one.step].word, one.kind, one.name, f"{one.bytes:,}", one.person, one.sha256)
        table.add_row(*map(Text, said))
        try:
            files.whole(one.sha256, one.name)
        except MinyiError as error:
            whole = False
            click.echo(f"{one.name}：{error}", err=True)
    if table.row_count:
        _print(table)
        click.echo()
    for happening in happenings(engine, key):
        click.echo(_line(happening))
    lacking = "、".join(map(str, missing(closing)))
    click.echo(text("close-lacking", missing=lacking) if lacking else text("close-complete"))
    return whole


def _cells(row: Row, *, short: bool) -> tuple[str, ...]:
    due = row.due.isoformat() if row.due else ""
    taken = [row.closing.done(step) for step in rules()]
    year = f"{today().year}-" if short else ""
    days = [done.on.isoformat().removeprefix(year) if done else "—" for done in taken]
    late = text("close-overdue") if row.overdue else ""
    lacking = str(row.next) if row.next else ""
    return (f"#{row.position}", row.number or "", row.lead or "", f"{due}{late}", *days, lacking)


def _line(one: Happening) -> str:
    word = rules()[one.step].word
    file = f"{one.kind}“{one.name}” SHA-256 {one.sha256}" if one.sha256 else ""
    day = one.on.isoformat() if one.on and one.deed is Deed.TAKE else ""
    parts = (moment(one.at), one.person, text(f"close-deed-{one.deed}", step=word), day, file, one.note)
    return "  ".join(part for part in parts if part)


def _table(columns: list[Column]) -> Table:
    return Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")


def _print(table: Table) -> None:
    console = Console()
    if not console.is_terminal:
        # A line an item for whatever reads it: there is no screen to fold it for.
        console.width = 500
    console.print(table)
