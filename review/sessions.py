"""Logging in, the sessions that follow, their CSRF tokens, and the limits against guessing.

Of a session's token the table has only the SHA-256: who reads the database cannot use a session. Every attempt is
recorded as a failure before the password is looked at, and taken back if it was right: so as many attempts at once as
one likes are never more than the limit.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

import sqlalchemy as sa

from corpus.database import as_utc, writing
from corpus.events import Event, Level, tell
from corpus.messages import MinyiError
from corpus.review_schema import login_failures, people, sessions
from review import passwords
from review.access import Person
from review.people import PERSON, login_key, person_of, set_password
from review.refusals import NotAllowedError, NotLoggedInError, RefusedError, TooManyError

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
WINDOW = timedelta(minutes=15)
FAILURES_OF_LOGIN = 5
FAILURES_OF_ADDRESS = 30
_SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a session was last used: a request should not cost a write."""
_ADDRESS_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in. ``token`` belongs in the cookie and nowhere else; ``csrf`` in every form.

    ``expires`` is the end of the session even for somebody who works without a pause.
    """

    token: str = field(repr=False)
    csrf: str = field(repr=False)
    person: Person
    expires: datetime


def log_in(engine: sa.Engine, login: str, password: str, address: str, now: datetime) -> Session:
    """A new session. ``address`` is where the attempt came from, ``now`` an aware time.

    Raises ``NotLoggedInError`` for a wrong login, a wrong password and a closed account alike, after the same time, and
    ``TooManyError`` without looking at the password after five failures of one login or thirty of one address in a
    quarter of an hour. Attempts under way count, too: six of one login at the same moment are too many.
    """
    now = as_utc(now)
    row = _verified(engine, login, password, address, now)
    if row is None:
        raise NotLoggedInError("login-wrong")
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    # A password that was changed or an account that was closed while we looked at the hash must not leave a session.
    unchanged = (people.c.id == row["id"], people.c.active, people.c.password == row["password"])
    renewed = passwords.hashed(password) if passwords.outdated(row["password"]) else None
    with writing(engine) as connection:
        asked = sa.select(*PERSON).where(*unchanged).with_for_update(key_share=True)
        found = connection.execute(asked).mappings().one_or_none()
        if found is None:
            raise NotLoggedInError("login-wrong")
        if renewed is not None:
            connection.execute(people.update().where(people.c.id == row["id"]).values(password=renewed))
        connection.execute(login_failures.delete().where(login_failures.c.login == row["login"]))
        over = sa.or_(sessions.c.expires <= now, sessions.c.seen <= now - IDLE)
        connection.execute(sessions.delete().where(sessions.c.person_id == row["id"], over))
        times = {"created": now, "seen": now, "expires": now + LONGEST}
        new = {"token": _key(token), "person_id": row["id"], "csrf": csrf, **times}
        connection.execute(sessions.insert().values(**new))
    return Session(token, csrf, person_of(found), now + LONGEST)


def session_of(engine: sa.Engine, token: str, now: datetime) -> Session | None:
    """The session of a cookie's token. None if there is none, it is over, it was not used for eight hours, or the
    account was closed. The person is as of now: another role counts from the next request on."""
    now, key = as_utc(now), _key(token)
    asked = (
        sa.select(*PERSON, sessions.c.csrf, sessions.c.seen, sessions.c.expires)
        .join_from(sessions, people)
        .where(sessions.c.token == key, people.c.active)
    )
    with engine.connect() as connection:
        row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        return None
    seen, expires = as_utc(row["seen"]), as_utc(row["expires"])
    if now >= expires or now - seen >= IDLE:
        return None
    if now - seen >= _SEEN_EVERY:
        # Where the disk is full one can still read; whoever writes is told.
        with suppress(MinyiError), writing(engine) as connection:
            connection.execute(sessions.update().where(sessions.c.token == key, sessions.c.seen < now).values(seen=now))
    return Session(token, row["csrf"], person_of(row), expires)


def log_out(engine: sa.Engine, token: str) -> None:
    """Ends the session: its token is worth nothing from now on, whoever has kept it."""
    with writing(engine) as connection:
        connection.execute(sessions.delete().where(sessions.c.token == _key(token)))


def change_password(engine: sa.Engine, session: Session, old: str, new: str, address: str, now: datetime) -> None:
    """Somebody's own password, which takes the old one: an unguarded screen is not enough. Ends the other sessions.

    Raises ``RefusedError`` if the old one is wrong or the new one may not be one, ``TooManyError`` as ``log_in``.
    """
    passwords.checked(session.person.login, new)
    if _verified(engine, session.person.login, old, address, as_utc(now)) is None:
        raise RefusedError("password-old-wrong")
    set_password(engine, session.person.id, new, keep_session=_key(session.token))


def check_csrf(session: Session, given: str | None) -> None:
    """Raises ``NotAllowedError`` unless the form that was sent carries the session's token."""
    if not hmac.compare_digest(session.csrf.encode(), (given or "").encode("utf-8", "replace")):
        raise NotAllowedError("csrf-wrong")


def _verified(engine: sa.Engine, login: str, password: str, address: str, now: datetime) -> sa.RowMapping | None:
    """The row of the account if login and password are right; the attempt stays recorded until it is taken back."""
    key = login_key(login)
    try:
        _record_attempt(engine, key or sha256(login.encode("utf-8", "replace")).hexdigest(), address, now)
    except TooManyError as error:
        _tell_failure(engine, key, address, error.problem.code)
        raise
    asked = sa.select(people).where(people.c.login == key, people.c.active)
    with engine.connect() as connection:
        row = connection.execute(asked).mappings().one_or_none()
    if passwords.matches(row["password"] if row else None, password):
        return row
    _tell_failure(engine, key, address, "login-wrong")
    return None


def _tell_failure(engine: sa.Engine, key: str | None, address: str, code: str) -> None:
    """Says whose account somebody tried, and from where. A login that nobody has may be a password in the wrong field:
    it is not told."""
    with engine.connect() as connection:
        known = connection.scalar(sa.select(people.c.login).where(people.c.login == key))
    tell(Event.LOGIN_FAILED, Level.WARNING, login=known, address=address[:_ADDRESS_LENGTH], code=code)


def _record_attempt(engine: sa.Engine, login: str, address: str, now: datetime) -> None:
    """Raises ``TooManyError`` if the limit is reached; such an attempt does not count, else nobody would ever be let in
    who tries again too early."""
    address = address[:_ADDRESS_LENGTH]
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            # One attempt after the other: two that count at once would not see each other. SQLite does so by itself.
            connection.exec_driver_sql("LOCK TABLE login_failure IN SHARE ROW EXCLUSIVE MODE")
        connection.execute(login_failures.delete().where(login_failures.c.at <= now - WINDOW))
        limits = (
            (login_failures.c.login == login, FAILURES_OF_LOGIN),
            (login_failures.c.address == address, FAILURES_OF_ADDRESS),
        )
        free = [time for whose, most in limits if (time := _free_at(connection, whose, most))]
        if free:
            raise TooManyError("login-too-many", minutes=max(1, ceil((max(free) - now) / timedelta(minutes=1))))
        connection.execute(login_failures.insert().values(login=login, address=address, at=now))


def _free_at(connection: sa.Connection, whose: sa.ColumnElement[bool], most: int) -> datetime | None:
    """When there will be fewer failures than ``most`` again; None if there are fewer now."""
    newest = sa.select(login_failures.c.at).where(whose).order_by(login_failures.c.at.desc())
    time = connection.scalar(newest.offset(most - 1).limit(1))
    return as_utc(time) + WINDOW if time else None


def _key(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
