"""Two code blind, a third adjudicates; how far they agree is told; what comes of it is gold that is scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crossbearing.evaluate.gold import annotated
from crossbearing.evaluate.scoring import score_document, slot_table
from crossbearing.model.claim import claim_to_json
from crossbearing.model.errors import ReviewError
from crossbearing.review.adjudicating import close, compared, settle, settle_agreed
from crossbearing.review.between import agreement
from crossbearing.review.coding import all_codings, assign, hand_in, reading, take_back
from crossbearing.review.desk import Act, act, desk
from crossbearing.review.gold import gold
from crossbearing.review.history import recent
from crossbearing.review.lanes import Lane
from crossbearing.review.queues import Queue, progress, queue
from tests.review.made import ADA, BEN, EVE, GAIN, STRIKE, TEXT, Archive, gain, held, planned, span, strike, told

ROUND = "pilot"


def assigned(url: str, shown: str = "machine") -> Archive:
    archive = Archive(url)
    document = told(outlet="North Post")
    archive.keep([(document, [strike(document), gain(document)])])
    assign(archive.store, ROUND, "a", ["ada", "ben"], EVE, shown)
    return archive


def coded(url: str) -> Archive:
    """Return a report on which ada and ben agree of the strike, and differ on what the rebels did."""
    archive = assigned(url)
    for who in (ADA, BEN):
        archive.decide("a", "accept", STRIKE, who, Lane(ROUND, who.who))
    archive.decide("a", "accept", GAIN, ADA, Lane(ROUND, "ada"))
    archive.decide("a", "correct", GAIN, BEN, Lane(ROUND, "ben"), claims=(planned(gain(told())),))
    hand_in(archive.store, ROUND, "a", ADA)
    hand_in(archive.store, ROUND, "a", BEN)
    return archive


def test_nobody_sees_the_other_before_both_are_in(store_url: str) -> None:
    archive = assigned(store_url)
    mine, theirs = Lane(ROUND, "ada"), Lane(ROUND, "ben")
    archive.decide("a", "reject", STRIKE, ADA, mine)
    archive.decide("a", "accept", STRIKE, BEN, theirs)
    archive.decide("a", "accept", GAIN, BEN, theirs)
    assert [one.verdict for one in desk(archive.store, "a").claims] == ["", ""]
    assert [one.verdict for one in desk(archive.store, "a", mine).claims] == ["reject", ""]
    assert archive.store.is_current()
    for viewer in ("ada", "eve"):
        with pytest.raises(ReviewError, match="before all have handed in"):
            reading(archive.store, ROUND, "a", "ben", viewer)
        with pytest.raises(ReviewError, match="before all have handed in"):
            compared(archive.store, ROUND, "a", viewer)
    assert {row.who for row in recent(archive.store, "ada")} == {"ada"}
    assert recent(archive.store, "eve") == []
    for _ in range(3):
        archive.decide("a", "accept", STRIKE, ADA, mine)
        archive.decide("a", "reject", STRIKE, ADA, mine)
    found = recent(archive.store, "ben", most=1)
    assert [row.who for row in found] == ["ben"], "what others do out of sight hides nothing that was done before"
    assert [row.number for row in recent(archive.store, "ben", most=1, before=found[0].number)] == [found[0].number - 1]
    with pytest.raises(ReviewError, match="only its coder decides"):
        archive.decide("a", "accept", GAIN, BEN, mine)
    with pytest.raises(ReviewError, match=r"1 of the machine's claims are not judged yet"):
        hand_in(archive.store, ROUND, "a", ADA)
    hand_in(archive.store, ROUND, "a", BEN)
    with pytest.raises(ReviewError, match="what is handed in is not changed"):
        archive.decide("a", "reject", GAIN, BEN, theirs)
    with pytest.raises(ReviewError, match="it is handed in already"):
        take_back(archive.store, ROUND, "a", "ben", EVE)
    archive.decide("a", "accept", GAIN, ADA, mine)
    assert hand_in(archive.store, ROUND, "a", ADA).is_in
    assert [claim.cls for claim in reading(archive.store, ROUND, "a", "ada", "ben")] == ["control.gain"]
    assert {row.who for row in recent(archive.store, "eve")} == {"ada", "ben"}


def test_coding_from_the_text_alone_shows_no_claim_of_the_machine(store_url: str) -> None:
    archive = assigned(store_url, "text")
    lane = Lane(ROUND, "ada")
    assert desk(archive.store, "a", lane).claims == ()
    act(archive.store, Act("a", "add", claims=(strike(told()),)), ADA, lane)
    assert [one.shown.cls for one in desk(archive.store, "a", lane).claims] == ["strike.shelling"]
    hand_in(archive.store, ROUND, "a", ADA)
    hand_in(archive.store, ROUND, "a", BEN)
    [row, other] = compared(archive.store, ROUND, "a", "eve")
    assert [claim is not None for claim in (*row.by_coder.values(), row.machine)] == [True, False, True]
    assert (other.by_coder["ada"], other.agreed) == (None, True)


def test_an_adjudicator_sees_all_side_by_side_and_decides_what_holds(store_url: str) -> None:
    archive = coded(store_url)
    first, second = compared(archive.store, ROUND, "a", "eve")
    assert (first.agreed, second.agreed) == (True, False)
    assert settle_agreed(archive.store, ROUND, "a", EVE) == 1
    assert second.decided is not None
    done = settle(archive.store, ROUND, "a", second.at, "ben", second.decided.seen, EVE, comment="it had not begun")
    assert done.what == "added"
    late = settle(archive.store, ROUND, "a", second.at, "ada", second.decided.seen, ADA)
    assert (late.what, late.other and late.other.who) == ("conflict", "eve")
    assert close(archive.store, ROUND, "a", EVE).adjudicated == "eve"
    with pytest.raises(ReviewError, match="adjudicated already"):
        close(archive.store, ROUND, "a", ADA)
    found = {c.id: c for c in held(archive.derive())}
    assert (found["a:c01"].confidence, found["a:c02"].modality) == (1.0, "planned")
    row = desk(archive.store, "a").claims[1].history[-1]
    assert (row.source, row.who, row.body["comment"]) == ("adjudication:pilot:ben", "eve", "it had not begun")


def test_what_only_coders_found_is_taken_or_left(store_url: str) -> None:
    archive = assigned(store_url)
    extra = replace(gain(told()), id="", cls="movement.displacement", evidence=span(TEXT, "the same day"), actors=())
    for who in (ADA, BEN):
        lane = Lane(ROUND, who.who)
        archive.decide("a", "accept", STRIKE, who, lane)
        archive.decide("a", "reject", GAIN, who, lane)
    act(archive.store, Act("a", "add", claims=(extra,)), ADA, Lane(ROUND, "ada"))
    for who in (ADA, BEN):
        hand_in(archive.store, ROUND, "a", who)
    assert settle_agreed(archive.store, ROUND, "a", EVE) == 2
    [row] = [row for row in compared(archive.store, ROUND, "a", "eve") if row.decided is None]
    assert settle(archive.store, ROUND, "a", row.at, "none", "", EVE).what == "added"
    assert [c.id for c in held(archive.derive())] == ["a:c01"]
    [row] = [one for one in compared(archive.store, ROUND, "a", "eve") if one.at == row.at]
    assert row.decided is not None
    assert row.decided.verdict == "reject"
    assert settle(archive.store, ROUND, "a", row.at, "ada", row.decided.seen, EVE).what == "added"
    assert [c.cls for c in held(archive.derive())] == ["strike.shelling", "movement.displacement"]
    with pytest.raises(ReviewError, match="'ben' has no claim there"):
        settle(archive.store, ROUND, "a", row.at, "ben", row.decided.seen, EVE)


def test_agreement_waits_for_all(store_url: str) -> None:
    archive = assigned(store_url)
    before = agreement(archive.store, ROUND, "eve")
    assert (before.documents, before.waiting, before.pairs) == ((), 1, {})


def test_agreement_is_told_by_slot_and_pair(store_url: str) -> None:
    archive = coded(store_url)
    found = agreement(archive.store, ROUND, "eve")
    assert (found.documents, found.waiting, found.coders) == (("a",), 0, ("ada", "ben"))
    assert found.alphas["class"] == (1.0, 2)
    assert found.alphas["modality"] == (0.0, 2)
    one, other = reading(archive.store, ROUND, "a", "ada", "eve"), reading(archive.store, ROUND, "a", "ben", "eve")
    by_hand = slot_table([score_document([claim_to_json(c) for c in one], [claim_to_json(c) for c in other])])
    assert found.pairs["ada", "ben"] == by_hand
    assert {"claim", "place", "count"}.isdisjoint(found.untold["ada", "ben"])
    assert {"chain", "parent"} <= found.untold["ada", "ben"], "none of both names a chain: no agreement, nor none"
    assert all(by_hand[slot]["f1"] == 0 for slot in found.untold["ada", "ben"])
    assert found.machine == {}


def test_rounds_are_assigned_by_rules(store_url: str) -> None:
    archive = assigned(store_url)
    for wrong, why in (
        ((ROUND, "a", ["ada"]), "needs two of them"),
        (("a/b", "a", ["ada", "ben"]), "round: a name of letters"),
    ):
        with pytest.raises(ReviewError, match=why):
            assign(archive.store, *wrong, EVE)
    assign(archive.store, ROUND, "a", ["ada", "ben", "cleo"], EVE)
    take_back(archive.store, ROUND, "a", "cleo", EVE)
    [one] = all_codings(archive.store)
    assert one.coders == {"ada": False, "ben": False}
    with pytest.raises(ReviewError, match="cleo does not code this report"):
        desk(archive.store, "a", Lane(ROUND, "cleo"))


def test_what_was_judged_whole_is_gold_that_evaluate_reads(store_url: str, tmp_path: Path) -> None:
    archive = coded(store_url)
    archive.decide("a", "correct", GAIN, EVE, claims=(planned(gain(told())),))
    assert gold(archive.store).left_out == {"a": "1 claims are not judged yet"}
    archive.decide("a", "accept", STRIKE, EVE)
    found = gold(archive.store)
    assert sorted(found.files) == ["a.gold.json", "a.meta.json", "a.txt"]
    for name, raw in found.files.items():
        (tmp_path / name).write_bytes(raw)
    [one] = annotated(tmp_path)
    assert one.document.text == TEXT
    assert one.document.outlet == "North Post"
    claims = held(archive.derive())
    table = slot_table([score_document(one.gold, [claim_to_json(claim) for claim in claims])])
    assert table["ALL"]["f1"] == 1.0
    assert [claim["id"] for claim in one.gold] == ["c01", "c02"]
    assert one.gold[0]["counts"][0]["id"] == "c01n1"
    for claim in one.gold:
        seen = claim["evidence"]
        assert TEXT[seen["start"] : seen["end"]] == seen["text"]


def test_queues_choose_by_class_place_confidence_and_what_is_decided(store_url: str) -> None:
    archive = Archive(store_url)
    documents = [told(f"d{n}", f"Report {n}. {TEXT}") for n in range(3)]
    archive.keep([(d, [strike(d), gain(d)]) for d in documents])
    every = queue(archive.store, Queue())
    assert [row.confidence for row in every.waiting] == [0.5] * 3 + [0.9] * 3
    assert [row.claim for row in queue(archive.store, Queue(cls="control", order="document")).waiting] == [
        "d0:c02", "d1:c02", "d2:c02",
    ]  # fmt: skip
    assert len(queue(archive.store, Queue(place="douma")).waiting) == 3
    assert len(queue(archive.store, Queue(confidence=0.6)).waiting) == 3
    assert queue(archive.store, Queue(differing=True)).waiting == ()
    assert [row.document for row in queue(archive.store, Queue(document="d1")).waiting] == ["d1", "d1"]
    walked, cursor = [], ""
    while True:
        part = queue(archive.store, Queue(), 4, cursor)
        walked += part.waiting
        cursor = part.cursor
        if not cursor:
            break
    assert tuple(walked) == every.waiting
    archive.decide("d0", "accept", STRIKE)
    archive.decide("d1", "reject", STRIKE)
    archive.decide("d1", "undo", STRIKE)
    assert [row.claim for row in queue(archive.store, Queue(cls="strike")).waiting] == ["d1:c01", "d2:c01"]
    archive.derive()
    assert [row.claim for row in queue(archive.store, Queue(state="decided")).waiting] == ["d0:c01"]
    told_of = progress(archive.store)
    assert (told_of.claims, told_of.decided) == (6, 1)
    assert told_of.families == [("control", 3, 0), ("strike", 3, 1)]
    with pytest.raises(ReviewError, match="cursor"):
        queue(archive.store, Queue(), 4, "[1]")
    with pytest.raises(ReviewError, match="order: 'luck'"):
        queue(archive.store, Queue(order="luck"))
