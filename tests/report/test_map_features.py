"""What the map that moves is given: places by zoom, their marks, and who held what on a day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from crossbearing.model.claim import Attribution, Claim, Mention, PlaceRole
from crossbearing.model.derived import ControlState, Record
from crossbearing.model.listed import ListedEvent, ListedVoice, Listing, Voice
from crossbearing.report.map import atlas_of, narrowed
from crossbearing.report.map_features import SEVERAL, control_features, held_on, place_features
from crossbearing.report.marks import Names
from crossbearing.report.places import Place
from crossbearing.store.asked import EventsAsked
from crossbearing.store.columns import listed_rows
from crossbearing.store.listing import View, viewing
from crossbearing.store.mapped import MOST_EVENTS, Window, largest, mapped
from crossbearing.store.schema import METADATA
from crossbearing.store.store import Store

VOICES = (Voice(0, "a", "Alpha News", "A", 1, "north", 1, 1), Voice(1, "b", "Beta Wire", "B", 2, "south", 1, 1))


def listed(rank: int, lat: float | None = 1.0, lon: float | None = 2.0, **changed: Any) -> ListedEvent:
    told: dict[str, Any] = {
        "id": f"e{rank:03}", "cls": "strike.air", "kind": "strike", "called": "air strike", "title": f"Strike {rank}",
        "days": "7 April 2018", "first": "2018-04-07", "last": "2018-04-07", "modality": "real", "polarity": "positive",
        "level": "incident", "grade": "C2", "airwars": "", "located": "Town", "place": "p", "place_name": "Town",
        "district": None, "district_name": None, "country": None, "country_name": None, "radius_km": 3.0,
        "from_lat": None, "from_lon": None, "to_lat": None, "to_lon": None, "documents": 1, "claims": 1, "voices": 1,
        "disputed": False, "killed": None, "killed_low": None, "killed_best": None, "killed_high": None,
        "first_seen": 0, "part_of": None,
    }  # fmt: skip
    return ListedEvent(rank=rank, lat=lat, lon=lon, **told | changed)


def said(event: int, *voices: int, denies: tuple[int, ...] = ()) -> tuple[ListedVoice, ...]:
    return tuple(ListedVoice(event, v, "denies" if v in denies else "affirms", 1) for v in voices)


@contextmanager
def looked(path: Path, events: list[ListedEvent], ties: tuple[ListedVoice, ...]) -> Iterator[View]:
    store = Store(str(path / "record.db"), create=True)
    rows = listed_rows(Listing(events=tuple(events), voices=VOICES, event_voices=ties), Record())
    with store.writing() as connection:
        for name, told in rows.items():
            if told:
                connection.execute(insert(METADATA.tables[name]), told)
    with viewing(store) as view:
        yield view


def features(view: View, zoom: float = 20) -> list[dict[str, Any]]:
    marks = mapped(view, EventsAsked(), Window(), zoom).marks
    return [f["properties"] for f in place_features(view, marks, "/events/{}".format)]


def only(path: Path, events: list[ListedEvent], *ties: ListedVoice) -> dict[str, Any]:
    with looked(path, events, ties) as view:
        [found] = features(view)
    return found


@pytest.mark.parametrize(
    ("events", "ties", "colour", "letter"),
    [
        (1, said(0, 0), 1, "A"),
        (1, said(0, 0, 1), SEVERAL, ""),
        (1, said(0, 0, 1, denies=(1,)), 1, "A"),
        (1, (), 0, ""),
        (2, (*said(0, 0), *said(1, 0)), 1, "2"),
        (2, (*said(0, 0), *said(1, 1)), SEVERAL, "2"),
        (MOST_EVENTS + 2, (*said(0, 1), *(tie for n in range(1, MOST_EVENTS + 2) for tie in said(n, 0))), SEVERAL, "7"),
        (MOST_EVENTS + 2, tuple(tie for n in range(MOST_EVENTS + 2) for tie in said(n, 1)), 2, "7"),
    ],
)
def test_a_place_has_the_colour_of_the_only_side_that_tells_of_it_and_the_letter_of_the_only_voice(
    tmp_path: Path, events: int, ties: tuple[ListedVoice, ...], colour: int, letter: str
) -> None:
    found = only(tmp_path, [listed(n) for n in range(events)], *ties)
    assert (found["colour"], found["letter"], found["count"]) == (colour, letter, events)


def test_a_place_is_planned_or_denied_only_where_all_of_it_is_and_has_its_best_grade(tmp_path: Path) -> None:
    spots = [
        listed(0, 1.0, modality="planned"),
        listed(1, 2.0, modality="planned"),
        listed(2, 2.0, grade="C4"),
        listed(3, 3.0, polarity="negative", grade="C1"),
        listed(4, 4.0, polarity="negative"),
        listed(5, 4.0, disputed=True),
    ]
    with looked(tmp_path, spots, said(0, 0)) as view:
        found = {
            f["geometry"]["coordinates"][1]: f["properties"]
            for f in place_features(view, mapped(view, EventsAsked(), Window(), 20).marks, str)
        }
    assert {lat: p["planned"] for lat, p in found.items()} == {1.0: True, 2.0: False, 3.0: False, 4.0: False}
    assert {lat: p["denied"] for lat, p in found.items()} == {1.0: False, 2.0: False, 3.0: True, 4.0: False}
    assert {lat: p["grade"] for lat, p in found.items()} == {1.0: 2, 2.0: 4, 3.0: 1, 4.0: 2}
    assert {lat: p["disputed"] for lat, p in found.items()} == {1.0: 0, 2.0: 0, 3.0: 0, 4.0: 1}


def test_what_is_listed_of_a_place_is_bounded_and_what_is_left_is_counted(tmp_path: Path) -> None:
    found = only(
        tmp_path, [listed(n, killed=n) for n in range(MOST_EVENTS + 3)], *said(MOST_EVENTS + 2, 0, 1, denies=(1,))
    )
    assert [event["href"] for event in found["events"]][:2] == [
        f"/events/e{MOST_EVENTS + 2:03}",
        f"/events/e{MOST_EVENTS + 1:03}",
    ]
    assert (len(found["events"]), found["more"]) == (MOST_EVENTS, 3)
    assert found["events"][0]["voices"] == [
        {"name": "Alpha News", "letter": "A", "colour": 1, "denies": False},
        {"name": "Beta Wire", "letter": "B", "colour": 2, "denies": True},
    ]


def test_a_road_is_a_line_between_its_ends(tmp_path: Path) -> None:
    found = only(
        tmp_path, [listed(0, located="Road between A and B", from_lat=0.5, from_lon=1.5, to_lat=1.5, to_lon=2.5)]
    )
    assert found["ends"] == [[1.5, 0.5], [2.5, 1.5]]
    assert found["name"] == "Road between A and B"


def test_places_that_would_cover_one_another_are_a_crowd_that_says_where_it_is(tmp_path: Path) -> None:
    events = [
        listed(0, 33.5, 36.3),
        listed(1, 33.52, 36.32, located="Market", place_name="Market", killed=9, disputed=True),
    ]
    with looked(tmp_path, events, ()) as view:
        [crowd] = features(view, zoom=3)
        assert len(features(view, zoom=16)) == 2
    assert crowd == {
        "kind": "crowd", "name": "Market", "places": 2, "count": 2, "disputed": 1, "box": [36.3, 33.5, 36.32, 33.52]
    }  # fmt: skip


@pytest.mark.parametrize("zoom", [2, 4.5, 6, 8, 11, 15])
def test_no_two_marks_cover_one_another_and_none_is_lost(tmp_path: Path, zoom: float) -> None:
    events = [listed(n, 30 + n * 37 % 101 * 0.05, 35 + n * 53 % 97 * 0.06) for n in range(300)]
    with looked(tmp_path, events, ()) as view:
        marks = mapped(view, EventsAsked(), Window(), zoom).marks
    assert sum(mark.events for mark in marks) == 300
    world = 512 * 2**zoom
    drawn = [
        (mark.lon / 360 * world, math.log(math.tan(math.pi / 4 + math.radians(mark.lat) / 2)) / (2 * math.pi) * world)
        for mark in marks
    ]
    apart = [math.dist(one, other) for number, one in enumerate(drawn) for other in drawn[:number]]
    assert min(apart, default=99.0) > 24, "half as far as a mark is wide"


def test_the_largest_places_are_each_alone_and_those_left_out_are_counted(tmp_path: Path) -> None:
    events = [listed(n, 1.0 + min(n, 3), 2.0) for n in range(8)] + [listed(8, None, None)]
    with looked(tmp_path, events, ()) as view:
        found = largest(view, EventsAsked(), 2)
        everything = largest(view, EventsAsked(), 50)
        nothing = largest(view, EventsAsked(places=("nowhere",)), 50)
    assert [(mark.lat, mark.events, len(mark.ranks)) for mark in found.marks] == [(4.0, 5, 5), (1.0, 1, 1)]
    assert (found.places, found.events, found.unplaced) == (4, 8, 1)
    assert sum(mark.events for mark in everything.marks) == everything.events == 8
    assert (nothing.marks, nothing.events, nothing.unplaced) == ((), 0, 0)


def state(place: str, said: str, holder: str | None, start: str | None, end: str | None, **more: str) -> ControlState:
    line = more.get("timeline", "reconciled")
    contradiction = more.get("contradiction")
    return ControlState(
        f"{place}{start}{holder}",
        place,
        place.title(),
        said,
        holder,
        None,
        None,
        start,
        end,
        line,
        "hold",
        ("c1",),
        contradiction,
    )


def located(place: str) -> dict[str, Claim]:
    role = PlaceRole("location", place.title(), None, 33.5, 36.3, 3.0, place)
    return {"c1": Claim("c1", "d", "control.hold", Mention(0, 1, "x"), Attribution(), places=(role,))}


def held(*rows: ControlState, day: str = "2018-04-10") -> list[dict[str, object]]:
    found = control_features(rows, located("douma"), Names([], [], None), day, "/control")
    return [f["properties"] for f in found["features"]]


def test_who_holds_a_place_changes_with_the_day() -> None:
    rows = [state("douma", "held", "army", "2018-04-08", None), state("douma", "held", "rebels", None, "2018-04-07")]
    [before] = held(*rows, day="2018-04-07")
    [after] = held(*rows, day="2018-04-08")
    assert (before["words"], after["words"]) == ("held by Rebels", "held by Army")
    assert before["contested"] is after["contested"] is False
    assert held(rows[0], day="2018-04-07") == []


def test_a_place_is_contested_where_it_is_fought_over_or_told_differently() -> None:
    [fought] = held(state("douma", "contested", "army", "2018-04-01", None))
    [told] = held(
        state("douma", "held", "army", "2018-04-01", None, timeline="new:a"),
        state("douma", "held", "rebels", "2018-04-01", None, timeline="new:b"),
    )
    [contradicted] = held(state("douma", "held", "army", "2018-04-01", None, contradiction="x"))
    assert [fought["contested"], told["contested"], contradicted["contested"]] == [True, True, True]
    assert told["words"] == "held by Army; held by Rebels"


def test_what_is_taken_together_stands_for_the_single_voices() -> None:
    said, together = ("held", "army", "2018-01-01", None), ("lost", "rebels", "2018-01-01", None)
    rows = [state("douma", *said, timeline="new:a"), state("douma", *together)]
    assert [row.holder for row in held_on(rows, "2018-01-01")["douma"]] == ["rebels"]


def test_a_state_without_any_day_is_of_no_day() -> None:
    assert held_on([state("douma", "held", "army", None, None)], "2018-01-01") == {}


def test_places_that_no_claim_locates_are_counted() -> None:
    found = control_features(
        [state("nowhere", "held", "army", "2018-04-01", None)], located("douma"), Names([], [], None), "2018-04-10", "/"
    )
    assert (found["features"], found["unplaced"]) == ([], 1)
    with pytest.raises(ValueError, match="month"):
        control_features([], {}, Names([], [], None), "2018-13-01", "/")


def test_narrowed_maps_keep_their_windows_and_lose_what_is_not_asked_for() -> None:
    town, other = (
        Place("Town", 33.5, 36.3, 3.0, ("e1", "e2"), False, "p1"),
        Place("Other", 34.5, 36.9, 3.0, ("e3",), False, "p2"),
    )
    whole = atlas_of((town, other))
    places = (Place("Town", 33.5, 36.3, 3.0, ("e1",), True, "p1"),)
    less = narrowed(whole, places, unplaced=4)
    assert [(m.base, m.bar, m.outlines) for m in less.maps] == [(m.base, m.bar, m.outlines) for m in whole.maps]
    assert {spot.place for m in less.maps for spot in m.spots} == set(places)
    assert {spot.label.text for m in less.maps for spot in m.spots if spot.label} == {"Town"}
    assert {spot.label.text for m in whole.maps for spot in m.spots if spot.label} == {"Town (2)", "Other"}
    assert less.unplaced == 4
