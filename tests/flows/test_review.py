"""``minyi review``: who may start it, where it listens, whom it believes, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from corpus.database import open_database
from corpus.messages import MinyiError
from corpus.review_schema import login_failures
from flows.cli import LazyGroup
from flows.serving import listening
from review import people
from review.access import Role

PASSWORD = "先修好河堤再去修桥吧"


def minyi(*arguments: str | Path) -> Result:
    return CliRunner().invoke(LazyGroup("minyi"), list(map(str, arguments)))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace in which 张敏 has an account."""
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    people.add(engine, "zhang", "张敏", Role.REVIEWER, PASSWORD)
    engine.dispose()
    return tmp_path


@contextmanager
def running(workspace: Path, *arguments: str, stop: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """The address of a server, which is told to stop in the end and has to do so in good order."""
    command = [sys.executable, "-m", "flows", "review", "--workspace", str(workspace), "--port", "0", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            assert said.startswith("核定页面：http://"), said
            yield said.removeprefix("核定页面：").partition("（")[0]
        finally:
            process.send_signal(stop)
            rest = process.stderr.read()
    assert (process.returncode, rest) == (0, "已停止。已保存的改动都在。\n")


def addresses_of_failures(workspace: Path) -> list[str]:
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    with engine.connect() as connection:
        found = [*connection.scalars(sa.select(login_failures.c.address))]
    engine.dispose()
    return found


def fail_to_log_in(address: str) -> None:
    form = {"login": "zhang", "password": "猜出来的一个密码"}
    answer = httpx.post(f"{address}login", data=form, headers={"X-Forwarded-For": "10.9.8.7"})
    assert answer.status_code == 401


def test_a_path_that_is_no_workspace_is_not_made_one(tmp_path: Path) -> None:
    result = minyi("review", "--workspace", tmp_path / "打错了")
    assert isinstance(result.exception, MinyiError)
    assert result.exception.problem.code == "user-no-workspace"
    assert not (tmp_path / "打错了").exists()


def test_without_an_account_nothing_is_started(workspace: Path) -> None:
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    people.deactivate(engine, people.by_login(engine, "zhang").id)
    engine.dispose()
    result = minyi("review", "--workspace", workspace)
    assert isinstance(result.exception, MinyiError)
    assert "minyi user add" in str(result.exception)


def test_a_port_that_is_in_use_is_named_with_the_mend(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = minyi("review", "--workspace", workspace, "--port", port)
    assert isinstance(result.exception, MinyiError)
    assert str(port) in str(result.exception)
    assert "--port" in str(result.exception)


def test_a_host_that_there_is_not_is_named() -> None:
    with pytest.raises(MinyiError) as error:
        listening("no-such-host.invalid", 0)
    assert error.value.problem.code == "review-port"


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False)])
def test_it_is_known_whether_other_machines_can_come(host: str, local: bool) -> None:
    listener = listening(host, 0)
    assert listener.is_local == local
    assert str(listener.port) in listener.address
    assert {host, socket.gethostname()} <= listener.names
    listener.socket.close()


def test_people_log_in_and_nobody_believes_a_made_up_address(workspace: Path) -> None:
    with running(workspace) as address:
        fail_to_log_in(address)
        answer = httpx.post(f"{address}login", data={"login": "zhang", "password": PASSWORD})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "server" not in answer.headers
        assert httpx.get(f"{address}batches", cookies=answer.cookies).status_code == 200
        assert httpx.get(f"{address}login", headers={"Host": "evil.example"}).status_code == 421
        assert httpx.get(f"{address}login", headers={"Host": "localhost"}).status_code == 200
        # The right password took the failure of the same login away.
        fail_to_log_in(address)
    assert addresses_of_failures(workspace) == ["127.0.0.1"]


def test_a_trusted_proxy_says_where_somebody_comes_from(workspace: Path) -> None:
    more = ("--trusted-proxy", "127.0.0.1", "--https", "--allow-host", "review.city.example")
    with running(workspace, *more, stop=signal.SIGINT) as address:
        fail_to_log_in(address)
        headers = {"Host": "review.city.example", "Origin": "https://review.city.example"}
        form = {"login": "zhang", "password": PASSWORD}
        answer = httpx.post(f"{address}login", data=form, headers=headers)
        assert "Secure" in answer.headers["set-cookie"]
        fail_to_log_in(address)
    assert addresses_of_failures(workspace) == ["10.9.8.7"]
