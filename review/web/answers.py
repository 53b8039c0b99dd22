"""Refusals as answers: JSON for the interface, a line for the page's scripts, a page for whoever opened an address."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from corpus.messages import MinyiError, PassingError, text
from review.refusals import ConflictError, NotLoggedInError, RefusedError
from review.web.measured import reference_of
from review.web.pages import fragment, page

_RETRY_SECONDS = "5"
"""When a database that is starting is worth another attempt."""


def answer_refusals(app: FastAPI) -> None:
    """Has the application answer every error in its own way; a defect is said to be one and shows nothing of itself."""

    @app.exception_handler(RefusedError)
    def refused(request: Request, error: RefusedError) -> Response:
        if isinstance(error, NotLoggedInError) and not _is_api(request) and request.url.path != "/login":
            return _to_login(request)
        more = {"item": error.item} if isinstance(error, ConflictError) else {}
        return _answer(request, error.status, str(error), error.problem.code, more)

    @app.exception_handler(MinyiError)
    def failed(request: Request, error: MinyiError) -> Response:
        status = 503 if error.problem.code.startswith(("store-", "storage-")) else 422
        request.state.failure = error
        answer = _answer(request, status, str(error), error.problem.code, {})
        if isinstance(error, PassingError):
            answer.headers["Retry-After"] = _RETRY_SECONDS
        return answer

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        where = "、".join(dict.fromkeys(".".join(map(str, one["loc"][1:])) for one in error.errors()))
        return _answer(request, 422, text("request-invalid", where=where), "request-invalid", {})

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        key = "page-unknown" if error.status_code in (404, 405) else "request-refused"
        answer = _answer(request, error.status_code, text(key), key, {})
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def defect(request: Request, _error: Exception) -> Response:
        reference = reference_of(request.scope)
        message = text("page-defect", reference=reference)
        return _answer(request, 500, message, "page-defect", {"reference": reference})


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _to_login(request: Request) -> Response:
    """The page's scripts load the login whole; a fragment of it in a corner would help nobody."""
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    return RedirectResponse("/login", 303)


def _answer(request: Request, status: int, message: str, code: str, more: Mapping[str, object]) -> Response:
    if _is_api(request):
        return JSONResponse({"code": code, "message": message, **more}, status)
    if "hx-request" in request.headers:
        return fragment(request, "refusal.html", status, message=message)
    return page(request, "refusal_page.html", status, message=message)
