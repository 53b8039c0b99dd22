"""Logging in and out: what a session is worth, when it ends, and that passwords cannot be guessed by trying."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from corpus import review_schema as schema
from corpus.database import open_database
from review import passwords, people, sessions
from review.access import Person, Role
from review.refusals import NotAllowedError, NotLoggedInError, RefusedError, TooManyError
from review.sessions import Session

PASSWORD = "修路修桥修水管要抓紧"
OTHER = "先修水管再修路最后修桥"
WRONG = "这是猜出来的一个密码吧"
HERE = "127.0.0.1"
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


class Watched(PasswordHasher):
    """Hashes that cost nothing, and are counted; ``meanwhile`` happens while one is compared."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def verify(self, hash: Any, password: Any) -> Any:
        self.compared += 1
        self.meanwhile()
        return super().verify(hash, password)


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched()
    monkeypatch.setattr(passwords, "_HASHER", watched)
    return watched


@pytest.fixture
def office(any_url: str, hasher: Watched) -> Iterator[sa.Engine]:  # noqa: ARG001
    """A database in which 张敏 has an account."""
    engine = open_database(any_url)
    people.add(engine, "zhang", "张敏", Role.REVIEWER, PASSWORD)
    yield engine
    engine.dispose()


@pytest.fixture
def zhang(office: sa.Engine) -> Person:
    return people.by_login(office, "zhang")


def log_in(
    office: sa.Engine, login: str = "zhang", password: str = PASSWORD, *, address: str = HERE, now: datetime = MORNING
) -> Session:
    return sessions.log_in(office, login, password, address, now)


def fails(office: sa.Engine, login: str = "zhang", *, address: str = HERE, now: datetime = MORNING) -> str:
    """A wrong attempt, and how it is refused."""
    with pytest.raises(RefusedError) as refused:
        log_in(office, login, WRONG, address=address, now=now)
    return refused.value.problem.code


def count(office: sa.Engine, table: sa.Table) -> int:
    with office.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_whoever_logs_in_is_known_by_the_token_alone(office: sa.Engine, zhang: Person) -> None:
    session = log_in(office, "ZHANG")
    assert session.person == zhang
    assert session.expires == at(8, day=9)
    assert sessions.session_of(office, session.token, at(8, 1)) == session
    assert sessions.session_of(office, session.token + "x", at(8, 1)) is None
    assert sessions.session_of(office, "", at(8, 1)) is None


def test_each_session_has_a_token_and_a_csrf_token_of_its_own(office: sa.Engine) -> None:
    one, two = log_in(office), log_in(office)
    assert len({one.token, two.token, one.csrf, two.csrf}) == 4
    assert one.token not in repr(one)
    assert one.csrf not in repr(one)


def test_the_database_has_neither_password_nor_token(office: sa.Engine) -> None:
    session = log_in(office)
    with office.connect() as connection:
        kept = [
            str(tuple(row)) for table in (schema.people, schema.sessions) for row in connection.execute(table.select())
        ]
    assert len(kept) == 2
    assert not any(secret in row for row in kept for secret in (PASSWORD, session.token))


def test_a_wrong_login_a_wrong_password_and_a_closed_account_are_not_told_apart(
    office: sa.Engine, hasher: Watched
) -> None:
    closed = people.add(office, "li", "李伟", Role.LEAD, PASSWORD)
    people.deactivate(office, closed.id)
    said = set()
    for login, password in (("zhang", WRONG), ("nobody", PASSWORD), ("li", PASSWORD), ("no login", PASSWORD)):
        before = hasher.compared
        with pytest.raises(NotLoggedInError) as refused:
            log_in(office, login, password)
        assert hasher.compared == before + 1
        said.add(str(refused.value))
    assert len(said) == 1


def test_an_impossible_login_is_a_wrong_one(office: sa.Engine) -> None:
    for login in ("", "a\x00b", "a\ud800", "长" * 100_000, "' OR 1=1 --"):
        assert {fails(office, login, address=f"10.0.0.{i}") for i in range(5)} == {"login-wrong"}
        assert fails(office, login) == "login-too-many"


