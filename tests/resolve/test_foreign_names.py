"""Names in other scripts: exact after the documented strip, with the land that the report is about, or not known."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from crossbearing.model.errors import PackError
from crossbearing.model.mention import Mention
from crossbearing.resolve.actors import ActorResolver
from crossbearing.resolve.foreign_names import ForeignContext, ForeignNames
from crossbearing.resolve.gazetteer import Gazetteer
from crossbearing.resolve.pack_names import read_names
from crossbearing.resolve.packs import load_packs
from crossbearing.resolve.places import PlaceResolver, ResolvedPlace
from crossbearing.text.languages.tables import KNOWN


@cache
def names() -> ForeignNames:
    packs = load_packs(None)
    return ForeignNames(packs, ActorResolver(packs), PlaceResolver(Gazetteer.open(packs=packs), packs))


@pytest.mark.parametrize(
    ("code", "words", "identity"),
    [
        ("ar", "للجيش السوري", "forces:SY"),
        ("ar", "وبحلب", "sy:aleppo"),
        ("ar", "قوّات النظام", "forces:SY"),
        ("ar", "الحوثيين", "ye:houthis"),
        ("fa", "حوثی‌ها", "ye:houthis"),
        ("he", 'לצה"ל', "forces:IL"),
        ("he", "בעזה", "ps:gaza-city"),
        ("ru", "Харькове", "ua:kharkiv"),
        ("ru", "правительственными войсками", "forces:SY"),
        ("ru", "Хезболлой", "hezbollah"),
        ("uk", "Харкові", "ua:kharkiv"),
        ("uk", "Одесі", "ua:odesa"),
        ("fr", "l'armée malienne", "sl:fama"),
        ("es", "del Gobierno sirio", "gov:SY"),
        ("tr", "Halep’te", "sy:aleppo"),
        ("my", "မန္တလေးတွင်", "mm:mandalay"),
        ("ar", "قوات الدعم السريع", "sd:rsf"),
        ("ar", "بيروت", "lb:beirut"),
    ],
)
def test_a_name_is_known_after_what_is_joined_to_it(code: str, words: str, identity: str) -> None:
    known = names().known(words, code)
    assert known is not None
    assert identity in known.ids


@pytest.mark.parametrize(("code", "words"), [("ar", "السوق"), ("ru", "пекарню"), ("fr", "un médecin"), ("uk", "Харкі")])
def test_anything_else_is_not_known(code: str, words: str) -> None:
    assert names().known(words, code) is None
    answer = names().actor(words, ForeignContext(code, {}, ()))
    assert answer.actor is None
    assert answer.reason.startswith("not known: no pack has this name in ")


def at(code: str, words: str, *countries: str) -> ResolvedPlace:
    return names()._place(Mention(0, len(words), words), ForeignContext(code, dict.fromkeys(countries, 1.0), ()))


def test_the_gazetteer_is_asked_in_the_land_of_the_report_alone() -> None:
    assert at("ar", "أريحا", "SY").place == "sy:ariha"
    assert at("ar", "بأريحا", "PS").place == "ps:jericho"
    assert at("ar", "السوق", "SY").place is None
    assert at("fr", "le marché", "SY").place is None


def test_two_languages_mean_one_place() -> None:
    assert {at("ru", "Харасте", "SY").place, at("ar", "بحرستا", "SY").place} == {"sy:harasta"}


def test_a_script_is_never_matched_by_its_latin_spelling() -> None:
    packs = load_packs(None)
    gazetteer = Gazetteer.open(packs=packs)
    assert [c for c in gazetteer.lookup("حلبك") if c.tier > 1] == []
    assert any(c.place.name == "Aleppo" for c in gazetteer.lookup("حلب"))


def test_the_wars_of_other_languages_have_names_in_them() -> None:
    packs = {pack.id: pack for pack in load_packs(None).packs}
    for name in ("syria", "ukraine", "gaza_israel", "lebanon", "yemen", "myanmar", "sudan", "sahel"):
        assert len(packs[name].names) >= 20, name
        assert all(n.source for n in packs[name].names)
    assert {n.language for pack in packs.values() for n in pack.names} == set(KNOWN)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: x, source: recalled, xx: [a]}", "unknown key"),
        ("- {id: x, source: recalled, ar: [3]}", "must hold text"),
        ("- {id: x, ar: [اسم]}", "'source' is missing"),
        ("- {id: x, source: a, ar: [اسم]}\n- {id: x, source: a, fr: [nom propre]}", "stands twice"),
    ],
)
def test_a_broken_file_of_names_says_where(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "names.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=told) as raised:
        read_names(tmp_path, "own")
    assert "names.yml:" in str(raised.value)


def test_a_name_of_nobody_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "pack.yml").write_text(
        'id: own\ntitle: Own\ncountries: []\nas_of: "2020-01-01"\nsides: []\nopposed: []\n', encoding="utf-8"
    )
    for name in ("actors.yml", "outlets.yml"):
        (own / name).write_text("[]\n", encoding="utf-8")
    (own / "places.csv").write_text("id,name,kind,lat,lon,radius_km,parent,country,aliases,source\n", encoding="utf-8")
    (own / "names.yml").write_text('- {id: "own:nobody", source: recalled, ar: [اسم]}\n', encoding="utf-8")
    with pytest.raises(PackError, match="own:nobody"):
        load_packs(None, [own])
