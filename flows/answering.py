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
    return _asked(f"{url.rstrip('/')}/admin/version", password) is not None


def page_answers(url: str) -> bool:
    """Whether a web page is at this address."""
    return _asked(url) is not None


def _asked(url: str, password: str | None = None) -> bytes | None:
    """The beginning of the answer, None where there is none."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        request = urllib.request.Request(url)
        if password:
            request.add_header("Authorization", f"Basic {base64.b64encode(password.encode()).decode()}")
        with opener.open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(1000)
            return content
    except (OSError, ValueError):
        return None
