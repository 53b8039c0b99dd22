"""The watcher of the inbox: ``python -m flows.up.watching``. It registers the deployments, and starts ``inbox`` when a
batch is complete and new.

Never two at once: it asks the server before each start. The flow itself looks again which batches wait.
"""

from __future__ import annotations

import datetime
import os
import signal
import socket
import sys
import time
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments import run_deployment
from prefect.exceptions import PrefectException
from prefect.states import Crashed

from corpus.job_log import SILENT
from corpus.processes import is_at_work
from corpus.store import Store
from corpus.workspace import Workspace
from flows.prefect_flows.deployments import POOL, deploy, full_name
from flows.up.looking import Watch, looks
from flows.up.worker import worker_name

_UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
_MOST = 200
"""Flow runs that Prefect tells of at once."""


def start_unless_under_way(client: SyncPrefectClient) -> None:
    """Starts the deployment ``inbox``, unless it or the nightly job, which has the inbox in it, waits or runs."""
    crash_what_is_gone(client)
    # The nightly job is always scheduled: for its next night.
    for name, states in (("inbox", (StateType.SCHEDULED, *_UNDER_WAY)), ("nightly", _UNDER_WAY)):
        if _runs(client, states, _named(name)):
            return
    run_deployment(full_name("inbox"), timeout=0, as_subflow=False)


def crash_what_is_gone(client: SyncPrefectClient) -> None:
    """Flow runs whose process is gone are told to have crashed.

    Whoever ends a worker by force leaves them running for Prefect, and the inbox would wait for them for ever.
    """
    under_way = _runs(client, _UNDER_WAY)
    if not under_way:
        return
    now = datetime.datetime.now(datetime.UTC)
    heard = {one.name: one.last_heartbeat_time for one in client.read_workers_for_work_pool(POOL)}
    silent = {name for name, last in heard.items() if last is None or now - last > SILENT}
    gone = {run.id for run in under_way if is_gone(run, silent, now)}
    for run in under_way:
        if run.id in gone or (run.parent_task_run_id and _caller(client, run.parent_task_run_id) in gone):
            client.set_flow_run_state(run.id, Crashed(message="its worker was ended"), force=True)


def is_gone(run: FlowRun, silent: Collection[str], now: datetime.datetime) -> bool:
    """Whether the process of a flow run under way is no more, or was never begun.

    ``silent`` are the workers that were not heard of for long: what they did on other machines ended with them.
    """
    host, _, number = (run.infrastructure_pid or "").rpartition(":")
    noted = run.start_time or run.updated
    if noted is None:
        return False
    if host == socket.gethostname():
        return not is_at_work(int(number), noted)
    if host:
        return worker_name(host) in silent
    # A worker that has taken it begins a process at once; a flow that another one calls has no process of its own.
    return run.state_type is StateType.PENDING and not run.parent_task_run_id and now - noted > SILENT


def _runs(
    client: SyncPrefectClient, states: Sequence[StateType], of: DeploymentFilter | None = None
) -> Sequence[FlowRun]:
    those = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[*states])))
    return client.read_flow_runs(
        flow_run_filter=those, deployment_filter=of, sort=FlowRunSort.START_TIME_DESC, limit=_MOST
    )


def _named(deployment: str) -> DeploymentFilter:
    return DeploymentFilter(name=DeploymentFilterName(any_=[deployment]))


def _caller(client: SyncPrefectClient, task_run: UUID) -> UUID | None:
    """The flow run that called another one: Prefect keeps a task run for the call."""
    return client.read_task_run(task_run).flow_run_id


def main() -> None:
    """Until it is told to end. What goes wrong is said on stderr, which is a log."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    workspace = Workspace.open(Path(os.environ["MINYI_WORKSPACE"]), os.environ.get("MINYI_DATABASE"))
    deploy(os.environ["PREFECT_API_URL"], workspace, workspace.settings)
    with get_client(sync_client=True) as client, closing(Store(workspace.database_url)) as store:
        crash_what_is_gone(client)
        for seconds in looks(
            Watch(workspace, store.engine).is_something_ready,
            lambda: start_unless_under_way(client),
            lambda line: print(line, file=sys.stderr, flush=True),
            (httpx.HTTPError, PrefectException),
        ):
            time.sleep(seconds)


if __name__ == "__main__":
    main()
