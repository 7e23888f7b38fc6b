"""Flags that need the ledgers: disputed tolls, deals told by one side, plans without news, who was asked and silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.model.claim import Claim
from crossbearing.model.derived import Agreement, Event, Toll
from crossbearing.reconcile.comparison import actor_key
from crossbearing.vocab.contract import CLASSES, classes_with

_NEIGHBOURS = 3
_SILENT = classes_with("silent")
_DEALS = frozenset(c.name for c in CLASSES.values() if c.deal is not None) - classes_with("truce")


def _silent_near(claims: Mapping[str, Claim]) -> dict[str, set[str]]:
    """Return the claims beside a refusal to comment that name those who were asked, with the actors asked."""
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.values():
        by_document[claim.document].append(claim)
    found: dict[str, set[str]] = defaultdict(set)
    for members in by_document.values():
        silent = [c for c in members if c.cls in _SILENT]
        if not silent:
            continue
        members.sort(key=lambda c: (c.evidence.start, c.id))
        place = {c.id: n for n, c in enumerate(members)}
        for quiet in silent:
            keys = {k for a in quiet.actors if (k := actor_key(a))}
            at = place[quiet.id]
            for near in members[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]:
                if keys & {actor_key(a) for a in near.actors}:
                    found[near.id].update(keys)
    return found


def flag_events(
    events: Sequence[Event], tolls: Sequence[Toll], agreements: Sequence[Agreement], claims: Mapping[str, Claim]
) -> list[Event]:
    """Return the events with the flags contested, no_comment, one_sided_agreement and planned_unrealised added."""
    disputed = {t.event for t in tolls if t.status == "disputed"}
    one_sided = {c for a in agreements if "one_sided_agreement" in a.flags for c in a.claims}
    realised = {r.event for e in events for r in e.related if r.type == "realises"}
    silent = _silent_near(claims)
    found = []
    for event in events:
        flags = set(event.flags)
        if event.id in disputed:
            flags.add("contested")
        if any(c in silent for c in event.claims):
            flags.add("no_comment")
        if event.cls in _DEALS and one_sided.intersection(event.claims):
            flags.add("one_sided_agreement")
        if event.modality == "planned" and event.id not in realised:
            flags.add("planned_unrealised")
        if len(flags) > len(event.flags):
            airwars = "Contested" if "contested" in flags else event.airwars
            event = replace(event, flags=tuple(sorted(flags)), airwars=airwars)
        found.append(event)
    return found
