"""Resolves the places of one document together: every name once, with what the document says elsewhere.

The answer may be "none": a neighbourhood nobody has on file is placed at the town that holds it, with that town's
radius and the reason, never at a homonym in another land. Relations ("10 km northeast of", "southern", "between") are
computed from the place they start from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crossbearing.resolve import place_relations as relations
from crossbearing.resolve.covered import Covered
from crossbearing.resolve.document_countries import country_shares
from crossbearing.resolve.gazetteer import Candidate, Gazetteer, Place
from crossbearing.resolve.packs import Packs
from crossbearing.resolve.place_asks import Ask, beside, weighed
from crossbearing.resolve.place_features import Clues, NameInText, around, belief, beside_anchors, features
from crossbearing.resolve.place_phrases import (
    SMALL,
    PlaceWords,
    holder_and_part,
    linked_spellings,
    noun_around,
    place_words,
    strip_kind,
    without_determiner,
)
from crossbearing.resolve.place_references import Reference, fitting, is_overruled, references
from crossbearing.resolve.placed import PlaceMention, Ranking, ResolvedPlace, geo_precision
from crossbearing.resolve.toponyms import Span, candidate_spans, likelihood
from crossbearing.text.names import NameMatcher

__all__ = ["PlaceMention", "PlaceResolver", "Ranking", "ResolvedPlace", "geo_precision"]

_AFTER = re.compile(
    r"^\s*(?:,|\(|-| in| of|'s)?\s*(?:the\s+)?(?P<y>[A-Z][\w.'’-]*(?:\s+(?:al-|el-)?[A-Z][\w.'’-]*){0,3})"
)
# UCDP's where_prec by the kind of place: 1 point, 2 near, 3 second-order, 4 first-order, 5 fuzzy, 6 country, 7 sea.
_WHERE = {"district": 3, "province": 4, "road": 5, "river": 5, "desert": 5, "region": 5, "country": 6, "sea": 7,
          "area": 2, "mountain": 2, "island": 2}  # fmt: skip
# How far back (characters) a name may stand to be what holds an unknown neighbourhood.
_REACH = 400
_RUN = re.compile(r"(?:al-|el-|ad-|ar-|as-|at-)?[A-Z][\w'’-]*(?:\s+(?:al-|el-|ad-|ar-|as-|at-)?[A-Z][\w'’-]*)*")
_CONTAINERS = frozenset(("city", "town", "district", "province", "area", "region", "country", "camp"))


@dataclass(frozen=True, slots=True)
class _Named:
    """The place named last and where its words ended."""

    place: Place
    end: int


class PlaceResolver:
    """Places the mentions of documents.

    ``least`` is the share of belief under which the answer is "none".
    """

    def __init__(self, gazetteer: Gazetteer, packs: Packs, least: float = 0.0) -> None:
        self.gazetteer = gazetteer
        self.packs = packs
        self.least = least
        self._matcher = NameMatcher(n for n in packs.names() if n.kind in ("actor", "person", "outlet"))
        self._demonyms = relations.demonym_places()
        self._words = lru_cache(maxsize=10_000)(self._words_of)

    def resolve(
        self, mentions: Sequence[PlaceMention], text: str = "", countries: Mapping[str, float] | None = None
    ) -> list[ResolvedPlace]:
        """Place all ``mentions`` of one document, in their order.

        ``text`` is the document's text (for what stands around the names), ``countries`` adds weight to countries
        known from elsewhere (the outlet's, the actors').
        """
        words = [self._words(m.text) for m in mentions]
        asks = self._choose(mentions, words, text, countries or {})
        told = references(text, [(m.start, m.end) for m in mentions if text[m.start : m.end] == m.text])
        previous: _Named | None = None
        found: list[ResolvedPlace] = []
        for mention, spec in zip(mentions, words, strict=True):
            asked = [asks[key] for key in self._keys(mention, spec, text)]
            answer = self._answer(mention, spec, asked, previous)
            if (by := told.get((mention.start, mention.end))) and spec.relation == "name":
                answer = self._by_reference(mention, asked[0], by, asks, answer)
            found.append(answer)
            named = self.gazetteer.place(answer.place) if answer.place else None
            if named is not None and named.kind in _CONTAINERS:
                previous = _Named(named, mention.end)
        return found

    def find(self, text: str, least: float = 0.5) -> list[PlaceMention]:
        """Find the place names of raw text: those at least ``least`` likely to be meant as places."""
        return [PlaceMention(s.text, s.start) for s in self.spans(text) if likelihood(s) >= least]

    def spans(self, text: str) -> list[Span]:
        """Return all spans of ``text`` that could be place names, with the features they are judged by."""
        taken = [(m.start, m.end) for m in self._matcher.find(text)]
        countries = frozenset(country_shares(text, self.packs))
        return candidate_spans(text, self.gazetteer, taken, countries)

    def rankings(
        self, mentions: Sequence[PlaceMention], text: str = "", countries: Mapping[str, float] | None = None
    ) -> list[Ranking]:
        """Return what ``resolve`` weighs for the (first) name of every mention, for `explain` and for fitting."""
        words = [self._words(m.text) for m in mentions]
        asks = self._choose(mentions, words, text, countries or {})
        found = []
        for mention, spec in zip(mentions, words, strict=True):
            a = asks[self._keys(mention, spec, text)[0]]
            first, second = tuple(map(tuple, a.first)), tuple(map(tuple, a.rows))
            found.append(Ranking(a.asked.name, a.candidates, first, second, tuple(a.shares)))
        return found

    def _words_of(self, text: str) -> PlaceWords:
        whole = " ".join(text.split())
        bare, kind = strip_kind(whole)
        for name in (whole, without_determiner(whole), bare):
            if self._known(name):
                return PlaceWords("name", (name,), kind)
        spec = place_words(whole)
        if spec.relation != "name" or self.gazetteer.lookup(spec.names[0]):
            return spec
        inner = self._name_inside(whole)
        if inner is not None:
            return PlaceWords("within", (inner,), spec.kind)
        bare, kind = strip_kind(whole, any_case=True)
        return PlaceWords("name", (bare,), spec.kind or kind)

    def _name_inside(self, words: str) -> str | None:
        """Return the last known name inside a longer phrase ("areas of Deir Hafir"), demonyms left out."""
        if not any(w[:1].islower() for w in words.split()):
            return None
        runs = [m[0] for m in _RUN.finditer(words)]
        tails = [" ".join(r.split()[i:]) for r in reversed(runs) for i in range(len(r.split()))]
        return next((t for t in tails if t.lower() not in self._demonyms and self._known(t)), None)

    def _known(self, name: str) -> bool:
        return self.gazetteer.names(name) and any(c.tier <= 1 for c in self.gazetteer.lookup(name))

    def _keys(self, mention: PlaceMention, spec: PlaceWords, text: str) -> list[tuple[str, str, frozenset[str]]]:
        """Return what each name of a mention is asked by: the name, the noun for its kind, and what it lies in."""
        holders: frozenset[str] = frozenset()
        kind = spec.kind
        if text and text[mention.start : mention.end] == mention.text:
            holders = self._holders(text, mention.end)
            if not kind and spec.relation == "name":
                kind = noun_around(text, mention.start, mention.end)
        return [(name, kind, holders) for name in spec.names]

    def _holders(self, text: str, end: int) -> frozenset[str]:
        """Return the ids of states and divisions that the words right after a name name: "Paris, Texas"."""
        rest = text[end : end + 60]
        if rest.lstrip()[:1] not in (",", "("):
            return frozenset()
        found = _AFTER.match(rest)
        return frozenset() if not found else self._division_ids(found["y"])

    def _division_ids(self, words: str) -> frozenset[str]:
        parts = words.split()
        for size in range(len(parts), 0, -1):
            name = " ".join(parts[:size])
            ids = frozenset(c.place.id for c in self.gazetteer.lookup(name) if c.tier <= 1 and _is_division(c.place))
            if ids:
                return ids
        return relations.postal_division(parts[0].rstrip(".,")) if parts else frozenset()

    def _choose(
        self, mentions: Sequence[PlaceMention], words: Sequence[PlaceWords], text: str, countries: Mapping[str, float]
    ) -> dict[tuple[str, str, frozenset[str]], Ask]:
        asks: dict[tuple[str, str, frozenset[str]], Ask] = {}
        asked = Covered((m.start, m.end) for m in mentions)
        others = [m for m in self.find(text) if not asked.meets(m.start, m.end)]
        mentions, words = [*mentions, *others], [*words, *(self._words(m.text) for m in others)]
        for mention, spec in zip(mentions, words, strict=True):
            for key in self._keys(mention, spec, text):
                if key not in asks:
                    asks[key] = self._ask(NameInText(*key), mention.start)
        self._share_holders(asks)
        # Without a text the mentions alone say which countries are spoken of; a semicolon joins no two names.
        shares = country_shares(text or "; ".join(m.text for m in mentions), self.packs, countries)
        named = {c.place.id for a in asks.values() for c in a.candidates if c.tier <= 1 and _is_division(c.place)}
        named |= {h for a in asks.values() for h in a.asked.holders}
        clues = Clues(shares, frozenset(named))
        for ask in asks.values():
            ask.first = features(ask.candidates, ask.asked, clues, self.gazetteer)
            self._score(ask, ask.first, "first")
        for ask, anchors in beside(list(asks.values())):
            self._score(ask, beside_anchors(ask.first, ask.candidates, ask.asked.name, anchors), "second")
        return asks

    def _ask(self, asked: NameInText, start: int) -> Ask:
        """Look a name up; "Syria, Iraq" is a list: words after a name count only where some candidate lies in them."""
        candidates = self._candidates(asked.name)
        if asked.holders and candidates and not any(self._held(c.place, asked.holders) for c in candidates):
            asked = NameInText(asked.name, asked.kind)
        return Ask(asked, candidates, start)

    def _held(self, place: Place, holders: frozenset[str]) -> bool:
        return bool(holders & around(place, self.gazetteer.parents(place.id))) and place.id not in holders

    @staticmethod
    def _share_holders(asks: dict[tuple[str, str, frozenset[str]], Ask]) -> None:
        """Let a name that is once followed by its division mean that one everywhere in the document."""
        known: dict[str, set[str]] = {}
        for ask in asks.values():
            if ask.asked.holders:
                known.setdefault(ask.asked.name, set()).update(ask.asked.holders)
        for ask in asks.values():
            if not ask.asked.holders and ask.asked.name in known:
                ask.asked = NameInText(ask.asked.name, ask.asked.kind, frozenset(known[ask.asked.name]))

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        meant = self._demonyms.get(name.lower())
        if meant is not None:
            place = self.gazetteer.place(meant)
            return (Candidate(place, 0),) if place is not None else ()
        # A name has a capital: "the town" goes back to a name, which is for coreference to say.
        if name.islower():
            return ()
        found = self.gazetteer.lookup(name)
        if not any(c.tier <= 1 for c in found):
            found = tuple(c for n in linked_spellings(name) for c in self.gazetteer.lookup(n) if c.tier <= 1) or found
        if name.endswith("s") and len(name) > 5 and not any(c.tier <= 1 for c in found):
            # A lost apostrophe ("Aleppos streets") is common in scraped copy.
            found = tuple(c for c in self.gazetteer.lookup(name[:-1]) if c.tier <= 1) or found
        return found

    def _score(self, ask: Ask, rows: list[list[float]], stage: str) -> None:
        among = ask.candidates
        ask.stage = stage
        ask.rows = rows
        ask.shares = belief(rows, stage)
        ask.chosen = None
        if among:
            best = max(range(len(among)), key=lambda i: (ask.shares[i], -i))
            if ask.shares[best] >= ask.shares[-1] and ask.shares[best] >= self.least:
                ask.chosen = among[best].place

    def _answer(
        self, mention: PlaceMention, spec: PlaceWords, asks: Sequence[Ask], previous: _Named | None
    ) -> ResolvedPlace:
        places = [a.chosen for a in asks]
        if spec.relation == "name":
            if places[0] is not None:
                return self._at(mention, places[0], weighed(asks[0]))
            return self._fallback(mention, spec, asks[0], previous)
        return self._related(mention, spec, asks, previous)

    def _by_reference(
        self,
        mention: PlaceMention,
        ask: Ask,
        told: Reference,
        asks: Mapping[tuple[str, str, frozenset[str]], Ask],
        answer: ResolvedPlace,
    ) -> ResolvedPlace:
        """Return the place that lies as the text says to one it names, else the spot itself; a known place stays."""
        named = (a for a in asks.values() if a is not ask and told.is_named(a.asked.name))
        known = next((k for a in named if a.chosen and (k := told.known(a.chosen, a.candidates))), None)
        if known is None or not is_overruled(told, known, ask.asked.name, ask.chosen, self.gazetteer):
            return answer
        near = fitting(told, known, ask.candidates)
        if near:
            return self._at(mention, near[0].place, f"of {len(ask.candidates)} candidates the one {told.text()}")
        spot = relations.locate(told.words(), [known], self.gazetteer)
        if spot is None:
            return answer
        return ResolvedPlace(
            mention, ask.asked.name, round(spot.lat, 4), round(spot.lon, 4), round(spot.radius_km, 1),
            None, self.gazetteer.parents(known.id), spot.where_prec, geo_precision(spot.where_prec),
            f"none of {len(ask.candidates)} places of the name lies {told.text()}; placed there",
        )  # fmt: skip

    def _related(
        self, mention: PlaceMention, spec: PlaceWords, asks: Sequence[Ask], previous: _Named | None
    ) -> ResolvedPlace:
        places = [a.chosen for a in asks if a.chosen is not None]
        if spec.relation == "border" and len(places) == 1 and previous is not None:
            home = self.gazetteer.place(f"country:{previous.place.country}")
            places += [home] if home is not None else []
        spot = relations.locate(spec, places, self.gazetteer)
        if spot is None:
            missing = ", ".join(a.asked.name for a in asks if a.chosen is None) or "a second place"
            return ResolvedPlace(mention, mention.text, reason=f"{spec.relation}: no position is known for {missing}")
        anchor = places[0]
        parents = (anchor.id, *self.gazetteer.parents(anchor.id)) if spot.inside else self.gazetteer.parents(anchor.id)
        return ResolvedPlace(
            mention, " ".join(mention.text.split()), round(spot.lat, 4), round(spot.lon, 4), round(spot.radius_km, 1),
            None, parents, spot.where_prec, geo_precision(spot.where_prec), f"{spot.reason}; {weighed(asks[0])}",
        )  # fmt: skip

    def at(self, mention: PlaceMention, place: Place, why: str) -> ResolvedPlace:
        """Return the answer that a mention means ``place``, for the reason ``why``."""
        return self._at(mention, place, why)

    def _at(self, mention: PlaceMention, place: Place, why: str, where: int | None = None) -> ResolvedPlace:
        where_prec = where or _WHERE.get(place.kind, 1)
        return ResolvedPlace(
            mention, place.name, place.lat, place.lon, place.radius_km, place.id, self.gazetteer.parents(place.id),
            where_prec, geo_precision(where_prec), why,
        )  # fmt: skip

    def _fallback(self, mention: PlaceMention, spec: PlaceWords, ask: Ask, previous: _Named | None) -> ResolvedPlace:
        """Place an unknown small place at what holds it, or say that nobody knows it."""
        name = spec.names[0]
        split = holder_and_part(name)
        if split is not None:
            inner = [c for c in self.gazetteer.lookup(split[1]) if c.tier <= 1]
            if inner:
                return self._at(mention, inner[0].place, f"{split[1]!r} as held by {split[0]!r}")
        homonyms = len(ask.candidates)
        why = (
            f"{name!r} is in no gazetteer"
            if not homonyms
            else f"none of {homonyms} places called {name!r} fits the document"
        )
        holder = self._holder(ask, mention, previous) if self._is_name(name) else None
        if holder is None or (not split and ask.asked.kind and ask.asked.kind not in SMALL):
            return ResolvedPlace(mention, name, reason=why)
        where = max(2, _WHERE.get(holder.kind, 2))
        return ResolvedPlace(
            mention, name, holder.lat, holder.lon, holder.radius_km, None,
            (holder.id, *self.gazetteer.parents(holder.id)), where, geo_precision(where),
            f"{why}; placed at {holder.name}, which holds it",
        )  # fmt: skip

    def _is_name(self, name: str) -> bool:
        """Say whether a word of ``name`` has a capital and is no demonym: "two besieged Syrian towns" names nothing."""
        return any(w[:1].isupper() and w.lower() not in self._demonyms for w in name.split())

    def _holder(self, ask: Ask, mention: PlaceMention, previous: _Named | None) -> Place | None:
        """Return what the words after the name name, or for a small kind of place what was named just before."""
        for identity in sorted(ask.asked.holders):
            held = self.gazetteer.place(identity)
            if held is not None:
                return held
        if ask.asked.kind not in SMALL or previous is None or abs(mention.start - previous.end) > _REACH:
            return None
        return previous.place


def _is_division(place: Place) -> bool:
    return place.kind in ("country", "province", "region")
