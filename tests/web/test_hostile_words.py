"""A report full of markup, script and template syntax is text on every page; what an address asks for is a value."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.pipeline import default_pipeline
from crossbearing.report.listed import listing
from crossbearing.store.store import Store
from crossbearing.web.app import create_app
from crossbearing.web.security.headers import POLICY
from crossbearing.web.settings import Settings
from tests.store.made import MAKER, given, report
from tests.web.browsing import signed_in
from tests.web.walking import addresses, filled, ids_of, routes, walked, words_in

MARK = "zqvx"
HOSTILE = (
    f'<script>alert("{MARK}")</script>',
    f"<img src=x onerror=alert('{MARK}')>",
    f'"><svg onload="{MARK}()">',
    f"' autofocus onfocus='{MARK}()' x='",
    f'<div hx-get="/{MARK}" hx-trigger="load" hx-on::load="{MARK}()"></div>',
    f'<a href="javascript:{MARK}()">{MARK}</a>',
    f"<style>@import '//{MARK}.example';</style>",
    f'<meta http-equiv="refresh" content="0;url=//{MARK}.example">',
    f'<iframe srcdoc="{MARK}"></iframe><base href="//{MARK}.example/">',
    f"</textarea></title></script><{MARK}>",
    "{{ 191 * 49 }} {% for x in [1] %}{{ 191 * 49 }}{% endfor %} {# gone #}",
    "${191*49} #{191*49} <%= 191*49 %> [[191*49]]",
    f"&lt;{MARK}&gt; &#60;script&#62;",
    f"<!--{MARK}--> <![CDATA[{MARK}]]>",
    "\u202e\u2066reversed\u2069",
)
PRODUCT = "9359"
HANDLED = frozenset(
    """
    a abbr article aside b bdi blockquote body br button caption cite code col colgroup datalist dd del details dfn
    dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html i input ins kbd
    label legend li link main mark meta nav noscript ol optgroup option output p pre progress q s script search section
    select small span strong sub summary sup table tbody td template textarea tfoot th thead time title tr u ul var wbr
    circle clippath defs desc ellipse g line marker path pattern polygon polyline rect svg symbol text tspan use
    """.split()
)
"""What pages are made of; a report brings none of its own."""


class Elements(HTMLParser):
    """Collects what of a page could act: elements, attributes, and where they lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in HANDLED:
            self.wrong.append(f"<{tag}>")
        if tag == "script" and not re.fullmatch(r"/(static|vendor)/[^\"'<>]+", known.get("src") or ""):
            self.wrong.append(f"script {known}")
        if tag == "meta" and "http-equiv" in known:
            self.wrong.append(f"meta {known}")
        for name, value in attrs:
            said = value or ""
            leads = name in ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset")
            if name.startswith(("on", "hx-on")) or name in ("style", "srcdoc"):
                self.wrong.append(f"{tag} {name}={said}")
            if leads and not re.match(r"(/(?!/)|#|\?|data:image/|$)", said) and not _may_lead_out(tag, known):
                self.wrong.append(f"{tag} {name}={said}")
            if name.startswith("hx-") and MARK in said and not said.startswith(("/", "#", "?")):
                self.wrong.append(f"{tag} {name}={said}")
            if MARK in name:
                self.wrong.append(f"{tag} {name}")


def _may_lead_out(tag: str, known: dict[str, str | None]) -> bool:
    """Say whether an element is a link to where a report came from, which a person may follow."""
    return tag == "a" and (known.get("href") or "").startswith(("https://", "http://"))


def hostile_reports(url: str) -> Store:
    work = StoreWork(Store(url, create=True), default_pipeline(), "program", MAKER, listing=listing)
    documents = []
    for number, words in enumerate(HOSTILE):
        text = (
            f"Shells hit {words} Douma on Tuesday, killing {number + 2} civilians, the {words} Centre said. "
            f'"The army shelled Harasta {words}," said {words} Karim Haddad, a farmer. Rebels denied it. {words}'
        )
        documents.append(
            report(
                f"{number}-{words}"[:120].replace("\u202e", ""),
                text,
                title=words,
                outlet=f"The {words} Courier",
                url=f"javascript:{MARK}()" if number % 2 else f"https://example.org/{quote(words)}",
                published=f"2014-03-{11 + number % 5}",
            )
        )
    keep_documents(work.store, [given(d, f"{number}.txt") for number, d in enumerate(documents)], MAKER)
    work.read(work.missing())
    work.derive()
    return work.store


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    path = tmp_path_factory.mktemp("hostile") / "record.db"
    hostile_reports(str(path))
    return create_app(Settings(str(path), title="<b>Archive</b>", who='<i onclick="x">'))


