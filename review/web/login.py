"""Logging in and out, and one's own password."""

from __future__ import annotations

import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from review.refusals import NotLoggedInError, TooManyError
from review.sessions import Session, log_in, log_out
from review.web.context import COOKIE, Engine, Given, Here
from review.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/login")
def ask(request: Request) -> Response:
    """The form."""
    return page(request, "login.html", login="", message="")


@router.post("/login")
def enter(
    request: Request,
    engine: Engine,
    settings: Given,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """The session of whoever knows the password."""
    address = request.client.host if request.client else ""
    try:
        session = log_in(engine, login, password, address, datetime.datetime.now(datetime.UTC))
    except (NotLoggedInError, TooManyError) as error:
        return page(request, "login.html", error.status, login=login, message=str(error))
    answer = RedirectResponse("/", 303)
    remember(answer, session, secure=settings.secure)
    return answer


@router.post("/logout")
def leave(engine: Engine, session: Here) -> Response:
    """Ends the session: its token is worth nothing from now on."""
    log_out(engine, session.token)
    answer = RedirectResponse("/login", 303)
    forget(answer)
    return answer


def remember(answer: Response, session: Session, *, secure: bool) -> None:
    """Sends the session's token in a cookie that no script can read and that no other site sends along."""
    left = int((session.expires - datetime.datetime.now(datetime.UTC)).total_seconds())
    answer.set_cookie(COOKIE, session.token, max_age=left, httponly=True, samesite="strict", secure=secure, path="/")


def forget(answer: Response) -> None:
    """Has the browser throw the cookie away."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")
