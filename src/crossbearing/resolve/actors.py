"""Whom the words for an actor mean: names, persons, demonyms with a noun, and descriptions by the pack of the war.

"Jaish al-Islam militants" is Jaish al-Islam, "Russian jets" Russian forces, "regime troops" in a report on Syria the
Syrian government forces. What nobody knows keeps its name and gets an id of its own, so that two reports of one
unknown group still meet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crossbearing.model.made import made_often
from crossbearing.resolve.actor_words import actor_nouns
from crossbearing.resolve.descriptions import NAMES_OF_GROUPS
from crossbearing.resolve.document_countries import country_shares
from crossbearing.resolve.fold import plain_key
from crossbearing.resolve.pack_files import slug
from crossbearing.resolve.packs import Packs, is_numbered, states
from crossbearing.text.names import NameMatcher, fold_case
from crossbearing.text.tokens import NameMatch

_ARMED = frozenset(("state_forces", "foreign_state_forces", "non_state_armed_group", "state_aligned_forces", "police"))
# After these a name is a backer, not the actor: "US-backed", "Kurdish-led", "linked to".
_BACKER = re.compile(
    r"^(?:['’]s)?[- ](?:backed|led|allied|linked|affiliated|supported|trained|held|controlled|based|friendly)\b"
)
_FROM = re.compile(
    r"\b(?:from|of|belonging to|affiliated (?:to|with)|linked to|loyal to|called|named|known as|allied with|members of)"
    r"\s+(?:the\s+)?$"
)
# The branch of a state that a class of nouns stands for.
_BRANCH = {"forces": "forces", "assets": "forces", "army": "forces", "government": "gov", "police": "police"}
_PREPOSITION = re.compile(r"\s*\b(?:of|in|from|by)(?:\s+the)?\s*$")
_MEDIA = re.compile(r"\b(?:media|television|TV|news agency|broadcaster|radio)\b")
_TELEVISION = re.compile(r"\b(?:television|TV)\b")
# Small words stand in [a-z]+ alone: with two ways to read "the" a long phrase would be read in a billion.
_TITLE = re.compile(
    r"^(?:(?:The|A|An|Mr|Mrs|Ms|Dr|Lt|Col|Gen|Maj|Capt|Brig|Sgt|Lieutenant|Colonel|General|Major|Captain|Brigadier|Sheikh|"
    r"Prime|Foreign|Defence|Defense|Interior|Deputy|Vice|Minister|President|Senator|Governor|Mayor|Prince|King|Spokesman|Spokeswoman|"
    r"Commander|Secretary|Prosecutor|Ambassador|Former|[a-z]+)[.-]?\s+)+(?=[A-Z])"
)
# What stands before a name that is a place's or another's: "an activist in Idlib", "the mayor of Bakhmut".
_STANDS_IN = re.compile(r"\b(?:in|at|near|inside|outside|around|across|along)\s+(?:the\s+)?$", re.IGNORECASE)
_STANDS_OF = re.compile(r"\s*\b(?:of|from)\s+$", re.IGNORECASE)
_WORD = re.compile(r"[\w'’.-]+")
# "al-Wadi" is a name with its article.
_ARTICLE = re.compile(r"^[a-z]{1,3}[-'’](?=\w)")
_NUMBER = re.compile(r"^[\d,.]+$")
# "Elements of the 4th Division": what stands before the unit.
_OF_UNIT = re.compile(r"^.*\bof\s+(?:the\s+)?", re.IGNORECASE)


# Words that only doubt a name: "the so-called Sun Brigade" is the Sun Brigade.
_SO_CALLED = re.compile(r"\b(?:so-called|self-styled|self-proclaimed|banned|outlawed)\s+", re.IGNORECASE)


def _without_nouns(name: str) -> str:
    """Return the name of a group without the nouns for armed people behind it; other names stay as they are.

    >>> _without_nouns("Sun Brigade militants"), _without_nouns("North Valley militants")
    ('Sun Brigade', 'North Valley militants')
    """
    words = name.split()
    kinds = actor_nouns()
    while len(words) > 2 and words[-1].islower() and words[-1] in kinds["foes"] | kinds["forces"]:
        words.pop()
    return " ".join(words) if words and words[-1].lower() in NAMES_OF_GROUPS and words[-1][:1].isupper() else name


@made_often
@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """Whom a mention means: the actor's id (None for a mere description nobody can place), name, side, and why."""

    actor: str | None
    name: str
    side: str | None
    reason: str


