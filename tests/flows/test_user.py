"""``minyi user``: accounts are made, listed, changed and closed, and a password is never an argument."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from corpus.database import open_database
from flows.cli import LazyGroup
from review import passwords, people, sessions
from review.access import Person, Role
from review.china_time import CHINA
from review.refusals import NotLoggedInError

PASSWORD = "修路修桥修水管要抓紧"
OTHER = "先修水管再修路最后修桥"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing: its strength is tested elsewhere."""
    monkeypatch.delenv("MINYI_DATABASE", raising=False)
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "工作区"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cli.user._at_a_terminal", lambda: True)


def user(workspace: Path, *arguments: str, typed: str = "") -> Result:
    call = ["user", *arguments, "--workspace", str(workspace)]
    return CliRunner().invoke(LazyGroup("minyi"), call, input=typed)


def add(workspace: Path, *arguments: str) -> Result:
    done = user(workspace, "add", *arguments, "--password-stdin", typed=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    return done


@contextmanager
def opened(workspace: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{workspace / 'minyi.db'}")
    yield engine
    engine.dispose()


def found(workspace: Path, login: str) -> Person:
    with opened(workspace) as engine:
        return people.by_login(engine, login)


def may_log_in(workspace: Path, login: str, password: str = PASSWORD) -> bool:
    with opened(workspace) as engine:
        try:
            return bool(sessions.log_in(engine, login, password, "127.0.0.1", datetime(2026, 3, 2, tzinfo=UTC)))
        except NotLoggedInError:
            return False


def test_the_first_account_may_be_made_before_the_first_run(workspace: Path) -> None:
    done = add(workspace, "zhang.min", "--name", "张敏", "--role", "组长")
    assert done.stdout == "已建立账号：zhang.min（张敏，组长）。\n"
    assert found(workspace, "zhang.min") == Person(1, "zhang.min", "张敏", Role.LEAD)
    assert may_log_in(workspace, "zhang.min")


def test_who_says_nothing_more_is_a_reviewer_with_the_login_for_a_name(workspace: Path) -> None:
    add(workspace, "zhang.min")
    assert found(workspace, "zhang.min") == Person(1, "zhang.min", "zhang.min", Role.REVIEWER)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("查阅", "reader"), ("审核", "reviewer"), ("组长", "lead"), ("管理员", "admin"), ("部门", "department")],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_role_has_a_chinese_and_an_english_word(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, chinese: str, english: str, language: str
) -> None:
    monkeypatch.setenv("MINYI_LANG", language)
    unit = ("--unit", "市水利局") if english == "department" else ()
    add(workspace, "a", "--role", chinese, *unit)
    add(workspace, "b", "--role", english, *unit)
    assert found(workspace, "a").role is found(workspace, "b").role is Role(english)


def test_an_unknown_role_is_a_wrong_call_that_names_the_roles(workspace: Path) -> None:
    done = user(workspace, "add", "zhang", "--role", "局长")
    assert done.exit_code == 2
    assert "没有“局长”这个角色" in done.stderr
    assert "查阅 reader、审核 reviewer、组长 lead、管理员 admin、部门 department" in done.stderr
    assert not workspace.exists()


@pytest.mark.usefixtures("terminal")
def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(workspace: Path) -> None:
    done = user(workspace, "add", "zhang", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert "zhang 的密码（至少 10 个字符，输入时不显示）" in done.stderr
    assert PASSWORD not in done.output
    assert may_log_in(workspace, "zhang")


@pytest.mark.usefixtures("terminal")
def test_two_different_passwords_make_no_account(workspace: Path) -> None:
    done = user(workspace, "add", "zhang", typed=f"{PASSWORD}\n{OTHER}\n")
    assert done.exit_code == 1
    assert "两次输入的密码不同" in str(done.exception)
    assert "还没有账号" in user(workspace, "list").stderr


@pytest.mark.usefixtures("terminal")
def test_a_login_that_is_taken_is_said_before_a_password_is_asked(workspace: Path) -> None:
    add(workspace, "zhang")
    done = user(workspace, "add", "Zhang", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 1
    assert "已有账号" in str(done.exception)
    assert done.stderr == ""


def test_without_a_terminal_the_password_must_be_announced(workspace: Path) -> None:
    done = user(workspace, "add", "zhang", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 1
    assert "--password-stdin" in str(done.exception)


def test_no_password_and_a_short_one_make_no_account(workspace: Path) -> None:
    for typed in ("", "\n", "九个字符的密码还短\n"):
        done = user(workspace, "add", "zhang", "--password-stdin", typed=typed)
        assert done.exit_code == 1
        assert "至少 10 个字符" in str(done.exception)


def test_the_list_is_aligned_by_the_width_of_chinese_characters(workspace: Path) -> None:
    add(workspace, "zhang.min", "--name", "张敏", "--role", "组长")
    add(workspace, "slj", "--name", "[red]水利局", "--role", "部门", "--unit", "市水利局")
    user(workspace, "disable", "slj")
    lines = [line.rstrip() for line in user(workspace, "list").stdout.splitlines()]
    with opened(workspace) as engine:
        today = people.everybody(engine)[0].created.astimezone(CHINA).date().isoformat()
    assert lines == [
        "登录名     姓名         角色  单位      状态  建立日期",
        f"slj        [red]水利局  部门  市水利局  停用  {today}",
        f"zhang.min  张敏         组长            在用  {today}",
    ]


def test_a_new_password_takes_the_place_of_the_old_one(workspace: Path) -> None:
    add(workspace, "zhang")
    done = user(workspace, "password", "ZHANG", "--password-stdin", typed=f"{OTHER}\r\n")
    assert "已重设 zhang 的密码" in done.stdout
    assert not may_log_in(workspace, "zhang")
    assert may_log_in(workspace, "zhang", OTHER)


def test_a_closed_account_cannot_log_in_until_it_is_opened_again(workspace: Path) -> None:
    add(workspace, "zhang")
    assert "已停用：zhang" in user(workspace, "disable", "zhang").stdout
    assert not may_log_in(workspace, "zhang")
    assert "已恢复：zhang" in user(workspace, "enable", "zhang").stdout
    assert may_log_in(workspace, "zhang")


def test_role_unit_and_name_can_be_changed(workspace: Path) -> None:
    add(workspace, "zhang")
    done = user(workspace, "change", "zhang", "--role", "部门", "--unit", "市水利局", "--name", "张敏")
    assert done.stdout == "已更改：zhang（张敏，部门 市水利局）。\n"
    assert user(workspace, "change", "zhang", "--role", "lead").exit_code == 0
    assert found(workspace, "zhang") == Person(1, "zhang", "张敏", Role.LEAD)
    assert user(workspace, "change", "zhang").exit_code == 2


@pytest.mark.parametrize("command", ["password", "disable", "enable", "change"])
def test_an_unknown_login_is_said(workspace: Path, command: str) -> None:
    add(workspace, "zhang")
    done = user(workspace, command, "li", *(["--name", "李"] if command == "change" else []))
    assert done.exit_code == 1
    assert "没有登录名为“li”的账号" in str(done.exception)


def test_a_mistyped_path_is_not_made_into_a_workspace(workspace: Path) -> None:
    done = user(workspace, "list")
    assert done.exit_code == 1
    assert "没有工作区" in str(done.exception)
    assert not workspace.exists()


def test_the_accounts_may_be_in_a_database_elsewhere(workspace: Path, any_url: str) -> None:
    add(workspace, "zhang", "--database", any_url)
    assert "zhang" in user(workspace, "list", "--database", any_url).stdout
    assert not (workspace / "minyi.db").exists()


@pytest.mark.parametrize("command", ["add", "list", "password", "disable", "enable", "change"])
def test_every_commands_help_shows_an_example(workspace: Path, command: str) -> None:
    assert f"例：minyi user {command}" in user(workspace, command, "--help").stdout


def test_the_help_is_in_english_too_and_does_not_pay_for_the_database() -> None:
    code = (
        "import sys, flows.cli as cli; cli.LazyGroup('minyi').main(['user', 'add', '--help'], standalone_mode=False);"
        "print('sqlalchemy' in sys.modules or 'argon2' in sys.modules)"
    )
    environment = os.environ | {"MINYI_LANG": "en"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "Example: minyi user add" in done.stdout
    assert done.stdout.endswith("False\n")
