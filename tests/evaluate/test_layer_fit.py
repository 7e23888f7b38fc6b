"""The slopes of what fills roles are held against differences; what claims teach is held against their marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy
import pytest

from crossbearing.evaluate import claims_fit, layer_fit
from crossbearing.evaluate.claim_cases import RoleCase
from crossbearing.evaluate.claims_fit import ROLES as FORM
from crossbearing.evaluate.claims_fit import role_examples, roles_from
from crossbearing.evaluate.layer_fit import Pairs, begun, fit_layer, loss, pairs_of
from crossbearing.evaluate.lessons import Lesson, taught_in
from crossbearing.extract.judge.layer import Layer, layer_bytes
from crossbearing.extract.judge.network import shipped_network
from crossbearing.extract.judge.roles import FEATURES, ROLES, TIME, shares_of
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError

TEXTS = ("Rebels shelled the barracks in Maskana on Monday.", "On Friday soldiers raided a clinic near Tarma.")
FILLED = (
    {"shelled": {"Rebels": "initiator", "barracks": "target", "Maskana": "location", "Monday": TIME}},
    {"raided": {"soldiers": "initiator", "clinic": "target", "Tarma": "near", "Friday": TIME}},
)
CLASSES = ("strike.shelling", "combat.raid")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer_fit, "WIDTH", 16)
    monkeypatch.setattr(claims_fit, "ROLES", replace(FORM, fewest={}))


def _lessons(filled: Sequence[dict[str, dict[str, str]]] = FILLED) -> list[Lesson]:
    found = []
    for text, told, cls in zip(TEXTS, filled, CLASSES, strict=True):
        [(word, roles)] = told.items()
        at = text.index(word)
        marks = {at: tuple((role, text.index(one)) for one, role in roles.items())}
        found.append(Lesson(Document(cls, text), ((at, cls),), marks))
    return found


def _cases() -> list[RoleCase]:
    return [one for case in taught_in(_lessons()) for one in case.claims.roles]


def _begun() -> tuple[Pairs, Layer]:
    examples = role_examples(_cases(), shipped_network())
    layer = begun(FORM, examples)
    return pairs_of(layer, examples), layer


def test_what_a_marked_claim_teaches_is_what_fills_its_roles() -> None:
    for case, told in zip(_cases(), FILLED, strict=True):
        tokens = case.reading.sentence.tokens
        wanted = {tokens[one.word].text: role for one, role in zip(case.words, case.wanted, strict=True) if role}
        [(word, roles)] = told.items()
        assert tokens[case.candidate.predicate].text == word
        assert wanted == roles


def test_of_a_claim_whose_roles_nobody_read_nothing_is_learned() -> None:
    [first, second] = _lessons()
    unread = Lesson(first.document, first.marks)
    assert [len(case.claims.roles) for case in taught_in([unread, second])] == [0, 1]


def test_every_slope_is_that_of_the_loss() -> None:
    pairs, layer = _begun()
    pairs = pairs._replace(own=pairs.own.astype(float), others=pairs.others.astype(float))
    arrays: dict[str, Any] = {name: one.astype(float) for name, one in layer.arrays.items()}
    drawn = numpy.random.default_rng(1)
    _, slopes = loss(arrays, pairs, FORM)
    for name, values in arrays.items():
        for _ in range(4):
            place = tuple(int(drawn.integers(0, size)) for size in values.shape)
            was, far = values[place], []
            for moved in (was + 1e-5, was - 1e-5):
                values[place] = moved
                far.append(loss(arrays, pairs, FORM)[0])
            values[place] = was
            assert slopes[name][place] == pytest.approx((far[0] - far[1]) / 2e-5, abs=1e-4), (name, place)


def test_what_is_learned_from_is_told_again_and_the_same_claims_give_the_same_numbers() -> None:
    cases, network = _cases(), shipped_network()
    first, again = (roles_from(cases, network, epochs=200) for _ in range(2))
    assert layer_bytes(first) == layer_bytes(again)
    claims = [(case.reading, case.candidate, case.words) for case in cases]
    for case, shares in zip(cases, shares_of(first, network, claims), strict=True):
        assert [ROLES[column] for column in shares.argmax(axis=1)] == list(case.wanted)


def test_what_is_dropped_while_learning_is_drawn_anew_each_time() -> None:
    pairs, layer = _begun()
    drawn = numpy.random.default_rng(0)
    once, twice = (loss(dict(layer.arrays), pairs, FORM, drawn)[0] for _ in range(2))
    assert once != twice
    assert loss(dict(layer.arrays), pairs, FORM)[0] == loss(dict(layer.arrays), pairs, FORM)[0]
    assert pairs.numbers.shape == (len(pairs.wanted), len(FEATURES))


def test_without_a_role_that_is_filled_there_is_nothing_to_learn() -> None:
    nothing = [one for case in taught_in(_lessons([{"shelled": {}}, {"raided": {}}])) for one in case.claims.roles]
    with pytest.raises(EvaluationError, match="there are none"):
        roles_from(nothing, shipped_network())


def test_an_epoch_less_is_another_fit() -> None:
    pairs, layer = _begun()
    assert layer_bytes(fit_layer(layer, pairs, FORM, 2)) != layer_bytes(fit_layer(layer, pairs, FORM, 3))
