"""Recorded replies of a strong reader: nothing is lost on the way, and nothing spoiled comes through."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crossbearing.evaluate.gold import Annotated, annotated
from crossbearing.evaluate.recorded import recorded_replies, reply_claims
from crossbearing.llm.held import HeldClaim, hold
from crossbearing.llm.passages import PIECE_WORDS, passages_of
from crossbearing.llm.quotes import HeldText
from crossbearing.llm.replies import claims_of_replies
from crossbearing.llm.requests import request_lines
from crossbearing.model.claim import claim_to_json
from crossbearing.model.mention import Mention

SHARED = Path(__file__).parents[3] / "shared"
SILVER = SHARED / "gold/silver"
pytestmark = [
    pytest.mark.skipif(not SILVER.is_dir(), reason="the recorded replies of ../shared/gold/silver are not here"),
    pytest.mark.slow,
]
# What may be dropped of replies that a strong model gave, each read by hand: its own slips and our rulings.
KNOWN = {
    "side_not_said",
    "number_not_said",
    "number_mended",
    "quote_not_in_text",
    "quote_not_near",
    "unknown_role",
    "far_quote",
}


@pytest.fixture(scope="module")
def silver() -> list[Annotated]:
    return [one for one in annotated(SILVER) if (SILVER / f"{one.document.id}.txt").is_file()]


def test_requests_to_replies_to_claims_loses_nothing(silver: list[Annotated], tmp_path: Path) -> None:
    documents = [one.document for one in silver]
    replies = [line for one in silver for line in recorded_replies(one.document, one.gold, PIECE_WORDS)]
    held = claims_of_replies(request_lines(documents, "recorded"), replies, documents)
    assert held.unplaced == ()
    found = tmp_path / "claims.jsonl"
    lines = [json.dumps(claim_to_json(c), ensure_ascii=False) for claims in held.claims.values() for c in claims]
    found.write_text("\n".join(lines), encoding="utf-8")
    score = [sys.executable, str(SHARED / "contract/score.py"), str(SILVER), str(found), "--json"]
    table = json.loads(subprocess.run(score, capture_output=True, check=True, text=True).stdout)
    assert table["ALL"]["f1"] >= 0.99
    assert table["claim"]["r"] == table["class"]["r"] == table["mode"]["r"] == 1.0
    reasons = Counter(p.code for problems in held.problems.values() for p in problems)
    assert set(reasons) <= KNOWN
    assert sum(reasons.values()) < 150


# -- spoiling ----------------------------------------------------------------------------------------------------


FIELDS = ("actors", "places", "counts", "sources")


@dataclass(frozen=True)
class Around:
    """What a spoiler needs to know: the text, the evidence of the claim as it was placed, and the draw."""

    text: HeldText
    evidence: Mention
    draw: random.Random

    def elsewhere(self, words: str) -> int | None:
        """Return another passage than the evidence's, where the words stand as well if they do anywhere."""
        start, end = self.text.sentence(self.evidence)
        found = self.text.occurrences(words)
        if not any(start <= m.start and m.end <= end for m in found):
            return None  # an antecedent: it stands elsewhere in truth
        here = {
            p.number for m in found if m.start >= start for p in [self.text.passage_at(m.start)] if p and m.end <= end
        }
        there = {p.number for m in found for p in [self.text.passage_at(m.start)] if p}
        others = sorted(there - here) or sorted(set(self.text.passages) - here) or [max(self.text.passages) + 1]
        return self.draw.choice(others)


def _words(quote: Any) -> str:
    return str(quote["q"]) if isinstance(quote, dict) else str(quote)


def _evidence_not_in_text(claim: dict[str, Any], around: Around) -> str:
    claim["evidence"] = "zq " + claim["evidence"]
    return "claim"


def _evidence_missing(claim: dict[str, Any], around: Around) -> str:
    del claim["evidence"]
    return "claim"


def _invented_class(claim: dict[str, Any], around: Around) -> str:
    claim["class"] = claim["class"].partition(".")[0] + ".invented"
    return "claim"


def _wrong_passage(claim: dict[str, Any], around: Around) -> str:
    stands = {p.number for m in around.text.occurrences(claim["evidence"]) if (p := around.text.passage_at(m.start))}
    claim["p"] = around.draw.choice(sorted(set(around.text.passages) - stands) or [max(stands) + 1])
    return "claim"


def _unknown_role(claim: dict[str, Any], around: Around) -> str:
    for actor in claim["actors"]:
        actor["role"] = "bystander"
    return "actors"


def _wrong_number(claim: dict[str, Any], around: Around) -> str:
    for count in claim["counts"]:
        wrong = around.draw.choice([1, 7, 100])
        for name in ("low", "best", "high"):
            count[name] = None if count[name] is None else 2 * count[name] + wrong
    return "counts"


def _quotes_not_in_text(claim: dict[str, Any], around: Around) -> str:
    name = around.draw.choice(FIELDS)
    for one in claim[name]:
        one["quote"] = f"zq {_words(one['quote'])} qz"
    return name


def _quotes_at_the_wrong_place(claim: dict[str, Any], around: Around) -> str:
    name = around.draw.choice(FIELDS)
    moved = [(one, around.elsewhere(_words(one["quote"]))) for one in claim[name]]
    claim[name] = [{**one, "quote": {"q": _words(one["quote"]), "p": p, "near": None}} for one, p in moved if p]
    return name


SPOIL = [
    _evidence_not_in_text,
    _evidence_missing,
    _invented_class,
    _wrong_passage,
    _unknown_role,
    _wrong_number,
    _quotes_not_in_text,
    _quotes_at_the_wrong_place,
]


def _field(claim: HeldClaim, name: str) -> tuple[Any, ...]:
    return claim.attribution.sources if name == "sources" else getattr(claim, name)  # type: ignore[no-any-return]


def _rest(claim: HeldClaim, spoiled: str) -> tuple[Any, ...]:
    said = claim.attribution
    kept = [_field(claim, name) for name in FIELDS if name != spoiled]
    return (claim.cls, claim.evidence, claim.modality, claim.polarity, said.mode, said.cue, claim.time, *kept)


def test_no_spoiled_claim_survives_and_no_sound_one_is_lost(silver: list[Annotated]) -> None:
    draw = random.Random(20310510)
    seen: Counter[str] = Counter()
    for one in silver:
        passages = passages_of(one.document)
        text = HeldText(one.document.text, passages)
        asked = frozenset(p.number for p in passages)
        sound = reply_claims(text, one.gold)
        before = {c.number: c for c in hold(sound, text, asked)[0]}
        spoiled: dict[int, str] = {}
        reply = copy.deepcopy(sound)
        for claim in reply:
            if claim["id"] in before and draw.random() < 0.3:
                spoil = draw.choice(SPOIL)
                spoiled[claim["id"]] = spoil(claim, Around(text, before[claim["id"]].evidence, draw))
                seen[spoil.__name__] += 1
        after = {c.number: c for c in hold(reply, text, asked)[0]}
        for number, claim in before.items():
            how = spoiled.get(number or 0)
            if how == "claim":
                assert number not in after
            elif how is None:
                assert after[number] == claim
            else:
                assert _rest(after[number], how) == _rest(claim, how)
                assert set(_field(after[number], how)) <= set(_field(claim, how))
                if how != "counts":
                    assert _field(after[number], how) == ()
    assert len(seen) == len(SPOIL)
    assert min(seen.values()) > 50