def test_after_five_failures_even_the_right_password_waits(office: sa.Engine, zhang: Person, hasher: Watched) -> None:
    assert {fails(office, now=at(8, minute), address=f"10.0.0.{minute}") for minute in range(5)} == {"login-wrong"}
    before = hasher.compared
    for now, minutes in ((at(8, 5), 10), (at(8, 5, 1), 10), (at(8, 14, 30), 1)):
        with pytest.raises(TooManyError, match=f"过 {minutes} 分钟"):
            log_in(office, now=now)
    assert hasher.compared == before
    assert log_in(office, now=at(8, 15)).person == zhang


def test_another_login_is_not_kept_waiting(office: sa.Engine, zhang: Person) -> None:
    for _ in range(5):
        fails(office, "li")
    assert fails(office, "li") == "login-too-many"
    assert log_in(office).person == zhang


def test_another_way_to_write_the_login_is_no_way_around(office: sa.Engine) -> None:
    for login in ("zhang", "ZHANG", "Zhang", "ｚｈａｎｇ", "zhaNg"):
        assert fails(office, login) == "login-wrong"
    assert fails(office, "zHANG") == "login-too-many"


def test_success_forgets_the_failures_of_the_login(office: sa.Engine) -> None:
    for _ in range(2):
        for _ in range(4):
            fails(office)
        log_in(office)
    assert count(office, schema.login_failures) == 0


def test_thirty_failures_of_one_address_stop_that_address_alone(office: sa.Engine, zhang: Person) -> None:
    for number in range(29):
        fails(office, f"guess{number}")
    log_in(office)
    assert fails(office, "guess29") == "login-wrong"
    with pytest.raises(TooManyError, match="过 15 分钟"):
        log_in(office)
    assert log_in(office, address="10.0.0.1").person == zhang


def test_old_failures_are_removed(office: sa.Engine) -> None:
    for number in range(3):
        fails(office, f"guess{number}", now=at(8, number))
    log_in(office, now=at(8, 16))
    assert count(office, schema.login_failures) == 1


def test_many_attempts_at_once_are_no_more_than_the_limit(office: sa.Engine, hasher: Watched) -> None:
    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(lambda _: fails(office), range(12)))
    assert sorted(codes) == ["login-too-many"] * 7 + ["login-wrong"] * 5
    assert hasher.compared == 5


def test_a_session_ends_after_eight_hours_without_use(office: sa.Engine) -> None:
    used, left = log_in(office), log_in(office)
    assert sessions.session_of(office, used.token, at(15, 59, 59))
    assert sessions.session_of(office, left.token, at(16)) is None
    assert sessions.session_of(office, used.token, at(23, 59, 58))
    assert sessions.session_of(office, used.token, at(8, day=3)) is None


def test_a_session_ends_after_a_week_however_much_it_is_used(office: sa.Engine) -> None:
    session = log_in(office)
    hours = [MORNING + timedelta(hours=6 * i) for i in range(1, 28)]
    assert all(sessions.session_of(office, session.token, hour) for hour in hours)
    assert sessions.session_of(office, session.token, at(7, 59, 59, day=9))
    assert sessions.session_of(office, session.token, at(8, day=9)) is None


def test_use_is_written_down_once_a_minute_at_most(office: sa.Engine) -> None:
    session = log_in(office)
    kept = []
    for now in (at(8, 0, 59), at(8, 1), at(8, 1, 59), at(8, 2, 30)):
        sessions.session_of(office, session.token, now)
        with office.connect() as connection:
            kept.append(people.as_utc(connection.scalars(sa.select(schema.sessions.c.seen)).one()))
    assert kept == [at(8), at(8, 1), at(8, 1), at(8, 2, 30)]


def test_what_is_over_is_removed_at_the_next_login(office: sa.Engine) -> None:
    log_in(office)
    log_in(office, now=at(17))
    assert count(office, schema.sessions) == 1


def test_a_token_is_worth_nothing_after_logging_out(office: sa.Engine) -> None:
    session, elsewhere = log_in(office), log_in(office)
    sessions.log_out(office, session.token)
    sessions.log_out(office, session.token)
    assert sessions.session_of(office, session.token, at(8, 1)) is None
    assert sessions.session_of(office, elsewhere.token, at(8, 1)) == elsewhere


