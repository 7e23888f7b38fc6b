"""Ledgers on the page: bars on one scale, faint revisions, parts in wholes, strips, contradictions first, the map."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole, Source
from crossbearing.model.derived import (
    Agreement,
    Breach,
    ControlState,
    Event,
    EventPlace,
    Family,
    FamilyVoice,
    Inherited,
    Position,
    Record,
    RelatedEvent,
    SourceProfile,
    Term,
    Toll,
)
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.report.map import atlas
from crossbearing.report.marks import Names
from crossbearing.report.page import Derived, derived, page
from crossbearing.report.pages import render
from tests.report.test_page import checked

TEXT = "Shells killed nine people in Harasta, the army said."


def claim(document: str, number: int, cls: str = "strike.shelling", **fields: object) -> Claim:
    return Claim(
        id=f"{document}:c{number:02}",
        document=document,
        cls=cls,
        evidence=Mention(0, 36, TEXT[:36]),
        attribution=Attribution("indirect", "report", None, (Source("Syrian army", None, actor="forces:SY"),)),
        places=(PlaceRole("location", "Harasta", None, place="harasta"),),
        time=DateRange(start="2014-03-11", end="2014-03-11"),
        **fields,  # type: ignore[arg-type]
    )


def toll(identity: str, low: int, status: str, parent: str | None = None, high: int | None = None) -> Toll:
    place, quantity, category = "harasta", "killed", "children" if parent else "people"
    return Toll(
        identity, "ev-1", "incident", "2014-03-11", "2014-03-11", place, quantity, category, None,
        low, low, high, status, "stated", ("army", "monitor"), ("a:c01",), parent, 3, None,
    )  # fmt: skip


def position(of: str, family: str, low: int, high: int | None, claim: str, superseded: str | None = None) -> Position:
    return Position(of, family, "2014-03-11", low, low, high, "exact" if high else "at_least", claim, superseded)


def event(
    identity: str, claims: tuple[str, ...], ties: tuple[RelatedEvent, ...] = (), position: str = "affirms"
) -> Event:
    return Event(
        identity, "strike.shelling", "incident", "real", "positive", "2014-03-11", "2014-03-11", 1,
        EventPlace("harasta", "Harasta", 33.56, 36.37, 3.0, 1), (), claims, ("a", "b"),
        (FamilyVoice("army", "government", claims, position),), "C2", ("contested",), None, ties, "summary", "Weak",
    )  # fmt: skip


LEDGERS = Record(
    families=(Family("army", ("a",), (), "government"), Family("monitor", ("b",), (), "opposition")),
    events=(
        event("ev-1", ("a:c01", "b:c01"), (RelatedEvent("contradicts", "ev-2", "cannot both hold"),)),
        event("ev-2", ("b:c02",), (RelatedEvent("contradicts", "ev-1", "cannot both hold"),)),
    ),
    tolls=(toll("t1", 9, "disputed"), toll("t2", 3, "single", "t1", 3)),
    positions=(
        position("t1", "army", 9, 9, "a:c01"),
        position("t1", "monitor", 12, None, "b:c01", superseded="b:c02"),
        position("t1", "monitor", 18, None, "b:c02"),
        position("t2", "monitor", 3, 3, "b:c02"),
    ),
    control=(
        ControlState("k1", "harasta", "Harasta", "held", "army", None, None, "2014-03-11", "2014-03-13", "army", "hold",
                     ("a:c01",), "overlap: Harasta held by rebels says monitor"),
        ControlState("k2", "harasta", "Harasta", "contested", "rebels", "army", None, "2014-03-12", None, "monitor",
                     "hold", ("b:c02",), "overlap: Harasta held by army says army"),
    ),
    agreements=(
        Agreement("g1", "ceasefire", ("army", "rebels"), ("army",), ("rebels",), ("united-nations",),
                  (Term("a:c02", "the rebels leave", "2014-03-16", "open"),), "breached",
                  (Breach("a:c02", "rebels", "army"), Breach("b:c02", "army", "rebels")), None, None, ("a:c02",)),
    ),
)  # fmt: skip
COUNT = Count("a:c01n1", None, "killed", "people", None, "incident", "exact", 9, 9, 9)
CLAIMS = [claim("a", 1, counts=(COUNT,)), claim("a", 2, "ceasefire.start"), claim("b", 1), claim("b", 2)]
DOCUMENTS = [Document("a", TEXT, outlet="Gazette"), Document("b", TEXT, outlet="Voice")]


def shown() -> Derived:
    return derived(DOCUMENTS, CLAIMS, LEDGERS)


def test_bars_share_one_scale_and_revised_figures_are_ticks_on_the_last() -> None:
    whole, part = shown().event_tolls["ev-1"]
    assert (whole.depth, part.depth) == (0, 1)
    army, monitor = whole.bars
    assert (army.left, army.right, army.earlier) == (40.0, 40.0, ())
    assert (monitor.left, monitor.right, monitor.faint) == (80.0, None, False)
    [before] = monitor.earlier
    assert (before.words, before.at, before.claims) == ("12+", 53.33, ("b:c01",))
    assert part.bars[0].left == 13.33


def test_one_card_a_dispute_with_all_its_questions() -> None:
    [card] = shown().disputes
    assert card.title == "Shelling in Harasta, 11 March 2014"
    assert card.events == ("ev-1", "ev-2")
    assert [point.question for point in card.points] == [
        "whether it happened",
        "who broke it",
        "how many",
        "who holds it",
    ]
    by_question = {point.question: point for point in card.points}
    assert {s.words for s in by_question["how many"].statements} == {"9", "18+"}
    assert by_question["who holds it"].reason == "two sides are said to hold it at once"
    assert {s.words for s in by_question["who broke it"].statements} == {"Rebels broke it", "Army broke it"}
    assert all(s.claims for point in card.points for s in point.statements)


def test_disputes_that_share_no_claim_are_cards_of_their_own() -> None:
    apart = replace(LEDGERS, control=(), agreements=(), tolls=(), positions=())
    lone = replace(apart, events=(*apart.events, replace(event("ev-3", ("a:c02",), position="denies"), start=None)))
    assert [card.events for card in derived(DOCUMENTS, CLAIMS, lone).disputes] == [("ev-1", "ev-2"), ("ev-3",)]


def test_what_is_agreed_stands_above_what_is_disputed() -> None:
    army, rebels = ActorRole("initiator", "Syrian army", None), ActorRole("initiator", "rebels", None)
    told = [claim("a", 1, actors=(rebels,)), claim("b", 1, "strike.air", actors=(army,))]
    both = replace(
        event("ev-1", ("a:c01", "b:c01")),
        families=(
            FamilyVoice("army", "government", ("a:c01",), "disputes"),
            FamilyVoice("monitor", "opposition", ("b:c01",), "disputes"),
        ),
    )
    found = derived(DOCUMENTS, told, Record(events=(both,)))
    [card] = found.disputes
    assert card.title == "Strike in Harasta, 11 March 2014"
    [agreed] = card.agreed
    assert (agreed.words, len(agreed.marks)) == ("Strike in Harasta, 11 March 2014", 2)
    [point] = card.points
    assert (point.question, point.reason) == ("who did it", "they name doers of opposed sides")
    first, second = (s.words for s in point.statements)
    assert first == "Rebels fired shells or rockets in Harasta"
    assert second == "Syrian army carried out an air strike in Harasta"
    html = render(page(DOCUMENTS, told, ledgers=Record(events=(both,))))
    card_html = html.partition('<article class="dispute"')[2]
    assert card_html.index("Agreed") < card_html.index("Disputed: who did it")
    assert found.events[0].kind == "strike"


def test_a_denial_that_nobody_affirms_comes_last() -> None:
    only = Record(events=(event("ev-1", ("a:c01",), position="denies"),))
    [card] = derived(DOCUMENTS, CLAIMS, only).disputes
    [point] = card.points
    assert (point.question, point.reason) == ("only denied", "it is denied, and nobody here affirms it")


def test_strips_lie_inside_their_days() -> None:
    [strip] = shown().strips
    assert (strip.place, strip.first, strip.last, strip.disputed) == ("Harasta", "2014-03-11", "2014-03-13", True)
    assert strip.timelines
    for _, stretches in strip.timelines:
        assert stretches
        assert all(s.left >= 0 and s.left + s.width <= 100.01 for s in stretches)


def test_marks_carry_side_and_letter() -> None:
    names = Names(DOCUMENTS, CLAIMS, LEDGERS)
    army, monitor, stranger = names.mark("army"), names.mark("monitor"), names.mark("nobody-known")
    assert army.colour != monitor.colour
    assert (stranger.colour, stranger.letter, stranger.name) == (0, "N", "Nobody known")
    assert names.name("forces:SY") == "Syrian army"


def test_letters_of_marks_never_repeat() -> None:
    told = tuple(
        Family(f"new:{name}", (), ()) for name in ("Sana", "Sana-agency", "Sham", "Sham-news", "S", "Sun", "Su")
    )
    names = Names([], [], Record(families=told))
    letters = [names.mark(family.id).letter for family in told]
    assert len(set(letters)) == len(told)
    assert all(letter[0] == "S" for letter in letters)


def test_a_side_keeps_its_colour_when_another_war_is_added() -> None:
    one = tuple(Family(side, (), (), f"syria:{side}") for side in ("government", "opposition"))
    more = tuple(Family(f"{war}-{n}", (), (), f"{war}:{n}") for n in range(4) for war in ("iraq", "mali", "ukraine"))
    alone, among = Names([], [], Record(families=one)), Names([], [], Record(families=one + more))
    for family in one:
        assert alone.mark(family.id, family.side).colour == among.mark(family.id, family.side).colour > 0
    assert all(among.mark(family.id, family.side).colour for family in more)


def test_the_map_keeps_every_place_inside() -> None:
    found = atlas(shown().events)
    main, *others = found.maps
    [spot] = main.spots
    assert spot.place.events == ("ev-1", "ev-2")
    assert spot.label is not None
    assert 0 <= spot.x <= main.width
    assert 0 <= spot.y <= main.height
    assert [drawing.title for drawing in others] == ["Where this lies"]


def test_page_with_ledgers_is_sound_whatever_the_order() -> None:
    html = render(page(DOCUMENTS, CLAIMS, ledgers=LEDGERS))
    checked(html)
    assert html.index('id="lead"') < html.index('id="events"') < html.index('id="disputes"') < html.index('id="tolls"')
    assert "the rebels leave" in html
    assert html == render(page(DOCUMENTS[::-1], CLAIMS[::-1], ledgers=LEDGERS))


def test_hostile_names_stay_text() -> None:
    hostile = [claim("a", 1, actors=(ActorRole("initiator", "<script>x</script>", None, "army"),))]
    html = render(page(DOCUMENTS, [*hostile, *CLAIMS[1:]], ledgers=LEDGERS))
    checked(html)
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


def test_a_bar_is_drawn_only_where_two_figures_can_be_compared() -> None:
    html = render(page(DOCUMENTS, CLAIMS, ledgers=LEDGERS))
    of_event = html.partition('id="e1"')[2].partition("<h4>Sentences")[0]
    whole, _, part = of_event.partition('<div class="toll depth1">')
    assert whole.count('<rect class="band"') == 2
    assert '<rect class="band"' not in part


def test_all_sources_are_shown() -> None:
    many = tuple(SourceProfile(f"outlet-{n:02}", "outlet", 1, 1, 1, 0, 0, ()) for n in range(43))
    html = render(page(DOCUMENTS, CLAIMS, ledgers=replace(LEDGERS, sources=many)))
    assert all(f"Outlet {n:02}" in html for n in range(43))


def test_what_a_claim_has_of_its_event_alone_says_from_which_claim() -> None:
    doer = (ActorRole("initiator", "Syrian army", None, "army"),)
    bare = replace(claim("b", 2), time=None, places=(), evidence=Mention(0, 24, TEXT[:24]))
    taking = replace(
        event("ev-1", ("a:c01", "b:c02")), inherited=(Inherited("b:c02", ("days", "place", "doers")),), related=()
    )
    found = derived(DOCUMENTS, [claim("a", 1, actors=doer), bare], Record(events=(taking,)))
    by_claim = {said.claim: said.taken for said in found.events[0].said}
    assert by_claim == {"a:c01": (), "b:c02": (("day", "a:c01"), ("place", "a:c01"), ("doer", "a:c01"))}
    html = render(page(DOCUMENTS, [claim("a", 1, actors=doer), bare], ledgers=Record(events=(taking,))))
    assert html.count("day, place and doer taken from") == 1


def test_a_road_is_a_line_with_both_its_ends() -> None:
    ends = tuple(
        PlaceRole("endpoint", name, None, lat, lon, 3.0)
        for name, lat, lon in (("Harasta", 33.56, 36.36), ("Douma", 33.57, 36.4))
    )
    road = replace(claim("a", 1), places=(PlaceRole("location", "the road", None), *ends))
    found = derived(DOCUMENTS, [road], Record(events=(event("ev-1", ("a:c01",)),)))
    assert found.events[0].where == "Road between Harasta and Douma"
    [spot] = found.atlas.maps[0].spots
    assert spot.line is not None
    html = render(page(DOCUMENTS, [road], ledgers=Record(events=(event("ev-1", ("a:c01",)),))))
    assert 'class="road' in html
    assert 'class="ring' not in html
