"""What was killed stays under way for Prefect: the inbox must not wait for it for ever."""

from __future__ import annotations

import datetime
import os
import socket

import pytest
from prefect.client.schemas.objects import FlowRun, StateType

from flows.up.watching import is_gone
from flows.up.worker import worker_name

NOW = datetime.datetime(2026, 3, 2, 1, 30, tzinfo=datetime.UTC)
HERE = socket.gethostname()
BEYOND = 2**22 + 7
"""A number that Linux gives to no process."""


@pytest.mark.parametrize(
    ("process", "state", "minutes", "gone"),
    [
        (f"{HERE}:{BEYOND}", StateType.RUNNING, 1, True),
        # This process was begun after that flow: the number is another one's now.
        (f"{HERE}:{os.getpid()}", StateType.RUNNING, 1, True),
        ("silent:1", StateType.RUNNING, 1, True),
        ("heard:1", StateType.RUNNING, 999, False),
        (None, StateType.PENDING, 1, False),
        (None, StateType.PENDING, 9, True),
        (None, StateType.RUNNING, 999, False),
    ],
    # By hand: a process number in a name would be another one in each of pytest's workers.
    ids=["no process", "another process", "lost worker", "worker at work", "waits", "waited long", "runs unknown"],
)
def test_a_flow_is_gone_with_its_process_or_its_worker(
    process: str | None, state: StateType, minutes: int, gone: bool
) -> None:
    noted = NOW - datetime.timedelta(minutes=minutes)
    run = FlowRun.model_construct(state_type=state, infrastructure_pid=process, start_time=noted)
    assert is_gone(run, {worker_name("silent")}, NOW) is gone


def test_a_flow_whose_process_is_at_work_is_not_gone() -> None:
    now = datetime.datetime.now(datetime.UTC)
    run = FlowRun.model_construct(
        state_type=StateType.RUNNING, infrastructure_pid=f"{HERE}:{os.getpid()}", start_time=now
    )
    assert not is_gone(run, set(), now)
