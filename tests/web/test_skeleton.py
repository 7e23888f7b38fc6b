"""The frame of every page: headers, errors, files, and that the list of happenings and the reports are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.cli.app import run_command
from crossbearing.model.errors import StoreError
from crossbearing.store.store import Store
from crossbearing.web.app import create_app
from crossbearing.web.pages import MENU
from crossbearing.web.security.headers import POLICY
from crossbearing.web.settings import Settings
from tests.web.browsing import signed_in


@pytest.mark.parametrize("at", [at for _, at, _ in MENU] + ["/healthz", "/nowhere"])
def test_every_answer_has_the_policy(client: TestClient, at: str) -> None:
    answer = client.get(at)
    assert answer.status_code == (404 if at == "/nowhere" else 200)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("at", [at for _, at, _ in MENU])
def test_pages_have_nothing_inline_and_nothing_from_elsewhere(client: TestClient, at: str) -> None:
    html = client.get(at).text
    assert not re.search(r"<script(?![^>]*\ssrc=\"/)|<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", html)


def test_happenings_lead_to_reports_and_claims(client: TestClient, demo: Path) -> None:
    html = client.get("/").text
    assert html.count('class="brief ') == min(50, len(Store(str(demo)).finished().ledgers.events))
    [claim, *_] = Store(str(demo)).finished().claims
    answer = client.get(f"/claims/{claim.id.replace('/', '%2F')}", follow_redirects=False)
    assert answer.status_code == 303
    at, _, anchor = answer.headers["location"].partition("#")
    assert f'id="{anchor}"' in client.get(at).text


def test_files_are_known_by_their_bytes(client: TestClient) -> None:
    found = re.findall(r'"(/static/[^"]+)"', client.get("/").text)
    assert len(found) >= 4
    for at in found:
        answer = client.get(at)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/..%2Fapp.py").status_code == 404
    assert client.get("/vendor/%2E%2E/web/app.py").status_code == 404
    assert client.get("/static/../settings.py").status_code == 404


def test_what_is_missing_is_a_page_for_people_and_a_problem_for_programs(client: TestClient) -> None:
    page = client.get("/documents/no-such<b>")
    assert page.status_code == 404
    assert "no-such&lt;b&gt;" in page.text
    problem = client.get("/documents/x", headers={"accept": "application/problem+json"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json() == {
        "type": "about:blank", "title": "Not Found", "status": 404, "detail": "There is no report x in this store."
    }  # fmt: skip


def test_a_fault_is_told_without_its_words(demo: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(str(demo)))

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the password is swordfish")

    answer = signed_in(app).get("/broken")
    assert answer.status_code == 500
    assert "swordfish" not in answer.text + caplog.text
    assert answer.headers["content-security-policy"] == POLICY


def test_an_empty_store_says_what_to_do(empty: TestClient) -> None:
    assert 'href="/ingest"' in empty.get("/").text


def test_no_other_machine_is_served(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["serve", "--db", str(demo), "--host", "0.0.0.0"]) == 1
    assert "without accounts" in capsys.readouterr().err


def test_what_is_wrong_with_a_store_names_no_path(demo: Path) -> None:
    app = create_app(Settings(str(demo), who="ada"))

    @app.get("/broken")
    def broken() -> None:
        raise StoreError("/srv/team/record.db: holds no store")

    with signed_in(app) as browser:
        for accept in ("text/html", "application/problem+json"):
            answer = browser.get("/broken", headers={"accept": accept})
            assert answer.status_code == 503
            assert "/srv/team" not in answer.text
            assert "noted where the application was started" in answer.text
