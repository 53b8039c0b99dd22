"""The server of the page and of the JSON interface, put together."""

from __future__ import annotations

from importlib.resources import files

import sqlalchemy as sa
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, ProcessCollector
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from review.metrics.figures import Figures
from review.metrics.traffic import Traffic
from review.web.answers import answer_refusals
from review.web.headers import Headers
from review.web.hosts import Hosts
from review.web.measured import Measured, templates
from review.web.routes import ROUTERS
from review.web.settings import Settings


class _Server(FastAPI):
    """With headers and measuring around everything: a middleware stands inside of what answers a defect."""

    def build_middleware_stack(self) -> ASGIApp:
        answering = Headers(super().build_middleware_stack(), secure=self.state.settings.secure)
        return Measured(answering, Traffic(self.state.metrics), templates(self))


def create_app(engine: sa.Engine, settings: Settings) -> FastAPI:
    """The application over a database that is open and up to date."""
    app = _Server(title="minyi", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.engine = engine
    app.state.settings = settings
    app.state.metrics = CollectorRegistry()
    app.state.metrics.register(ProcessCollector(registry=None))
    app.state.metrics.register(Figures(engine, settings.folder))
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("review.web").joinpath("static"))), "static")
    answer_refusals(app)
    app.add_middleware(Hosts, names=settings.hosts)
    return app
