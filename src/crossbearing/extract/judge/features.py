"""What the judge sees of a word that may carry a claim: the word, what stands around it, and what the rules made of it.

Features are strings, each there or not, so that a reason can be printed as it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.stages import Arbitrated, Dropped, NearMiss
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.associations import calls_up, tells_of
from crossbearing.vocab.contract import CLASSES
from crossbearing.vocab.nouns import synonyms, verb_groups


class Story:
    """What the rules found in a document, in its order: the class of "the attack" is mostly that of one told before."""

    def __init__(self, found: Iterable[tuple[int, Candidate]]) -> None:
        told = sorted((number, c.predicate, c.cls) for number, c in found)
        self._often = Counter(cls for _, _, cls in told)
        self._beside: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for number, word, cls in told:
            self._beside[number].append((word, cls))
        self._deeds = [one for one in told if CLASSES[one[2]].deed]
        self._where = [one[:2] for one in self._deeds]
        self._silent: dict[int, tuple[str, ...]] = {}
        self._all = tuple(self._told(Counter()))

    def features(self, number: int, word: int) -> Iterator[str]:
        """Yield what is told before, after and beside a word of a sentence, and what more than twice."""
        place = (number, word)
        yield from self._around(place)
        sentence = self._beside.get(number, ())
        if all(other != word for other, _ in sentence):
            yield from self._elsewhere(number)
            return
        yield from self._told(Counter(cls for other, cls in sentence if other == word))
        beside = {cls for other, cls in sentence if other != word}
        yield from (f"beside={cls}" for cls in beside or {"none"})

    def _around(self, place: tuple[int, int]) -> Iterator[str]:
        first, last = bisect_left(self._where, place), bisect_right(self._where, place)
        yield f"before={self._deeds[first - 1][2] if first else 'none'}"
        yield f"after={self._deeds[last][2] if last < len(self._deeds) else 'none'}"

    def _elsewhere(self, number: int) -> tuple[str, ...]:
        """Return what is told beside a word that tells nothing, the same for all such words of a sentence."""
        found = self._silent.get(number)
        if found is None:
            beside = sorted({cls for _, cls in self._beside.get(number, ())})
            found = (*self._all, *(f"beside={cls}" for cls in beside or ("none",)))
            self._silent[number] = found
        return found

    def _told(self, own: Counter[str]) -> Iterator[str]:
        for cls, often in self._often.items():
            elsewhere = often - own[cls]
            if elsewhere:
                yield f"document={cls}"
            if elsewhere > _OFTEN:
                yield f"document:often={cls}"


_OFTEN = 2


class Around:
    """What the rules made of a sentence, by the word on which they made it, and of its document."""

    def __init__(self, ruled: Arbitrated, told: Story) -> None:
        self.told = told
        self.below: dict[int, tuple[str, ...]] = {}
        """What a word is to those it hangs below, once asked for."""
        self.kept: dict[int, list[Candidate]] = defaultdict(list)
        self.dropped: dict[int, list[Dropped]] = defaultdict(list)
        self.near: dict[int, list[NearMiss]] = defaultdict(list)
        for candidate in ruled.kept:
            for place in {candidate.predicate, candidate.clause}:
                self.kept[place].append(candidate)
        for lost in ruled.dropped:
            self.dropped[lost.candidate.predicate].append(lost)
        for miss in ruled.near:
            self.near[miss[1]].append(miss)


def features_of(reading: Reading, token: Token, around: Around) -> set[str]:
    """Return the features of a word."""
    found = {"bias", *_own(reading.sentence, token), *_arguments(reading.sentence, token)}
    found.update(_phrases(reading, token, around.below))
    found.update(_rules(token, around))
    found.update(around.told.features(reading.number, token.i))
    return found


def _own(sentence: Sentence, token: Token) -> Iterator[str]:
    shape = "v" if token.is_verb else "n" if token.is_noun else "j"
    yield from _of_lemma(token.lemma, shape)
    yield f"tag={token.tag}"
    yield f"dep={token.dep}/{shape}"
    yield f"lemma={token.lemma}/{token.dep}"
    head = sentence.head(token)
    if head is not token:
        yield f"head={head.lemma}/{shape}"
        yield from _about("head", head.lemma)
    yield from _tells(token.lemma, tuple(c.lemma for c in sentence.children(token, "prt")))
    yield f"segment={sentence.segment}/{shape}"
    for kind in token_kinds(token):
        yield f"kind={kind}"
    if token.is_verb:
        yield f"passive={is_passive(sentence, token)}"


@lru_cache(maxsize=20_000)
def _of_lemma(lemma: str, shape: str) -> tuple[str, ...]:
    likes = (lemma, *synonyms(lemma, "v" if shape == "v" else "n"))
    groups = verb_groups(lemma) if shape == "v" else ()
    return (
        f"lemma={lemma}",
        f"lemma={lemma}/{shape}",
        *(f"like={like}/{shape}" for like in likes),
        *(f"group={group}" for group in groups),
    )


@lru_cache(maxsize=20_000)
def _tells(lemma: str, particles: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a word by itself, and with each of its particles, may tell of, and what it calls up."""
    alone = tells_of(lemma)
    with_particle = sorted({told for one in particles for told in tells_of(f"{lemma} {one}")})
    return (
        *(f"tells={told}" for told in alone),
        *(f"tells:prt={told}" for told in with_particle),
        *(() if alone or with_particle else ("tells=nothing",)),
        *(f"is={topic}" for topic in calls_up(lemma) if topic.startswith("topic:")),
    )


