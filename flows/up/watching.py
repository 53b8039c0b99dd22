"""The watcher of the inbox: ``python -m flows.up.watching``. It registers the deployments, and starts ``inbox`` when a
batch is complete and new.

Never two at once: it asks the server before each start. The flow itself looks again which batches wait.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
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

from corpus.store import Store
from corpus.workspace import Workspace
from flows.prefect_flows.deployments import deploy, full_name
from flows.up.looking import Watch, looks

_UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
_MOST = 200
"""Flow runs that Prefect tells of at once."""


def start_unless_under_way(client: SyncPrefectClient) -> None:
    """Starts the deployment ``inbox``, unless it or the nightly job, which has the inbox in it, waits or runs."""
    # The nightly job is always scheduled: for its next night.
    for name, states in (("inbox", (StateType.SCHEDULED, *_UNDER_WAY)), ("nightly", _UNDER_WAY)):
        if _runs(client, states, _named(name)):
            return
    run_deployment(full_name("inbox"), timeout=0, as_subflow=False)


def crash_what_is_gone(client: SyncPrefectClient) -> None:
    """Flow runs of this machine whose process is gone are told to have crashed.

    Whoever ends ``minyi up`` by force leaves them running for Prefect, and the next one would wait for them for ever.
    """
    under_way = _runs(client, _UNDER_WAY)
    gone = {run.id for run in under_way if _is_gone(run.infrastructure_pid or "")}
    for run in under_way:
        if run.id in gone or (run.parent_task_run_id and _caller(client, run.parent_task_run_id) in gone):
            client.set_flow_run_state(run.id, Crashed(message="minyi up was ended"), force=True)


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


def _is_gone(process: str) -> bool:
    """Whether a process, as ``flows.up.worker`` names it, was one of this machine."""
    host, _, number = process.rpartition(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


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
