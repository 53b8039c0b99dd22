"""Nobody but the office tells its Prefect server what to run: other accounts of the machine reach it, too."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.messages import MinyiError
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
    password_file(place).touch(0o600)
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


def test_one_that_a_person_has_written_is_taken(place: Workspace) -> None:
    _lay(place, b"office:two words: and more\r\n")
    assert server_password(place) == kept_password(place) == "office:two words: and more"


def _lay(place: Workspace, content: bytes, mode: int = 0o600) -> None:
    password_file(place).parent.mkdir()
    password_file(place).write_bytes(content)
    password_file(place).chmod(mode)


def _refused(place: Workspace) -> None:
    with pytest.raises(MinyiError) as refused:
        server_password(place)
    assert refused.value.problem.where == str(password_file(place))
    assert "请删除它" in str(refused.value)
    assert (kept_password(place), client_password(place)) == (None, None)


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
@pytest.mark.parametrize("mode", [0o604, 0o602, 0o640, 0o660, 0o666])
def test_one_that_others_may_read_or_write_is_not_used(place: Workspace, mode: int) -> None:
    _lay(place, b"minyi:planted\n", mode)
    _refused(place)


def test_one_that_is_another_accounts_is_not_used(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _lay(place, b"minyi:planted\n")
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    _refused(place)


@pytest.mark.parametrize(
    "content",
    [
        b"planted",
        b":planted",
        b"minyi:",
        b"minyi:one\nminyi:two\n",
        "民意:口令".encode(),
        b"a:\0",
        b"\n",
        b"a:" + b"b" * 2000,
    ],
)
def test_what_is_no_password_is_not_used(place: Workspace, content: bytes) -> None:
    _lay(place, content)
    _refused(place)


def _link(path: Path) -> None:
    elsewhere = path.parents[1] / "elsewhere"
    elsewhere.touch(0o600)
    elsewhere.write_bytes(b"minyi:planted\n")
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("odd", [_link, os.mkfifo, Path.mkdir], ids=["link", "fifo", "folder"])
def test_what_is_no_plain_file_is_not_used_and_holds_nobody_up(place: Workspace, odd: Callable[[Path], None]) -> None:
    password_file(place).parent.mkdir()
    odd(password_file(place))
    _refused(place)


def test_a_folder_where_it_is_written_first_is_told_as_what_it_is(place: Workspace) -> None:
    part = password_file(place).with_suffix(".part")
    part.mkdir(parents=True)
    with pytest.raises(MinyiError) as refused:
        server_password(place)
    assert (refused.value.problem.code, refused.value.problem.where) == ("write-denied", str(part))


def test_a_disk_that_keeps_no_rights_gets_none(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", _as_on_a_share(os.open))
    with pytest.raises(MinyiError, match=SERVER_VARIABLE):
        server_password(place)
    assert [*password_file(place).parent.iterdir()] == []


def _as_on_a_share(opened: Callable[..., int]) -> Callable[..., int]:
    def open_for_all(name: str, flags: int, mode: int = 0o777, **named: Any) -> int:
        file = opened(name, flags, mode, **named)
        if flags & os.O_CREAT:
            os.fchmod(file, 0o777)
        return file

    return open_for_all
