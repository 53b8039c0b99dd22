"""A training in a process of its own: the page's server starts it and goes on serving."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from corpus.workspace import Workspace


def background_retraining(workspace: Path, database: str | None, directory: Path | None) -> Callable[[], None]:
    """What starts ``minyi retrain`` as a process of its own and comes back at once, for the page's server.

    It outlives the server and speaks into the workspace's log. While it works another call does nothing.
    """
    place = Workspace.open(workspace, database)
    named = ("--directory", str(directory)) if directory else ()
    command = [sys.executable, "-P", "-m", "flows", "retrain", "--workspace", str(place.folder), *named]
    # By the environment: a command line, and with it the database's password, is there for all to see.
    environment = os.environ | ({"MINYI_DATABASE": database} if database else {})
    turn = threading.Lock()
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        with turn:
            if started and started[-1].poll() is None:
                return
            with place.training_log.open("ab") as log:
                child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=environment,
                    start_new_session=True,
                )
            started[:] = [child]

    return start
