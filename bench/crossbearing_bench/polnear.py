"""PolNeAR: who is quoted saying what in 1,008 news articles (source, cue and content spans).

The annotation is wider than a claim's attribution: it takes in wishes, leanings and questions, so the family is asked
for all its commitments here, and its spans are drawn as that guideline draws them (the cue with its auxiliaries, the
content with "that" and with the final stop of a sentence-final quotation, the source with its appositions).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, f1
from crossbearing.evaluate.pairing import one_to_one
from crossbearing.evaluate.rows import rows
from crossbearing.extract.attribution import find_reported
from crossbearing.extract.reported import Reported, Span
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences
from crossbearing.text.tokens import Sentence, Token

NAME = "polnear"
_READ = ("heading", "paragraph")
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution: character spans of source, cue and content."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(slots=True)
class Tally:
    """What was counted in one document; sums over documents give the metrics."""

    predicted: int = 0
    gold: int = 0
    predicted_characters: int = 0
    gold_characters: int = 0
    shared_characters: int = 0
    content: int = 0
    cue: int = 0
    source_exact: int = 0
    source_overlap: int = 0
    source_predicted: int = 0
    source_gold: int = 0
    end_to_end: int = 0

    def plus(self, other: Tally) -> Tally:
        """Return the sum of the two."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score the attribution family on every document under ``data_dir`` (rows with text and annotations).

    Returns ``{"benchmark", "documents", "metrics", "interval"}``; figures are fractions of one, intervals 95%
    bootstrap over documents. ``engine_only`` scores what claims are attributed by: no word that serves this set alone.
    """
    parser, tallies, bare = Parser(), [], []
    for document in rows(data_dir, ("text", "annotations"), NAME):
        gold, parsed = gold_relations(document), _parsed(document["text"], parser)
        tallies.append(score(gold, _relations(document["text"], parsed)))
        bare.append(score(gold, _relations(document["text"], parsed, wide=False)))
    metrics = {**_metrics(tallies), "engine_only": _metrics(bare)}
    return {"benchmark": NAME, "documents": len(tallies), "metrics": metrics, "interval": bootstrap(tallies, _metrics)}


def gold_relations(document: dict[str, Any]) -> list[Relation]:
    """Return the relations of the first annotator (ids in alphabetical order)."""
    annotations = sorted(document["annotations"], key=lambda a: str(a["annotator"]))
    if not annotations:
        return []
    return [Relation(*(_spans(a[k]) for k in ("source", "cue", "content"))) for a in annotations[0]["attributions"]]


def _spans(pairs_of_offsets: Iterable[Sequence[int]]) -> Spans:
    return tuple(sorted((int(p[0]), int(p[1])) for p in pairs_of_offsets))


def predict(text: str, parser: Parser) -> list[Relation]:
    """Return the relations that the attribution family finds in ``text``."""
    return _relations(text, _parsed(text, parser))


def _parsed(text: str, parser: Parser) -> list[Sentence]:
    cuts = [
        Cut(text, start, end, part.kind, number)
        for number, part in enumerate(segment(text))
        if part.kind in _READ
        for start, end in sentences(text, part.start, part.end)
    ]
    return list(parser.parse(cuts))


def _relations(text: str, parsed: Sequence[Sentence], wide: bool = True) -> list[Relation]:
    """Return the relations of a parsed text: with every commitment, or those alone that give a claim its source."""
    found = [r for r in find_reported(parsed, wide=wide) if r.rule != "attribution.continuation"]
    quoted = sorted(span for r in found for span in r.quoted)
    return [_relation(text, parsed, r) for r in found if not _own_thought(r, quoted)]


def _own_thought(reported: Reported, quoted: Sequence[Span]) -> bool:
    """Say whether a word of thinking or wanting stands inside a quotation: on train few of those are annotated."""
    if reported.commitment in ("assert", "doubt") or reported.cue is None:
        return False
    at = reported.cue.start
    return any(start <= at < end for start, end in quoted)


def _relation(text: str, parsed: Sequence[Sentence], reported: Reported) -> Relation:
    sentence = parsed[reported.sentence]
    cue: Spans = ()
    if reported.cue is not None:
        cue = (_cue_span(sentence, reported.cue.start, reported.cue.end),)
    source = [s.extent for s in reported.sources if s.mention is not None and s.extent is not None and not s.carried]
    return Relation(_hull(source[:1]), cue, tuple(_content_span(text, *span) for span in reported.content))


def _hull(spans: list[Span]) -> Spans:
    return ((min(s for s, _ in spans), max(e for _, e in spans)),) if spans else ()


def _cue_span(sentence: Sentence, start: int, end: int) -> Span:
    """Widen the cue to its auxiliaries and adverbs: "has also called for"."""
    words = sentence.at(start, end)
    if not words:
        return start, end
    verb = words[0]
    i = verb.i
    while i > 0 and _belongs(sentence.tokens[i - 1], verb):
        i -= 1
    return sentence.tokens[i].start, end


def _belongs(token: Token, verb: Token) -> bool:
    return token.head == verb.i and token.dep in ("aux", "auxpass", "neg", "advmod") and token.tag not in ("WRB", "TO")


def _content_span(text: str, start: int, end: int) -> Span:
    """Take "that" and the full stop inside a closing quotation mark into the content."""
    that = re.search(r"\b(?:that|to)\s$", text[max(0, start - 6) : start])
    if that is not None and text[start - 5 : start].lower() == "that ":
        start -= 5
    return start, end


def score(gold: Sequence[Relation], predicted: Sequence[Relation]) -> Tally:
    """Count one document: relations are matched one to one by the most shared content characters."""
    tally = Tally(predicted=len(predicted), gold=len(gold))
    tally.gold_characters = sum(_size(g.content) for g in gold)
    tally.predicted_characters = sum(_size(p.content) for p in predicted)
    for g, p, shared in _matched(gold, predicted):
        tally.shared_characters += shared
        tally.content += g.content == p.content
        tally.cue += g.cue == p.cue
        tally.source_gold += bool(g.source)
        tally.source_predicted += bool(p.source)
        both = bool(g.source) and bool(p.source)
        tally.source_exact += both and g.source == p.source
        overlaps = both and _shared(g.source, p.source) > 0
        tally.source_overlap += overlaps
        union = _size(g.content) + _size(p.content) - shared
        tally.end_to_end += 2 * shared >= union and (overlaps or not (g.source or p.source))
    return tally


def _matched(gold: Sequence[Relation], predicted: Sequence[Relation]) -> Iterator[tuple[Relation, Relation, int]]:
    """Yield the pairs of the one-to-one match, largest overlap first; equal overlaps prefer the tighter pair."""
    weighed = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            shared = _shared(g.content, p.content)
            if shared:
                weighed.append((-shared, abs(_size(g.content) - _size(p.content)), g.cue != p.cue, i, j))
    for i, j in one_to_one((i, j) for *_, i, j in sorted(weighed)):
        yield gold[i], predicted[j], _shared(gold[i].content, predicted[j].content)


def _size(spans: Spans) -> int:
    return sum(e - s for s, e in spans)


def _shared(a: Spans, b: Spans) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def _metrics(tallies: Iterable[Tally]) -> dict[str, float]:
    t = Tally()
    for tally in tallies:
        t = t.plus(tally)
    found = {
        "content_exact_f1": f1(t.content, t.predicted, t.gold),
        "content_overlap_f1": f1(t.shared_characters, t.predicted_characters, t.gold_characters),
        "cue_f1": f1(t.cue, t.predicted, t.gold),
        "source_exact_f1": f1(t.source_exact, t.source_predicted, t.source_gold),
        "source_overlap_f1": f1(t.source_overlap, t.source_predicted, t.source_gold),
        "end_to_end_f1": f1(t.end_to_end, t.predicted, t.gold),
    }
    return {name: round(value, 4) for name, value in found.items()}
