"""Whom and where names in other languages than English mean: letter for letter after a documented strip, or not known.

The rules that read English descriptions ("regime troops", "south of") know nothing of other languages: a mention is
looked up as a whole, under the forms of ``text.languages.names``, in the packs' `names.yml` and then the gazetteer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.mention import Mention
from crossbearing.resolve.actors import ActorResolver, ResolvedActor
from crossbearing.resolve.gazetteer import SAME_KM, SETTLEMENTS, Candidate, Gazetteer, Place, kilometres
from crossbearing.resolve.gazetteer_build import TIER_ALTERNATE, is_latin
from crossbearing.resolve.packs import Packs
from crossbearing.resolve.places import PlaceMention, PlaceResolver, ResolvedPlace
from crossbearing.text.languages.detect import language_name
from crossbearing.text.languages.names import name_forms, written_forms
from crossbearing.text.languages.writing import form_of

# What a name of a state, a place or an actor says about the lands a report is about.
_STATE, _PLACE, _ACTOR = 1.0, 1.0, 0.7
# A town this large is meant by its name though nothing else says which land the report is about.
_KNOWN_EVERYWHERE = 100_000
# Of two places of one name in the lands of a report, one this many times larger is meant; else neither.
_LARGER = 10


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that bear a name, and why: the words, and what was taken off them."""

    ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignContext:
    """What a report's names say it is about: its language, shares of lands (ISO codes), and the one pack of its war."""

    language: str
    countries: Mapping[str, float]
    packs: tuple[str, ...]


class ForeignNames:
    """Looks names of other languages up; one object serves a run."""

    def __init__(self, packs: Packs, actors: ActorResolver, places: PlaceResolver) -> None:
        self._packs = packs
        self._actors = actors
        self._places = places
        self._gazetteer: Gazetteer = places.gazetteer
        self._ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for names in (n for pack in packs.packs for n in pack.names):
            for text in names.names:
                ids = self._ids[names.language][form_of(text)]
                if names.id not in ids:
                    ids.append(names.id)

    def known(self, words: str, code: str) -> Known | None:
        """Return who bears a name in a language, None where the packs know nobody; English names count everywhere."""
        own = self._ids.get(code.partition("-")[0], {})
        for form, taken in name_forms(words, code):
            ids = own.get(form) or self._packs.find(form)
            if ids:
                return Known(tuple(sorted(ids)), _reason(words, taken))
        return None

    def context(self, claims: Sequence[Claim], code: str) -> ForeignContext:
        """Return what the names in the claims of one report say it is about."""
        countries: defaultdict[str, float] = defaultdict(float)
        wars: defaultdict[str, float] = defaultdict(float)
        for words in _names(claims):
            known = self.known(words, code)
            for identity in known.ids[:1] if known else ():
                self._count(identity, countries, wars)
        for iso, weight in countries.items():
            for pack in self._packs.of_country(iso):
                wars[pack.id] += weight if pack.countries[0] == iso else weight / 4
        total = sum(countries.values())
        shares = {iso: weight / total for iso, weight in sorted(countries.items())}
        best = sorted(wars.items(), key=lambda x: (-x[1], x[0]))[:1]
        return ForeignContext(code, shares, tuple(pack for pack, _ in best))

    def _count(self, identity: str, countries: defaultdict[str, float], wars: defaultdict[str, float]) -> None:
        actor, place = self._packs.actors.get(identity), self._packs.places.get(identity)
        if place is not None:
            countries[place.country] += _PLACE
            wars[place.pack] += 1.0
        elif actor is not None and actor.country:
            countries[actor.country] += _STATE if identity.startswith("state:") else _ACTOR
        if actor is not None and actor.pack != "global":
            wars[actor.pack] += 1.0

    def actor(self, words: str, context: ForeignContext) -> ResolvedActor:
        """Return whom words mean, else that nobody is known by them, in which language and how it was looked up."""
        clean = " ".join(words.split())
        known = self.known(clean, context.language)
        bodies = [i for i in known.ids if i not in self._packs.places] if known else []
        if known is None or not bodies:
            return ResolvedActor(None, clean, None, _unknown(context.language, "pack"))
        return self._actors.named(bodies, context.packs, known.reason)

    def side(self, words: str, context: ForeignContext) -> str:
        """Return the name of the side that words mean, the words where nobody is known by them."""
        return self.actor(words, context).name

    def places(self, claims: Sequence[Claim], context: ForeignContext) -> dict[Mention, ResolvedPlace]:
        """Return where every place of the claims lies, or why that is not known."""
        mentions = {p.mention for claim in claims for p in claim.places if p.mention is not None}
        return {m: self._place(m, context) for m in sorted(mentions)}

    def _place(self, mention: Mention, context: ForeignContext) -> ResolvedPlace:
        asked = PlaceMention(mention.text, mention.start)
        known = self.known(mention.text, context.language)
        for identity in known.ids if known else ():
            place = self._gazetteer.place(identity.replace("state:", "country:"))
            if known is not None and place is not None:
                return self._places.at(asked, place, known.reason)
        if is_latin(mention.text) and not any(w[:1].isupper() for w in mention.text.split()):
            return ResolvedPlace(asked, mention.text, reason="no name: none of its words has a capital")
        why = _unknown(context.language, "gazetteer")
        for form, taken in written_forms(mention.text, context.language):
            found = [c for c in self._gazetteer.lookup(form) if c.tier <= TIER_ALTERNATE]
            chosen, said = _choose(found, context.countries)
            if chosen is not None:
                place = self._of_pack(chosen.place)
                return self._places.at(asked, place, f"{_reason(mention.text, taken)}; {said}")
            if found:
                why = f"{_reason(mention.text, taken)} {said}"
                break
        return ResolvedPlace(asked, mention.text, reason=why)

    def _of_pack(self, place: Place) -> Place:
        """Return what a pack has for a settlement of the index: one place must not be two in two languages."""
        for other in self._gazetteer.lookup(place.name, place.country):
            near = kilometres(place.lat, place.lon, other.place.lat, other.place.lon) < SAME_KM
            if near and self._gazetteer.of_pack(other.place.id) and other.place.kind in SETTLEMENTS:
                return other.place
        return place


