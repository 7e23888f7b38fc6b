"""What the pages say: of happenings, reports, sources, control, agreements, and of what is looked for."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from crossbearing.engines.stored import StoreSettings, StoreWork, keep_documents
from crossbearing.model.derived import Event
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import default_pipeline
from crossbearing.report.listed import listing
from crossbearing.store.store import Given, Store
from crossbearing.web.app import create_app
from crossbearing.web.pages import MENU, control
from crossbearing.web.settings import Settings
from tests.store.made import report
from tests.web.browsing import signed_in
from tests.web.made import MAKER

HOSTILE = '<script>alert(1)</script>{{ 7 * 7 }}" onload="x" <#e1> id="c1-3"'
ARABIC = "قصف جيش النظام مدينة دوما"


@pytest.fixture(scope="module")
def finished(demo: Path) -> Finished:
    return Store(str(demo)).finished()


@pytest.fixture(scope="module")
def strike(finished: Finished) -> Event:
    """The happening that most voices tell of."""
    return max(finished.ledgers.events, key=lambda event: len(event.families))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Pages over reports that try to be more than text."""
    path = str(tmp_path_factory.mktemp("hostile") / "record.db")
    store = Store(path, create=True)
    said = f"The army shelled the town of Douma on Sunday, killing four people, {HOSTILE} a monitor said."
    given = [
        report("a/b <i>.txt", said, title=HOSTILE, outlet=HOSTILE, published="2014-03-11"),
        report(
            "plain", said.replace("four", "nine"), title=f"{ARABIC} on Sunday", outlet="Wire", published="2014-03-12"
        ),
        report("..", "Rebels seized the village of Maaret, a monitor said.", url="javascript:alert(1)"),
    ]
    keep_documents(store, [Given(document, document.id) for document in given], MAKER)
    work = StoreWork(store, default_pipeline(), "test", MAKER, StoreSettings(), Faults(strict=True), listing)
    work.read(work.missing())
    work.derive()
    with signed_in(create_app(Settings(path))) as browser:
        yield browser


