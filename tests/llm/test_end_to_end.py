"""Requests over the wire, replies held to the text: nothing unverified survives, whatever the server says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from crossbearing.llm import faults, replies, requests
from crossbearing.llm.live import ask
from crossbearing.llm.masking import Masker
from crossbearing.llm.settings import KEY_VARIABLE, Settings
from crossbearing.model.document import Document
from crossbearing.text.names import NameMatcher

from .stub import Stub, stub

TEXT = (
    "Gunmen shot 12 men at the mill of Amaris on Monday, nurse Samira Khoury, 34, said. "
    "The army seized the bridge. At least 12 men fled the village of Orun, Khoury said."
)
Reply = dict[str, Any]
Spoil = Callable[[Reply], Any]


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def claim(number: int, evidence: str, cls: str, **changes: Any) -> Reply:
    value: Reply = {"id": number, "p": 1, "evidence": evidence, "near": None, "class": cls, "modality": "occurred"}
    value |= {"polarity": "positive", "extent": None, "mode": "unattributed", "speech_act": "narrate", "cue": None}
    value |= {name: [] for name in ("sources", "actors", "places", "counts", "weapons", "labels")}
    return value | {"time": None} | changes


def count(quote: str, quantity: str, best: int) -> Reply:
    value = {"quote": quote, "quantity": quantity, "category": "people", "side": None, "scope": "incident"}
    return value | {"bound": "exact", "low": best, "best": best, "high": best, "part_of": None}


def sound() -> Reply:
    shot = claim(1, "Gunmen shot 12 men at the mill of Amaris on Monday", "civilians.attack")
    shot["counts"] = [count("12 men", "killed_or_injured", 12)]
    shot["actors"] = [{"role": "initiator", "quote": "Gunmen"}]
    shot |= {"mode": "indirect", "speech_act": "report", "cue": "said"}
    shot["sources"] = [{"quote": "nurse Samira Khoury", "anonymous": False}]
    return {"claims": [shot, claim(2, "The army seized the bridge", "control.gain")]}


def first(reply: Reply, **changes: Any) -> Reply:
    reply["claims"][0] |= changes
    return reply


def document(number: int) -> Document:
    return Document(f"report-{number}", f"{TEXT} That was report {number:02}.", "Harbour Post", "2021-03-09")


def asked(server: Stub, documents: list[Document], **changes: Any) -> Any:
    lines = list(requests.request_lines(documents, "stub"))
    given = Settings(server.url, "stub", first_wait=0.01, request_seconds=5.0, **changes)
    answers = list(ask(lines, given, say=lambda line: None))
    return replies.claims_of_replies(lines, answers, documents), answers


def assert_true(document: Document, claims: Any) -> None:
    for one in claims:
        found = [one.evidence, *(a.mention for a in one.actors), *(c.mention for c in one.counts)]
        found += [source.mention for source in one.attribution.sources] + [place.mention for place in one.places]
        for mention in found:
            assert mention is None or document.text[mention.start : mention.end] == mention.text
        for number in one.counts:
            assert str(number.best) in number.mention.text


# Each spoils the first claim of the reply; the second is sound and must not be lost with it. What is left of the first
# is given by its evidence (None where the claim must go) and the number of its counts.
SPOILED: dict[str, tuple[Spoil, bool, int]] = {
    "quote not in the text": (lambda r: first(r, evidence="Gunmen killed 12 men at the mill"), False, 0),
    "quote but for its case": (lambda r: first(r, evidence="GUNMEN shot 12 men at the mill of Amaris"), False, 0),
    "no evidence": (lambda r: first(r, evidence=None), False, 0),
    "invented class": (lambda r: first(r, **{"class": "civilians.ambush"}), False, 0),
    "invented modality": (lambda r: first(r, modality="certain"), False, 0),
    "wrong number": (lambda r: first(r, counts=[count("12 men", "killed_or_injured", 21)]), True, 0),
    "right quote at the wrong place": (
        lambda r: first(r, counts=[count("At least 12 men", "killed_or_injured", 12)]),
        True,
        0,
    ),
    "invented quantity": (lambda r: first(r, counts=[count("12 men", "scared", 12)]), True, 0),
    "actor not in the text": (lambda r: first(r, actors=[{"role": "initiator", "quote": "Bandits"}]), True, 1),
    "invented role": (lambda r: first(r, actors=[{"role": "villain", "quote": "Gunmen"}]), True, 1),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_answer_over_the_wire(name: str) -> None:
    spoil, stays, counts = SPOILED[name]
    one, other = document(1), document(2)
    with stub({"report 01": ["says:spoiled"]}, answer=lambda body: json.dumps(sound())) as server:
        server.contents["spoiled"] = json.dumps(spoil(sound()))
        held, _ = asked(server, [one, other])
    kept = held.claims[one.id]
    assert [c.cls for c in kept] == (["civilians.attack"] if stays else []) + ["control.gain"]
    assert sum(len(c.counts) for c in kept) == counts
    assert {problem.stage for problem in held.problems[one.id]} == {"llm"}
    assert_true(one, kept)
    assert len(held.claims[other.id]) == 2
    assert sum(len(c.counts) for c in held.claims[other.id]) == 1


@pytest.mark.parametrize(
    "content", ["no claims here", "[]", '{"events": []}', '{"claims": {}}', '{"claims": [1, null]}']
)
def test_answer_of_another_form_says_so_and_gives_nothing(content: str) -> None:
    one, other = document(1), document(2)
    with stub({"report 01": ["says:spoiled"]}, answer=lambda body: json.dumps(sound())) as server:
        server.contents["spoiled"] = content
        held, _ = asked(server, [one, other])
    assert held.claims[one.id] == ()
    assert held.problems[one.id]
    assert len(held.claims[other.id]) == 2


def test_every_fault_of_the_wire_is_a_problem_of_its_document_and_of_no_other() -> None:
    plays = ["status:500", "invalid_json", "cut", "endless", "no_choices", "wrong_type", "status:400"]
    documents = [document(number) for number in range(2 * len(plays))]
    faulty = {f"report {2 * number:02}": [play] for number, play in enumerate(plays)}
    with stub(faulty, answer=lambda body: json.dumps(sound())) as server:
        held, answers = asked(server, documents, most_bytes=1 << 18)
    expected = [faults.SERVER_ERROR, faults.NOT_JSON, faults.CUT_OFF, faults.ENDLESS, faults.NO_ANSWER]
    expected += [faults.WRONG_TYPE, faults.REFUSED]
    assert [line["error"]["code"] for line in answers[0::2]] == expected
    for number, one in enumerate(documents):
        assert len(held.claims[one.id]) == (2 if number % 2 else 0)
        assert bool(held.problems[one.id]) == (number % 2 == 0)


def test_masked_names_stand_in_the_text_again() -> None:
    seen: list[str] = []

    def answer(body: Any) -> str:
        said = body["messages"][-1]["content"]
        seen.append(said)
        hidden = said[said.index("nurse ") : said.index(", PERSONAGE_1")]
        reply = sound()
        reply["claims"][0]["sources"][0]["quote"] = hidden
        return json.dumps(reply)

    one = document(1)
    with stub(answer=answer) as server:
        held, _ = asked(server, [one], masker=Masker(NameMatcher([])))
    assert "Khoury" not in seen[0]
    [source] = held.claims[one.id][0].attribution.sources
    assert source.mention.text == "nurse Samira Khoury"
    assert_true(one, held.claims[one.id])
