"""Reviewers at work on a batch of 100,000: 20 on PostgreSQL, 5 on SQLite, through the real server (``minyi review``).

Each works with the keyboard at a pace that nobody keeps (a pause of 0.25 to 0.5 seconds between two keys); then once
without pauses, for how much the server can do; then the server is killed (``kill -9``) in the middle of that. Every
decision that the server acknowledged must be in the ledger, and the items must stand as the ledger says.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa

from benchmarks.review_checked import counted, lost
from benchmarks.review_client import Order, Report
from benchmarks.review_data import BATCH, database, filled, megabytes, tasks
from benchmarks.review_server import Server
from corpus.database import open_database
from corpus.records import Task
from corpus.review_schema import batches, items

_ITEMS = 100_000
_REVIEWERS: Mapping[str, int] = {"postgresql": 20, "sqlite": 5}
_SECONDS = 60.0
_WITHOUT_PAUSE = 20.0
_KILLED_AFTER, _AFTERWARDS = 6.0, 3.0
THINK = (0.25, 0.5)
MEDIAN, LATE = 100.0, 300.0
"""Milliseconds that the median and the 99th percentile of all answers may take."""
PASSWORD = "负载测试专用密码一二三"
_PASSED_OVER = frozenset({"login", "first page"})
"""Logging in is slow on purpose (argon2) and no key press; the first page after a start has templates to compile."""


def main() -> None:
    """Prints a table for each database. Ends with 1 if anything failed, was lost or came too late."""
    made = tasks(_ITEMS)
    wrong: list[str] = []
    for kind, reviewers in _REVIEWERS.items():
        with database(kind) as url:
            wrong += [f"{kind}: {what}" for what in _measured(kind, url, made, reviewers)]
    for what in wrong:
        print(f"review: FAILED {what}")
    if wrong:
        raise SystemExit(1)


def _measured(kind: str, url: str, made: Sequence[Task], reviewers: int) -> list[str]:
    engine = open_database(url)
    seconds = filled(engine, made)
    print(f"review, {kind}: {len(made):,} items published in {seconds:.1f} s, {megabytes(engine):,.0f} MB")
    logins = accounts(engine, reviewers)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), url) as start:
        server = start()
        ordered = order(engine, server, logins, _SECONDS, THINK)
        load = os.getloadavg()[0]
        server.processor_share()
        report = asked(ordered)
        wrong = _told(f"{reviewers} reviewers, a key every {THINK[0]} to {THINK[1]} s", report, server, load)
        wrong += late(report)
        wrong += lost(engine, report.acknowledged, sum(report.acknowledged.values()))
        report_fast = asked(order(engine, server, logins, _WITHOUT_PAUSE, None))
        wrong += _told(f"{reviewers} reviewers without a pause", report_fast, server, load)
        known = report.acknowledged | report_fast.acknowledged
        wrong += lost(engine, known, sum(known.values()))
        wrong += [f"the server said: {line}" for line in server.complaints()[:5]]
        cut_off = killed(engine, server, logins, THINK, _KILLED_AFTER)
        missing = lost(engine, known | cut_off.acknowledged)
        again = asked(order(engine, start(), logins, _AFTERWARDS, THINK))
        missing += lost(engine, known | cut_off.acknowledged | again.acknowledged)
        wrong += [*cut_off.errors[:5], *again.errors[:5], *missing]
        print(
            f"\nkill -9: {len(cut_off.acknowledged):,} acknowledged before it, {len(cut_off.unanswered)} unanswered, "
            f"{len(again.acknowledged):,} acknowledged by the next server; lost: {len(missing) or 'none'}\n"
        )
    engine.dispose()
    return wrong


@contextmanager
def served(workspace: Path, url: str) -> Iterator[Callable[[], Server]]:
    """A way to start servers over this database; whatever still runs is stopped at the end."""
    running: list[Server] = []

    def start() -> Server:
        running.append(Server(workspace, url))
        return running[-1]

    try:
        yield start
    finally:
        for server in running:
            server.stop()


def accounts(engine: sa.Engine, number: int) -> list[str]:
    """The logins of so many new reviewers."""
    from review import people  # noqa: PLC0415  (slow, and the client does without)
    from review.access import Role  # noqa: PLC0415

    logins = [f"reviewer{n}" for n in range(1, number + 1)]
    for login in logins:
        people.add(engine, login, f"{login[8:]}号审核", Role.REVIEWER, PASSWORD)
    return logins


def order(
    engine: sa.Engine,
    server: Server,
    logins: Sequence[str],
    seconds: float,
    think: tuple[float, float] | None,
    *,
    is_killed: bool = False,
) -> Order:
    """What the reviewers are to do: each takes one of the domains, as a lead would share them out."""
    with engine.connect() as connection:
        batch = connection.scalar(sa.select(batches.c.id).where(batches.c.name == BATCH)) or 0
        found = connection.scalars(sa.select(items.c.domain).where(items.c.batch_id == batch).distinct())
        domains = sorted(one for one in found if one)
    return Order(server.address, batch, logins, PASSWORD, domains, seconds, think, killed=is_killed)


def asked(ordered: Order) -> Report:
    """What came of an order that another process carries out."""
    with _client(ordered) as client:
        said, _ = client.communicate(timeout=ordered.seconds + 120)
    return Report(**json.loads(said))


def killed(
    engine: sa.Engine, server: Server, logins: Sequence[str], think: tuple[float, float] | None, after: float
) -> Report:
    """What reviewers were told by a server that is killed in the middle of their work."""
    with _client(order(engine, server, logins, after + 60, think, is_killed=True)) as client:
        before = counted(engine)
        end = time.monotonic() + 60
        while counted(engine) == before and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(after)
        server.kill()
        said, _ = client.communicate(timeout=60)
    return Report(**json.loads(said))


@contextmanager
def _client(ordered: Order) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.review_client"]
    root = Path(__file__).resolve().parent.parent
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root) as client:
        assert client.stdin is not None
        client.stdin.write(json.dumps(asdict(ordered)))
        client.stdin.close()
        client.stdin = None
        try:
            yield client
        finally:
            client.kill()


def late(report: Report) -> list[str]:
    """Whether the answers came later than they may."""
    every = _all(report)
    median, last = statistics.median(every), percentile(every, 99)
    return [
        f"{name} {value:.0f} ms, {most:.0f} at the most"
        for name, value, most in (("median", median, MEDIAN), ("99th percentile", last, LATE))
        if value > most
    ]


def percentile(values: Sequence[float], part: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * part // 100)]


def _all(report: Report) -> list[float]:
    return [one for kind, some in report.milliseconds.items() if kind not in _PASSED_OVER for one in some]


def _told(title: str, report: Report, server: Server, load: float) -> list[str]:
    every = _all(report)
    acknowledged = sum(report.acknowledged.values())
    print(
        f"\n{title}: {len(every):,} requests in {report.seconds:.0f} s ({len(every) / report.seconds:.0f}/s), "
        f"{len(report.errors)} errors, {report.told} conflicts told, {acknowledged:,} decisions acknowledged; "
        f"server {server.processor_share():.0%} of a processor, load before {load:.1f}"
    )
    print("| | number | median ms | 95th | 99th |\n|---|---|---|---|---|")
    for kind, some in [
        *sorted(report.milliseconds.items(), key=lambda one: -len(one[1])),
        ("all but login and first page", every),
    ]:
        parts = f"{statistics.median(some):.1f} | {percentile(some, 95):.1f} | {percentile(some, 99):.1f}"
        print(f"| {kind} | {len(some):,} | {parts} |")
    return report.errors[:5]
