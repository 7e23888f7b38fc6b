"""Text cut into runs that know which claims cover them, so that nested and overlapping claims both show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.report.wording import plain_name, word


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same claims: outermost claim first; ``opens`` are those that begin here."""

    text: str
    claims: tuple[Claim, ...]
    opens: tuple[Claim, ...]
    label: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading: its runs and the claims whose evidence begins in it, in text order."""

    kind: str
    runs: tuple[Run, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of evidence; ``fields`` are the fields of the claim that were read from it."""

    text: str
    fields: tuple[str, ...]


def text_order(claim: Claim) -> tuple[int, int, str]:
    """Return the key that puts claims in the order of the text, wider evidence first."""
    return claim.evidence.start, -claim.evidence.end, claim.id


def _stretches(document: Document) -> list[tuple[str, int, int]]:
    """Return (kind, start, end) of every block; segments where they are known, else lines."""
    if document.segments:
        return [(s.kind, s.start, s.end) for s in sorted(document.segments, key=lambda s: (s.start, s.end))]
    found, start = [], 0
    for line in document.text.splitlines(keepends=True):
        body = line.rstrip()
        if body:
            found.append(("paragraph", start, start + len(body)))
        start += len(line)
    return found


def runs(text: str, start: int, end: int, claims: Sequence[Claim]) -> tuple[Run, ...]:
    """Return ``text[start:end]`` in runs; a claim that reaches in from before or goes on after is cut at the edge.

    >>> a = Claim("d:c01", "d", "control.gain", Mention(0, 8, "IS seize"))
    >>> b = Claim("d:c02", "d", "control.gain", Mention(3, 12, "seized the"))
    >>> [(run.text, len(run.claims)) for run in runs("IS seized the town", 0, 18, [a, b])]
    [('IS ', 1), ('seize', 2), ('d th', 1), ('e town', 0)]
    """
    inside = sorted((c for c in claims if c.evidence.start < end and c.evidence.end > start), key=text_order)
    labels = sorted({(x.mention.start, x.mention.end) for c in inside for x in c.labels})
    spans = [(c.evidence.start, c.evidence.end) for c in inside] + labels
    edges = sorted({start, end} | {edge for span in spans for edge in span if start < edge < end})
    found = []
    opened: set[str] = set()
    covering: list[Claim] = []
    begun = labelled = 0
    labels_end = start
    for left, right in pairwise(edges):  # both lists are walked once, however many claims a paragraph holds
        covering = [c for c in covering if c.evidence.end >= right]
        while begun < len(inside) and inside[begun].evidence.start <= left:
            covering.append(inside[begun])
            begun += 1
        while labelled < len(labels) and labels[labelled][0] <= left:
            labels_end = max(labels_end, labels[labelled][1])
            labelled += 1
        opens = tuple(c for c in covering if c.evidence.start == left and c.id not in opened)
        opened.update(c.id for c in opens)
        found.append(Run(text[left:right], tuple(covering), opens, labels_end >= right))
    return tuple(found)


def blocks(document: Document, claims: Sequence[Claim]) -> tuple[Block, ...]:
    """Return the document in blocks; every claim stands in exactly one of them.

    >>> [block.kind for block in blocks(Document("d", "One.\\n\\nTwo."), [])]
    ['paragraph', 'paragraph']
    """
    ordered = sorted(claims, key=text_order)
    begins = [claim.evidence.start for claim in ordered]
    longest = max((claim.evidence.end - claim.evidence.start for claim in ordered), default=0)
    stretches = _stretches(document)
    found = []
    for number, (kind, start, end) in enumerate(stretches):
        near = ordered[bisect_left(begins, start - longest) : bisect_left(begins, end)]
        first = start if number else 0
        after = stretches[number + 1][1] if number + 1 < len(stretches) else len(document.text) + 1
        own = tuple(ordered[bisect_left(begins, first) : bisect_left(begins, after)])
        found.append(Block(kind, runs(document.text, start, end, near), own))
    return tuple(found)


def field_mentions(claim: Claim) -> list[tuple[str, str, Mention]]:
    """Return (field, value, mention) for every field of the claim that was read from characters, in text order."""
    found: list[tuple[str, str, Mention | None]] = [
        ("said by", s.name or "", s.mention) for s in claim.attribution.sources
    ]
    found.append(("reporting word", "", claim.attribution.cue))
    found += [(word("role", a.role), a.name or "", a.mention) for a in claim.actors]
    found += [(word("place_field", p.role), p.name or "", p.mention) for p in claim.places]
    found += [(word("quantity", n.quantity), "", n.mention) for n in claim.counts]
    found += [("weapon", "", w) for w in claim.weapons]
    found += [("label", x.target or "", x.mention) for x in claim.labels]
    found += [("person", p.name, p.mention) for p in claim.persons]
    if claim.time is not None:
        found.append(("time", "", claim.time.mention))
    kept = [(field, plain_name(value), mention) for field, value, mention in found if mention is not None]
    return sorted(kept, key=lambda row: (row[2].start, row[2].end, row[0], row[1]))


def pieces(text: str, claim: Claim) -> tuple[Piece, ...]:
    """Return the evidence, widened to hold every mention near it, in pieces that know the fields read from them.

    >>> gain = Claim("d:c01", "d", "control.gain", Mention(0, 16, "IS overran Qadam"))
    >>> pieces("IS overran Qadam", gain)
    (Piece(text='IS overran Qadam', fields=()),)
    """
    rows = field_mentions(claim)
    reach = 240
    near = [
        m for _, _, m in rows if abs(m.start - claim.evidence.start) < reach or abs(m.end - claim.evidence.end) < reach
    ]
    start = min([claim.evidence.start, *(m.start for m in near)])
    end = max([claim.evidence.end, *(m.end for m in near)])
    edges = sorted({start, end} | {edge for m in near for edge in (m.start, m.end)})
    return tuple(
        Piece(text[left:right], tuple(dict.fromkeys(f for f, _, m in rows if m.start <= left and m.end >= right)))
        for left, right in pairwise(edges)
    )