def _names(claims: Iterable[Claim]) -> list[str]:
    """Return the words of actors, places and sources of claims, each as often as it stands in different places."""
    mentions: set[Mention] = set()
    for claim in claims:
        roles: Iterable[PlaceRole | object] = (*claim.actors, *claim.places, *claim.attribution.sources)
        mentions |= {m for role in roles if (m := getattr(role, "mention", None)) is not None}
    return [m.text for m in sorted(mentions)]


def _choose(found: Sequence[Candidate], countries: Mapping[str, float]) -> tuple[Candidate | None, str]:
    """Return the candidate that is meant, and why it or none is: never a homonym in a land nothing speaks of."""
    inside = sorted(
        (c for c in found if c.place.country in countries),
        key=lambda c: (-countries[c.place.country], -c.place.population, c.place.id),
    )
    if not inside:
        large = [c for c in found if c.place.population >= _KNOWN_EVERYWHERE]
        if len(large) == 1 and not countries:
            return large[0], "the one large town of this name"
        return (
            None,
            f"is a name of {len(found)} in the gazetteer, none in a land that the report's other names speak of",
        )
    first = inside[0]
    rivals = [c for c in inside[1:] if c.place.country == first.place.country]
    if any(c.place.population * _LARGER > first.place.population for c in rivals):
        return None, f"is a name of {len(inside)} in the lands that the report is about"
    return first, f"the place of this name in {first.place.country}, which the report is about"


def _reason(words: str, taken: str) -> str:
    shown = " ".join(words.split())
    return f"named {shown!r}, without {taken!r}" if taken else f"named {shown!r}"


def _unknown(code: str, where: str) -> str:
    return f"not known: no {where} has this name in {language_name(code)}, as it stands or without its endings"
