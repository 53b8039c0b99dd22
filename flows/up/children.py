"""The children of ``minyi up``: what is started for each role, with which settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.messages import text
from corpus.workspace import Workspace
from flows.answering import api_answers, page_answers
from flows.prefect_api import QUIET, SMALL_BATCHES
from flows.prefect_password import CLIENT_VARIABLE, SERVER_VARIABLE, client_password, server_password
from flows.prefect_template import lay_out
from flows.up.addresses import REVIEW, SERVER
from flows.up.supervisor import Child

WORKER = "worker"
_STOP = 25.0
"""Seconds for the worker's end: the flows that run have most of them (``flows.up.worker``)."""
_FLOWS = {
    # Children speak into a log, and what they say there is for whoever looks for a fault.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "ERROR",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PYTHONUTF8": "1",
}
_SERVER = {
    **SMALL_BATCHES,
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",  # there are no automations
    # A server that was started anew would else know nothing of the turns that are held, and flows that run would crash.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # a server that lives for years forgets old runs
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where something listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As this machine reaches it, with the slash."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to run. ``api`` is the address of Prefect's API, here or on another machine; ``server`` where the server
    of our own listens. ``database`` as the call names it, else None."""

    place: Workspace
    database: str | None
    roles: frozenset[str]
    review: Address
    server: Address
    api: str

    def children(self, somebody_may_log_in: Callable[[], bool]) -> Iterator[Child]:
        """In the order of their starts. The review page waits until ``somebody_may_log_in``; the watcher of the inbox
        belongs to the server."""
        password = server_password(self.place) if SERVER in self.roles else client_password(self.place)
        common = self._common() | ({CLIENT_VARIABLE: password} if password else {})
        if SERVER in self.roles:
            environment = common | self._server() | {SERVER_VARIABLE: common[CLIENT_VARIABLE]}
            program = ("flows.up.server", self.server.host, str(self.server.port), *self._origins())
            yield Child(SERVER, program, environment, answers=self.api_answers, needed=True)
        if REVIEW in self.roles:
            where = ("--host", self.review.host, "--port", str(self.review.port))
            arguments = ("flows", "review", "--workspace", str(self.place.folder), *where)
            answers = _answering(self.review.url)
            ready = text("up-review-ready", address=self.review.url)
            start = somebody_may_log_in
            yield Child(REVIEW, arguments, common, may_start=start, answers=answers, needed=True, at_last=ready)
        if WORKER in self.roles:
            # Of a server that is started here, the line about it has told.
            ready = "" if SERVER in self.roles else text("up-worker-ready", address=self.api)
            yield Child(WORKER, ("flows.up.worker",), common, may_start=self.api_answers, grace=_STOP, at_last=ready)
        if SERVER in self.roles:
            yield Child("inbox", ("flows.up.watching",), common, may_start=self.api_answers)

    @property
    def addresses(self) -> dict[str, str]:
        """What is started here and has an address, by role."""
        there = {SERVER: self.server.url, REVIEW: self.review.url}
        return {role: address for role, address in there.items() if role in self.roles}

    def api_answers(self) -> bool:
        """Whether Prefect's server is there now."""
        return api_answers(self.api)

    def _common(self) -> dict[str, str]:
        home = self.place.folder / "prefect" / "up"
        home.mkdir(parents=True, exist_ok=True)
        # An office's proxy is for the outside; children would ask it for our own server.
        direct = ",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1", "localhost", "::1")))
        ours = {"PREFECT_HOME": str(home), "PREFECT_API_URL": self.api, "no_proxy": direct, "NO_PROXY": direct}
        # By the environment: a command line, and with it the database's password, is there for all to see.
        named = {"MINYI_DATABASE": self.database} if self.database else {}
        return {**QUIET, **_FLOWS, **ours, **named, "MINYI_WORKSPACE": str(self.place.folder)}

    def _origins(self) -> tuple[str, ...]:
        """Where its own page comes from, and whom that page may ask: the same machine may go by two names."""
        origin = self.server.url.rstrip("/")
        return origin, origin.replace("127.0.0.1", "localhost")

    def _server(self) -> dict[str, str]:
        home = self.place.folder / "prefect" / "up"
        database = home / "prefect.db"
        migrated = not database.exists() and lay_out(database)
        return {
            **_SERVER,
            # By its default pages of every web site may ask it, and have it run what they like.
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": ",".join(self._origins()),
            "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
            "PREFECT_API_DATABASE_MIGRATE_ON_START": "false" if migrated else "true",
            "PREFECT_UI_STATIC_DIRECTORY": str(home / "ui"),
            "PREFECT_UI_API_URL": f"{self.server.url}api",
        }


def api_url(named: str) -> str:
    """The address of the API on a server that a person names, with or without ``/api``."""
    named = named.rstrip("/")
    return named if named.endswith("/api") else f"{named}/api"


def _answering(url: str) -> Callable[[], bool]:
    return lambda: page_answers(url)
