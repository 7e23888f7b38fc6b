"""Review in a browser without script: by forms alone one decides, corrects, adds, joins, codes twice, adjudicates."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.accounts import accounts
from crossbearing.accounts.auditing import By, logged
from crossbearing.accounts.roles import ADJUDICATOR, ADMIN, CODER, READER
from crossbearing.review.desk import desk
from crossbearing.review.gold import gold
from crossbearing.review.lanes import Lane
from crossbearing.store import clock
from crossbearing.store.judging import event_judgements
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.review.made import BEN, GAIN, STRIKE, TEXT, Archive, gain, held, strike, told
from tests.web.browsing import logged_in, signed_in

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "seven grey herons"
PEOPLE = {"root": ADMIN, "ada": CODER, "ben": CODER, "eve": ADJUDICATOR, "rob": READER}
NASTY = "<script>alert(1)</script> {{ 7 * 7 }} <img src=x onerror=alert(2)>"


def filled(path: Path) -> Archive:
    archive = Archive(str(path / "record.db"))
    one, two = told(outlet="North Post"), told("b/2", f"Later. {TEXT}", "2014-03-16", outlet="South Herald")
    archive.keep([(d, [strike(d), gain(d)]) for d in (one, two)])
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return filled(tmp_path)


@pytest.fixture
def alone(archive: Archive) -> Iterator[TestClient]:
    with signed_in(create_app(Settings(archive.url, who="ada"))) as made:
        yield made


@pytest.fixture
def team(archive: Archive) -> dict[str, TestClient]:
    by = By("root", "command line", clock.now())
    for name, role in PEOPLE.items():
        accounts.add_account(archive.store, name, role, PASSWORD, by)
    app = create_app(Settings(archive.url))
    return {name: logged_in(app, name, PASSWORD) for name in PEOPLE}


def form(html: str, button: str) -> dict[str, str]:
    """Return what a browser sends of the form that has a button, as it stands on the page, and the button."""
    for found in re.findall(r"<form[^>]*method=\"post\".*?</form>", html, re.DOTALL):
        if button not in found:
            continue
        values: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", found):
            name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name and (not kind or kind[1] != "checkbox" or " checked" in tag):
                values[unescape(name[1])] = unescape(value[1]) if value else ""
        for name, value in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', found, re.DOTALL):
            values[name] = unescape(value)
        for name, options in re.findall(r'<select name="([^"]*)">(.*?)</select>', found, re.DOTALL):
            chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
            values[name] = chosen[1] if chosen else ""
        name, value = re.findall(r'name="([^"]*)" value="([^"]*)"', button)[0]
        return {**values, name: value}
    raise AssertionError(f"no form with {button}")


def verdict(name: str) -> str:
    return f'name="verdict" value="{name}"'


def test_the_first_that_waits_is_shown_with_its_report_and_fields(alone: TestClient) -> None:
    html = alone.get("/review").text
    assert html.count('aria-current="true"') == 2  # in the queue and among the claims of the report
    assert 'mark class="now' in html
    assert f'data-at="{TEXT.index(GAIN)}"' in html
    assert 'name="p0.counts.0.best" value="7"' in html
    assert not re.search(r"<script(?![^>]*\ssrc=\"/)|<style|\sstyle=|\son\w+=", html)


def test_accepting_leads_on_to_the_next_and_is_kept_with_a_name(alone: TestClient, archive: Archive) -> None:
    html = alone.get("/review").text
    answer = alone.post("/review", data=form(html, verdict("accept")), follow_redirects=False)
    assert answer.status_code == 303
    first, second = desk(archive.store, "a").claims[0], desk(archive.store, "b/2").claims[0]
    assert (first.verdict, first.history[0].who) == ("accept", "ada")
    assert f"document=b%2F2&subject={second.subject}" in answer.headers["location"]
    page = alone.get(answer.headers["location"]).text
    assert "not in the record yet" in page


def test_what_was_decided_last_is_told_on_the_next_claim_and_can_be_taken_back_there(
    alone: TestClient, archive: Archive
) -> None:
    at = alone.post("/review", data=form(alone.get("/review").text, verdict("reject"))).url
    html = alone.get(str(at)).text
    assert re.search(r'You rejected <a href="[^"]+"><q[^>]*>Shells killed 7 civilians', html)
    assert desk(archive.store, "a").claims[0].verdict == "reject"
    back = alone.post("/review", data=form(html, verdict("undo")))
    assert "document=a&subject=" in str(back.url), "one is where one was"
    assert [one.verdict for one in desk(archive.store, "a").claims] == ["", ""]
    assert "data-last" not in alone.get(str(at)).text, "it was taken back"
    archive.decide("a", "accept", STRIKE, BEN)
    assert "data-last" not in alone.get(str(at)).text, "what others decided is not one's own"
    for odd in ("last=nowhere&last_subject=x", "last=a&last_subject=x", "last=a"):
        assert "data-last" not in alone.get(f"/review?{odd}").text


def test_a_queue_goes_on_where_its_page_ends(alone: TestClient, archive: Archive) -> None:
    many = [told(f"m{n:02}", f"{n}. {TEXT}") for n in range(25)]
    archive.keep([(d, [strike(d), gain(d)]) for d in many])
    html = alone.get("/review?state=all").text
    links = re.findall(r'<li><a href="([^"]+)"', html.partition("data-queue")[2].partition("</ol>")[0])
    assert len(links) == 50
    answer = alone.post("/review", data=form(alone.get(unescape(links[-1])).text, verdict("accept")))
    assert "cursor=" in str(answer.url)
    there = re.search(r'<li><a href="([^"]+)" aria-current="true"', answer.text.partition("data-queue")[2])
    assert there
    assert there[1] not in links


def test_the_history_names_claims_by_their_words(alone: TestClient, archive: Archive) -> None:
    archive.decide("a", "reject", GAIN)
    [line] = re.findall(r"<li><b>rejected</b>.*?</li>", alone.get("/review/history").text)
    assert f">{GAIN}</q>" in line
    assert ">taking</span>" in line
    [at] = re.findall(r'<a class="quiet" href="([^"]+)"', line)
    there = alone.get(unescape(at)).text
    assert re.search(rf'<mark class="now[^"]*" data-at="{TEXT.index(GAIN)}"', there), "the claim is at hand"


def test_what_was_judged_whole_is_downloaded_as_the_gold_of_the_command(
    team: dict[str, TestClient], archive: Archive
) -> None:
    none = team["ada"].get("/review/gold.zip")
    assert (none.status_code, "judged whole" in none.text) == (404, True)
    archive.decide("a", "accept", STRIKE)
    told = team["ada"].get("/review/gold.zip")
    assert (told.status_code, "a: 1 claims are not judged yet" in told.text) == (404, True)
    archive.decide("a", "reject", GAIN)
    assert "/review/gold.zip" in team["ada"].get("/review/progress").text
    answer = team["ada"].get("/review/gold.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == gold(archive.store).files
        assert [claim["class"] for claim in json.loads(packed.read("a.gold.json"))["claims"]] == ["strike.shelling"]
    assert [(line.who, line.about) for line in logged(archive.store, what="exported")] == [("ada", "gold")]
    assert team["rob"].get("/review/gold.zip").status_code == 403


def test_fields_are_corrected_by_words_of_the_report(alone: TestClient, archive: Archive) -> None:
    html = alone.get("/review?document=a").text
    sent = form(html, verdict("correct")) | {
        "p0.modality": "planned", "p0.actors.0.words": "Rebels", "p0.actors.0.role": "initiator",
        "p0.time.words": "on Tuesday", "p0.cue.words": "", "comment": "the plan of the day",
    }  # fmt: skip
    assert alone.post("/review", data=sent, follow_redirects=False).status_code == 303
    [claim] = [one.claims[0] for one in desk(archive.store, "a").claims if one.verdict == "correct"]
    assert (claim.modality, claim.actors[0].mention and claim.actors[0].mention.start) == ("planned", 47)
    assert claim.time is not None
    assert (claim.time.mention and claim.time.mention.text, claim.time.start) == ("on Tuesday", "2014-03-11")
    assert claim.places == strike(told()).places
    assert [c.best for c in claim.counts] == [7]
    page = alone.get("/review?document=a").text
    assert alone.get("/review/history").text.count("the plan of the day") == 1
    assert "<del>occurred</del>" in alone.get("/review/history?document=a").text
    assert "Take back" in alone.get(f"/review?document=a&subject={desk(archive.store, 'a').claims[0].subject}").text
    assert page.count("not judged") == 1


def test_what_does_not_stand_in_the_report_is_told(alone: TestClient, archive: Archive) -> None:
    html = alone.get("/review?document=a").text
    sent = form(html, verdict("correct")) | {"p0.places.0.words": "Aleppo"}
    answer = alone.post("/review", data=sent)
    assert answer.status_code == 422
    assert "&#39;Aleppo&#39; does not stand in the report" in answer.text
    for wrong, why in (
        ({"p0.class": "war.won"}, "no class"),
        ({"p0.counts.0.low": "99"}, "must not fall"),
        ({"p0.counts.0.best": "many"}, "no whole number"),
        ({"seen": ""}, "does not say what was seen"),
        ({"verdict": "praise"}, "none of accept"),
    ):
        answer = alone.post("/review", data=sent | {"p0.places.0.words": "Douma"} | wrong)
        assert (answer.status_code, why in answer.text) == (422, True), wrong
    assert len(desk(archive.store, "a").open) == 2


def test_a_missed_claim_is_added_taken_back_and_a_claim_is_split(alone: TestClient, archive: Archive) -> None:
    html = alone.get("/review?document=a&adding=1").text
    sent = form(html, verdict("add")) | {
        "p0.evidence.words": "took Harasta the same day",
        "p0.class": "combat.offensive",
    }
    assert alone.post("/review", data=sent, follow_redirects=False).status_code == 303
    added = next(one for one in desk(archive.store, "a").claims if one.verdict == "add")
    html = alone.get(f"/review?document=a&subject={added.subject}").text
    assert alone.post("/review", data=form(html, verdict("undo"))).status_code == 200
    assert [one.verdict for one in desk(archive.store, "a").claims] == ["", "", ""]
    subject = desk(archive.store, "a").claims[0].subject
    html = alone.get(f"/review?document=a&subject={subject}&parts=2").text
    sent = form(html, verdict("split")) | {"p1.class": "casualty.report", "p1.evidence.words": "killed 7 civilians"}
    assert alone.post("/review", data=sent, follow_redirects=False).status_code == 303
    [one] = [one for one in desk(archive.store, "a").claims if one.verdict == "split"]
    assert [claim.cls for claim in one.claims] == ["strike.shelling", "casualty.report"]


def test_who_comes_second_is_shown_what_the_first_decided(team: dict[str, TestClient], archive: Archive) -> None:
    pages = {name: team[name].get("/review?document=a").text for name in ("ada", "ben")}
    team["ada"].post("/review", data=form(pages["ada"], verdict("reject")) | {"comment": "a rumour"})
    late = team["ben"].post("/review", data=form(pages["ben"], verdict("correct")) | {"p0.modality": "ongoing"})
    assert late.status_code == 409
    assert "a rumour" in late.text
    assert "<bdi>ada</bdi>" in late.text
    assert form(late.text, verdict("correct"))["p0.modality"] == "ongoing"
    assert [one.verdict for one in desk(archive.store, "a").claims] == ["reject", ""]
    again = team["ben"].post("/review", data=form(late.text, verdict("correct")), follow_redirects=False)
    assert again.status_code == 303
    assert [row.who for row in desk(archive.store, "a").claims[0].history] == ["ada", "ben"]


def test_happenings_are_joined_and_taken_back(alone: TestClient, archive: Archive) -> None:
    events = [e for e in archive.store.finished().ledgers.events if e.cls.startswith("strike")]
    assert len(events) == 2
    at = f"/review/events?event={events[0].id}"
    html = alone.get(at).text
    sent = form(html, verdict("merge")) | {"typed": events[1].id, "comment": "one shelling"}
    assert alone.post("/review/events", data=sent, follow_redirects=False).status_code == 303
    [row] = event_judgements(archive.store)
    assert (row.verdict, row.who, row.body["comment"]) == ("merge", "ada", "one shelling")
    archive.derive()
    assert len([e for e in archive.store.finished().ledgers.events if e.cls.startswith("strike")]) == 1
    html = alone.get(at).text
    assert "one shelling" in html
    assert alone.post("/review/events", data=form(html, verdict("undo")), follow_redirects=False).status_code == 303
    sent = form(alone.get(at).text, verdict("split"))
    assert alone.post("/review/events", data=sent).status_code == 422
    marked = next(name for name in re.findall(r'name="(claim:[^"]+)"', html) if name.startswith("claim:b"))
    assert alone.post("/review/events", data=sent | {marked: "1"}, follow_redirects=False).status_code == 303
    assert [row.verdict for row in event_judgements(archive.store)] == ["merge", "undo", "split"]
    assert alone.get("/review/events?event=ev-nowhere").status_code == 404


def test_happenings_of_the_days_about_one_are_offered_by_their_titles(alone: TestClient, archive: Archive) -> None:
    third = told("c", f"At last. {TEXT}", "2014-03-14", outlet="East Wire")
    archive.keep([(third, [strike(third)])])
    archive.derive()
    struck = {e.start: e.id for e in archive.store.finished().ledgers.events if e.cls.startswith("strike")}
    join = alone.get(f"/review/events?event={struck['2014-03-11']}").text.partition('id="join"')[2]
    assert struck["2014-03-14"] in re.findall(r'name="other" value="([^"]+)"', join)
    assert "Douma" in join, "by its title"


def test_two_code_blind_a_third_adjudicates(team: dict[str, TestClient], archive: Archive) -> None:
    html = team["eve"].get("/review/rounds").text
    given = {"round": "pilot", "coders": "ada, ben", "documents": "a\n", "shown": "machine"}
    assert "Give reports to coders" in html
    assert "Give reports to coders" not in team["ada"].get("/review/rounds").text
    assert team["ada"].post("/review/rounds", data=given).status_code == 403
    assert team["eve"].post("/review/rounds", data=given, follow_redirects=False).status_code == 303
    at = "/review?document=a&round=pilot"
    for name, second in (("ada", "accept"), ("ben", "correct")):
        html = team[name].get(at).text
        assert html.count("not judged") >= 2
        team[name].post("/review", data=form(html, verdict("accept")))
        html = team[name].get(at).text
        shown = re.sub(r'"[0-9a-f]{64}"', "", html.partition("<main")[2])  # the token of a form may spell anything
        assert "ada" not in shown or name == "ada"
        team[name].post("/review", data=form(html, verdict(second)) | {"p0.modality": "planned"})
        where = "/review/rounds/adjudicate?round=pilot&document=a"
        assert team["eve"].get(where).status_code == 404
        hand = {"round": "pilot", "document": "a"}
        assert team[name].post("/review/rounds/hand-in", data=hand, follow_redirects=False).status_code == 303
    assert [one.verdict for one in desk(archive.store, "a").claims] == ["", ""]
    assert [one.verdict for one in desk(archive.store, "a", Lane("pilot", "ben")).claims] == ["accept", "correct"]
    html = team["eve"].get(where).text
    assert html.count('<p class="meta">they agree') == 1
    assert "<mark>planned</mark>" in html
    assert team["ada"].post("/review/rounds/adjudicate", data=hand | {"act": "agreed"}).status_code == 403
    assert team["eve"].post("/review/rounds/adjudicate", data=hand | {"act": "agreed"}).status_code == 200
    html = team["eve"].get(where).text
    line = html[html.rindex('<section id="l-') :]
    sent = form(line, 'name="taken" value="ben"')
    assert team["eve"].post("/review/rounds/adjudicate", data=sent, follow_redirects=False).status_code == 303
    assert team["eve"].post("/review/rounds/adjudicate", data=sent).status_code == 200  # the same sent twice
    assert team["eve"].post("/review/rounds/adjudicate", data=hand | {"act": "close"}).status_code == 200
    found = {claim.cls: claim.modality for claim in held(archive.derive())}
    assert found == {"strike.shelling": "occurred", "control.gain": "planned"}
    progress = team["ben"].get("/review/progress").text
    assert "F1 between ada and ben" in progress
    assert "The program against what was adjudicated" in progress
    assert re.search(r"<th>chain</th><td[^>]*>not told</td>", progress), "no zero where there was nothing to agree on"
    assert ">strikes and bombs</a>" in progress
    assert "accepted 1, corrected 1" in progress


def test_readers_see_nothing_of_it_and_nobody_writes_without_a_token(team: dict[str, TestClient]) -> None:
    for at in ("/review", "/review/rounds", "/review/history", "/review/progress", "/review/events?event=x"):
        assert team["rob"].get(at).status_code == 403, at
    for at in ("/review", "/review/events", "/review/rounds", "/review/rounds/hand-in", "/review/record"):
        assert team["rob"].post(at, data={}).status_code == 403, at
        assert team["ada"].post(at, data={}, headers={"X-CSRF": "no"}).status_code == 403, at


def test_what_reports_and_people_write_is_text_on_every_page(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path / "nasty.db"))
    document = told("a", f"{TEXT} {NASTY}", title=NASTY, outlet=NASTY)
    archive.keep([(document, [strike(document), gain(document)])])
    archive.decide("a", "reject", STRIKE, comment=NASTY)
    with signed_in(create_app(Settings(archive.url, who="ada"))) as browser:
        event = archive.store.finished().ledgers.events[0].id
        for at in (
            "/review?document=a", "/review/history", "/review/history?document=a", "/review/progress",
            f"/review/events?event={event}", f"/review?place={NASTY}&class={NASTY}&cursor={NASTY}&subject={NASTY}",
        ):  # fmt: skip
            html = browser.get(at).text
            assert "<script>alert" not in html, at
            assert "<img src=x" not in html, at
        assert browser.get("/review?document=nowhere").status_code == 404
        assert browser.get("/review?confidence=nan&parts=x&order=x&state=y&cursor=%5B%5D").status_code == 200
        assert browser.get("/review?round=pilot&document=a").status_code == 404
