"""What claims say of who holds what: one sighting a claim and place, which the control ledger reads in order.

Source of the rules: section A.7 of the reconciliation design. What lies by a place, on the way to it or was once held
is no sighting of it; "lost it" is of what the same report last said was gained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from crossbearing.model.claim import Claim, PlaceRole
from crossbearing.model.derived import SideTable
from crossbearing.reconcile.comparison import LEAVING, REAL, Spot, actor_key, claim_days, modality_group, spot_of
from crossbearing.reconcile.families import Families
from crossbearing.reconcile.grades import side_of
from crossbearing.reconcile.settings import cue_kinds
from crossbearing.reconcile.wars import wars_of
from crossbearing.vocab.contract import class_of

_GAINS = frozenset({"gain", "advance", "transfer"})
_PLACE_ROLES = frozenset({"location", "endpoint"})
# Characters between a gain and the loss that points back to it: a sentence.
_NEXT = 200


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one claim says of one place: ``day`` and ``until`` are ordinals, ``holder`` and ``other`` actor keys."""

    spot: Spot
    kind: str
    holder: str | None
    other: str | None
    extent: str | None
    day: int | None
    until: int | None
    claim: str
    family: str
    regained: bool
    against_interest: bool


def _by_role(claim: Claim, *roles: str) -> tuple[str | None, str | None]:
    """Return key and role of the first actor in one of the roles, in the order of the roles."""
    for role in roles:
        keys = sorted(k for a in claim.actors if a.role == role and (k := actor_key(a)))
        if keys:
            return keys[0], role
    return None, None


_NO_PARTY = re.compile(
    r"(?:^|-)(?:spokes(?:man|woman|person)|commander|official|his|her|its|their|our|we)(?:-|$)", re.IGNORECASE
)

# "The group", "members": whose, the words do not say.
_NOBODY = frozenset({"group", "members", "side", "others", "they", "it"})


# "The territory they once controlled" is held no more; who took it others say.
_ENDED = re.compile(r"\b(?:once|formerly|previously|used to)\b", re.IGNORECASE)


def _is_party(key: str) -> bool:
    """Say whether somebody may hold a place: "his fighters" are somebody's, and a spokesman speaks for who holds it.

    >>> _is_party("groups-spokesman"), _is_party("his-fighters"), _is_party("group"), _is_party("sy:ahrar")
    (False, False, False, True)
    """
    return ":" in key or (key not in _NOBODY and _NO_PARTY.search(key) is None)


def _of_parties(claim: Claim) -> tuple[str, str | None, str | None] | None:
    """Return the kind and the two parties without those that are none; nothing where only such ones are named."""
    found = _kind_and_parties(claim)
    if found is None:
        return None
    kind, *named = found
    holder, other = (key if key is not None and _is_party(key) else None for key in named)
    return None if any(named) and not (holder or other) else (kind, holder, other)


def _kind_and_parties(claim: Claim) -> tuple[str, str | None, str | None] | None:
    told = class_of(claim.cls).control
    if told in _GAINS and claim.modality in REAL:
        return told, _by_role(claim, "gainer")[0], _by_role(claim, "loser", "holder")[0]
    if claim.modality in REAL:
        if told == "loss":
            return "loss", _by_role(claim, "gainer")[0], _by_role(claim, "loser", "holder")[0]
        if told == "hold":
            if _ENDED.search(claim.evidence.text):
                return None
            return "hold", _by_role(claim, "holder", "gainer")[0], None
        if told == "besiege":
            inside = _by_role(claim, "holder")[0] or _by_role(claim, "besieged")[0]
            lives_there = inside is not None and "inhabitants" in cue_kinds(inside.replace("-", " "))
            return "besiege", None if lives_there else inside, _by_role(claim, "besieger")[0]
        if told == "clash":
            keys = sorted({k for a in claim.actors if (k := actor_key(a))})
            return "clash", keys[0] if keys else None, keys[1] if len(keys) > 1 else None
    if claim.cls in LEAVING and modality_group(claim.modality) == "planned":
        mover = _by_role(claim, "mover")[0]
        return ("agreed_transfer", mover, None) if mover else None
    if told == "leave" and claim.modality in REAL:
        return "loss", None, _by_role(claim, "mover")[0]
    return None