@lru_cache(maxsize=50_000)
def _about(where: str, lemma: str) -> tuple[str, ...]:
    """Return what a word somewhere beside the one that is asked about calls up."""
    return tuple(f"{where}~{told}" for told in calls_up(lemma))


def _kinds(token: Token) -> list[str]:
    return sorted(token_kinds(token)) or [token.tag if not token.kind else token.kind]


def _arguments(sentence: Sentence, token: Token) -> Iterator[str]:
    if token.is_verb:
        doers, undergoers = agents(sentence, token), patients(sentence, token)
        for name, found in (("agent", doers), ("patient", undergoers)):
            if not found:
                yield f"{name}=none"
            for one in found[:3]:
                yield f"{name}={one.lemma if not one.kind else one.kind.upper()}"
                if not one.kind:
                    yield from _about(name, one.lemma)
                    if name == "patient":
                        yield from _about(f"lemma={token.lemma}&{name}", one.lemma)
                for kind in _kinds(one):
                    yield f"{name}:{kind}"
                    yield f"lemma={token.lemma}&{name}:{kind}"
    for prep, noun in preposed(sentence, token):
        yield f"prep={prep.lower}"
        yield f"lemma={token.lemma}&prep={prep.lower}"
        for kind in _kinds(noun):
            yield f"prep={prep.lower}:{kind}"
        if not noun.kind:
            yield f"prep={prep.lower}:{noun.lemma}"
            yield from _about(f"prep={prep.lower}", noun.lemma)
            yield from _about(f"lemma={token.lemma}&prep={prep.lower}", noun.lemma)
    for child in sentence.children(token):
        yield f"child={child.dep}"
        if child.dep in {"amod", "compound", "prt", "neg", "aux", "advmod", "mark", "det", "poss", "nummod"}:
            word = child.kind.upper() if child.kind else "#" if child.tag == "CD" else child.lemma
            yield f"child={child.dep}:{word}"
            if not child.kind:
                yield from _about("child", child.lemma)


def _phrases(reading: Reading, token: Token, told: dict[int, tuple[str, ...]]) -> Iterator[str]:
    sentence = reading.sentence
    inside = set(sentence.subtree(token))
    for i in inside:
        if i != token.i or token.kind:
            found = told.get(i)
            if found is None:
                found = told[i] = tuple(_below(sentence.tokens[i]))
            yield from found
    for link in reading.links:
        where = "below" if link.phrase.head in inside else "sentence"
        yield f"toll:{where}:{link.quantity}"
    head = sentence.head(token)
    if token.dep in {"dobj", "pobj", "nsubj", "nsubjpass", "conj"}:
        top = sentence.head(head) if token.dep == "pobj" else head
        yield f"top={top.lemma}/{token.dep}"
        yield from _about("top", top.lemma)
    if reading.said(token):
        yield "said"
    yield f"number={min(reading.number, 3)}"


def _below(token: Token) -> Iterator[str]:
    if token.kind:
        yield f"below:{token.kind}"
    elif token.is_verb or token.tag in {"NN", "NNS", "JJ"}:
        yield f"below={token.lemma}"
        yield from _about("below", token.lemma)
        for kind in token_kinds(token):
            yield f"below:{kind}"


def _rules(token: Token, around: Around) -> Iterator[str]:
    for candidate in around.kept.get(token.i, ()):
        yield "kept"
        yield f"kept={candidate.cls}"
        yield f"kept={candidate.rule}"
        yield f"kept:filled={min(candidate.filled(), 4)}"
        yield f"kept:{candidate.modality}"
        if candidate.nominal:
            yield f"kept:nominal={'alone' if candidate.clause == candidate.predicate else 'hosted'}"
        if candidate.presupposed:
            yield "kept:presupposed"
    for lost in around.dropped.get(token.i, ()):
        yield f"dropped={lost.candidate.cls}"
        yield f"dropped={lost.candidate.rule}"
        yield f"dropped:{_plain(lost.reason)}"
    for name, _, reason in around.near.get(token.i, ()):
        yield f"near={name}"
        yield f"near={name.partition('.')[0]}"
        yield f"near:{_plain(reason)}"


def _plain(reason: str) -> str:
    """Return a reason without the words it names, so that like reasons are alike."""
    return reason.partition(":")[0].partition("'")[0].partition('"')[0].strip()
