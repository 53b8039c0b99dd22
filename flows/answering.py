"""Whether a server answers at an address. It is asked directly: an office's proxy is for the outside."""

from __future__ import annotations

import urllib.request

_SECONDS = 2


def api_answers(url: str) -> bool:
    """Whether a Prefect server is at this address of an API."""
    return _asked(f"{url.rstrip('/')}/health") == b"true"


def page_answers(url: str) -> bool:
    """Whether a web page is at this address."""
    return _asked(url) is not None


def _asked(url: str) -> bytes | None:
    """The beginning of the answer, None where there is none."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_SECONDS) as answer:
            content: bytes = answer.read(1000)
            return content
    except (OSError, ValueError):
        return None
