"""The claim: one assertion, by one source, that something happened, is the case, is planned or was counted.

Field names and values are those of the claim contract; ``claim_to_json`` writes the exchange form. Fields that only
resolution fills (ids, sides, precision codes) default to None and are written as additional properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention

Number = int | None
RULES = "rules"
"""The reader that claims are from unless they say otherwise."""
EXTRACTOR = "crossbearing"
"""The program that read a claim, unless it says more: which judge, where a team taught one."""


@made_often
@dataclass(frozen=True, slots=True)
class Source:
    """Somebody quoted: the name is None until resolution says whom the words mean.

    ``antecedent`` is the earlier phrase that a pronoun or a carried-over speaker goes back to; it is not exchanged.
    """

    name: str | None
    mention: Mention | None
    anonymous: bool = False
    actor: str | None = None
    antecedent: Mention | None = None


@made_often
@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so: the mode, the speech act, the reporting word and the chain, nearest speaker first."""

    mode: str = "unattributed"
    speech_act: str = "narrate"
    cue: Mention | None = None
    sources: tuple[Source, ...] = ()


@made_often
@dataclass(frozen=True, slots=True)
class ActorRole:
    """An actor in a claim: the words (``mention``), whom they mean (``name``, ``actor`` id, ``side``) and the role."""

    role: str
    name: str | None
    mention: Mention | None
    actor: str | None = None
    side: str | None = None
    reason: str | None = None


@made_often
@dataclass(frozen=True, slots=True)
class PlaceRole:
    """A place in a claim. Coordinates in degrees, ``radius_km`` in kilometres; all None where not resolved.

    ``where_prec`` is UCDP's 1-7, ``geo_precision`` ACLED's 1-3; ``parents`` are place ids, nearest first.
    """

    role: str
    name: str | None
    mention: Mention | None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    place: str | None = None
    parents: tuple[str, ...] = ()
    where_prec: int | None = None
    geo_precision: int | None = None
    reason: str | None = None


@made_often
@dataclass(frozen=True, slots=True)
class DateRange:
    """When: the time words and the first and last possible ISO day; an open end is None.

    ``date_prec`` is UCDP's 1-5; ``basis`` says how the days are known: words, inherited, publication, reader (a model
    said so and no grammar of ours reads the words) or none.
    """

    mention: Mention | None = None
    start: str | None = None
    end: str | None = None
    date_prec: int | None = None
    basis: str = "none"


@made_often
@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things, with its bound. ``parent`` is the id of the count this one is part of."""

    id: str
    mention: Mention | None
    quantity: str
    category: str
    side: str | None
    scope: str
    bound: str
    low: Number
    best: Number
    high: Number
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A loaded word for an actor: ``target`` is the name of the actor it is hung on, None while unknown."""

    mention: Mention
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the text names as killed, hurt, held or missing; ``fate`` is a quantity word."""

    mention: Mention
    name: str
    age: int | None = None
    sex: str | None = None
    fate: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie to another claim of the run, by id: repeats, elaborates, contradicts, subset_of, part_of ..."""

    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Difference:
    """On what readers of one claim differ, in words; ``doubt`` is how likely what was taken is wrong, 0 to 1."""

    slot: str
    words: str
    doubt: float


