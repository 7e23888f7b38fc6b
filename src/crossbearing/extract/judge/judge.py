"""The judge: says of every word that may carry a claim how likely it does, drops what it doubts, adds what is missing.

Frames and rules propose with the precision of what somebody wrote down; the judge is fitted on annotated documents and
sees the same words, what stands around them and what the rules made of them. It drops a rule's claim that such
documents seldom bear out, and makes a claim where they mostly have one and no rule knows the word. Every decision is a
sum of weights, and the strongest stand in its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from crossbearing.extract.arbitration import is_toll_of
from crossbearing.extract.judge.anchors import may_carry
from crossbearing.extract.judge.attributing import attribute
from crossbearing.extract.judge.counts import count, span
from crossbearing.extract.judge.features import Around, Story, groups_of
from crossbearing.extract.judge.filling import filled
from crossbearing.extract.judge.manner import told_as
from crossbearing.extract.judge.proposals import propose, recast, usual_frames
from crossbearing.extract.judge.weighing import Seen, Weighing
from crossbearing.extract.judge.weights import Weights
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.reported import Reported
from crossbearing.extract.rule import Candidate, Frame, Reading
from crossbearing.extract.stages import Arbitrated, Dropped
from crossbearing.text.tokens import Token
from crossbearing.vocab.coding import coding
from crossbearing.vocab.contract import CLASSES, classes_with

# From which likelihood on a rule's claim is kept, and a claim of the judge's own is made (claim times family): one of a
# deed, and one of words or a setting, of which other news is full. Chosen by cross-validation over documents, so that
# at least two in three claims are right (docs/quality.md has the figures of other values).
KEPT = 0.2
NEW = 0.22
NEW_SAID = 0.31
# From which likelihood on the likeliest word of a speech without a claim gets one, and of a sentence without any; only
# in a document of whose sentences at most this share has no claim: in other news hardly any sentence has one.
ALONE_SAID, ALONE = 0.01, 0.1
_QUIET = 0.7
LEAST_SAID = 4
"""Words that a speech has at least; fewer are a word put in doubt."""
# From which likelihood on a noun names the blow that a claim of harm is the toll of, and the share that its family then
# has at least.
NAMED, SURE = 0.05, 0.6
# A rule's claim is of another family, or of another class of its own, where that one is so likely and the rule's has at
# most this share of it.
RECAST = 0.5
RECAST_RATIO = 0.5
# The share of its words that two candidates for one claim have in common.
SAME_WORDS = 0.7


class Verdict(NamedTuple):
    """What the judge thinks of one word: how likely it carries a claim (0 to 1), and what weighed.

    ``odds`` and ``shares`` are what the network adds, of a claim and of each class.
    """

    likely: float
    seen: Seen
    odds: float = 0.0
    shares: tuple[float, ...] = ()


class Judge:
    """Decides over the candidates of a sentence by fitted weights."""

    def __init__(self, frames: Iterable[Frame], weights: Weights) -> None:
        self.weights = weights
        self._usual = usual_frames(frames)
        self._weighing = Weighing(weights)

    def hear(self, readings: Sequence[Reading]) -> None:
        """Let the network, if there is one, read the sentences of a document together, which is quicker."""
        if self.weights.layers.network is not None:
            self.weights.layers.network.hear([reading.sentence for reading in readings])

    def fill(self, candidates: Sequence[tuple[Reading, Candidate]]) -> list[tuple[Reading, Candidate]]:
        """Return the claims of a document with roles and manner as those who read whole sentences have them."""
        layers = self.weights.layers
        if layers.network is None:
            return list(candidates)
        if layers.manner is not None:
            candidates = told_as(layers.manner, layers.network, candidates)
        if layers.roles is not None:
            candidates = filled(layers.roles, layers.network, candidates)
        if layers.count is not None:
            candidates = count(layers.count, layers.network, candidates)
        if layers.scope is not None:
            candidates = span(layers.scope, layers.network, candidates)
        if layers.mode is not None:
            candidates = attribute(layers.mode, layers.network, candidates)
        return list(candidates)

    def verdict(self, reading: Reading, token: Token, around: Around) -> Verdict:
        """Return what the judge thinks of a word."""
        seen = self._weighing.seen(groups_of(reading, token, around))
        if self.weights.layers.network is None:
            return Verdict(self._weighing.likely(seen), seen)
        heard = self.weights.layers.network.heard(reading.sentence)
        odds = heard.claim[token.i]
        return Verdict(self._weighing.likely(seen, odds), seen, odds, heard.classes[token.i])

    def class_of(self, found: Verdict) -> tuple[str, float]:
        """Return the likeliest class of the likeliest family, and the share of that family (0 to 1)."""
        best, share, _ = self._weighing.classes(found.seen, found.shares)
        return best, share

    def _recast(self, candidate: Candidate, found: Verdict) -> Candidate:
        """Return a rule's claim under the class that the judge is sure of, of the same group, else as it was."""
        best, share, shares = self._weighing.classes(found.seen, found.shares)
        given = candidate.family
        if best.startswith(f"{given}."):
            given, share = candidate.cls, shares[best]
        sure = share > RECAST and shares.get(given, 0.0) < RECAST_RATIO * share
        if not sure or CLASSES[best].group != CLASSES[candidate.cls].group or candidate.cls in _HOLDING:
            return candidate
        return recast(candidate, best, f"by {share:.2f} the judge takes it for {best}")

    def weighed(self, ruled: Arbitrated, told: Story) -> list[tuple[Token, str, float, str]]:
        """Return every word of a sentence that may carry a claim: class, likelihood and reason (for ``explain``)."""
        around = Around(ruled, told)
        kept = {c.predicate for c in ruled.kept}
        sentence = ruled.reading.sentence
        words = [t for t in sentence.tokens if t.i in kept or may_carry(sentence, t)]
        found: list[tuple[Token, str, float, str]] = []
        for token in words:
            verdict = self.verdict(ruled.reading, token, around)
            cls, share = self.class_of(verdict)
            found.append((token, cls, verdict.likely * share, self._reason(verdict.likely, verdict)))
        return found

    def dispose(self, ruled: Arbitrated, told: Story) -> tuple[list[Candidate], list[Candidate], list[Dropped]]:
        """Return the rules' candidates that stand, the judge's own, and those of the rules that it drops."""
        reading, kept = ruled.reading, ruled.kept
        around = Around(ruled, told)
        standing: list[Candidate] = []
        lost: list[Dropped] = []
        for candidate in kept:
            found = self.verdict(reading, reading.sentence.tokens[candidate.predicate], around)
            candidate = candidate.having(likely=found.likely)
            if found.likely < KEPT:
                lost.append(Dropped(candidate, self._reason(found.likely, found)))
            else:
                standing.append(self._recast(candidate, found))
        standing += self._carriers(ruled, standing, lost, told)
        added = self._missing(reading, kept, standing, around)
        return standing, added, lost

    def _carriers(
        self, ruled: Arbitrated, standing: Sequence[Candidate], lost: Sequence[Dropped], told: Story
    ) -> list[Candidate]:
        """Return what says something and had stood back for a claim that the judge drops: then it is told by that."""
        gone = {(d.candidate.predicate, d.candidate.rule) for d in lost}
        back = [d.candidate for d in ruled.dropped if d.said and (d.said.predicate, d.said.rule) in gone]
        if not back:
            return []
        around = Around(replace(ruled, kept=(*standing, *back), dropped=tuple(lost)), told)
        found = [(c, self.verdict(ruled.reading, ruled.reading.sentence.tokens[c.predicate], around)) for c in back]
        return [c.having(likely=v.likely) for c, v in found if v.likely >= KEPT]

    def _missing(
        self, reading: Reading, kept: Sequence[Candidate], standing: Sequence[Candidate], around: Around
    ) -> list[Candidate]:
        taken = {i for c in kept for i in (c.predicate, c.clause)}
        added: list[Candidate] = []
        for token in _carrying(reading, around):
            made = None if token.i in taken else self._new(reading, token, around, (*standing, *added))
            if made is not None:
                added.append(made)
        return added

    def _new(self, reading: Reading, token: Token, around: Around, others: Sequence[Candidate]) -> Candidate | None:
        """Return the claim on a word, where there is one beside the others, or the blow that one is the toll of."""
        found = self.verdict(reading, token, around)
        naming = (token.is_noun or token.tag == "VBG") and any(c.cls in _TOLLS for c in others)
        if found.likely < (NAMED if naming else NEW):  # the share of a family only makes it less
            return None
        cls, share = self.class_of(found)
        likely = found.likely * share
        enough = likely >= (NEW if CLASSES[cls].deed else NEW_SAID)
        names = naming and cls in _VIOLENT and share > SURE
        made = self._made(reading, token, found, cls, likely) if enough or names else None
        if made is None or (names and any(is_toll_of(reading, c, made) for c in others)):
            return made
        return made if enough and not any(_same_words(made, c) for c in others) else None

    def likeliest(self, ruled: Arbitrated, kept: Sequence[Candidate], told: Story) -> list[Candidate]:
        """Return the claims on the likeliest words of what tells none so far: speeches, else the whole sentence.

        Which word of a speech tells its claim is often open, though most speeches in a report about war tell one.
        """
        reading = ruled.reading
        silent = list(_silent(reading, kept))
        if kept and not silent:
            return []
        around = Around(ruled, told)
        carrying = _carrying(reading, around)
        said = [[t for t in carrying if one.holds(t.start, t.end)] for one in silent]
        made = [self._likeliest(reading, words, around, ALONE_SAID) for words in said]
        if not kept and not any(made):
            made.append(self._likeliest(reading, carrying, around, ALONE))
        found: list[Candidate] = []
        for one in made:
            if one is not None and not any(_same_words(one, c) for c in (*kept, *found)):
                found.append(one)
        return found

    def _likeliest(self, reading: Reading, words: Sequence[Token], around: Around, least: float) -> Candidate | None:
        asked = [(self.verdict(reading, token, around), token) for token in words]
        if not asked:
            return None
        found, token = max(asked, key=lambda one: (one[0].likely, -one[1].i))
        if found.likely < least:
            return None
        return self._made(reading, token, found, self.class_of(found)[0], found.likely)

    def _made(self, reading: Reading, token: Token, found: Verdict, cls: str, likely: float) -> Candidate | None:
        if CLASSES[cls].deed and (token.lemma in _DENYING or reading.reports(token)):
            return None  # "rebels deny losing the town" tells of no loss, and no gain; "announced that" of no attack
        made = propose(self._usual, reading, token, cls)
        if made is None:
            return None
        if cls in _VIOLENT:
            made = _with_able(made, reading.sentence.tokens)
        return made.having(likely=likely, reasons=(*made.reasons, self._reason(likely, found)))

    def _reason(self, likely: float, found: Verdict) -> str:
        """Return the likelihood and what weighed most, in words that can be read: the features and their weights."""
        strongest = self._weighing.strongest(found.seen)
        if found.odds:
            strongest.append(("the whole sentence", found.odds))
        weighed = ", ".join(f"{feature} {weight:+.1f}" for feature, weight in strongest)
        return f"the judge gives it {likely:.2f} by {weighed}"


