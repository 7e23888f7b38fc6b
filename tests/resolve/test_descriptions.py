"""Bare descriptions name nobody whom the report does not name, in our own examples from several wars."""

from __future__ import annotations

import pytest

from crossbearing.model.claim import ActorRole, Attribution, Claim, PlaceRole, Source
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.resolve.actors import ActorResolver
from crossbearing.resolve.claims import ClaimResolver
from crossbearing.resolve.gazetteer import Gazetteer
from crossbearing.resolve.packs import load_packs
from crossbearing.resolve.places import PlaceResolver
from crossbearing.text.names import NameMatcher

PACKS = load_packs()
MATCHER = NameMatcher(PACKS.names())


@pytest.fixture(scope="module")
def resolver() -> ClaimResolver:
    return ClaimResolver(PACKS, PlaceResolver(Gazetteer.open(packs=PACKS), PACKS))


def mention(text: str, words: str) -> Mention:
    start = text.rindex(words)
    return Mention(start, start + len(words), words)


def claim(text: str, number: int, roles: dict[str, str], **more: object) -> Claim:
    actors = tuple(ActorRole(role, None, mention(text, words)) for role, words in roles.items())
    return Claim(f"d:c{number}", "d", "civilians.attack", Mention(0, len(text), text), actors=actors, **more)  # type: ignore[arg-type]


def resolved(resolver: ClaimResolver, text: str, *claims: Claim) -> list[str | None]:
    found = resolver.resolve(Document(id="d", text=text), claims, MATCHER.find(text))
    return [a.actor for c in found for a in c.actors]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        # Nobody in the report is named: nobody is accused.
        ("Unknown gunmen shot a teacher in Mopti, Mali.", "Unknown gunmen", None),
        ("Militants killed a herder in Somalia on Monday.", "Militants", None),
        ("The rebels burned a village in DR Congo.", "The rebels", None),
        ("Insurgents attacked a post in Afghanistan.", "Insurgents", None),
        ("Jihadists burned a village in Burkina Faso.", "Jihadists", None),
        # The report names the pack's own group.
        ("M23 took Rutshuru in DR Congo. Days later rebels killed a priest.", "rebels", "cd:m23"),
        ("The Taliban threaten Kabul. Insurgents attacked a post in Afghanistan.", "Insurgents", "af:taliban"),
        # The group named last is meant, not the pack's usual one.
        ("CODECO men entered Djugu in DR Congo. The militiamen killed a guard.", "The militiamen", "cd:codeco"),
        ("ADF fighters entered Oicha in DR Congo. The rebels killed a guard.", "The rebels", "cd:adf"),
        ("Boko Haram entered Damasak. The insurgents killed a guard.", "The insurgents", "boko-haram"),
        # Two groups in one breath: either may be meant.
        ("M23 fought the ADF near Beni in DR Congo. The rebels killed a guard.", "The rebels", "cd:m23"),
        ("The FDLR fought the ADF near Beni in DR Congo. The rebels killed a guard.", "The rebels", None),
        # Who fights beside the state is no rival for a word that this war has for those who fight the state.
        ("Ahrar al-Sham fought the National Defence Forces near Idlib in Syria. The rebels killed a guard.",
         "The rebels", "sy:ahrar"),
        ("The National Defence Forces fought Jaish al-Islam near Douma in Syria. The extremists killed a guard.",
         "The extremists", "sy:jaish-al-islam"),
        ("Wazalendo fought the ADF near Beni in DR Congo. The rebels killed a guard.", "The rebels", "cd:adf"),
        ("The Tribal Mobilisation fought Islamic State near Hit in Iraq. The extremists killed a guard.",
         "The extremists", "is"),
        ("Ahrar al-Sham fought Jaish al-Islam near Idlib in Syria. The rebels killed a guard.",
         "The rebels", "sy:rebels"),
        ("Boko Haram fought the Civilian JTF near Konduga in Nigeria. The militiamen killed a guard.",
         "The militiamen", None),
        # One war's word for all who are called so is nobody's name.
        ("Rebels shelled a village near Idlib in Syria.", "Rebels", "sy:rebels"),
        ("IS shelled Palmyra in Syria. The rebels shelled Idlib.", "The rebels", "sy:rebels"),
        # "Unknown" stands above all that is named.
        ("M23 took Rutshuru in DR Congo. Unidentified rebels killed a priest.", "Unidentified rebels", None),
    ],
)  # fmt: skip
def test_a_bare_description_means_who_is_named_or_nobody(
    resolver: ClaimResolver, text: str, words: str, actor: str | None
) -> None:
    assert resolved(resolver, text, claim(text, 1, {"initiator": words})) == [actor]


def test_who_acts_on_the_militants_is_not_the_militants(resolver: ClaimResolver) -> None:
    text = "Al-Shabaab attacked the militants in Somalia."
    roles = {"initiator": "Al-Shabaab", "target": "the militants"}
    assert resolved(resolver, text, claim(text, 1, roles)) == ["so:shabaab", None]


def test_a_description_does_not_reach_into_a_land_of_another_war(resolver: ClaimResolver) -> None:
    text = "Al-Shabaab is strong in Somalia, said officials in Somalia. Militants killed a farmer in Nigeria."
    place = PlaceRole("location", None, mention(text, "Nigeria"))
    assert resolved(resolver, text, claim(text, 1, {"initiator": "Militants"}, places=(place,))) == [None]


def test_nobody_says_they_of_himself_in_his_own_quotation(resolver: ClaimResolver) -> None:
    text = "SDF fighters drove IS fighters out. “They fled,” an SDF spokesman said."
    first = claim(text, 1, {"initiator": "SDF fighters", "target": "IS fighters"})
    said = Attribution("direct_quote", "report", None, (Source(None, mention(text, "an SDF spokesman")),))
    second = claim(text, 2, {"initiator": "They"}, attribution=said)
    assert resolved(resolver, text, first, second)[-1] == "is"


@pytest.mark.parametrize(
    ("words", "packs", "actor"),
    [
        ("the 4th Division", ["syria"], "sy:fourth-division"),
        ("the 4th Division", ["ukraine"], None),
        ("Elements of the 4th Division", [], None),
        ("the 82nd Airborne Division", ["ukraine"], None),
        ("troops of the 13th Division", ["sudan"], None),
        ("the 9th Iraqi Army Division", ["syria"], "iq:9th-division"),
    ],
)
def test_a_unit_known_by_its_number_is_of_its_own_war_only(words: str, packs: list[str], actor: str | None) -> None:
    assert ActorResolver(PACKS).resolve(words, packs).actor == actor


def test_a_numbered_unit_says_nothing_of_the_land() -> None:
    resolver = ActorResolver(PACKS)
    assert resolver.context("Men of the 4th Division fired on the hill.") == ()
    assert resolver.context("Men of the 4th Division fired on a hill in Syria.") == ("syria",)
