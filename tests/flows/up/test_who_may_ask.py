"""Prefect's server runs what it is told to: no web site may tell it, through the browser of whoever looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.workspace import Workspace
from flows.up.children import Address, Plan
from flows.up.server import answers_to_its_names


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


def test_pages_of_other_sites_may_not_ask_it(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path)
    here = Address("127.0.0.1", 4200)
    plan = Plan(place, None, frozenset({"server"}), Address("127.0.0.1", 8000), here, "http://127.0.0.1:4200/api")
    [server] = [child for child in plan.children(lambda: False) if child.name == "server"]
    allowed = server.environment["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"]
    assert set(allowed.split(",")) == {"http://127.0.0.1:4200", "http://localhost:4200"}
