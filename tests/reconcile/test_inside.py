"""Which claims of one report come together, by weights of the test's own: what points back is of its blow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from crossbearing.model.claim import ActorRole, Attribution, Claim, DateRange, PlaceRole
from crossbearing.model.mention import Mention
from crossbearing.reconcile.comparison import day_number, view_of
from crossbearing.reconcile.document_events import core_of, days_of
from crossbearing.reconcile.inside import accounts_of
from tests.reconcile.made import count_of, strike

# Kinds that no weight names are never one.
NEUTRAL = {"kinds: statement and violence": 0.0}
# All claims are one, but for what is never one.
EAGER = {"kinds: violence and violence": 2.0}
PUBLISHED = day_number("2020-05-02")


def told(number: int, text: str, cls: str = "strike.air", *places: PlaceRole, mode: str = "unattributed") -> Claim:
    start = 100 * number
    return replace(
        strike(f"d:c{number}", None, source=None),
        cls=cls,
        evidence=Mention(start, start + len(text), text),
        attribution=Attribution(mode, "narrate", None, ()),
        actors=(),
        places=places,
        time=None,
    )


def clusters(*claims: Claim, by: Mapping[str, float] = NEUTRAL) -> list[set[str]]:
    """Return the happenings, by default where nothing speaks for or against any pair."""
    views = [v for c in claims if (v := view_of(c, PUBLISHED)) is not None]
    return [{v.claim.id[2:] for v in a.views} for a in accounts_of(views, lambda join: None, by=by)]


TOWN = PlaceRole("location", "Town", None, 35.0, 37.0, 2.0)
OTHER = PlaceRole("location", "Other", None, 36.0, 39.0, 2.0)
PROVINCE = PlaceRole("location", "Province", None, 35.2, 37.1, 60.0)
BLOW = told(1, "Jets bombed the town hall of Tarna", "strike.air", TOWN)


@pytest.mark.parametrize(
    "claim",
    [
        told(2, "The attack came at noon"),
        told(2, "Those killed were mostly farmers of the province", "casualty.report", PROVINCE),
        told(2, "Eleven bodies were found", "casualty.report"),
        told(2, "The rebels denied it", "statement.denial"),
        told(2, "The junta bears the blame"),
        replace(told(2, "Such attacks on towns cannot go on", "combat.offensive"), modality="ongoing"),
    ],
)
def test_what_only_points_back_counts_or_answers_is_of_the_blow(claim: Claim) -> None:
    assert clusters(BLOW, claim) == [{"c1", "c2"}]


@pytest.mark.parametrize(
    "claim",
    [
        told(2, "A shell hit a school in Osk", "strike.shelling", OTHER),
        told(2, "Two people died in Osk", "casualty.report", OTHER),
        told(2, "the bombing of homes in Osk", "strike.air", OTHER, mode="presupposed"),
        told(2, "Jets bombed homes in the province", "strike.air", PROVINCE),
        told(2, "Jets bombed a farm"),
    ],
)
def test_news_of_another_blow_stays_apart(claim: Claim) -> None:
    assert clusters(BLOW, claim) == [{"c1"}, {"c2"}]


def test_what_is_said_of_what_points_back_goes_with_it() -> None:
    said = told(3, "The mayor called it a crime", "statement.declaration")
    assert clusters(BLOW, told(2, "Nobody claimed the attack", "statement.responsibility"), said)[0] >= {"c1", "c2"}


def test_one_claim_of_another_day_moves_no_happening() -> None:
    def on(number: int, day: str) -> Claim:
        return replace(strike(f"d:c{number}", day=day), id=f"d:c{number}")

    def days(*told_on: str) -> tuple[int | None, int | None]:
        return days_of([v for n, d in enumerate(told_on) if (v := view_of(on(n, d), PUBLISHED)) is not None])

    first, second = day_number("2020-05-01"), day_number("2020-05-02")
    assert days("2020-05-01", "2020-05-01", "2020-05-02") == (first, first)
    assert days("2020-05-01", "2020-05-02") == (first, second)


def test_blows_that_name_days_apart_are_two() -> None:
    def on(number: int, day: str) -> Claim:
        when = DateRange(Mention(0, 3, "day"), day, day)
        return replace(told(number, "A bomb went off", "strike.explosive", TOWN), time=when)

    assert clusters(on(1, "2020-04-02"), on(2, "2020-04-20")) == [{"c1"}, {"c2"}]


def test_a_sum_over_days_that_are_named_is_not_one_of_these_days() -> None:
    def dead(number: int, scope: str, first: str, last: str) -> Claim:
        when = DateRange(Mention(0, 3, "day"), first, last)
        claim = told(number, "Traders were killed", "strike.air", TOWN)
        return replace(claim, time=when, counts=(count_of(f"d:c{number}n1", 9, scope=scope),))

    week = dead(1, "cumulative", "2020-04-24", "2020-05-01")
    assert clusters(week, dead(2, "incident", "2020-04-27", "2020-04-27"), by=EAGER) == [{"c1"}, {"c2"}]
    undated = replace(dead(2, "incident", "2020-04-27", "2020-04-27"), time=None)
    assert clusters(week, undated, by=EAGER) == [{"c1", "c2"}]


@pytest.mark.parametrize(
    ("cls", "main"), [("strike.shelling", "violence"), ("casualty.report", "movement"), ("control.gain", "control")]
)
def test_as_often_told_a_blow_comes_before_what_it_brought_with_it(cls: str, main: str) -> None:
    told_of = (told(1, "Buses were hit", cls, TOWN), told(2, "The evacuation was halted", "movement.evacuation", TOWN))
    views = [v for c in told_of if (v := view_of(c, PUBLISHED)) is not None]
    assert {v.group for v in core_of(views)} == {main}


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (ActorRole("initiator", "Rebels", None, "rebels", "opposition"), [{"c1", "c3"}, {"c2"}]),
        (ActorRole("initiator", "Velen", None, "state:VE"), [{"c1", "c3"}, {"c2"}]),
        (ActorRole("initiator", "jets", None), [{"c1", "c2", "c3"}]),
        (ActorRole("initiator", "Guards", None, "guards", "government"), [{"c1", "c2", "c3"}]),
    ],
)
def test_whom_one_voice_tells_to_have_struck_makes_two_blows_of_two_doers(
    second: ActorRole, found: list[set[str]]
) -> None:
    army = ActorRole("initiator", "Army", None, "army", "government")
    mine = replace(told(1, "Army jets bombed a mill", "strike.air", TOWN), actors=(army,))
    theirs = replace(told(2, "They bombed a farm", "strike.air", TOWN), actors=(second,))
    # What is like both joins one of them at most.
    assert clusters(mine, theirs, told(3, "A mill was hit", "strike.air", TOWN), by=EAGER) == found


def test_blows_far_apart_are_two_whatever_else_they_share() -> None:
    here, there = (told(n, "Jets dropped bombs", "strike.air", place) for n, place in ((1, TOWN), (2, OTHER)))
    assert clusters(here, there, by=EAGER) == [{"c1"}, {"c2"}]
    # Far from where a road leads to is not far from the blow; nor is a province far from a town of it.
    leads = replace(OTHER, role="destination")
    for place in (replace(TOWN, name="Farm", lat=35.2), PROVINCE, leads):
        assert clusters(here, told(2, "Jets dropped bombs", "strike.air", place), by=EAGER) == [{"c1", "c2"}]
    # One of several places is enough.
    assert clusters(here, told(2, "Jets dropped bombs", "strike.air", OTHER, TOWN), by=EAGER) == [{"c1", "c2"}]


@pytest.mark.parametrize(("day", "found"), [("2013-08-21", [{"c1"}, {"c2"}]), ("2020-04-29", [{"c1", "c2"}])])
def test_what_a_report_is_about_was_not_years_ago(day: str, found: list[set[str]]) -> None:
    dated = replace(told(2, "Gas killed farmers in Tarna that August"), time=DateRange(Mention(0, 3, "day"), day, day))
    assert clusters(told(1, "Gas killed people in the north"), dated, by=EAGER) == found


def test_what_is_told_behind_the_news_may_be_of_long_ago() -> None:
    old = DateRange(Mention(0, 3, "day"), "2013-08-21", "2013-08-21")
    far = [told(n, "A shell fell", "strike.shelling") for n in (1, 2)]
    behind, dated = told(3, "Chemicals killed farmers"), replace(told(4, "Chemicals were used in Tarna"), time=old)
    by = {"kinds: violence and violence": 0.0, "one word for the deed": 1.0, "other words for the deed": -1.0}
    assert clusters(*far, behind, dated, by=by) == [{"c1", "c2"}, {"c3", "c4"}]


def test_dead_counted_so_far_are_of_the_blow_and_those_of_a_war_are_not() -> None:
    so_far, war = (
        replace(told(2, text, "casualty.report"), counts=(count_of("n", 43, scope="cumulative"),))
        for text in ("43 deaths were counted so far", "The shelling of the town has cost 43 lives")
    )
    levels = [view.level for c in (so_far, war) if (view := view_of(c, PUBLISHED)) is not None]
    assert levels == ["incident", "campaign"]
