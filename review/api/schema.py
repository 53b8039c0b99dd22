"""The interface's own description: the OpenAPI schema, and a page to read it on."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response

from review.api import batches, closing, deciding, figures, leading, people, session, units
from review.web.context import COOKIE, CSRF_HEADER, Asking
from review.web.pages import page

versioned = APIRouter(prefix="/api/v1", generate_unique_id_function=lambda route: route.name)
"""What the schema describes."""
for _part in (session, batches, deciding, closing, units, figures, leading, people):
    versioned.include_router(_part.router)

router = APIRouter(include_in_schema=False)
_KINDS = {"string": "文字", "integer": "整数", "number": "数", "boolean": "是否", "object": "按名称的值"}
_PLACES = {"path": "在网址里", "query": "在网址的 ? 之后"}
_READING = frozenset({"get", "head"})
_ABOUT = (
    "核定页面所用的同一套服务和权限，供本单位的程序调用。先 POST /api/v1/session 登录，得到 Cookie 和 csrf；"
    "此后每次改动把 csrf 放进请求头 X-CSRF-Token。没有办成的一律答 {code, message}。"
)


@router.get("/api/openapi.json")
def as_json(_person: Asking) -> Response:
    """The schema, for whoever is logged in: it has no secret, but nobody else has a use for it."""
    return JSONResponse(schema())


@router.get("/api/")
def as_page(request: Request, _person: Asking) -> Response:
    """The schema to read; the usual viewers come from other people's servers, which an office cannot reach."""
    made = schema()
    shapes = made["components"]["schemas"]
    return page(request, "api.html", schema=made, sections=_sections(made), shapes=shapes, kinds=_KINDS, places=_PLACES)


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI schema of everything under ``/api/v1``. Each route but the login names what it takes to be let in."""
    made = get_openapi(
        title="民意核定接口",
        version=version("minyi"),
        description=_ABOUT,
        routes=versioned.routes,
        separate_input_output_schemas=False,
    )
    made["components"]["securitySchemes"] = {
        "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "登录所得的 Cookie"},
        "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER, "description": "登录所得的 csrf"},
    }
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            if (address, method) != ("/api/v1/session", "post"):
                operation["security"] = [{"cookie": []} | ({} if method in _READING else {"csrf": []})]
    return made


def _sections(made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations by their first tag, each with its method and address."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(
                {**operation, "method": method.upper(), "address": address}
            )
    return found
