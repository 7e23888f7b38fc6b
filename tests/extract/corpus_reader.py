"""Reads the corpora beside the families and compares an example with what the engine finds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.extract.discovery import Family, discover
from crossbearing.extract.engine import Extraction, Extractor
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.resolve.packs import load_packs
from crossbearing.text.names import NameMatcher
from crossbearing.vocab.contract import CLASSES, CODES
from crossbearing.vocab.loader import Form, load_entries

FORM = Form({"text": (str,)}, {"claims": (list,), "not": (str, list), "why": (str,), "gap": (bool,)})
FIELDS = frozenset(
    {"rule", "class", "evidence", "modality", "polarity", "extent", "mode", "speech_act", "time", "source"}
)
ROLES = frozenset(role for c in CLASSES.values() for role in c.roles)
# The packs every corpus may name; others would make an example depend on a conflict that it does not state.
PACKS = ["global", "syria"]


@dataclass(frozen=True)
class Example:
    """One entry of a corpus."""

    family: str
    place: str
    text: str
    claims: tuple[dict[str, Any], ...] | None
    not_: tuple[str, ...]
    gap: bool


@dataclass
class Compared:
    """What was expected and not found, and found and not expected."""

    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


@cache
def extractor() -> Extractor:
    return Extractor(NameMatcher(load_packs(PACKS).names()))


def examples(family: Family) -> list[Example]:
    """Return the examples of a family's corpus; a malformed one names file and line."""
    file = files(f"crossbearing.extract.families.{family.name}") / "corpus.yml"
    found = []
    for place, entry in load_entries(file, FORM):
        expected = entry.get("claims")
        not_ = entry.get("not", [])
        if expected is None and not not_:
            raise VocabularyError(f"{family.name}/{place}: an example has `claims` or `not`")
        if not_ and not entry.get("why"):
            raise VocabularyError(f"{family.name}/{place}: a negative example says `why`")
        for claim in expected or []:
            claim.pop("__line__", None)
            unknown = set(claim) - FIELDS - ROLES - set(CODES["place_role"]) - set(CODES["quantity"])
            if unknown or "evidence" not in claim:
                raise VocabularyError(f"{family.name}/{place}: evidence missing or unknown keys {sorted(unknown)}")
        names = (not_,) if isinstance(not_, str) else tuple(not_)
        claims = None if expected is None else tuple(expected)
        found.append(
            Example(family.name, f"{family.name}/{place}", entry["text"], claims, names, entry.get("gap", False))
        )
    return found


def all_examples() -> list[Example]:
    return [e for f in discover() for e in examples(f)]


@cache
def read_all() -> dict[str, Extraction]:
    """Extract all examples of all families in one go; the parser is much faster that way."""
    texts = {e.place: e.text for e in all_examples()}
    documents = [Document(id=place, text=text.strip("\n")) for place, text in texts.items()]
    return {e.document.id: e for e in extractor().extract(documents)}


def own_claims(example: Example, extraction: Extraction) -> list[Claim]:
    """Return the claims whose rule belongs to the example's family."""
    return [c for c in extraction.claims if c.rule.startswith(f"{example.family}.")]


def values(claim: Claim, key: str) -> list[str]:
    """Return what the claim holds under a corpus key, as texts."""
    if key in {"rule", "modality", "polarity", "extent"}:
        return [str(getattr(claim, key))]
    if key == "class":
        return [claim.cls]
    if key == "evidence":
        return [claim.evidence.text]
    if key in {"mode", "speech_act"}:
        return [getattr(claim.attribution, key)]
    if key == "source":
        first = claim.attribution.sources[:1]
        return [s.mention.text if s.mention else "(carried)" for s in first] or [""]
    if key == "time":
        mention = claim.time.mention if claim.time else None
        return [mention.text if mention else ""]
    if key in ROLES:
        return sorted(a.mention.text for a in claim.actors if a.role == key and a.mention)
    if key in CODES["place_role"]:
        return sorted(p.mention.text for p in claim.places if p.role == key and p.mention)
    return sorted(_range(c.low, c.high) for c in claim.counts if c.quantity == key)


def _range(low: int | None, high: int | None) -> str:
    return str(low) if low == high or high is None else f"{low}-{high}"


def _wanted(value: Any) -> list[str]:
    return sorted(str(v) for v in value) if isinstance(value, list) else [str(value)]


def _differences(expected: dict[str, Any], claim: Claim) -> list[str]:
    found = []
    for key, value in expected.items():
        if key == "evidence":
            continue
        got = values(claim, key)
        if _wanted(value) != got and not (value == "" and not got):
            found.append(f"{key}: expected {_wanted(value)}, found {got}")
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def compare(example: Example, extraction: Extraction) -> Compared:
    """Compare an example with its extraction: the whole result of the family, not only what was asked for."""
    compared = Compared()
    own = own_claims(example, extraction)
    for name in example.not_:
        compared.extra.extend(f"{name} fired on {c.evidence.text!r}" for c in own if c.rule == name)
    if example.claims is None:
        return compared
    left = list(own)
    for expected in example.claims:
        match = next(
            (
                c
                for c in left
                if _squeezed(c.evidence.text) == _squeezed(expected["evidence"])
                and c.cls == expected.get("class", c.cls)
            ),
            None,
        )
        if match is None:
            compared.missing.append(
                f"no claim with evidence {expected['evidence']!r}; found {[c.evidence.text for c in left]}"
            )
            continue
        left.remove(match)
        compared.missing.extend(_differences(expected, match))
    compared.extra.extend(f"not expected: {c.rule} {c.evidence.text!r}" for c in left)
    return compared
