"""Every mention of every claim is what stands in the text, also among emoji, combining marks and strange line ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossbearing.engines.local import run_documents
from crossbearing.model.claim import claim_to_json
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline

NOISE = st.text(st.sampled_from("🚀👩‍👧éa\u0301\u0300\u200f\u202e\ufeff’“” \t\u00a0ø中#<"), max_size=6)
SUBJECTS = ["The army", "Ahrar al-Sham", "Russia’s defence ministry", "Rébel fighte\u0301rs", "IS 🚩", "Villagers"]
DEEDS = [
    "seized the town of Harasta on Monday",
    "shelled Douma, killing at least 12 people, including three children",
    "denied that it had attacked a convoy near Aleppo",
    "will withdraw to Idlib by 16 March 2014",
    "reached a ceasefire agreement with the government",
    "said 79 fighters and 68 jihadists had been killed in nine days of fighting",
]
TAILS = ["", ", the Observatory said", ", according to state media", ", a source told SANA", " 💥"]
ENDS = [". ", ".\n", ".\r\n\r\n", "!\u2028", "."]


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        parts += [draw(NOISE), draw(st.sampled_from(SUBJECTS)), " ", draw(st.sampled_from(DEEDS))]
        parts += [draw(st.sampled_from(TAILS)), draw(NOISE), draw(st.sampled_from(ENDS))]
    return "".join(parts)


def mentions(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mention in the exchange form of a claim, at any depth."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        for inner in value.values():
            yield from mentions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from mentions(inner)


def misplaced(text: str) -> list[dict[str, Any]]:
    finished = run_documents([Document("d", text, published="2014-03-17")], default_pipeline())
    found = [m for claim in finished.claims for m in mentions(claim_to_json(claim))]
    return [m for m in found if text[m["start"] : m["end"]] != m["text"] or not m["text"]]


@given(texts())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_every_mention_is_what_stands_there(text: str) -> None:
    assert misplaced(text) == []


@pytest.mark.parametrize(
    "text", ["🚀" * 50, "\u0301\u0301\u0301", ".\n.\n.\n", "A" * 5000, "(" * 3000, "1 2 3 " * 800, "\u202e\u202d said."]
)
def test_texts_without_sense_end_well(text: str) -> None:
    assert misplaced(text) == []


def test_the_words_used_here_do_give_claims() -> None:
    text = "🚀 " + ". ".join(f"{subject} {deed}" for subject, deed in zip(SUBJECTS, DEEDS, strict=True)) + "."
    finished = run_documents([Document("d", text, published="2014-03-17")], default_pipeline())
    assert len(finished.claims) >= 4
