"""``/metrics`` for a Prometheus: who may read it, and its text. Numbers alone: no texts, no people."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import Response

from review.refusals import NotFoundError
from review.web.context import Given
from review.web.settings import Settings

router = APIRouter(include_in_schema=False)
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""What a proxy says of whom it asks for."""
_BEARER = "bearer "


@router.get("/metrics")
def metrics(request: Request, settings: Given) -> Response:
    """The metrics as text. For whoever may not read them there is no such page."""
    if not (_knows_the_token(request, settings) or _is_this_machine(request, settings)):
        raise NotFoundError("page-unknown")
    from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest  # noqa: PLC0415  (most servers are never asked)

    return Response(generate_latest(request.app.state.metrics), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _knows_the_token(request: Request, settings: Settings) -> bool:
    given = request.headers.get("authorization", "")
    if not settings.metrics_token or given[: len(_BEARER)].lower() != _BEARER:
        return False
    # Headers are Latin-1 on the way in, whatever they were meant as.
    shown = given[len(_BEARER) :].strip().encode("latin-1", "replace")
    return hmac.compare_digest(shown, settings.metrics_token.encode())


def _is_this_machine(request: Request, settings: Settings) -> bool:
    """Whether a program of this machine asks for itself. Where people come by HTTPS there is a proxy before us, which
    may well stand on this machine and say nothing of whom it asks for: then the token alone counts."""
    if settings.secure or request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host.partition("%")[0]).is_loopback
    except ValueError:
        return False
