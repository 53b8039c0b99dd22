"""The worker of ``minyi up``: ``python -m flows.up.worker``. It runs the flows that Prefect's server hands out.

SIGTERM: it takes no more; what runs may finish within ``FINISH`` seconds, is then told to stop, and is killed after
``STOP`` more. A flow that was stopped goes on from the store when it is started again.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from abc import ABC
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from anyio import TASK_STATUS_IGNORED
from anyio.abc import TaskStatus
from prefect.client.orchestration import get_client
from prefect.workers.process import ProcessJobConfiguration, ProcessWorker, ProcessWorkerResult

from flows.prefect_flows.deployments import POOL
from flows.up.flow_process import PARENT

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

FINISH, STOP = 8.0, 8.0
_LAST_WORDS = 3.0
_BETWEEN = 0.1


def worker_name(host: str) -> str:
    """What the worker of a machine is called."""
    return f"minyi-{host}"


class _Configuration(ProcessJobConfiguration):
    """Flows run in our own process, whatever their deployment says: it ends with its worker."""

    def prepare_for_flow_run(self, flow_run: FlowRun, *args: Any, **named: Any) -> None:
        self.command = f"{sys.executable} -P -m flows.up.flow_process"
        self.env[PARENT] = str(os.getpid())
        super().prepare_for_flow_run(flow_run, *args, **named)


class _Worker(ProcessWorker, ABC):  # as one with ABC it is not registered beside Prefect's for processes
    """Knows the processes of its flows, and takes no new ones when it is to end."""

    job_configuration = _Configuration

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.at_work: set[int] = set()
        self.ending = False

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        return [] if self.ending else await super().get_and_submit_flow_runs()

    async def run(
        self,
        flow_run: FlowRun,
        configuration: ProcessJobConfiguration,
        task_status: TaskStatus[Any] | None = None,
    ) -> ProcessWorkerResult:
        noted = _Noted(task_status or TASK_STATUS_IGNORED, self.at_work)
        try:
            return await super().run(flow_run, configuration, noted)
        finally:
            self.at_work.discard(noted.process)


class _Noted(TaskStatus[Any]):
    """Notes the process of a flow, and names it for all machines: Prefect says a number alone."""

    def __init__(self, told: TaskStatus[Any], at_work: set[int]) -> None:
        self._told = told
        self._at_work = at_work
        self.process = 0

    def started(self, value: Any = None) -> None:
        self.process = int(value)
        self._at_work.add(self.process)
        self._told.started(f"{socket.gethostname()}:{value}")


async def _work() -> None:
    ending = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, ending.set)
    worker = _Worker(work_pool_name=POOL, name=worker_name(socket.gethostname()), create_pool_if_not_found=True)
    working = asyncio.create_task(worker.start(printer=_silent))
    asked = asyncio.create_task(ending.wait())
    await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        working.result()  # its error goes to the log, and whoever started the worker starts it again
        return
    worker.ending = True
    await _end(worker.at_work)
    working.cancel()
    # What is left to do is to tell the server, which may not be there: its client would ask for it time and again.
    await asyncio.wait({working}, timeout=_LAST_WORDS)
    os._exit(0)


async def _end(at_work: set[int]) -> None:
    await _gone(at_work, FINISH)
    for process in tuple(at_work):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
    await _gone(at_work, STOP)
    for process in tuple(at_work):
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)


async def _gone(at_work: set[int], seconds: float) -> None:
    until = time.monotonic() + seconds
    while at_work and time.monotonic() < until:
        await asyncio.sleep(_BETWEEN)


def _silent(*_: object) -> None:
    """What Prefect would print."""


def main() -> None:
    """Until it is told to end; first the server is told which flows of this machine ended without a word."""
    from flows.up.watching import crash_what_is_gone  # noqa: PLC0415  (it wants the worker's name)

    with get_client(sync_client=True) as client:
        crash_what_is_gone(client)
    asyncio.run(_work())


if __name__ == "__main__":
    main()
