"""Ids of events that stay when a claim joins: an event of a store is named after the claim that was there first.

A run names events by what they hold, so that the same reports give the same ids anywhere. A store grows, and people
write ids down: there an event bears the name of the claim of its report that was kept first, whatever joins it later.
Of two events that merge the older id stays, and the store's ``event_ids`` says what the other one has become.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from crossbearing.model.derived import Event, Record, Toll
from crossbearing.reconcile.event_records import digest


def with_lasting_ids(record: Record, first: Mapping[str, int]) -> Record:
    """Return the record with lasting ids of events and of their tolls; ``first`` is the order of the documents.

    >>> with_lasting_ids(Record(), {})
    Record(families=(), events=(), tolls=(), positions=(), control=(), agreements=(), sources=(), merges=(), \
unplaced=(), claim_families={}, document_families={}, document_stories={}, document_events={})
    """
    named = {event.id: _lasting_id(event, first) for event in record.events}
    tolls = _toll_ids(record.tolls, named)
    return replace(
        record,
        events=tuple(sorted((_renamed(event, named) for event in record.events), key=lambda e: e.id)),
        tolls=tuple(
            sorted(
                (
                    replace(t, id=tolls[t.id], event=named.get(t.event, t.event), parent=_of(tolls, t.parent))
                    for t in record.tolls
                ),
                key=lambda t: t.id,
            )
        ),
        positions=tuple(
            sorted(
                (replace(p, toll=tolls.get(p.toll, p.toll)) for p in record.positions),
                key=lambda p: (p.toll, p.family, p.as_of or "", p.claim),
            )
        ),
        merges=tuple(
            sorted(
                (replace(m, event=named.get(m.event, m.event)) for m in record.merges),
                key=lambda m: (m.event, m.claims, m.decision, -m.score, m.reasons),
            )
        ),
        document_events={d: named.get(e, e) for d, e in sorted(record.document_events.items())},
        document_stories=dict(sorted(record.document_stories.items())),
    )


def _lasting_id(event: Event, first: Mapping[str, int]) -> str:
    """Return the id after the claim that was there first: the first claim of the report that was kept first."""
    oldest = min(event.claims, key=lambda claim: (first.get(_document(claim), len(first)), claim))
    return digest("ev", oldest)


def _document(claim: str) -> str:
    return claim.rpartition(":")[0]


def _of(ids: Mapping[str, str], one: str | None) -> str | None:
    return None if one is None else ids.get(one, one)


def _renamed(event: Event, named: Mapping[str, str]) -> Event:
    related = tuple(sorted(replace(r, event=named.get(r.event, r.event)) for r in event.related))
    return replace(event, id=named[event.id], part_of=_of(named, event.part_of), related=related)


def _toll_ids(tolls: tuple[Toll, ...], named: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each toll after its event and what it counts, numbered where several are alike."""
    alike: dict[str, list[str]] = defaultdict(list)
    for toll in tolls:
        parts = (toll.scope, toll.quantity, toll.category, toll.side, toll.place, toll.start, toll.end)
        base = digest("toll", named.get(toll.event, toll.event), *(part or "" for part in parts))
        alike[base].append(toll.id)
    return {
        one: base if rank == 1 else f"{base}-{rank}"
        for base, several in alike.items()
        for rank, one in enumerate(sorted(several), 1)
    }
