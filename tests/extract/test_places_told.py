"""Places and days in their sentence: what helps to find another, what is a clock, a calendar, an element."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of


def only_claim(text: str, published: str | None = "2024-12-01") -> Claim:
    [claim] = claims_of([Document("d", text, published=published)])
    return claim


def roles(claim: Claim) -> dict[str, str]:
    return {p.mention.text: p.role for p in claim.places if p.mention is not None}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels seized Wadi Sira, 25 km north of Zabid, on Monday.", {"Wadi Sira": "location", "Zabid": "near"}),
        ("Fighters overran Tabit, some 40 miles from El Fasher.", {"Tabit": "location", "El Fasher": "near"}),
        ("The militia captured Rugari, 50 km away from Goma.", {"Rugari": "location", "Goma": "near"}),
        ("The militia captured Rugari, an hour from Goma.", {"Rugari": "location", "Goma": "near"}),
        ("Troops took a village 30 kilometres outside Kharkiv.", {"a village": "location", "Kharkiv": "near"}),
        ("Rebels seized the north of Aleppo on Friday.", {"the north of Aleppo": "location"}),
        ("Clinics in Odesa were shelled at 09:40 Kyiv time on Friday.", {"Odesa": "location"}),
        ("Gunmen killed four people in Zabid on 5 May 2024 (26 Shawwal 1445).", {"Zabid": "location"}),
        ("The raid took place on 3 March 2024 (Yekatit 24, 2016 E.C.) in Gondar.", {"Gondar": "location"}),
        ("Marines attacked Hodeidah by land and sea on Friday.", {"Hodeidah": "location"}),
        ("Heavy bombardment from sea, air and land hit Gaza on Friday.", {"Gaza": "location"}),
        ("Shells hit homes close to the border with Rwanda.", {"the border": "near"}),
        ("Gunmen shot two men in Kyiv's Bucha suburb on Friday.", {"Bucha": "location"}),
        (
            "Guns hit army units in the areas of the settlements Lomivka, Stepne and Orlove on Friday.",
            {"Lomivka": "location", "Stepne": "location", "Orlove": "location"},
        ),
        (
            "Planes struck army units in areas near the villages of Tabit, Birka and Sani on Friday.",
            {"Tabit": "near", "Birka": "near", "Sani": "near"},
        ),
        ("A mine killed two soldiers in the vicinity of Tabit on Friday.", {"Tabit": "location"}),
        (
            "Rebels captured several towns in Aleppo province.",
            {"several towns": "location", "Aleppo province": "location"},
        ),
        ("Rebels shelled Zabid with US-made mortars at 1100 GMT on Friday.", {"Zabid": "location"}),
        ("Drones hit Rostov-on-Don and Ust-Luga on Friday.", {"Rostov-on-Don": "location", "Ust-Luga": "location"}),
    ],
)
def test_what_a_name_is_in_its_sentence(text: str, places: dict[str, str]) -> None:
    assert roles(only_claim(text)) == places


def test_a_place_that_only_tells_where_another_lies_was_not_taken() -> None:
    held = [p.name for p in only_claim("Rebels seized Wadi Sira, 25 km north of Zabid.").places if p.role == "location"]
    assert held == ["Wadi Sira"]


def test_states_at_war_are_no_places_of_it() -> None:
    assert roles(only_claim("The conflict between Chad and Libya has killed hundreds of people.")) == {}
    assert set(roles(only_claim("Rebels seized the road between Homs and Hama."))) >= {"Homs", "Hama"}


def test_what_a_place_is_the_largest_of_is_no_place_of_the_claim() -> None:
    ranked = "Goma is the militia's biggest stronghold in eastern Congo and Rwanda."
    assert set(roles(only_claim(ranked))) == {"Goma"}
    assert set(roles(only_claim("Idlib is the last rebel stronghold in the country."))) == {"Idlib", "the country"}


def test_a_stamp_is_nobody_who_speaks() -> None:
    for stamp in ("1734 GMT —", "[14:05]", "09:30 Kyiv time:", "7:15 pm EST -"):
        claim = only_claim(f"{stamp} UN envoy urges immediate ceasefire in Gaza")
        assert [s.actor for s in claim.attribution.sources] == ["un"], stamp
    assert claims_of([Document("d", "The committee 1734 GMT urged an immediate ceasefire in Gaza")])


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The worst day was 8 July, when shells killed 40 people in Kherson.", "2024-07-08", "2024-07-08"),
        ("Few had left by Friday, when shells killed nine people in Kherson.", "2024-11-29", "2024-11-29"),
        ("People have lacked water since July, when rebels seized Kherson.", "2024-07-01", "2024-07-31"),
        ("Clinics in Odesa were shelled at 09:40 on Friday.", "2024-11-29", "2024-11-29"),
        (
            "As of 31 August, 900 civilians had been killed in Ukraine since 24 February 2022.",
            "2022-02-24",
            "2024-08-31",
        ),
        ("At least 400 people had been killed in Sudan since April 2023 by 30 June.", "2023-04-01", "2024-06-30"),
        ("At least 400 people have been killed in Sudan since April 2023.", "2023-04-01", "2024-12-01"),
    ],
)
def test_the_day_that_the_words_tell(text: str, start: str, end: str) -> None:
    times = [(c.time.start, c.time.end) for c in claims_of([Document("d", text, published="2024-12-01")]) if c.time]
    assert (start, end) in times


@pytest.mark.parametrize(
    ("text", "published", "start"),
    [
        ("The UN called for an Eid ceasefire in Khartoum.", "2023-04-21", "2023-04-21"),
        ("The army agreed to a truce in Khartoum during Eid.", "2023-04-10", "2023-04-21"),
        ("Shelling killed four people in Khartoum during Eid.", "2023-04-10", "2022-05-02"),
        ("Shelling killed four people in Khartoum during Eid.", "2023-04-21", "2023-04-21"),
    ],
)
def test_a_feast_is_the_last_or_the_next_by_the_words(text: str, published: str, start: str) -> None:
    days = [c.time.start for c in claims_of([Document("d", text, published=published)]) if c.time and c.time.mention]
    assert start in days


def test_the_years_since_a_war_began_are_lent_to_no_other_sentence() -> None:
    text = "The war has killed 9,000 people in Sudan since 2015. Two people were killed in Bara."
    days = [c.time.start if c.time else None for c in claims_of([Document("d", text, published="2024-12-01")])]
    assert days == ["2015-01-01", None]
