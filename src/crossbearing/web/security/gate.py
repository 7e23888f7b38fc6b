"""The gate before every page: under which name one asks, who asks, how much is brought, and whether a form is ours.

It stands before the routes and knows none of them, so that a page cannot forget it: what is not open to all needs a
session, and what writes needs the token of that session and the role of a coder, unless it asks for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crossbearing.accounts.accounts import account_named
from crossbearing.accounts.proxies import Proxy
from crossbearing.accounts.roles import CODER, Person
from crossbearing.accounts.sessions import csrf_fits, csrf_of, new_token, person_of
from crossbearing.accounts.starting import SinglePerson
from crossbearing.store import clock
from crossbearing.store.store import Store
from crossbearing.web.errors import problem, wants_json
from crossbearing.web.security.bodies import FILES, MOST_OF_A_FORM, kind_of, limited, token_in_form
from crossbearing.web.security.cookies import put_session, put_visit, session_name, visit_name
from crossbearing.web.security.hosts import is_ours, is_same_origin
from crossbearing.web.settings import Settings

_OPEN = frozenset({"/login", "/healthz", "/favicon.ico"})
_OPEN_FILES = ("/static/", "/vendor/")
_OF_READERS = frozenset({"/login", "/logout", "/password", "/compare"})
"""What everybody may send forms to: it is about oneself, or changes nothing of the store."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KNOWN = _SAFE | {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Keys:
    """By what people are known: the accounts of a store, or the one person of a server without any; and by a proxy."""

    store: Store
    single: SinglePerson | None
    proxy: Proxy
    settings: Settings

    def of_session(self, token: str) -> Person | None:
        """Return whose session a token is."""
        if not token:
            return None
        if self.single is not None:
            return self.single.person_of(token, clock.now())
        return person_of(self.store, token, clock.now())

    def of_proxy(self, name: str) -> Person | None:
        """Return the account that a proxy names."""
        account = account_named(self.store, name) if name and self.single is None else None
        return None if account is None else Person(account.name, account.role)


