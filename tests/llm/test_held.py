"""Claims of a reply are held to the text: what is bad in them goes, alone where it can, each with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from crossbearing.llm.held import MOST_CLAIMS
from crossbearing.model.document import Document
from tests.llm.made import DOCUMENT, SOUND, TEXT, held, mentions, sound


def codes(*claims: Any, document: Document = DOCUMENT) -> list[str]:
    return [p.code for p in held(*claims, document=document)[1]]


def test_a_sound_claim_is_kept_whole() -> None:
    (claim,), problems = held(SOUND)
    assert problems == []
    assert len(mentions(claim)) == 1 + 1 + 1 + 2 + 2 + 1 + 2
    assert all(TEXT[m.start : m.end] == m.text for m in mentions(claim))
    assert claim.places[0].mention is not None
    assert claim.places[0].mention.start == TEXT.index("Orlo on Friday")
    assert [c.count.low for c in claim.counts] == [2, 12]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"evidence": "Government jets bombed the school in Orlo"}, "quote_not_in_text"),
        ({"evidence": None}, "no_quote"),
        ({"evidence": ""}, "no_quote"),
        ({"p": 3}, "wrong_passage"),
        ({"p": "2"}, "wrong_type"),
        ({"near": "a stretch that stands nowhere"}, "neighbours_not_in_text"),
        ({"class": "strike.laser"}, "unknown_class"),
        ({"class": ["strike.air"]}, "unknown_class"),
        ({"modality": "maybe"}, "unknown_code"),
        ({"polarity": None}, "unknown_code"),
        ({"mode": "hearsay"}, "unknown_code"),
        ({"speech_act": "shout"}, "unknown_code"),
        ({"evidence": "The army", "p": 3, "places": []}, "ambiguous_quote"),
    ],
)
def test_what_a_claim_cannot_do_without_takes_it_along(changed: dict[str, Any], code: str) -> None:
    other = sound(id=2, p=4, evidence="Aid reached 1,200 families in the camp")
    claims, problems = held(
        sound(**changed), {**other, "class": "access.aid", "actors": [], "counts": [], "time": None}
    )
    assert [c.cls for c in claims] == ["access.aid"]
    assert code in [p.code for p in problems]
    assert all(p.stage == "llm" for p in problems)


COUNT = SOUND["counts"][0]


@pytest.mark.parametrize(
    ("field", "value", "code", "left"),
    [
        ("cue", "shouted", "quote_not_in_text", None),
        ("extent", "half", "unknown_code", None),
        ("sources", [{"quote": "a surgeon", "anonymous": True}], "quote_not_in_text", 0),
        ("sources", "a nurse", "wrong_type", 0),
        ("actors", [{"role": "gainer", "quote": "Government jets"}], "unknown_role", 0),
        ("actors", [{"role": "target", "quote": None}, {"role": "target", "quote": "the bakery"}], "no_quote", 1),
        ("actors", [{"role": "target", "quote": {"q": "the bakery", "p": 4, "near": None}}], "wrong_passage", 0),
        ("places", [{"role": "capital", "quote": "Orlo"}], "unknown_role", 0),
        ("places", ["Orlo", {"role": "location", "quote": "Orlo"}], "wrong_type", 1),
        ("counts", [{**COUNT, "low": 3, "best": 3, "high": 3}], "number_not_said", 0),
        ("counts", [{**COUNT, "low": 2.5}], "wrong_type", 0),
        ("counts", [{**COUNT, "quantity": "scared"}], "unknown_code", 0),
        ("counts", [{**COUNT, "quote": "12 tanks"}], "far_quote", 0),
        ("weapons", ["gas"], "far_quote", 0),
        ("labels", ["terrorists"], "quote_not_in_text", 0),
    ],
)
def test_any_other_field_goes_alone(field: str, value: Any, code: str, left: int | None) -> None:
    (claim,), problems = held(sound(**{field: value}))
    assert [p.code for p in problems] == [code]
    assert problems[0].start == claim.evidence.start
    (whole,), _ = held(SOUND)
    named = {"cue": "attribution", "sources": "attribution"}
    for name in ("cls", "attribution", "actors", "places", "time", "counts"):
        if name != named.get(field, field):
            assert getattr(claim, name) == getattr(whole, name)
    if left is not None:
        kept = claim.attribution.sources if field == "sources" else getattr(claim, field)
        assert len(kept) == left


def test_days_that_are_none_leave_the_words() -> None:
    (claim,), problems = held(sound(time={"quote": "on Friday", "start": "2031-05-40", "end": "soon"}))
    assert [p.code for p in problems] == ["bad_day", "bad_day"]
    assert claim.time.mention is not None
    assert (claim.time.start, claim.time.end, claim.time.basis) == (None, None, "none")


def test_evidence_that_stands_twice_is_placed_by_its_neighbours() -> None:
    text = "Guns shelled Ulm, a nurse said. It rained for days. Guns shelled Ulm, a priest said."
    document = Document("d", text)
    value = sound(p=None, evidence="Guns shelled Ulm", cue="said", sources=[{"quote": "a priest", "anonymous": True}])
    value.update({"class": "strike.shelling", "actors": [], "places": [], "counts": [], "time": None})
    (claim,), problems = held(value, document=document)
    assert problems == []
    assert claim.evidence.start == text.rindex("Guns")
    assert claim.attribution.cue is not None
    assert claim.attribution.cue.start == text.rindex("said")


def test_unknown_keys_are_refused_at_every_depth() -> None:
    value = sound(verdict="true")
    value["actors"][0]["side"] = "x"
    value["cue"] = {"q": "told", "p": None, "near": None, "start": 3}
    (claim,), problems = held(value)
    assert [p.code for p in problems] == ["unknown_key"] * 3
    assert claim == held(SOUND)[0][0]


def test_a_model_that_repeats_itself_or_has_no_end_is_cut() -> None:
    claims, problems = held(*[SOUND] * (MOST_CLAIMS + 5))
    assert len(claims) == 1
    assert {p.code for p in problems} == {"claim_given_twice", "too_many_claims"}


def test_a_side_that_the_text_does_not_name_is_left_out() -> None:
    counts = [{**COUNT, "side": "The rebels"}, {**SOUND["counts"][1], "side": "Northland"}]
    (claim,), problems = held(sound(counts=counts))
    assert [c.count.side for c in claim.counts] == ["The rebels", None]
    assert [p.code for p in problems] == ["side_not_said"]


def test_boilerplate_and_what_was_not_asked_give_no_evidence() -> None:
    document = Document("d", "The army left Ulm on Monday.\nAlso Read\nIt came back.")
    value = sound(p=None, evidence="Also Read")
    assert codes(value, document=document) == ["quote_not_in_text"]
