"""The network that reads whole sentences: its file is strict, and what it says hangs on the sentence alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.layers import Layers
from crossbearing.extract.judge.network import (
    load_network,
    network_bytes,
    network_file,
    network_of,
    shipped_network,
)
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.model.faults import Faults
from crossbearing.text.tokens import Sentence
from tests.extract.corpus_reader import extractor

SHELLED = "The army shelled the town of Maskana on Monday, wounding a baker."
ROUTED = "The rebels routed the brigade near Maskana on Monday, the army said."
OTHER = "The council met in the capital and talked about the price of bread for an hour."


def _parsed(*texts: str) -> list[Sentence]:
    documents = [Document(f"one-{n}", text) for n, text in enumerate(texts)]
    parsing = extractor().parsing
    return [r.sentence for parsed in parsing.parse(documents, Faults(strict=True)) for r in parsed.readings]


def _told(sentence: Sentence, word: str) -> tuple[float, str]:
    network = shipped_network()
    heard = network.heard(sentence)
    at = [token.lower for token in sentence.tokens].index(word)
    shares = heard.classes[at]
    return heard.claim[at], network.classes[shares.index(max(shares))]


def test_it_tells_a_claim_and_its_class_from_other_words() -> None:
    [sentence] = _parsed(SHELLED)
    odds, cls = _told(sentence, "shelled")
    assert odds > 0
    assert cls == "strike.shelling"
    assert _told(sentence, "baker")[0] < 0
    assert _told(sentence, "town")[0] < 0


def test_what_it_says_of_a_sentence_hangs_on_no_other() -> None:
    [alone] = _parsed(SHELLED)
    beside = [s for s in _parsed(OTHER + " " + OTHER, SHELLED) if s.text == alone.text]
    assert [shipped_network().heard(s)[:2] for s in beside] == [shipped_network().heard(alone)[:2]]


def test_a_sentence_is_read_once() -> None:
    [sentence] = _parsed(SHELLED)
    assert shipped_network().heard(sentence) is shipped_network().heard(sentence)


def test_shares_of_classes_make_one_claim() -> None:
    [sentence] = _parsed(SHELLED)
    for shares in shipped_network().heard(sentence).classes:
        assert sum(numpy.exp(shares)) == pytest.approx(1, abs=0.02)


def test_what_the_network_says_is_one_of_the_judges_reasons() -> None:
    plain = extractor()
    weights = shipped_weights()
    reasons = []
    for one in (weights, replace(weights, layers=Layers())):
        judged = Extractor(plain.matcher, plain.parser, plain.families, weights=one)
        claims = next(iter(judged.extract([Document("one", ROUTED)]))).claims
        reasons.append(" ".join(reason for claim in claims for reason in claim.reasons))
    assert "the whole sentence +" in reasons[0]
    assert "the whole sentence" not in reasons[1]


def test_stored_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "network.npz"
    file.write_bytes(network_file().read_bytes())
    again = load_network(file)
    assert network_bytes(again) == network_bytes(shipped_network()) == file.read_bytes()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_network_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "network.npz"
    file.write_bytes(content)
    with pytest.raises(VocabularyError, match=r"network\.npz: no fitted numbers that can be read"):
        load_network(file)


def test_a_class_that_is_none_is_refused(tmp_path: Path) -> None:
    shipped = shipped_network()
    classes = ("combat.ruin", *shipped.classes[1:])
    file = tmp_path / "network.npz"
    file.write_bytes(network_bytes(network_of({**shipped.lists, "classes": classes}, shipped.arrays)))
    with pytest.raises(VocabularyError, match=r"no classes of claims: combat\.ruin"):
        load_network(file)
