"""The routes of the record: pages, filters, answers that have not changed, errors, and what docs/api.md tells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from crossbearing.store.store import Store
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.browsing import signed_in, stranger

API = "/api/v1"
LISTS = ["events", "claims", "documents", "tolls", "control", "agreements", "sources"]
DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def got(client: TestClient, at: str, **asked: Any) -> Any:
    answer = client.get(f"{API}{at}", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


@pytest.mark.parametrize("what", LISTS)
def test_pages_together_are_the_list_and_each_row_has_its_route(client: TestClient, what: str) -> None:
    found, after = [], None
    while True:
        page = got(client, f"/{what}", limit=3, **({"cursor": after} if after else {}))
        assert page["total"] == got(client, f"/{what}", limit=1)["total"]
        found += page["rows"]
        after = page["next"]
        if after is None:
            break
    assert len(found) == page["total"] > 1
    assert len({row["id"] for row in found}) == len(found)
    assert got(client, "/")[what] == page["total"]
    if what not in ("control", "sources"):
        for row in found[:: max(1, len(found) // 5)]:
            one = got(client, f"/{what}/{quote(row['id'], safe='')}")
            assert row.items() <= one.items()


def test_an_answer_that_has_not_changed_is_empty(client: TestClient) -> None:
    first = client.get(f"{API}/events?limit=2")
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(f"{API}/events?limit=2", headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(f"{API}/events?limit=3", headers={"if-none-match": tag}).status_code == 200
    assert client.get(f"{API}/events?limit=2", headers={"if-none-match": '"x"'}).headers["etag"] == tag


def test_a_record_that_changed_has_other_tags(own_demo: Path) -> None:
    client = signed_in(create_app(Settings(str(own_demo))))
    tag = client.get(f"{API}/events").headers["etag"]
    store = Store(str(own_demo))
    with store.writing() as connection:
        connection.execute(text("UPDATE state SET value = 'other' WHERE name = 'revision'"))
    assert client.get(f"{API}/events", headers={"if-none-match": tag}).status_code == 200


def test_a_former_event_leads_on_to_what_it_has_become(own_demo: Path) -> None:
    client = signed_in(create_app(Settings(str(own_demo))))
    [present] = [row["id"] for row in got(client, "/events", limit=1)["rows"]]
    store = Store(str(own_demo))
    with store.writing() as connection:
        row = {"present": present}
        connection.execute(
            text("INSERT INTO event_ids (former, present, why, made_at) VALUES ('ev-old', :present, 'merged', 'x')"),
            row,
        )
    answer = client.get(f"{API}/events/ev-old", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"{API}/events/{present}")
    assert client.get(f"{API}/events/ev-old").json()["id"] == present


@pytest.mark.parametrize(
    ("at", "status", "word"),
    [
        ("/events/none", 404, "no event none"),
        ("/claims/none", 404, "no claim none"),
        ("/documents/a%2Fb", 404, "no report a/b"),
        ("/tolls/none", 404, "no toll none"),
        ("/agreements/none", 404, "no agreement none"),
        ("/nothing", 404, ""),
        ("/events?since=yesterday", 422, "since"),
        ("/events?since=12", 422, "since"),
        ("/events?since=2014-03-12&until=2014-03-11", 422, "until"),
        ("/events?cursor=bnVsbA", 422, "cursor"),
        ("/events?order=-day&cursor=WyJkYXkiLDEsImEiXQ", 422, "another order"),
        ("/control?cursor=W10", 422, "cursor"),
        ("/events?limit=0", 422, "limit"),
        ("/events?limit=201", 422, "limit"),
        ("/events?killed_over=-1", 422, "killed_over"),
        ("/events?text=%00", 422, "text"),
        ("/events?place=%00", 422, "place"),
        ("/events?" + "&".join(["place=a"] * 51), 422, "place"),
        ("/claims/%00", 422, "id"),
        ("/map?bbox=1,2,3", 422, "bbox"),
        ("/map?bbox=1,2,nan,4", 422, "bbox"),
        ("/map?bbox=0,5,10,1", 422, "bbox"),
        ("/map?zoom=inf", 422, "zoom"),
        ("/search", 422, "text"),
    ],
)
def test_an_error_is_a_problem_that_names_what_is_wrong(client: TestClient, at: str, status: int, word: str) -> None:
    answer = client.get(f"{API}{at}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert word in problem["detail"]


def test_who_is_not_known_is_told_so(demo: Path) -> None:
    app = create_app(Settings(str(demo)))
    answer = stranger(app).get(f"{API}/events")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    token = {"authorization": f"Bearer {app.state.keys.single.token}"}
    assert stranger(app).get(f"{API}/events", headers=token).status_code == 200


def test_other_methods_are_refused_with_what_is_allowed(client: TestClient) -> None:
    answer = client.post(f"{API}/events")
    assert answer.status_code in (403, 405)
    assert answer.headers["content-type"] == "application/problem+json"


def test_facets_map_and_search_tell_of_the_same_events(client: TestClient) -> None:
    facets = got(client, "/facets", kind="strike")
    assert facets["total"] == got(client, "/events", kind="strike")["total"] > 0
    for choice in facets["places"]:
        assert got(client, "/events", kind="strike", place=choice["id"], limit=1)["total"] == choice["events"]
    shown = got(client, "/map", zoom=12)
    assert sum(f["properties"]["events"] for f in shown["features"]) == shown["events"]
    assert shown["events"] + shown["unplaced"] == got(client, "/")["events"]
    assert got(client, "/map", bbox="0,0,1,1")["features"] == []
    found = got(client, "/search", text="Ḥarasta")
    assert found["total"] == got(client, "/events", text="Harasta")["total"] > 0
    assert got(client, "/search", text="!?") == {"total": 0, "events": [], "documents": [], "claims": []}


def test_an_empty_store_has_empty_lists(empty: TestClient) -> None:
    for what in LISTS:
        assert got(empty, f"/{what}") == {"total": 0, "next": None, "rows": []}
    assert got(empty, "/facets")["days"] == []
    assert got(empty, "/map")["features"] == []
    assert got(empty, "/voices") == []
    assert got(empty, "/search", text="war")["total"] == 0


def test_the_document_of_the_routes_describes_errors_and_examples(client: TestClient) -> None:
    told = client.get(f"{API}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert all(path.startswith(API) for path in told["paths"])
    for path in told["paths"].values():
        for route in path.values():
            assert {"200", "304", "400", "401", "422", "503"} <= set(route["responses"])
            assert list(route["responses"]["422"]["content"]) == ["application/problem+json"]
            assert route["description"]
    schemas = told["components"]["schemas"]
    assert schemas["Problem"]["properties"]["status"]
    assert "HTTPValidationError" not in schemas
    assert schemas["EventSummary"]["properties"]["title"]["examples"]


def examples() -> list[tuple[str, Any]]:
    """Return the questions of the manual with what it says is answered."""
    found = re.findall(r"```http\nGET (\S+)\n```\s+```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return [(at, json.loads(told)) for at, told in found]


def holds(answer: Any, told: Any) -> bool:
    """Say whether an answer has all that is told of it: fields may be left out, and rows at the end."""
    if isinstance(told, dict):
        return isinstance(answer, dict) and all(k in answer and holds(answer[k], v) for k, v in told.items())
    if isinstance(told, list):
        return isinstance(answer, list) and len(answer) >= len(told) and all(map(holds, answer, told))
    return bool(answer == told)


@pytest.mark.parametrize(("at", "told"), examples(), ids=[at for at, _ in examples()])
def test_the_manual_tells_what_is_answered(client: TestClient, at: str, told: Any) -> None:
    answer = client.get(at)
    assert holds(answer.json(), told), answer.text


def test_the_manual_has_examples_of_every_route(client: TestClient) -> None:
    named = {at.partition("?")[0].split("/")[3] for at, _ in examples()}
    assert {*LISTS, "facets", "map", "search", "voices"} <= named
