"""Fingerprints: abridged and restyled copies are seen, quotations prove nothing, credits are read."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document, Segment
from crossbearing.text.shingles import credits, fingerprint, plain_sentences, shingles

STORY = (
    "Fighters left the northern quarter of the town before dawn after three weeks of shelling. "
    "Residents said the road to the border was open again by noon and lorries had begun to pass. "
    "The army confirmed that its engineers were clearing mines from the bridge and the school. "
    "A doctor at the hospital counted fourteen bodies brought in since the night before. "
)


def test_an_abridged_copy_in_house_style_is_contained_in_the_original() -> None:
    copy = STORY.split("The army", maxsplit=1)[0].replace("Fighters", "Militants").replace("noon", "midday")
    original, shorter = shingles(STORY), shingles(copy)
    assert len(original & shorter) / len(shorter) > 0.5
    assert len(original & shorter) / len(original | shorter) < 0.8


def test_a_shared_quotation_is_no_shared_sentence() -> None:
    quote = '"We will not leave this town as long as one of us can stand and fight," he said.'
    assert not plain_sentences(quote) & plain_sentences("Earlier: " + quote)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AMMAN (Reuters) - Shells fell.", ("reuters",)),
        ("Shells fell.\n\nAFP", ("afp",)),
        ("Shells fell.\n\n© 2016 AFP", ("afp",)),
        ("Shells fell.\n\n(with inputs from AP)", ("ap",)),
        ("Shells fell, a source told Reuters.", ()),
        ("Shells fell.\nNo Morning Star Staff were involved in writing this.", ("not:Morning Star",)),
    ],
)
def test_credits(text: str, expected: tuple[str, ...]) -> None:
    assert credits(Document("d", text)) == expected


def test_boilerplate_is_no_part_of_the_fingerprint() -> None:
    tail = "Follow our channel for more news from the region every day of the week."
    text = STORY + "\n" + tail
    cut = len(STORY)
    whole = Document("d", text, segments=(Segment("paragraph", 0, cut), Segment("boilerplate", cut + 1, len(text))))
    assert fingerprint(whole).shingles == shingles(STORY)
