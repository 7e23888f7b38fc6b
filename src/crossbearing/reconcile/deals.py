"""Where deals are put together: which claims tell of which deal, its terms and what became of it.

Source of the rules: section A.9 of the reconciliation design.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crossbearing.model.claim import Claim
from crossbearing.reconcile.comparison import actor_key, claim_days, spot_of
from crossbearing.reconcile.decisions import Clusters
from crossbearing.reconcile.settings import SETTINGS, cue_kinds
from crossbearing.vocab.contract import CLASSES, class_of, classes_with

_CORE = frozenset(c.name for c in CLASSES.values() if c.deal in ("made", "talks"))
_TERMS = frozenset(c.name for c in CLASSES.values() if c.deal == "term")
_LATER = frozenset(c.name for c in CLASSES.values() if c.deal is not None) - _CORE - _TERMS
_UNKEPT = frozenset(c.name for c in CLASSES.values() if c.deal in ("broken", "refused"))
# Sorts behind every id: a deal made on the very day counts.
_LAST = "\U0010ffff"
# What parties promise one another; fighting and statements are no terms, whatever is planned beside a deal.
_PROVIDED = classes_with("promised")


@dataclass(slots=True)
class Deal:
    """One agreement while it is put together: its claims by what they say of it.

    ``keys`` are its actors, ``sides`` where they stand, ``starts`` the offsets of its claims by document.
    """

    id: str
    made: list[Claim]
    terms: list[Claim] = field(default_factory=list)
    later: list[Claim] = field(default_factory=list)
    earlier: bool = False
    starts: dict[str, list[int]] = field(default_factory=dict)
    keys: frozenset[str] = field(init=False)
    sides: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        # A deal of which thousands of reports tell is asked for both once a claim.
        self.keys = frozenset(k for c in self.made for a in c.actors if (k := actor_key(a)))
        self.sides = frozenset(s for c in self.made for a in c.actors if (s := a.side or actor_key(a)))
        for claim in self.made:
            self._note(claim)

    def _note(self, claim: Claim) -> None:
        self.starts.setdefault(claim.document, []).append(claim.evidence.start)

    def add_term(self, claim: Claim) -> None:
        """Add what was agreed."""
        self.terms.append(claim)
        self._note(claim)

    def add_later(self, claim: Claim) -> None:
        """Add what is told of the deal once it was made."""
        self.later.append(claim)
        self._note(claim)

    @property
    def claims(self) -> list[Claim]:
        """All of them."""
        return [*self.made, *self.terms, *self.later]

    def places(self) -> set[str]:
        """The places of the deal and its terms."""
        return {s.key for c in (*self.made, *self.terms) for p in c.places if (s := spot_of(p)) and not s.coarse}


def is_agreement(claim: Claim) -> bool:
    """Say whether a claim's class is one of agreements and truces."""
    return class_of(claim.cls).deal is not None


def _term_targets(claim: Claim) -> list[str]:
    return [r.target for r in claim.relations if r.type == "term_of"]