@pytest.fixture(scope="module")
def browser(app: FastAPI) -> Iterator[TestClient]:
    with signed_in(app) as found:
        yield found


def test_words_of_reports_are_text_on_every_page(app: FastAPI, browser: TestClient) -> None:
    store: Store = app.state.store
    assert len(store.finished().ledgers.events) >= 3
    pages = with_mark = 0
    for address, answer in walked(browser, addresses(app, ids_of(store)), most=1500):
        assert answer.status_code < 500, address
        assert answer.headers["content-security-policy"] == POLICY, address
        assert answer.headers["x-content-type-options"] == "nosniff", address
        kind = answer.headers["content-type"].partition(";")[0]
        if kind != "text/html":
            assert kind not in ("text/xml", "application/xhtml+xml", "image/svg+xml"), address
            continue
        found = Elements()
        found.feed(answer.text)
        assert found.wrong == [], address
        assert PRODUCT not in answer.text, address
        pages += 1
        with_mark += MARK in answer.text
    assert pages > 30
    assert with_mark > 15


def test_the_words_themselves_are_shown_as_they_are(app: FastAPI, browser: TestClient) -> None:
    for document in app.state.store.finished().documents:
        shown = browser.get(f"/documents/{quote(document.id, safe='')}")
        assert shown.status_code == 200
        plain = html.unescape(re.sub(r"<[^>]*>", "", shown.text))
        words = document.title or ""
        assert "".join(words.split())[:12] in "".join(plain.split()), words


VALUES = {
    "sql": "' OR '1'='1'; DROP TABLE documents; UNION SELECT password FROM accounts --",
    "fts": 'NEAR("a" "b") OR col:x* AND (',
    "path": "../../../../../../etc/passwd",
    "null": "a\x00b",
    "long": "a" * 2000,
    "template": "{{7*7}}<script>",
    "header": "\r\nSet-Cookie: a=b",
    "letters": "\u202e" + "é" * 300,
    "number": "99999999999999999999",
    "not a number": "NaN",
    "day": "0000-99-99",
}


NAMES = """
    q place kind voice side disputed day since until from to after before cursor order what who n limit zoom bbox
    licence status start row source document
""".split()


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_what_an_address_asks_for_is_a_value_and_nothing_else(app: FastAPI, browser: TestClient, value: str) -> None:
    before = app.state.store.finished()
    for method, path in routes(app):
        if method != "GET" or path.startswith(("/static", "/vendor", "/map/lands")):
            continue
        given = re.sub(r"{[^}]*}", lambda _: quote(value, safe=""), path)
        for address, asked in ((given, None), (filled(path), dict.fromkeys(NAMES, value))):
            answer = browser.get(address, params=asked, follow_redirects=False)
            assert answer.status_code < 500, (address, value)
            assert "root:" not in words_in(answer), address
            assert "argon2" not in words_in(answer), address
            assert "a=b" not in str(answer.headers.get_list("set-cookie")), address
            lead = answer.headers.get("location", "/")
            assert lead.startswith("/"), address
            assert not lead.startswith("//"), address
    assert app.state.store.finished() == before


@pytest.mark.parametrize("path", ["/static/", "/vendor/", "/licences/", "/map/lands/"])
@pytest.mark.parametrize(
    "name",
    """
    ../app.py ..%2fapp.py %2e%2e/app.py ..%5capp.py ....//app.py /etc/passwd %2fetc%2fpasswd app.js%00
    ../../../../../../etc/passwd %2e%2e%2f%2e%2e%2fsettings.py . style.css/../../app.py ~root
    """.split(),
)
def test_no_file_but_those_that_pages_load_is_handed_out(browser: TestClient, path: str, name: str) -> None:
    answer = browser.get(path + name)
    assert answer.status_code in (404, 405)
    assert "create_app" not in answer.text


def test_uploads_are_kept_nowhere_but_in_the_store(
    app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    browser = signed_in(app)
    for name in ("../../evil.txt", "/tmp/evil-zqvx.txt", "..\\evil.txt", "a\x00.txt", "x" * 400 + ".txt"):
        answer = browser.post("/ingest", files={"files": (name, b"Shells fell on Douma.")})
        assert answer.status_code < 500, name
    assert not Path("/tmp/evil-zqvx.txt").exists()
    assert list(tmp_path.rglob("*evil*")) == []
