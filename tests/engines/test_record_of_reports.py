"""What the program itself makes of the reports of issue 5, from text to record.

`tests/reconcile/test_gold.py` asks the same of what people annotated; here it must survive what is misread.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.derived import Event, Toll
from crossbearing.model.document import Document
from crossbearing.pipeline import Pipeline
from tests.reconcile.shared import GOLD, needs_gold

pytestmark = needs_gold

CONVOY = ("fakes-ahram-075", "fakes-ahram-077", "fakes-nna-002", "fakes-sputnik-360", "fakes-trt-033")
CASTELLO = ("fakes-manar-394", "fakes-nna-003")
SAMPLES = ("seed-000", "seed-004")


def document(name: str) -> Document:
    meta = json.loads((GOLD / f"{name}.meta.json").read_text(encoding="utf-8"))
    text = (GOLD / f"{name}.txt").read_text(encoding="utf-8")
    return Document(id=name, text=text, outlet=meta.get("outlet"), published=meta.get("published"))


@cache
def run(names: tuple[str, ...]) -> Finished:
    return run_documents([document(name) for name in names], Pipeline())


@cache
def everything() -> Finished:
    return run(tuple(sorted(path.name.removesuffix(".gold.json") for path in GOLD.glob("*.gold.json"))))


def violent(found: Finished, documents: tuple[str, ...]) -> list[Event]:
    kinds = ("strike.", "combat.", "civilians.")
    return [e for e in found.ledgers.events if set(documents) <= set(e.documents) and e.cls.startswith(kinds)]


def tolls(found: Finished, event: Event, category: str) -> list[Toll]:
    return [t for t in found.ledgers.tolls if (t.event, t.quantity, t.category) == (event.id, "killed", category)]


@pytest.mark.slow
def test_five_reports_become_one_event_whose_toll_grows() -> None:
    found = everything()
    [event] = violent(found, CONVOY)
    assert (event.documents, event.level, event.start, event.end) == (CONVOY, "incident", "2017-04-15", "2017-04-15")
    [killed] = tolls(found, event, "people")
    assert (killed.low, killed.best, killed.high, killed.status) == (70, 126, None, "consistent")
    monitor = [p for p in found.ledgers.positions if p.toll == killed.id and p.family == "sy:sohr"]
    assert {p.low for p in monitor} >= {43, 112, 126}
    assert all(p.superseded_by for p in monitor if (p.low or 0) < 126)
    assert len(killed.families) == len(set(killed.families))


@pytest.mark.slow
def test_two_opposed_reports_of_the_castello_road_are_one_event() -> None:
    found = everything()
    [event] = violent(found, CASTELLO)
    assert event.documents == CASTELLO
    assert event.grade == "C4"
    assert {v.side for v in event.families if v.position == "affirms"} >= {"syria:government", "syria:opposition"}
    [killed] = tolls(found, event, "combatants")
    assert (killed.low, killed.best, killed.status) == (27, 29, "consistent")


@pytest.mark.slow
def test_no_other_violence_merges_across_reports() -> None:
    for event in everything().ledgers.events:
        if len(event.documents) > 1 and event.cls.startswith(("strike.", "combat.", "civilians.", "casualty.")):
            assert any(set(event.documents) <= set(group) for group in (CONVOY, CASTELLO)), event


def test_the_douma_deal_has_one_announcer_two_terms_and_a_breached_predecessor() -> None:
    agreements = {a.id: a for a in run(SAMPLES).ledgers.agreements}
    deal = next(a for a in agreements.values() if a.predecessor)
    assert deal.parties == ("gov:SY", "sy:jaish-al-islam")
    assert deal.silent == ("sy:jaish-al-islam",)
    assert "outlet:sana" in deal.announced_by
    assert set(deal.flags) >= {"one_sided_agreement", "no_comment"}
    assert [(t.status, t.deadline) for t in deal.terms] == [("begun", "2018-04-10"), ("open", None)]
    earlier = agreements[deal.predecessor or ""]
    assert (earlier.status, earlier.successor) == ("breached", deal.id)
    assert [b.by for b in earlier.breaches] == ["sy:jaish-al-islam"]


def test_the_whole_is_said_to_be_taken_while_a_part_is_held() -> None:
    control = run(SAMPLES).ledgers.control
    ghouta = [c for c in control if c.name == "Eastern Ghouta" and c.state == "held"]
    assert any("part-whole" in (c.contradiction or "") and "Douma" in (c.contradiction or "") for c in ghouta)
    douma = [c for c in control if c.name == "Douma" and c.state == "held"]
    assert any("Eastern Ghouta" in (c.contradiction or "") for c in douma)
    assert not any(c.holder == "forces:SY" for c in douma)


def test_the_advance_in_mazaniyeh_is_told_by_opposed_sides() -> None:
    found = run(SAMPLES)
    advances = [e for e in found.ledgers.events if e.cls == "control.advance" and len(e.families) > 1]
    told = [e for e in advances if any("Mazaniyeh" in c.evidence.text for c in found.claims if c.id in e.claims)]
    assert [e.grade for e in told] == ["C4"]


def test_parts_of_the_toll_are_never_added_to_it() -> None:
    found = run(SAMPLES)
    [total] = [t for t in found.ledgers.tolls if t.best_basis == "sum"]
    assert (total.category, total.low, total.high) == ("people", 183, None)
    parts = sorted(t.low or 0 for t in found.ledgers.tolls if t.parent == total.id)
    assert parts == [36, 68, 79]
    [civilians] = [t for t in found.ledgers.tolls if t.parent == total.id and t.category == "civilians"]
    assert civilians.residual_low == 19
