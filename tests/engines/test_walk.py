"""One wrapped report from its lines to named actors: who speaks stays who was named, over sentences and line ends."""

from __future__ import annotations

import pytest

from crossbearing.engines.local import run_documents
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline

REPORT = """Shells hit evacuation near Douma

BEIRUT, March 17 (Valley Wire) - Shells hit a convoy of buses near Douma
on Sunday, killing at least five people, the Orchard Lane Monitor said.

Jaish al-Islam released 12 captured soldiers on Saturday. The group
accused the army of shelling the buses.

Some 200 civilians left the town before the attack, the monitor said.
A nurse in Douma said the road was closed. The United Nations said aid
was ready. It urged both sides to talk.
"""


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    document = Document("wrapped", REPORT, published="2014-03-17")
    return list(run_documents([document], default_pipeline()).claims)


def speakers(claims: list[Claim], words: str) -> list[str | None]:
    claim = next(c for c in claims if words in " ".join(c.evidence.text.split()))
    return [s.name for s in claim.attribution.sources]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("killing at least five people", "Orchard Lane Monitor"),
        ("200 civilians left the town", "Orchard Lane Monitor"),
        ("the road was closed", "nurse in Douma"),
        ("It urged both sides", "United Nations"),
    ],
)
def test_the_speaker_is_the_one_named(claims: list[Claim], words: str, speaker: str) -> None:
    assert speakers(claims, words) == [speaker]


def test_who_urges_is_who_speaks(claims: list[Claim]) -> None:
    demand = next(c for c in claims if c.cls == "statement.demand")
    assert [a.name for a in demand.actors if a.role == "speaker"] == ["United Nations"]


def test_the_group_is_the_one_that_acted_not_its_captives(claims: list[Claim]) -> None:
    assert {name for c in claims if "the buses" in c.evidence.text for name in speakers([c], "buses")} == {
        "Jaish al-Islam"
    }
