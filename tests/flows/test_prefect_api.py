"""Which Prefect server a run uses: the one that is named, if it answers."""

from __future__ import annotations

import base64
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.settings import Settings

from corpus.workspace import Workspace
from flows import prefect_api as module
from flows.alone import alone
from flows.answering import api_lets_in
from flows.prefect_api import QUIET, OwnServer, PrefectServer, configured_server, running_server
from flows.prefect_password import CLIENT_VARIABLE, SERVER_VARIABLE, password_file, server_password
from flows.up.addresses import SERVER, address_of, noted

PASSWORD = "minyi:right"
TOLD: list[str | None] = []
"""What the server was told, question by question."""


class Guarded(BaseHTTPRequestHandler):
    """What Prefect's API says to a question after its version, where it has a password."""

    def do_GET(self) -> None:
        assert self.path == "/api/admin/version"
        TOLD.append(self.headers["Authorization"])
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


@pytest.fixture
def told() -> list[str | None]:
    TOLD.clear()
    return TOLD


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", CLIENT_VARIABLE, SERVER_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(module, "_USUAL_ADDRESS", "http://127.0.0.1:1/api")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "office")


def test_the_server_of_the_environment_is_used_when_it_answers(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    monkeypatch.setenv(CLIENT_VARIABLE, PASSWORD)
    assert running_server(place) == PrefectServer(server, PASSWORD)


def test_a_server_that_wants_another_password_is_not_used(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    assert running_server(place) is None
    monkeypatch.setenv(CLIENT_VARIABLE, "office:another")
    assert running_server(place) is None


@contextmanager
def at_work(place: Workspace, server: str) -> Iterator[None]:
    """A ``minyi up`` that has started this server."""
    (place.folder / "prefect").mkdir(exist_ok=True)
    with alone(place.folder / "prefect" / "up-server.lock", "up-busy"), noted(place, {SERVER: root(server)}):
        yield


def root(server: str) -> str:
    return server.removesuffix("api")


def keep(place: Workspace) -> None:
    """The password that the server asks for is the office's own."""
    server_password(place)
    password_file(place).write_text(f"{PASSWORD}\n", "ascii")


def note_of_a_killed_one(place: Workspace, server: str) -> None:
    """As it lies there after ``kill -9``."""
    with noted(place, {SERVER: root(server)}):
        left = (place.folder / "prefect" / "up-server.url").read_bytes()
    (place.folder / "prefect" / "up-server.url").write_bytes(left)


def test_the_server_that_up_has_started_here_is_used_with_the_offices_password(server: str, place: Workspace) -> None:
    keep(place)
    with at_work(place, server):
        assert running_server(place) == PrefectServer(server, PASSWORD)


def test_whoever_listens_where_a_killed_up_did_is_not_told_the_offices_password(
    told: list[str | None], server: str, place: Workspace
) -> None:
    keep(place)
    note_of_a_killed_one(place, server)
    assert running_server(place) is None
    # The next one holds the lock, and has not written its own note yet.
    note = place.folder / "prefect" / "up-server.url"
    address, host, pid, at = note.read_text("utf-8").splitlines()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for other in (f"{address}\n{host}\n{ended.pid}\n{at}\n", f"{address}\nanother\n{pid}\n{at}\n", f"{address}\n"):
        note.write_text(other, "utf-8")
        with alone(note.with_suffix(".lock"), "up-busy"):
            assert running_server(place) is None
    assert told == []
    assert address_of(place, SERVER) == root(server)  # minyi status says that it does not answer


def test_a_server_that_the_environment_names_is_not_told_the_offices_password(
    monkeypatch: pytest.MonkeyPatch, told: list[str | None], server: str, place: Workspace
) -> None:
    keep(place)
    monkeypatch.setenv(SERVER_VARIABLE, PASSWORD)
    monkeypatch.setenv("PREFECT_API_URL", server)
    assert running_server(place) is None
    with at_work(place, "http://127.0.0.1:1/api"):
        assert running_server(place) is None
    assert told == [None, None]


def test_a_server_that_the_environment_names_is_told_it_where_up_has_started_it_here(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    keep(place)
    monkeypatch.setenv("PREFECT_API_URL", f"{server}/")
    with at_work(place, server):
        assert running_server(place) == PrefectServer(server, PASSWORD)


def test_the_password_of_the_configured_server_goes_to_no_other(
    monkeypatch: pytest.MonkeyPatch, told: list[str | None], server: str, place: Workspace
) -> None:
    monkeypatch.setattr(module, "_USUAL_ADDRESS", server)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    monkeypatch.setenv(CLIENT_VARIABLE, PASSWORD)
    assert running_server(place) is None
    assert told == [None]


def test_a_server_at_the_usual_port_may_be_anybodys_and_is_not_told_the_offices_password(
    monkeypatch: pytest.MonkeyPatch, server: str, place: Workspace
) -> None:
    monkeypatch.setattr(module, "_USUAL_ADDRESS", server)
    keep(place)
    assert running_server(place) is None


def _profile(home: Path, server: str, password: str) -> None:
    named = f'PREFECT_API_URL = "{server}"\n{CLIENT_VARIABLE} = "{password}"\n'
    (home / "profiles.toml").write_text(f'active = "office"\n[profiles.office]\n{named}', "utf-8")


def test_the_active_profile_names_a_server_and_its_password(tmp_path: Path, server: str, place: Workspace) -> None:
    _profile(tmp_path, server, PASSWORD)
    assert running_server(place) == PrefectServer(server, PASSWORD)


def test_the_environments_password_comes_before_the_profiles(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: str, place: Workspace
) -> None:
    _profile(tmp_path, server, "office:another")
    monkeypatch.setenv(CLIENT_VARIABLE, PASSWORD)
    assert running_server(place) == PrefectServer(server, PASSWORD)


def test_the_profiles_password_goes_to_the_profiles_server_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: str
) -> None:
    _profile(tmp_path, "http://127.0.0.1:1/api", PASSWORD)
    monkeypatch.setenv("PREFECT_API_URL", server)
    assert configured_server() == PrefectServer(server, None)


@pytest.mark.parametrize("content", [b"\xff", b"active = 'office'", b"active = 'a'\nprofiles = 'b'", b"]"])
def test_a_file_of_profiles_that_is_none_names_no_server(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "profiles.toml").write_bytes(content)
    assert configured_server() is None


def test_a_server_that_does_not_answer_is_not_used(monkeypatch: pytest.MonkeyPatch, place: Workspace) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert configured_server() == PrefectServer("http://127.0.0.1:1/api", None)
    assert running_server(place) is None


def test_what_prefect_says_of_its_inside_does_not_come_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    assert Settings().internal.logging_level == "CRITICAL"


def test_where_nothing_is_configured_and_nothing_runs_there_is_no_server(place: Workspace) -> None:
    assert (configured_server(), running_server(place)) == (None, None)


def test_the_short_lived_server_has_a_password_of_its_own_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(SERVER_VARIABLE, "office:word")
    monkeypatch.setenv(CLIENT_VARIABLE, "office:another")
    own = OwnServer(tmp_path / "prefect")
    own.start()
    try:
        url = own.url()
        asked = (None, "office:word", "office:another", own.password)
        assert [api_lets_in(url, word) for word in asked] == [False, False, False, True]
    finally:
        own.stop()
    assert own.password != OwnServer(tmp_path).password
