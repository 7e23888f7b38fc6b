"""Fills the roles of claims by what ``roles`` makes of the words around them: who, whom, where and when.

What frames and phrases took for an argument stays where it is likely enough; where another role is likelier it fills
that one. What they did not see is added where it is likely. Every change stands in the claim's reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy

from crossbearing.extract.claim_times import only_compares
from crossbearing.extract.ended import OVER
from crossbearing.extract.fields import Placed, telling_places
from crossbearing.extract.judge.layer import Layer
from crossbearing.extract.judge.network import Network
from crossbearing.extract.judge.roles import ACTORS, NONE, PLACES, ROLES, TIME, Asked, asked, shares_of, time_heads
from crossbearing.extract.phrases.actors import actor_mention
from crossbearing.extract.phrases.places import PlacePhrase
from crossbearing.extract.rule import Argument, Candidate, Reading
from crossbearing.model.mention import Mention
from crossbearing.text.times import TimePhrase
from crossbearing.vocab.contract import CLASSES, classes_with

# From which share on an argument of frames and phrases stays, and a new one is added. Chosen by cross-validation over
# documents (docs/quality.md has the figures of other values).
KEPT = {"actor": 0.3, "place": 0.3, TIME: 0.1}
NEW = {"actor": 0.5, "place": 0.5, TIME: 0.8}

_LEAST = 1e-6
"""Shares of a word that has hardly any of the roles of a claim are not blown up beyond this."""
_MOVING = classes_with("moves")
_COLUMN = {role: number for number, role in enumerate(ROLES)}


def filled(
    roles: Layer, network: Network, candidates: Sequence[tuple[Reading, Candidate]]
) -> list[tuple[Reading, Candidate]]:
    """Return the claims of a document with their roles filled."""
    claims = [(reading, candidate, asked(reading, candidate)) for reading, candidate in candidates]
    shares = shares_of(roles, network, claims)
    told = Counter(reading.number for reading, _ in candidates)
    return [
        (reading, _Filling(reading, candidate, words, found, told[reading.number] == 1).candidate())
        for (reading, candidate, words), found in zip(claims, shares, strict=True)
    ]


class _Filling:
    """One claim with the shares of its roles."""

    def __init__(
        self, reading: Reading, candidate: Candidate, words: Sequence[Asked], shares: Any, alone: bool
    ) -> None:
        self._reading, self._candidate, self._alone = reading, candidate, alone
        own = CLASSES[candidate.cls].roles
        self._actors = tuple(role for role in ACTORS if role in own)
        allowed = [_COLUMN[role] for role in (NONE, *self._actors, *PLACES, TIME)]
        within = shares[:, allowed]
        within = within / numpy.maximum(within.sum(axis=1, keepdims=True), _LEAST)
        names = [ROLES[column] for column in allowed]
        self._shares = {
            one.word: dict(zip(names, row, strict=True)) for one, row in zip(words, within.tolist(), strict=True)
        }
        self._reasons: list[str] = []

    def candidate(self) -> Candidate:
        """Return the claim with actors, places and times as the shares have them."""
        actors, places, times = tuple(self._told_actors()), tuple(self._told_places()), tuple(self._told_times())
        if not self._reasons:
            return self._candidate
        reasons = (*self._candidate.reasons, *self._reasons)
        return self._candidate.having(actors=actors, places=places, times=times, reasons=reasons)

    def _best(self, word: int, roles: Sequence[str]) -> tuple[str, float]:
        """Return the likeliest of some roles for a word, and its share."""
        shares = self._shares[word]
        return max(((role, shares[role]) for role in roles), key=lambda one: one[1])

    def _note(self, role: str, words: str, share: float, left_out: bool = False) -> None:
        self._reasons.append(f"{'no ' if left_out else ''}{role}: {words!r} ({share:.2f})")

    def _told_actors(self) -> list[Argument]:
        if not self._actors:
            return list(self._candidate.actors)
        found: list[Argument] = []
        for actor in self._candidate.actors:
            if actor.head not in self._shares:
                found.append(actor)
                continue
            role, share = self._best(actor.head, self._actors)
            total = sum(self._shares[actor.head][one] for one in self._actors)
            if total < KEPT["actor"] and not self._owns(actor.head):
                self._note(actor.role, actor.mention.text, total, left_out=True)
                continue
            if role != actor.role:
                self._note(role, actor.mention.text, share)
            found.append(replace(actor, role=role) if role != actor.role else actor)
        sentence, taken = self._reading.sentence, {actor.head for actor in self._candidate.actors}
        for word in self._shares:
            role, share = self._best(word, self._actors)
            if word in taken or share < NEW["actor"] or self._is_filled(role, word, found):
                continue
            mention = actor_mention(sentence, sentence.tokens[word])
            self._note(role, mention.text, share)
            found.append(Argument(role, word, mention))
        return found

    def _owns(self, word: int) -> bool:
        """Say whether a pronoun owns a noun for moving: of "their evacuation" they are always part."""
        token = self._reading.sentence.tokens[word]
        return token.tag == "PRP$" and token.head == self._candidate.predicate and self._candidate.cls in _MOVING

    def _is_filled(self, role: str, word: int, actors: Sequence[Argument]) -> bool:
        """Say whether others fill a role already, beside whom a word does not stand: they did it, or it was done to."""
        filling = {actor.head for actor in actors if actor.role == role and actor.head in self._shares}
        return bool(filling) and not any(word in self._beside(one) or one in self._beside(word) for one in filling)

    def _beside(self, word: int) -> set[int]:
        """Return the words that a word is coordinated with or in apposition to, above it."""
        tokens, found = self._reading.sentence.tokens, {word}
        while tokens[word].dep in {"conj", "appos"} and tokens[word].head not in found:
            word = tokens[word].head
            found.add(word)
        return found

    def _told_places(self) -> list[Placed]:
        found: list[Placed] = []
        for role, place in self._candidate.places:
            share = self._of_a_place(place.head)
            if share is None or share >= KEPT["place"] or self._is_its_own(place):
                found.append((self._best_place(place, role), place))
            else:
                self._note(role, place.mention.text, share, left_out=True)
        added = [
            (self._best_place(place), place)
            for place in (self._reading.places if self._takes_places() else ())
            if (place.named or place.definite or place.ground)
            and (self._of_a_place(place.head) or 0.0) >= NEW["place"]
            and not any(place.mention.overlaps(p.mention) for _, p in found)
            and not any(place.mention.overlaps(p.mention) for _, p in self._candidate.places)
        ]
        if not added:
            return found
        told = telling_places(self._reading, [*found, *added])
        for role, place in told:
            if any(place is new for _, new in added):
                self._note(role, place.mention.text, self._of_a_place(place.head) or 0.0)
        return told

    def _takes_places(self) -> bool:
        """Say whether more places may be added: "a town in the north" that is held is not all of the north."""
        over = OVER in self._candidate.reasons
        return not over and not (CLASSES[self._candidate.cls].control is not None and self._candidate.places)

    def _is_its_own(self, place: PlacePhrase) -> bool:
        """Say whether a place can belong to no other claim: it hangs on this, or is a name and there is none."""
        return (self._alone and place.named) or self._hangs_on_it(place.mention)

    def _hangs_on_it(self, words: Mention | TimePhrase) -> bool:
        """Say whether one of some words hangs on that of the claim or its clause's verb, itself or by a preposition."""
        tokens, own = self._reading.sentence.tokens, {self._candidate.predicate, self._candidate.clause}
        for token in self._reading.sentence.at(words.start, words.end):
            above = tokens[token.head]
            if above.i in own or (above.dep == "prep" and above.head in own):
                return True
        return False

    def _of_a_place(self, word: int) -> float | None:
        """Return how likely a word is a place of the claim; None where it was not asked of."""
        shares = self._shares.get(word)
        return None if shares is None else sum(shares[one] for one in PLACES)

    def _best_place(self, place: PlacePhrase, known: str | None = None) -> str:
        """Return the likeliest role of a place; it is noted where it is another than what is known."""
        if place.head not in self._shares:
            return known or place.role
        role, share = self._best(place.head, PLACES)
        if known is not None and role != known:
            self._note(role, place.mention.text, share)
        return role

    def _told_times(self) -> Iterator[TimePhrase]:
        sentence, own = self._reading.sentence, self._candidate.times
        heads = dict(time_heads(sentence, own))
        for time in own:
            word = heads.get(time)
            share = 1.0 if word is None or word not in self._shares else self._shares[word][TIME]
            if share < KEPT[TIME] and not self._hangs_on_it(time):
                self._note(TIME, time.text, share, left_out=True)
            else:
                yield time
        for time, word in time_heads(sentence, self._reading.times):
            share = 0.0 if word not in self._shares or only_compares(self._reading, time) else self._shares[word][TIME]
            if share >= NEW[TIME] and not any(t.start < time.end and time.start < t.end for t in own):
                self._note(TIME, time.text, share)
                yield time