# "60 km north of X", "the road from X to Y", "overlooking X": where something lies, not what changed hands.
_REFERENCE = re.compile(
    r"\b(?:overlooking|linking|connecting|between|near|outside|off|"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|northern|outskirts|suburbs?)\s+of|"
    r"(?:road|highway|route|line|stretch|way)\s+(?:from|to|into)|from\s+\S+(?:\s+\S+)?\s+to|(?:between|linking|connecting)\s+\S+(?:\s+\S+)?\s+(?:and|with|to))"
    r"\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)


# "Their last stronghold in the enclave": what lies in a region is held and not the region, and the words are no place.
_HOLDOUT = r"(?:stronghold|redoubt|bastion|holdout|foothold|pocket|base)s?"
_WITHIN = re.compile(
    rf"\b{_HOLDOUT}\s+(?:left\s+|remaining\s+)?(?:in|within|inside|near)\s+(?:the\s+)?$", re.IGNORECASE
)
_CALLED = re.compile(rf"\b(?:last|final|former|largest|biggest|main|remaining)\b.*\b{_HOLDOUT}$", re.IGNORECASE)


def _is_reference(claim: Claim, place: PlaceRole, pattern: re.Pattern[str] = _REFERENCE) -> bool:
    words = claim.evidence
    if place.mention is None or not words.start <= place.mention.start < words.end:
        return False
    return pattern.search(words.text[: place.mention.start - words.start]) is not None


def _is_description(spot: Spot) -> bool:
    """Say whether a place is only what another is called: "the last rebel stronghold"."""
    return spot.lat is None and _CALLED.search(spot.name or "") is not None


_AGAIN = re.compile(
    r"\b(?:lost|abandoned|gave up|left|withdrew from|driven from|pushed out of)\s+(?:it|them)\b", re.IGNORECASE
)


def _lost_again(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the claims, "lost it" at the place of what the same report last said was gained."""
    gained: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.document, c.evidence.start, c.id)):
        before = gained.get(claim.document)
        told = class_of(claim.cls).control
        if told == "loss" and before is not None and _AGAIN.search(claim.evidence.text):
            near = claim.evidence.start - before.evidence.end
            owner = _by_role(claim, "loser", "holder")[0]
            if near <= _NEXT and owner in (None, _by_role(before, "gainer")[0]):
                claim = replace(claim, places=before.places, extent=before.extent)
        if told == "gain" and claim.polarity == "positive":
            gained[claim.document] = claim
        yield claim


def sightings(
    claims: Iterable[Claim], families: Families, published: Mapping[str, int | None], sides: SideTable
) -> Iterator[Sighting]:
    """Yield what the claims say of who holds what; claims of no resolved or named place yield nothing."""
    for claim in _lost_again(claims):
        found = _of_parties(claim)
        if found is None or claim.polarity == "negative":
            continue
        kind, holder, other = found
        roles = {"origin"} if kind == "agreed_transfer" or claim.cls in LEAVING else _PLACE_ROLES
        start, end = claim_days(claim, published.get(claim.document))
        if kind in ("hold", "besiege") and claim.attribution.mode == "presupposed" and start is None:
            # "the rebel-held town" is said of the day of the report.
            start = end = published.get(claim.document)
        family = families.by_claim[claim.id]
        loser_sides = {side_of(a, sides) for a in claim.actors if a.role in ("loser", "besieged")} - {None}
        stated = {p.role for p in claim.places}
        for place in claim.places:
            spot = spot_of(place)
            if spot is None or place.role not in roles or spot.coarse:
                continue
            # The ends of a road are not held by whoever holds the road.
            if place.role == "endpoint" and "location" in stated:
                continue
            if len(claim.places) > 1 and _is_reference(claim, place):
                continue
            if _is_description(spot) or (kind == "hold" and _is_reference(claim, place, _WITHIN)):
                continue
            yield Sighting(
                spot=spot,
                kind=kind,
                holder=holder,
                other=other,
                extent=claim.extent,
                day=start,
                until=end,
                claim=claim.id,
                family=family,
                regained="regain" in cue_kinds(claim.evidence.text),
                against_interest=sides.side_in(wars_of([claim], sides), family) in loser_sides,
            )
