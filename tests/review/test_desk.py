"""A person's decision stands beside the machine's claim, outlives what the machine reads later, and is never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.judgements.effective import PERSON
from crossbearing.model.errors import ReviewError, StoreError
from crossbearing.model.mention import Mention
from crossbearing.review.desk import Act, act, desk
from crossbearing.review.history import changes, history
from crossbearing.store.store import Store
from crossbearing.store.verifying import verify
from tests.review.made import ADA, BEN, GAIN, STRIKE, TEXT, Archive, gain, held, planned, span, strike, told


@pytest.fixture
def archive(store_url: str) -> Archive:
    found = Archive(store_url)
    document = told()
    found.keep([(document, [strike(document), gain(document)])])
    return found


def test_what_nobody_decided_on_is_the_machines(archive: Archive) -> None:
    there = desk(archive.store, "a")
    assert [one.verdict for one in there.claims] == ["", ""]
    assert [one.claims for one in there.claims] == [(one.machine,) for one in there.claims]
    assert len(there.open) == 2


def test_a_corrected_and_a_rejected_claim_go_into_the_record(archive: Archive) -> None:
    machine = strike(told())
    assert archive.decide("a", "correct", STRIKE, claims=(planned(machine),)).what == "added"
    assert archive.decide("a", "reject", GAIN, comment="only said so").what == "added"
    assert not archive.store.is_current()
    [claim] = held(archive.derive())
    assert archive.store.is_current()
    assert (claim.id, claim.modality, claim.reader, claim.confidence) == ("a:c01", "planned", PERSON, 1.0)
    assert archive.store.finished().claims == (claim,)
    there = desk(archive.store, "a")
    assert [(one.verdict, one.machine is not None) for one in there.claims] == [("correct", True), ("reject", True)]
    assert there.claims[0].machine == machine
    assert verify(archive.store) == []


def test_accepting_a_doubtful_claim_makes_it_certain(archive: Archive) -> None:
    archive.decide("a", "accept", STRIKE)
    claim = next(c for c in held(archive.derive()) if c.id == "a:c01")
    assert (claim.confidence, claim.reasons, claim.reader) == (1.0, ("a person accepted it",), "rules")


def test_a_claim_that_the_machine_missed_is_added_resolved_and_taken_back(archive: Archive) -> None:
    document = told()
    words = span(TEXT, "Rebels took Harasta the same day")
    missed = replace(gain(document), id="", evidence=words, cls="combat.offensive", actors=(), rule="")
    done = act(archive.store, Act("a", "add", claims=(missed,)), ADA)
    assert done.what == "added"
    assert act(archive.store, Act("a", "add", claims=(missed,)), ADA).what == "same"
    again = act(archive.store, Act("a", "add", claims=(missed,)), BEN)
    assert (again.what, again.other and again.other.who) == ("conflict", "ada")
    added = next(c for c in held(archive.derive()) if c.cls == "combat.offensive")
    [place] = added.places
    assert (place.name, place.place is not None, added.reader) == ("Harasta", True, PERSON)
    assert archive.decide("a", "undo", "the same day").what == "added"
    assert [c.id for c in held(archive.derive())] == ["a:c01", "a:c02"]
    assert act(archive.store, Act("a", "add", claims=(missed,)), BEN).what == "added"


def test_a_claim_is_split_in_two(archive: Archive) -> None:
    one = strike(told())
    parts = (replace(one, evidence=span(TEXT, "Shells")), replace(one, cls="casualty.report"))
    archive.decide("a", "split", STRIKE, claims=parts)
    found = held(archive.derive())
    assert [(c.id, c.cls) for c in found] == [
        ("a:c01", "strike.shelling"), ("a:c01s2", "casualty.report"), ("a:c02", "control.gain"),
    ]  # fmt: skip
    assert [count.id for c in found for count in c.counts] == ["a:c01n1", "a:c01s2n1"]


def test_the_second_of_two_who_saw_the_same_is_shown_what_the_first_decided(archive: Archive) -> None:
    one = desk(archive.store, "a").claims[0]
    assert act(archive.store, Act("a", "reject", one.subject, one.seen), ADA).what == "added"
    assert act(archive.store, Act("a", "reject", one.subject, one.seen), ADA).what == "same"
    second = act(archive.store, Act("a", "accept", one.subject, one.seen), BEN)
    assert (second.what, second.other and second.other.verdict) == ("conflict", "reject")
    assert second.now is not None
    assert act(archive.store, Act("a", "accept", one.subject, second.now.seen, machine=True), BEN).what == "added"
    assert [row.verdict for row in desk(archive.store, "a").claims[0].history] == ["reject", "accept"]


def test_a_decision_outlives_a_reading_with_other_ids_and_other_words(archive: Archive) -> None:
    document = told()
    archive.decide("a", "correct", STRIKE, claims=(planned(strike(document)),))
    archive.decide("a", "reject", GAIN)
    shorter = strike(document, "killed 7 civilians in Douma", 7)
    finished = archive.read_again("newer", {"a": [gain(document, number=3), shorter]})
    [claim] = held(finished)
    assert (claim.id, claim.modality, claim.evidence.text) == ("a:c07", "planned", STRIKE)
    one = desk(archive.store, "a").claims[0]
    assert one.matched
    assert one.differs
    assert one.machine == shorter


def test_a_decision_that_fits_nothing_is_shown_as_such(archive: Archive) -> None:
    document = told()
    archive.decide("a", "accept", STRIKE)
    archive.decide("a", "reject", GAIN)
    finished = archive.read_again("newer", {"a": []})
    assert [c.evidence.text for c in held(finished)] == [STRIKE]
    assert [(one.verdict, one.matched) for one in desk(archive.store, "a").claims] == [
        ("accept", False), ("reject", False),
    ]  # fmt: skip
    other = [strike(document, "Shells killed 7 civilians in Douma on Tuesday", 1, "strike.air"), gain(document)]
    archive.read_again("newest", {"a": other})
    assert [one.verdict for one in desk(archive.store, "a").claims] == ["accept", "reject"]


def test_a_rejection_is_not_carried_to_another_claim_of_the_same_words(archive: Archive) -> None:
    document = told()
    archive.decide("a", "reject", STRIKE)
    other = replace(strike(document, number=9), cls="movement.displacement")
    finished = archive.read_again("newer", {"a": [other]})
    assert [c.cls for c in held(finished)] == ["movement.displacement"]


def test_a_new_version_of_the_text_keeps_what_its_words_still_say(store_url: str) -> None:
    archive = Archive(store_url)
    at = {"url": "https://example.org/1"}
    old = told(**at)
    archive.keep([(old, [strike(old), gain(old)])])
    archive.decide("a", "correct", STRIKE, claims=(planned(strike(old)),))
    archive.decide("a", "accept", GAIN)
    new = told(text="Correction. " + TEXT.replace("took Harasta", "entered Harasta"), **at)
    finished = archive.keep([(new, [strike(new)])])
    [claim] = held(finished)
    assert (claim.modality, claim.evidence) == ("planned", span(new.text, STRIKE))
    states = {one.shown.cls: (one.verdict, one.matched) for one in desk(archive.store, "a").claims}
    assert states == {"strike.shelling": ("correct", True), "control.gain": ("accept", False)}


def test_undo_brings_back_what_stood_before_and_keeps_that_it_was_decided(archive: Archive) -> None:
    archive.decide("a", "correct", STRIKE, claims=(planned(strike(told())),))
    archive.decide("a", "reject", STRIKE, BEN)
    archive.decide("a", "undo", STRIKE)
    one = desk(archive.store, "a").claims[0]
    assert (one.verdict, one.claims[0].modality) == ("correct", "planned")
    told_of = [(entry.row.who, entry.row.verdict, [c.field for c in entry.changes][:1]) for entry in history(one)]
    assert told_of == [("ada", "correct", ["modality"]), ("ben", "reject", ["evidence"]), ("ada", "undo", ["evidence"])]
    archive.decide("a", "undo", STRIKE)
    assert desk(archive.store, "a").claims[0].verdict == ""


def test_a_diff_names_each_field_with_its_characters() -> None:
    one = strike(told())
    other = replace(one, modality="planned", time=replace(one.time, mention=span(TEXT, "on Tuesday")))  # type: ignore[type-var]
    found = changes([one], [other])
    assert [(c.field, c.before, c.after) for c in found] == [
        ("modality", "occurred", "planned"),
        ("time", "2014-03-11 to 2014-03-11", "on Tuesday [35-45] 2014-03-11 to 2014-03-11"),
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"evidence": Mention(0, 6, "Rebels")}, "'Rebels' is not what stands at 0 to 6"),
        ({"evidence": Mention(5000, 5003, "War")}, "is not what stands at 5000"),
        ({"cls": "war.won"}, "is no class of claims"),
        ({"modality": "maybe"}, "modality: 'maybe' is none of occurred"),
        ({"actors": gain(told()).actors}, "an actor is initiator, target, not 'gainer'"),
    ],
)
def test_what_is_no_claim_is_refused_and_nothing_is_kept(archive: Archive, wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ReviewError, match=why):
        archive.decide("a", "correct", STRIKE, claims=(replace(strike(told()), **wrong),))  # type: ignore[arg-type]
    assert len(desk(archive.store, "a").open) == 2


def test_counts_that_fall_and_days_that_are_none_are_refused(archive: Archive) -> None:
    one = strike(told())
    fallen = replace(one, counts=(replace(one.counts[0], low=9),))
    with pytest.raises(ReviewError, match="must not fall"):
        archive.decide("a", "correct", STRIKE, claims=(fallen,))
    undated = replace(one, time=replace(one.time, start="11 March"))  # type: ignore[type-var]
    with pytest.raises(ReviewError, match="'11 March' is no day; write it as"):
        archive.decide("a", "correct", STRIKE, claims=(undated,))


def test_what_is_asked_of_nothing_is_told_in_a_sentence(archive: Archive) -> None:
    with pytest.raises(StoreError, match="'nowhere' is no document of it"):
        desk(archive.store, "nowhere")
    for wrong, why in (
        (Act("a", "accept", "1-2-x", "0.abc"), "not there any more"),
        (Act("a", "accept", desk(archive.store, "a").claims[0].subject, "now"), "does not say what was seen"),
        (Act("a", "praise"), "verdict: 'praise' is none of accept"),
        (Act("a", "accept", comment="x" * 3000), "comment: has over 2000"),
    ):
        with pytest.raises(ReviewError, match=why):
            act(archive.store, wrong, ADA)


def test_a_store_from_before_is_brought_up_and_what_it_holds_stands(archive: Archive) -> None:
    archive.decide("a", "accept", STRIKE)
    again = Store(archive.url)
    assert [one.verdict for one in desk(again, "a").claims] == ["accept", ""]
