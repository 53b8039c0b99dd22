"""Every router of the server, in the order in which addresses are tried."""

from __future__ import annotations

from fastapi import APIRouter

from review.web import login

ROUTERS: tuple[APIRouter, ...] = (login.router,)
