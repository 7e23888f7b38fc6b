"""Deals and truces through their life: who announced them, who is silent, what was agreed and what became of each term.

Source of the rules: section A.9 of the reconciliation design.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.model.claim import ActorRole, Claim
from crossbearing.model.derived import Agreement, Breach, SideTable, Term
from crossbearing.model.faults import Faults
from crossbearing.reconcile.comparison import LEAVING, actor_key, claim_days, iso_day, modality_group, spot_of
from crossbearing.reconcile.deals import AgreementBuilder, Deal
from crossbearing.reconcile.event_records import digest
from crossbearing.reconcile.families import Families, source_key
from crossbearing.reconcile.grades import side_of
from crossbearing.reconcile.settings import cue_kinds
from crossbearing.vocab.contract import class_of, classes_with

_UNNAMED = re.compile(r"(?:^|-)(?:sides?|parties|enemies|foes)$")
_SILENT = classes_with("silent")
_TRUCES = classes_with("truce")
_HOLDING = classes_with("holds_people")
_SUPPLYING = classes_with("supplies")


def _status_of_term(
    term: Claim, deal: Deal, outcome: _Outcome, latest: int | None, news_at: Mapping[str, Sequence[str]]
) -> tuple[str, tuple[str, ...]]:
    fulfilled = outcome.fulfilled_by(term)
    if fulfilled:
        return ("begun" if outcome.only_begun(fulfilled) else "fulfilled"), fulfilled
    if term.cls in LEAVING and (news := _carried_out(term, news_at)):
        return "begun", news
    if broken := _broken_by_its_doer(term, deal):
        return "refused", broken
    refused = outcome.refused_by(term)
    if refused and not deal.earlier and not outcome.earlier_deal_in(term.document):
        return "refused", refused
    _, deadline = claim_days(term, None)
    if deadline is not None and latest is not None and latest > deadline:
        return "overdue", ()
    return "open", ()


def _broken_by_its_doer(term: Claim, deal: Deal) -> tuple[str, ...]:
    """Return what says that who was to do it broke the deal, where that is told of the deal that names the deed."""
    if modality_group(term.modality) != "real":
        return ()
    doers = {actor_key(a) for a in term.actors} - {None}
    broken = (c for c in deal.later if class_of(c.cls).deal == "broken" and c.polarity == "positive")
    return tuple(sorted(c.id for c in broken if not doers.isdisjoint(actor_key(a) for a in c.actors)))


def _news_at(deal: Deal) -> dict[str, list[str]]:
    """Return by place what is told of a deal being carried out: "buses entered the town to begin the evacuation"."""
    found: dict[str, list[str]] = defaultdict(list)
    for news in deal.later:
        if (
            class_of(news.cls).deal != "carried_out"
            or news.polarity == "negative"
            or modality_group(news.modality) != "real"
        ):
            continue
        for key in {s.key for p in news.places if (s := spot_of(p))}:
            found[key].append(news.id)
    return found


def _carried_out(term: Claim, news_at: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the news of a place that a term names too."""
    here = {s.key for p in term.places if (s := spot_of(p))}
    return tuple(sorted({claim for key in here for claim in news_at.get(key, ())}))