def normal_description(text: str) -> str:
    """Return the form under which descriptions meet: no determiners or numbers, one noun for all forces.

    >>> normal_description("At least 79 regime fighters"), normal_description("the army")
    ('regime forces', 'army')
    """
    words = [w.lower().strip(".,\"'“”’") for w in _WORD.findall(text)]
    words = [w.removesuffix("'s").removesuffix("’s") for w in words if w]
    kept = [w for w in words if w not in actor_nouns()["dropped"] and not _NUMBER.match(w)]
    if len(kept) > 1 and kept[-1] in actor_nouns()["assets"]:
        kept[-1] = "forces"
    if len(kept) > 1 and kept[-1] in actor_nouns()["forces"]:
        kept[-1] = "forces"
    return " ".join(kept)


def _head_class(text: str) -> str:
    """Return the class of the last noun of ``text`` (forces, assets, army, government ...), empty where it has none."""
    words = [w.lower().strip(".,\"'“”’") for w in _WORD.findall(text)]
    for size in (2, 1):
        tail = " ".join(words[-size:])
        for name in ("forces", "army", "assets", "police", "government", "groups", "people"):
            if tail in actor_nouns()[name]:
                return name
    return ""


class ActorResolver:
    """Resolves actors by the packs; one object serves a whole run."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        self._matcher = NameMatcher(n for n in packs.names() if n.kind in ("actor", "person", "outlet", "demonym"))
        self._states = {fold_case(t): s.iso for s in states().values() for t in (s.name, *s.aliases)}
        self._states |= {k.removeprefix("the "): v for k, v in self._states.items()}
        self._demonyms = {fold_case(d): s.iso for s in states().values() for d in s.demonyms}
        self._descriptions = self._index()
        # A report says "the army" a thousand times; what that means hangs on the arguments alone.
        self._answered = lru_cache(maxsize=2048)(self._answer)

    def _index(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for actor in sorted(self.packs.actors.values(), key=lambda a: a.id):
            for text in actor.descriptions:
                normal = normal_description(text)
                ids = found.setdefault((actor.pack, normal), [])
                if actor.id not in ids and normal not in ("forces", "groups"):
                    ids.append(actor.id)
        return found

    def context(self, text: str, countries: Mapping[str, float] | None = None) -> tuple[str, ...]:
        """Return the packs that ``text`` is about, best first: its countries and the packs' own names count.

        ``countries`` adds weight from outside (the outlet's country, the places found).
        """
        weight: defaultdict[str, float] = defaultdict(float)
        for iso, share in country_shares(text, self.packs, countries).items():
            for pack in self.packs.of_country(iso):
                # A land the war only reaches into says little: Russia is in the news for many wars.
                weight[pack.id] += 4 * share if pack.countries[0] == iso else share
        # A pack of no country (the world's bodies, a user's own outlets) is no war that a text can be about.
        wars = {pack.id for pack in self.packs.packs if pack.countries}
        for match in self._matcher.find(text):
            if is_numbered(match.text):
                continue
            pack_ids = {self._pack_of(i) for i in match.ids} & wars
            if len(pack_ids) == 1:
                weight[str(pack_ids.pop())] += 0.5
        least = max(0.4, 0.25 * max(weight.values(), default=0.0))
        return tuple(p for p, w in sorted(weight.items(), key=lambda x: (-x[1], x[0])) if w >= least)

    def _pack_of(self, identity: str) -> str | None:
        if identity in self.packs.actors:
            actor = self.packs.actors[identity]
            return None if identity.startswith(("state:", "gov:", "forces:")) and actor.pack == "global" else actor.pack
        if identity in self.packs.persons:
            return self._pack_of(self.packs.persons[identity].actor)
        return self.packs.outlets[identity].pack if identity in self.packs.outlets else None

    def resolve(
        self, text: str, packs: Sequence[str] = (), day: str | None = None, fighting: bool | None = None
    ) -> ResolvedActor:
        """Return whom ``text`` means in a document about ``packs`` (ids, best first; see ``context``).

        ``day`` (ISO) rules out names not yet or no longer in use. ``fighting`` says whether the claim is one of arms:
        then "the regime" is its forces, else its government.
        """
        return self._answered(text, tuple(packs), day, fighting)

    def _answer(self, text: str, packs: tuple[str, ...], day: str | None, fighting: bool | None) -> ResolvedActor:
        clean = " ".join(text.split()).strip(" ,.;:\"“”'")
        matches = [m for m in self._matcher.find(clean) if not self._backs(clean, m)]
        if matches and matches[-1].kind == "person" and not clean[matches[-1].end :].strip():
            return self._by_person(clean, matches, packs) or self._unknown(clean)
        answer = self._by_name(clean, matches, packs, day, fighting) or self._by_person(clean, matches, packs)
        answer = answer or self._by_state(clean, packs, fighting) or self._described(clean, packs, fighting)
        return answer or self._unknown(clean)

    def named(self, ids: Iterable[str], packs: Sequence[str], why: str) -> ResolvedActor:
        """Return the bearer of a name that several ids have, in a document about ``packs``; ``why`` is the reason."""
        return self._named(self._best(ids, packs), packs, why)

    @staticmethod
    def _backs(text: str, match: NameMatch) -> bool:
        return bool(_BACKER.match(text[match.end :]))

    def _named(self, identity: str, packs: Sequence[str], why: str) -> ResolvedActor:
        if identity in self.packs.persons:
            person = self.packs.persons[identity]
            return ResolvedActor(identity, person.name, self._side(person.actor, packs), why)
        if identity in self.packs.outlets:
            outlet = self.packs.outlets[identity]
            owner = outlet.owner if outlet.owner in self.packs.actors else None
            side = self._side(owner, packs) if owner else outlet.side
            return ResolvedActor(identity, outlet.name, outlet.side or side, why)
        actor = self.packs.actors[identity]
        return ResolvedActor(identity, actor.name, self._side(identity, packs), why)

    def _side(self, identity: str, packs: Sequence[str]) -> str | None:
        for pack in packs:
            side = self.packs.side_of(identity, pack)
            if side is not None and side.startswith(f"{pack}:"):
                return side
        return self.packs.side_of(identity)

    def _meant(self, identity: str, words: str, day: str | None, packs: Sequence[str]) -> bool:
        """Say whether the name may mean this bearer: on that day, and a mere number only in a report on its war."""
        foreign = is_numbered(words) and self._pack_of(identity) not in packs
        return not foreign and self._in_use(identity, words, day)

    def _in_use(self, identity: str, words: str, day: str | None) -> bool:
        if day is None or identity not in self.packs.actors:
            return True
        for alias in self.packs.actors[identity].aliases:
            if fold_case(alias.text) == fold_case(words):
                return (alias.start or "") <= day and (alias.end is None or day <= alias.end)
        return True

    def _best(self, ids: Iterable[str], packs: Sequence[str]) -> str:
        """Return the id that the packs of the document have; then one of the global pack; then the first."""
        order = {p: i for i, p in enumerate((*packs, "global"))}
        return min(sorted(ids), key=lambda i: order.get(self._pack_of(i) or "", len(order)))

    def _by_name(
        self, text: str, matches: Sequence[NameMatch], packs: Sequence[str], day: str | None, fighting: bool | None
    ) -> ResolvedActor | None:
        bodies = [m for m in matches if m.kind in ("actor", "outlet")]
        names = [m for m in bodies if any(self._meant(i, m.text, day, packs) for i in m.ids)]
        if not names:
            return None
        last = names[-1]
        rest = text[last.end :]
        if _head_class(rest) == "people" and rest.strip():
            return None
        ids = [i for i in last.ids if self._meant(i, last.text, day, packs)]
        best = self._best(ids, packs)
        if fighting and re.search(r"\bregime\b", last.text):
            best = self._forces_of(best)
        return self._named(best, packs, f"named {last.text!r}")

    def _by_person(self, text: str, matches: Sequence[NameMatch], packs: Sequence[str]) -> ResolvedActor | None:
        persons = [m for m in matches if m.kind == "person"]
        if not persons:
            return None
        last = persons[-1]
        identity = self._best(last.ids, packs)
        owner = self.packs.persons[identity].actor
        if packs and " " not in last.text and self._pack_of(identity) not in (*packs, "global", None):
            return None  # a surname of another war
        rest, before = text[last.end :], text[: last.start]
        kind = _head_class(rest) or (_head_class(_FROM.sub("", before)) if _FROM.search(before) else "")
        if kind in ("forces", "assets", "army", "groups"):
            return self._named(self._forces_of(owner), packs, f"{kind} of {last.text}")
        if kind == "government":
            return self._named(owner, packs, f"the government of {last.text}")
        return self._named(identity, packs, f"named {last.text!r}")

    def _forces_of(self, identity: str) -> str:
        kind, _, iso = identity.partition(":")
        return f"forces:{iso}" if kind in ("gov", "state") and f"forces:{iso}" in self.packs.actors else identity

    def under_arms(self, answer: ResolvedActor) -> ResolvedActor:
        """Return the forces of a government that the words name, where a pack knows them; else the answer itself."""
        forces = self._forces_of(answer.actor) if answer.actor else None
        if forces is None or forces == answer.actor:
            return answer
        known = self.packs.actors[forces]
        return ResolvedActor(forces, known.name, answer.side, f"{answer.reason}; its forces")

    def _state_in(self, text: str) -> tuple[str, str, str] | None:
        """Return (ISO code, words, rest) of the state that ``text`` starts with or names, backers left out."""
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        for i in range(len(words)):
            for size in range(min(4, len(words) - i), 0, -1):
                raw = text[words[i][0] : words[i + size - 1][1]]
                key = fold_case(raw.removesuffix("'s").removesuffix("’s").strip("'’"))
                # A lost apostrophe ("Syrias army") is common in scraped copy.
                lost = key[:-1] if key.endswith("s") and len(key) > 5 else key
                iso = self._demonyms.get(key) or next((self._states[k] for k in (key, lost) if k in self._states), None)
                lowercase = raw[:1].islower() and key != "us"
                if iso and not lowercase and raw != "us" and not _BACKER.match(text[words[i + size - 1][1] :]):
                    return iso, raw, text[words[i + size - 1][1] :].strip(" '’")
        return None

    def _by_state(self, text: str, packs: Sequence[str], fighting: bool | None) -> ResolvedActor | None:
        found = self._state_in(text)
        if found is None:
            return None
        iso, words, rest = found
        head = rest or _PREPOSITION.sub("", text[: text.find(words)])
        kind = _head_class(head)
        own = [p.id for p in self.packs.of_country(iso)]
        described = self._described(head, [p for p in packs if p in own] or own, fighting) if head.strip() else None
        if described is not None and kind not in ("government", "police") and self._is_of(described, iso):
            return described
        if _MEDIA.search(head):
            return self._state_media(iso, head, packs)
        if kind == "people" or (kind == "groups" and not described) or self._is_people(words):
            return None
        target = _BRANCH.get(kind)
        if target == "gov" and fighting and re.search(r"\bregime\b", head):
            target = "forces"
        if target is None and rest:
            return None
        return self._named(f"{target or 'state'}:{iso}", packs, f"{words!r} with {kind or 'no noun'}")

    def _is_of(self, described: ResolvedActor, iso: str) -> bool:
        """Say whether the described are of the state: "the military" of a war that two states fight is one's only."""
        known = self.packs.actors.get(described.actor or "")
        return known is None or known.country in (None, "", iso)

    @staticmethod
    def _is_people(words: str) -> bool:
        """Say whether a demonym stands for people ("Syrians"), not as an adjective."""
        return any(words == d for s in states().values() for d in s.demonyms[1:] if d.endswith("s"))

    def _state_media(self, iso: str, words: str, packs: Sequence[str]) -> ResolvedActor:
        """Return what a state owns for "state news agency" and "state TV", else its media as one voice."""
        owners = (f"gov:{iso}", f"state:{iso}")
        owned = sorted((o for o in self.packs.outlets.values() if o.owner in owners), key=lambda o: o.id)
        agencies = [o.id for o in owned if o.agency]
        if "agency" in words.lower() and agencies:
            return self._named(agencies[0], packs, f"the agency of {states()[iso].name}")
        screens = [o.id for o in owned if any(_TELEVISION.search(n) for n in (o.name, *(a.text for a in o.aliases)))]
        if _TELEVISION.search(words) and len(screens) == 1:
            return self._named(screens[0], packs, f"the television of {states()[iso].name}")
        name = f"{(states()[iso].demonyms or (states()[iso].name,))[0]} state media"
        return ResolvedActor(f"media:{iso}", name, self._side(f"gov:{iso}", packs), "state media, no outlet named")

    def _described(self, text: str, packs: Sequence[str], fighting: bool | None) -> ResolvedActor | None:
        normal = normal_description(text)
        for form in dict.fromkeys((normal, normal.removesuffix(" forces"), normal.removesuffix("s"), f"{normal}s")):
            for pack in (*packs, "global"):
                ids = self._descriptions.get((pack, form))
                if form and ids:
                    return self._named(self._fitting(ids, text, fighting), packs, f"{form!r} in the pack {pack}")
        return None

    def _fitting(self, ids: Sequence[str], text: str, fighting: bool | None) -> str:
        armed = [i for i in ids if self.packs.actors[i].type in _ARMED]
        others = [i for i in ids if i not in armed]
        wants_arms = fighting or (fighting is None and _head_class(text) in ("forces", "assets", "army"))
        chosen = (armed or others) if wants_arms else (others or armed)
        return chosen[0]

    @staticmethod
    def _is_of_a_place(before: str) -> bool:
        """Say whether the name behind ``before`` only says where or whose: fighters "of" a name are known by it."""
        of = _STANDS_OF.search(before)
        return bool(_STANDS_IN.search(before)) or (
            of is not None and _head_class(before[: of.start()]) not in ("forces", "groups", "army", "assets")
        )

    def _unknown(self, text: str) -> ResolvedActor:
        bare = re.sub(r"^(?:the|a|an|The|A|An)\s+", "", _SO_CALLED.sub("", text))
        name = _without_nouns(_TITLE.sub("", bare))
        if self._is_of_a_place(bare[: len(bare) - len(name)]):
            return ResolvedActor(None, bare, None, "a description by a place or a body that no pack has")
        if is_numbered(_OF_UNIT.sub("", name)):
            return ResolvedActor(None, bare, None, "a numbered unit: every army has one")
        words = name.split()
        lone = len(words) == 1 and not any(name.lower() in nouns for nouns in actor_nouns().values())
        if (
            plain_key(name)
            and words[0][:1].isupper()
            and (lone or any(_ARTICLE.sub("", w)[:1].isupper() for w in words[1:]))
        ):
            return ResolvedActor(f"new:{slug(plain_key(name))}", name, None, "a name that no pack has")
        return ResolvedActor(None, bare, None, "a description that no pack of this document explains")
