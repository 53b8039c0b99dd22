"""Accounts, for administrators."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Response
from pydantic import Field

from review import access, people
from review.access import Role
from review.api import shapes
from review.api.asked import Body, Number, Word
from review.api.documented import refusals
from review.web.context import Administering, Engine
from review.web.wording import ROLES

router = APIRouter(prefix="/people", tags=["账号"])
_CHANGING = refusals(400, 403, 404, 413)
_ROLE = "角色：" + "，".join(f"{role} {word}" for role, word in ROLES.items())
_PASSWORD = "密码，至少十个字符"


class NewPerson(Body):
    """一个新账号。"""

    login: str = Field(description="登录名", max_length=200)
    name: Word = Field(description="姓名")
    role: Role = Field(description=_ROLE, strict=False)
    unit: Word | None = Field(None, description="部门账号所属的单位，其余账号没有")
    password: str = Field(description=_PASSWORD, max_length=1_000)


class ChangedPerson(Body):
    """账号的改动；空的不改。"""

    name: Word | None = Field(None, description="姓名")
    role: Role | None = Field(None, description=_ROLE, strict=False)
    unit: Word | None = Field(None, description="部门账号所属的单位")
    active: bool | None = Field(None, description="在用；停用即刻结束其所有会话")


class Password(Body):
    """一个新密码。"""

    password: str = Field(description=_PASSWORD, max_length=1_000)


@router.get("", summary="全部账号", response_model=list[shapes.Account], responses=refusals(403))
def everybody(engine: Engine, _admin: Administering) -> Sequence[people.Account]:
    """按登录名排列，含停用的。"""
    return people.everybody(engine)


@router.post("", summary="新建账号", status_code=201, response_model=shapes.Person, responses=_CHANGING)
def add(engine: Engine, _admin: Administering, body: NewPerson) -> access.Person:
    """登录名不得重复；账号不能删除，只能停用。"""
    return people.add(engine, body.login, body.name, body.role, body.password, body.unit)


@router.patch("/{person}", summary="更改账号", response_model=shapes.Person, responses=_CHANGING)
def change(engine: Engine, _admin: Administering, person: Number, body: ChangedPerson) -> access.Person:
    """更改姓名、角色、单位，停用或恢复。新的角色从其下一次请求起生效。"""
    changed = people.change(engine, person, role=body.role, name=body.name, unit=body.unit)
    if body.active is not None:
        (people.activate if body.active else people.deactivate)(engine, person)
    return changed


@router.put("/{person}/password", summary="重设密码", status_code=204, responses=_CHANGING)
def set_password(engine: Engine, _admin: Administering, person: Number, body: Password) -> Response:
    """其所有会话即刻结束。"""
    people.set_password(engine, person, body.password)
    return Response(status_code=204)
