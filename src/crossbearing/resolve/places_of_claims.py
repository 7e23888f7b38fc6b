"""Gives the places of a document's claims their positions: names are placed together, "the town" goes back to one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.resolve.coreference import UNRESOLVED, Memory, Named, definite_noun, pronoun
from crossbearing.resolve.covered import Covered
from crossbearing.resolve.packs import states
from crossbearing.resolve.places import PlaceMention, PlaceResolver, ResolvedPlace
from crossbearing.text.tokens import NameMatch

# What "the town" may go back to, by the noun: kinds of place in packs and gazetteer.
_SETTLEMENTS = frozenset({"city", "town", "village", "camp", "neighbourhood", "district"})
_LANDS = frozenset({"country", "province", "region", "sea", "river"})
_KINDS: dict[str, frozenset[str]] = {
    "town": _SETTLEMENTS,
    "city": frozenset({"city", "town"}),
    "village": _SETTLEMENTS,
    "district": _SETTLEMENTS,
    "neighbourhood": _SETTLEMENTS,
    "neighborhood": _SETTLEMENTS,
    "suburb": _SETTLEMENTS | {"area"},
    "camp": frozenset({"camp", "base", "neighbourhood"}),
    "enclave": _SETTLEMENTS | {"area", "region"},
    "area": _SETTLEMENTS | {"area", "region", "province"},
    "region": frozenset({"region", "area", "province"}),
    "province": frozenset({"province", "region"}),
    "base": frozenset({"base", "airbase", "camp"}),
    "airbase": frozenset({"airbase", "base"}),
    "road": frozenset({"road"}),
}
# "the two besieged villages", "the towns", "two towns": two places named elsewhere in the document.
_PAIR = re.compile(
    r"(?:(?:the|both|these) (?:two )?|two )(?:[\w-]+ ){0,3}(?:towns|villages|cities|neighbou?rhoods)$", re.IGNORECASE
)
_COUNTRY = re.compile(r"(?:the|this) (?:[\w-]+ )?(?:country|nation)$", re.IGNORECASE)
_CAPITAL = re.compile(r"the capital$", re.IGNORECASE)


@dataclass(slots=True)
class _Places:
    answers: dict[Mention, ResolvedPlace]
    by_key: dict[str, ResolvedPlace]
    memory: Memory = field(default_factory=Memory)


def resolve_places(
    document: Document,
    claims: Sequence[Claim],
    resolver: PlaceResolver,
    countries: Mapping[str, float],
    names: Sequence[NameMatch] = (),
) -> list[Claim]:
    """Return the claims with their places resolved; what is not known says why and has no coordinates.

    ``countries`` are the document's shares. ``names`` are the known names of the document: "the town" may go back to
    one that stands in no claim, and "the country" is the one most of its places lie in.
    """
    mentions = sorted({p.mention for c in claims for p in c.places if p.mention is not None})
    spoken = {Mention(n.start, n.end, n.text) for n in names if n.kind == "place"}
    asked = Covered((m.start, m.end) for m in mentions)
    spoken = {m for m in spoken if not asked.meets(m.start, m.end)}
    home = _home(names, resolver) or max(sorted(countries), key=lambda iso: countries[iso], default=None)
    places = _place_names(document, sorted({*mentions, *spoken}), resolver, countries, home)
    told = sorted({p.mention for c in claims for p in c.places if p.mention is not None and p.role == "location"})
    for mention in mentions:
        if mention not in places.answers:
            places.answers[mention] = _unplaced(mention, told, document.text, places) or _before(mention, places)
    pairs = {m: pair for m in mentions if _PAIR.match(m.text) and (pair := _pair(m, places))}
    return [replace(c, places=tuple(q for p in c.places for q in _roles(p, places, pairs))) for c in claims]


def place_as_answered(claims: Sequence[Claim], answers: Mapping[Mention, ResolvedPlace]) -> list[Claim]:
    """Return the claims with the answers for their places, which were found by somebody else.

    >>> place_as_answered([], {})
    []
    """
    places = _Places(dict(answers), {})
    return [replace(c, places=tuple(q for p in c.places for q in _roles(p, places, {}))) for c in claims]


def _home(names: Sequence[NameMatch], resolver: PlaceResolver) -> str | None:
    """Return the country (ISO code) that most of the document's place names lie in; None where it names no place."""
    votes: Counter[str] = Counter()
    for name in names:
        for identity in name.ids[:1] if name.kind == "place" else ():
            known = resolver.packs.places.get(identity)
            votes[known.country if known else identity.removeprefix("country:")] += 1
    return max(sorted(votes), key=lambda iso: votes[iso]) if votes else None


