"""Scores predicted claims against gold claims slot by slot, exactly as the claim contract's scorer does.

Claims are paired one to one inside a document, best first, where their evidence overlaps (character F1 >= 0.3, or
>= 0.2 where one holds the other) and their class family agrees (or evidence F1 >= 0.6). Every claim is a bundle of
slots; an unpaired gold claim misses all of its slots, an unpaired predicted claim spends all of its own. Two mentions
agree at character F1 >= 0.5. Claims are in their exchange form (``claim_to_json``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from crossbearing.evaluate.intervals import f1, harmonic
from crossbearing.evaluate.pairing import one_to_one

ClaimJson = Mapping[str, Any]
Tally = dict[str, Counter[str]]
SLOTS = tuple("claim class modality polarity extent source chain mode actor place time count detail parent".split())
ALL = "ALL"


def _span(mention: Mapping[str, Any] | None) -> tuple[int, int] | None:
    return (mention["start"], mention["end"]) if mention else None


def shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Return how many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def span_f1(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    """Return the character F1 of two spans.

    >>> span_f1((0, 4), (2, 6))
    0.5
    """
    if a is None or b is None:
        return 0.0
    return f1(shared(a, b), a[1] - a[0], b[1] - b[0]) if shared(a, b) else 0.0


def family(cls: str) -> str:
    """Return the family of a class.

    >>> family("strike.air")
    'strike'
    """
    return cls.partition(".")[0]


def _plain(name: str | None) -> str:
    return " ".join((name or "").lower().replace("the ", "").split())


def pair(gold: Sequence[ClaimJson], predicted: Sequence[ClaimJson]) -> list[tuple[int, int]]:
    """Return the index pairs of claims that are held to be one and the same, best first."""
    weighed = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            weight = _likeness(g, p)
            if weight is not None:
                weighed.append((weight, -abs(g["evidence"]["start"] - p["evidence"]["start"]), i, j))
    return one_to_one((i, j) for _, _, i, j in sorted(weighed, reverse=True))


def _likeness(g: ClaimJson, p: ClaimJson) -> float | None:
    a, b = _span(g["evidence"]), _span(p["evidence"])
    near = span_f1(a, b)
    if not near or a is None or b is None:
        return None
    same = family(g["class"]) == family(p["class"])
    held = shared(a, b) == min(a[1] - a[0], b[1] - b[0])
    if not ((same and (near >= 0.3 or (held and near >= 0.2))) or near >= 0.6):
        return None
    return near + (1.0 if g["class"] == p["class"] else 0.5 if same else 0.0)


def _one_to_one(gold: Iterable[Any], predicted: Iterable[Any], same: Callable[[Any, Any], bool]) -> int:
    left, hits = list(predicted), 0
    for g in gold:
        match = next((p for p in left if same(g, p)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def _same_mention(g: ClaimJson, p: ClaimJson) -> bool:
    if g.get("mention") and p.get("mention"):
        return span_f1(_span(g["mention"]), _span(p["mention"])) >= 0.5
    return bool(g.get("name")) and _plain(g.get("name")) == _plain(p.get("name"))


def _same_source(g: ClaimJson, p: ClaimJson) -> bool:
    return _same_mention(g, p) or (bool(_plain(g.get("name"))) and _plain(g.get("name")) == _plain(p.get("name")))


def _same_role(g: ClaimJson, p: ClaimJson) -> bool:
    return g.get("role") == p.get("role") and _same_mention(g, p)


def _same_count(g: ClaimJson, p: ClaimJson) -> bool:
    return all(g[key] == p[key] for key in ("quantity", "bound", "low")) and _same_mention(g, p)


def _same_detail(g: ClaimJson, p: ClaimJson) -> bool:
    return _same_count(g, p) and all(g.get(k) == p.get(k) for k in ("category", "scope", "best", "high"))


def _list(claim: ClaimJson, key: str) -> list[Any]:
    return claim.get(key) or []


def _sources(claim: ClaimJson) -> list[Any]:
    return (claim.get("attribution") or {}).get("sources") or []


def _mode(claim: ClaimJson) -> Any:
    return (claim.get("attribution") or {}).get("mode")


def slots(claim: ClaimJson) -> Counter[str]:
    """Return how many slots of each kind a claim fills.

    >>> bare = {"class": "control.gain", "modality": "occurred", "evidence": {"start": 0, "end": 4}}
    >>> sorted(slots(bare).elements())
    ['claim', 'class', 'modality', 'mode', 'source']
    """
    counts = _list(claim, "counts")
    filled = {"claim": 1, "class": 1, "modality": 1, "source": 1, "mode": 1}
    filled["chain"] = max(0, len(_sources(claim)) - 1)
    filled["extent"] = int(bool(claim.get("extent")))
    filled["polarity"] = int(claim.get("polarity") == "negative")
    filled["actor"], filled["place"] = len(_list(claim, "actors")), len(_list(claim, "places"))
    filled["count"] = filled["detail"] = len(counts)
    filled["parent"] = sum(1 for k in counts if k.get("parent"))
    filled["time"] = int(bool((claim.get("time") or {}).get("mention")))
    return Counter({name: number for name, number in filled.items() if number})


def _with_parent(claim: ClaimJson, index: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    counts = [(k, index.get(k.get("parent"))) for k in _list(claim, "counts")]
    return [(k, parent) for k, parent in counts if parent]


def _counts_by_id(claims: Iterable[ClaimJson]) -> dict[str, Any]:
    return {k["id"]: k for c in claims for k in _list(c, "counts") if k.get("id")}


def hits(g: ClaimJson, p: ClaimJson) -> Counter[str]:
    """Return the slots of a pair that agree, all but ``parent``.

    >>> bare = {"class": "control.gain", "modality": "occurred", "evidence": {"start": 0, "end": 4}}
    >>> hits(bare, {**bare, "modality": "planned"})["modality"]
    0
    """
    a, b = next(iter(_sources(g)), None), next(iter(_sources(p)), None)
    same_source = (a is None and b is None) or bool(a and b and _same_source(a, b))
    s, t = g.get("time") or {}, p.get("time") or {}
    same_days = (s.get("start"), s.get("end")) == (t.get("start"), t.get("end"))
    return Counter(
        {
            "claim": int(family(g["class"]) == family(p["class"])),
            "class": int(g["class"] == p["class"]),
            "modality": int(g["modality"] == p["modality"]),
            "polarity": int(g.get("polarity") == "negative" == p.get("polarity")),
            "source": int(same_source),
            "chain": _one_to_one(_sources(g)[1:], _sources(p)[1:], _same_source),
            "mode": int(_mode(g) == _mode(p)),
            "extent": int(bool(g.get("extent")) and g.get("extent") == p.get("extent")),
            "actor": _one_to_one(_list(g, "actors"), _list(p, "actors"), _same_role),
            "place": _one_to_one(_list(g, "places"), _list(p, "places"), _same_role),
            "count": _one_to_one(_list(g, "counts"), _list(p, "counts"), _same_count),
            "detail": _one_to_one(_list(g, "counts"), _list(p, "counts"), _same_detail),
            "time": int(bool(s.get("mention")) and bool(t.get("mention")) and same_days),
        }
    )


def score_document(gold: Sequence[ClaimJson], predicted: Sequence[ClaimJson]) -> Tally:
    """Return for every slot how many stand in the gold, how many were predicted and how many agree (``hit``)."""
    tally: Tally = {name: Counter() for name in SLOTS}
    for side, claims in (("gold", gold), ("pred", predicted)):
        for claim in claims:
            for name, number in slots(claim).items():
                tally[name][side] += number
    gold_counts, predicted_counts = _counts_by_id(gold), _counts_by_id(predicted)
    for i, j in pair(gold, predicted):
        for name, number in hits(gold[i], predicted[j]).items():
            tally[name]["hit"] += number
        tally["parent"]["hit"] += _one_to_one(
            _with_parent(gold[i], gold_counts),
            _with_parent(predicted[j], predicted_counts),
            lambda x, y: _same_count(x[0], y[0]) and _same_count(x[1], y[1]),
        )
    return tally


def slot_table(tallies: Sequence[Tally]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of every slot and of ``ALL`` (micro), summed over documents."""
    total = {name: Counter[str]() for name in (*SLOTS, ALL)}
    for tally in tallies:
        for name in SLOTS:
            total[name].update(tally[name])
            total[ALL].update(tally[name])
    return {name: _prf(counted) for name, counted in total.items()}


def _prf(t: Counter[str]) -> dict[str, float]:
    p = t["hit"] / t["pred"] if t["pred"] else 0.0
    r = t["hit"] / t["gold"] if t["gold"] else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(harmonic(p, r), 4)}
