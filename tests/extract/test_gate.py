"""What opens the gate: every word that a find needs, and no word that stands in every other sentence of any news."""

from __future__ import annotations

from crossbearing.extract.discovery import discover
from crossbearing.extract.drafting import Drafter
from crossbearing.extract.gate import Gate
from crossbearing.extract.rule import AUXILIARIES


def plain(word: str, _tag: str) -> str:
    return {"is": "be", "was": "be", "has": "have", "did": "do"}.get(word, word)


def test_no_frame_and_no_rule_opens_the_gate_by_an_auxiliary() -> None:
    families = discover()
    named = [one.name for family in families for one in (*family.frames, *family.rules) if one.opening & AUXILIARIES]
    assert not named, "give the frame only_with, particle or object, the rule beside: words that it needs"
    assert Drafter(families).triggers & AUXILIARIES, "frames do start from them"


def test_a_sentence_of_auxiliaries_alone_is_passed_over_and_one_with_what_a_frame_needs_is_not() -> None:
    gate = Gate(Drafter(discover()).opening, plain)
    assert gate.decide("It is what it was, and it has what it did.") is None
    assert gate.decide("The town is under siege.") == "under"
    assert gate.decide("The road was impassable.") == "impassable"
    assert gate.decide("The valley is home to many.") == "home"
