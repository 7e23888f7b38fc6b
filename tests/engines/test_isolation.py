"""A fault costs the sentence, claim, row or document that it met, says so, and leaves all else as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crossbearing.engines import dated, local
from crossbearing.engines.local import Finished, run_documents
from crossbearing.extract.engine import Extractor
from crossbearing.extract.parsing import Parsing
from crossbearing.model.document import Document
from crossbearing.model.errors import FaultError, GazetteerError
from crossbearing.model.faults import FAULT, NO_MEMORY, TOO_SLOW, Faults
from crossbearing.pipeline import default_pipeline
from crossbearing.reconcile import agreements, control, run, tolls
from crossbearing.resolve.claims import ClaimResolver
from crossbearing.text.parser import Parser

GOOD = Document("good", "The army said its forces had seized the town of Harasta on Monday.", published="2014-03-17")
SECOND = "Rebels shelled the village of Maaret, killing 12 civilians."
BAD = Document("bad", f"The army captured the town of Harasta on Sunday. {SECOND}", published="2014-03-17")
MARK = "Maaret"


def finished(*documents: Document, faults: Faults | None = None) -> Finished:
    return run_documents(documents, default_pipeline(), faults=faults or Faults())


def problems(done: Finished, document: str) -> list[tuple[str, str]]:
    return [(p.code, p.stage) for d in done.documents if d.id == document for p in d.problems]


def failing(target: Any, name: str, patch: pytest.MonkeyPatch, when: Any, error: Exception | None = None) -> None:
    real = getattr(target, name)

    def instead(*arguments: Any, **named: Any) -> Any:
        if when(*arguments, **named):
            raise error or KeyError("a defect")
        return real(*arguments, **named)

    patch.setattr(target, name, instead)


def test_a_sentence_that_fails_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = finished(GOOD, BAD)
    failing(Extractor, "ruled", monkeypatch, lambda _, reading, *a: MARK in reading.sentence.text)
    done = finished(GOOD, BAD)
    [problem] = next(d for d in done.documents if d.id == "bad").problems
    assert BAD.text[problem.start : problem.end] == SECOND
    assert (problem.code, problem.stage) == (FAULT, "extract")
    assert "the sentence was left out by a defect of the program" in problem.message
    kept = {c.evidence for c in done.claims}
    assert kept == {c.evidence for c in sound.claims if MARK not in c.evidence.text}
    assert len(kept) < len(sound.claims)


@pytest.mark.parametrize(("error", "code"), [(MemoryError(), NO_MEMORY), (RecursionError("deep"), FAULT)])
def test_a_document_that_fails_costs_itself(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    alone = finished(GOOD)
    failing(Parsing, "_prepare", monkeypatch, lambda _, document: document.id == "bad", error)
    done = finished(GOOD, BAD)
    assert done.claims == alone.claims
    assert problems(done, "bad") == [(code, "segment")]
    assert problems(done, "good") == []


def test_a_sentence_that_cannot_be_parsed_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = finished(GOOD, BAD)
    failing(Parser, "_proxied", monkeypatch, lambda cut, plain: MARK in cut.text[cut.start : cut.end])
    monkeypatch.setattr(Parser, "_proxied", staticmethod(Parser._proxied))
    done = finished(GOOD, BAD)
    assert problems(done, "bad") == [(FAULT, "parse")]
    assert [c.evidence for c in done.claims if c.document == "good"] == [
        c.evidence for c in sound.claims if c.document == "good"
    ]
    assert any(c.document == "bad" for c in done.claims)


def test_a_claim_that_cannot_be_resolved_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = finished(BAD)
    failing(
        ClaimResolver,
        "resolve",
        monkeypatch,
        lambda _, document, claims, names: any(MARK in c.evidence.text for c in claims),
    )
    done = finished(BAD)
    assert {p for p, _ in problems(done, "bad")} == {FAULT}
    assert {c.evidence for c in done.claims} == {c.evidence for c in sound.claims if MARK not in c.evidence.text}
    assert done.claims


def test_a_search_for_the_day_that_fails_leaves_the_document_undated(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(dated, "date_document", monkeypatch, lambda document, *a: document.id == "bad")
    done = finished(GOOD, replace(BAD, published=None))
    bad = next(d for d in done.documents if d.id == "bad")
    assert bad.published is None
    assert {p.code for p in bad.problems} == {"undated", FAULT}


def test_a_document_without_fingerprint_is_compared_by_its_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(local, "fingerprint", monkeypatch, lambda document: document.id == "bad")
    done = finished(GOOD, BAD)
    assert problems(done, "bad") == [(FAULT, "fingerprint")]
    assert {c.document for c in done.claims} == {"good", "bad"}


def test_a_comparison_that_fails_leaves_the_culprit_out(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [
        replace(GOOD, id=f"good-{n}", text=GOOD.text.replace("Monday", day))
        for n, day in enumerate("Sunday Monday Friday".split())
    ]
    alone = finished(*others)
    failing(
        run,
        "cluster_accounts",
        monkeypatch,
        lambda accounts, *a: any("bad" in account.documents for account in accounts),
    )
    done = finished(*others, BAD)
    assert problems(done, "bad") == [(FAULT, "reconcile")]
    assert done.ledgers.events == alone.ledgers.events
    lost = {u.claim for u in done.ledgers.unplaced if u.code == "left_out"}
    assert lost == {c.id for c in done.claims if c.document == "bad"} != set()


def test_a_comparison_that_always_fails_leaves_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(run, "find_families", monkeypatch, lambda claims, *a: bool(claims))
    done = finished(GOOD, BAD)
    assert done.claims
    assert not done.ledgers.events
    assert problems(done, "good") == problems(done, "bad") == [(FAULT, "reconcile")]


@pytest.mark.parametrize(
    ("module", "name", "lost"),
    [
        (tolls, "_toll", "tolls"),
        (control, "_of_place", "control"),
        (agreements, "_agreement", "agreements"),
    ],
)
def test_a_row_that_fails_costs_itself(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, lost: str) -> None:
    deal = Document("deal", "The army and the rebels agreed on a ceasefire in Douma on Sunday.", published="2014-03-17")
    sound = finished(GOOD, BAD, deal)
    failing(module, name, monkeypatch, lambda *a: True)
    done = finished(GOOD, BAD, deal)
    assert getattr(sound.ledgers, lost)
    assert not getattr(done.ledgers, lost)
    assert done.ledgers.events == tuple(
        replace(e, flags=f.flags) for e, f in zip(sound.ledgers.events, done.ledgers.events, strict=True)
    )
    told = [p for d in done.documents for p in d.problems]
    assert told
    assert {(p.code, p.stage) for p in told} == {(FAULT, "reconcile")}


def test_too_slow_a_document_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = finished(GOOD)
    real = Extractor.ruled

    def endless(self: Extractor, reading: Any, *rest: Any) -> Any:
        while MARK in reading.sentence.text:
            pass
        return real(self, reading, *rest)

    monkeypatch.setattr(Extractor, "ruled", endless)
    done = finished(GOOD, BAD, faults=Faults(seconds=0.3))
    assert done.claims == alone.claims
    [problem] = next(d for d in done.documents if d.id == "bad").problems
    assert problem.code == TOO_SLOW
    assert problem.message == "took over 0.3 seconds of processor time and was left out; split the text"


def test_strict_stops_at_the_first_and_so_does_a_library_without_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(Parsing, "_prepare", monkeypatch, lambda _, document: document.id == "bad")
    with pytest.raises(FaultError, match=r"bad: segment: the document was left out .* KeyError: 'a defect'"):
        finished(GOOD, BAD, faults=Faults(strict=True))
    with pytest.raises(FaultError):
        run_documents([BAD], default_pipeline())


def test_an_installation_that_is_broken_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(Parsing, "_prepare", monkeypatch, lambda *a: True, GazetteerError("no index"))
    with pytest.raises(GazetteerError):
        finished(GOOD)
