"""One's own account: who one is here, and another password."""

from __future__ import annotations

import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from review.passwords import LEAST
from review.refusals import RefusedError
from review.sessions import change_password
from review.web.context import Engine, Here
from review.web.pages import page

router = APIRouter(include_in_schema=False, prefix="/account")


@router.get("")
def show(request: Request, _session: Here, done: str = "") -> Response:
    """The form."""
    said = "密码已更改，别处的登录已全部失效。" if done == "password" else ""
    return page(request, "account.html", here="account", done=said, refused="", least=LEAST)


@router.post("")
def change(
    request: Request,
    engine: Engine,
    session: Here,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """The new password, if the old one is right."""
    address = request.client.host if request.client else ""
    try:
        if new != again:
            raise RefusedError("account-differ")
        change_password(engine, session, old, new, address, datetime.datetime.now(datetime.UTC))
    except RefusedError as error:
        return page(request, "account.html", error.status, here="account", done="", refused=str(error), least=LEAST)
    return RedirectResponse("/account?done=password", 303)
