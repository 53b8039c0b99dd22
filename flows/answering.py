"""Whether a server answers at an address. It is asked directly: an office's proxy is for the outside."""

from __future__ import annotations

import base64
import urllib.request

_SECONDS = 2


def api_answers(url: str) -> bool:
    """Whether a Prefect server is at this address of an API."""
    return _asked(f"{url.rstrip('/')}/health") == b"true"


def api_lets_in(url: str, password: str | None) -> bool:
    """Whether a Prefect server is at this address of an API and takes this password (``user:password``)."""
    try:
        version(url, password, _SECONDS)
    except (OSError, ValueError):
        return False
    return True


def version(url: str, password: str | None, seconds: float | None) -> bytes:
    """The version of the Prefect server at this address of an API. Raises ``OSError`` or ``ValueError``."""
    return _answer(f"{url.rstrip('/')}/admin/version", password, seconds)


def page_answers(url: str) -> bool:
    """Whether a web page is at this address."""
    return _asked(url) is not None


def _asked(url: str) -> bytes | None:
    """The beginning of the answer, None where there is none."""
    try:
        return _answer(url, None, _SECONDS)
    except (OSError, ValueError):
        return None


def _answer(url: str, password: str | None, seconds: float | None) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url)
    if password:
        # Not redirected: it is for this server, and for nobody whom it names.
        request.add_unredirected_header("Authorization", f"Basic {base64.b64encode(password.encode()).decode()}")
    with opener.open(request, timeout=seconds) as answer:
        content: bytes = answer.read(1000)
        return content
