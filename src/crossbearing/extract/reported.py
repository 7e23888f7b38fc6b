"""What somebody is reported to have said: the form in which the attribution family answers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention

Span = tuple[int, int]

# Shorter quotations are single words held at arm's length, not somebody's sentence.
_QUOTED_WORDS = 3


@made_often
@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """The words for one link of a chain of sources, before anybody asks whom they mean.

    ``mention`` is the noun phrase without appositions and relative clauses, None where the speaker is only carried
    over; ``extent`` is the whole phrase with them. ``head`` is the lower-case head noun. ``antecedent`` is the earlier
    phrase that a pronoun, "the source" or a carried speaker goes back to, None where there is none.
    """

    mention: Mention | None
    head: str
    anonymous: bool = False
    pronoun: bool = False
    carried: bool = False
    antecedent: Mention | None = None
    extent: Span | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """One thing said: its characters, the reporting word and the speakers, nearest first.

    ``content`` holds (start, end) character spans of the document, several where the reporting words stand inside what
    was said or where a quotation runs over sentences; neither cue nor source lies in it. ``mode`` and ``speech_act``
    are words of the claim contract; ``commitment`` is the lexicon's class of the cue (``assert``, ``doubt``,
    ``belief``, ``intent``, ``stance``, ``demand``, ``question``). ``quoted`` are the parts of the content in quotation
    marks. ``sentence`` is the number of the sentence that holds the cue.

    >>> r = Reported(content=((0, 20),), cue=None, quoted=((10, 20),), mode="direct_quote")
    >>> r.holds(2, 9), r.mode_at((2, 13), (4, 8)), r.mode_at((2, 13), (10, 12))
    (True, 'indirect', 'direct_quote')
    """

    content: tuple[Span, ...]
    cue: Mention | None
    speech_act: str = "report"
    mode: str = "indirect"
    sources: tuple[SourcePhrase, ...] = ()
    negated: bool = False
    rule: str = ""
    sentence: int = 0
    commitment: str = "assert"
    quoted: tuple[Span, ...] = ()

    @property
    def clause(self) -> Span:
        """The characters from the first to the last of source, cue and the content beside them.

        Claims of a statement class ("condemned the raid") take their evidence from here.
        """
        spans = list(self.content[:2])
        if self.cue is not None:
            spans.append((self.cue.start, self.cue.end))
        spans.extend((s.mention.start, s.mention.end) for s in self.sources[:1] if s.mention is not None)
        return min(s for s, _ in spans), max(e for _, e in spans)

    @property
    def size(self) -> int:
        """How many characters were said: of two contents that hold the same words the smaller is the inner one."""
        return sum(end - start for start, end in self.content)

    def holds(self, start: int, end: int) -> bool:
        """Say whether more than half of the characters ``start`` to ``end`` lie in what was said."""
        return end > start and 2 * _shared(self.content, start, end) > end - start

    def mode_at(self, evidence: Span, trigger: Span) -> str:
        """Return the mode of a claim: a quotation where its trigger, or more than half of its words, stand in marks.

        "It was raiding homes 'throughout the town'" is told in the outlet's words.
        """
        if self.mode not in ("direct_quote", "indirect"):
            return self.mode
        quoted = bool(_met(self.quoted, *trigger)) or 2 * _shared(self.quoted, *evidence) > evidence[1] - evidence[0]
        return "direct_quote" if quoted else "indirect"


def _shared(spans: Sequence[Span], start: int, end: int) -> int:
    """Return how many characters of the stretch lie in the spans, which are sorted and do not overlap."""
    return sum(min(end, e) - max(start, s) for s, e in _met(spans, start, end))


def _met(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return those of the spans, which are sorted and do not overlap, that share a character with the stretch."""
    found = []
    for i in range(bisect_left(spans, (end, 0)) - 1, -1, -1):
        if spans[i][1] <= start:
            break
        found.append(spans[i])
    return found


def by_stretch(reported: Sequence[Reported], stretches: Sequence[Span]) -> list[tuple[Reported, ...]]:
    """Return, for each stretch of text in order, what was said or cued in it, in the order of ``reported``.

    A claim looks only at its own sentence's part, so that a long document costs no more a sentence than a short one.

    >>> near, far = Reported(((2, 9),), None), Reported(((12, 19),), None)
    >>> by_stretch([near, far], [(0, 10), (10, 20)]) == [(near,), (far,)]
    True
    """
    ends = [end for _, end in stretches]
    found: list[list[Reported]] = [[] for _ in stretches]
    for said in reported:
        spans = [*said.content, *([(said.cue.start, said.cue.end)] if said.cue is not None else [])]
        met: set[int] = set()
        for start, end in spans:
            i = bisect_right(ends, start)
            while i < len(stretches) and stretches[i][0] < end:
                met.add(i)
                i += 1
        for i in met:
            found[i].append(said)
    return [tuple(part) for part in found]


def long_enough(text: str) -> bool:
    """Say whether a quotation holds enough words to be somebody's own sentence rather than a word put in doubt.

    >>> long_enough('"terrorists"'), long_enough('"we will not leave"')
    (False, True)
    """
    return len(text.split()) >= _QUOTED_WORDS