@made_often
@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed claim; never edited after extraction, only replaced by a copy with resolved fields.

    ``reader`` says who read it in the text: the rules, another, or several ("llm,rules"); ``differences`` where these
    disagree. Both are written only where other readers than the rules took part. ``gloss`` is the claim as one English
    sentence and ``name_glosses`` are (words, English) of its names, by the reader of a report in another language:
    never checked, evidence of nothing, and written only where there are any.

    >>> Claim(id="d:c01", document="d", cls="control.gain", evidence=Mention(0, 16, "IS overran Qadam")).modality
    'occurred'
    """

    id: str
    document: str
    cls: str
    evidence: Mention
    modality: str = "occurred"
    polarity: str = "positive"
    extent: str | None = None
    attribution: Attribution = Attribution()
    actors: tuple[ActorRole, ...] = ()
    places: tuple[PlaceRole, ...] = ()
    time: DateRange | None = None
    counts: tuple[Count, ...] = ()
    weapons: tuple[Mention, ...] = ()
    labels: tuple[Label, ...] = ()
    persons: tuple[Person, ...] = ()
    relations: tuple[Relation, ...] = ()
    rule: str = ""
    extractor: str = EXTRACTOR
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    family: str | None = None
    reader: str = RULES
    differences: tuple[Difference, ...] = ()
    gloss: str = ""
    name_glosses: tuple[tuple[str, str], ...] = ()


def _mention(mention: Mention | None) -> dict[str, Any] | None:
    return None if mention is None else {"start": mention.start, "end": mention.end, "text": mention.text}


def _attribution_to_json(attribution: Attribution) -> dict[str, Any]:
    return {
        "mode": attribution.mode,
        "speech_act": attribution.speech_act,
        "cue": _mention(attribution.cue),
        "sources": [
            {"name": s.name, "mention": _mention(s.mention), "anonymous": s.anonymous, "actor": s.actor}
            for s in attribution.sources
        ],
    }


def _place_to_json(place: PlaceRole) -> dict[str, Any]:
    return {
        "role": place.role,
        "name": place.name,
        "mention": _mention(place.mention),
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "place": place.place,
        "parents": list(place.parents),
        "where_prec": place.where_prec,
        "geo_precision": place.geo_precision,
        "reason": place.reason,
    }


def _count_to_json(count: Count) -> dict[str, Any]:
    return {
        "id": count.id,
        "mention": _mention(count.mention),
        "quantity": count.quantity,
        "category": count.category,
        "side": count.side,
        "scope": count.scope,
        "bound": count.bound,
        "low": count.low,
        "best": count.best,
        "high": count.high,
        "parent": count.parent,
    }


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """Return the exchange form of the claim: plain dicts and lists, ready for ``json.dumps``.

    >>> c = Claim(id="d:c01", document="d", cls="control.gain", evidence=Mention(0, 2, "IS"))
    >>> claim_to_json(c)["class"], claim_to_json(c)["time"]
    ('control.gain', None)
    """
    time = claim.time
    return {
        "id": claim.id,
        "document": claim.document,
        "class": claim.cls,
        "evidence": _mention(claim.evidence),
        "modality": claim.modality,
        "polarity": claim.polarity,
        "extent": claim.extent,
        "attribution": _attribution_to_json(claim.attribution),
        "actors": [
            {"role": a.role, "name": a.name, "mention": _mention(a.mention), "actor": a.actor, "side": a.side}
            for a in claim.actors
        ],
        "places": [_place_to_json(p) for p in claim.places],
        "time": None
        if time is None
        else {
            "mention": _mention(time.mention),
            "start": time.start,
            "end": time.end,
            "date_prec": time.date_prec,
            "basis": time.basis,
        },
        "counts": [_count_to_json(c) for c in claim.counts],
        "weapons": [{"mention": _mention(w)} for w in claim.weapons],
        "labels": [{"mention": _mention(x.mention), "target": x.target} for x in claim.labels],
        "persons": [
            {"mention": _mention(p.mention), "name": p.name, "age": p.age, "sex": p.sex, "fate": p.fate}
            for p in claim.persons
        ],
        "relations": [{"type": r.type, "target": r.target} for r in claim.relations],
        "rule": claim.rule,
        "extractor": claim.extractor,
        "confidence": claim.confidence,
        "reasons": list(claim.reasons),
        "family": claim.family,
        **({} if claim.reader == RULES else {"reader": claim.reader}),
        **({"differences": [_difference_to_json(d) for d in claim.differences]} if claim.differences else {}),
        **({"gloss": claim.gloss} if claim.gloss else {}),
        **({"name_glosses": [{"text": t, "english": e} for t, e in claim.name_glosses]} if claim.name_glosses else {}),
    }


def _difference_to_json(difference: Difference) -> dict[str, Any]:
    return {"slot": difference.slot, "words": difference.words, "doubt": difference.doubt}


def _mention_from(value: Any) -> Mention | None:
    return None if not value else Mention(value["start"], value["end"], value["text"])


def _needed_mention(value: Any) -> Mention:
    return Mention(value["start"], value["end"], value["text"])


def _attribution_from_json(value: dict[str, Any]) -> Attribution:
    return Attribution(
        mode=value["mode"],
        speech_act=value["speech_act"],
        cue=_mention_from(value.get("cue")),
        sources=tuple(
            Source(s.get("name"), _mention_from(s.get("mention")), bool(s.get("anonymous")), s.get("actor"))
            for s in value["sources"]
        ),
    )


def _place_from_json(p: dict[str, Any]) -> PlaceRole:
    return PlaceRole(
        p["role"],
        p.get("name"),
        _mention_from(p.get("mention")),
        p.get("lat"),
        p.get("lon"),
        p.get("radius_km"),
        p.get("place"),
        tuple(p.get("parents") or ()),
        p.get("where_prec"),
        p.get("geo_precision"),
        p.get("reason"),
    )


def _count_from_json(k: dict[str, Any], prefix: str) -> Count:
    return Count(
        prefix + k["id"],
        _mention_from(k.get("mention")),
        k["quantity"],
        k["category"],
        k.get("side"),
        k["scope"],
        k["bound"],
        k["low"],
        k["best"],
        k["high"],
        prefix + k["parent"] if k.get("parent") else None,
    )


def claim_from_json(value: dict[str, Any], document: str | None = None) -> Claim:
    """Read the exchange form back; ``document`` is used where the claim does not name its own (gold files do not).

    Ids of gold files number inside their document: with ``document`` given they are made unique over a run.

    >>> c = Claim(id="d:c01", document="d", cls="control.gain", evidence=Mention(0, 2, "IS"))
    >>> claim_from_json(claim_to_json(c)) == c
    True
    """
    prefix = f"{document}:" if document else ""
    time = value.get("time")
    return Claim(
        id=prefix + value["id"],
        document=document or value["document"],
        cls=value["class"],
        evidence=_needed_mention(value["evidence"]),
        modality=value["modality"],
        polarity=value["polarity"],
        extent=value.get("extent"),
        attribution=_attribution_from_json(value["attribution"]),
        actors=tuple(
            ActorRole(a["role"], a.get("name"), _mention_from(a.get("mention")), a.get("actor"), a.get("side"))
            for a in value["actors"]
        ),
        places=tuple(_place_from_json(p) for p in value["places"]),
        time=None
        if not time
        else DateRange(
            _mention_from(time.get("mention")),
            time.get("start"),
            time.get("end"),
            time.get("date_prec"),
            time.get("basis", "none"),
        ),
        counts=tuple(_count_from_json(k, prefix) for k in value["counts"]),
        weapons=tuple(_needed_mention(w["mention"]) for w in value.get("weapons") or () if w.get("mention")),
        labels=tuple(Label(_needed_mention(x["mention"]), x.get("target")) for x in value.get("labels") or ()),
        persons=tuple(
            Person(_needed_mention(p["mention"]), p["name"], p.get("age"), p.get("sex"), p.get("fate"))
            for p in value.get("persons") or ()
            if p.get("mention")
        ),
        relations=tuple(Relation(r["type"], prefix + r["target"]) for r in value.get("relations") or ()),
        rule=value.get("rule", ""),
        extractor=value.get("extractor", EXTRACTOR),
        confidence=value.get("confidence", 0.0),
        reasons=tuple(value.get("reasons") or ()),
        family=value.get("family"),
        reader=value.get("reader", RULES),
        differences=tuple(Difference(d["slot"], d["words"], d["doubt"]) for d in value.get("differences") or ()),
        gloss=value.get("gloss", ""),
        name_glosses=tuple((g["text"], g["english"]) for g in value.get("name_glosses") or ()),
    )
