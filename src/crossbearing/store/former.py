"""What became of the ids of events: an id that was handed out once always leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crossbearing.model.derived import Record


def former_events(former: Mapping[str, Sequence[str]], record: Record) -> list[dict[str, str | None]]:
    """Return what became of the ids of events that are no more: the event that holds most of its claims now.

    >>> former_events({"ev-1": ["a:c01"]}, Record())
    [{'former': 'ev-1', 'present': None, 'why': 'its claims are in no event any more'}]
    """
    of_claim = {claim: event.id for event in record.events for claim in event.claims}
    present = {event.id for event in record.events}
    found: list[dict[str, str | None]] = []
    for old in sorted(set(former) - present):
        now_in = [of_claim[claim] for claim in former[old] if claim in of_claim]
        if not now_in:
            found.append({"former": old, "present": None, "why": "its claims are in no event any more"})
            continue
        best = min(set(now_in), key=lambda e: (-now_in.count(e), e))
        why = "merged" if best in former else "renamed"
        if len(set(now_in)) > 1:
            why += f"; its claims are in {len(set(now_in))} events now"
        found.append({"former": old, "present": best, "why": why})
    return found
