"""Browsers without script that have signed in: what tests of pages ask with."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.testclient import TestClient

from crossbearing.accounts.sessions import csrf_of
from crossbearing.web.security.cookies import session_name

AT = "http://127.0.0.1:8000"


def stranger(app: FastAPI, address: str = "127.0.0.1") -> TestClient:
    """Return a browser that has not signed in, asking from an address."""
    return TestClient(app, base_url=AT, raise_server_exceptions=False, client=(address, 50000))


def signed_in(app: FastAPI) -> TestClient:
    """Return the browser of the one person of an application without accounts; its forms bear their token."""
    browser = stranger(app)
    answer = browser.get("/healthz", params={"token": app.state.keys.single.token}, follow_redirects=False)
    assert answer.status_code == 303
    return _with_token(browser)


def logged_in(app: FastAPI, name: str, password: str, address: str = "127.0.0.1") -> TestClient:
    """Return the browser of a person who has logged in; its forms bear their token."""
    browser = stranger(app, address)
    csrf = token_of(browser.get("/login").text)
    answer = browser.post("/login", data={"csrf": csrf, "name": name, "password": password}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return _with_token(browser)


def token_of(html: str) -> str:
    """Return the token of the forms of a page."""
    return html.partition('<meta name="csrf" content="')[2].partition('"')[0]


def _with_token(browser: TestClient) -> TestClient:
    browser.headers["X-CSRF"] = csrf_of(browser.cookies[session_name(8000, secure=False)])
    return browser
