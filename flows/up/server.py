"""The long-lived Prefect server of ``minyi up``: ``python -m flows.up.server HOST PORT ORIGIN...``.

Its settings are in the environment (``flows.up.children``). SIGTERM lets it finish what it has to write.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOCAL = ("127.0.0.1", "localhost", "::1")
_POLICY = (
    "default-src 'self'; connect-src {asked}; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""For browsers: what a page may ask and show. What draws Prefect's picture of a flow makes functions of strings."""


def answers_to_its_names(app: FastAPI, host: str) -> FastAPI:
    """The application as it listens at ``host``: on this machine alone it answers by the names of this machine.

    Whoever may ask it may have it run what he likes. The page of any web site could, from the browser of whoever looks
    at it, once its name was made to mean this machine. A password stands before it, here as elsewhere.
    """
    if host in _LOCAL:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOCAL, "[::1]"], www_redirect=False)
    return app


def asks_nobody_else(app: FastAPI, origins: Sequence[str]) -> FastAPI:
    """The application, whose pages ask it alone, by its ``origins`` (``http://host:port``).

    Prefect's pages would ask a service in the internet at each visit, analytics or not, and an artifact may name
    pictures elsewhere.
    """
    # An IPv6 address has no place in a policy; 'self' says it.
    named = [origin for origin in origins if "[" not in origin]
    asked = " ".join(("'self'", *named, *(origin.replace("http", "ws", 1) for origin in named)))
    app.add_middleware(_WithPolicy, policy=_POLICY.format(asked=asked))
    return app


class _WithPolicy:
    """Adds the header to each answer; as a function of Starlette's it would go through each answer's content."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = self._policy
            await send(message)

        await self._app(scope, receive, with_policy)


def main() -> None:
    import uvicorn  # noqa: PLC0415  (slow to import, as is the next; the names need neither)
    from prefect.server.api.server import create_app  # noqa: PLC0415

    host, port, *origins = sys.argv[1:]
    app = asks_nobody_else(answers_to_its_names(create_app(final=True), host), origins)
    uvicorn.run(app, host=host, port=int(port), log_level="error", timeout_graceful_shutdown=5)


if __name__ == "__main__":
    main()
