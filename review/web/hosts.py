"""By which names the server answers, and from whose pages something may be changed.

A page of another site can send a form here, and a name of its own can be made to lead here (DNS rebinding). Neither
gets past headers that browsers set and no page can change.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.messages import text

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_MISDIRECTED, _FORBIDDEN = 421, 403
_SHOWN = 80


class Hosts:
    """Answers where the request's Host is an IP address, localhost, or one of ``names``; without names by any.

    What changes something must come from a page of that host or of one of the names, or from a program (which sends
    no Origin).
    """

    def __init__(self, app: ASGIApp, *, names: frozenset[str]) -> None:
        self._app = app
        self._names = frozenset(map(str.lower, names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refusal := self._refusal(scope)) is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        given = headers.get("host", "")
        host = _name(f"//{given}")
        if host is None or not (not self._names or host in self._names or _is_nobodys(host)):
            return _answer(scope, _MISDIRECTED, "host-foreign", host=given[:_SHOWN])
        if scope["method"] in _READING:
            return None
        origin = headers.get("origin")
        foreign = origin is not None and _name(origin) not in {host, *self._names}
        if foreign or headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return _answer(scope, _FORBIDDEN, "origin-foreign")
        return None


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_nobodys(host: str) -> bool:
    """Whether this is no name that somebody else could make lead here: this machine's own, or an address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _answer(scope: Scope, status: int, key: str, **args: object) -> Response:
    if scope["path"].startswith("/api/"):
        return JSONResponse({"code": key, "message": text(key, **args)}, status)
    return PlainTextResponse(text(key, **args), status)
