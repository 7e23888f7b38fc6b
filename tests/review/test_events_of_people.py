"""A person's join or split of events outlives new reports and new readings, and is undone by a further row."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crossbearing.care.editions import make_edition
from crossbearing.care.measures import Measures
from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.model.errors import ReviewError
from crossbearing.model.finished import Finished
from crossbearing.pipeline import default_pipeline
from crossbearing.reconcile.bonds import JOINED, bonds_from
from crossbearing.review.events import merge, near_in_time, on_event, seen_of, seen_with, split, stands, undo
from crossbearing.store.judging import event_judgements
from crossbearing.store.store import Store
from tests.review.made import ADA, BEN, Archive, gain, strike, told

NORTH = "Shells killed 7 civilians in Douma on Tuesday, the North Post said."
SOUTH = "Shells killed 7 civilians in Douma, the South Herald said on Tuesday evening."
LATER = "Shells killed 31 civilians in Douma on Sunday, the East Courier said."
WORDS = ("Shells killed 7 civilians in Douma", "Shells killed 31 civilians in Douma")


def reports() -> tuple[tuple, tuple, tuple]:
    """Return two reports of one shelling, and one of another day with another toll."""
    north = told("north", NORTH, outlet="North Post")
    south = told("south", SOUTH, outlet="South Herald")
    later = told("later", LATER, "2014-03-16", outlet="East Courier")
    return (
        (north, [strike(north, WORDS[0])]),
        (south, [strike(south, WORDS[0])]),
        (later, [strike(later, WORDS[1])]),
    )


def events(finished: Finished) -> dict[str, set[str]]:
    """Return the reports of each event of shelling."""
    return {e.id: set(e.documents) for e in finished.ledgers.events if e.cls.startswith("strike")}


def of(finished: Finished, document: str) -> str:
    """Return the event that a report is in."""
    return next(identity for identity, documents in events(finished).items() if document in documents)


def joined(finished: Finished, *documents: str) -> bool:
    """Say whether reports are in one event."""
    return len({of(finished, document) for document in documents}) == 1


def filled(url: str) -> tuple[Archive, Finished]:
    archive = Archive(url)
    found = archive.keep(list(reports()))
    assert joined(found, "north", "south")
    assert not joined(found, "north", "later")
    return archive, found


def test_events_of_the_days_about_it_are_offered(store_url: str) -> None:
    archive, found = filled(store_url)
    other = told("other", "Shells killed 12 civilians in Douma on Friday, the West Bulletin said.", "2014-03-14")
    found = archive.keep([(other, [strike(other, "Shells killed 12 civilians in Douma")])])
    assert near_in_time(archive.store, of(found, "north")) == [of(found, "other")]
    assert near_in_time(archive.store, of(found, "later")) == [of(found, "other")]
    assert near_in_time(archive.store, "ev-none") == []


def test_a_join_holds_when_new_reports_come_and_everything_is_read_again(store_url: str) -> None:
    archive, found = filled(store_url)
    both = [of(found, "north"), of(found, "later")]
    assert merge(archive.store, both, seen_of(archive.store, both), ADA, "one shelling, misdated").what == "added"
    after = archive.derive()
    assert joined(after, "north", "south", "later")
    assert {m.decision for m in after.ledgers.merges if JOINED in m.reasons} == {"merge"}
    new = told("new", "Shells killed 7 civilians in Douma, hospital staff said on Tuesday.", outlet="West Bulletin")
    grown = archive.keep([(new, [strike(new, WORDS[0])])])
    assert joined(grown, "north", "south", "later", "new")
    later = reports()[2][0]
    again = archive.read_again(
        "newer", {"later": [gain(later, "Shells killed 31 civilians", 1), strike(later, WORDS[1], 5)]}
    )
    assert joined(again, "north", "later")


def test_a_split_keeps_apart_what_the_machine_would_join_and_new_reports_join_neither_to_the_other(
    store_url: str,
) -> None:
    archive, found = filled(store_url)
    event = of(found, "north")
    done = split(archive.store, event, ["south:c01"], seen_of(archive.store, [event]), ADA, "two shells an hour apart")
    assert done.what == "added"
    after = archive.derive()
    assert not joined(after, "north", "south")
    new = told("new", "Shells killed 7 civilians in Douma, hospital staff said on Tuesday.", outlet="West Bulletin")
    grown = archive.keep([(new, [strike(new, WORDS[0])])])
    assert not joined(grown, "north", "south")
    assert joined(grown, "north", "new") or joined(grown, "south", "new")


def test_a_join_and_a_split_hold_in_what_is_given_on_while_fresh_reports_are_held_back(
    store_url: str, tmp_path: Path
) -> None:
    archive, found = filled(store_url)
    fresh = told("fresh", "Shells killed 4 civilians in Douma, a doctor said.", "2014-03-30", outlet="West Bulletin")
    found = archive.keep([(fresh, [strike(fresh, "Shells killed 4 civilians in Douma")])])
    split(archive.store, of(found, "north"), ["south:c01"], seen_of(archive.store, [of(found, "north")]), ADA)
    found = archive.derive()
    both = [of(found, "north"), of(found, "later")]
    merge(archive.store, both, seen_of(archive.store, both), ADA)
    found = archive.derive()
    # Said of a report that is held back: without it nobody said anything of the other.
    others = [of(found, "south"), of(found, "fresh")]
    merge(archive.store, others, seen_of(archive.store, others), ADA)
    found = archive.derive()
    assert joined(found, "north", "later")
    assert joined(found, "south", "fresh")
    packs, today = default_pipeline().packs, date(2014, 4, 1)
    edition = Store(str(make_edition(archive.store, tmp_path, Measures(days=10), packs, today))).finished()
    out = tmp_path / "events.csv"
    asked = ["export", "events_csv", "--db", store_url, "--out", str(out), "--embargo", "10", "--today", "2014-04-01"]
    assert run_command(asked) == codes.DONE
    assert sorted(row["id"] for row in csv.DictReader(out.open())) == sorted(e.id for e in edition.ledgers.events)
    assert joined(edition, "north", "later")
    assert not joined(edition, "north", "south")
    assert {d.id for d in edition.documents} == {"north", "south", "later"}
    assert events(edition)[of(found, "north")] == events(found)[of(found, "north")]


def test_a_store_that_grew_and_one_made_at_once_come_to_the_same(store_url: str, tmp_path: object) -> None:
    archive, found = filled(store_url)
    both = [of(found, "north"), of(found, "later")]
    merge(archive.store, both, seen_of(archive.store, both), ADA)
    archive.decide("south", "reject", "Shells")
    step = archive.derive()
    new = told("new", "Shells killed 7 civilians in Douma, hospital staff said on Tuesday.", outlet="West Bulletin")
    grown = archive.keep([(new, [strike(new, WORDS[0])])])
    assert step != grown
    assert archive.derive() == grown
    assert archive.store.finished() == grown


def test_an_undo_gives_back_what_the_machine_says_and_leaves_all_rows(store_url: str) -> None:
    archive, found = filled(store_url)
    both = [of(found, "north"), of(found, "later")]
    merge(archive.store, both, seen_of(archive.store, both), ADA)
    archive.derive()
    [row] = event_judgements(archive.store)
    assert undo(archive.store, row.number, f"{row.number}.x", BEN).what == "added"
    assert undo(archive.store, row.number, f"{row.number}.x", ADA).what == "conflict"
    assert archive.derive() == found
    rows = event_judgements(archive.store)
    assert [(r.verdict, r.undoes, r.who) for r in rows] == [("merge", None, "ada"), ("undo", row.number, "ben")]
    assert not stands(rows, row.number)
    assert [r.verdict for r in on_event(archive.store, ["north:c01"])] == ["undo", "merge"]
    with pytest.raises(ReviewError, match="there is no decision 99"):
        undo(archive.store, 99, "0.x", ADA)


def test_the_second_of_two_who_saw_the_same_events_is_told(store_url: str) -> None:
    archive, found = filled(store_url)
    both = [of(found, "north"), of(found, "later")]
    seen, own = seen_of(archive.store, both), seen_of(archive.store, both[:1])
    assert merge(archive.store, both, seen, ADA).what == "added"
    assert merge(archive.store, both, seen, ADA).what == "same"
    late = split(archive.store, both[0], ["south:c01"], own, BEN)
    assert (late.what, late.other and late.other.who) == ("conflict", "ada")
    archive.derive()
    [event] = {of(archive.store.finished(), "north")}
    changed = split(archive.store, event, ["south:c01"], own, BEN)
    assert (changed.what, changed.why) == ("conflict", "the event has other claims by now")
    for wrong, why in (([event], "name 2 to"), ([event, "ev-none"], "no such event any more")):
        with pytest.raises(ReviewError, match=why):
            merge(archive.store, wrong, seen_of(archive.store, wrong), ADA)
    with pytest.raises(ReviewError, match="leave those that are not"):
        split(archive.store, event, [], seen_of(archive.store, [event]), ADA)


def test_the_newer_of_two_decisions_holds_where_they_contradict() -> None:
    merged_later = bonds_from([(["a", "b"], []), (["a"], [["b", "c"]])])
    assert merged_later.mark_of["a"] == merged_later.mark_of["b"]
    assert sorted(merged_later.apart) == [("a", "c")]
    split_later = bonds_from([(["a"], [["b"]]), (["a", "b", "c"], [])])
    assert split_later.mark_of["a"] == split_later.mark_of["c"] != split_later.mark_of["b"]
    assert sorted(split_later.apart) == [("a", "b")]


def test_claims_of_one_report_are_parted_and_joined(store_url: str) -> None:
    archive = Archive(store_url)
    text = "Shells killed 7 civilians in Douma. Shells killed 9 civilians in Douma again."
    document = told("a", text, outlet="North Post")
    nine = strike(document, "Shells killed 9 civilians in Douma again", 2)
    found = archive.keep([(document, [strike(document, WORDS[0]), nine])])
    number = len(events(found))
    if number == 1:
        event = of(found, "a")
        split(archive.store, event, ["a:c02"], seen_of(archive.store, [event]), ADA)
    else:
        both = sorted(events(found))
        merge(archive.store, both, seen_of(archive.store, both), ADA)
    assert len(events(archive.derive())) == 3 - number


def test_a_rejected_claim_bonds_nothing(store_url: str) -> None:
    archive, found = filled(store_url)
    both = [of(found, "north"), of(found, "later")]
    merge(archive.store, both, seen_of(archive.store, both), ADA)
    archive.decide("later", "reject", "Shells")
    after = archive.derive()
    assert all("later" not in e.documents for e in after.ledgers.events)
    assert replace(after.ledgers.events[0]).documents == ("north", "south")


def test_what_a_page_saw_of_a_pair_is_what_a_join_asks_for(store_url: str) -> None:
    archive, found = filled(store_url)
    north, later = of(found, "north"), of(found, "later")
    assert seen_with(archive.store, north, [later]) == {later: seen_of(archive.store, [later, north])}
