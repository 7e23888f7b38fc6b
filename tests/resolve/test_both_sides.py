"""Both sides are the two that a report set against each other before, in our own examples from several wars."""

from __future__ import annotations

import pytest
from tests.extract.corpus_reader import extractor

from crossbearing.model.document import Document
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


def last_actors(resolver: ClaimResolver, text: str) -> list[tuple[str, str | None]]:
    document = Document(id="d", text=text)
    claims = next(iter(extractor().extract([document]))).claims
    return [(a.role, a.actor) for a in resolver.resolve(document, claims, MATCHER.find(text))[-1].actors]


@pytest.mark.parametrize(
    ("text", "role", "first", "second"),
    [
        ("Sudan's army and the Rapid Support Forces fought in Omdurman. Drone strikes by both sides continue.",
         "initiator", "forces:SD", "sd:rsf"),
        ("The army fought M23 near Goma in DR Congo. Clashes raged between the two sides on Monday.",
         "party", "cd:fardc", "cd:m23"),
        ("Government forces fought the Houthis in Marib in Yemen. Both warring parties shelled homes.",
         "initiator", "forces:YE", "ye:houthis"),
        ("Russian forces shelled Ukrainian troops near Vovchansk. Clashes are ongoing between both sides.",
         "party", "forces:RU", "forces:UA"),
        # Who met at the same place is meant, though others met after them.
        ("Ethiopian forces fought Fano at Lalibela. The OLA fought Fano in Wollo. Clashes between both sides "
         "erupted in Lalibela on Friday.", "party", "forces:ET", "et:fano"),
    ],
)  # fmt: skip
def test_both_sides_are_the_two_that_fought(
    resolver: ClaimResolver, text: str, role: str, first: str, second: str
) -> None:
    told = last_actors(resolver, text)
    assert [t for t in told if t[0] == role] == [(role, first), (role, second)]


@pytest.mark.parametrize(
    "text",
    [
        "Both sides in Libya signed a truce.",
        "Somali troops entered Bariire. Both sides in the valley signed a truce.",
        "Malian soldiers fought JNIM and Islamic State in the Greater Sahara near Boni. The rebels signed a truce.",
    ],
)
def test_nobody_is_guessed_where_no_two_were_set_against_each_other(resolver: ClaimResolver, text: str) -> None:
    assert last_actors(resolver, text) == [("party", None)]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Syrian government shelling killed three people in Douma.", "forces:SY"),
        ("Government bombardment of Douma in Syria has intensified.", "forces:SY"),
        ("The government bombarded Douma in Syria.", "gov:SY"),
    ],
)
def test_what_a_government_is_named_before_is_done_by_its_forces(
    resolver: ClaimResolver, text: str, actor: str
) -> None:
    assert last_actors(resolver, text)[0] == ("initiator", actor)
