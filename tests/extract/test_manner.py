"""How surely and by whom claims are told: layers change what rules read only where they are sure, and say so."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.extract.assembly import attributed
from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge import attributing, manner
from crossbearing.extract.judge.attributing import MODES, attribute
from crossbearing.extract.judge.layer import Layer
from crossbearing.extract.judge.layers import shipped_layers
from crossbearing.extract.judge.manner import MODALITIES, governor, told_as, told_of
from crossbearing.extract.judge.network import shipped_network
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from tests.extract.corpus_reader import extractor
from tests.extract.layers import leaning

SAID = "Fighters of the front stormed the barracks near Maskana on Monday, residents said."
PLAIN = "Fighters of the front stormed the barracks near Maskana on Monday."


def _ruled(text: str) -> tuple[Reading, Candidate]:
    plain = extractor()
    [reading] = next(iter(plain.extract([Document("one", text)]))).readings
    return reading, next(c for c in plain.ruled(reading).kept if c.cls.startswith("combat"))


def _modality(answer: str, score: float) -> Layer:
    return leaning(manner.FEATURES, MODALITIES, "segment", {"paragraph": {answer: score}}, {"occurred": 9.0})


def _mode(answer: str, score: float = 9.0) -> Layer:
    return leaning(attributing.FEATURES, MODES, "segment", {"paragraph": {answer: score}}, {"unattributed": 9.0})


def test_what_is_told_of_a_claim_names_its_verb_who_governs_it_and_what_rules_made_of_it() -> None:
    told = dict(zip(manner.FEATURES, told_of(*_ruled(SAID)), strict=True))
    assert told["rule"] == "occurred"
    assert told["governor"] == "say"
    assert told["cue"] == "said"
    assert told["segment"] == "paragraph"
    reading, claim = _ruled(PLAIN)
    assert governor(reading, claim).i == claim.clause


def test_a_modality_counts_against_the_rules_where_it_is_sure() -> None:
    given = [_ruled(PLAIN)]
    [(_, sure)] = told_as(_modality("ongoing", 9.0), shipped_network(), given)
    assert sure.modality == "ongoing"
    assert sure.reasons[-1].startswith("told as ongoing, not occurred (")
    [(_, unsure)] = told_as(_modality("ongoing", 0.1), shipped_network(), given)
    assert unsure is given[0][1]


def test_what_nobody_says_has_no_source_whatever_the_rules_read() -> None:
    reading, claim = _ruled(SAID)
    assert [s.mention.text for s in attributed(reading, claim).sources if s.mention] == ["residents"]
    [(_, told)] = attribute(_mode("unattributed"), shipped_network(), [(reading, claim)])
    assert told.attribution is not None
    assert told.attribution.sources == ()
    assert told.reasons[-1].startswith("attribution: unattributed, not indirect (")


def test_nobody_is_made_the_source_whom_the_rules_do_not_see() -> None:
    given = [_ruled(PLAIN)]
    [(_, told)] = attribute(_mode("indirect"), shipped_network(), given)
    assert told is given[0][1]


def test_what_is_taken_as_known_is_told_again_where_the_layer_says_so() -> None:
    reading, claim = _ruled(SAID)
    known = claim.having(presupposed=True)
    [(_, told)] = attribute(_mode("indirect"), shipped_network(), [(reading, known)])
    assert not told.presupposed
    assert told.attribution is not None
    assert [s.mention.text for s in told.attribution.sources if s.mention] == ["residents"]


def test_what_happened_and_is_told_is_never_taken_as_known_and_a_heading_stays_one() -> None:
    given = [_ruled(SAID)]
    [(_, told)] = attribute(_mode("presupposed"), shipped_network(), given)
    assert told is given[0][1]
    [(_, told)] = attribute(_mode("heading"), shipped_network(), given)
    assert told is given[0][1]


def _claims(text: str, with_layers: bool) -> tuple[Claim, ...]:
    plain, layers = extractor(), shipped_layers()
    layers = layers if with_layers else replace(layers, manner=None, mode=None)
    weights = replace(shipped_weights(), layers=layers)
    judged = Extractor(plain.matcher, plain.parser, plain.families, weights=weights)
    return next(iter(judged.extract([Document("one", text)]))).claims


def test_a_claim_says_why_it_is_told_otherwise_than_the_rules_read() -> None:
    text = "Troops backed by tanks rolled into Tarma and searched houses."
    [backed] = [c for c in _claims(text, True) if c.cls == "support.external"]
    assert (backed.attribution.mode, backed.attribution.sources) == ("presupposed", ())
    assert any(reason.startswith("attribution: presupposed, not unattributed") for reason in backed.reasons)
    [ruled] = [c for c in _claims(text, False) if c.cls == "support.external"]
    assert ruled.attribution.mode == "unattributed"
