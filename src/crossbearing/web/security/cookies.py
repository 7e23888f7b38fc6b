"""Two cookies: the session of a person, and a mark of a browser that has none yet, to which its forms are bound.

No script reads them and no other site sends them. Behind https they bear the prefix by which a browser takes them from
this very host alone. The port is part of the name, since a browser gives the cookies of a host to all its ports.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from crossbearing.accounts.sessions import HOURS


def session_name(port: int, secure: bool) -> str:
    """Return the name of the cookie that holds the token of a session.

    >>> session_name(8000, secure=False), session_name(8000, secure=True)
    ('crossbearing-8000', '__Host-crossbearing-8000')
    """
    return f"{'__Host-' if secure else ''}crossbearing-{port}"


def visit_name(port: int, secure: bool) -> str:
    """Return the name of the cookie that marks a browser without a session.

    >>> visit_name(8000, secure=False)
    'crossbearing-8000-visit'
    """
    return f"{session_name(port, secure)}-visit"


def put_session(request: Request, answer: Response, token: str) -> None:
    """Let the browser hold the token of a session; the mark that it had before goes."""
    port, secure = request.app.state.settings.port, request.state.secure
    _put(answer, session_name(port, secure), token, HOURS * 3600, secure)
    answer.delete_cookie(visit_name(port, secure), path="/", secure=secure, httponly=True, samesite="strict")


def drop_session(request: Request, answer: Response) -> None:
    """Let the browser forget its session."""
    port, secure = request.app.state.settings.port, request.state.secure
    answer.delete_cookie(session_name(port, secure), path="/", secure=secure, httponly=True, samesite="strict")


def put_visit(answer: Response, name: str, mark: str, secure: bool) -> None:
    """Let the browser hold a mark for as long as it is open."""
    _put(answer, name, mark, None, secure)


def _put(answer: Response, name: str, value: str, seconds: int | None, secure: bool) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")
