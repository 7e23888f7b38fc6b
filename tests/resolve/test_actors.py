"""Whom words mean, in our own examples from several wars."""

from __future__ import annotations

import pytest

from crossbearing.resolve.actors import ActorResolver, normal_description
from crossbearing.resolve.packs import load_packs

RESOLVER = ActorResolver(load_packs())


@pytest.mark.parametrize(
    ("words", "packs", "fighting", "actor"),
    [
        ("Jaish al-Islam militants", ["syria"], True, "sy:jaish-al-islam"),
        ("militants of the Jaish al-Islam group", ["syria"], True, "sy:jaish-al-islam"),
        ("IS", ["syria"], True, "is"),
        ("at least 40 regime soldiers", ["syria"], True, "forces:SY"),
        ("the army", ["syria"], True, "forces:SY"),
        ("the army", ["sudan"], True, "forces:SD"),
        ("government troops", ["iraq"], True, "forces:IQ"),
        ("the government", ["syria"], False, "gov:SY"),
        ("the regime", ["syria"], True, "forces:SY"),
        ("the regime", ["syria"], False, "gov:SY"),
        ("rebel fighters", ["syria"], True, "sy:rebels"),
        ("Russian warplanes", ["syria"], True, "forces:RU"),
        ("Russia's military", ["syria", "ukraine"], None, "forces:RU"),
        ("Rwanda's army", ["drc"], None, "forces:RW"),
        ("Russia's foreign ministry", ["syria"], False, "gov:RU"),
        ("Iraqi police", ["iraq"], True, "police:IQ"),
        ("Turkey", ["syria"], False, "state:TR"),
        ("forces loyal to Bashar al-Assad", ["syria"], True, "forces:SY"),
        ("US-backed Syrian Democratic Forces", ["syria"], True, "sy:sdf"),
        ("the paramilitary group", ["sudan"], True, "sd:rsf"),
        ("the junta", ["myanmar"], False, "gov:MM"),
        ("the coalition", ["yemen"], True, "ye:coalition"),
        ("the coalition", ["iraq"], True, "coalition"),
        ("Russian state news agency", ["syria"], False, "outlet:ria"),
        ("President Nicolás Maduro", [], False, "person:nicolás-maduro"),
        ("the Sword of the Valley", ["syria"], True, "new:sword-of-the-valley"),
    ],
)
def test_words_find_their_actor(words: str, packs: list[str], fighting: bool, actor: str) -> None:
    found = RESOLVER.resolve(words, packs, fighting=fighting)
    assert found.actor == actor, found


def test_sides_follow_the_war_not_the_state() -> None:
    assert RESOLVER.resolve("Russian jets", ["syria"]).side == "syria:government"
    assert RESOLVER.resolve("Russian jets", ["ukraine"]).side == "ukraine:russia"


def test_a_name_not_yet_in_use_is_not_taken() -> None:
    assert RESOLVER.resolve("HTS", ["syria"], day="2019-01-01").actor == "sy:hts"
    assert RESOLVER.resolve("HTS", ["syria"], day="2015-01-01").actor != "sy:hts"


def test_a_description_nobody_explains_stays_open() -> None:
    found = RESOLVER.resolve("masked men", [])
    assert (found.actor, found.name) == (None, "masked men")
    assert found.reason


@pytest.mark.parametrize(
    "words", ["a shopkeeper in Idlib", "residents of Bamako", "the mayor of Mekelle", "a source at Governorate House"]
)
def test_whoever_is_told_by_a_place_does_not_take_its_name(words: str) -> None:
    answer = RESOLVER.resolve(words, ["syria"])
    assert answer.actor is None
    assert answer.name == words.removeprefix("a ").removeprefix("the ")


def test_fighters_of_an_unknown_group_take_its_name() -> None:
    answer = RESOLVER.resolve("fighters from Liwa al-Wadi", ["syria"], fighting=True)
    assert (answer.actor, answer.name) == ("new:liwa-al-wadi", "Liwa al-Wadi")


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("the positions of the so-called Sun Brigade militants", "new:sun-brigade"),
        ("the hideouts of the self-styled Red Valley Front rebels", "new:red-valley-front"),
        ("the Sun Brigade", "new:sun-brigade"),
        ("the so-called Jaish al-Islam militants", "sy:jaish-al-islam"),
        ("the so-called reformers", None),
        ("North Valley militants", "new:north-valley-militants"),
    ],
)
def test_a_name_is_one_whatever_word_doubts_it_or_stands_behind_it(words: str, actor: str | None) -> None:
    assert RESOLVER.resolve(words, ["syria"], fighting=True).actor == actor


def test_context_comes_from_countries_and_from_the_groups_named() -> None:
    assert (
        RESOLVER.context("Shelling hit Omdurman as the Rapid Support Forces advanced, Sudanese medics said.")[0]
        == "sudan"
    )
    assert RESOLVER.context("The mayor of Lyon opened a bridge.") == ()


def test_descriptions_meet_whatever_noun_they_use() -> None:
    forms = {normal_description(t) for t in ("some 30 regime troops", "the regime soldiers", "Regime fighters")}
    assert forms == {"regime forces"}
