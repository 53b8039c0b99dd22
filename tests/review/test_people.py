"""Accounts: who may be made one, what is kept of a password, and that nobody is ever deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from corpus import review_schema as schema
from corpus.database import open_database
from review import passwords, people
from review.access import Person, Role
from review.refusals import NotFoundError, RefusedError

PASSWORD = "修路修桥修水管要抓紧"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing, where its strength is not what is tested."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    engine = open_database(any_url)
    yield engine
    engine.dispose()


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[sa.Engine]:
    """For rules that do not depend on the database."""
    engine = open_database(f"sqlite:///{tmp_path / 'minyi.db'}")
    yield engine
    engine.dispose()


def add(engine: sa.Engine, login: str = "zhang.min", role: Role = Role.REVIEWER, unit: str | None = None) -> Person:
    return people.add(engine, login, "张敏", role, PASSWORD, unit)


def refusal(engine: sa.Engine, login: str = "zhang", name: str = "张", password: str = PASSWORD) -> str:
    with pytest.raises(RefusedError) as refused:
        people.add(engine, login, name, Role.REVIEWER, password)
    return refused.value.problem.code


def test_an_account_is_found_by_number_and_by_login(office: sa.Engine) -> None:
    made = add(office, "jiaotong", Role.DEPARTMENT, "市交通运输局")
    assert made == Person(made.id, "jiaotong", "张敏", Role.DEPARTMENT, "市交通运输局")
    assert people.person(office, made.id) == people.by_login(office, "jiaotong") == made


def test_a_login_is_the_same_in_capitals_and_in_full_width(office: sa.Engine) -> None:
    made = add(office, "Zhang.Min")
    assert made.login == "zhang.min"
    assert people.by_login(office, "ＺＨＡＮＧ．ＭＩＮ") == made
    with pytest.raises(RefusedError, match="已有账号"):
        add(office, "zhang.MIN")


def test_of_two_who_take_one_login_at_once_one_is_refused(office: sa.Engine) -> None:
    def attempt(_: int) -> bool:
        try:
            return bool(add(office))
        except RefusedError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1


def test_letters_han_digits_and_three_signs_make_a_login(lite: sa.Engine) -> None:
    for login in ("zhang-min_2.b", "张敏", "a", "l" * 64):
        assert add(lite, login).login == login


def test_anything_else_is_no_login(lite: sa.Engine) -> None:
    for login in ("", "l" * 65, "zhang min", "zhang@office", "a/b", "a\x00", "a\u202e", "a\ud800", "½"):
        assert refusal(lite, login) == "person-login"
        with pytest.raises(NotFoundError):
            people.by_login(lite, login)


def test_a_name_is_one_line_that_can_be_seen(lite: sa.Engine) -> None:
    for name in ("", " \n", "名" * 65, "张\u202e敏", "张\x00"):
        assert refusal(lite, name=name) == "person-name"


def test_a_password_is_long_and_not_the_login(lite: sa.Engine) -> None:
    assert refusal(lite, password="九个字符的密码还短") == "password-short"
    assert refusal(lite, "zhang.min.1", password="ZHANG.MIN.1") == "password-is-login"
    assert people.everybody(lite) == ()


def test_only_a_department_has_a_unit_and_it_needs_one(lite: sa.Engine) -> None:
    with pytest.raises(RefusedError, match="须写明单位"):
        add(lite, "jt", Role.DEPARTMENT, "  ")
    with pytest.raises(RefusedError, match="只有部门账号"):
        add(lite, "sh", Role.REVIEWER, "市交通运输局")


def test_what_is_kept_of_a_password_is_argon2id_by_the_librarys_parameters(
    lite: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher())
    add(lite)
    with lite.connect() as connection:
        kept = connection.scalar(sa.select(schema.people.c.password))
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept


def test_two_with_the_same_password_have_different_hashes(lite: sa.Engine) -> None:
    add(lite, "a")
    add(lite, "b")
    with lite.connect() as connection:
        assert len(set(connection.scalars(sa.select(schema.people.c.password)))) == 2


def test_a_password_in_full_width_is_the_same_password() -> None:
    kept = passwords.hashed("road-works-2026")
    assert passwords.matches(kept, "ｒｏａｄ-works-２０２６")
    assert not passwords.matches(kept, "road-works-2027")
    assert not passwords.matches(None, "no account has this hash")


def test_a_closed_account_stays_in_the_list(office: sa.Engine) -> None:
    second, first = add(office, "wang"), add(office, "li")
    people.deactivate(office, first.id)
    assert [(a.person, a.active) for a in people.everybody(office)] == [(first, False), (second, True)]
    assert all(a.created.tzinfo for a in people.everybody(office))
    people.activate(office, first.id)
    assert [a.active for a in people.everybody(office)] == [True, True]


def test_a_change_leaves_what_it_does_not_name(office: sa.Engine) -> None:
    made = add(office, "jt", Role.DEPARTMENT, "市交通运输局")
    assert people.change(office, made.id, name=" 李 伟 ") == Person(
        made.id, "jt", "李 伟", Role.DEPARTMENT, "市交通运输局"
    )
    assert people.change(office, made.id, unit="市水利局").unit == "市水利局"
    assert people.person(office, made.id) == Person(made.id, "jt", "李 伟", Role.DEPARTMENT, "市水利局")


def test_whoever_is_no_department_any_more_loses_the_unit(lite: sa.Engine) -> None:
    made = add(lite, "jt", Role.DEPARTMENT, "市交通运输局")
    assert people.change(lite, made.id, role=Role.LEAD) == Person(made.id, "jt", "张敏", Role.LEAD, None)
    with pytest.raises(RefusedError, match="须写明单位"):
        people.change(lite, made.id, role=Role.DEPARTMENT)
    with pytest.raises(RefusedError, match="只有部门账号"):
        people.change(lite, made.id, unit="市交通运输局")
    assert people.person(lite, made.id).role is Role.LEAD


def test_nobody_is_changed_who_is_not_there(lite: sa.Engine) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: people.person(lite, 7),
        lambda: people.change(lite, 7, role=Role.ADMIN),
        lambda: people.deactivate(lite, 7),
        lambda: people.activate(lite, 7),
        lambda: people.set_password(lite, 7, PASSWORD),
        lambda: people.by_login(lite, "zhang"),
    )
    for attempt in attempts:
        with pytest.raises(NotFoundError):
            attempt()


def test_the_last_administrator_can_neither_be_closed_nor_become_anything_else(any_url: str) -> None:
    engine = open_database(any_url)
    first = people.add(engine, "zhao", "赵刚", Role.ADMIN, PASSWORD)
    for attempt in (
        lambda: people.deactivate(engine, first.id),
        lambda: people.change(engine, first.id, role=Role.LEAD),
    ):
        with pytest.raises(RefusedError, match="最后一个管理员"):
            attempt()
    people.add(engine, "sun", "孙丽", Role.ADMIN, PASSWORD)
    people.deactivate(engine, first.id)
    assert [account.active for account in people.everybody(engine)] == [True, False]
    engine.dispose()


@pytest.mark.parametrize("login", ["mine", "nobody"])
def test_a_login_that_a_filter_would_take_for_its_own_word_is_none(any_url: str, login: str) -> None:
    engine = open_database(any_url)
    with pytest.raises(RefusedError, match="除外"):
        people.add(engine, login, "赵刚", Role.READER, PASSWORD)
    engine.dispose()
