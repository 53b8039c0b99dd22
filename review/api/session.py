"""Logging in and out by program."""

from __future__ import annotations

import datetime

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from review import sessions
from review.api import shapes
from review.api.asked import Login
from review.api.documented import refusals
from review.web.context import Engine, Given, Here
from review.web.login import forget, remember

router = APIRouter(prefix="/session", tags=["登录"])


@router.post("", summary="登录", status_code=201, response_model=shapes.Session, responses=refusals(400, 403, 413, 429))
def log_in(request: Request, engine: Engine, settings: Given, body: Login) -> Response:
    """会话的凭证放在 Cookie minyi 里；此后每次改动都要把 csrf 放进请求头 X-CSRF-Token。"""
    address = request.client.host if request.client else ""
    session = sessions.log_in(engine, body.login, body.password, address, datetime.datetime.now(datetime.UTC))
    answer = JSONResponse(shapes.Session.model_validate(session).model_dump(mode="json"), 201)
    remember(answer, session, secure=settings.secure)
    return answer


@router.get("", summary="本人是谁", response_model=shapes.Session, responses=refusals())
def who(session: Here) -> sessions.Session:
    """当前的会话。"""
    return session


@router.delete("", summary="退出", status_code=204, responses=refusals(403))
def log_out(engine: Engine, session: Here) -> Response:
    """结束会话；其凭证从此作废。"""
    sessions.log_out(engine, session.token)
    answer = Response(status_code=204)
    forget(answer)
    return answer
