"""The process of a flow that a worker runs: Prefect's own, which ends, with all that it started, when the worker does.

The worker is the parent, and Prefect leaves us no pipe to it: that another one is the parent now says that it is gone.
"""

from __future__ import annotations

import os
import runpy
import signal
import threading
import time
from pathlib import Path

from flows.logs import logging_to

PARENT = "MINYI_WORKER"
"""The variable with the process number of the worker."""
_BETWEEN = 0.5


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_BETWEEN)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """What ``python -m prefect.engine`` does, in a process group of its own."""
    os.setsid()
    threading.Thread(target=_end_with, args=(int(os.environ[PARENT]),), daemon=True).start()
    with logging_to(Path(os.environ["MINYI_WORKSPACE"])):
        runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
