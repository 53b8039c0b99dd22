"""Reviewers at work on the real server, which is killed in the middle of it: the benchmark ``review``, but small."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from made_items import opened

from benchmarks.review_checked import lost
from benchmarks.review_client import Report
from benchmarks.review_data import filled, tasks
from benchmarks.review_load import accounts, asked, killed, order, served
from benchmarks.review_server import Server

PAUSES = (0.0, 0.05)


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        filled(engine, tasks(300))
        yield engine


@pytest.fixture
def start(any_url: str, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    with served(tmp_path, any_url) as starting:
        yield starting


def told(report: Report) -> int:
    """How many decisions the server said it had taken."""
    return sum(report.acknowledged.values())


def test_no_acknowledged_decision_is_lost_when_the_server_is_killed(
    office: sa.Engine, start: Callable[[], Server]
) -> None:
    logins = accounts(office, 5)
    server = start()
    quiet = asked(order(office, server, logins, 2, PAUSES))
    assert quiet.errors == []
    assert told(quiet) > 0
    assert lost(office, quiet.acknowledged, told(quiet)) == []

    cut_off = killed(office, server, logins, PAUSES, random.uniform(0.5, 1.5))
    assert cut_off.errors == []
    assert len(cut_off.unanswered) == len(logins)
    assert told(cut_off) > 0
    assert lost(office, quiet.acknowledged | cut_off.acknowledged) == []

    after = asked(order(office, start(), logins, 1, PAUSES))
    assert (after.errors, server.complaints()) == ([], [])
    assert lost(office, quiet.acknowledged | cut_off.acknowledged | after.acknowledged) == []
