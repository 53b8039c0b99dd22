"""The Prefect API for one run: a server that is running already, or a short-lived one of our own.

Nothing of Prefect is imported here before its environment is set, for it reads its settings at import.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from corpus.messages import MinyiError
from corpus.workspace import Workspace
from flows.answering import api_lets_in
from flows.prefect_password import CLIENT_VARIABLE, SERVER_VARIABLE, client_password, new_password, own_password
from flows.prefect_template import lay_out
from flows.up.addresses import SERVER, address_at_work

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # what goes wrong is said once, by the command line
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",  # it has a handler of its own, e.g. for events that came too late
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_PROMPT": "false",
}
SMALL_BATCHES = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "50",
}
"""Of a server on SQLite: its recorders would else hold the database while flows wait."""
_OWN_SERVER = {
    **SMALL_BATCHES,
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    # A server that lives as long as one flow has nothing to schedule, to repossess or to react to.
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
}
_NEEDED_BY_A_FLOW = ("flows.prefect_flows.batches", "prefect.flow_engine", "prefect.task_engine", "fastapi.encoders")
"""Imported while the server starts; the first flow would else stop for it."""
_USUAL_ADDRESS = "http://127.0.0.1:4200/api"


class OwnServer:
    """A Prefect server in a process of its own that ends with this one. ``start`` returns at once; ``url`` waits.

    ``password`` (``user:password``) is its own: other accounts of the machine reach its port, too.
    """

    def __init__(self, home: Path) -> None:
        self.password = new_password()
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the process; its messages go to ``server.log`` in its home."""
        self._home.mkdir(parents=True, exist_ok=True)
        database = self._home / "prefect.db"
        migrated = database.exists() or lay_out(database)
        environment = os.environ | QUIET | _OWN_SERVER | {"PREFECT_HOME": str(self._home)}
        environment[SERVER_VARIABLE] = environment[CLIENT_VARIABLE] = self.password
        environment["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{database}"
        environment["PREFECT_API_DATABASE_MIGRATE_ON_START"] = "false" if migrated else "true"
        with (self._home / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "flows.server_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
            )

    def url(self) -> str:
        """The address of the API, as soon as it answers. Raises ``MinyiError`` if the process ended instead."""
        assert self._process is not None
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        if not port:
            raise MinyiError("prefect-server-died", where=str(self._home / "server.log"))
        return f"http://127.0.0.1:{int(port)}/api"

    def stop(self) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(timeout=30)
            if self._process.stdout is not None:
                self._process.stdout.close()


@dataclass(frozen=True, slots=True)
class PrefectServer:
    """The address of a Prefect server's API, and the password (``user:password``) that it is told, if any."""

    url: str
    password: str | None


def running_server(place: Workspace) -> PrefectServer | None:
    """A Prefect server that answers now and lets us in: the configured one, else that of ``minyi up`` on this
    workspace, else one at Prefect's usual port. The office's own password goes to the second alone, and the configured
    one's to that one."""
    servers = _servers(place)
    return next((server for server in servers if api_lets_in(server.url, server.password)), None)


def _servers(place: Workspace) -> Iterator[PrefectServer]:
    configured = configured_server()
    address = address_at_work(place, SERVER)
    own = f"{address}api" if address else None
    if configured and configured.url.rstrip("/") == own:
        yield PrefectServer(own, configured.password or own_password(place))
    elif configured:
        yield configured
        if own:
            yield PrefectServer(own, own_password(place))
    elif own:
        yield PrefectServer(own, client_password(place))
    yield PrefectServer(_USUAL_ADDRESS, None if configured else os.environ.get(CLIENT_VARIABLE))


@contextmanager
def prefect_api(home: Path, server: PrefectServer | None) -> Iterator[None]:
    """Within it Prefect's flows run, quietly and without telemetry, against ``server`` or, where that is
    None, a short-lived one of our own. ``home`` is where Prefect keeps what it must keep (in the workspace).
    """
    os.environ.update(QUIET)
    os.environ["PREFECT_HOME"] = str(home)
    _reach_this_machine_without_a_proxy()
    with ExitStack() as stack:
        own = None
        if server is None:
            own = OwnServer(home)
            own.start()
            stack.callback(own.stop)
            # Importing Prefect takes as long as starting its server: both go on at the same time.
        from prefect.settings import (  # noqa: PLC0415
            PREFECT_API_AUTH_STRING,
            PREFECT_API_URL,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
            PREFECT_LOGGING_TO_API_ENABLED,
            temporary_settings,
        )

        if server is not None:
            reached = {PREFECT_API_URL: server.url, PREFECT_API_AUTH_STRING: server.password}
            stack.enter_context(temporary_settings(reached))
        else:
            assert own is not None
            for module in _NEEDED_BY_A_FLOW:
                import_module(module)
            # The thread of the heartbeat sleeps up to a second after the flow's end, and nobody listens to it here.
            settings = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_LOGGING_TO_API_ENABLED: False}
            reached = {PREFECT_API_URL: own.url(), PREFECT_API_AUTH_STRING: own.password}
            stack.enter_context(temporary_settings(reached | settings))
        yield


def configured_server() -> PrefectServer | None:
    """What ``PREFECT_API_URL`` or the active profile names, whether it answers or not. Its password is that of
    ``PREFECT_API_AUTH_STRING``, else the profile's where the profile names the address, too."""
    password = os.environ.get(CLIENT_VARIABLE)
    if url := os.environ.get("PREFECT_API_URL"):
        return PrefectServer(url, password)
    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text("utf-8"))
        active = os.environ.get("PREFECT_PROFILE") or profiles["active"]
        profile = profiles["profiles"][active]
        return PrefectServer(str(profile["PREFECT_API_URL"]), password or profile.get(CLIENT_VARIABLE))
    except (OSError, ValueError, KeyError, TypeError):  # there is none, or it is none of Prefect's
        return None


def _reach_this_machine_without_a_proxy() -> None:
    """An office's ``http_proxy`` is for the outside; Prefect's clients would ask it for our own server."""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1", "localhost")))
