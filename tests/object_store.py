"""An S3-like store on this machine, and one that answers whatever a test wants it to."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from corpus.storage.place import Place

SECRET = "wugong-2026-mima"
_NUMBERS = itertools.count(1)


def options(endpoint: str) -> dict[str, Any]:
    """What stands under [storage] for a store at this address; the driver tries nothing twice, we do."""
    return {
        "key": "bangong",
        "secret": SECRET,
        "endpoint_url": endpoint,
        "client_kwargs": {"region_name": "cn-north-1"},
        "config_kwargs": {"retries": {"max_attempts": 0}},
    }


@contextmanager
def store() -> Iterator[str]:
    """The address of an empty store; the test skips, saying so, where moto is missing."""
    server = pytest.importorskip("moto.server", reason="moto[server] is not installed")
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        running.stop()


def new_bucket(endpoint: str) -> Place:
    """A folder in a new bucket."""
    place = Place.of(f"s3://jixiao-{next(_NUMBERS)}/minyi", options(endpoint))
    place.filesystem().mkdir(place.url.removeprefix("s3://").partition("/")[0])
    return place


@contextmanager
def answering(status: int, code: str = "", *, broken_off: bool = False) -> Iterator[Place]:
    """A place whose store gives this answer to whoever reads, with S3's code for an error.

    ``broken_off``: it promises a hundred bytes more than it sends.
    """
    body = f"<Error><Code>{code}</Code><Message>{SECRET}</Message></Error>".encode() if code else b"half a file"

    class Answer(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) + 100 * broken_off))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = _answer  # noqa: N815  (the names that http.server calls)

        def log_message(self, *_args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Place.of("s3://jixiao/minyi", options(f"http://127.0.0.1:{server.server_address[1]}"))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
