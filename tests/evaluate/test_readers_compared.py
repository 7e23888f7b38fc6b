"""Readers against annotation: the shipped trust is what the command fits, and both are no worse than the better."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.evaluate.gold import annotated
from crossbearing.evaluate.readers_compared import paired_difference
from crossbearing.evaluate.recorded import recorded_replies
from crossbearing.evaluate.scoring import score_document
from crossbearing.evaluate.spoiling import spoiled
from crossbearing.evaluate.trust_fit import Witnessed, fit_trust, weigh
from crossbearing.llm.passages import PIECE_WORDS
from crossbearing.model.claim import Claim, claim_to_json
from crossbearing.readings.trust import NEVER, shipped_trust, trust_text

from ..llm.made import sound
from ..readings.made import claim, shelled

SILVER = Path(__file__).parents[3] / "shared/gold/silver"


def witnessed(number: int, model: Claim, rules: Claim, gold: Claim) -> Witnessed:
    return Witnessed(f"d{number:02}", (claim_to_json(gold),), (rules,), (model,))


def fitted(model: Callable[[int], Claim], rules: Callable[[int], Claim], gold: Callable[[int], Claim]) -> Any:
    return fit_trust([weigh(witnessed(n, model(n), rules(n), gold(n))) for n in range(40)])


def test_the_rules_are_believed_where_they_are_surely_right() -> None:
    trust = fitted(lambda n: claim("llm", modality="planned"), lambda n: claim(), lambda n: claim())
    assert trust.slot("modality").other_nearer == 40
    mixed = fitted(
        lambda n: claim("llm", modality="planned" if n % 4 else "occurred"),
        lambda n: claim(modality="occurred" if n % 4 else "planned"),
        lambda n: claim(),
    )
    modality = mixed.slot("modality")
    assert (modality.differ, modality.llm, modality.other_nearer) == (40, 10, 30)
    said = ["bias", "confidence 8", "one family", "llm planned", "rules occurred", "llm planned, rules occurred"]
    assert modality.choose(said)[0] == "rules"
    assert modality.choose(["bias", "llm occurred", "rules planned", "llm occurred, rules planned"])[0] == "llm"


def test_chance_is_not_believed() -> None:
    """Whether the rules are right hangs on nothing that can be seen."""
    right = [n % 5 in (0, 3) for n in range(40)]
    trust = fitted(
        lambda n: claim("llm", modality="planned"),
        lambda n: claim(modality="demanded"),
        lambda n: claim(modality="demanded" if right[n] else "planned"),
    )
    assert trust.slot("modality").least == NEVER
    assert trust.slot("modality").choose(["bias"])[0] == "llm"


def test_claims_of_the_rules_alone_are_kept_where_they_are_right() -> None:
    documents = []
    for n in range(40):
        right = n % 4 < 2
        alone = shelled(cls="strike.shelling") if right else shelled(cls="protest.riot")
        gold = [claim_to_json(c) for c in ((claim(), shelled()) if right else (claim(),))]
        documents.append(weigh(Witnessed(f"d{n:02}", tuple(gold), (claim(), alone), (claim("llm"),))))
    trust = fit_trust(documents)
    assert trust.least < NEVER
    assert trust.weights["family strike"] > 0 > trust.weights["family protest"]


def test_fitting_the_same_gives_the_same_bytes() -> None:
    def made(n: int) -> Claim:
        return claim("llm", modality="planned" if n % 4 else "occurred")

    texts = {trust_text(fitted(made, lambda n: claim(), lambda n: claim())) for _ in range(2)}
    assert len(texts) == 1


def test_paired_difference_is_of_the_same_documents() -> None:
    right = [score_document([claim_to_json(claim())], [claim_to_json(claim())])] * 5
    wrong = [score_document([claim_to_json(claim())], [])] * 5
    assert paired_difference(right, wrong) == {"by": 1.0, "interval": [1.0, 1.0]}
    assert paired_difference(right, right) == {"by": 0.0, "interval": [0.0, 0.0]}


def test_spoiling_is_always_the_same_and_about_as_much_as_asked() -> None:
    claims = [sound(id=n) for n in range(1, 401)]
    found = spoiled(claims, "d", 0.1)
    assert found == spoiled(claims, "d", 0.1) != spoiled(claims, "e", 0.1)
    assert spoiled(claims, "d", 0.0) == claims
    kept = [c for c in found if c["id"] <= 400]
    assert 20 <= 400 - len(kept) <= 60
    assert 20 <= len(found) - len(kept) <= 60
    assert 20 <= sum(c["class"] != "strike.air" for c in kept) <= 60
    assert 40 <= sum(len(c["actors"]) < 2 or c["actors"] != claims[0]["actors"] for c in kept) <= 90


def test_parts_keep_their_wholes_though_counts_before_them_are_left_out() -> None:
    claims = [sound(id=n) for n in range(1, 200)]
    for one in claims:
        one["counts"][1]["part_of"] = f"{one['id']}.1"
    found = spoiled(claims, "d", 0.3)
    for one in found:
        for count in one["counts"]:
            assert count["part_of"] in (None, f"{one['id']}.1")
    assert any(count["part_of"] for one in found for count in one["counts"])
    assert any(len(one["counts"]) == 1 and one["counts"][0]["part_of"] is None for one in found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    for n in range(4):
        text = f"Rebels captured the town of Maskana on Monday, a monitor said. It was day {n}."
        (data / f"r{n}.txt").write_text(text, encoding="utf-8")
        meta = {"id": f"r{n}", "outlet": "Valley Post", "published": "2016-05-04"}
        (data / f"r{n}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
        words = "Rebels captured the town of Maskana on Monday"
        evidence = {"start": 0, "end": len(words), "text": words}
        gold = claim_to_json(replace(claim(), actors=(), places=(), counts=(), time=None))
        said = {"mode": "unattributed", "speech_act": "narrate", "cue": None, "sources": []}
        gold.update(id="c01", evidence=evidence, attribution=said)
        (data / f"r{n}.gold.json").write_text(json.dumps({"claims": [gold]}), encoding="utf-8")
    return data


def recorded(data: Path, spoil: int = 0) -> list[str]:
    requests, replies = data.parent / "requests.jsonl", data.parent / "replies.jsonl"
    run_command(["llm", "requests", str(data), "--model", "recorded", "--out", str(requests)])
    run_command(["llm", "recorded", str(data), "--spoil", str(spoil), "--out", str(replies)])
    return ["--readers", "rules,llm", "--llm-requests", str(requests), "--llm-replies", str(replies)]


def test_readers_are_scored_by_recorded_replies(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["evaluate", "gold", "--data", str(folder), *recorded(folder)]
    capsys.readouterr()
    assert run_command([*given, "--json"]) == codes.DONE
    found = json.loads(capsys.readouterr().out)
    assert found["readers"]["llm"] == 1.0
    assert found["readers"]["rules,llm"] == found["metrics"]["ALL"]["f1"]
    assert found["difference"]["than"] == "llm"
    assert found["unanswered"] == 0
    assert run_command([*given, "--folds", "2"]) == codes.DONE
    assert "both less llm:" in capsys.readouterr().out
    assert run_command([*given, "--folds", "9"]) == codes.FAILED
    assert "--folds must be 2 to 4" in capsys.readouterr().err
    assert run_command([*given, "--update-floors"]) == codes.FAILED
    assert run_command(["evaluate", "gold", "--data", str(folder), "--readers", "llm"]) == codes.FAILED


def test_fit_writes_what_can_be_read_again(folder: Path, tmp_path: Path) -> None:
    given = ["evaluate", "gold", "--data", str(folder), *recorded(folder, 30), "--fit", str(tmp_path / "made")]
    assert run_command(given) == codes.DONE
    before = (tmp_path / "made/trust.json").read_bytes()
    assert run_command(given) == codes.DONE
    assert (tmp_path / "made/trust.json").read_bytes() == before


@pytest.mark.slow
@pytest.mark.skipif(not SILVER.is_dir(), reason="the recorded replies of ../shared/gold/silver are not here")
def test_shipped_trust_is_fitted_so_and_both_are_no_worse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    requests, replies = tmp_path / "requests.jsonl", tmp_path / "replies.jsonl"
    run_command(["llm", "requests", str(SILVER), "--model", "recorded", "--out", str(requests)])
    run_command(["llm", "recorded", str(SILVER), "--spoil", "10", "--out", str(replies)])
    given = ["evaluate", "gold", "--data", str(SILVER), "--readers", "rules,llm", "--llm-requests", str(requests)]
    given += ["--llm-replies", str(replies)]
    assert run_command([*given, "--fit", str(tmp_path)]) == codes.DONE
    assert (tmp_path / "trust.json").read_text(encoding="utf-8") == trust_text(shipped_trust())
    capsys.readouterr()
    assert run_command([*given, "--folds", "5", "--json"]) == codes.DONE
    found = json.loads(capsys.readouterr().out)
    assert found["difference"]["than"] == "llm"
    assert found["difference"]["interval"][0] >= 0


def test_recorded_replies_are_spoiled_reply_by_reply(folder: Path) -> None:
    one = annotated(folder)[0]
    assert recorded_replies(one.document, one.gold, PIECE_WORDS, 1.0) != recorded_replies(
        one.document, one.gold, PIECE_WORDS
    )
