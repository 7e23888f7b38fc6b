"""How well an event is supported: C0 to C5 by independent families and their sides, and flags; never a trust score.

Source of the rules: section A.6 of the reconciliation design. Three republishers of one line are one family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crossbearing.model.claim import ActorRole, Claim
from crossbearing.model.derived import FamilyVoice, SideTable
from crossbearing.reconcile.comparison import CIVILIANS, SAID, actor_key, event_group, is_doer, is_generic, slug
from crossbearing.reconcile.families import Families, source_key
from crossbearing.reconcile.wars import wars_of
from crossbearing.vocab.contract import classes_with

_UNARMED = CIVILIANS | {"prisoners"}
_HARMING = classes_with("harms_struck")
_HARMING_CIVILIANS = classes_with("harms_civilians")
_DENIALS = frozenset({"deny"})
_OF_ONE_THING = frozenset({"it", "its", "this", "that", "which"})
_VIOLENCE = "violence"
_RESPONSIBLE_ROLES = frozenset({"initiator", "perpetrator", "violator", "captor"})
_LOSING_ROLES = frozenset({"loser", "besieged"})
_GAINING_ROLES = frozenset({"gainer", "holder", "besieger"})
_HARM_QUANTITIES = frozenset({"killed", "injured", "killed_or_injured", "captured", "missing"})

AIRWARS = {"C5": "Confirmed", "C4": "Fair", "C3": "Fair", "C2": "Weak", "C1": "Weak", "C0": "Weak"}


def side_of(actor: ActorRole, sides: SideTable) -> str | None:
    """Return the side of an actor: resolved, else from the table by id or name."""
    return actor.side or sides.side(actor_key(actor))


def _is_heading(claim: Claim) -> bool:
    return claim.attribution.mode == "heading"


def voices_of(claims: Sequence[Claim], families: Families, sides: SideTable) -> tuple[FamilyVoice, ...]:
    """Return what each family says: affirms, denies, or mentions where it speaks in headings only.

    Families that name doers of opposed sides dispute who did it; that something was done they all say. A voice has the
    side it takes in the war the claims tell of. Where a document quotes somebody on the event, what it tells of it in
    its own words, or by nobody's name, retells what it quotes: one article is at most as many voices as it quotes.
    """
    wars = wars_of(claims, sides)
    quoted = _quoted(claims, families)
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        family = families.by_claim[claim.id]
        own = family == families.by_document.get(claim.document)
        # An outlet that takes a side speaks for it, whomever else it quotes.
        retold = quoted.get(claim.document, family)
        one_voice = (
            own and not claim.attribution.sources and sides.side_in(wars, family) in {None, sides.side_in(wars, retold)}
        )
        grouped[retold if one_voice else family].append(claim)
    voices = []
    affirmed = any(_is_told(c) for c in claims)
    for family in sorted(grouped):
        members = grouped[family]
        # "We do not shell our own families" denies what others tell, with no word of denial; of talks it is a refusal.
        against = affirmed and all(c.polarity == "negative" and event_group(c.cls) == _VIOLENCE for c in members)
        if against or any(c.attribution.speech_act in _DENIALS for c in members):
            position = "denies"
        elif all(_is_heading(c) for c in members):
            position = "mentions"
        else:
            position = "affirms"
        side = sides.side_in(wars, family)
        voices.append(FamilyVoice(family, side, tuple(sorted(c.id for c in members)), position))
    doers = {v.id: _doers(grouped[v.id], sides) for v in voices if v.position == "affirms"}
    named = set(doers.values())
    voices = [_of_another(v, grouped[v.id], frozenset().union(*named), sides) for v in voices]
    denied = {own for own in named if _others_named(own, named, sides)}
    return tuple(replace(v, position="disputes") if doers.get(v.id) in denied else v for v in voices)


def _is_told(claim: Claim) -> bool:
    """Say whether a claim says that something was done: no answer to it, and no denial."""
    spoken = event_group(claim.cls) == SAID
    return not spoken and claim.polarity == "positive" and claim.attribution.speech_act not in _DENIALS


def _of_another(voice: FamilyVoice, claims: Iterable[Claim], named: frozenset[str], sides: SideTable) -> FamilyVoice:
    """Return a voice that denies a deed of its own where all others tell of somebody else's as one that mentions it."""
    if voice.position != "denies" or not named:
        return voice
    denied = _doers((c for c in claims if c.attribution.speech_act in _DENIALS), sides)
    return replace(voice, position="mentions") if denied and not denied & named else voice


def _quoted(claims: Iterable[Claim], families: Families) -> dict[str, str]:
    """Return the family that each document quotes first, of those that affirm and are not its own."""
    found: dict[str, str] = {}
    for claim in sorted(claims, key=lambda c: (c.document, c.evidence.start, c.id)):
        family = families.by_claim[claim.id]
        speaks = claim.attribution.speech_act not in _DENIALS and not _is_heading(claim)
        if speaks and claim.attribution.sources and family != families.by_document.get(claim.document):
            found.setdefault(claim.document, family)
    return found


