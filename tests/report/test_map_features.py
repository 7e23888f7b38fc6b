"""What the map that moves is given: places by zoom, their marks, and who held what on a day."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import Attribution, Claim, Mention, PlaceRole
from crossbearing.model.derived import ControlState, Event, EventPlace, FamilyVoice
from crossbearing.report.happenings import EventView, Voice
from crossbearing.report.map import Place, atlas, narrowed, places_of
from crossbearing.report.map_features import (
    MOST_LISTED,
    SEVERAL,
    Window,
    control_days,
    control_features,
    grouped,
    held_on,
    place_features,
)
from crossbearing.report.marks import Mark, Names

WORLD = Window((-180.0, -85.0, 180.0, 85.0), 20)
A, B = Mark("Alpha News", "A", 1, "north"), Mark("Beta Wire", "B", 2, "south")


def view(identity: str, lat: float, lon: float, *voices: Voice, **changed: str) -> EventView:
    told = {"modality": "real", "polarity": "positive", "grade": "C2"} | changed
    event = Event(
        id=identity,
        cls="strike.air",
        level="incident",
        start="2018-04-07",
        end="2018-04-07",
        date_prec=1,
        place=EventPlace("p", "Town", lat, lon, 3.0),
        actors=(),
        claims=(),
        documents=(),
        families=tuple(FamilyVoice(v.mark.name, v.mark.side, (), v.position) for v in voices),
        flags=(),
        part_of=None,
        related=(),
        summary="",
        airwars="",
        **told,
    )
    return EventView(event, f"Strike {identity}", "7 April 2018", "one voice", voices, where="Town")


def says(mark: Mark, denying: bool = False) -> Voice:
    return Voice(mark, "denies" if denying else "affirms", (), "", denying=denying)


def feature(*views: EventView, disputed: tuple[str, ...] = ()) -> dict[str, object]:
    known, told = {v.event.id: v for v in views}, frozenset(disputed)
    found = place_features(places_of(views, told), known, told, WORLD, "/events/{}".format)
    [only] = found["features"]
    properties: dict[str, object] = only["properties"]
    return properties


def test_a_place_has_the_colour_and_letter_of_the_only_voice_and_those_of_nobody_where_sides_are_several() -> None:
    alone = feature(view("e1", 1.0, 2.0, says(A)))
    assert (alone["colour"], alone["letter"], alone["count"], alone["grade"]) == (1, "A", 1, 2)
    both = feature(view("e1", 1.0, 2.0, says(A), says(B)))
    assert (both["colour"], both["letter"]) == (SEVERAL, "")
    denied_by_b = feature(view("e1", 1.0, 2.0, says(A), says(B, denying=True)))
    assert (denied_by_b["colour"], denied_by_b["letter"]) == (1, "A"), "who denies a thing does not say it"
    two = feature(view("e1", 1.0, 2.0, says(A)), view("e2", 1.0, 2.0, says(A), grade="C4"))
    assert (two["letter"], two["count"], two["grade"]) == ("2", 2, 4)


def test_a_place_is_planned_or_denied_only_where_all_of_it_is_and_disputed_where_any_is() -> None:
    planned, real = view("e1", 1.0, 2.0, says(A), modality="planned"), view("e2", 1.0, 2.0, says(A))
    not_so = view("e3", 1.0, 2.0, says(A), polarity="negative")
    assert feature(planned)["planned"] is True
    assert feature(planned, real)["planned"] is False
    assert feature(not_so)["denied"] is True
    assert feature(not_so, real)["denied"] is False
    assert feature(real, planned, disputed=("e2",))["disputed"] == 1


def test_what_is_listed_of_a_place_is_bounded_and_what_is_left_is_counted() -> None:
    found = feature(*(view(f"e{n:02}", 1.0, 2.0, says(A)) for n in range(MOST_LISTED + 3)))
    listed = found["events"]
    assert isinstance(listed, list)
    assert len(listed) == MOST_LISTED
    assert found["more"] == 3
    assert listed[0]["href"] == "/events/e00"
    assert listed[0]["voices"] == [{"name": "Alpha News", "letter": "A", "colour": 1, "denies": False}]


def test_places_outside_the_window_are_left_out_and_a_window_may_cross_the_180th_meridian() -> None:
    views = {v.event.id: v for v in (view("e1", 0.0, 179.0, says(A)), view("e2", 0.0, -179.0, says(A)))}
    places = places_of(tuple(views.values()), frozenset())

    def seen(*box: float) -> list[str]:
        found = place_features(places, views, frozenset(), Window((box[0], box[1], box[2], box[3]), 20), str)
        return sorted(event["href"] for f in found["features"] for event in f["properties"]["events"])

    assert seen(170, -5, 180, 5) == ["e1"]
    assert seen(170, -5, 190, 5) == ["e1", "e2"]
    assert seen(-190, -5, -170, 5) == ["e1", "e2"]
    assert seen(170, 1, 190, 5) == []


def test_places_that_would_cover_one_another_are_one_until_one_looks_closer() -> None:
    def place(name: str, lon: float, *events: str) -> Place:
        return Place(name, 33.5, lon, 2.0, events, False, "")

    near, middle, far = place("Near", 36.3, "a"), place("Middle", 36.4, "b", "c"), place("Far", 40.0, "d")
    assert [[p.name for p in group] for group in grouped([near, middle, far], 6)] == [["Middle", "Near"], ["Far"]]
    assert len(grouped([near, middle, far], 12)) == 3
    [crowd, alone] = place_features([near, middle, far], {}, frozenset({"b"}), Window(WORLD.box, 6), str)["features"]
    assert crowd["properties"] == {
        "kind": "crowd",
        "name": "Middle",
        "places": 2,
        "count": 3,
        "disputed": 1,
        "box": [36.3, 33.5, 36.4, 33.5],
    }
    assert alone["properties"]["kind"] == "place"


def test_every_place_is_in_exactly_one_group_at_every_zoom() -> None:
    places = [Place(f"P{n}", 30 + n % 7 * 0.03, 35 + n % 11 * 0.05, 1.0, (f"e{n}",), False, "") for n in range(200)]
    for zoom in (2.0, 6.5, 9.0, 12.9, 13.0):
        groups = grouped(places, zoom)
        assert sorted(p.name for group in groups for p in group) == sorted(p.name for p in places)
        assert grouped(list(reversed(places)), zoom) == groups, "the order they come in says nothing"


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
    assert control_days(rows) == ("2018-04-07", "2018-04-08")


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
    views = [view("e1", 33.5, 36.3, says(A)), view("e2", 33.5, 36.3, says(A)), view("e3", 34.5, 36.9, says(B))]
    whole = atlas(views)
    places = places_of(views[:1], frozenset({"e1"}))
    less = narrowed(whole, places, unplaced=4)
    assert [(m.base, m.bar, m.outlines) for m in less.maps] == [(m.base, m.bar, m.outlines) for m in whole.maps]
    assert {spot.place for m in less.maps for spot in m.spots} == set(places)
    assert {spot.label.text for m in less.maps for spot in m.spots if spot.label} == {"Town"}
    assert {spot.label.text for m in whole.maps for spot in m.spots if spot.label} == {"Town (2)", "Town"}
    assert less.unplaced == 4
