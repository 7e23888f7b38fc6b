"""Says why: names matched, gate, parse, what was reported, what fired, what nearly did and why not.

It is how rules are written: one runs it on a sentence, changes a frame or a word, and runs it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crossbearing.extract.engine import Extractor
from crossbearing.extract.judge.features import Story
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A frame or rule that stopped short on a word, and the reason."""

    rule: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that happened to one sentence. ``gate`` is the word it was parsed for, None where it was passed over.

    ``weighed`` has what the judge thinks of each word that may carry a claim: the word, the likeliest class, how likely
    it is (claim times family, 0 to 1) and what weighed most.
    """

    text: str
    segment: str
    gate: str | None
    names: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    tokens: tuple[tuple[str, str, str, str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    times: tuple[str, ...] = ()
    quantities: tuple[tuple[str, str], ...] = ()
    reported: tuple[tuple[str, str, str, str], ...] = ()
    fired: tuple[Claim, ...] = ()
    near: tuple[NearMiss, ...] = ()
    dropped: tuple[NearMiss, ...] = field(default=())
    weighed: tuple[tuple[str, str, float, str], ...] = field(default=())


def explain(text: str, extractor: Extractor) -> list[Explanation]:
    """Return one Explanation a sentence of ``text``; claims are those that a run would give for this text alone."""
    extraction = next(iter(extractor.extract([Document(id="explain", text=text)])))
    found = []
    ruled = [extractor.ruled(reading) for reading in extraction.readings]
    told = Story((one.reading.number, c) for one in ruled for c in one.kept)
    for one in ruled:
        reading, sentence = one.reading, one.reading.sentence
        inside = [c for c in extraction.claims if sentence.start <= c.evidence.start < sentence.end]
        judged = extractor.judge.weighed(one, told) if extractor.judge is not None else []
        found.append(
            Explanation(
                text=sentence.text,
                segment=sentence.segment,
                gate=extractor.gate.decide(sentence.text),
                names=tuple((n.text, n.kind, n.ids) for n in sentence.names),
                tokens=tuple((t.text, t.lemma, t.tag, t.dep, sentence.tokens[t.head].text) for t in sentence.tokens),
                places=tuple((p.mention.text, p.role) for p in reading.places),
                times=tuple(t.text for t in reading.times),
                quantities=tuple((q.mention.text, word) for q, word in reading.tolls),
                reported=tuple(
                    (
                        r.rule,
                        r.speech_act,
                        " / ".join(s.mention.text for s in r.sources if s.mention),
                        " ... ".join(text[a:b] for a, b in r.content),
                    )
                    for r in extraction.reported
                    if any(sentence.start <= a < sentence.end for a, _ in r.content)
                ),
                fired=tuple(inside),
                near=tuple(NearMiss(name, sentence.tokens[word].text, reason) for name, word, reason in one.near),
                weighed=tuple((token.text, cls, round(likely, 2), why) for token, cls, likely, why in judged),
                dropped=tuple(
                    NearMiss(d.candidate.rule, text[d.candidate.start : d.candidate.end], d.reason)
                    for d in extraction.dropped
                    if sentence.start <= d.candidate.start < sentence.end
                ),
            )
        )
    return found