def _doers(claims: Iterable[Claim], sides: SideTable) -> frozenset[str]:
    """Return the sides that the claims hold responsible."""
    named = (side_of(a, sides) for c in claims for a in c.actors if _is_held_responsible(a, c))
    return frozenset(side for side in named if side)


def _is_held_responsible(actor: ActorRole, claim: Claim) -> bool:
    """Say whether a claim says that an actor did it: no news outlet did, and "this terrorist attack" names nobody.

    Nor does what goes back to such words alone ("it broke windows"): of several fighters nobody says "it".
    """
    if actor.role not in _RESPONSIBLE_ROLES or not is_doer(actor):
        return False
    if actor.mention is None or not is_generic(actor.name or ""):
        return True
    loaded = any(label.mention == actor.mention for label in claim.labels)
    one = loaded and not actor.mention.text.endswith("s")
    return not (one or actor.mention.text.lower() in _OF_ONE_THING)


def _others_named(own: frozenset[str], named: Iterable[frozenset[str]], sides: SideTable) -> bool:
    """Say whether somebody names doers of a side opposed to one's own, and none in common."""
    return any(not own & theirs and any(sides.are_opposed(a, b) for a in own for b in theirs) for theirs in named)


def _harms_civilians(claim: Claim) -> bool:
    if claim.cls in _HARMING_CIVILIANS:
        return True
    if any(c.category in _UNARMED and c.quantity in _HARM_QUANTITIES for c in claim.counts):
        return True
    targets = (a.name or "" for a in claim.actors if a.role in ("target", "victim"))
    return claim.cls in _HARMING and any("civilian" in t.lower() for t in targets)


def harmed_sides(claims: Iterable[Claim], sides: SideTable) -> frozenset[str]:
    """Return the sides whose interest the claims go against: who lost ground, took losses, or is held responsible."""
    found: set[str | None] = set()
    for claim in claims:
        civilians = _harms_civilians(claim)
        for actor in claim.actors:
            side = side_of(actor, sides)
            if actor.role in _LOSING_ROLES or (actor.role in _RESPONSIBLE_ROLES and civilians):
                found.add(side)
            if actor.role == "violator":
                found.add(side)
        for count in claim.counts:
            if count.side and count.quantity in _HARM_QUANTITIES and count.category == "combatants":
                found.add(sides.side(count.side, slug(count.side)))
    return frozenset(s for s in found if s)


def favoured_sides(claims: Iterable[Claim], harmed: frozenset[str], sides: SideTable) -> frozenset[str]:
    """Return the sides the claims serve: who gains ground, and whoever stands against the harmed."""
    found: set[str] = set()
    for claim in claims:
        if event_group(claim.cls) == "control":
            gaining = (side_of(a, sides) for a in claim.actors if a.role in _GAINING_ROLES)
            found.update(s for s in gaining if s)
    for pair in sides.opposed:
        for one, other in (pair, pair[::-1]):
            if one in harmed:
                found.add(other)
    return frozenset(found - set(sides.neutral))


def grade_of(claims: Sequence[Claim], voices: Sequence[FamilyVoice], sides: SideTable) -> tuple[str, tuple[str, ...]]:
    """Return the grade and the flags that follow from the event's own claims.

    C5 a family states it against its own side's interest and another does too; C4 families of opposed sides agree;
    C3 two families; C2 one family with a named source; C1 one, unnamed or the outlet's own voice; C0 headings only.
    What one report alone tells is C3 or more only where it quotes voices of opposed sides, or one against its interest.
    """
    affirming = [v for v in voices if v.position in ("affirms", "disputes")]
    by_id = {c.id: c for c in claims}
    own = {v.id: [by_id[c] for c in v.claims] for v in affirming}
    # What serves or harms a side is what this voice says, not what others say of the same event.
    harmed = {v.id: harmed_sides(own[v.id], sides) for v in affirming}
    flags = set()
    if affirming and any(v.position in ("denies", "disputes") for v in voices):
        flags.add("contested")
    if affirming and all(
        v.side in favoured_sides(own[v.id], harmed[v.id], sides) and v.side not in harmed[v.id] for v in affirming
    ):
        flags.add("self_serving")
    against = [v for v in affirming if v.side in harmed[v.id] and v.id not in sides.monitors]
    if against:
        flags.add("against_interest")
    agreeing = {v.side for v in affirming if v.position == "affirms"}
    opposed = any(sides.are_opposed(a, b) for a in agreeing for b in agreeing)
    alone = len({by_id[c].document for v in affirming for c in v.claims}) == 1
    if not affirming:
        grade = "C1" if any(v.position == "denies" for v in voices) else "C0"
    elif len(affirming) == 1:
        named = {c.id for c in claims if any(source_key(s) for s in c.attribution.sources)}
        grade = "C2" if named.intersection(affirming[0].claims) else "C1"
    elif alone and not opposed and not against:
        grade = "C2"
    elif against:
        grade = "C5"
    elif opposed:
        grade = "C4"
    else:
        grade = "C3"
    return grade, tuple(sorted(flags))