@dataclass(slots=True)
class _Outcome:
    """What happened to plans: realised terms, refusals, and which documents tell of an earlier deal.

    ``fulfilments`` and what documents state as ``realised`` and ``contradicted`` lead from a claim to others;
    ``refusals`` hold negative claims by class and document.
    """

    claims: Mapping[str, Claim]
    fulfilments: Mapping[str, tuple[str, ...]]
    realised: Mapping[str, set[str]]
    refusals: Mapping[tuple[str, str], list[str]]
    contradicted: Mapping[str, set[str]]
    earlier_documents: frozenset[str]
    begun: dict[int, tuple[tuple[str, ...], bool]] = field(default_factory=dict)

    def only_begun(self, acts: tuple[str, ...]) -> bool:
        """Say whether what fulfils a term only began to; tellings of one plan share their acts, asked about once."""
        known = self.begun.get(id(acts))
        if known is None:
            told = [self.claims[act] for act in acts]
            carried_out = all(class_of(c.cls).deal == "carried_out" for c in told)
            # The acts are kept with the answer, so that no others come to their number.
            known = self.begun[id(acts)] = (acts, carried_out or all(c.modality == "ongoing" for c in told))
        return known[1]

    def fulfilled_by(self, term: Claim) -> tuple[str, ...]:
        """Return the claims that tell of the fulfilment of a term, sorted."""
        found, stated = self.fulfilments.get(term.id, ()), self.realised.get(term.id)
        return tuple(sorted({*found, *stated})) if stated else found

    def refused_by(self, term: Claim) -> tuple[str, ...]:
        """Return the claims, of its document or stated to contradict it, that say a term was refused, sorted."""
        found = set(self.refusals.get((term.cls, term.document), ()))
        for claim_id in self.contradicted.get(term.id, ()):
            claim = self.claims[claim_id]
            if claim.cls == term.cls and _is_refusal(claim):
                found.add(claim_id)
        keys = {actor_key(a) for a in term.actors} - {None}
        return tuple(sorted(c for c in found if not keys.isdisjoint(actor_key(a) for a in self.claims[c].actors)))

    def earlier_deal_in(self, document: str) -> bool:
        """A refusal told beside an earlier deal may be of that one."""
        return document in self.earlier_documents


def _is_refusal(claim: Claim) -> bool:
    return claim.polarity == "negative" and modality_group(claim.modality) == "real"


