"""One article is at most as many voices as it quotes: its own words retell them. All sentences are our own."""

from __future__ import annotations

import pytest

from crossbearing.engines.local import run_documents
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline


def grades(*texts: str, outlets: tuple[str, ...] = ("Levant Wire", "Gulf Post")) -> list[str]:
    documents = [
        Document(f"d{n}", text, outlet=outlets[n], published="2024-03-06", published_basis="metadata")
        for n, text in enumerate(texts)
    ]
    events = run_documents(documents, default_pipeline()).ledgers.events
    return [e.grade for e in events if e.level == "incident"]


LEAD = "Shelling killed four people in Saraqib on Monday."
TOLD = "The shelling killed four people in Saraqib on Monday, the White Helmets said."


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n\n{TOLD}",
        f"{TOLD}\n\n{LEAD}",
        f"{LEAD}\n\nThe shelling killed four people in Saraqib on Monday, a medic told AFP.",
        f"{TOLD}\n\nThe shelling killed four people in Saraqib on Monday, a medic said.",
    ],
)
def test_a_lead_is_no_second_voice_beside_whom_it_quotes(text: str) -> None:
    assert grades(text) == ["C2"]


def test_two_sources_in_one_article_support_no_more_than_the_article_unless_they_are_opposed() -> None:
    other = "The shelling killed four people in Saraqib on Monday, the Syrian Network for Human Rights said."
    assert grades(f"{LEAD}\n\n{TOLD}\n\n{other}") == ["C2"]
    opposed = [f"The shelling killed four people in Saraqib on Monday, {who} said." for who in ("SANA", "the SOHR")]
    assert grades("\n\n".join([LEAD, *opposed])) == ["C4"]


def test_two_articles_are_two_voices() -> None:
    assert grades(TOLD, "Four people were killed by shelling in Saraqib on Monday.") == ["C3"]


def test_a_short_form_is_no_second_voice() -> None:
    text = (
        "The Syrian Network for Human Rights said shelling killed four people in Saraqib on Monday. "
        "The shelling killed four people in Saraqib on Monday, the Syrian Network said."
    )
    assert grades(text) == ["C2"]
