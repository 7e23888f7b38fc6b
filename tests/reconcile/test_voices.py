"""Who affirms, denies or disputes an event; and main stories of two reports that name no place in common."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.model.claim import ActorRole, Claim, Label
from crossbearing.reconcile.comparison import day_number, view_of
from crossbearing.reconcile.document_events import DocumentEvent, account_of
from crossbearing.reconcile.events import cluster_accounts
from crossbearing.reconcile.families import find_families
from crossbearing.reconcile.grades import voices_of
from crossbearing.reconcile.scoring import compare
from tests.reconcile.made import at, strike
from tests.reconcile.test_record import SIDES


def done_by(claim: Claim, name: str, actor: str | None = None, words: str | None = None) -> Claim:
    mention = at(0, words) if words else None
    labels = (Label(mention, name),) if mention else ()
    return replace(claim, actors=(ActorRole("initiator", name, mention, actor),), labels=labels)


def positions(*claims: Claim) -> dict[str, str]:
    families = find_families(sorted(claims, key=lambda c: c.id), [], SIDES)
    return {voice.id: voice.position for voice in voices_of(claims, families, SIDES)}


def test_who_denies_a_deed_of_its_own_denies_none_of_somebody_else() -> None:
    told = strike("a:c1", source="agency")
    denial = replace(strike("a:c2", source="ministry", speech_act="deny"), polarity="negative")
    assert positions(told, denial) == {"agency": "affirms", "ministry": "denies"}
    assert positions(done_by(told, "rebels"), denial) == {"agency": "affirms", "ministry": "mentions"}


def test_no_outlet_and_no_loaded_word_before_a_deed_is_a_doer() -> None:
    by_army = strike("a:c1", source="agency")
    by_rebels = done_by(strike("b:c1", source="ministry"), "rebels")
    assert positions(by_army, by_rebels) == {"agency": "disputes", "ministry": "disputes"}
    outlet = done_by(by_rebels, "rebel-media", "outlet:rebel-media")
    loaded = replace(
        done_by(by_rebels, "Armed groups (unspecified)", "rebels", "terrorist"),
    )
    # "It tore the roofs off" goes back to the loaded word, "they shelled us" to people.
    back = replace(loaded, actors=(replace(loaded.actors[0], mention=at(0, "It")),), labels=())
    for nobody in (outlet, loaded, back):
        assert positions(by_army, nobody) == {"agency": "affirms", "ministry": "affirms"}
    they = replace(back, actors=(replace(back.actors[0], mention=at(0, "they")),))
    assert positions(by_army, they) == {"agency": "disputes", "ministry": "disputes"}


def account(document: str, place: bool, day: str = "2020-05-01") -> DocumentEvent:
    claim = strike(f"{document}:c1", day=day)
    elsewhere = replace(claim, places=(), evidence=at(0, "planes struck homes"))
    view = view_of(claim if place else elsewhere, day_number("2020-05-02"))
    assert view is not None
    return account_of([view])


@pytest.mark.parametrize(
    ("report", "day", "merged"), [(0.5, "2020-05-01", True), (0.2, "2020-05-01", False), (None, "2020-05-01", False),
                                  (0.5, "2020-05-02", False)],
)  # fmt: skip
def test_a_main_story_without_a_place_is_that_of_a_report_alike(report: float | None, day: str, merged: bool) -> None:
    score = compare(account("a", place=True), account("b", place=False, day=day), report=report).score
    assert (score >= 0.75) == merged


def test_days_named_by_both_are_no_margin_of_one_another() -> None:
    def on(document: str, day: str, words: bool) -> DocumentEvent:
        claim = strike(f"{document}:c1", day=day)
        assert claim.time is not None
        claim = replace(claim, time=replace(claim.time, mention=at(0, "Sunday"))) if words else claim
        view = view_of(claim, day_number("2020-05-03"))
        assert view is not None
        return account_of([view])

    named = compare(on("a", "2020-05-01", True), on("b", "2020-05-02", True))
    vague = compare(on("a", "2020-05-01", True), on("b", "2020-05-02", False))
    assert named.score < vague.score


@pytest.mark.parametrize(("side", "events"), [("rebels", 2), ("army", 1)])
def test_no_third_report_joins_what_one_report_tells_of_two_sides(side: str, events: int) -> None:
    def told_by(claim: str, doer: str | None) -> DocumentEvent:
        actors = (ActorRole("initiator", doer, None, doer, doer),) if doer else ()
        view = view_of(replace(strike(claim), actors=actors), day_number("2020-05-02"))
        assert view is not None
        return account_of([view])

    accounts = [told_by("a:c1", "army"), told_by("a:c2", side), told_by("b:c1", None)]
    clusters, _ = cluster_accounts(accounts, frozenset(), {}, lambda join: None)
    assert len(clusters) == events
