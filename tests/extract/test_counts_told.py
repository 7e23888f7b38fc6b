"""Counted phrases that no rule gives to a claim, and what counts span: layers add and change where they are sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.extract.assembly import assemble
from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.counts import (
    COUNT_FEATURES,
    COUNTED,
    NONE,
    SCOPE_FEATURES,
    SCOPES,
    count,
    phrases_of,
    scope_told,
    span,
)
from crossbearing.extract.judge.layer import Layer
from crossbearing.extract.judge.layers import shipped_layers
from crossbearing.extract.judge.network import shipped_network
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.model.claim import Count
from crossbearing.model.document import Document
from tests.extract.corpus_reader import extractor
from tests.extract.layers import leaning

TOLL = "Shelling killed 12 traders in Maskana on Monday."


def _ruled(text: str) -> tuple[Document, Reading, Candidate]:
    plain = extractor()
    document = Document("one", text)
    [reading] = next(iter(plain.extract([document]))).readings
    return document, reading, plain.ruled(reading).kept[0]


def _counting(score: float) -> Layer:
    return leaning(COUNT_FEATURES, COUNTED, "category", {"people": {"injured": score, NONE: 4.0}}, {NONE: 9.0})


def _spanning(scope: str, score: float = 9.0) -> Layer:
    return leaning(SCOPE_FEATURES, SCOPES, "rule", {"incident": {scope: score}}, {"incident": 9.0})


def _counts(given: tuple[Document, Reading, Candidate], counting: Layer, spanning: Layer) -> tuple[Count, ...]:
    document, reading, claim = given
    network = shipped_network()
    told = span(spanning, network, count(counting, network, [(reading, claim)]))
    [made] = assemble(document, told)
    return made.claim.counts


def test_of_every_counted_phrase_is_told_what_rules_made_of_it() -> None:
    _, reading, claim = _ruled(TOLL)
    [phrase], [word] = phrases_of(reading, claim)
    told = dict(zip(COUNT_FEATURES, word.told, strict=True))
    assert phrase.mention.text == "12 traders"
    assert (told["taken"], told["linked"], told["bound"], told["part"]) == ("killed", "killed", "exact", "")
    spans = dict(zip(SCOPE_FEATURES, scope_told(reading, claim, phrase, "killed"), strict=True))
    assert (spans["rule"], spans["quantity"], spans["time"]) == ("incident", "killed", "calendar on")


def test_what_the_rules_counted_stays_whatever_is_likelier() -> None:
    [only] = _counts(_ruled(TOLL), _counting(9.0), _spanning("incident"))
    assert only.quantity == "killed"


def test_a_phrase_that_the_rules_left_out_is_counted_where_that_is_likely() -> None:
    document, reading, claim = _ruled(TOLL)
    bare = document, reading, claim.having(counts=())
    [added] = _counts(bare, _counting(9.0), _spanning("incident"))
    assert (added.quantity, added.mention.text if added.mention else "") == ("injured", "12 traders")
    assert _counts(bare, _counting(0.5), _spanning("incident")) == ()


def test_a_scope_counts_against_the_rules_where_it_is_sure_and_a_part_stays_a_part() -> None:
    given = _ruled(TOLL)
    assert [c.scope for c in _counts(given, _counting(0.5), _spanning("cumulative"))] == ["cumulative"]
    assert [c.scope for c in _counts(given, _counting(0.5), _spanning("cumulative", 0.1))] == ["incident"]
    assert [c.scope for c in _counts(given, _counting(0.5), _spanning("subset"))] == ["incident"]


@pytest.mark.parametrize("text", ["The minister condemned the killing of 12 traders in Maskana."])
def test_nobody_is_counted_by_a_statement(text: str) -> None:
    _, reading, claim = _ruled(text)
    statement = claim.having(cls="statement.declaration")
    assert phrases_of(reading, statement).words == ()


def test_without_the_layers_counts_are_those_of_the_rules() -> None:
    plain, layers = extractor(), replace(shipped_layers(), count=None, scope=None)
    judged = Extractor(plain.matcher, plain.parser, plain.families, weights=replace(shipped_weights(), layers=layers))
    claims = next(iter(judged.extract([Document("one", TOLL)]))).claims
    assert not any(reason.startswith("count: '") for claim in claims for reason in claim.reasons)