def test_a_closed_account_is_logged_out_and_stays_so_when_opened_again(office: sa.Engine, zhang: Person) -> None:
    session = log_in(office)
    people.deactivate(office, zhang.id)
    people.activate(office, zhang.id)
    assert sessions.session_of(office, session.token, at(8, 1)) is None
    assert log_in(office).person == zhang


def test_another_role_counts_from_the_next_request_on(office: sa.Engine, zhang: Person) -> None:
    session = log_in(office)
    people.change(office, zhang.id, role=Role.READER)
    now = sessions.session_of(office, session.token, at(8, 1))
    assert now is not None
    assert not now.person.decides


def test_a_closed_account_ends_its_sessions_and_nobody_elses(office: sa.Engine, zhang: Person) -> None:
    people.add(office, "li", "李伟", Role.LEAD, PASSWORD)
    mine, other = log_in(office), log_in(office, "li")
    people.deactivate(office, zhang.id)
    assert sessions.session_of(office, mine.token, at(8, 1)) is None
    assert sessions.session_of(office, other.token, at(8, 1)) == other


def test_a_password_set_anew_ends_every_session_and_lets_in_at_once(office: sa.Engine, zhang: Person) -> None:
    session = log_in(office)
    for _ in range(5):
        fails(office)
    people.set_password(office, zhang.id, OTHER)
    assert sessions.session_of(office, session.token, at(8, 1)) is None
    with pytest.raises(NotLoggedInError):
        log_in(office, password=PASSWORD)
    assert log_in(office, password=OTHER).person == zhang


def test_who_changes_the_own_password_goes_on_and_is_logged_out_elsewhere(office: sa.Engine, zhang: Person) -> None:
    session, elsewhere = log_in(office), log_in(office)
    sessions.change_password(office, session, PASSWORD, OTHER, HERE, at(8, 1))
    assert sessions.session_of(office, session.token, at(8, 2))
    assert sessions.session_of(office, elsewhere.token, at(8, 2)) is None
    assert log_in(office, password=OTHER).person == zhang


def test_an_unguarded_screen_is_not_enough_to_change_a_password(office: sa.Engine) -> None:
    session = log_in(office)
    with pytest.raises(RefusedError, match="至少 10 个字符"):
        sessions.change_password(office, session, WRONG, "太短", HERE, MORNING)
    for _ in range(5):
        with pytest.raises(RefusedError, match="原密码不对"):
            sessions.change_password(office, session, WRONG, OTHER, HERE, MORNING)
    with pytest.raises(TooManyError):
        sessions.change_password(office, session, PASSWORD, OTHER, HERE, MORNING)


@pytest.mark.parametrize("what", ["password", "account"])
def test_who_logs_in_while_the_account_changes_is_not_let_in(
    office: sa.Engine, zhang: Person, hasher: Watched, what: str
) -> None:
    def meanwhile() -> None:
        if what == "password":
            people.set_password(office, zhang.id, OTHER)
        else:
            people.deactivate(office, zhang.id)

    hasher.meanwhile = meanwhile
    with pytest.raises(NotLoggedInError):
        log_in(office)
    assert count(office, schema.sessions) == 0


def test_an_outdated_hash_is_made_anew_at_login(office: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    for _ in range(2):
        log_in(office)
        with office.connect() as connection:
            assert "$m=16,t=2,p=1$" in str(connection.scalar(sa.select(schema.people.c.password)))


def test_a_form_without_the_sessions_own_csrf_token_is_refused(office: sa.Engine) -> None:
    session, other = log_in(office), log_in(office)
    sessions.check_csrf(session, session.csrf)
    for given in (None, "", other.csrf, session.token, session.csrf + "x", "令牌\ud800"):
        with pytest.raises(NotAllowedError):
            sessions.check_csrf(session, given)


def test_a_time_of_another_zone_is_the_same_time(office: sa.Engine) -> None:
    beijing = timezone(timedelta(hours=8))
    session = log_in(office, now=MORNING.astimezone(beijing))
    assert session.expires == at(8, day=9)
    assert sessions.session_of(office, session.token, at(16)) is None
    assert sessions.session_of(office, session.token, at(15, 59).astimezone(beijing))
