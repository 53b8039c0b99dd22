"""Which Prefect server a run uses: the one that is named, if it answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.settings import Settings

from flows import prefect_api
from flows.prefect_api import QUIET, configured_server, running_server


class Healthy(BaseHTTPRequestHandler):
    """What Prefect's API says to a question after its health."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Healthy) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/api"
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(prefect_api, "_USUAL_ADDRESS", "http://127.0.0.1:1/api")


def test_the_server_of_the_environment_is_used_when_it_answers(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    assert running_server() == server


def test_the_active_profile_names_a_server_too(tmp_path: Path, server: str) -> None:
    profile = f'active = "office"\n[profiles.office]\nPREFECT_API_URL = "{server}"\n'
    (tmp_path / "profiles.toml").write_text(profile, "utf-8")
    assert running_server() == server


def test_a_server_that_does_not_answer_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert (configured_server(), running_server()) == ("http://127.0.0.1:1/api", None)


def test_what_prefect_says_of_its_inside_does_not_come_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    assert Settings().internal.logging_level == "CRITICAL"


def test_where_nothing_is_configured_and_nothing_runs_there_is_no_server() -> None:
    assert (configured_server(), running_server()) == (None, None)
