"""How the routes stand in the application: their errors, the OpenAPI document, and answers that have not changed."""

from __future__ import annotations

import hashlib
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from crossbearing.accounts.roles import Person
from crossbearing.store import lists
from crossbearing.store.asked import AskedError
from crossbearing.web.api.answers import Problem
from crossbearing.web.errors import problem
from crossbearing.web.opened import store_of

PREFIX = "/api/v1"
_SAID = {
    400: "the application is not known by the name in `Host`",
    401: "sign in first, or bring a token: `Authorization: Bearer TOKEN`",
    404: "there is no such row in this record",
    422: "what is asked cannot be",
    503: "the store cannot be read at the moment",
}
_UNCHANGED = "it has not changed since the answer whose `ETag` was given in `If-None-Match`"
_ABOUT = """The record of one store: who says that who did what to whom, where, when and how many.

Lists are read page by page: give `next` of an answer as `cursor` of the following question. Every answer has an
`ETag`; give it back in `If-None-Match` and an answer that has not changed is 304 and empty. Errors are
`application/problem+json` (RFC 9457). Days are ISO days, places degrees, their radius kilometres."""


def errors(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return how the errors of a route stand in the OpenAPI document: those of all routes, and ``codes`` of its own."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    every = (400, 401, *codes, 422, 503)
    told: dict[int | str, dict[str, Any]] = {code: {"description": _SAID[code], "content": content} for code in every}
    return {304: {"description": _UNCHANGED}, **told}


class UnchangedError(Exception):
    """Whoever asks has the answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def tag_of(request: Request, revision: str) -> str:
    """Return the entity tag of an answer: of the record, of the program, and of what the person may see."""
    person: Person | None = getattr(request.state, "person", None)
    role = person.role if person else ""
    told = "\0".join((revision, request.app.version, role, request.url.path, request.url.query))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def unchanged(request: Request, response: Response) -> None:
    """Put the tag on the answer; raise UnchangedError where whoever asks has it already."""
    tag = tag_of(request, lists.revision(store_of(request)))
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        raise UnchangedError(tag)
    response.headers["ETag"] = tag


async def _empty(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnchangedError)
    return Response(status_code=304, headers={"ETag": error.tag})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, AskedError)
    return problem(request, 422, f"{error.what}: {error}")


def install(app: FastAPI, router: APIRouter) -> None:
    """Put the routes and what they have in common into an application."""
    app.include_router(router)
    app.add_exception_handler(UnchangedError, _empty)
    app.add_exception_handler(AskedError, _refused)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document_of(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign] # FastAPI's own way to change the document


def document_of(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the application's routes."""
    told = get_openapi(
        title="Crossbearing", version=app.version, openapi_version="3.1.0", description=_ABOUT, routes=app.routes
    )
    schemas: dict[str, Any] = told.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own, which no route answers with
        schemas.pop(name, None)
    header = {"ETag": {"description": "names this state of the answer", "schema": {"type": "string"}}}
    for path in told["paths"].values():
        for route in path.values():
            for code in ("200", "304"):
                if code in route["responses"]:
                    route["responses"][code]["headers"] = header
    return told
