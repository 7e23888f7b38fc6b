"""``/static`` and ``/vendor``: files that pages load, ours and those of others. Their addresses hold a hash."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from crossbearing.web import assets
from crossbearing.web.errors import Missing

router = APIRouter(include_in_schema=False)

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def _answer(name: str, raw: bytes | None, marked: bool) -> Response:
    kind = assets.TYPES.get(name.rpartition(".")[2])
    if raw is None or kind is None:
        raise Missing("There is no such file.")
    return Response(raw, media_type=kind, headers=_FOREVER if marked else None)


@router.get("/static/{name:path}")
def static(name: str, v: str = "") -> Response:
    """Return a file of ours."""
    return _answer(name, assets.static(name), bool(v))


@router.get("/vendor/{name:path}")
def vendor(name: str, v: str = "") -> Response:
    """Return a file of another project."""
    return _answer(name, assets.vendor(name), bool(v))


@router.get("/favicon.ico")
def favicon() -> Response:
    """Return our mark, which browsers ask for by this name."""
    return _answer("mark.svg", assets.static("mark.svg"), marked=False)
