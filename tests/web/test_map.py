"""The map's routes: what they give, what they refuse, and that the page shows the same without script."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.web.map_frame import LANDS
from crossbearing.web.pages.about import others

ROOT = Path(__file__).parents[2]
SYRIA = "west=33&south=32&east=40&north=38"


def hrefs(found: object) -> list[str]:
    return re.findall(r'"href": "(/events/[^"]+)"', json.dumps(found))


def test_the_page_holds_the_drawn_map_and_the_list_before_any_script(client: TestClient) -> None:
    html = client.get("/map").text
    assert '<svg viewBox="0 0 1000' in html
    listed = set(re.findall(r'<a href="(/events/[^"]+)"', html))
    features = client.get("/map/places.json?zoom=20").json()["features"]
    assert listed == set(hrefs(features))
    assert all(client.get(at).status_code == 200 for at in sorted(listed)[:3])
    for anchor in re.findall(r'<a href="#(p\d+)"', html):
        assert f'id="{anchor}"' in html, "a ring of the drawn map leads to its line in the list"


def test_every_file_that_the_map_loads_is_there(client: TestClient) -> None:
    html = client.get("/map").text
    for name in ("script", "worker", "sheet", "coarse", "fine", "lakes", "rivers"):
        [at] = re.findall(rf'data-{name}="([^"]+)"', html)
        answer = client.get(at)
        assert answer.status_code == 200, at
        assert "immutable" in answer.headers["cache-control"]


def test_lands_travel_packed_and_plain_to_who_cannot_unpack(client: TestClient) -> None:
    packed = client.get("/map/lands/rivers.json")
    plain = client.get("/map/lands/rivers.json", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert client.get("/map/lands/../../app.json").status_code == 404
    assert client.get("/map/lands/roads.json").status_code == 404
    assert gzip.compress(b"x", mtime=0) == gzip.compress(b"x", mtime=0)


def test_the_window_and_the_filters_narrow_the_places(client: TestClient) -> None:
    whole = client.get(f"/map/places.json?{SYRIA}&zoom=20").json()
    assert whole["seen"]["happenings"] > 10
    assert client.get("/map/places.json?west=0&south=0&east=1&north=1").json()["features"] == []
    disputed = client.get(f"/map/places.json?{SYRIA}&zoom=20&disputed=yes").json()["seen"]
    assert 0 < disputed["happenings"] == disputed["disputed"] == whole["seen"]["disputed"] < whole["seen"]["happenings"]
    only = client.get("/map/places.json?place=sy:harasta&zoom=20").json()
    assert "Harasta" in {f["properties"]["name"] for f in only["features"]}
    assert 0 < only["seen"]["happenings"] < whole["seen"]["happenings"]
    early = client.get(f"/map/places.json?{SYRIA}&zoom=20&day=2014-03-12").json()["seen"]["happenings"]
    assert 0 < early < whole["seen"]["happenings"]
    assert client.get("/map/places.json?voice=nobody").json()["seen"]["happenings"] == 0


def test_places_come_together_when_one_looks_from_afar(client: TestClient) -> None:
    far = client.get("/map/places.json?zoom=3").json()
    near = client.get("/map/places.json?zoom=16").json()
    assert far["seen"] == near["seen"]
    assert len(far["features"]) < len(near["features"])
    assert {f["properties"]["kind"] for f in near["features"]} == {"place"}


def test_control_is_that_of_the_day(client: TestClient) -> None:
    early, late = (client.get(f"/map/control.json?day={day}").json() for day in ("2014-03-10", "2014-03-31"))
    assert early != late
    assert late["features"]
    assert late["day"] == "31 March 2014"
    held = late["features"][0]["properties"]
    assert held["words"]
    assert held["holder"] or held["contender"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/map/places.json?west=abc", 422),
        ("/map/places.json?north=95", 422),
        ("/map/places.json?zoom=nan", 422),
        ("/map/places.json?day=2014-3-1", 422),
        ("/map/places.json?day=%27;drop", 422),
        ("/map/control.json", 422),
        ("/map/control.json?day=2014-02-31", 404),
        ("/map/towns.json?west=1", 422),
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, asked: str, status: int) -> None:
    answer = client.get(asked, headers={"accept": "application/problem+json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_empty_store_says_what_to_do(empty: TestClient) -> None:
    answer = empty.get("/map")
    assert answer.status_code == 200
    assert "data-live-map" not in answer.text
    assert 'href="/ingest"' in answer.text
    assert empty.get("/map/places.json").json()["features"] == []


def test_all_that_others_made_is_named_with_its_licence(client: TestClient) -> None:
    vendor = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["hooks"]
    folders = set(vendor["custom"]["vendor"])
    assert folders == {text.partition("/")[0] for other in others() for text in other.texts}
    assert {LANDS[name].partition("/")[0] for name in LANDS} <= folders
    html = client.get("/about").text
    told = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    for other in others():
        assert other.name in html
        assert other.name in told
        for text in other.texts:
            assert client.get(f"/licences/{text}").status_code == 200
    assert "CC BY 4.0" in html
    assert client.get("/licences/world-atlas/countries-10m.json").status_code == 404
    assert client.get("/licences/..%2F..%2Fapp.py").status_code == 404