class AgreementBuilder:
    """Where deals are put together: which claims belong to which deal, for one set of claims."""

    def __init__(
        self, claims: Sequence[Claim], event_of: Mapping[str, str], published: Mapping[str, int | None]
    ) -> None:
        self.claims = {c.id: c for c in claims}
        self.event_of = event_of
        self.published = published
        self.at_place: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.deals: dict[str, Deal] = {}
        self.deal_of: dict[str, Deal] = {}
        self.by_document: dict[str, list[Deal]] = defaultdict(list)

    def open_deals(self) -> None:
        """Make one deal of the claims of one event, of one document's repetitions, and of each earlier agreement."""
        clusters = Clusters()
        core = [c for c in self.claims.values() if c.cls in _CORE and c.polarity == "positive"]
        for claim in core:
            if event := self.event_of.get(claim.id):
                clusters.union(claim.id, f"~{event}")
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in core:
            groups[clusters.root(claim.id)].append(claim)
        for members in groups.values():
            members.sort(key=lambda c: c.id)
            deal = Deal(members[0].id, members, earlier="earlier" in cue_kinds(members[0].evidence.text))
            self.deals[deal.id] = deal
            for claim in members:
                self.deal_of[claim.id] = deal
            for document in sorted({c.document for c in members}):
                self.by_document[document].append(deal)
            self._index(deal)
        for known in self.at_place.values():
            known.sort()

    def _index(self, deal: Deal) -> None:
        """Note where and when a deal was made, so that news of it in other reports finds it."""
        days = [d for c in deal.made if (d := claim_days(c, self.published.get(c.document))[0]) is not None]
        if days and not deal.earlier:
            for place in sorted(deal.places()):
                self.at_place[place].append((min(days), deal.id))

    def attach(self) -> None:
        """Give terms, breaches and news of fulfilment to their deals."""
        # A heading names no place: what says where a truce was broken finds the truce made there first.
        for claim in sorted(self.claims.values(), key=lambda c: not c.places):
            for target in _term_targets(claim):
                if deal := self.deal_of.get(target):
                    deal.add_term(claim)
                    self.deal_of.setdefault(claim.id, deal)
                    break
            else:
                self._attach_unstated(claim)
        for claim in self.claims.values():
            if claim.id not in self.deal_of and (named := self._named_by(claim)) is not None:
                named.add_term(claim)
                self.deal_of[claim.id] = named

    def _attach_unstated(self, claim: Claim) -> None:
        if claim.id in self.deal_of:
            return
        if is_agreement(claim):
            deal = self._deal_near(claim) or self._deal_elsewhere(claim) or self._open_for(claim)
            if claim.cls in _TERMS:
                deal.add_term(claim)
            else:
                deal.add_later(claim)
            self.deal_of[claim.id] = deal
        elif claim.modality == "agreed" or self._is_told_on(claim):
            near = self._deal_near(claim)
            if near is not None:
                near.add_term(claim)
                self.deal_of[claim.id] = near

    def _named_by(self, claim: Claim) -> Deal | None:
        """Return the deal in whose very words a deed is named: "broke an agreement for their release"."""
        if claim.attribution.mode != "presupposed" or claim.cls not in _PROVIDED:
            return None
        for deal in self.by_document.get(claim.document, ()):
            presupposed = (m for m in deal.made if m.attribution.mode == "presupposed")
            broken = (c for c in deal.later if c.cls in _UNKEPT)
            named = (c for c in (*presupposed, *broken) if c.document == claim.document)
            if any(c.evidence.holds(claim.evidence) for c in named):
                return deal
        return None

    def _is_told_on(self, claim: Claim) -> bool:
        """Say whether a plan is a term by where it stands: "Under the deal a truce began. The gunmen will leave ..."

        It follows a deal or one of its terms closely, is a deed that deals provide for, and names a party as its doer.
        """
        if claim.modality != "planned" or claim.polarity == "negative" or claim.cls not in _PROVIDED:
            return False
        deal = self._deal_near(claim)
        if deal is None or not deal.keys & {k for a in claim.actors if (k := actor_key(a))}:
            return False
        before = (claim.evidence.start - s for s in deal.starts.get(claim.document, ()))
        return any(0 < distance <= SETTINGS["term_reach"] for distance in before)

    def _open_for(self, claim: Claim) -> Deal:
        deal = Deal(claim.id, [], earlier="earlier" in cue_kinds(claim.evidence.text))
        self.deals[deal.id] = deal
        self.by_document[claim.document].append(deal)
        return deal

    def _deal_elsewhere(self, claim: Claim) -> Deal | None:
        """Return the last deal that other reports tell of, made at a place of the claim and with a side it names.

        "The army broke the truce in the town" is news of the truce that was made there, whoever reported that.
        """
        day = claim_days(claim, self.published.get(claim.document))[0]
        if claim.cls not in _LATER or day is None or "earlier" in cue_kinds(claim.evidence.text):
            return None
        sides = {a.side or actor_key(a) for a in claim.actors} - {None}
        found: list[tuple[int, str]] = []
        for place in sorted({s.key for p in claim.places if (s := spot_of(p)) and not s.coarse}):
            known = self.at_place.get(place, [])
            for made, identity in reversed(known[: bisect_right(known, (day, _LAST))]):
                if day - made > SETTINGS["deal_days"]:
                    break
                if not sides or sides & self.deals[identity].sides:
                    found.append((made, identity))
                    break
        if not found:
            return None
        deal = self.deals[max(found)[1]]
        self.by_document[claim.document].append(deal)
        return deal

    def _deal_near(self, claim: Claim) -> Deal | None:
        """Return the deal of its document that a claim speaks of: earlier or present, then the nearest in the text."""
        earlier = "earlier" in cue_kinds(claim.evidence.text)
        keys = {k for a in claim.actors if (k := actor_key(a))}
        found = []
        for deal in self.by_document.get(claim.document, ()):
            if deal.earlier != earlier:
                continue
            own = deal.starts.get(claim.document, ())
            distance = min((abs(s - claim.evidence.start) for s in own), default=10**9)
            shares = bool(keys & deal.keys) or not keys or not deal.keys
            found.append((not shares, distance, deal.id, deal))
        return min(found, key=lambda f: f[:3])[3] if found else None
