"""What goes with every answer, and how much may come in: pure ASGI, for it is on the way of every key press."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.messages import text

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script and no style but our own files: a comment that is a script stays a comment."""
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST, LARGEST_FILE = 2_000_000, 64_000_000
"""Bytes of a request, and of one that brings a file: a workbook of 100,000 comments has some 30 million."""
_FILES = re.compile(r"/batches/\d+/exchange/import$|(/api/v1)?/items/\d+/closing/evidence$")


class Headers:
    """Adds the headers, refuses what is too large, and keeps answers out of caches (all but our own static files)."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = _ALWAYS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        most = LARGEST_FILE if _FILES.match(scope["path"]) else LARGEST
        if _size(scope) > most:
            await _too_large(scope)(scope, receive, answer)
            return
        await self._app(scope, _bounded(receive, most), answer)


def _size(scope: Scope) -> int:
    given: bytes = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given[:20]) if given.isdigit() else 0


def _too_large(scope: Scope) -> Response:
    message = text("request-too-large")
    if scope["path"].startswith("/api/"):
        return JSONResponse({"code": "request-too-large", "message": message}, 413)
    return PlainTextResponse(message, 413)


def _bounded(receive: Receive, most: int) -> Receive:
    """What comes without a length is cut off behind ``most``, too: the connection is as good as closed."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= most else {"type": "http.disconnect"}

    return bounded