class Asked:
    """A request at the gate: what it shows of who asks. Proxies are believed from their own addresses only."""

    def __init__(self, request: Request, keys: Keys) -> None:
        self.request, self.keys = request, keys
        self.peer = request.client.host if request.client else ""
        self.headers = request.headers
        self.secure = keys.proxy.is_secure(self.peer, request.url.scheme, self._header)
        self.address = keys.proxy.address(self.peer, self._header)
        self.host = self.headers.get("host", "")
        if keys.proxy.is_trusted(self.peer):
            self.host = self.headers.get("x-forwarded-host", self.host)
        port = keys.settings.port
        self.session = request.cookies.get(session_name(port, self.secure), "")
        self.visit_name = visit_name(port, self.secure)
        self.visit = request.cookies.get(self.visit_name, "")

    def _header(self, name: str) -> str:
        return self.headers.get(name, "")

    @cached_property
    def bearer(self) -> str:
        """Return the token in the header of a program; a browser never sends it by itself."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    @cached_property
    def by_bearer(self) -> Person | None:
        """Return whose token a program brings: of a session, or the one that the server printed."""
        if not self.bearer:
            return None
        single, now = self.keys.single, clock.now()
        if single is not None and (session := single.exchange(self.bearer, now)):
            found = single.person_of(session, now)
            single.end(session)
            return found
        return self.keys.of_session(self.bearer)

    @cached_property
    def by_session(self) -> Person | None:
        """Return whose session the browser holds."""
        return self.keys.of_session(self.session)

    def look(self) -> Person | None:
        """Return who asks, None for nobody; this asks the store."""
        told = self.keys.proxy.account(self.peer, self._header)
        browsing = self.by_session
        return self.by_bearer or (self.keys.of_proxy(told) if told else browsing)

    @property
    def secret(self) -> str:
        """Return the cookie to which forms are bound."""
        return self.session if self.by_session is not None else self.visit


class Gate:
    """Lets requests in or refuses them, and says to the pages who asks (``request.state.person``)."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        asked = Asked(request, self.keys)
        request.state.person, request.state.csrf = None, ""
        request.state.secure, request.state.address, request.state.session = asked.secure, asked.address, ""
        try:
            answer = await self._refused(asked)
            if answer is None:
                receive, answer = await self._written(asked, receive)
        except HTTPException as error:
            answer = problem(request, error.status_code, str(error.detail))
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, self._marking(asked, send))

    async def _refused(self, asked: Asked) -> Response | None:
        """Return the answer to who may not in, or is led on; None for all others, who are known from here on."""
        request, path = asked.request, asked.request.url.path
        if not is_ours(asked.host, self.keys.settings.names):
            raise HTTPException(400, "This application is not known by that name; serve --name NAME makes it known.")
        if request.method not in _KNOWN:
            raise HTTPException(405)
        if path.startswith(_OPEN_FILES) and request.method in _SAFE:
            return None
        if request.method == "GET" and (led := self._led_in(asked)) is not None:
            return led
        request.state.person = await run_in_threadpool(asked.look)
        request.state.session = asked.session if asked.by_session else ""
        if not asked.secret and not asked.bearer:
            asked.visit = new_token()
            request.state.new_visit = asked.visit
        request.state.csrf = csrf_of(asked.secret) if asked.secret else ""
        if request.state.person is None and path not in _OPEN:
            return self._unknown(request)
        return None

    def _led_in(self, asked: Asked) -> Response | None:
        """Return the way in for who brings the token that the server printed; the token is in no address after it."""
        query = parse_qsl(asked.request.url.query, keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), "")
        if self.keys.single is None or not given:
            return None
        session = self.keys.single.exchange(given, clock.now())
        if not session:
            return None
        left = urlencode([(name, value) for name, value in query if name != "token"])
        answer = RedirectResponse(own_path(asked.request.url.path) + (f"?{left}" if left else ""), 303)
        put_session(asked.request, answer, session)
        return answer

    def _unknown(self, request: Request) -> Response:
        at = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        way = f"/login?{urlencode({'next': at})}" if request.method == "GET" else "/login"
        if request.headers.get("hx-request") == "true":
            answer = problem(request, 401, "Sign in first.")
            answer.headers["HX-Redirect"] = "/login"
            return answer
        if wants_json(request) or request.method not in _SAFE:
            answer = problem(request, 401, "Sign in first.")
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        return RedirectResponse(way, 303)

    async def _written(self, asked: Asked, receive: Receive) -> tuple[Receive, Response | None]:
        """Return how the pages get what is brought, or the answer to a form that is not ours or may not be sent."""
        request, settings = asked.request, self.keys.settings
        files = kind_of(asked.headers) == FILES and request.state.person is not None
        receive = limited(receive, asked.headers, settings.largest if files else MOST_OF_A_FORM)
        if request.method in _SAFE:
            return receive, None
        person: Person | None = request.state.person
        path = request.url.path
        if path not in _OF_READERS and (person is None or not person.may(CODER)):
            return receive, problem(request, 403, "Who may only read changes nothing here.")
        if asked.by_bearer is None:
            if not is_same_origin(asked.headers, asked.host):
                return receive, problem(request, 403, "This was sent by a page of another site.")
            given = asked.headers.get("x-csrf") or asked.headers.get("x-csrf-token") or ""
            if not given:
                given, receive = await token_in_form(receive, asked.headers)
            if not csrf_fits(asked.secret, given):
                return receive, problem(
                    request, 403, "This form is too old or not ours; load its page again and repeat."
                )
        return receive, None

    def _marking(self, asked: Asked, send: Send) -> Send:
        """Return ``send`` that gives a browser its mark with the first page that may hold a form."""
        mark: str = getattr(asked.request.state, "new_visit", "")
        if not mark:
            return send

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if kind.startswith(b"text/html"):
                    cookie = Response()
                    put_visit(cookie, asked.visit_name, mark, asked.secure)
                    message["headers"] = [
                        *message["headers"],
                        *(h for h in cookie.raw_headers if h[0] == b"set-cookie"),
                    ]
            await send(message)

        return marked


def own_path(path: str) -> str:
    """Return a path that leads to this very host: two slashes at its head would lead to another.

    >>> own_path("//evil.example"), own_path("/documents")
    ('/', '/documents')
    """
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def keys_of(app: FastAPI) -> Keys:
    """Return by what people are known in an application."""
    found: Keys = app.state.keys
    return found
