"""Resolves the claims of one document: whom, where and when their words mean, each with a reason or "not known"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.model.claim import ActorRole, Claim, Count, Label, Source
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.resolve.actors import ActorResolver, ResolvedActor
from crossbearing.resolve.both_sides import Opposed, means_both, named
from crossbearing.resolve.coreference import (
    GROUP_NOUNS,
    ONLOOKERS,
    UNRESOLVED,
    Memory,
    Named,
    definite_noun,
    is_person,
    pronoun,
)
from crossbearing.resolve.counted import with_kinds
from crossbearing.resolve.descriptions import (
    GROUPS,
    Foes,
    goes_back,
    is_bare,
    is_umbrella,
    nobody_known,
    only_group,
)
from crossbearing.resolve.document_countries import country_shares
from crossbearing.resolve.foreign_names import ForeignContext, ForeignNames
from crossbearing.resolve.packs import Packs
from crossbearing.resolve.places import PlaceResolver
from crossbearing.resolve.places_of_claims import place_as_answered, resolve_places
from crossbearing.resolve.short_forms import Bodies
from crossbearing.resolve.times_of_claims import resolve_times
from crossbearing.text.languages.detect import reading_language
from crossbearing.text.limits import read_until
from crossbearing.text.tokens import NameMatch
from crossbearing.vocab.contract import classes_with

# Roles of those who do something: what "it" and "they" most often go back to.
_ACTING = frozenset(
    {
        "initiator",
        "gainer",
        "holder",
        "besieger",
        "captor",
        "speaker",
        "mover",
        "party",
        "organiser",
        "supporter",
        "violator",
    }
)
# Classes whose actors are under arms: there "the regime" is its forces.
_ARMED = classes_with("armed")
# Classes in which somebody does violence, and the roles of those who do it by their own arms.
_VIOLENT = classes_with("violent")
_FIGHTING = frozenset({"initiator", "party"})
# "Government bombardment", "Syrian government shelling": the words stand before what was done, with no article.
_OF_GOVERNMENT = re.compile(
    r"(?!(?:the|this|its|their|an?)\b)(?:[\w'’-]+ ){0,2}(?:government|govt\.?|regime)$", re.IGNORECASE
)
# Characters between a source and the clause it reports: "the ministry announced on Sunday that it".
_REPORTING_GAP = 40


@dataclass(slots=True)
class _Context:
    document: Document
    countries: Mapping[str, float]
    packs: tuple[str, ...]
    actors: Memory
    foes: Foes
    bodies: Bodies
    foreign: ForeignContext | None = None
    opposed: Opposed = field(default_factory=Opposed)
    sources: dict[Mention, ResolvedActor] = field(default_factory=dict)


class ClaimResolver:
    """Resolves whole documents against packs and gazetteer; one instance serves a run."""

    def __init__(self, packs: Packs, places: PlaceResolver) -> None:
        self._packs = packs
        self._persons = frozenset(p.name for p in packs.persons.values())
        self._actors = ActorResolver(packs)
        self._places = places
        self._foreign = ForeignNames(packs, self._actors, places)

    def resolve(self, document: Document, claims: Sequence[Claim], names: Sequence[NameMatch]) -> list[Claim]:
        """Return the claims with names, ids, sides, coordinates and days; words and offsets stay as they were."""
        document = replace(document, text=document.text[: read_until(document.text)])
        code = reading_language(document)
        if code != "en":
            return self._resolve_foreign(document, claims, code)
        countries = country_shares(document.text, self._packs)
        # Descriptions are read in the light of the one war the document is mostly about.
        packs = self._actors.context(document.text, countries)[:1]
        foes = Foes(self._packs, names, packs)
        context = _Context(document, countries, packs, Memory(), foes, Bodies(countries))
        for words in sorted({s.mention for c in claims for s in c.attribution.sources if s.mention is not None}):
            context.bodies.add(words.start, words.text, self._actors.resolve(words.text, packs, document.published))
        timed = resolve_times(document, claims)
        return self._resolve_actors(context, resolve_places(document, timed, self._places, countries, names))

    def _resolve_foreign(self, document: Document, claims: Sequence[Claim], code: str) -> list[Claim]:
        """Resolve the claims of a report in another language: names alone, for the rest is read by English rules."""
        about = self._foreign.context(claims, code)
        context = _Context(document, about.countries, about.packs, Memory(), Foes(self._packs, ()), Bodies({}), about)
        timed = resolve_times(document, claims)
        return self._resolve_actors(context, place_as_answered(timed, self._foreign.places(timed, about)))

    def _resolve_actors(self, context: _Context, claims: Sequence[Claim]) -> list[Claim]:
        found: list[Claim] = []
        for claim in claims:
            sources = tuple(self._source(context, s) for s in claim.attribution.sources)
            sources = tuple(s for s in sources if not self._is_outlet(context, s))
            speaking = frozenset(s.actor or s.name or "" for s in sources)
            actors = tuple(b for a in claim.actors for b in self._each(context, a, claim, speaking))
            remembered = self._remembered(actors, sources)
            context.actors.add(remembered)
            context.foes.add(remembered)
            counts = with_kinds(context.document.text, [self._count(context, c, claim, actors) for c in claim.counts])
            labels = tuple(self._label(label, actors) for label in claim.labels)
            attribution = replace(claim.attribution, sources=sources)
            found.append(replace(claim, attribution=attribution, actors=actors, counts=counts, labels=labels))
            context.opposed.add(found[-1])
        return found

    def _each(self, context: _Context, role: ActorRole, claim: Claim, speaking: frozenset[str]) -> Sequence[ActorRole]:
        """Return the role resolved; twice where it means the two that fight each other."""
        if role.mention is not None and means_both(context.document.text, role.mention):
            pair = context.opposed.meant(claim)
            if pair is not None:
                return named(role, pair)
        return [self._actor(context, role, claim, speaking)]

    def _remembered(self, actors: Sequence[ActorRole], sources: Sequence[Source]) -> list[Named]:
        named = [
            Named(
                a.mention.start,
                a.actor or a.name,
                a.name,
                a.role in _ACTING,
                self._is_person(a.name),
                self._type(a.actor),
            )
            for a in actors
            if a.mention is not None and a.name is not None and pronoun(a.mention) is None
        ]
        named += [
            Named(s.mention.start, s.actor or s.name, s.name, True, self._is_person(s.name), self._type(s.actor), True)
            for s in sources
            if s.mention is not None and s.name is not None and pronoun(s.mention) is None
        ]
        return named

    def _is_person(self, name: str | None) -> bool:
        return name in self._persons

    def _type(self, actor: str | None) -> str:
        known = self._packs.actors.get(actor or "")
        return known.type if known else ""

    def _is_outlet(self, context: _Context, source: Source) -> bool:
        """The outlet itself is no source of its own report."""
        outlet = context.document.outlet
        return bool(outlet) and source.name is not None and source.name.lower() == str(outlet).lower()

    def _answer(
        self,
        context: _Context,
        mention: Mention,
        fighting: bool | None = None,
        claim: Claim | None = None,
        speaking: frozenset[str] = frozenset(),
    ) -> ResolvedActor:
        if context.foreign is not None:
            return self._foreign.actor(mention.text, context.foreign)
        word = pronoun(mention)
        if word is not None and word not in {"we", "our", "us"}:
            never = ONLOOKERS if fighting else frozenset[str]()
            person = True if is_person(word) else None
            barred = self._quoted(context, claim, speaking)
            return self._again(context.actors.before(mention, person=person, never=never, barred=barred), mention)
        noun = definite_noun(mention, GROUP_NOUNS)
        if noun is not None:
            before = context.actors.group_before(mention, noun)
            if before is not None:
                return self._again(before, mention)
        answer = self._actors.resolve(mention.text, context.packs, context.document.published, fighting)
        if is_bare(mention.text):
            return self._called(context, mention, answer, claim, speaking)
        if answer.actor is None or answer.actor.startswith("new:"):
            return context.bodies.meant(mention.start, mention.text, self._actors, context.packs) or answer
        return answer

    @staticmethod
    def _quoted(context: _Context, claim: Claim | None, speaking: frozenset[str]) -> frozenset[str]:
        """Return whom "they" in a quotation cannot mean: not the speaker, nor rebels said by "a rebel"."""
        if claim is None or not speaking or claim.attribution.mode != "direct_quote":
            return frozenset()
        words = {w for s in claim.attribution.sources if s.mention is not None for w in s.mention.text.lower().split()}
        return speaking | context.actors.called(words)

    def _called(
        self,
        context: _Context,
        mention: Mention,
        answer: ResolvedActor,
        claim: Claim | None,
        speaking: frozenset[str],
    ) -> ResolvedActor:
        """Return whom "the rebels" or "gunmen" mean: the group named before, one the report names, or nobody."""
        group = self._type(answer.actor) in GROUPS
        if answer.actor is not None and not group:
            return answer
        if nobody_known(mention.text):
            return ResolvedActor(None, mention.text, None, "the text says that nobody knows who")
        umbrella = answer.actor is not None and is_umbrella(self._packs, answer.actor)
        others = [a.mention for a in (claim.actors if claim else ()) if a.mention is not None and a.mention != mention]
        barred = speaking | context.foes.within(others)
        last = context.foes.last_before(mention, barred, answer.side) if goes_back(mention.text) else None
        if last is not None and (not umbrella or last.side == answer.side):
            return ResolvedActor(last.key, last.name, last.side, f"goes back to {last.name!r}")
        if answer.actor is None or answer.actor in barred or not self._plays_there(answer.actor, claim):
            return ResolvedActor(None, answer.name, None, "a bare description that no name explains")
        if umbrella or only_group(self._packs, answer.actor) or answer.actor in context.foes.keys:
            return answer
        return ResolvedActor(None, mention.text, None, f"{answer.name} might be meant, which the text does not name")

    def _plays_there(self, actor: str, claim: Claim | None) -> bool:
        """Say whether the war of the pack that explains the words is fought where the claim plays, as far as known."""
        lands = {p for place in (claim.places if claim else ()) for p in (place.place, *place.parents) if p is not None}
        lands = {p.removeprefix("country:") for p in lands if p.startswith("country:")}
        pack = self._packs.pack(self._packs.actors[actor].pack)
        return not lands or not pack.countries or bool(lands & set(pack.countries))

    def _again(self, before: Named | None, mention: Mention) -> ResolvedActor:
        if before is None:
            return ResolvedActor(None, mention.text, None, UNRESOLVED)
        side = self._packs.side_of(before.key) if before.key in self._packs.actors else None
        known = before.key != before.name
        return ResolvedActor(before.key if known else None, before.name, side, f"goes back to {before.name!r}")

    def _actor(self, context: _Context, role: ActorRole, claim: Claim, speaking: frozenset[str]) -> ActorRole:
        if role.mention is None:
            return role
        spoken = self._speaker(role.mention, claim)
        fighting = claim.cls in _ARMED
        # Who speaks and acts in the same words is one: "It urged both sides to ...".
        answer = context.sources.get(role.mention) or self._answer(
            context, spoken or role.mention, fighting, claim, frozenset() if spoken else speaking
        )
        if claim.cls in _VIOLENT and role.role in _FIGHTING and _OF_GOVERNMENT.match(role.mention.text):
            answer = self._actors.under_arms(answer)
        return replace(role, name=answer.name, actor=answer.actor, side=answer.side, reason=answer.reason)

    @staticmethod
    def _speaker(mention: Mention, claim: Claim) -> Mention | None:
        """Return the source that a pronoun at the head of reported speech goes back to ("said it had ...", "we")."""
        word = pronoun(mention)
        source = next((s.mention for s in claim.attribution.sources if s.mention is not None), None)
        if word is None or source is None or pronoun(source) is not None:
            return None
        if word in {"we", "our", "us"}:
            return source
        if claim.attribution.mode == "direct_quote":
            return None
        begins = mention.start <= claim.evidence.start + 4 and 0 < mention.start - source.end < _REPORTING_GAP
        return source if begins and word in {"it", "they"} else None

    def _source(self, context: _Context, source: Source) -> Source:
        words = source.mention
        if source.antecedent is not None and (words is None or pronoun(words) is not None or self._bare(words)):
            words = source.antecedent
        if words is None:
            return source
        answer = context.sources.get(words) or self._answer(context, words)
        context.sources[source.mention or words] = answer
        return replace(source, name=answer.name, actor=answer.actor)

    @staticmethod
    def _bare(words: Mention) -> bool:
        """ "the source", "the group": nothing in the words says who."""
        parts = words.text.lower().split()
        return len(parts) <= 2 and parts[0] in {"the", "this"}

    def _count(self, context: _Context, count: Count, claim: Claim, actors: Sequence[ActorRole]) -> Count:
        """Name the side that counted combatants belong to; civilians and bare numbers have none.

        "29 extremists" are of the side that the extremists of the claim are found to be.
        """
        if context.foreign is not None:
            return replace(count, side=self._foreign.side(count.side, context.foreign)) if count.side else count
        if count.mention is None or count.category in {
            "civilians",
            "children",
            "women",
            "things",
            "people",
            "families",
        }:
            return count
        answer = self._answer(context, count.mention, True, claim)
        words = count.mention
        counted = (a for a in actors if a.actor and a.mention is not None and words.holds(a.mention))
        side = answer.name if answer.actor else next((a.name for a in counted), None)
        return replace(count, side=side) if side else count

    @staticmethod
    def _label(label: Label, actors: Sequence[ActorRole]) -> Label:
        holder = next((a for a in actors if a.mention is not None and a.mention.holds(label.mention)), None)
        return replace(label, target=holder.name if holder else None)
