"""Only public addresses are fetched, only what is new is sent, and a server can neither flood nor mislead us."""

from __future__ import annotations

import gzip
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crossbearing.fetch import addresses, sources, web
from crossbearing.fetch.sources import gather, rounds, settle
from crossbearing.model.errors import FetchError
from crossbearing.store.fetches import fetched
from crossbearing.store.store import Store
from tests.store.made import MAKER

WORDS = b"Shells fell on Douma on Tuesday, a monitor said.\n"


FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Coast Herald</title><link>https://example.org/</link>
<item><title>Shells on Douma</title><link>https://example.org/1</link><guid>https://example.org/1</guid>
<pubDate>Tue, 11 Mar 2014 10:00:00 GMT</pubDate>
<description>Shells fell on Douma on Tuesday, a monitor said.</description>
</item><item><title>Rebels leave</title><link>https://example.org/2</link><guid>https://example.org/2</guid>
<pubDate>Wed, 12 Mar 2014 10:00:00 GMT</pubDate>
<description>Rebels left Idlib on Wednesday, residents said.</description>
</item></channel></rss>
"""


class Site(BaseHTTPRequestHandler):
    """Pages that a test may meet; ``asked`` keeps what was asked for."""

    asked: list[tuple[str, str | None]] = []  # noqa: RUF012
    fails = False

    def do_GET(self) -> None:
        Site.asked.append((self.path, self.headers.get("If-None-Match")))
        if Site.fails:
            self.answer(503, b"")
        elif self.path == "/report":
            if self.headers.get("If-None-Match") == '"v1"':
                self.answer(304, b"")
            else:
                self.answer(200, WORDS, **{"Content-Type": "text/plain", "ETag": '"v1"'})
        elif self.path == "/articles":
            line = json.dumps({"id": "x1", "text": WORDS.decode(), "url": "https://example.org/x1"}).encode()
            self.answer(200, line + b"\n", **{"Content-Type": "application/jsonl"})
        elif self.path == "/feed":
            self.answer(200, FEED, **{"Content-Type": "application/rss+xml; charset=utf-8"})
        elif self.path == "/bomb":
            packed = gzip.compress(b"0" * (web.MAX_BYTES * 3))
            self.answer(200, packed, **{"Content-Type": "text/plain", "Content-Encoding": "gzip"})
        elif self.path == "/inside":
            self.answer(302, b"", Location="http://10.0.0.7/secret")
        elif self.path == "/file":
            self.answer(302, b"", Location="file:///etc/passwd")
        elif self.path == "/round":
            self.answer(302, b"", Location="/round")
        else:
            self.answer(200, b"\x00\x01", **{"Content-Type": "application/x-unknown"})

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked, Site.fails = [], False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def loopback_too(address: addresses.Address) -> bool:
    """Let a test reach its own server; all else is as it ships."""
    return address == ipaddress.ip_address("127.0.0.1") or addresses.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://169.254.169.254/latest", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://[fd00::1]/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as error:
        web.fetch(url)
    assert error.value.code == "not_public"


def test_a_name_that_leads_inside_is_refused_and_connected_to_by_no_other_answer(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked for once: a second answer that leads inside is never heard."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    reached: list[str] = []

    def lookup(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in next(answers)]

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        reached.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(web.socket, "create_connection", connect)
    with pytest.raises(FetchError, match="did not answer"):
        web.fetch("http://rebinding.example/")
    assert reached == ["93.184.216.34"]
    with pytest.raises(FetchError, match="which is no public address"):
        web.fetch("http://rebinding.example/")
    assert reached == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("path", "code"),
    [("/inside", "not_public"), ("/file", "bad_address"), ("/round", "too_many_redirects"), ("/bomb", "too_large")],
)
def test_a_server_cannot_lead_inside_or_flood(site: str, path: str, code: str) -> None:
    with pytest.raises(FetchError) as error:
        web.fetch(site + path, allowed=loopback_too)
    assert error.value.code == code


def test_a_page_is_fetched_once_and_asked_again_for_news_only(site: str, tmp_path: Path) -> None:
    store = Store(str(tmp_path / "r.db"), create=True)
    first = gather([f"{site}/report"], store, keep_raw=True, allowed=loopback_too)
    [one] = first.given
    assert (one.document.text.strip(), one.document.url, one.raw) == (WORDS.decode().strip(), f"{site}/report", WORDS)
    assert one.retrieved_at is not None
    assert store.keep(first.given, MAKER)[0].outcome == "new"
    settle(store, first)
    assert gather([f"{site}/report"], store, allowed=loopback_too).given == ()
    assert Site.asked == [("/report", None), ("/report", '"v1"')]


def test_a_page_that_was_fetched_and_not_kept_before_a_kill_is_fetched_again(site: str, tmp_path: Path) -> None:
    store = Store(str(tmp_path / "r.db"), create=True)
    first = gather([f"{site}/report"], store, allowed=loopback_too)
    again = gather([f"{site}/report"], store, allowed=loopback_too)
    assert [one.document for one in again.given] == [one.document for one in first.given] != []
    assert Site.asked == [("/report", None), ("/report", None)]


def test_links_of_a_feed_are_followed_where_asked_and_a_page_takes_the_place_of_its_summary(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("feedparser", reason="the extra that reads feeds is not installed")
    linked = FEED.replace(b"https://example.org/1", f"{site}/report".encode())
    monkeypatch.setattr("tests.fetch.test_web.FEED", linked.replace(b"https://example.org/2", b"http://10.0.0.7/2"))
    store = Store(str(tmp_path / "r.db"), create=True)
    plain = gather([f"{site}/feed"], store, allowed=loopback_too)
    assert [path for path, _ in Site.asked] == ["/feed"]
    found = gather([f"{site}/feed"], store, allowed=loopback_too, follow=True)
    assert [path for path, _ in Site.asked] == ["/feed", "/feed", "/report"]
    assert [one.document.id for one in found.given] == [one.document.id for one in plain.given]
    assert [p.code for p in found.problems] == ["not_public"], "a feed may lead inside no more than a page may"
    documents = {one.document.url: one.document for one in found.given}
    page, summary = documents[f"{site}/report"], documents["http://10.0.0.7/2"]
    assert (page.text, page.outlet, page.published) == (WORDS.decode(), "Coast Herald", "2014-03-11")
    assert "summary_only" not in {p.code for p in page.problems}
    assert "summary_only" in {p.code for p in summary.problems}
    assert [kept.outcome for kept in store.keep(found.given, MAKER)] == ["new", "new"]
    settle(store, found)
    again = gather([f"{site}/feed"], store, allowed=loopback_too, follow=True)
    assert again.given == (), "what has not changed, or fails later, is not made worse"
    assert {kept.document.text for kept in store.snapshot().documents} == {page.text, summary.text}


def test_articles_keep_their_own_addresses(site: str, tmp_path: Path) -> None:
    store = Store(str(tmp_path / "r.db"), create=True)
    [one] = gather([f"{site}/articles"], store, allowed=loopback_too).given
    assert (one.document.id, one.document.url, one.origin) == ("x1", "https://example.org/x1", f"{site}/articles")


def test_a_feed_is_a_report_for_each_of_its_articles_and_a_corrected_one_a_version(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("feedparser", reason="the extra that reads feeds is not installed")
    store = Store(str(tmp_path / "r.db"), create=True)
    first = gather([f"{site}/feed"], store, allowed=loopback_too)
    assert sorted(one.document.url or "" for one in first.given) == ["https://example.org/1", "https://example.org/2"]
    assert {one.document.published for one in first.given} == {"2014-03-11", "2014-03-12"}
    assert [kept.outcome for kept in store.keep(first.given, MAKER)] == ["new", "new"]
    monkeypatch.setattr("tests.fetch.test_web.FEED", FEED.replace(b"Shells fell", b"Rockets fell"))
    again = gather([f"{site}/feed"], store, allowed=loopback_too)
    assert sorted(kept.outcome for kept in store.keep(again.given, MAKER)) == ["same", "version"]


def test_what_no_reader_is_for_is_said(site: str, tmp_path: Path) -> None:
    found = gather([f"{site}/other"], Store(str(tmp_path / "r.db"), create=True), allowed=loopback_too)
    assert [problem.code for problem in found.problems] == ["unknown_format"]


def test_who_fails_is_let_alone_longer_and_longer(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(str(tmp_path / "r.db"), create=True)
    url = f"{site}/report"
    clock = {"now": 0}

    def stamp(more: float) -> str:
        return f"{clock['now'] + more:012.0f}"

    monkeypatch.setattr(sources, "_stamp", stamp)
    Site.fails = True
    waits = []
    for _ in range(4):
        found = gather([url], store, again=True, allowed=loopback_too)
        assert [p.code for p in found.problems] == ["refused"]
        known = fetched(store, url)
        assert known is not None
        waits.append(int(known.next_at or 0) - clock["now"])
        asked = len(Site.asked)
        assert gather([url], store, again=True, allowed=loopback_too).problems == ()
        assert len(Site.asked) == asked, "it was asked before its time"
        clock["now"] = int(known.next_at or 0) + 1
    assert waits == [60, 120, 240, 480]
    Site.fails = False
    clock["now"] += 1_000
    assert len(gather([url], store, again=True, allowed=loopback_too).given) == 1
    known = fetched(store, url)
    assert known is not None
    assert (known.failures, known.next_at) == (0, None)


def test_a_watched_folder_is_looked_at_again_when_its_files_change(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_bytes(WORDS)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            (folder / "b.txt").write_bytes(WORDS)

    watched = rounds([str(folder)], Store(str(tmp_path / "r.db"), create=True), 5, wait)
    assert next(watched) == [str(folder)]
    assert next(watched) == [str(folder)]
    assert waited == [5, 5]
    assert list(rounds([str(folder)], Store(str(tmp_path / "r.db")), 0, wait)) == [[str(folder)]]
