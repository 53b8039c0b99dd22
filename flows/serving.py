"""The server of the review page: its socket, its settings, and how it ends."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.messages import MinyiError

if TYPE_CHECKING:
    from fastapi import FastAPI

THREADS = 16
"""Requests that are worked on at once. More would wait for the interpreter and for SQLite's one writer."""
CONNECTIONS = THREADS + 4
"""One for each thread, and some for a training in the background: no request waits for a connection."""
_MOST_AT_ONCE = 500
"""Open connections: below the thousand files that a process may usually open, so that the database's stay free."""
_KEPT_OPEN = 75
"""Seconds: whoever reads a comment for a minute need not connect again."""
_LAST_WORDS = 10
"""Seconds that requests under way have when the server ends."""
_BACKLOG = 128


@dataclass(frozen=True, slots=True)
class Listener:
    """A bound socket: nobody else can take the port between the check and the start."""

    socket: socket.socket
    host: str

    @property
    def port(self) -> int:
        number: int = self.socket.getsockname()[1]
        return number

    @property
    def is_local(self) -> bool:
        """Whether this machine alone can reach it."""
        return ipaddress.ip_address(self.socket.getsockname()[0].partition("%")[0]).is_loopback

    @property
    def names(self) -> frozenset[str]:
        """The names by which people come: the one that was bound, and the machine's own."""
        return frozenset({self.host, socket.gethostname()})

    @property
    def address(self) -> str:
        """What to type into a browser on this machine or, if it can be reached from others, there."""
        bound = ipaddress.ip_address(self.socket.getsockname()[0].partition("%")[0])
        name = socket.gethostname() if bound.is_unspecified else self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}/"


def listening(host: str, port: int) -> Listener:
    """A socket on that address, port 0 for a free one. Raises ``MinyiError`` if it is in use or there is none such."""
    try:
        # asyncio turns the delay of small packets off only where the protocol is named; every answer is two of them.
        [(family, _, protocol, _, place), *_] = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )
        bound = socket.socket(family, socket.SOCK_STREAM, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart need not wait for old connections
            bound.bind(place)
            bound.listen(_BACKLOG)
        except OSError:
            bound.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MinyiError("review-port", host=host, port=port, reason=reason) from error
    return Listener(bound, host)


def serve(app: FastAPI, listener: Listener, *, trusted_proxy: str | None = None) -> None:
    """Answers until the process is told to end (Ctrl+C, SIGTERM), then finishes what is under way and comes back.

    ``trusted_proxy``: the address whose X-Forwarded-For says where somebody comes from; nobody else's counts.
    """
    import uvicorn  # noqa: PLC0415  (--help must not pay for it)
    from anyio.to_thread import current_default_thread_limiter  # noqa: PLC0415

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="off",
        proxy_headers=trusted_proxy is not None,
        forwarded_allow_ips=trusted_proxy or [],
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=_KEPT_OPEN,
        timeout_graceful_shutdown=_LAST_WORDS,
    )
    server = uvicorn.Server(config)

    async def answering() -> None:
        current_default_thread_limiter().total_tokens = THREADS
        await server.serve(sockets=[listener.socket])

    # uvicorn raises the signal once more when it has finished; it has done its work by then.
    before = {one: signal.signal(one, lambda *_: None) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        asyncio.run(answering())
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        listener.socket.close()
