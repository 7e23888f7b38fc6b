"""IndiaPoliceEvents: which sentences say that police killed, used force or arrested, over a whole corpus of news.

Rows ``{doc_id, date, sentences: [{text, labels}]}``. A sentence is labelled by the claims read from it, where police or
other forces of the state do it, or where it is said in the words of police work ("police firing", "lathi-charged").
``engine_only`` is what is left without those words: claims whose actor the engine knows for a force of the state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, f1
from crossbearing.evaluate.rows import rows
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.pipeline import default_pipeline
from crossbearing.vocab.contract import CLASSES
from crossbearing.vocab.loader import Form, load_entries
from crossbearing_bench.sides import resolved_side
from crossbearing_bench.wording import KEYS, Wording

NAME = "indiapolice"
LABELS = ("KILL", "FORCE", "ARREST")
Labels = frozenset[str]
HAPPENED = ("occurred", "ongoing")
# Who does it, in the roles of the claim contract.
DOERS = ("initiator", "perpetrator", "captor", "party")
FORCE_KINDS = ("civilians", "combat", "strike")


@dataclass(frozen=True, slots=True)
class PoliceRule:
    """A label for a sentence: where a claim of one of the classes, or the words, and police stand in it."""

    label: str
    claims: frozenset[str]
    quantity: str
    wording: Wording

    def holds(self, text: str, claims: Sequence[Claim]) -> bool:
        """Say whether the rule labels a sentence with these claims."""
        if self.claims and not any(self._fits(claim) for claim in claims):
            return False
        return self.wording.holds(text)

    def _fits(self, claim: Claim) -> bool:
        happened = claim.cls in self.claims and claim.polarity == "positive" and claim.modality in HAPPENED
        return happened and (not self.quantity or any(c.quantity == self.quantity for c in claim.counts))


@cache
def police_rules() -> tuple[PoliceRule, ...]:
    """Return the rules of ``police_rules.yml``; raise VocabularyError where an entry breaks the form."""
    form = Form({"label": (str,)}, {"claims": (list,), "quantity": (str,), **KEYS})
    found = []
    for place, entry in load_entries(files("crossbearing_bench") / "police_rules.yml", form):
        if entry["label"] not in LABELS or any(c not in CLASSES for c in entry.get("claims", ())):
            raise VocabularyError(f"{place}: label or claim class unknown; labels are {', '.join(LABELS)}")
        classes = frozenset(entry.get("claims", ()))
        found.append(PoliceRule(entry["label"], classes, entry.get("quantity", ""), Wording.of(entry)))
    return tuple(found)


def labels_of(text: str, claims: Sequence[Claim]) -> Labels:
    """Return the labels of a sentence with these claims.

    >>> sorted(labels_of("two rioters were shot dead in police firing.", []))
    ['FORCE', 'KILL']
    """
    return frozenset(rule.label for rule in police_rules() if rule.holds(text, claims))


def engine_labels(claims: Sequence[Claim]) -> Labels:
    """Return the labels of a sentence with these claims by classes, tolls and the engine's own words for actors.

    >>> engine_labels([])
    frozenset()
    """
    found = set()
    for claim in claims:
        if claim.polarity != "positive" or claim.modality not in HAPPENED:
            continue
        if claim.cls in ("custody.arrest", "custody.hold"):
            found.add("ARREST")
        if any(role.role in DOERS and resolved_side(role) == "state" for role in claim.actors):
            if claim.cls.split(".")[0] in FORCE_KINDS:
                found.add("FORCE")
            if claim.cls == "civilians.execution" or any(c.quantity == "killed" and c.high for c in claim.counts):
                found.add("KILL")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Scored:
    """One document: its day, and for every sentence the annotated labels and ours, with and without the word rules."""

    day: str
    sentences: tuple[tuple[Labels, Labels], ...]
    bare: tuple[tuple[Labels, Labels], ...]


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score the labels of all sentences under ``data_dir``.

    ``kill_f1``, ``force_f1`` and ``arrest_f1`` are F1 over sentences; ``daily_spearman`` is the mean over the three
    labels of Spearman's correlation between the daily numbers of documents that hold one, annotated and ours;
    ``engine_only`` gives the same without the words of ``police_rules.yml``. Raises EvaluationError where no row has
    the fields.
    """
    documents = list(_scored(rows(data_dir, ("doc_id", "date", "sentences"), NAME)))
    interval = bootstrap(documents, _metrics, 200)
    bare = _metrics([replace(one, sentences=one.bare) for one in documents])
    metrics = {**_metrics(documents), "engine_only": bare}
    return {"benchmark": NAME, "documents": len(documents), "metrics": metrics, "interval": interval}


def _scored(given: Sequence[dict[str, Any]]) -> Iterator[Scored]:
    """Read every document as its sentences joined by line ends, so that claims lie where the annotated cuts are."""
    texts = ["\n".join(" ".join(s["text"].split()) for s in row["sentences"]) for row in given]
    documents = [Document(id=f"{NAME}-{number:06}", text=text) for number, text in enumerate(texts)]
    for row, text, read in zip(given, texts, default_pipeline().read(documents), strict=True):
        pairs, bare, start = [], [], 0
        for sentence, line in zip(row["sentences"], text.split("\n"), strict=True):
            inside = [c for c in read.claims if start <= c.evidence.start < start + len(line)]
            gold = frozenset(label for label in sentence["labels"] if label in LABELS)
            pairs.append((gold, labels_of(line, inside)))
            bare.append((gold, engine_labels(inside)))
            start += len(line) + 1
        yield Scored(row["date"], tuple(pairs), tuple(bare))


def _metrics(documents: Sequence[Scored]) -> dict[str, float]:
    found = {f"{label.lower()}_f1": _sentence_f1(documents, label) for label in LABELS}
    found["daily_spearman"] = sum(_daily(documents, label) for label in LABELS) / len(LABELS)
    return {name: round(value, 4) for name, value in found.items()}


def _sentence_f1(documents: Sequence[Scored], label: str) -> float:
    pairs = [(label in gold, label in ours) for d in documents for gold, ours in d.sentences]
    return f1(sum(g and o for g, o in pairs), sum(o for _, o in pairs), sum(g for g, _ in pairs))


def _daily(documents: Sequence[Scored], label: str) -> float:
    days = sorted({d.day for d in documents})
    gold, ours = Counter[str](), Counter[str]()
    for d in documents:
        gold[d.day] += any(label in g for g, _ in d.sentences)
        ours[d.day] += any(label in o for _, o in d.sentences)
    return spearman([gold[day] for day in days], [ours[day] for day in days])


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; 0 where one side does not vary.

    >>> spearman([1, 2, 3], [10, 20, 30])
    1.0
    """
    x, y = _ranks(first), _ranks(second)
    mean = (len(x) + 1) / 2
    norm = (sum((a - mean) ** 2 for a in x) * sum((b - mean) ** 2 for b in y)) ** 0.5
    return sum((a - mean) * (b - mean) for a, b in zip(x, y, strict=True)) / norm if norm else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(v) + (ordered.count(v) + 1) / 2 for v in values]
