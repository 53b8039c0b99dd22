"""Every router of the server, in the order in which addresses are tried."""

from __future__ import annotations

from fastapi import APIRouter

from review.api import schema as api
from review.web import (
    account,
    batches,
    bulk,
    closing,
    deciding,
    exchange,
    lead,
    ledger,
    listing,
    login,
    metrics,
    model_page,
    overview,
    people,
    removals,
    sealing,
    showing,
    sources,
    suggest,
)

ROUTERS: tuple[APIRouter, ...] = (
    login.router,
    batches.router,
    listing.router,
    showing.router,
    sources.router,
    deciding.router,
    bulk.router,
    closing.router,
    suggest.router,
    api.router,
    api.versioned,
    lead.router,
    sealing.router,
    ledger.router,
    people.router,
    account.router,
    overview.router,
    model_page.router,
    exchange.router,
    removals.router,
    metrics.router,
)