def shown(client: TestClient, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200, answer.text
    return answer.text


def rows(html: str) -> list[str]:
    return re.findall(r'<li class="brief .*?href="([^"]+)"', html)


# Overview and lists


def test_the_first_screen_says_what_happened_and_who_says_so(client: TestClient) -> None:
    html = shown(client, "/")
    for label in ("Deadliest", "Most disputed", "Who holds what", "Agreement", "Latest"):
        assert f'<b class="what">{label}</b>' in html
    assert "Eastern Suburbs Monitor" in html
    assert 'class="day-bar"' in html


@pytest.mark.parametrize("question", ["kind=strike", "disputed=yes", "killed=yes", "q=market", "since=2014-03-17"])
def test_a_filter_narrows_the_list_and_can_be_taken_away(client: TestClient, question: str) -> None:
    everything = rows(shown(client, "/"))
    html = shown(client, f"/?{question}")
    assert 0 < len(rows(html)) < len(everything)
    assert set(rows(html)) < set(everything)
    [without] = re.findall(r'<a href="([^"]+)" aria-label="without', html)
    assert rows(shown(client, unescape(without))) == everything


def test_choices_lead_to_as_many_happenings_as_they_say(client: TestClient) -> None:
    facets = shown(client, "/").partition('class="facets"')[2].partition("</aside>")[0]
    choices = re.findall(r'<li><a href="([^"]+)">.*?<span class="meta">(\d+)</span></li>', facets)
    assert len({at.partition("=")[0] for at, _ in choices}) == 4
    for at, number in choices[::4]:
        assert len(rows(shown(client, unescape(at)))) == int(number), at


def test_what_cannot_be_read_in_an_address_is_passed_over(client: TestClient) -> None:
    everything = rows(shown(client, "/"))
    assert rows(shown(client, "/?since=soon&disputed=perhaps&order=up&after=x&kind=")) == everything
    assert rows(shown(client, "/events?after=%00%ff")) == everything
    assert rows(shown(client, "/?place=nowhere")) == []
    assert "Nothing is told that fits" in shown(client, "/?place=nowhere")


def test_lists_go_on_from_a_cursor(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = rows(shown(client, "/events"))
    monkeypatch.setattr("crossbearing.web.happenings.screen.__defaults__", (7,))
    found, at = list[str](), "/events"
    while at:
        html = client.get(at, headers={"HX-Request": "true"}).text
        assert "<html" not in html
        found += rows(html)
        following = re.search(r'hx-get="([^"]+)"', html)
        at = unescape(following[1]) if following else ""
    assert found == everything


def test_orders_are_what_they_say(client: TestClient, strike: Event) -> None:
    for order in ("-killed", "-voices"):
        assert rows(shown(client, f"/?order={order}"))[0] == f"/events/{strike.id}"


def test_a_list_can_be_downloaded_as_what_it_shows(client: TestClient) -> None:
    for question in ("", "kind=strike"):
        answer = client.get(f"/events.csv?{question}")
        told = list(csv.DictReader(io.StringIO(answer.text)))
        assert [f"/events/{row['id']}" for row in told] == rows(shown(client, f"/?{question}"))


@pytest.mark.parametrize(
    ("at", "column", "number"),
    [("/control.csv", "place", 21), ("/control.csv?day=2014-03-18", "place", None), ("/agreements.csv", "type", 4),
     ("/documents.csv", "outlet", 8), ("/documents.csv?outlet=Levant Wire", "outlet", 2)],
)  # fmt: skip
def test_other_lists_are_tables_too(client: TestClient, finished: Finished, at: str, column: str, number: int) -> None:
    told = list(csv.DictReader(io.StringIO(client.get(at).text)))
    assert all(row[column] for row in told)
    wanted = len(finished.ledgers.control) if at == "/control.csv" else number
    assert told if wanted is None else len(told) == wanted


def test_words_and_copies_are_tables(client: TestClient) -> None:
    told = list(csv.DictReader(io.StringIO(client.get("/sources/naming.csv").text)))
    words = re.findall(r'<a class="word(?: label)?"[^>]*>([^<]+)</a>', shown(client, "/sources/naming"))
    assert Counter(row["word"] for row in told) == Counter(unescape(word) for word in words)
    assert {row["word"] for row in told if row["loaded"] == "yes"} >= {"Regime", "terrorists"}
    assert all(row["claims"] for row in told)
    [first, copy] = csv.DictReader(io.StringIO(client.get("/sources/copies.csv").text))
    assert (copy["outlet"], copy["copy_of"], copy["story"]) == ("Levant Wire", first["report"], first["report"])
    assert "shared" in copy["why"]


# One happening


def test_a_happening_says_what_all_say_and_what_is_disputed(client: TestClient, strike: Event) -> None:
    html = shown(client, f"/events/{strike.id}")
    for part in ("What all say", "What is disputed or told differently", "Who denies it or is silent", "Tolls"):
        assert f">{part}</h2>" in html
    assert "Disputed: who did it" in html
    agreed = html.partition('<p class="agreed">')[2].partition("</p>")[0]
    assert "Strike on crowded market in Harasta, 11 March 2014" in agreed
    assert agreed.count('class="mark ') > 2


def test_the_place_of_a_happening_leads_to_what_happened_there(client: TestClient, finished: Finished) -> None:
    led = 0
    for event in finished.ledgers.events:
        facts = shown(client, f"/events/{event.id}").partition('<p class="facts">')[2].partition("</p>")[0]
        if found := re.findall(r'href="(/\?place=[^"]+)"', facts):
            assert f"/events/{event.id}" in shown(client, unescape(found[0])), facts
            led += 1
    assert led > 10


def test_every_number_leads_to_its_sentence(client: TestClient, strike: Event) -> None:
    html = shown(client, f"/events/{strike.id}")
    figures = re.findall(r'class="figure" href="(/documents/[^"#]+)#(c\d+)"', html)
    assert len(figures) > 10
    for at, anchor in figures:
        assert '<article class="claim' in shown(client, at).partition(f'id="{anchor}"')[0][-60:]


def test_copies_stand_below_the_report_they_are_of(client: TestClient, strike: Event) -> None:
    html = shown(client, f"/events/{strike.id}")
    tree = html.partition('<ul class="tree">')[2].partition("</ul>\n</li>")[0]
    assert "Levant Wire" in tree


def test_a_former_happening_leads_to_what_it_has_become(own_demo: Path) -> None:
    store = Store(str(own_demo))
    [first, *_] = store.finished().ledgers.events
    with store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO event_ids (former, present, why, made_at) VALUES ('ev-old', ?, 'merged', '')", (first.id,)
        )
    with signed_in(create_app(Settings(str(own_demo)))) as browser:
        answer = browser.get("/events/ev-old", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, f"/events/{first.id}")
        assert browser.get("/events/ev-none").status_code == 404


def test_the_place_of_a_happening_is_a_part_with_an_address(client: TestClient, strike: Event) -> None:
    at = f"/events/{strike.id}/map"
    assert "<html" in shown(client, at)
    part = client.get(at, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert '<circle class="ring' in part
    assert "known to" in part


# Reports


def test_a_report_shows_each_claim_with_its_happening_and_rule(client: TestClient, finished: Finished) -> None:
    document = finished.documents[0]
    html = shown(client, f"/documents/{document.id}")
    own = [claim for claim in finished.claims if claim.document == document.id]
    assert html.count('<article class="claim') == len(own)
    assert set(re.findall(r"rule <code>([^<]+)</code>", html)) == {claim.rule for claim in own}
    assert f'<code class="hash">{document.sha256}</code>' in html


def test_reports_are_listed_by_outlet(client: TestClient, finished: Finished) -> None:
    outlet = finished.documents[0].outlet or ""
    html = shown(client, f"/documents?outlet={quote(outlet)}")
    listed = re.findall(r'<td data-l="Report"><span><a href="/documents/([^"]+)"', html)
    assert sorted(listed) == sorted(d.id for d in finished.documents if d.outlet == outlet)
    assert "Give it some" in shown(client, "/documents?outlet=Nobody") or "No report of this outlet" in html or listed


def test_a_report_that_was_not_read_yet_shows_its_text(own_demo: Path) -> None:
    store = Store(str(own_demo))
    store.keep([Given(report("late", "Shells fell on Zamalka. Nobody was hurt."), "late.txt")], MAKER)
    with signed_in(create_app(Settings(str(own_demo)))) as browser:
        html = shown(browser, "/documents/late")
    assert "Shells fell on Zamalka." in html
    assert "not read yet" in html


# Sources, control, agreements, search


def test_sources_are_counted_and_never_scored(client: TestClient, finished: Finished) -> None:
    html = shown(client, "/sources")
    assert html.count('data-l="Who"') == len(finished.ledgers.sources)
    assert '<line class="tie' in html
    told = list(csv.DictReader(io.StringIO(client.get("/sources.csv").text)))
    assert {row["id"] for row in told} == {profile.id for profile in finished.ledgers.sources}


def test_words_for_an_actor_lead_to_their_sentences(client: TestClient) -> None:
    html = shown(client, "/sources/naming")
    [at] = re.findall(r'<a class="word label" href="([^"#]+)#c\d+"[^>]*>revolutionaries</a>', html)
    assert "revolutionaries" in shown(client, at)
    loaded = re.findall(r'<a class="word label"[^>]*>([^<]+)</a>', html)
    assert {"Terrorist", "terrorists", "Regime"} <= set(loaded), "read as actors too, and loaded all the same"
    assert not re.findall(r'<a class="word"[^>]*>(?:Regime|[Tt]errorists?)</a>', html)
    assert "named differently" in shown(client, "/sources/pairs")
    assert client.get("/sources/naming?part=99").status_code == 404
    assert client.get("/sources/naming?part=-1").status_code == 404


def test_copies_are_trees(client: TestClient) -> None:
    html = shown(client, "/sources/copies")
    assert "Levant Wire" in html.partition('class="tree"')[2]


def test_control_as_of_a_day(client: TestClient) -> None:
    html = shown(client, "/control?day=2014-03-18")
    assert ">18 March 2014</h2>" in html
    assert "held by Syrian opposition armed groups" in html
    assert "two districts" not in html.partition("</table>")[0]
    assert "Of no such place" in shown(client, "/control?q=Atlantis")
    assert "what cannot all hold. <a" in shown(client, "/control?disputed=yes"), "a place is not denied to be told of"
    assert shown(client, "/control?day=never") == shown(client, "/control")


def test_many_places_are_offered_region_by_region(
    client: TestClient, finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = {row.place for row in finished.ledgers.control}
    assert 'aria-label="Regions"' not in shown(client, "/control"), "a few places need no regions"
    monkeypatch.setattr(control, "MOST", 3)
    assert len(held) > 3
    offered = shown(client, "/control").partition('aria-label="Regions"')[2].partition("</nav>")[0]
    regions = re.findall(
        r'href="([^"]+)"[^>]*>(?:<bdi>([^<]+)</bdi>|region not known)</a> <span class="meta">(\d+)', offered
    )
    assert sum(int(number) for _, _, number in regions) == len(held)
    assert len(regions) > 1
    seen: set[str] = set()
    for to, name, number in regions:
        at = unescape(to)
        html = shown(client, at)
        assert f"{number} place" in html
        assert 'aria-current="page"' in html
        rows = list(csv.DictReader(client.get(at.replace("/control?", "/control.csv?")).text.splitlines()))
        there = {row["place"] for row in rows}
        assert len(there) == int(number)
        assert not there & seen
        above = {p for c in finished.claims for x in c.places if x.place in there for p in (x.place, *x.parents)}
        assert (len(above) > 1) == bool(name), "whose region is not known lies in nothing known"
        seen |= there
    assert seen == held
    assert "Of no such place" in shown(client, "/control?region=nowhere-at-all")


def test_agreements_have_terms_and_an_address(client: TestClient, finished: Finished) -> None:
    html = shown(client, "/agreements")
    assert html.count('<article class="agreement">') == len(finished.ledgers.agreements)
    assert "due 16 March 2014" in html
    assert "Broken by" in html
    for agreement in finished.ledgers.agreements:
        alone = shown(client, f"/agreements/{quote(agreement.id, safe='')}")
        assert alone.count('<article class="agreement">') == 1
        assert "broken first" not in alone
        assert alone.count("<h1>") == 1
        assert "<h3>" not in alone, "its title stands once, with how far it has come"
        assert '<span class="tag' in alone.partition("<h1>")[2].partition("</h1>")[0]
    assert client.get("/agreements/none").status_code == 404


def test_names_are_found_in_any_spelling_and_words_in_texts(client: TestClient) -> None:
    html = shown(client, "/search?q=Dooma")
    assert ">Douma</span>" in html
    assert rows(html)
    found = shown(client, "/search?q=market")
    assert "<mark>market</mark>" in found
    assert "<bdi>Regime warplanes massacre shoppers in Harasta</bdi></a>" in found, "reports are named by their titles"
    assert "air strike in <bdi>Regime warplanes massacre shoppers in Harasta</bdi>" in found
    assert "Nothing holds all of these words" in shown(client, "/search?q=zeppelin")
    for odd in ('"', "***", "a" * 5000, "NEAR(", "%00"):
        shown(client, f"/search?q={quote(odd)}")


# All pages


@pytest.mark.parametrize("at", [at for _, at, _ in MENU])
def test_an_empty_store_says_what_to_do_next(empty: TestClient, at: str) -> None:
    html = shown(empty, at)
    if at not in ("/search", "/ingest", "/review"):
        assert 'href="/ingest"' in html.partition("<main")[2]


def attributes(html: str) -> set[str]:
    """The names of all attributes, as a browser reads them: a value may hold what looks like one."""
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update(name for name, _ in attrs)

    Reader().feed(html)
    return found


def test_attributes_are_read_as_a_browser_does() -> None:
    assert attributes('<td data-l="&lt;svg onload=go()&gt;">x</td>') == {"data-l"}
    assert attributes('<td data-l=""><svg onload=go()>') == {"data-l", "onload"}


@pytest.mark.parametrize(
    "at",
    ["/", "/documents", "/sources", "/sources/naming", "/control", "/search?q=Douma", "/documents/a%2Fb%20%3Ci%3E.txt"],
)
def test_reports_stay_text(hostile: TestClient, at: str) -> None:
    html = shown(hostile, at)
    assert "<script>alert" not in html
    assert not [name for name in attributes(html) if name.startswith("on")]
    assert '"<#' not in html


def test_a_hostile_report_has_its_own_page_and_no_foreign_links(hostile: TestClient) -> None:
    listed = re.findall(r'<td data-l="Report"><span><a href="([^"]+)"', shown(hostile, "/documents"))
    assert len(listed) == 3
    html = shown(hostile, unescape(next(at for at in listed if "%2F" in at)))
    assert "{{ 7 * 7 }}" in html
    assert "javascript:" not in "".join(hostile.get(at).text for at in listed if at != "/documents/..")


def test_right_to_left_words_are_kept_apart(hostile: TestClient) -> None:
    html = shown(hostile, "/documents/plain")
    assert ARABIC in html
    assert re.search(r'<h1 dir="auto"', html)
