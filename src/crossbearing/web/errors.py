"""What went wrong, as a page for people and as problem+json (RFC 9457) for programs; never a trace, never a path."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from crossbearing.model.errors import CrossbearingError
from crossbearing.web import rendering
from crossbearing.web.security.headers import HEADERS

_LOG = logging.getLogger("crossbearing.web")

_ADVICE = {
    400: "The address asks for something that cannot be read; see whether it was copied whole.",
    401: "Sign in first.",
    403: "This is not open to you.",
    404: "There is nothing here. It may have been forgotten, or become part of something else since.",
    405: "This address cannot be asked that way.",
    413: "That is larger than this application takes at once.",
    429: "Too many have tried; wait a little.",
    422: "The address asks for something that cannot be read; see whether it was copied whole.",
    500: "This is a fault of the program, not yours. It was noted where the application was started.",
    503: "The store cannot be read at the moment. What is wrong with it was noted where the application was started.",
}


class Missing(HTTPException):
    """What was asked for is not there: ``what`` says in words what and, if it is known, what became of it."""

    def __init__(self, what: str) -> None:
        super().__init__(404, what)


def wants_json(request: Request) -> bool:
    """Say whether a program asks."""
    return request.url.path.startswith("/api/") or "application/problem+json" in request.headers.get("accept", "")


def problem(request: Request, status: int, detail: str) -> Response:
    """Return an error as whoever asks can read it."""
    title = HTTPStatus(status).phrase
    if wants_json(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(body, status, media_type="application/problem+json")
    shown = detail if detail and detail != title else _ADVICE.get(status, "")
    return rendering.page(request, "error.html.j2", status, title=title, detail=shown)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem(request, error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0] if error.errors() else {"loc": (), "msg": ""}
    where = ".".join(str(part) for part in first["loc"][1:])
    return problem(request, 422, f"{where}: {first['msg']}" if where else _ADVICE[422])


async def _ours(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s: %s", request.method, request.url.path, error)
    return problem(request, 503, _ADVICE[503])  # the error names the file or the server of the store


async def _fault(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
    answer = problem(request, 500, _ADVICE[500])
    answer.headers.update(HEADERS)  # this one is made outside all that stands before the pages
    return answer


def handle_errors(app: FastAPI) -> None:
    """Make every error of an application a page or a problem."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(CrossbearingError, _ours)
    app.add_exception_handler(Exception, _fault)
