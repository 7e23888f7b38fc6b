"""``/healthz``: whether the application and its store answer, for whatever keeps it running."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from crossbearing.web.opened import whole_store_of

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz(request: Request) -> PlainTextResponse:
    """Answer "ok" where the store can be read."""
    whole_store_of(request).is_empty()
    return PlainTextResponse("ok\n")
