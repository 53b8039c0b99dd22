"""The long-lived Prefect server of ``minyi up``: ``python -m flows.up.server HOST PORT``.

Its settings are in the environment (``flows.up.children``). SIGTERM lets it finish what it has to write.
"""

from __future__ import annotations

import sys

from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware

_LOCAL = ("127.0.0.1", "localhost", "::1")


def answers_to_its_names(app: FastAPI, host: str) -> FastAPI:
    """The application as it listens at ``host``: on this machine alone it answers by the names of this machine.

    Whoever may ask it may have it run what he likes. The page of any web site could, from the browser of whoever looks
    at it, once its name was made to mean this machine. Elsewhere a password stands before that.
    """
    if host in _LOCAL:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOCAL, "[::1]"], www_redirect=False)
    return app


def main() -> None:
    import uvicorn  # noqa: PLC0415  (slow to import, as is the next; the names need neither)
    from prefect.server.api.server import create_app  # noqa: PLC0415

    host, port = sys.argv[1:]
    app = answers_to_its_names(create_app(final=True), host)
    uvicorn.run(app, host=host, port=int(port), log_level="error", timeout_graceful_shutdown=5)


if __name__ == "__main__":
    main()
