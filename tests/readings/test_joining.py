"""Claims of two readers become one set: what is one is merged, what one alone read is weighed, ties hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.export.review import review_lines, urgency
from crossbearing.model.claim import ActorRole, Relation, claim_from_json, claim_to_json
from crossbearing.model.errors import CrossbearingError, VocabularyError
from crossbearing.readings.joining import NOT_TAKEN, join
from crossbearing.readings.merging import BOTH_READERS, differing, merge, taking
from crossbearing.readings.pairing import pair
from crossbearing.readings.reader import reader_names
from crossbearing.readings.trust import SlotTrust, Trust, shipped_trust, trust_from, trust_text

from .made import TEXT, claim, count, shelled, words

KEEP = Trust({}, {"bias": 3.0}, 0.5, 0.9)
LEAVE = Trust({}, {"bias": -3.0}, 0.5, 0.9)


def test_claims_that_agree_are_one_and_surer() -> None:
    joined = join([claim(), shelled()], [claim("llm"), shelled("llm")], [], LEAVE)
    assert [c.id for c in joined.claims] == ["d:l01", "d:l02"]
    assert joined.problems == ()
    for one in joined.claims:
        assert (one.reader, one.differences, one.confidence) == (BOTH_READERS, (), 0.99)
    assert (
        "alike in: class, modality, polarity, attribution, time, actors, places, counts" in joined.claims[0].reasons[0]
    )


def test_where_readers_differ_the_claim_says_how_and_is_less_sure() -> None:
    other = claim(cls="control.hold", counts=(count("d:c01n1", "12 guards", 21),))
    [one] = join([other], [claim("llm")], [], LEAVE).claims
    assert (one.cls, one.counts[0].best) == ("control.gain", 12)
    assert [d.slot for d in one.differences] == ["class", "counts"]
    assert "llm reads control.gain, rules read control.hold; that of llm stands" in one.differences[0].words
    assert "'12 guards' killed exact 12, rules read '12 guards' killed exact 21" in one.differences[1].words
    assert one.reasons[-2:] == tuple(d.words for d in one.differences)
    assert 0.8 < one.confidence < 0.99


def test_trust_decides_by_what_the_two_say() -> None:
    polarity = SlotTrust("rules", 10, 5, 5, {"llm negative": 3.0, "llm positive": -3.0}, 0.5)
    trust = Trust({"polarity": polarity}, {}, 0.5, 0.9)
    negative = claim("llm", polarity="negative")
    assert merge(negative, claim(), trust).polarity == "positive"
    assert merge(claim("llm"), claim(polarity="negative"), trust).polarity == "positive"
    assert merge(negative, claim(), Trust({}, {}, 0.5, 0.9)).polarity == "negative"


def test_both_keeps_what_either_read_once() -> None:
    more = claim(actors=(ActorRole("gainer", None, words("rebels")), ActorRole("loser", None, words("guards"))))
    found = taking(claim("llm"), more, {"actors": "both"}).actors
    assert [(a.role, a.mention.text if a.mention else "") for a in found] == [
        ("gainer", "Orlo rebels"),
        ("loser", "guards"),
    ]


def test_roles_fit_the_class_that_stands() -> None:
    other = claim(cls="combat.clash", actors=(ActorRole("party", None, words("Orlo rebels")),))
    found = taking(claim("llm"), other, {"class": "rules"})
    assert [(a.role) for a in found.actors] == ["party"]
    nobody = claim(cls="combat.clash", actors=())
    assert taking(claim("llm"), nobody, {"class": "rules"}).actors == ()


def test_claims_of_one_reader_alone() -> None:
    kept = join([claim(), shelled()], [claim("llm")], [], KEEP)
    assert [(c.id, c.reader) for c in kept.claims] == [("d:l01", BOTH_READERS), ("d:c02", "rules")]
    assert kept.claims[1].differences[0].words == "claim: the rules alone read it; llm read no such claim here"
    left = join([claim(), shelled()], [claim("llm")], [], LEAVE)
    assert [c.id for c in left.claims] == ["d:l01"]
    [problem] = left.problems
    assert (problem.code, problem.stage) == (NOT_TAKEN, "join")
    assert TEXT[problem.start : problem.end] == "The army shelled Tenna"
    [alone] = join([], [shelled("llm")], [], LEAVE).claims
    assert (alone.reader, alone.differences[0].doubt) == ("llm", 0.1)


def test_where_the_model_could_not_read_the_rules_stand_as_without_it() -> None:
    start = words("The army shelled").start
    joined = join([claim(), shelled()], [], [(start, len(TEXT))], LEAVE)
    assert joined.claims == (shelled(),)
    assert len(joined.problems) == 1


def test_ties_lead_to_what_stands_for_what_is_gone() -> None:
    hurt = words("3 of the guards were hurt")
    part = count("d:c02n1", "3 of the guards", 3, quantity="injured", parent="d:c01n1")
    rules = [claim(), shelled(evidence=hurt, counts=(part,), relations=(Relation("elaborates", "d:c01"),))]
    joined = join(rules, [claim("llm")], [], KEEP)
    merged, alone = joined.claims
    assert merged.counts[0].id == "d:l01n1"
    assert alone.counts[0].parent == "d:l01n1"
    assert alone.relations == (Relation("elaborates", "d:l01"),)
    gone = join(rules, [claim("llm", counts=())], [], KEEP).claims[1]
    assert gone.counts[0].parent is None


def test_no_count_is_part_of_itself() -> None:
    twelve = count("d:l01n1", "12 guards", 12, parent="d:l02n1")
    three = count("d:l02n1", "3 of the guards", 3)
    wrong = count("d:c03n1", "3 of the guards", 3, parent="d:c01n1")
    hurt = words("3 of the guards were hurt")
    model = [claim("llm", counts=(twelve,)), shelled("llm", evidence=hurt, counts=(three,))]
    rules = [claim(), shelled(id="d:c03", evidence=hurt, counts=(wrong,))]
    for one in (join(rules, model, [], KEEP), join(rules, [model[0]], [], KEEP)):
        parents = {c.id: c.parent for claim_ in one.claims for c in claim_.counts}
        for id_, parent in parents.items():
            above = parent
            while above is not None:
                assert above != id_
                above = parents[above]


def test_pairs_are_of_the_same_words_and_the_nearest_class() -> None:
    far = shelled("llm", id="d:l03", evidence=words("3 of the guards were hurt"))
    assert pair([claim("llm"), far], [claim(), shelled()]) == [(0, 0)]
    two = [claim("llm", id="d:l01", cls="control.hold"), claim("llm", id="d:l02")]
    assert pair(two, [claim()]) == [(1, 0)]
    denied = [claim("llm", id="d:l01", polarity="negative"), claim("llm", id="d:l02")]
    assert pair(denied, [claim()]) == [(1, 0)]
    assert differing(claim("llm"), claim()) == []


def test_review_has_the_most_urgent_first_and_none_that_agree() -> None:
    joined = join([claim(cls="control.hold", polarity="negative"), shelled()], [claim("llm"), shelled("llm")], [], KEEP)
    alone = replace(shelled("llm", id="d:l09"), differences=joined.claims[0].differences[:1])
    lines = list(review_lines([*joined.claims, alone]))
    assert [line.split('"claim": "')[1][:5] for line in lines] == ["d:l01", "d:l09"]
    assert urgency(joined.claims[0]) > urgency(alone) > 0
    assert urgency(joined.claims[1]) == 0


def test_differences_are_exchanged_and_written_only_where_there_are_any() -> None:
    [one] = join([claim(cls="control.hold")], [claim("llm")], [], KEEP).claims
    assert claim_from_json(claim_to_json(one)) == one
    assert "differences" not in claim_to_json(claim())
    assert "reader" not in claim_to_json(claim())


def test_trust_is_written_and_read_to_the_same_bytes() -> None:
    text = trust_text(shipped_trust())
    assert trust_text(trust_from(text)) == text
    for broken in ("", "[]", '{"slots": {}}', text.replace('"class"', '"colour"'), text.replace('"rules"', '"oracle"')):
        with pytest.raises(VocabularyError, match=r"trust\.json"):
            trust_from(broken)


@pytest.mark.parametrize("names", ["", "oracle", "rules,oracle", ","])
def test_unknown_readers_are_named(names: str) -> None:
    with pytest.raises(CrossbearingError, match="known are rules, llm"):
        reader_names(names)
