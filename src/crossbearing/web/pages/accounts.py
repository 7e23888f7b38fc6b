"""``/login``, ``/logout``, ``/password`` for everybody; ``/accounts`` and ``/log`` for admins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from crossbearing.accounts import accounts, auditing, logins
from crossbearing.accounts.roles import ADMIN, ROLES, Person
from crossbearing.model.errors import AccountError
from crossbearing.store import clock
from crossbearing.web.opened import whole_store_of
from crossbearing.web.rendering import page
from crossbearing.web.security.cookies import drop_session, put_session
from crossbearing.web.security.gate import keys_of, own_path
from crossbearing.web.security.noting import by
from crossbearing.web.security.roles import person_of, require

router = APIRouter(include_in_schema=False)
Admin = Annotated[Person, Depends(require(ADMIN))]
Typed = Annotated[str, Form(max_length=1000)]
_ROWS = 100


@router.get("/login")
def login_page(request: Request, next: str = "/") -> HTMLResponse:
    """Show how one gets in."""
    return _login(request, next)


@router.post("/login")
def login(request: Request, name: Typed = "", password: Typed = "", token: Typed = "", next: Typed = "/") -> Response:
    """Begin a session, by name and password, or by the token that a server for one person printed."""
    single = keys_of(request.app).single
    if single is not None:
        session = single.exchange(token, clock.now())
        if not session:
            return _login(request, next, 401, "That is not the token that was printed.")
        return _let_in(request, session, next)
    found = logins.log_in(
        whole_store_of(request), name, password, request.state.address, clock.now(), request.state.session
    )
    if found.wait:
        said = f"Too many have tried. The next one is looked at in {found.wait} seconds."
        answer = _login(request, next, 429, said)
        answer.headers["Retry-After"] = str(found.wait)
        return answer
    if not found.token:
        return _login(request, next, 401, "Name or password is wrong.")
    return _let_in(request, found.token, next)


@router.post("/logout")
def logout(request: Request) -> Response:
    """End the session."""
    single, session = keys_of(request.app).single, request.state.session
    if single is not None:
        single.end(session)
    elif session:
        logins.log_out(whole_store_of(request), session, by(request))
    answer = RedirectResponse("/login", 303)
    drop_session(request, answer)
    return answer


@router.get("/password")
def password_page(request: Request) -> HTMLResponse:
    """Show the form for another password."""
    return _password(request)


@router.post("/password")
def password(request: Request, former: Typed, password: Typed, again: Typed) -> Response:
    """Change one's own password; every other session of the account ends."""
    if person_of(request).local:
        raise HTTPException(404, "Without accounts there are no passwords.")
    if password != again:
        return _password(request, 422, "The two are not the same.")
    try:
        found = logins.change_password(whole_store_of(request), former, password, by(request))
    except AccountError as error:
        return _password(request, 422, f"{str(error).capitalize()}.")
    if found.wait:
        return _password(request, 429, f"Too many have tried. The next one is looked at in {found.wait} seconds.")
    if not found.token:
        return _password(request, 401, "The former password is wrong.")
    return _let_in(request, found.token, "/")


@router.get("/accounts")
def accounts_page(request: Request, person: Admin) -> HTMLResponse:
    """Show the accounts."""
    return _accounts(request)


@router.post("/accounts")
def add(request: Request, person: Admin, name: Typed, role: Typed, password: Typed) -> Response:
    """Add an account."""
    return _changed(request, lambda: accounts.add_account(whole_store_of(request), name, role, password, by(request)))


@router.post("/accounts/{name}/role")
def change_role(request: Request, person: Admin, name: str, role: Typed) -> Response:
    """Give an account another role."""
    return _changed(request, lambda: accounts.set_role(whole_store_of(request), name, role, by(request)))


@router.post("/accounts/{name}/disabled")
def disable(request: Request, person: Admin, name: str, disabled: Typed) -> Response:
    """Let an account log in no more, or again."""
    return _changed(
        request, lambda: accounts.set_disabled(whole_store_of(request), name, disabled == "yes", by(request))
    )


@router.post("/accounts/{name}/password")
def give_password(request: Request, person: Admin, name: str, password: Typed) -> Response:
    """Give an account another password."""
    return _changed(request, lambda: accounts.set_password(whole_store_of(request), name, password, by(request)))


@router.get("/log")
def log_page(
    request: Request,
    person: Admin,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    what: Annotated[str, Query(max_length=100)] = "",
    who: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Show the log, the newest first."""
    rows = auditing.logged(whole_store_of(request), _ROWS + 1, before, what.strip().replace(" ", "_"), who.strip())
    asked = [("what", what), ("who", who)]
    older = ""
    if len(rows) > _ROWS:
        older = f"/log?{urlencode([*((n, v) for n, v in asked if v), ('before', str(rows[_ROWS - 1].number))])}"
    return page(request, "log.html.j2", title="Log", rows=rows[:_ROWS], older=older, what=what, who=who)


def _let_in(request: Request, token: str, to: str) -> Response:
    answer = RedirectResponse(own_path(to), 303)
    put_session(request, answer, token)
    return answer


def _login(request: Request, to: str, status: int = 200, said: str = "") -> HTMLResponse:
    alone = keys_of(request.app).single is not None
    return page(request, "login.html.j2", status, title="Sign in", next=own_path(to), said=said, alone=alone)


def _password(request: Request, status: int = 200, said: str = "") -> HTMLResponse:
    if person_of(request).local:
        raise HTTPException(404, "Without accounts there are no passwords.")
    return page(request, "password.html.j2", status, title="Another password", said=said)


def _accounts(request: Request, status: int = 200, said: str = "") -> HTMLResponse:
    found = accounts.accounts_of(whole_store_of(request))
    return page(request, "accounts.html.j2", status, title="Accounts", accounts=found, roles=ROLES, said=said)


def _changed(request: Request, change: Callable[[], object]) -> Response:
    if person_of(request).local:
        raise HTTPException(404, "The first account is added on the command line: crossbearing accounts add.")
    try:
        change()
    except AccountError as error:
        return _accounts(request, 422, f"{str(error)[:1].upper()}{str(error)[1:]}.")
    return RedirectResponse("/accounts", 303)
