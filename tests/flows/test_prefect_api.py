"""Which Prefect server a run uses: the one that is named, if it answers."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.settings import Settings

from corpus.workspace import Workspace
from flows import prefect_api
from flows.prefect_api import QUIET, RunningServer, configured_server, running_server
from flows.prefect_password import CLIENT_VARIABLE, SERVER_VARIABLE, password_file, server_password
from flows.up.addresses import SERVER, noted

PASSWORD = "minyi:right"


class Guarded(BaseHTTPRequestHandler):
    """What Prefect's API says to a question after its version, where it has a password."""

    def do_GET(self) -> None:
        assert self.path == "/api/admin/version"
        wanted = f"Basic {base64.b64encode(PASSWORD.encode()).decode()}"
        self.send_response(200 if self.headers["Authorization"] == wanted else 401)
        self.end_headers()
        self.wfile.write(b'"3"')

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Guarded) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/api"
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", CLIENT_VARIABLE, SERVER_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(prefect_api, "_USUAL_ADDRESS", "http://127.0.0.1:1/api")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "office")


def test_the_server_of_the_environment_is_used_when_it_answers(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    monkeypatch.setenv(CLIENT_VARIABLE, PASSWORD)
    assert running_server(place) == RunningServer(server, PASSWORD)


def test_a_server_that_wants_another_password_is_not_used(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    assert running_server(place) is None
    monkeypatch.setenv(CLIENT_VARIABLE, "office:another")
    assert running_server(place) is None


def test_the_server_that_up_has_started_here_is_used_with_the_offices_password(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setenv(SERVER_VARIABLE, "")
    server_password(place)
    password_file(place).write_text(f"{PASSWORD}\n", "ascii")
    with noted(place, {SERVER: server.removesuffix("api")}):
        assert running_server(place) == RunningServer(server, PASSWORD)


def test_a_server_at_the_usual_port_may_be_anybodys_and_is_not_told_the_offices_password(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setattr(prefect_api, "_USUAL_ADDRESS", server)
    server_password(place)
    password_file(place).write_text(PASSWORD, "ascii")
    assert running_server(place) is None


def test_the_active_profile_names_a_server_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: str, place: Workspace
) -> None:
    monkeypatch.setenv(CLIENT_VARIABLE, PASSWORD)
    profile = f'active = "office"\n[profiles.office]\nPREFECT_API_URL = "{server}"\n'
    (tmp_path / "profiles.toml").write_text(profile, "utf-8")
    assert running_server(place) == RunningServer(server, PASSWORD)


def test_a_server_that_does_not_answer_is_not_used(monkeypatch: pytest.MonkeyPatch, place: Workspace) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert (configured_server(), running_server(place)) == ("http://127.0.0.1:1/api", None)


def test_what_prefect_says_of_its_inside_does_not_come_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    assert Settings().internal.logging_level == "CRITICAL"


def test_where_nothing_is_configured_and_nothing_runs_there_is_no_server(place: Workspace) -> None:
    assert (configured_server(), running_server(place)) == (None, None)
