"""What fills the roles of claims: which words are asked of, what is told of them, and what their shares change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.filling import filled
from crossbearing.extract.judge.layer import Layer, layer_bytes
from crossbearing.extract.judge.layers import layer_files, shipped_layers
from crossbearing.extract.judge.network import shipped_network
from crossbearing.extract.judge.roles import FEATURES, NONE, PLACES, QUESTION, ROLES, TIME, asked, head_of
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from tests.extract.corpus_reader import extractor
from tests.extract.layers import leaning

STORMED = "Fighters of the front stormed the barracks near Maskana on Monday, residents said."


def _ruled(text: str) -> tuple[Reading, Candidate]:
    plain = extractor()
    parsed = next(iter(plain.extract([Document("one", text)])))
    [reading] = parsed.readings
    kept = plain.ruled(reading).kept
    return reading, kept[0]


def _leaning(**scores: dict[str, float]) -> Layer:
    """Return what gives a word of a label these scores for roles, and none to all others."""
    return leaning(FEATURES, ROLES, "label", scores, {NONE: 9.0})


def test_whoever_may_fill_a_role_is_asked_of_and_the_claims_own_word_is_not() -> None:
    reading, claim = _ruled(STORMED)
    words = {
        reading.sentence.tokens[one.word].text: dict(zip(FEATURES, one.told, strict=True))
        for one in asked(reading, claim)
    }
    assert set(words) == {"Fighters", "front", "barracks", "Maskana", "Monday", "residents"}
    assert words["Fighters"]["path"] == ">nsubj"
    assert words["Fighters"]["taken_for"] == "initiator"
    assert words["front"]["preposition"] == "of"
    assert words["Maskana"]["kind"] == "place"
    assert words["Monday"]["taken_for"] == TIME
    assert "source" in words["residents"]["within"].split()
    assert words["residents"]["path"].startswith("ccomp")
    assert all(told["class"] == claim.cls for told in words.values())


def test_the_head_of_a_span_is_a_word_that_may_name_something() -> None:
    reading, _ = _ruled(STORMED)
    sentence = reading.sentence
    start = sentence.document_text.index("Fighters of the front")
    head = head_of(sentence, start, start + len("Fighters of the front"))
    assert head is not None
    assert head.text == "Fighters"
    assert head_of(sentence, start, start) is None


def test_what_frames_saw_stays_where_it_is_likely_and_goes_where_not() -> None:
    reading, claim = _ruled(STORMED)
    assert [a.mention.text for a in claim.actors if a.role == "initiator"] == ["Fighters of the front"]
    likely = _leaning(nsubj={"initiator": 9.0}, pobj={"location": 9.0}, dobj={"target": 9.0})
    [(_, told)] = filled(likely, shipped_network(), [(reading, claim)])
    assert ("initiator", "Fighters of the front") in [(a.role, a.mention.text) for a in told.actors]
    [(_, told)] = filled(_leaning(), shipped_network(), [(reading, claim)])
    assert told.actors == ()
    assert [place.mention.text for _, place in told.places] == ["Maskana"], "a name, and no other claim there"
    assert [time.text for time in told.times] == ["on Monday"], "it hangs on the verb"
    assert any(reason.startswith("no initiator: 'Fighters of the front' (0.") for reason in told.reasons)


def test_another_role_that_is_likelier_is_filled_and_a_word_that_nobody_saw_is_added() -> None:
    reading, claim = _ruled(STORMED)
    turned = _leaning(nsubj={"target": 9.0}, pobj={"near": 9.0}, dobj={"initiator": 9.0})
    [(_, told)] = filled(turned, shipped_network(), [(reading, replace(claim, actors=claim.actors[:1]))])
    roles = {a.mention.text: a.role for a in told.actors}
    assert roles["Fighters of the front"] == "target"
    assert roles["the barracks"] == "initiator"
    assert {role for role, _ in told.places} == {"near"}
    assert any(reason.startswith("target: 'Fighters of the front'") for reason in told.reasons)


def test_a_role_that_the_class_does_not_have_is_never_filled() -> None:
    reading, claim = _ruled(STORMED)
    captors = _leaning(nsubj={"captor": 3.0, "initiator": 2.0}, dobj={"captor": 9.0, NONE: 1.0})
    [(_, told)] = filled(captors, shipped_network(), [(reading, claim)])
    assert "captor" not in {a.role for a in told.actors}
    assert ("initiator", "Fighters of the front") in {(a.role, a.mention.text) for a in told.actors}


def _shipped() -> Layer:
    layer = shipped_layers().roles
    assert layer is not None
    return layer


def _claims(text: str, roles: Layer | None) -> tuple[Claim, ...]:
    plain, shipped = extractor(), shipped_weights()
    weights = replace(shipped, layers=replace(shipped.layers, roles=roles))
    judged = Extractor(plain.matcher, plain.parser, plain.families, weights=weights)
    return next(iter(judged.extract([Document("one", text)]))).claims


@pytest.mark.parametrize(
    ("text", "role", "named"),
    [
        ("The base was hit by a drone launched from the hills, the army said.", "target", "The base"),
        ("Soldiers sealed off the quarter and cornered the attackers in a stairwell.", "initiator", "Soldiers"),
    ],
)
def test_an_argument_is_found_where_the_parse_puts_it_far_from_its_verb(text: str, role: str, named: str) -> None:
    told = {(a.role, a.mention.text) for claim in _claims(text, _shipped()) for a in claim.actors if a.mention}
    assert (role, named) in told


def test_who_only_tells_of_fighting_is_no_party_to_it() -> None:
    text = "The ministry said there was fighting around Tarma on Tuesday morning."
    [ruled], [told] = _claims(text, None), _claims(text, _shipped())
    assert [a.mention.text for a in ruled.actors if a.mention] == ["The ministry"]
    assert told.actors == ()
    assert any(reason.startswith("no party: 'The ministry' (") for reason in told.reasons)


def test_without_it_roles_are_as_frames_fill_them() -> None:
    [claim, *_] = _claims(STORMED, None)
    assert not any(reason.startswith(("no ", *(f"{role}: " for role in ROLES if role))) for reason in claim.reasons)


def test_all_that_ships_is_stored_and_loaded_the_same() -> None:
    held = shipped_layers()
    shipped = [held.roles, held.manner, held.mode, held.count, held.scope]
    _, *files = layer_files()
    assert len(files) == len(shipped)
    for file, layer in zip(files, shipped, strict=True):
        assert layer is not None
        assert layer_bytes(layer) == file.read_bytes(), file.name


def test_what_was_made_for_other_answers_is_refused(tmp_path: Path) -> None:
    file = tmp_path / QUESTION.file
    file.write_bytes(layer_bytes(replace(_shipped(), answers=(*ROLES[:-1], "hour"))))
    with pytest.raises(VocabularyError, match=r"roles\.npz: made for other answers"):
        QUESTION.load(tmp_path)
    file.write_bytes(b"nothing")
    with pytest.raises(VocabularyError, match=r"roles\.npz: no fitted numbers that can be read"):
        QUESTION.load(tmp_path)


def test_places_and_times_are_roles_beside_those_of_the_contract() -> None:
    assert ROLES[0] == NONE
    assert {*PLACES, TIME, "initiator", "captive"} <= set(ROLES)
    assert len(set(ROLES)) == len(ROLES)
