"""Nobody but the office tells its Prefect server what to run: other accounts of the machine reach it, too."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from corpus.workspace import Workspace
from flows.prefect_password import (
    CLIENT_VARIABLE,
    SERVER_VARIABLE,
    client_password,
    kept_password,
    password_file,
    server_password,
)
from flows.up.addresses import SERVER
from flows.up.children import WORKER, Address, Plan

HERE = Address("127.0.0.1", 4200)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name in (CLIENT_VARIABLE, SERVER_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return Workspace.open(tmp_path / "office")


def environments(place: Workspace, *roles: str) -> list[dict[str, str]]:
    """Of the children, in the order of their starts."""
    plan = Plan(place, None, frozenset(roles), HERE, HERE, "http://127.0.0.1:4200/api")
    return [dict(child.environment) for child in plan.children(lambda: True)]


def test_the_first_start_makes_one_that_its_owner_alone_may_read_and_later_ones_keep_it(place: Workspace) -> None:
    assert (kept_password(place), client_password(place)) == (None, None)
    before = os.umask(0)
    try:
        made = server_password(place)
    finally:
        os.umask(before)
    assert stat.S_IMODE(password_file(place).stat().st_mode) == 0o600
    name, _, word = made.partition(":")
    assert (name, len(word)) == ("minyi", 32)
    assert server_password(place) == kept_password(place) == client_password(place) == made
    assert [path.name for path in password_file(place).parent.iterdir()] == ["password"]


def test_two_offices_have_not_the_same(place: Workspace, tmp_path: Path) -> None:
    assert server_password(place) != server_password(Workspace.open(tmp_path / "another"))


def test_what_a_killed_start_has_left_is_made_anew(place: Workspace) -> None:
    password_file(place).parent.mkdir()
    password_file(place).write_bytes(b"")
    password_file(place).with_suffix(".part").write_bytes(b"minyi:half")
    assert len(server_password(place)) > 30


def test_the_server_asks_for_it_and_every_child_has_it(place: Workspace) -> None:
    server, worker, inbox = environments(place, SERVER, WORKER)
    word = kept_password(place)
    assert word
    assert server[SERVER_VARIABLE] == word
    assert {child[CLIENT_VARIABLE] for child in (server, worker, inbox)} == {word}
    assert not {SERVER_VARIABLE} & {*worker, *inbox}


def test_prefects_own_variables_come_first(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SERVER_VARIABLE, "office:word")
    server, worker, _ = environments(place, SERVER, WORKER)
    assert server[SERVER_VARIABLE] == server[CLIENT_VARIABLE] == worker[CLIENT_VARIABLE] == "office:word"
    assert kept_password(place) is None


def test_a_helping_machine_takes_the_password_that_lies_in_the_shared_workspace(place: Workspace) -> None:
    [before] = environments(place, WORKER)
    assert CLIENT_VARIABLE not in before
    word = server_password(place)
    [after] = environments(place, WORKER)
    assert after[CLIENT_VARIABLE] == word