_VIOLENT = classes_with("violent")
_TOLLS = classes_with("toll")
# Who entered a town and who took it, the verb says better than any sum does.
_HOLDING = frozenset(c.name for c in CLASSES.values() if c.group == "control")
_BOMBARDS = classes_with("bombards")
_BEARING_ARMS = frozenset({"FORCE", "GROUP", "VEHICLE"})


def tells_of_war(kept: Sequence[Sequence[Candidate]]) -> bool:
    """Say whether so many of a document's sentences have claims that speeches without any are worth a second look."""
    return sum(not one for one in kept) <= _QUIET * len(kept)


def _silent(reading: Reading, kept: Sequence[Candidate]) -> Iterator[Reported]:
    """Yield what somebody says, in a sentence or more, of which no claim tells anything, nor that it is said."""
    tokens = reading.sentence.tokens
    words = [tokens[i] for c in kept for i in (c.predicate, c.clause)]
    for said in reading.reported:
        told = any(said.holds(word.start, word.end) for word in words)
        cued = said.cue is not None and any(said.cue.start <= word.start < said.cue.end for word in words)
        held = sum(said.holds(token.start, token.end) for token in tokens)
        if not told and not cued and held >= LEAST_SAID:
            yield said


def _carrying(reading: Reading, around: Around) -> list[Token]:
    """Return the words that may carry a claim, without those of which the claim contract settles that they do not."""
    settled = {i for i, lost in around.dropped.items() if any(one.settled for one in lost)}
    return [t for t in reading.sentence.tokens if t.i not in settled and may_carry(reading.sentence, t)]


def _with_able(made: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Return a claim of violence without doers that cannot be."""
    return made.having(actors=tuple(a for a in made.actors if _able(tokens[a.head], made.cls, a.role)))


def _able(doer: Token, cls: str, role: str) -> bool:
    """Say whether a common noun can have done violence, where it stands as who did: "signs" and "a medic" shell nobody.

    Only for claims that the judge makes: no frame says there what its subject may be.
    """
    if role not in coding().acting or doer.kind or doer.tag not in {"NN", "NNS"}:
        return True
    kinds = token_kinds(doer)
    return bool(_BEARING_ARMS & kinds) or ("PERSON" in kinds and cls not in _BOMBARDS)


# Verbs that say of a deed that it was not, so that they never tell one.
_DENYING = frozenset({"deny", "refute", "dismiss", "reject", "disprove", "rebut"})


def _same_words(made: Candidate, other: Candidate) -> bool:
    """Say whether two candidates would be told by the same words, or nearly so."""
    shared = min(made.end, other.end) - max(made.start, other.start)
    return shared > 0 and 2 * shared > SAME_WORDS * (made.end - made.start + other.end - other.start)