def _place_names(
    document: Document,
    mentions: Sequence[Mention],
    resolver: PlaceResolver,
    countries: Mapping[str, float],
    home: str | None,
) -> _Places:
    """Place all that has a name at once, since the names of a document are evidence for one another."""
    asked = {m: words for m in mentions if (words := _words(m, home)) is not None}
    found = resolver.resolve([PlaceMention(w, m.start) for m, w in asked.items()], document.text, countries)
    places = _Places(dict(zip(asked, found, strict=True)), {})
    for mention, answer in places.answers.items():
        if answer.place is not None:
            known = resolver.gazetteer.place(answer.place)
            places.by_key.setdefault(answer.place, answer)
            kind = known.kind if known else ""
            places.memory.add([Named(mention.start, answer.place, answer.name or mention.text, kind=kind)])
    return places


def _words(mention: Mention, home: str | None) -> str | None:
    """Return the words to look up; None for what goes back to a name instead."""
    if home in states() and home is not None and _COUNTRY.match(mention.text):
        return states()[home].name
    if home in states() and home is not None and _CAPITAL.match(mention.text) and states()[home].demonyms:
        return f"{states()[home].demonyms[0]} capital"
    if pronoun(mention) is not None or definite_noun(mention, frozenset(_KINDS)) is not None:
        return None
    return mention.text


def _unplaced(mention: Mention, told: Sequence[Mention], text: str, places: _Places) -> ResolvedPlace | None:
    """Return the answer for "it" where the place told last has no position ("a post near X, and lost it"), else None.

    X only says where the post is: it was not lost.
    """
    if pronoun(mention) is None:
        return None
    last = max((m for m in told if m.end <= mention.start), default=None)
    if last is None or "\n" in text[last.end : mention.start] or pronoun(last) is not None:
        return None
    answer = places.answers.get(last)
    if answer is None or answer.place is not None or answer.lat is not None:
        return None
    return ResolvedPlace(PlaceMention(last.text, last.start), None, reason=f"goes back to {last.text}; {UNRESOLVED}")


def _before(mention: Mention, places: _Places) -> ResolvedPlace:
    noun = definite_noun(mention, frozenset(_KINDS))
    before = places.memory.before(
        mention, kinds=_KINDS[noun] if noun else _SETTLEMENTS | {"area", "region", "province"}
    )
    if before is None:
        return ResolvedPlace(PlaceMention(mention.text, mention.start), None, reason=UNRESOLVED)
    answer = places.by_key[before.key]
    return replace(answer, reason=f"goes back to {before.name}; {answer.reason}")


def _pair(mention: Mention, places: _Places) -> list[ResolvedPlace]:
    """Return the two places that "the two towns" goes back to, or that "two towns" announces; else nothing."""
    named = [n for n in places.memory.named if n.kind not in _LANDS]
    before = [n.key for n in named if n.start < mention.start]
    after = [n.key for n in named if n.start > mention.end]
    announced = mention.text.lower().startswith("two")
    wanted = list(dict.fromkeys(after if announced else reversed(before)))[:2]
    return [places.by_key[key] for key in sorted(wanted)] if len(wanted) == 2 else []


def _roles(role: PlaceRole, places: _Places, pairs: Mapping[Mention, list[ResolvedPlace]]) -> list[PlaceRole]:
    if role.mention is None:
        return [role]
    return [_placed(role, role.mention, a) for a in pairs.get(role.mention) or [places.answers[role.mention]]]


def _placed(role: PlaceRole, mention: Mention, answer: ResolvedPlace) -> PlaceRole:
    return replace(
        role,
        # Without a place of its own the phrase keeps its words: "the main road between X and Y".
        name=answer.name if answer.name and answer.place else mention.text,
        lat=answer.lat,
        lon=answer.lon,
        radius_km=answer.radius_km,
        place=answer.place,
        parents=answer.parents,
        where_prec=answer.where_prec,
        geo_precision=answer.geo_precision,
        reason=answer.reason or None,
    )
