"""Short forms of a body: "the Syrian Network" is the network that the report names in full, "the Defence Ministry" the
one of the only country that it tells of.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crossbearing.resolve.actors import ActorResolver, ResolvedActor
from crossbearing.resolve.packs import states

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = frozenset("the a an of for and in on at to by from s".split())
# A country has this share of a report's names where "the ministry" can only be its own.
_ALONE = 0.6
_OFFICES = frozenset({"ministry"})


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, without articles and prepositions.

    >>> name_words("The Syrian Network for Human Rights"), name_words("Sudan's army")
    (('syrian', 'network', 'human', 'rights'), ('sudan', 'army'))
    """
    words = (w.lower().removesuffix("'s").removesuffix("’s") for w in _WORD.findall(text))
    return tuple(w for w in words if w not in _SMALL)


def is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Say whether ``short`` leaves words of ``full`` out and keeps the order of the rest.

    >>> is_short_for(("syrian", "network"), ("syrian", "network", "human", "rights"))
    True
    >>> is_short_for(("human", "network"), ("syrian", "network", "human", "rights"))
    False
    """
    rest = iter(full)
    return 0 < len(short) < len(full) and all(word in rest for word in short)


def _start(named: tuple[int, ResolvedActor]) -> int:
    return named[0]


@dataclass(slots=True)
class Bodies:
    """The bodies that a document names in full, where they stand, and the shares of its countries.

    ``named`` has where each name stands, in text order; of a short form only the names with its first word are asked.
    """

    countries: Mapping[str, float]
    named: dict[tuple[str, ...], list[tuple[int, ResolvedActor]]] = field(default_factory=dict)
    bearing: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, start: int, text: str, answer: ResolvedActor) -> None:
        """Remember a body by the words it is named with; one that is nobody's name is not remembered."""
        words = name_words(text)
        if answer.actor is None or len(words) < 2:
            return
        if words not in self.named:
            for word in set(words):
                self.bearing.setdefault(word, []).append(words)
        insort(self.named.setdefault(words, []), (start, answer), key=_start)

    def meant(self, start: int, text: str, resolver: ActorResolver, packs: Sequence[str]) -> ResolvedActor | None:
        """Return the body that ``text`` at offset ``start`` is short for; None where it is short for nothing known.

        Of several that it may mean it is the one named last before it, else the first.
        """
        if not _may_be_short(text):
            return None
        words = name_words(text)
        fitting = [full for full in self.bearing.get(words[0], ()) if is_short_for(words, full)] if words else []
        if fitting:
            answer = self._nearest(fitting, start)
            return ResolvedActor(answer.actor, answer.name, answer.side, f"short for {answer.name!r}")
        return self._of_the_country(text, words, resolver, packs)

    def _nearest(self, fitting: Sequence[tuple[str, ...]], start: int) -> ResolvedActor:
        """Return the body that one of the names named last before ``start``, else the first that one of them names."""
        before = []
        for full in fitting:
            at = bisect_left(self.named[full], start, key=_start)
            if at:
                before.append((self.named[full][at - 1][0], full, self.named[full][at - 1][1]))
        if before:
            return max(before, key=lambda n: n[:2])[2]
        return min(((*self.named[full][0], full) for full in fitting), key=lambda n: (n[0], n[2]))[1]

    def _of_the_country(
        self, text: str, words: Sequence[str], resolver: ActorResolver, packs: Sequence[str]
    ) -> ResolvedActor | None:
        home = max(sorted(self.countries), key=lambda iso: self.countries[iso], default="")
        known = states().get(home)
        alone = known is not None and self.countries[home] >= _ALONE
        if not alone or known is None or not known.demonyms or len(words) < 2 or words[-1] not in _OFFICES:
            return None
        bare = re.sub(r"^the\s+", "", text, flags=re.IGNORECASE)
        answer = resolver.resolve(f"{known.demonyms[0]} {bare}", packs, None, False)
        if answer.actor is None or answer.actor.startswith("new:"):
            return None
        return ResolvedActor(
            answer.actor, answer.name, answer.side, f"the one of {known.name}, which the report is about"
        )


def _may_be_short(text: str) -> bool:
    """Say whether the words name a body by an article and capitals: a bare "the network" goes back to what was last."""
    words = text.split()
    if not words or words[0].lower() not in {"the", "this"}:
        return False
    rest = [w for w in words[1:] if w.lower() not in _SMALL]
    return bool(rest) and (all(w[:1].isupper() for w in rest) or rest[-1].lower() in _OFFICES)