def _unlike(many: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Return each tuple once, however many terms share it."""
    return {id(acts): acts for acts in many}.values()


def _outcome(desk: AgreementBuilder, fulfilments: Mapping[str, tuple[str, ...]]) -> _Outcome:
    realised: dict[str, set[str]] = defaultdict(set)
    refusals: dict[tuple[str, str], list[str]] = defaultdict(list)
    contradicted: dict[str, set[str]] = defaultdict(set)
    for claim in desk.claims.values():
        if _is_refusal(claim):
            refusals[(claim.cls, claim.document)].append(claim.id)
        for relation in claim.relations:
            if relation.type == "realises":
                realised[relation.target].add(claim.id)
            elif relation.type == "contradicts":
                contradicted[relation.target].add(claim.id)
    earlier = frozenset(c.document for d in desk.deals.values() if d.earlier for c in d.claims)
    # An act that was read with too little confidence for this ledger fulfils nothing in it.
    shared = {id(acts): tuple(act for act in acts if act in desk.claims) for acts in _unlike(fulfilments.values())}
    sure = {term: shared[id(acts)] for term, acts in fulfilments.items()}
    return _Outcome(desk.claims, sure, realised, refusals, contradicted, earlier)


def _announcers(deal: Deal, families: Families) -> tuple[str, ...]:
    speaking = [c for c in (*deal.made, *deal.terms) if c.attribution.sources and c.modality != "predicted"]
    # "According to the agreement": a paper announces nothing.
    heard = [s for c in speaking for s in c.attribution.sources[1 if c.attribution.mode == "document" else 0 :]]
    named = {k for s in heard if (k := source_key(s))}
    return tuple(sorted(named | {families.by_claim[c.id] for c in speaking}))


def _silent(
    deal: Deal, parties: Sequence[str], announced: Sequence[str], sides: SideTable, silent: Iterable[str]
) -> list[str]:
    """Return the parties from whom nothing is heard: no source of their own or their side's, or asked and silent."""
    asked = set(silent)
    voices = set(announced)
    heard = {sides.side(v) for v in voices} - {None}
    found = []
    for claim in deal.made:
        for actor in claim.actors:
            key = actor_key(actor)
            if key is None or key not in parties or actor.role != "party":
                continue
            speaks = key in voices or side_of(actor, sides) in heard
            if key in asked or not speaks:
                found.append(key)
    return sorted(set(found))


def _status(
    deal: Deal, terms: Sequence[Term], breaches: Sequence[Breach], silent: Sequence[str], parties: Sequence[str]
) -> str:
    told = {class_of(c.cls).deal for c in deal.claims}
    if breaches:
        return "breached"
    if "ended" in told:
        return "ended"
    states = [t.status for t in terms]
    if states and all(s == "fulfilled" for s in states):
        return "implemented"
    if any(s in ("fulfilled", "begun") for s in states) or "carried_out" in told:
        return "partly_implemented"
    if "refused" in told:
        return "refused"
    if "made" not in told:
        return "negotiated" if "talks" in told else "mentioned"
    if states and all(s == "overdue" for s in states):
        return "overdue"
    truces = (c for c in deal.made if c.cls in _TRUCES and class_of(c.cls).deal == "made")
    if any(modality_group(c.modality) == "real" for c in truces):
        return "in_force"
    return (
        "announced_one_side"
        if silent and len(silent) < max(len(parties), 1)
        else "confirmed"
        if not silent
        else "reported"
    )


def _type(deal: Deal) -> str:
    classes = {c.cls for c in deal.claims}
    if classes & _TRUCES:
        return "ceasefire"
    leaving = bool(classes & LEAVING) or any("leaving" in cue_kinds(c.evidence.text) for c in deal.made)
    if leaving:
        return "evacuation_surrender"
    if classes & _HOLDING:
        return "exchange"
    if classes & _SUPPLYING:
        return "access"
    return "political"


def _breaches(deal: Deal, families: Families) -> tuple[Breach, ...]:
    found = []
    for claim in deal.later:
        broken = class_of(claim.cls).deal == "broken" and claim.polarity != "negative"
        if not broken or modality_group(claim.modality) != "real":
            continue
        by = sorted(k for a in claim.actors if a.role in ("violator", "party") and (k := actor_key(a)))
        alleged = families.by_claim[claim.id] if claim.attribution.sources else None
        found.append(Breach(claim.id, by[0] if by else None, alleged))
    return tuple(sorted(found, key=lambda b: b.claim))


def build_agreements(
    claims: Sequence[Claim],
    event_of: Mapping[str, str],
    fulfilments: Mapping[str, tuple[str, ...]],
    families: Families,
    sides: SideTable,
    published: Mapping[str, int | None],
    faults: Faults,
) -> list[Agreement]:
    """Return the agreements, sorted by id. ``fulfilments`` leads from a planned claim to the claims that realise it.

    A fault costs its agreement.
    """
    desk = AgreementBuilder(claims, event_of, published)
    desk.open_deals()
    desk.attach()
    outcome = _outcome(desk, fulfilments)
    latest = max((d for d in published.values() if d is not None), default=None)
    silent_speakers: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.cls in _SILENT:
            silent_speakers[claim.document].update(k for a in claim.actors if (k := actor_key(a)))
    found = []
    for deal in (deal for deal in desk.deals.values() if deal.claims):
        with faults.costing_row((c.document for c in deal.claims), "an agreement"):
            found.append(_agreement(deal, outcome, families, sides, latest, published, silent_speakers))
    return sorted(_succession(found, desk), key=lambda a: a.id)


def _terms(deal: Deal, outcome: _Outcome, latest: int | None) -> list[Term]:
    terms = []
    news_at = _news_at(deal)
    for claim in sorted(deal.terms, key=lambda c: c.id):
        status, done = _status_of_term(claim, deal, outcome, latest, news_at)
        terms.append(Term(claim.id, claim.evidence.text, iso_day(claim_days(claim, None)[1]), status, done))
    return _told_once(terms, outcome.claims)


_STANDING = ("fulfilled", "begun", "refused", "overdue", "open")


def _told_once(terms: Sequence[Term], claims: Mapping[str, Claim]) -> list[Term]:
    """Make one of terms that tell the same deed twice: same class and doers, no two days and no two origins.

    The words are those of the fullest telling; what became of any of them became of the term.
    """
    kept: list[_Told] = []
    alike: dict[tuple[str, frozenset[str | None]], list[_Told]] = defaultdict(list)
    for term in sorted(terms, key=lambda t: (t.deadline is None, -len(claims[t.claim].places), t.claim)):
        claim = claims[term.claim]
        places = {s.key for p in claim.places if p.place and (s := spot_of(p))}
        doers = frozenset(actor_key(a) for a in claim.actors)
        others = alike[(claim.cls, doers)] if doers else []
        known = next((told for told in others if told.tells(term, places)), None)
        if known is None:
            kept.append(_Told(term, places, [term]))
            others.append(kept[-1])
        else:
            known.tellings.append(term)
            known.places |= places
    return sorted((told.term() for told in kept), key=lambda t: t.claim)


@dataclass(slots=True)
class _Told:
    """One term and all its tellings, the fullest first, with the places of all of them."""

    fullest: Term
    places: set[str]
    tellings: list[Term]

    def tells(self, term: Term, places: set[str]) -> bool:
        """Say whether nothing keeps a term of the same class and doers from being this one."""
        return term.deadline in (None, self.fullest.deadline) and not (
            places and self.places and places.isdisjoint(self.places)
        )

    def term(self) -> Term:
        """Return the term as all tell it together."""
        if len(self.tellings) == 1:
            return self.fullest
        status = min((t.status for t in self.tellings), key=_STANDING.index)
        also = tuple(sorted(t.claim for t in self.tellings[1:]))
        # Tellings of one plan share what fulfilled it: thousands of claims, taken once.
        fates = {id(t.claims): t.claims for t in self.tellings}
        return replace(self.fullest, status=status, claims=tuple(sorted(set().union(*fates.values()))), also=also)


def _party(actor: ActorRole) -> str | None:
    """Return the key of a party, None for whom a report only counts: "the two sides" is no name."""
    key = actor_key(actor)
    return None if actor.actor is None and key is not None and _UNNAMED.search(key) else key


def _agreement(
    deal: Deal,
    outcome: _Outcome,
    families: Families,
    sides: SideTable,
    latest: int | None,
    published: Mapping[str, int | None],
    silent_speakers: Mapping[str, set[str]],
) -> Agreement:
    source = deal.made or deal.claims
    parties = sorted({k for c in source for a in c.actors if a.role in ("party", "violator") and (k := _party(a))})
    mediators = sorted({k for c in deal.claims for a in c.actors if a.role == "mediator" and (k := actor_key(a))})
    terms = _terms(deal, outcome, latest)
    announced = _announcers(deal, families)
    asked = {k for c in deal.made for k in silent_speakers.get(c.document, ())}
    silent = _silent(deal, parties, announced, sides, asked)
    breaches = _breaches(deal, families)
    days = [d for c in deal.made if (d := claim_days(c, published.get(c.document))[0]) is not None]
    flags = set()
    if silent and len(silent) < len(parties):
        flags.add("one_sided_agreement")
    if asked & set(parties):
        flags.add("no_comment")
    places = sorted(deal.places())
    start = iso_day(min(days)) if days else None
    return Agreement(
        id=digest("agr", _type(deal), *parties, *places, start or "", deal.id),
        type=_type(deal),
        parties=tuple(parties),
        announced_by=announced,
        silent=tuple(silent),
        mediator=tuple(mediators),
        terms=tuple(terms),
        status=_status(deal, terms, breaches, silent, parties),
        breaches=breaches,
        predecessor=None,
        successor=None,
        claims=tuple(sorted({c.id for c in deal.claims})),
        flags=tuple(sorted(flags)),
        places=tuple(places),
        start=start,
    )


def _succession(found: Sequence[Agreement], desk: AgreementBuilder) -> list[Agreement]:
    """Tie an earlier agreement to the one that the same document reports with a party or a place in common."""
    result = {a.id: a for a in found}
    documents = {a.id: {desk.claims[c].document for c in a.claims} for a in found}
    in_document: dict[str, list[str]] = defaultdict(list)
    for agreement in found:
        for document in documents[agreement.id]:
            in_document[document].append(agreement.id)
    earlier = {a.id for a in found if any("earlier" in cue_kinds(desk.claims[c].evidence.text) for c in a.claims)}
    for old_id in sorted(earlier):
        old = result[old_id]
        near = {result[n].id: result[n] for d in documents[old_id] for n in in_document[d]}
        for new in sorted(near.values(), key=lambda a: (a.start or "9999", a.id)):
            if new.id in earlier or new.predecessor:
                continue
            if set(old.parties) & set(new.parties) or set(old.places) & set(new.places):
                result[new.id] = replace(new, predecessor=old_id)
                result[old_id] = replace(old, successor=new.id)
                break
    return list(result.values())
