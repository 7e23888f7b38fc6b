"""Nested and overlapping claims: the text comes back whole and every claim stands in one block."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crossbearing.model.claim import ActorRole, Claim
from crossbearing.model.document import Document, Segment
from crossbearing.model.mention import Mention
from crossbearing.report.highlight import blocks, pieces, runs

TEXTS = st.text(st.sampled_from("ab \n🚀é\u0301<&"), min_size=1, max_size=60)


def claims_in(text: str, spans: list[tuple[int, int]]) -> list[Claim]:
    found = []
    for number, (one, other) in enumerate(spans):
        start, end = sorted((one % len(text), other % len(text)))
        mention = Mention(start, end + 1, text[start : end + 1])
        found.append(Claim(id=f"d:c{number:02}", document="d", cls="control.gain", evidence=mention))
    return found


SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=6)


@given(TEXTS, SPANS)
def test_runs_give_the_text_back_and_cover_each_claim(text: str, spans: list[tuple[int, int]]) -> None:
    claims = claims_in(text, spans)
    found = runs(text, 0, len(text), claims)
    assert "".join(run.text for run in found) == text
    for claim in claims:
        covered = "".join(run.text for run in found if claim in run.claims)
        assert covered == claim.evidence.text
        assert sum(claim in run.opens for run in found) == 1


@given(TEXTS, SPANS)
def test_every_claim_stands_in_one_block(text: str, spans: list[tuple[int, int]]) -> None:
    claims = claims_in(text, spans)
    found = blocks(Document("d", text), claims)
    if text.strip():
        assert sorted(c.id for block in found for c in block.claims) == sorted(c.id for c in claims)


def test_segments_are_blocks_and_a_claim_over_two_shows_in_both() -> None:
    text = "Army takes town\nIt fell on Friday."
    document = Document("d", text, segments=(Segment("heading", 0, 15), Segment("paragraph", 16, 34)))
    [claim] = claims_in(text, [(5, 20)])
    first, second = blocks(document, [claim])
    assert (first.kind, second.kind) == ("heading", "paragraph")
    assert first.claims == (claim,)
    assert second.claims == ()
    assert any(claim in run.claims for run in second.runs)


def test_pieces_tie_fields_to_characters() -> None:
    text = "The army said it took the town."
    claim = Claim(
        "d:c01",
        "d",
        "control.gain",
        Mention.of(text, 14, 30),
        actors=(ActorRole("who gained", "Army", Mention.of(text, 14, 16)),),
    )
    assert [(p.text, p.fields) for p in pieces(text, claim)] == [("it", ("who gained",)), (" took the town", ())]
