"""Measures every request, and says of those that failed or were slow: pure ASGI, around everything else."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.events import Event, Level, facts_of, tell
from review.metrics.traffic import NO_ROUTE, Traffic

SLOW = 1.0
"""Seconds after which a person thinks that nothing happens."""
_DEFECT, _GONE = 500, 499
"""Status of what failed, and of what was given up before there was an answer."""


def reference_of(scope: Scope) -> str:
    """What the log calls this request, for whoever is told that it failed. The same for all who ask."""
    state: dict[str, Any] = scope.setdefault("state", {})
    reference: str = state.setdefault("reference", secrets.token_hex(4))
    return reference


def templates(app: FastAPI) -> Mapping[Callable[..., Any], str]:
    """The address of each route with its ``{names}``, by what answers it."""
    found = {one.endpoint: str(one.path) for one in iter_route_contexts(app.routes) if one.endpoint is not None}
    return found | {route.app: route.path for route in app.routes if isinstance(route, Mount)}


class Measured:
    """Counts in ``traffic``. ``routes`` are the ``templates`` of the application."""

    def __init__(self, app: ASGIApp, traffic: Traffic, routes: Mapping[Callable[..., Any], str]) -> None:
        self._app = app
        self._traffic = traffic
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = _GONE

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._traffic.begun()
        begun = time.perf_counter()
        failure: Exception | None = None
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            status, failure = _DEFECT, error
            raise
        finally:
            seconds = time.perf_counter() - begun
            route = self._routes.get(scope.get("endpoint"), NO_ROUTE)  # type: ignore[arg-type]
            self._traffic.ended(route, scope["method"], status, seconds)
            if status >= _DEFECT or seconds > SLOW:
                _say(scope, route, status, seconds, failure)


def _say(scope: Scope, route: str, status: int, seconds: float, failure: Exception | None) -> None:
    """The template and not the address: what somebody sought stands in it."""
    facts = {"route": route, "method": scope["method"], "status": status, "seconds": round(seconds, 3)}
    if status >= _DEFECT:
        # What was answered as a database that is away is no exception any more.
        reason = failure or scope.get("state", {}).get("failure")
        why = facts_of(reason) if reason else {}
        tell(Event.REQUEST_FAILED, Level.ERROR, reference=reference_of(scope), **facts, **why)
    else:
        tell(Event.SLOW_REQUEST, Level.WARNING, **facts)
