"""The gate: nothing is read without a session, nothing written without the token of its forms."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request, UploadFile
from starlette.testclient import TestClient

from crossbearing.accounts import accounts, auditing
from crossbearing.accounts.auditing import By
from crossbearing.accounts.proxies import Proxy
from crossbearing.accounts.roles import ADMIN, CODER, READER
from crossbearing.accounts.sessions import csrf_of
from crossbearing.store import clock
from crossbearing.store.store import Store
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.browsing import AT, logged_in, signed_in, stranger, token_of
from tests.web.walking import OPEN, filled, routes

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "seven grey herons"
PEOPLE = {"ada": ADMIN, "bo": CODER, "cy": READER}


def add_people(url: str) -> None:
    store, by = Store(url), By("root", "command line", clock.now())
    for name, role in PEOPLE.items():
        accounts.add_account(store, name, role, PASSWORD, by)


@pytest.fixture(scope="module")
def team_store(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("team") / "record.db"
    path.write_bytes(demo.read_bytes())
    add_people(str(path))
    return str(path)


@pytest.fixture
def team(team_store: str) -> FastAPI:
    """An application over a store with accounts, and with two routes that tests write to."""
    app = create_app(Settings(team_store))

    @app.post("/test/form")
    async def form(request: Request) -> dict[str, Any]:
        return {"person": request.state.person.name, "fields": dict(await request.form())}

    @app.post("/test/files")
    async def files(file: UploadFile) -> dict[str, Any]:
        return {"bytes": len(await file.read())}

    return app


def test_every_route_is_known_to_this_test(team: FastAPI) -> None:
    found = routes(team)
    assert {path for _, path in found} >= OPEN | {"/", "/documents", "/accounts", "/api/v1/openapi.json", "/test/form"}
    assert [(m, p) for m, p in found if m == "POST" and not p.startswith("/test")] != []


def test_nothing_is_read_without_a_session(team: FastAPI) -> None:
    browser = stranger(team)
    for method, path in routes(team):
        if method not in ("GET", "HEAD") or path in OPEN:
            continue
        answer = browser.request(method, filled(path), follow_redirects=False)
        assert answer.status_code == 401 or answer.headers["location"].startswith("/login"), path
        program = browser.get(filled(path), headers={"accept": "application/problem+json"})
        assert program.status_code == 401, path
        assert program.headers["content-type"] == "application/problem+json"


def test_no_write_route_takes_anything_without_session_or_token(team: FastAPI) -> None:
    admin = logged_in(team, "ada", PASSWORD)
    del admin.headers["X-CSRF"]
    other = csrf_of("of another session")
    before = accounts.accounts_of(team.state.store), auditing.logged(team.state.store)
    written = [(m, filled(p)) for m, p in routes(team) if m not in ("GET", "HEAD")]
    assert len(written) >= 8
    fields = {"name": "eve", "role": ADMIN, "password": PASSWORD, "disabled": "yes", "former": PASSWORD}
    for method, path in written:
        mine = path in ("/login",)
        assert stranger(team).request(method, path, data=fields).status_code == (403 if mine else 401) or path in (
            "/logout", "/password",
        ), path  # fmt: skip
        assert admin.request(method, path, data=fields).status_code == 403, path
        assert admin.request(method, path, data={**fields, "csrf": other}).status_code == 403, path
        assert admin.request(method, path, data=fields, headers={"X-CSRF": other}).status_code == 403, path
        assert (
            admin.request(method, path, content=b"{}", headers={"content-type": "application/json"}).status_code == 403
        )
        assert admin.request(method, path + f"?csrf={other}", files={"file": b"x"}).status_code == 403, path
    assert (accounts.accounts_of(team.state.store), auditing.logged(team.state.store)) == before


def test_with_its_token_a_form_is_taken(team: FastAPI) -> None:
    browser = logged_in(team, "bo", PASSWORD)
    token = browser.headers.pop("X-CSRF")
    fields = {"csrf": token, "a": "1 & 2", "b": "é"}
    assert browser.post("/test/form", data=fields).json() == {"person": "bo", "fields": fields}
    assert browser.post("/test/form", data={"a": "1"}, headers={"X-CSRF": token}).json()["fields"] == {"a": "1"}
    whole = browser.post("/test/files", data={"csrf": token}, files={"file": ("a.txt", b"x" * 300_000)})
    assert whole.json() == {"bytes": 300_000}
    assert token_of(browser.get("/").text) == token


def test_a_token_anywhere_but_first_among_files_is_not_looked_for(team: FastAPI) -> None:
    browser = logged_in(team, "bo", PASSWORD)
    token = browser.headers.pop("X-CSRF")
    late = [("file", ("a.txt", b"x")), ("csrf", (None, token))]
    assert browser.post("/test/files", files=late).status_code == 403
    as_file = [("csrf", ("csrf", token)), ("file", ("a.txt", b"x"))]
    assert browser.post("/test/files", files=as_file).status_code == 403
    endless = [("x", (None, "y" * 200_000)), ("csrf", (None, token)), ("file", ("a.txt", b"x"))]
    assert browser.post("/test/files", files=endless).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"origin": AT + "1"}],
)
def test_what_another_site_sends_is_refused_though_it_has_all(team: FastAPI, headers: dict[str, str]) -> None:
    browser = logged_in(team, "bo", PASSWORD)
    assert browser.post("/test/form", data={"a": "1"}, headers=headers).status_code == 403
    assert browser.post("/test/form", data={"a": "1"}, headers={"origin": AT}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_another_name_is_answered_with_nothing(team: FastAPI, host: str) -> None:
    browser = logged_in(team, "bo", PASSWORD)
    for path in ("/", "/login", "/healthz", "/static/app.js", "/api/v1/openapi.json"):
        answer = browser.get(path, headers={"host": host})
        assert answer.status_code == 400, path
        assert "Douma" not in answer.text
    for ours in ("localhost:8000", "[::1]:8000", "192.0.2.4"):
        assert browser.get("/healthz", headers={"host": ours}).status_code == 200
    named = create_app(replace(team.state.settings, names=("Press.example",)))
    assert stranger(named).get("/healthz", headers={"host": "press.example"}).status_code == 200


def test_roles_are_kept(team: FastAPI) -> None:
    for name in ("bo", "cy"):
        browser = logged_in(team, name, PASSWORD)
        assert browser.get("/").status_code == 200
        for path in ("/accounts", "/log"):
            assert browser.get(path).status_code == 403, path
        for path in ("/accounts", "/accounts/ada/role", "/accounts/ada/disabled", "/accounts/ada/password"):
            fields = {"name": "eve", "role": ADMIN, "password": PASSWORD, "disabled": "yes"}
            assert browser.post(path, data=fields).status_code == 403, path
        assert "/accounts" not in browser.get("/").text
    assert logged_in(team, "bo", PASSWORD).post("/test/form").status_code == 200
    reader = logged_in(team, "cy", PASSWORD)
    for method, path in routes(team):
        if method not in ("GET", "HEAD") and path not in ("/login", "/logout", "/password", "/compare"):
            assert reader.request(method, filled(path)).status_code == 403, path


def test_nobody_is_offered_a_page_that_is_closed_to_them(team: FastAPI) -> None:
    for name, role in PEOPLE.items():
        browser = logged_in(team, name, PASSWORD)
        menu = browser.get("/").text.partition('<nav aria-label="Pages">')[2].partition("</nav>")[0]
        offered = re.findall(r'<a href="([^"]+)"', menu)
        assert len(offered) == (9 if role == READER else 11)
        assert [at for at in offered if browser.get(at).status_code != 200] == []
        assert 'href="/ingest"' not in browser.get("/").text or role != READER
    assert '<nav aria-label="Pages">' not in stranger(team).get("/login").text


def test_cookies_are_for_this_host_alone_and_no_script(team: FastAPI) -> None:
    browser = stranger(team)
    csrf = token_of(browser.get("/login").text)
    fields = {"csrf": csrf, "name": "ada", "password": PASSWORD}
    answer = browser.post("/login", data=fields, follow_redirects=False)
    session = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("crossbearing-8000="))
    assert {p.strip().lower() for p in session.split(";")[1:]} == {
        "httponly", "samesite=strict", "path=/", "max-age=43200",
    }  # fmt: skip
    behind = create_app(replace(team.state.settings, proxy=Proxy(("10.0.0.2",)), names=("press.example",)))
    browser = TestClient(behind, base_url="https://press.example", client=("10.0.0.2", 1))
    secure = {"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}
    csrf = token_of(browser.get("/login", headers=secure).text)
    answer = browser.post("/login", data={**fields, "csrf": csrf}, headers=secure, follow_redirects=False)
    session = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-crossbearing-8000="))
    assert "; Secure" in session
    assert auditing.logged(behind.state.store)[0].address == "192.0.2.7"


def test_a_login_changes_the_token_and_a_logout_ends_it(team: FastAPI) -> None:
    browser = stranger(team)
    first = token_of(browser.get("/login").text)
    fields = {"csrf": first, "name": "bo", "password": PASSWORD}
    assert browser.post("/login", data=fields).status_code == 200
    second = token_of(browser.get("/").text)
    assert second != first
    session = browser.cookies["crossbearing-8000"]
    assert browser.post("/logout", data={"csrf": first}).status_code == 403
    assert browser.post("/logout", data={"csrf": second}, follow_redirects=False).status_code == 303
    thief = stranger(team)
    thief.cookies.set("crossbearing-8000", session)
    assert thief.get("/", follow_redirects=False).status_code == 303


def test_a_session_set_before_the_login_is_none_after_it(team: FastAPI) -> None:
    browser = stranger(team)
    browser.cookies.set("crossbearing-8000", "chosen-by-another")
    csrf = token_of(browser.get("/login").text)
    fields = {"csrf": csrf, "name": "bo", "password": PASSWORD}
    browser.post("/login", data=fields, follow_redirects=False)
    other = stranger(team)
    other.cookies.set("crossbearing-8000", "chosen-by-another")
    assert other.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "to",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/\t/evil.example", "/\n/evil.example", "http:evil.example", "evil.example", ""],
)  # fmt: skip
def test_no_login_leads_to_another_host(team: FastAPI, to: str) -> None:
    browser = stranger(team)
    page = browser.get("/login", params={"next": to})
    assert 'name="next" value="/"' in page.text
    fields = {"csrf": token_of(page.text), "name": "bo", "password": PASSWORD, "next": to}
    assert browser.post("/login", data=fields, follow_redirects=False).headers["location"] == "/"
    led = stranger(team).get("//evil.example/x", follow_redirects=False)
    assert led.status_code == 404 or led.headers["location"].startswith("/login?")


def test_a_login_leads_back_to_where_one_was(team: FastAPI) -> None:
    browser = stranger(team)
    led = browser.get("/documents?after=x&n=2", follow_redirects=False)
    assert led.headers["location"] == "/login?next=%2Fdocuments%3Fafter%3Dx%26n%3D2"
    page = browser.get(led.headers["location"])
    fields = {"csrf": token_of(page.text), "name": "bo", "password": PASSWORD, "next": "/documents?after=x&n=2"}
    assert browser.post("/login", data=fields, follow_redirects=False).headers["location"] == "/documents?after=x&n=2"


def test_guessing_at_the_login_is_slowed_and_told(own_demo: Path) -> None:
    add_people(str(own_demo))
    app = create_app(Settings(str(own_demo)))
    browser = stranger(app, "192.0.2.9")
    csrf = token_of(browser.get("/login").text)
    answers = [browser.post("/login", data={"csrf": csrf, "name": "ada", "password": f"guess {n}"}) for n in range(8)]
    assert [a.status_code for a in answers][:5] == [401] * 5
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert logged_in(app, "ada", PASSWORD, "192.0.2.1")


def test_one_person_gets_in_by_the_printed_token_and_nobody_else_does(demo: Path) -> None:
    app = create_app(Settings(str(demo), who="ada"))
    token = app.state.keys.single.token
    browser = stranger(app)
    assert "with its token" not in browser.get("/documents?token=guessed").text
    assert browser.get("/documents", follow_redirects=False).headers["location"].startswith("/login")
    answer = browser.get(f"/documents?a=1&token={token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents?a=1")
    assert browser.get("/documents").status_code == 200
    typed = stranger(app)
    csrf = token_of(typed.get("/login").text)
    assert typed.post("/login", data={"csrf": csrf, "token": "guessed"}).status_code == 401
    assert typed.post("/login", data={"csrf": csrf, "token": token, "next": "/documents"}).status_code == 200
    assert typed.get("/").status_code == 200
    assert typed.get("/password").status_code == 404
    assert "no accounts" in typed.get("/accounts").text
    assert typed.post("/accounts", data={"csrf": token_of(typed.get("/").text), "name": "x", "role": ADMIN,
                                         "password": PASSWORD}).status_code == 404  # fmt: skip
    assert accounts.accounts_of(app.state.store) == []


def test_a_program_brings_its_token_in_a_header(demo: Path, team: FastAPI) -> None:
    app = create_app(Settings(str(demo)))
    program = stranger(app)
    given = {"authorization": f"Bearer {app.state.keys.single.token}"}
    assert program.get("/api/v1/openapi.json", headers=given).status_code == 200
    assert not program.cookies
    assert program.get("/api/v1/openapi.json", headers={"authorization": "Bearer x"}).status_code == 401
    session = logged_in(team, "bo", PASSWORD).cookies["crossbearing-8000"]
    given = {"authorization": f"Bearer {session}"}
    assert stranger(team).post("/test/form", data={"a": "1"}, headers=given).json()["person"] == "bo"


def test_a_proxy_names_people_from_its_address_only(team: FastAPI) -> None:
    app = create_app(replace(team.state.settings, proxy=Proxy(("10.0.0.2",), "X-Remote-User")))
    named = {"x-remote-user": "BO"}
    proxied = stranger(app, "10.0.0.2")
    page = proxied.get("/", headers=named)
    assert ">bo<" in page.text
    assert proxied.post("/logout", headers=named).status_code == 403, "a form needs its token here too"
    csrf = token_of(page.text)
    assert proxied.post("/logout", headers=named, data={"csrf": csrf}, follow_redirects=False).status_code == 303
    assert proxied.get("/accounts", headers=named).status_code == 403
    for name in ("eve", "", "bo, ada"):
        assert proxied.get("/", headers={"x-remote-user": name}, follow_redirects=False).status_code == 303
    assert stranger(app, "10.0.0.3").get("/", headers=named, follow_redirects=False).status_code == 303
    assert stranger(team, "10.0.0.2").get("/", headers=named, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_more_than_is_taken_at_once_is_refused(team: FastAPI, kind: str) -> None:
    app = create_app(replace(team.state.settings, largest=2_000_000))
    browser = logged_in(app, "bo", PASSWORD)
    answer = browser.post("/logout", content=b"x" * 2_100_000, headers={"content-type": kind})
    assert answer.status_code == 413

    def dribbled() -> Iterator[bytes]:
        yield from (b"x" * 100_000 for _ in range(30))

    taken = browser.post("/login", content=dribbled(), headers={"content-type": kind})
    assert taken.status_code == (401 if kind == "text/plain" else 413), "what is no form is not read"
    lying = browser.post("/login", content=b"x", headers={"content-type": kind, "content-length": "-1"})
    assert lying.status_code in (400, 413)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "track"])
def test_methods_that_no_page_knows_are_refused(team: FastAPI, method: str) -> None:
    assert stranger(team).request(method, "/login").status_code == 405


def test_forms_of_accounts_do_what_they_say(own_demo: Path) -> None:
    add_people(str(own_demo))
    app = create_app(Settings(str(own_demo)))
    admin = logged_in(app, "ada", PASSWORD)
    added = {"name": "di", "role": CODER, "password": PASSWORD}
    assert admin.post("/accounts", data=added, follow_redirects=False).status_code == 303
    again = admin.post("/accounts", data=added)
    assert (again.status_code, "already" in again.text) == (422, True)
    assert PASSWORD not in again.text
    admin.post("/accounts/di/role", data={"role": READER})
    admin.post("/accounts/bo/disabled", data={"disabled": "yes"})
    admin.post("/accounts/di/password", data={"password": "nine brown owls at night"})
    assert "last admin" in admin.post("/accounts/ada/role", data={"role": READER}).text
    found = {a.name: (a.role, a.disabled) for a in accounts.accounts_of(app.state.store)}
    assert found == {"ada": (ADMIN, False), "bo": (CODER, True), "cy": (READER, False), "di": (READER, False)}
    di = logged_in(app, "di", "nine brown owls at night")
    wrong = {"former": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    assert di.post("/password", data=wrong).status_code == 401
    differing = {"former": "nine brown owls at night", "password": PASSWORD, "again": "x"}
    assert di.post("/password", data=differing).status_code == 422
    changed = {**differing, "again": PASSWORD}
    assert di.post("/password", data=changed, follow_redirects=False).status_code == 303
    assert di.get("/").status_code == 200
    shown = admin.get("/log").text
    for what in ("account added", "role changed", "account disabled", "password changed", "login failed", "login"):
        assert f">{what}<" in shown
    assert ">login<" not in admin.get("/log?what=role+changed").text
    assert "No line is like that" in admin.get("/log?who=' OR 1=1 --").text


def test_what_leaves_and_what_comes_in_is_logged(own_demo: Path) -> None:
    add_people(str(own_demo))
    app = create_app(Settings(str(own_demo)))
    assert logged_in(app, "cy", PASSWORD).get("/export/events_csv").status_code == 200
    assert logged_in(app, "bo", PASSWORD).get("/export/release.zip?licence=CC0-1.0").status_code == 200
    given = {"text": "Shells fell on Douma on Tuesday, a monitor said.", "published": "2014-03-11"}
    assert logged_in(app, "bo", PASSWORD).post("/ingest", data=given, follow_redirects=False).status_code == 303
    rows = [(r.who, r.what, r.about, r.said) for r in auditing.logged(app.state.store) if r.what != "login"]
    assert rows[:3] == [
        ("bo", "ingested", "0 files, 1 texts", ""),
        ("bo", "exported", "release", "CC0-1.0"),
        ("cy", "exported", "events_csv", ""),
    ]


def test_no_secret_is_in_any_log(own_demo: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    alone = create_app(Settings(str(own_demo)))
    signed_in(alone).get("/nowhere")
    add_people(str(own_demo))
    app = create_app(Settings(str(own_demo)))
    browser = logged_in(app, "ada", PASSWORD)
    browser.post("/login", data={"name": "ada", "password": "a wrong guess"})
    browser.post("/password", data={"former": PASSWORD, "password": "short", "again": "short"})

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError(PASSWORD)

    browser.get("/broken?token=abcdef")
    ours = "\n".join(
        f"{r.getMessage()} {r.exc_info}" for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))
    )
    kept = repr([(r.about, r.said, r.who) for r in auditing.logged(app.state.store)])
    secrets = (PASSWORD, "a wrong guess", alone.state.keys.single.token, browser.cookies["crossbearing-8000"], "abcdef",
               browser.headers["X-CSRF"])  # fmt: skip
    for secret in secrets:
        assert secret not in ours + kept
