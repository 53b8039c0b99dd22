"""Accounts: who may review. Nobody is deleted, because the ledger names people; an account is closed instead."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from corpus.database import as_utc, writing
from corpus.review_schema import login_failures, people, sessions
from review import passwords
from review.access import Person, Role
from review.filters import MINE, NOBODY
from review.proposals import LONGEST_UNIT
from review.refusals import NotFoundError, RefusedError

_LOGIN = re.compile(r"[\w.-]{1,64}")
_LONGEST_WRITING = 256
"""Characters in which somebody may write a login (composed ones are several): folding a long text takes for ever."""
_NAME_LENGTH = 64
PERSON = (people.c.id, people.c.login, people.c.name, people.c.role, people.c.unit)
"""The columns that ``person_of`` reads."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody in the list of accounts; one that is not ``active`` cannot log in."""

    person: Person
    active: bool
    created: datetime


def login_key(login: str) -> str | None:
    """The login as it is kept and compared: case and width do not count. None if it cannot be one."""
    if len(login) > _LONGEST_WRITING:
        return None
    folded = unicodedata.normalize("NFKC", login).casefold()
    return folded if _LOGIN.fullmatch(folded) else None


def checked(
    engine: sa.Engine, login: str, name: str, role: Role, unit: str | None = None
) -> tuple[str, str, str | None]:
    """Login, name and unit as ``add`` would keep them. Raises as it does, before a password is asked for."""
    key = login_key(login)
    if key is None or key in (MINE, NOBODY):
        raise RefusedError("person-login")
    found = (key, _name(name), _unit(role, unit))
    with engine.connect() as connection:
        if connection.scalar(sa.select(people.c.id).where(people.c.login == key)) is not None:
            raise RefusedError("person-login-taken", login=key)
    return found


def add(engine: sa.Engine, login: str, name: str, role: Role, password: str, unit: str | None = None) -> Person:
    """A new account. Only a department account has a unit, and needs one. Raises ``RefusedError``."""
    key, name, unit = checked(engine, login, name, role, unit)
    kept = passwords.hashed(passwords.checked(key, password))
    values = {"login": key, "name": name, "role": role.value, "unit": unit, "password": kept}
    new = people.insert().values(**values, active=True, created=datetime.now(UTC)).returning(people.c.id)
    try:
        with writing(engine) as connection:
            number = connection.execute(new).scalar_one()
    except sa.exc.IntegrityError:
        raise RefusedError("person-login-taken", login=key) from None
    return Person(number, key, name, role, unit)


def change(
    engine: sa.Engine, person_id: int, *, role: Role | None = None, name: str | None = None, unit: str | None = None
) -> Person:
    """Another role, name or unit; None leaves it. Whoever is no department account any more loses the unit.

    Raises ``RefusedError``, also for the last administrator, who cannot become anything else.
    """
    with writing(engine) as connection:
        old = _locked(connection, person_id)
        role = role or old.role
        if role is not Role.ADMIN:
            _let_go(connection, old)
        unit = unit or (old.unit if role is Role.DEPARTMENT else None)
        new = Person(old.id, old.login, old.name if name is None else _name(name), role, _unit(role, unit))
        values = {"name": new.name, "role": new.role.value, "unit": new.unit}
        connection.execute(people.update().where(people.c.id == person_id).values(**values))
    return new


def set_password(engine: sa.Engine, person_id: int, password: str, *, keep_session: str | None = None) -> None:
    """A new password. It ends the sessions of the old one (but for the row ``keep_session``) and lifts login limits.

    Raises ``RefusedError`` if it may not be one.
    """
    kept = passwords.hashed(passwords.checked(person(engine, person_id).login, password))
    with writing(engine) as connection:
        found = _locked(connection, person_id)
        connection.execute(people.update().where(people.c.id == person_id).values(password=kept))
        theirs = sessions.delete().where(sessions.c.person_id == person_id)
        connection.execute(theirs if keep_session is None else theirs.where(sessions.c.token != keep_session))
        connection.execute(login_failures.delete().where(login_failures.c.login == found.login))


def deactivate(engine: sa.Engine, person_id: int) -> None:
    """Closes the account and ends its sessions. Raises ``RefusedError`` for the last administrator's."""
    with writing(engine) as connection:
        _let_go(connection, _locked(connection, person_id))
        connection.execute(people.update().where(people.c.id == person_id).values(active=False))
        connection.execute(sessions.delete().where(sessions.c.person_id == person_id))


def activate(engine: sa.Engine, person_id: int) -> None:
    """Opens a closed account again, with its old password."""
    with writing(engine) as connection:
        _locked(connection, person_id)
        connection.execute(people.update().where(people.c.id == person_id).values(active=True))


def everybody(engine: sa.Engine) -> tuple[Account, ...]:
    """All accounts, the closed ones included, by login."""
    asked = sa.select(*PERSON, people.c.active, people.c.created).order_by(people.c.login)
    with engine.connect() as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(Account(person_of(row), row["active"], as_utc(row["created"])) for row in rows)


def person(engine: sa.Engine, person_id: int) -> Person:
    """Who this is, closed account or not. Raises ``NotFoundError``."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(*PERSON).where(people.c.id == person_id)).mappings().one_or_none()
    return person_of(_there(row))


def by_login(engine: sa.Engine, login: str) -> Person:
    """Whose login this is, closed account or not. Raises ``NotFoundError``."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(*PERSON).where(people.c.login == login_key(login))).mappings().one_or_none()
    if row is None:
        raise NotFoundError("person-login-unknown", login=login)
    return person_of(row)


def person_of(row: sa.RowMapping) -> Person:
    """The person in a row that has the columns ``PERSON``."""
    return Person(row["id"], row["login"], row["name"], Role(row["role"]), row["unit"])


def _locked(connection: sa.Connection, person_id: int) -> Person:
    """The person, whom nobody else changes or logs in before this transaction ends. Raises ``NotFoundError``."""
    asked = sa.select(*PERSON).where(people.c.id == person_id).with_for_update(key_share=True)
    return person_of(_there(connection.execute(asked).mappings().one_or_none()))


def _let_go(connection: sa.Connection, old: Person) -> None:
    """Raises ``RefusedError`` if nobody could make accounts without this person. The others are locked, so that two
    who close each other's account at once do not both succeed."""
    if old.administers:
        admins = sa.select(people.c.id).where(people.c.role == Role.ADMIN.value, people.c.active)
        found = connection.scalars(admins.order_by(people.c.id).with_for_update(key_share=True)).all()
        if [*found] == [old.id]:
            raise RefusedError("person-last-admin")


def _there(row: sa.RowMapping | None) -> sa.RowMapping:
    if row is None:
        raise NotFoundError("person-unknown")
    return row


def _name(name: str) -> str:
    """On one line, and without signs that cannot be seen: a name must not turn the text around it."""
    name = " ".join(name.split())
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise RefusedError("person-name", most=_NAME_LENGTH)
    return name


def _unit(role: Role, unit: str | None) -> str | None:
    unit = " ".join((unit or "").split()) or None
    if role is not Role.DEPARTMENT and unit:
        raise RefusedError("person-unit-needless")
    if role is Role.DEPARTMENT and (unit is None or len(unit) > LONGEST_UNIT or not unit.isprintable()):
        raise RefusedError("person-unit-missing", most=LONGEST_UNIT)
    return unit
