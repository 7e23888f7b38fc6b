"""Event locations (Halterman 2019): which place names say where the event of a given verb happened, if any does.

Rows ``{text, spans: [{label: VERB or LOCATION, start, end}]}``. Place names come from the packs and from the
recogniser of toponyms; which of them is the verb's is decided by ``extract.places_of_verb``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.evaluate.benchmarks.geoparsing import open_resolver
from crossbearing.evaluate.intervals import bootstrap, f1
from crossbearing.evaluate.rows import rows
from crossbearing.extract.rule import Reading
from crossbearing.extract.verb_places import places_of_verb
from crossbearing.pipeline import default_pipeline
from crossbearing.resolve.places import PlaceResolver
from crossbearing.text.names import NameMatcher
from crossbearing.text.parser import Cut
from crossbearing.text.tokens import NameMatch

NAME = "event_location"
# How sure the recogniser must be that a capitalised word is a place.
LEAST = 0.4
_WORD = re.compile(r"\w+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its event verb and the places annotated for it."""

    text: str
    verb: Span
    gold: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Tokens of places: annotated, ours, and both; ``exact`` where the sets are one, ``no_place`` where none is."""

    gold: int
    ours: int
    hits: int
    exact: bool
    no_place: bool


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score the places found for every event verb under ``data_dir``, by tokens of place names.

    Metrics: ``precision``, ``recall`` and ``f1`` over tokens (micro), ``exact`` the share of sentences with the very
    set of tokens, ``exact_no_place`` the same where no place is annotated. ``left_out`` counts rows whose annotation is
    broken: a LOCATION that is empty or that cuts a word. Raises EvaluationError where no row has text and spans.
    """
    given = rows(data_dir, ("text", "spans"), NAME)
    sentences = [s for row in given for s in _sentences(row)]
    tallies = [_tally(s, places) for s, places in zip(sentences, predict(sentences), strict=True)]
    interval = bootstrap(tallies, _metrics)
    metrics = {**_metrics(tallies), "left_out": len(given) - len(sentences)}
    return {"benchmark": NAME, "documents": len(sentences), "metrics": metrics, "interval": interval}


def _sentences(row: dict[str, Any]) -> Iterator[Sentence]:
    """Yield the row's sentence unless a span of it is broken."""
    text = row["text"]
    spans = [(s["label"], (int(s["start"]), int(s["end"]))) for s in row["spans"]]
    verbs = [span for label, span in spans if label == "VERB"]
    gold = tuple(span for label, span in spans if label == "LOCATION")
    if verbs and all(_whole(text, span) for span in gold):
        yield Sentence(text, verbs[0], gold)


def _whole(text: str, span: Span) -> bool:
    start, end = span
    if not text[start:end].strip():
        return False
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return not (cut_before or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum()))


def predict(sentences: Sequence[Sentence]) -> Iterator[list[Span]]:
    """Yield for every sentence the spans of the places where its verb's event happened."""
    extractor, resolver = default_pipeline().extractor, open_resolver()
    cuts = [Cut(s.text, 0, len(s.text), "paragraph", 0, _names(s.text, extractor.matcher, resolver)) for s in sentences]
    for sentence, parsed in zip(sentences, extractor.parser.parse(cuts), strict=True):
        verb = next((t for t in parsed.tokens if t.start < sentence.verb[1] and sentence.verb[0] < t.end), None)
        if verb is None:
            yield []
            continue
        yield [(p.mention.start, p.mention.end) for p in places_of_verb(Reading(parsed), verb)]


def _names(text: str, matcher: NameMatcher, resolver: PlaceResolver) -> tuple[NameMatch, ...]:
    """Return the known names and, between them, the toponyms that the recogniser finds, as places."""
    known = [n for n in matcher.find(text) if n.kind != "demonym"]
    taken = [(n.start, n.end) for n in known]
    found = [
        NameMatch(m.start, m.end, m.text, "place", ())
        for m in resolver.find(text, LEAST)
        if not any(s < m.end and m.start < e for s, e in taken)
    ]
    return tuple(sorted([*known, *found], key=lambda n: n.start))


def _tokens(text: str, spans: Sequence[Span]) -> set[int]:
    return {m.start() for m in _WORD.finditer(text) if any(s <= m.start() < e for s, e in spans)}


def _tally(sentence: Sentence, places: Sequence[Span]) -> Tally:
    gold, ours = _tokens(sentence.text, sentence.gold), _tokens(sentence.text, places)
    return Tally(len(gold), len(ours), len(gold & ours), gold == ours, not gold)


def _metrics(tallies: Sequence[Tally]) -> dict[str, float]:
    gold, ours, hits = (sum(getattr(t, name) for t in tallies) for name in ("gold", "ours", "hits"))
    empty = [t for t in tallies if t.no_place]
    found = {
        "precision": hits / ours if ours else 0.0,
        "recall": hits / gold if gold else 0.0,
        "f1": f1(hits, ours, gold),
        "exact": sum(t.exact for t in tallies) / len(tallies) if tallies else 0.0,
        "exact_no_place": sum(t.exact for t in empty) / len(empty) if empty else 0.0,
    }
    return {name: round(value, 4) for name, value in found.items()}
