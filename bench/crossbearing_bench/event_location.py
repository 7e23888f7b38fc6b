"""Event locations (Halterman 2019): which place names say where the event of a given verb happened, if any does.

Rows ``{text, spans: [{label: VERB or LOCATION, start, end}]}``. Place names come from the packs and from the
recogniser of toponyms; ``event_places`` says how likely each is the verb's, the engine's own assignment being one of
its features. What the engine alone would answer is scored beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, f1
from crossbearing.evaluate.logistic import Example, learn, write
from crossbearing.evaluate.rows import rows
from crossbearing.extract.rule import Reading
from crossbearing.extract.verb_places import places_of_verb
from crossbearing.pipeline import default_pipeline
from crossbearing.resolve.places import PlaceResolver
from crossbearing.text.names import NameMatcher
from crossbearing.text.parser import Cut
from crossbearing.text.tokens import NameMatch, Token
from crossbearing.text.tokens import Sentence as Parsed
from crossbearing_bench.event_places import Run, features_of, likelihoods
from crossbearing_bench.geoparsing import open_resolver

NAME = "event_location"
# How sure the recogniser must be that a capitalised word is a place.
LEAST = 0.25
# A run is taken from this likelihood on, and when it is not far below the likeliest one of the sentence.
TAKEN, BESIDE_BEST = 0.3, 0.7
# Rows the author of the set annotated himself count more than those of several hands: the measured part is his.
AUTHOR, AUTHOR_WEIGHT = "Unknown_Andy", 3.0
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
    asked = list(_asked(sentences))
    tallies = [_tally(s, _taken(a)) for s, a in zip(sentences, asked, strict=True)]
    engine = [_tally(s, _engine(a)) for s, a in zip(sentences, asked, strict=True)]
    metrics = {**_metrics(tallies), "engine_f1": _metrics(engine)["f1"], "left_out": len(given) - len(sentences)}
    return {
        "benchmark": NAME,
        "documents": len(sentences),
        "metrics": metrics,
        "interval": bootstrap(tallies, _metrics, 200),
    }


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed sentence with its verb (None where the span holds no word) and the kinds of its known places."""

    reading: Reading
    verb: Token | None
    kinds: dict[int, str]


def _asked(sentences: Sequence[Sentence]) -> Iterator[Asked]:
    extractor, resolver = default_pipeline().extractor, open_resolver()
    names = [_names(s.text, extractor.matcher, resolver) for s in sentences]
    cuts = [Cut(s.text, 0, len(s.text), "paragraph", 0, n) for s, n in zip(sentences, names, strict=True)]
    for sentence, parsed, found in zip(sentences, extractor.parser.parse(cuts), names, strict=True):
        kinds = {n.start: _kind(n.text, resolver) for n in found if n.kind == "place"}
        yield Asked(Reading(parsed), _verb(parsed, sentence.verb), kinds)


def _verb(parsed: Parsed, span: Span) -> Token | None:
    return next((t for t in parsed.tokens if t.start < span[1] and span[0] < t.end), None)


def _kind(name: str, resolver: PlaceResolver) -> str:
    """Return the kind of the largest place of a name ("country", "city"), "none" where the gazetteer has none."""
    best = max(resolver.gazetteer.lookup(name), key=lambda c: (c.place.population, c.place.id), default=None)
    return best.place.kind if best is not None else "none"


def _span(asked: Asked, run: Run) -> Span:
    tokens = asked.reading.sentence.tokens
    return tokens[run.first].start, tokens[run.last].end


def _taken(asked: Asked) -> list[Span]:
    if asked.verb is None:
        return []
    scored = likelihoods(asked.reading, asked.verb, asked.kinds)
    best = max((value for _, value in scored), default=0.0)
    return [_span(asked, run) for run, value in scored if value >= max(TAKEN, BESIDE_BEST * best)]


def _engine(asked: Asked) -> list[Span]:
    if asked.verb is None:
        return []
    return [(p.mention.start, p.mention.end) for p in places_of_verb(asked.reading, asked.verb)]


def fit(data_dir: Path, out_dir: Path) -> tuple[Path, ...]:
    """Learn the weights of `event_places` from the rows under ``data_dir`` and write them to ``out_dir``."""
    examples = []
    given = [(row, s) for row in rows(data_dir, ("text", "spans"), NAME) for s in _sentences(row)]
    for (row, sentence), asked in zip(given, _asked([s for _, s in given]), strict=True):
        if asked.verb is None:
            continue
        gold = _tokens(sentence.text, sentence.gold)
        weight = AUTHOR_WEIGHT if row.get("source") == AUTHOR else 1.0
        for run, features in features_of(asked.reading, asked.verb, asked.kinds):
            ours = _tokens(sentence.text, [_span(asked, run)])
            examples.append(Example(tuple(features), 2 * len(gold & ours) >= max(1, len(ours)), weight))
    file = out_dir / "event_places.json"
    write(learn(examples), file)
    return (file,)


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
