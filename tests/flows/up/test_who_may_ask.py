"""Prefect's server runs what it is told to: no web site may tell it, through the browser of whoever looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prefect.settings import Settings

from corpus.workspace import Workspace
from flows.up.children import Address, Plan
from flows.up.server import answers_to_its_names, asks_nobody_else
from flows.up.supervisor import Child


@pytest.mark.parametrize(
    ("listens_at", "asked_as", "status"),
    [
        ("127.0.0.1", "127.0.0.1:4200", 404),
        ("127.0.0.1", "localhost:4200", 404),
        ("127.0.0.1", "evil.example:4200", 400),
        ("::1", "[::1]:4200", 404),
        ("::1", "evil.example", 400),
        ("0.0.0.0", "prefect.office.example", 404),  # a password stands before it
    ],
)
def test_on_this_machine_alone_it_answers_by_the_names_of_this_machine(
    listens_at: str, asked_as: str, status: int
) -> None:
    client = TestClient(answers_to_its_names(FastAPI(), listens_at))
    assert client.get("/", headers={"Host": asked_as}).status_code == status


@pytest.fixture
def server(tmp_path: Path) -> Child:
    """The server as ``minyi up`` starts it."""
    here = Address("127.0.0.1", 4200)
    roles = frozenset({"server"})
    plan = Plan(Workspace.open(tmp_path), None, roles, Address("127.0.0.1", 8000), here, "http://127.0.0.1:4200/api")
    [server] = [child for child in plan.children(lambda: False) if child.name == "server"]
    return server


def test_pages_of_other_sites_may_not_ask_it(server: Child) -> None:
    allowed = server.environment["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"]
    assert set(allowed.split(",")) == {"http://127.0.0.1:4200", "http://localhost:4200"}


def test_its_own_pages_may_ask_nobody_else(server: Child) -> None:
    program, host, port, *origins = server.arguments
    assert (program, host, port) == ("flows.up.server", "127.0.0.1", "4200")
    answer = TestClient(asks_nobody_else(FastAPI(), origins)).get("/")
    told = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    policy = {name: set(sources) for name, *sources in told}
    assert policy["default-src"] == {"'self'"}
    assert policy["connect-src"] == {
        *("'self'", "http://127.0.0.1:4200", "http://localhost:4200", "ws://127.0.0.1:4200", "ws://localhost:4200"),
    }
    outside = {"*", "http:", "https:", "ws:", "wss:"}
    assert not any(sources & outside for sources in policy.values())


def test_an_address_of_ipv6_which_no_policy_may_name_is_itself() -> None:
    answer = TestClient(asks_nobody_else(FastAPI(), ["http://[::1]:4200"])).get("/")
    assert "connect-src 'self';" in answer.headers["Content-Security-Policy"]


def test_it_shows_no_advertisements(server: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().server.ui.show_promotional_content
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    assert not Settings().server.ui.show_promotional_content
