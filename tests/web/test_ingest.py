"""Reports given in the browser are read in the background, and what came of it is told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.store.store import Store
from crossbearing.web.app import create_app
from crossbearing.web.jobs import DONE, FAILED, Job, Jobs
from crossbearing.web.reading import file_name
from crossbearing.web.settings import Settings
from tests.web.browsing import signed_in

SHELLED = "Government forces shelled the town of Douma on Sunday, killing four people, a local monitor said."
SEIZED = "Rebels seized the village of Maaret on Monday, a monitor said."


def ended(client: TestClient, at: str) -> str:
    """Return the page of a piece of work once it has ended."""
    until = time.monotonic() + 600
    while time.monotonic() < until:
        html = client.get(at, headers={"HX-Request": "true"}).text
        if "hx-get" not in html:
            return html
        time.sleep(0.05)
    raise AssertionError("the work did not end")


def test_files_and_text_are_read_and_told(own_demo: Path) -> None:
    client = signed_in(create_app(Settings(str(own_demo), who="ada")))
    before = len(Store(str(own_demo)).finished().documents)
    answer = client.post(
        "/ingest",
        data={"text": SHELLED, "outlet": "Suburb Courier", "published": "2014-03-24", "title": "Shells on Douma"},
        files=[
            ("files", ("../../one.txt", SEIZED, "text/plain")),
            ("files", ("picture.xyz", b"\0\1\2", "application/octet-stream")),
        ],
        follow_redirects=False,
    )
    assert answer.status_code == 303
    html = ended(client, answer.headers["location"])
    assert "Done" in html
    assert "2 new" in html
    assert "picture.xyz" in html
    finished = Store(str(own_demo)).finished()
    assert len(finished.documents) == before + 2
    [sent] = [d for d in finished.documents if d.outlet == "Suburb Courier"]
    assert (sent.title, sent.published) == ("Shells on Douma", "2014-03-24")
    assert f'href="/documents/{sent.id}"' in html
    assert "Shells on Douma" in client.get(f"/documents/{sent.id}").text
    assert "/tmp" not in html


def test_the_same_text_is_kept_once(own_demo: Path) -> None:
    client = signed_in(create_app(Settings(str(own_demo), who="ada")))
    for outcome in ("1 new", "1 same"):
        answer = client.post("/ingest", data={"text": SHELLED}, follow_redirects=False)
        assert outcome in ended(client, answer.headers["location"])


def test_what_is_no_day_is_said_and_the_text_stays(client: TestClient) -> None:
    answer = client.post("/ingest", data={"text": "<b>War</b> ended.", "published": "soon"})
    assert answer.status_code == 422
    assert "&lt;b&gt;War&lt;/b&gt; ended." in answer.text


def test_too_much_is_refused(demo: Path) -> None:
    client = signed_in(create_app(Settings(str(demo), largest=10_000)))
    answer = client.post("/ingest", files=[("files", ("a.txt", b"x" * 20_000, "text/plain"))])
    assert answer.status_code == 413


@pytest.mark.parametrize("at", ["/ingest/99", "/ingest/abc", "/ingest/99999999999999999999999"])
def test_no_such_work(client: TestClient, at: str) -> None:
    assert client.get(at).status_code in (404, 422)


def test_work_that_fails_does_not_stop_what_comes_after(caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs()

    def broken(job: Job) -> None:
        raise RuntimeError("secret")

    first = jobs.put("a", "ada", "r.db", broken)
    second = jobs.put("a", "ada", "r.db", lambda job: job.lines.append("told"))
    until = time.monotonic() + 120
    while not second.is_over and time.monotonic() < until:
        time.sleep(0.01)
    assert (first.state, second.state) == (FAILED, DONE)
    assert "secret" not in first.step
    assert second.lines == ["told"]
    assert [job.number for job in jobs.of("a", "r.db")] == [2, 1]
    assert jobs.of("a", "edition.db") == []
    assert (jobs.get(1, "r.db"), jobs.get(1, "edition.db")) == (first, None)


@pytest.mark.parametrize("name", ["", "..", "a/..", "\0", "C:\\", "con\n", ".hidden"])
def test_names_of_files_lead_nowhere(name: str) -> None:
    assert file_name(name) not in ("", ".", "..")
    assert not set(file_name(name)) & set("/\\\0\n")
