"""Made-up claims for property tests and load tests: many places, days, families, counts and ties between claims."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, DateRange, PlaceRole, Relation, Source
from crossbearing.model.derived import DocumentFingerprint
from crossbearing.model.mention import Mention
from crossbearing.vocab.contract import CLASSES, CODES

ACTORS = ("army", "rebels", "is", "coalition", "militia", "Residents of the town", None)
SOURCES = ("monitor", "agency", "ministry", "rebel-media", None)


def at(start: int, text: str) -> Mention:
    """Return the mention of some words that begin at an offset."""
    return Mention(start, start + len(text), text)


def count_of(
    count_id: str, low: int, bound: str = "exact", scope: str = "incident", category: str = "people", **more: str | None
) -> Count:
    """Return a count with the bounds that the claim contract gives to its bound word."""
    high = {"exact": low, "at_least": None, "up_to": low, "vague": low * 3}.get(bound, low)
    return Count(
        id=count_id,
        mention=None,
        quantity=more.get("quantity") or "killed",
        category=category,
        side=more.get("side"),
        scope=scope,
        bound=bound,
        low=1 if bound == "up_to" and low else low,
        best=low,
        high=high,
        parent=more.get("parent"),
    )


def strike(
    claim_id: str,
    low: int | None = None,
    *,
    bound: str = "exact",
    source: str | None = "monitor",
    day: str = "2020-05-01",
    speech_act: str = "report",
) -> Claim:
    """Return a claim of one strike on one town; equal arguments always tell of the same event."""
    return Claim(
        id=claim_id,
        document=claim_id.partition(":")[0],
        cls="strike.air",
        evidence=Mention(0, 20, "jets bombed the town"),
        attribution=Attribution(
            "indirect" if source else "unattributed",
            speech_act if source else "narrate",
            None,
            (Source(source, None),) if source else (),
        ),
        actors=(ActorRole("initiator", "army", None),),
        places=(PlaceRole("location", "Town", None, 35.0, 37.0, 2.0),),
        time=DateRange(None, day, day),
        counts=(count_of(f"{claim_id}n1", low, bound),) if low is not None else (),
    )


def document_of(document_id: str, published: str | None, outlet: str | None = None) -> DocumentFingerprint:
    """Return a fingerprint that shares no text with any other."""
    return DocumentFingerprint(document_id, outlet, published)


@st.composite
def claim_sets(draw: st.DrawFn) -> tuple[list[Claim], list[DocumentFingerprint]]:
    """Draw claims of a few documents with whatever fields, ties and counts the contract allows."""
    documents = [
        document_of(f"d{n}", draw(st.sampled_from([None, "2020-05-01", "2020-05-02", "2020-06-01"])), f"outlet{n % 3}")
        for n in range(draw(st.integers(1, 4)))
    ]
    ids = [f"{draw(st.sampled_from(documents)).id}:c{n:02}" for n in range(draw(st.integers(1, 14)))]
    return [draw(_claims(claim_id, ids)) for claim_id in ids], documents


@st.composite
def _claims(draw: st.DrawFn, claim_id: str, ids: Sequence[str]) -> Claim:
    cls = draw(st.sampled_from(sorted(CLASSES)))
    roles = CLASSES[cls].roles
    start = draw(st.sampled_from([None, "2020-04-28", "2020-05-01", "2020-05-02", "not a day"]))
    end = draw(st.sampled_from([None, "2020-05-01", "2020-05-03", "2020-05-20"]))
    source = draw(st.sampled_from(SOURCES))
    counts = []
    for n in range(draw(st.integers(0, 3))):
        low = draw(st.one_of(st.none(), st.integers(0, 400)))
        high = draw(st.one_of(st.none(), st.integers(0, 400)))
        counts.append(
            Count(
                f"{claim_id}n{n}",
                None,
                draw(st.sampled_from(CODES["quantity"])),
                draw(st.sampled_from(CODES["category"])),
                draw(st.sampled_from(ACTORS)),
                draw(st.sampled_from(CODES["scope"])),
                draw(st.sampled_from(CODES["bound"])),
                low,
                draw(st.one_of(st.none(), st.integers(0, 400))),
                high,
                draw(st.sampled_from([None, f"{draw(st.sampled_from(ids))}n0"])),
            )
        )
    return Claim(
        id=claim_id,
        document=claim_id.partition(":")[0],
        cls=cls,
        evidence=Mention(int(claim_id[-2:]) * 10, int(claim_id[-2:]) * 10 + 9, "something"),
        modality=draw(st.sampled_from(CODES["modality"])),
        polarity=draw(st.sampled_from(CODES["polarity"])),
        extent=draw(st.sampled_from([None, *CODES["extent"]])),
        attribution=Attribution(
            draw(st.sampled_from(CODES["mode"])),
            draw(st.sampled_from(CODES["speech_act"])),
            None,
            (Source(source, None),) if source else (),
        ),
        actors=tuple(
            ActorRole(draw(st.sampled_from(roles)), draw(st.sampled_from(ACTORS)), None)
            for _ in range(draw(st.integers(0, 3)))
        ),
        places=tuple(_places(draw) for _ in range(draw(st.integers(0, 2)))),
        time=None if start is None and end is None else DateRange(None, start, end),
        counts=tuple(counts),
        relations=tuple(
            Relation(draw(st.sampled_from(CODES["relation"])), draw(st.sampled_from(ids)))
            for _ in range(draw(st.integers(0, 2)))
        ),
    )


def _places(draw: st.DrawFn) -> PlaceRole:
    role = draw(st.sampled_from(CODES["place_role"]))
    name, lat, lon, radius = draw(
        st.sampled_from(
            [
                ("Town", 35.0, 37.0, 2.0),
                ("District", 35.01, 37.02, 12.0),
                ("City", 35.2, 37.1, 8.0),
                ("Far", -10.0, 179.9, 3.0),
                ("Country", 35.0, 38.5, 400.0),
                ("Unknown", None, None, None),
                (None, None, None, None),
            ]
        )
    )
    return PlaceRole(role, name, None, lat, lon, radius)
