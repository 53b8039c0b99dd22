"""Pages and parts of pages from the templates (``templates/``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from review.web.wording import FILTERS, WORDS


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(files("review.web").joinpath("templates"))),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(WORDS)
    return environment


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page; ``person`` and ``csrf`` are there wherever somebody is logged in, else None and empty."""
    session = getattr(request.state, "session", None)
    known = {"person": session.person if session else None, "csrf": session.csrf if session else ""}
    return HTMLResponse(_environment().get_template(template).render(**known, **values), status)


def fragment(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A part of a page, for the scripts to put into its place."""
    return page(request, template, status, **values)
