"""The accounts, for administrators: made, changed, closed and opened again. Nobody is deleted."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from review import people
from review.access import Role
from review.filters import is_number
from review.refusals import NotFoundError, RefusedError
from review.web.context import Administering, Engine, Given
from review.web.pages import page
from review.web.settings import Settings

router = APIRouter(include_in_schema=False, prefix="/people")
DONE = {
    "added": "账号已建立。请把登录名和密码当面交给本人，并请其登录后自行更改密码。",
    "changed": "账号已更改，从其下一次操作起生效。",
    "password": "密码已重设，原来的登录已全部失效。",
    "closed": "账号已停用，不能再登录；其做过的核定都还在。",
    "open": "账号已恢复，密码照旧。",
}


def _key(key: int) -> int:
    """The number of an account, if it can be one."""
    if not is_number(key):
        raise NotFoundError("person-unknown")
    return key


Key = Annotated[int, Depends(_key)]


class ChangedAccount(BaseModel):
    """What of an account can be changed."""

    name: str = ""
    role: Role = Role.REVIEWER
    unit: str = ""


class NewAccount(ChangedAccount):
    """The form for somebody new."""

    login: str = ""
    password: str = ""


@router.get("")
def show(request: Request, engine: Engine, settings: Given, _admin: Administering, done: str = "") -> Response:
    """Everybody, and a form for somebody new."""
    return _list(request, engine, settings, done=DONE.get(done, ""))


@router.post("")
def add(
    request: Request,
    engine: Engine,
    settings: Given,
    _admin: Administering,
    form: Annotated[NewAccount, Form()],
) -> Response:
    """A new account."""
    try:
        people.add(engine, form.login, form.name, form.role, form.password, form.unit or None)
    except RefusedError as error:
        return _list(request, engine, settings, given=form, error=error)
    return RedirectResponse("/people?done=added", 303)


@router.get("/{key}")
def show_one(
    request: Request, engine: Engine, settings: Given, _admin: Administering, key: Key, done: str = ""
) -> Response:
    """One account."""
    return _one(request, engine, settings, key, done=DONE.get(done, ""))


@router.post("/{key}")
def change(
    request: Request,
    engine: Engine,
    settings: Given,
    admin: Administering,
    key: Key,
    form: Annotated[ChangedAccount, Form()],
) -> Response:
    """Another name, role or unit."""
    try:
        if key == admin.id and form.role is not Role.ADMIN:
            raise RefusedError("person-self")
        people.change(engine, key, role=form.role, name=form.name, unit=form.unit or None)
    except NotFoundError:
        raise
    except RefusedError as error:
        return _one(request, engine, settings, key, at="change", error=error)
    return RedirectResponse(f"/people/{key}?done=changed", 303)


@router.post("/{key}/password")
def set_password(
    request: Request,
    engine: Engine,
    settings: Given,
    _admin: Administering,
    key: Key,
    password: Annotated[str, Form()] = "",
) -> Response:
    """Another password, for whoever has forgotten it."""
    try:
        people.set_password(engine, key, password)
    except NotFoundError:
        raise
    except RefusedError as error:
        return _one(request, engine, settings, key, at="password", error=error)
    return RedirectResponse(f"/people/{key}?done=password", 303)


@router.post("/{key}/active")
def set_active(
    request: Request,
    engine: Engine,
    settings: Given,
    admin: Administering,
    key: Key,
    active: Annotated[bool, Form()],
    confirmed: Annotated[bool, Form()] = False,
) -> Response:
    """Closes the account, which has to be confirmed, or opens it again."""
    try:
        if active:
            people.activate(engine, key)
        elif key == admin.id:
            raise RefusedError("person-self")
        elif not confirmed:
            raise RefusedError("confirm-missing")
        else:
            people.deactivate(engine, key)
    except NotFoundError:
        raise
    except RefusedError as error:
        return _one(request, engine, settings, key, at="active", error=error)
    return RedirectResponse(f"/people/{key}?done={'open' if active else 'closed'}", 303)


def _list(
    request: Request,
    engine: sa.Engine,
    settings: Settings,
    *,
    given: NewAccount | None = None,
    done: str = "",
    error: RefusedError | None = None,
) -> Response:
    values = {
        "accounts": people.everybody(engine),
        "given": given or NewAccount(),
        "units": _units(settings),
        "done": done,
        "refused": str(error) if error else "",
    }
    return page(request, "people.html", error.status if error else 200, here="people", **values)


def _one(
    request: Request,
    engine: sa.Engine,
    settings: Settings,
    key: int,
    *,
    done: str = "",
    at: str = "",
    error: RefusedError | None = None,
) -> Response:
    account = next((one for one in people.everybody(engine) if one.person.id == key), None)
    if account is None:
        raise NotFoundError("person-unknown")
    values = {
        "account": account,
        "units": _units(settings),
        "done": done,
        "refused": {at: str(error)} if error else {},
    }
    return page(request, "account_of.html", error.status if error else 200, here="people", **values)


def _units(settings: Settings) -> tuple[str, ...]:
    """Names that a department account's unit may have; tasks may have others, too."""
    return tuple(dict.fromkeys(unit.name for unit in settings.directory.units))
