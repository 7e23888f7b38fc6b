"""Which actor the words mean: by name, by demonym and office, or by a description that a pack ties to a party.

A description ("government troops", "the rebels") is read in the light of the countries the document speaks of; the word
that was used stays in the mention. A capitalised name that no pack knows becomes a new named actor, never a drop.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.resolve.packs import Packs, states
from crossbearing.text.tokens import NameMatch

_LEADING = frozenset(
    """the a an this that these those its their his her our some several many more most all both other any no at least about around
    of than local armed alleged suspected so-called said""".split()
)
_FORCES = frozenset(
    """force forces army troops soldiers military jets warplanes aircraft planes plane jet helicopters drone drones artillery navy airforce air marines
    commandos fighters howitzers tanks warship warships special units infantry howitzer soldier security""".split()
)
_AUTHORITY = frozenset(
    """government regime authorities ministry presidency president officials official state administration minister parliament command
    leadership side allies""".split()
)
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """Whom the words mean: id and side are None where no pack knows; ``reason`` says how it was decided."""

    name: str
    actor: str | None = None
    side: str | None = None
    reason: str = ""
    person: bool = False


def core_words(text: str) -> list[str]:
    """Return the words of a mention without articles, numbers and possessive marks.

    >>> core_words("At least 79 regime fighters"), core_words("the army's")
    (['regime', 'fighters'], ['army'])
    """
    words = [w.strip("\"“”'’.,()[]") for w in text.split()]
    words = [re.sub(r"['’]s?$", "", w) for w in words]
    kept = [w for w in words if w and not any(c.isdigit() for c in w)]
    while kept and kept[0].lower() in _LEADING:
        kept.pop(0)
    return kept


class ActorResolver:
    """Resolves the mentions of documents against packs. One instance serves a whole run."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._demonyms = {d.lower(): s.iso for s in states().values() for d in (*s.demonyms, s.name, *s.aliases)}
        self._descriptions = {pack.id: self._described(pack.id) for pack in packs.packs}

    def _described(self, pack: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for actor in self._packs.pack(pack).actors:
            for text in actor.descriptions:
                found.setdefault(text.lower(), actor.id)
        return found

    def resolve(
        self, text: str, names: Sequence[NameMatch] = (), countries: Mapping[str, float] | None = None
    ) -> ResolvedActor:
        """Return whom ``text`` means; ``names`` are the known names inside it, ``countries`` the document's shares."""
        ranked = sorted(countries or {}, key=lambda iso: (-(countries or {})[iso], iso))
        words = core_words(text)
        packs = [p.id for iso in ranked[:2] for p in self._packs.of_country(iso)]
        packs += [p.id for p in self._packs.packs if not p.countries and p.id not in packs]
        return (
            self._by_name(text, names, packs)
            or self._by_description(words, packs)
            or self._by_state(words, packs)
            or self._unknown(text, words)
        )

    def side(self, actor: str, packs: Sequence[str] = ()) -> str | None:
        """Return the side of an actor in the first pack that gives it one, else its own."""
        for pack in packs:
            side = self._packs.side_of(actor, pack)
            if side is not None:
                return side
        return self._packs.side_of(actor)

    def _known(self, identity: str, packs: Sequence[str], reason: str) -> ResolvedActor | None:
        """Return the resolved form of an actor, a person or an outlet of some pack."""
        if identity in self._packs.persons:
            person = self._packs.persons[identity]
            return ResolvedActor(person.name, person.actor, self.side(person.actor, packs), reason, person=True)
        if identity in self._packs.actors:
            return ResolvedActor(self._packs.actors[identity].name, identity, self.side(identity, packs), reason)
        if identity in self._packs.outlets:
            outlet = self._packs.outlets[identity]
            return ResolvedActor(outlet.name, identity, outlet.side, reason)
        return None

    def _by_name(self, text: str, names: Sequence[NameMatch], packs: Sequence[str]) -> ResolvedActor | None:
        whole = " ".join(core_words(text))
        for identity in (*self._packs.find(text), *self._packs.find(whole)):
            found = self._known(identity, packs, f"{whole!r} is a name of it")
            if found:
                return found
        named = [n for n in names if n.kind in {"actor", "outlet", "person"}]
        # "fighters from the group Hezbollah", "Observatory chief Rami Abdel Rahman": a person before a body.
        named.sort(key=lambda n: (n.kind != "person", -n.start))
        for match in named:
            for identity in self._in_context(match.ids, packs):
                found = self._known(identity, packs, f"named {match.text!r}")
                if found:
                    return found
        return None

    def _in_context(self, ids: Sequence[str], packs: Sequence[str]) -> list[str]:
        """Order the bearers of one name: those of the document's conflict first."""

        def rank(identity: str) -> tuple[int, str]:
            actor = self._packs.actors.get(identity)
            pack = actor.pack if actor else ""
            return (packs.index(pack) if pack in packs else len(packs), identity)

        return sorted(ids, key=rank)

    def _by_description(self, words: Sequence[str], packs: Sequence[str]) -> ResolvedActor | None:
        small = [w.lower() for w in words]
        if small and small[0] in self._demonyms and len(small) > 1:
            iso = self._demonyms[small[0]]
            packs = [p for p in packs if iso in self._packs.pack(p).countries]
            small = small[1:]
        for start in range(len(small)):
            for end in range(len(small), start, -1):
                key = " ".join(small[start:end])
                for pack in packs:
                    for form in (key, key.rstrip("s"), key + "s"):
                        identity = self._descriptions[pack].get(form)
                        if identity is not None:
                            identity = self._forces_of(identity, small)
                            return self._known(identity, packs, f"{key!r} in the war of pack {pack!r}")
        return None

    def _forces_of(self, identity: str, words: Sequence[str]) -> str:
        """ "Government troops" are the government's forces, not the government."""
        forces = identity.replace("gov:", "forces:")
        return forces if words[-1] in _FORCES and forces in self._packs.actors else identity

    def _by_state(self, words: Sequence[str], packs: Sequence[str]) -> ResolvedActor | None:
        small = [w.lower() for w in words]
        iso = next(
            (
                self._demonyms[" ".join(small[a:b])]
                for a in range(len(small))
                for b in (a + 2, a + 1)
                if " ".join(small[a:b]) in self._demonyms
            ),
            None,
        )
        if iso is None:
            return None
        if set(small) & _AUTHORITY:
            identity = f"gov:{iso}"
        elif set(small) & {"police", "policemen"}:
            identity = f"police:{iso}"
        elif set(small) & _FORCES or len(small) == 1 and not words[0].lower() == self._state_name(iso):
            identity = f"forces:{iso}"
        elif len(small) <= 2 and small[-1] in self._demonyms:
            identity = f"state:{iso}"
        else:
            return None
        return self._known(identity, packs, f"{' '.join(words)!r}: what belongs to {self._state_name(iso).title()}")

    @staticmethod
    def _state_name(iso: str) -> str:
        return states()[iso].name.lower()

    @staticmethod
    def _unknown(text: str, words: Sequence[str]) -> ResolvedActor:
        name = " ".join(words) or text.strip()
        if any(w[:1].isupper() for w in words[-3:]) and len(words) <= 6:
            slug = _SLUG.sub("-", name.lower()).strip("-")
            return ResolvedActor(name, f"new:{slug}" if slug else None, None, "no pack knows the name: a new actor")
        return ResolvedActor(name, None, None, "a description that no pack ties to an actor")
