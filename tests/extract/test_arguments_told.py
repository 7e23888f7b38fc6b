"""Places that are no names, lists of names, and figures by what the counted do: positive and negative sentences."""

from __future__ import annotations

import pytest

from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of


def places(text: str) -> set[str]:
    claims = claims_of([Document("d", text, published="2021-05-03")])
    return {p.mention.text for c in claims for p in c.places if p.mention is not None}


def counts(text: str) -> set[tuple[str, int]]:
    claims = claims_of([Document("d", text, published="2021-05-03")])
    return {(n.quantity, n.low) for c in claims for n in c.counts}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen killed four guards at a hotel in Maputo.", "a hotel"),
        ("The bomb went off near a mosque in Mosul, killing six worshippers.", "a mosque"),
        ("Rebels ambushed the patrol in Kandal district on Monday.", "Kandal district"),
        ("The army shelled rebel positions in the Orun direction.", "the Orun direction"),
    ],
)
def test_a_noun_for_ground_behind_a_preposition_tells_where(text: str, told: str) -> None:
    assert told in places(text)


@pytest.mark.parametrize(
    ("text", "no_place"),
    [
        ("Gunmen killed four guards in a rage in Maputo.", "a rage"),
        ("Rebels attacked the outskirts of Homs.", "the outskirts"),
        ("Iran launched an air strike in Erbil.", "Iran"),
    ],
)
def test_what_is_no_ground_or_only_leads_to_a_name_is_no_place(text: str, no_place: str) -> None:
    assert no_place not in places(text)


def test_a_list_of_names_is_followed_by_its_commas() -> None:
    assert places("Troops attacked near Orun, Vasska, Tolmin and Drev.") >= {"Orun", "Vasska", "Tolmin", "Drev"}
    assert "Smith" not in places("The army shelled the market in Orun, Smith said.")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("At least 40 militants stormed an army post in Bara.", ("fighters", 40)),
        ("At least 2,000 herders fled the village of Bara.", ("displaced", 2000)),
        ("The army fired 30 rockets at the town of Orun.", ("other", 30)),
        ("The jets carried out ten air strikes on Orun.", ("strikes", 10)),
        ("The enemy lost 40 men and two tanks near Orun.", ("vehicles", 2)),
        ("Many people fled the town of Orun.", ("displaced", 2)),
    ],
)
def test_the_counted_are_what_their_part_in_it_makes_them(text: str, count: tuple[str, int]) -> None:
    assert count in counts(text)


def test_a_count_that_takes_no_part_is_not_given_one() -> None:
    assert counts("The army shelled Orun, 40 kilometres from the border.") == set()
    assert not any(quantity == "fighters" for quantity, _ in counts("Gunmen killed 12 soldiers in Bara."))


def test_people_merely_counted_are_no_actors_of_a_toll() -> None:
    [claim] = claims_of([Document("d", "Four farmers were killed in Bara.", published="2021-05-03")])
    assert [a for a in claim.actors if a.role == "victim"] == []
    assert [n.low for n in claim.counts] == [4]


def doers(text: str, cls: str) -> set[str]:
    claims = claims_of([Document("d", text, published="2021-05-03")])
    return {a.mention.text for c in claims if c.cls == cls for a in c.actors if a.role == "captor" and a.mention}


def test_who_does_a_second_deed_is_never_a_deal_where_somebody_stands_nearer() -> None:
    text = "The deal came after fighting in Kidal, where the rebels broke a truce, and refused to release the governor."
    assert doers(text, "custody.release") == {"the rebels"}
    shared = "The army shelled Kidal, where the rebels had broken a truce, and released the governor."
    assert doers(shared, "custody.release") == {"The army"}
