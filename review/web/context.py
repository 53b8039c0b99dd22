"""What a route is given: the database, the settings, and who is asking. Nobody gets further without a session."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request
from starlette.datastructures import FormData

from review.access import Person
from review.ledger import Reviewing
from review.refusals import NotAllowedError, NotLoggedInError
from review.sessions import Session, check_csrf, session_of
from review.web.settings import Settings

COOKIE = "minyi"
CSRF_HEADER, CSRF_FIELD = "X-CSRF-Token", "csrf"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


# What does not wait is asynchronous: FastAPI sends every other function to a thread, and a key press has six of them.
async def engine_of(request: Request) -> sa.Engine:
    """The database of the workspace."""
    engine: sa.Engine = request.app.state.engine
    return engine


async def settings_of(request: Request) -> Settings:
    """What the server was started with."""
    settings: Settings = request.app.state.settings
    return settings


def _logged_in(request: Request) -> Session:
    token = request.cookies.get(COOKIE, "")
    session = session_of(request.app.state.engine, token, datetime.datetime.now(datetime.UTC)) if token else None
    if session is None:
        raise NotLoggedInError("login-needed")
    request.state.session = session
    return session


async def _checked(request: Request, session: Annotated[Session, Depends(_logged_in)]) -> Session:
    """The session, and of a request that changes anything that it comes from a page of ours."""
    if request.method not in _READING:
        given = request.headers.get(CSRF_HEADER)
        if given is None and "form" in request.headers.get("content-type", ""):
            given = str((await request.form()).get(CSRF_FIELD, ""))
        check_csrf(session, given or "")
    return session


Engine = Annotated[sa.Engine, Depends(engine_of)]
Given = Annotated[Settings, Depends(settings_of)]
Here = Annotated[Session, Depends(_checked)]
"""The session of whoever asks; every route but the login has it."""


async def _person(session: Here) -> Person:
    return session.person


Asking = Annotated[Person, Depends(_person)]


async def _sent(request: Request, _session: Here) -> AsyncIterator[FormData]:
    """Closed in the end, whatever becomes of the request: its files may lie on the disk."""
    async with request.form() as form:
        yield form


Sent = Annotated[FormData, Depends(_sent)]
"""A form with files, which is only looked at when whoever sends it is known."""


async def _lead(person: Asking) -> Person:
    if not person.leads:
        raise NotAllowedError("lead-only")
    return person


async def _admin(person: Asking) -> Person:
    if not person.administers:
        raise NotAllowedError("admin-only")
    return person


Leading = Annotated[Person, Depends(_lead)]
"""A lead or an administrator; anybody else is refused."""
Administering = Annotated[Person, Depends(_admin)]


async def _reviewing(engine: Engine, person: Asking) -> Reviewing:
    return Reviewing(engine, person)


Desk = Annotated[Reviewing, Depends(_reviewing)]
"""What the person may do in the ledger."""
