"""The package's scorer against the claim contract's own, on the annotated documents and on small made-up claims."""

from __future__ import annotations

import importlib.util
import json
import os
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from crossbearing.evaluate.scoring import ALL, SLOTS, pair, score_document, slot_table

SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[2] / "../shared"))
CONTRACT = SHARED / "contract" / "score.py"
needs_contract = pytest.mark.skipif(not CONTRACT.is_file(), reason="the claim contract's scorer is not at hand")


def contract_scorer() -> Any:
    spec = importlib.util.spec_from_file_location("contract_score", CONTRACT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claim(cls: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    base = {"class": cls, "evidence": {"start": start, "end": end}, "modality": "occurred", "polarity": "positive"}
    return {**base, "actors": [], "places": [], "counts": [], **more}


def disturbed(claims: list[dict[str, Any]], draw: random.Random) -> list[dict[str, Any]]:
    """Return claims that err as a program does: some lost, some moved, some of another class, some fields gone."""
    result = []
    for one in claims:
        copy = json.loads(json.dumps(one))
        chance = draw.random()
        if chance < 0.2:
            continue
        if chance < 0.4:
            copy["evidence"]["end"] += draw.randrange(-10, 30)
        if chance < 0.5:
            copy["class"] = draw.choice(claims)["class"]
        if chance < 0.6:
            copy["actors"] = copy.get("actors", [])[:1]
            copy["modality"] = "planned"
        if chance < 0.7:
            copy["counts"] = [{**k, "bound": "about"} for k in copy.get("counts", [])]
        result.append(copy)
    return result


@needs_contract
def test_same_figures_as_the_contract() -> None:
    contract = contract_scorer()
    gold = contract.load(str(SHARED / "gold" / "dev"))
    draw = random.Random(7)
    theirs: Any = defaultdict(Counter)
    ours = []
    for name in sorted(gold):
        predicted = disturbed(gold[name], draw)
        contract.score_document(gold[name], predicted, theirs, [])
        ours.append(score_document(gold[name], predicted))
        assert pair(gold[name], predicted) == contract.pair(gold[name], predicted)
    total: Counter[str] = Counter()
    for slot in SLOTS:
        total.update(theirs[slot])
        assert sum((t[slot] for t in ours), Counter()) == +Counter(theirs[slot]), slot
    table = slot_table(ours)
    assert [table[ALL][k] for k in ("p", "r", "f1")] == [round(v, 4) for v in contract.prf(total)]
    assert 0 < table[ALL]["f1"] < 1


def test_a_claim_against_itself_is_right_in_every_slot() -> None:
    one = claim("control.gain", 0, 20, actors=[{"role": "gainer", "name": "X", "mention": None}])
    table = slot_table([score_document([one], [one])])
    assert table[ALL]["f1"] == 1.0
    assert table["actor"]["f1"] == 1.0


def test_an_unpaired_claim_costs_all_its_slots() -> None:
    gold = claim("strike.air", 0, 20, polarity="negative")
    tally = score_document([gold], [claim("custody.arrest", 50, 70)])
    assert tally["claim"] == Counter(gold=1, pred=1)
    assert tally["polarity"] == Counter(gold=1)
    assert slot_table([tally])[ALL]["f1"] == 0.0


def test_another_family_pairs_only_on_nearly_the_same_words() -> None:
    assert pair([claim("strike.air", 0, 20)], [claim("combat.raid", 0, 19)]) == [(0, 0)]
    assert pair([claim("strike.air", 0, 20)], [claim("combat.raid", 12, 32)]) == []
