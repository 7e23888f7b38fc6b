"""Every repair of the parse mends a sentence that shows its error and leaves a like one alone that has none."""

from __future__ import annotations

import pytest
from tests.extract.corpus_reader import extractor

from crossbearing.model.document import Document
from crossbearing.text import repairs

EXAMPLES = {
    "noun_infinitive": (
        "The government advance comes as part of a government push to restore full control over the valley.",
        "The general ordered the attack to begin.",
    ),
    "noun_gerund": (
        "Nine people died in rebel shelling on Derna on Monday.",
        "Nine people died in a town fighting the flood.",
    ),
    "noun_subject": (
        "Drone strikes by both sides continue.",
        "A drone strikes the port.",
    ),
    "relative_adjacent": (
        "On Sunday SDF fighters retook the village of Hajin in Deir Ezzor province which regime forces took in May.",
        "The army took the hill, which was heavily mined.",
    ),
    "relative_of_apposition": (
        "Harasta, a besieged area on the outskirts of Damascus which is home to 9,000 people, has seen violence.",
        "Rebels took Douma, a town near Damascus, which is home to 90,000 people.",
    ),
    "headline_subject": (
        "Tripoli battle: Libya forces retake airport from rebels",
        "An air strike killed eight people in Taiz.",
    ),
    "heading_passive": (
        "Agreement reached on hostages in Mali",
        "The agreement reached the border towns",
    ),
    "aged_subject": ("Boy, 14, dies near Kunduz", "The boy, 14, died near Kunduz."),
    "age_noun": ("Shrapnel wounded a 9-year-old in Marjayoun.", "The 12-year-old truce held."),
    "shot_participle": ("Teen shot, killed by guard in Bria", "A warning shot was heard in Bria."),
}


def arcs(text: str, monkeypatch: pytest.MonkeyPatch, names: list[str]) -> list[list[tuple[int, str, str]]]:
    chosen = tuple(r for r in repairs.REPAIRS if r.__name__ in names)
    with monkeypatch.context() as patch:
        patch.setattr(repairs, "REPAIRS", chosen)
        read = next(iter(extractor().extract([Document(id="d", text=text)])))
    return [[(t.head, t.dep, t.tag) for t in reading.sentence.tokens] for reading in read.readings]


@pytest.mark.parametrize(
    ("text", "event", "owner"),
    [
        ("Rebel shelling killed three people in Taiz.", "shelling", "Rebel"),
        ("The army bombing wounded two boys.", "bombing", "army"),
        ("Three were wounded in government shelling of Douma.", "shelling", "government"),
    ],
)
def test_a_gerund_without_an_object_is_an_event_that_has_an_owner(text: str, event: str, owner: str) -> None:
    read = next(iter(extractor().extract([Document(id="d", text=text)])))
    tokens = {t.text: t for t in read.readings[0].sentence.tokens}
    assert tokens[event].tag == "NN"
    assert tokens[owner].head == tokens[event].i


@pytest.mark.parametrize("text", ["The rebel shelling the town was killed.", "Soldiers fighting the fire fled."])
def test_a_gerund_with_an_object_stays_what_somebody_does(text: str) -> None:
    read = next(iter(extractor().extract([Document(id="d", text=text)])))
    assert not any(t.tag == "NN" and t.lower in {"shelling", "fighting"} for t in read.readings[0].sentence.tokens)


def test_every_repair_has_its_examples() -> None:
    assert {r.__name__ for r in repairs.REPAIRS} == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_repair_mends_its_error_and_nothing_else(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, right = EXAMPLES[name]
    assert arcs(wrong, monkeypatch, [name]) != arcs(wrong, monkeypatch, [])
    assert arcs(right, monkeypatch, [name]) == arcs(right, monkeypatch, [])
