"""The derivatives of the network's layers are held against differences, and learning against what it must come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import pytest

from crossbearing.evaluate import network_fit
from crossbearing.evaluate.lessons import Lesson, taught_in
from crossbearing.evaluate.network_fit import Marked, begun, fit_network, loss, network_from
from crossbearing.extract.judge.network import Network, Numbers, network_bytes
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError

LISTS = {
    "words": ("", "convoy", "raid", "village"),
    "labels": ("", "dobj", "nsubj"),
    "tags": ("", "NN"),
    "kinds": ("", "actor"),
    "classes": ("combat.clash", "strike.air"),
}


def _sentence(drawn: numpy.random.Generator, words: int) -> Marked:
    wanted = numpy.zeros((words, 3))
    wanted[numpy.arange(words), drawn.integers(0, 3, words)] = 1
    wanted[0] = 0  # of the first word nothing is known
    heads = numpy.minimum(numpy.arange(words) + 1, words - 1)
    tables = [drawn.integers(0, len(LISTS[name]), words) for name in ("words", "labels", "tags", "kinds")]
    return Marked(Numbers(drawn.standard_normal((words, 5)), *tables, heads, numpy.zeros(1, dtype=int)), wanted)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_fit, "WIDTH", 24)
    monkeypatch.setattr(network_fit, "WORD", 8)
    monkeypatch.setattr(network_fit, "DROPPED", 0.1)


def test_every_slope_is_that_of_the_loss() -> None:
    drawn = numpy.random.default_rng(1)
    batch = network_fit._batch([_sentence(drawn, words) for words in (4, 1, 3)])
    arrays: dict[str, Any] = {name: one.astype(float) for name, one in begun(LISTS, 5).arrays.items()}
    _, slopes = loss(arrays, batch)
    for name, values in arrays.items():
        for _ in range(5):
            place = tuple(
                int(drawn.integers(1 if name == "in.words" and n == 0 else 0, size))
                for n, size in enumerate(values.shape)
            )
            was, far = values[place], []
            for moved in (was + 1e-5, was - 1e-5):
                values[place] = moved
                far.append(loss(arrays, batch)[0])
            values[place] = was
            assert slopes[name][place] == pytest.approx((far[0] - far[1]) / 2e-5, abs=1e-4), (name, place)


def test_what_is_learned_from_is_told_again_and_the_same_sentences_give_the_same_network() -> None:
    drawn = numpy.random.default_rng(2)
    sentences = [_sentence(drawn, 5) for _ in range(8)]
    first, again = (fit_network(begun(LISTS, 5), sentences, epochs=300) for _ in range(2))
    assert network_bytes(first) == network_bytes(again)
    before = loss(dict(begun(LISTS, 5).arrays), network_fit._batch(sentences))[0]
    after = loss(dict(first.arrays), network_fit._batch(sentences))[0]
    assert after < before / 3


def test_a_word_that_nobody_knows_stays_without_numbers() -> None:
    drawn = numpy.random.default_rng(3)
    fitted = fit_network(begun(LISTS, 5), [_sentence(drawn, 6) for _ in range(4)], epochs=20)
    assert not fitted.arrays["in.words"][0].any()


def _taught(lessons: Sequence[str]) -> Network:
    given = []
    for number, text in enumerate(lessons):
        at = text.index("*")
        given.append(Lesson(Document(f"lesson-{number}", text.replace("*", "", 1)), ((at, "strike.air"),)))
    return network_from(taught_in(given), epochs=300)


def test_the_network_hears_a_sentence_as_the_fit_does_without_what_is_dropped() -> None:
    texts = ["Jets *bombed the market of Saraqib, killing nine.", "Helicopters *bombed a school. Nobody was hurt."]
    network = _taught(texts)
    told = [one for case in taught_in([Lesson(Document("x", texts[0].replace("*", "")), ())]) for one in case.sentences]
    heard = network.heard(told[0].sentence)
    batch = network_fit._batch([network_fit._marked(network, told[0])])
    logs = network_fit._Forward(dict(network.arrays), batch, network_fit.dropping(None)).logs
    odds = numpy.log1p(-numpy.exp(logs[:, 0])) - logs[:, 0]
    assert heard.claim == pytest.approx(odds.tolist(), abs=6e-3)
    bombed = [token.lower for token in told[0].sentence.tokens].index("bombed")
    assert heard.claim[bombed] == max(heard.claim)
    assert heard.claim[bombed] > 0
    assert network.classes == ("strike.air",)


def test_without_a_claim_there_is_nothing_to_learn() -> None:
    with pytest.raises(EvaluationError, match="words that carry claims, and there are none"):
        network_from(taught_in([Lesson(Document("x", "The committee met in the capital on Monday."), ())]))
    with pytest.raises(EvaluationError, match="there are none"):
        fit_network(begun(LISTS, 5), [])
