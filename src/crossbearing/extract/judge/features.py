"""What the judge sees of a word that may carry a claim: the word, what stands around it, and what the rules made of it.

Features are strings, each there or not, so that a reason can be printed as it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.rule import Candidate, Reading
from crossbearing.extract.stages import Arbitrated, Dropped, NearMiss
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.associations import calls_up, tells_of
from crossbearing.vocab.contract import CLASSES
from crossbearing.vocab.nouns import synonyms, verb_groups

Group = tuple[Any, ...]
"""What makes a group of features, and what it makes them of, which can be a key."""
Features = tuple[str, ...]


class Bundle:
    """Groups that many words of a sentence or a document share, so that they are looked up together.

    ``known`` is for who weighs them: who that was, and what has a weight.
    """

    __slots__ = ("known", "parts")

    def __init__(self, parts: Sequence[Group | Bundle]) -> None:
        self.parts = parts
        self.known: tuple[object, frozenset[int]] | None = None

    def features(self) -> Iterator[str]:
        """Yield the features of all groups."""
        return features_in(self.parts)


def features_in(groups: Iterable[Group | Bundle]) -> Iterator[str]:
    """Yield the features of groups, spelled out.

    >>> sorted(features_in([(str.split, "a b"), Bundle([(str.split, "c")])]))
    ['a', 'b', 'c']
    """
    for group in groups:
        if isinstance(group, Bundle):
            yield from group.features()
        else:
            make, *asked = group
            yield from make(*asked)


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
        self._silent: dict[int, Bundle] = {}
        self._all = Bundle(tuple(self._told(Counter())))

    def groups(self, number: int, word: int) -> Iterator[Group | Bundle]:
        """Yield what is told before, after and beside a word of a sentence, and what more than twice."""
        place = (number, word)
        yield self._around(place)
        sentence = self._beside.get(number, ())
        if all(other != word for other, _ in sentence):
            yield self._elsewhere(number)
            return
        yield from self._told(Counter(cls for other, cls in sentence if other == word))
        beside = {cls for other, cls in sentence if other != word}
        yield from ((_of_story, "beside=", cls) for cls in beside or {"none"})

    def _around(self, place: tuple[int, int]) -> Group:
        first, last = bisect_left(self._where, place), bisect_right(self._where, place)
        before = self._deeds[first - 1][2] if first else "none"
        return _of_order, before, self._deeds[last][2] if last < len(self._deeds) else "none"

    def _elsewhere(self, number: int) -> Bundle:
        """Return what is told beside a word that tells nothing, the same for all such words of a sentence."""
        found = self._silent.get(number)
        if found is None:
            beside = sorted({cls for _, cls in self._beside.get(number, ())})
            found = Bundle((self._all, *((_of_story, "beside=", cls) for cls in beside or ("none",))))
            self._silent[number] = found
        return found

    def _told(self, own: Counter[str]) -> Iterator[Group]:
        for cls, often in self._often.items():
            elsewhere = often - own[cls]
            if elsewhere:
                yield _of_story, "document=", cls
            if elsewhere > _OFTEN:
                yield _of_story, "document:often=", cls


_OFTEN = 2


def _of_order(before: str, after: str) -> Features:
    return f"before={before}", f"after={after}"


def _of_story(where: str, cls: str) -> Features:
    return (f"{where}{cls}",)


class Around:
    """What the rules made of a sentence, by the word on which they made it, and of its document."""

    def __init__(self, ruled: Arbitrated, told: Story) -> None:
        self.told = told
        self.below: dict[int, Bundle] = {}
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
    return set(features_in(groups_of(reading, token, around)))


def groups_of(reading: Reading, token: Token, around: Around) -> list[Group | Bundle]:
    """Return the features of a word in groups: what makes them, and what it makes them of.

    A group says all that its features hang on, so that who knows the group need not have them spelled out.
    """
    return [
        *_own(reading, token),
        *_arguments(reading.sentence, token),
        *_phrases(reading, token, around.below),
        *_rules(token, around),
        *around.told.groups(reading.number, token.i),
    ]


def _shape(token: Token) -> str:
    return "v" if token.is_verb else "n" if token.is_noun else "j"


def _own(reading: Reading, token: Token) -> list[Group]:
    sentence, shape, lemma, dep = reading.sentence, _shape(token), token.lemma, token.dep
    particles = tuple([c.lemma for c in sentence.children(token, "prt")]) if token.children else ()
    passive = is_passive(sentence, token) if shape == "v" else None
    said = bool(reading.reported) and reading.said(token)
    found: list[Group] = [
        (_of_word, lemma, token.tag, shape, particles, token_kinds(token)),
        (_of_form, lemma, dep),
        (_of_setting, dep, shape, passive, sentence.segment, min(reading.number, 3), said),
    ]
    head = sentence.head(token)
    if head is not token:
        found.append((_of_head, head.lemma, shape))
    if dep in _LED:
        top = sentence.head(head) if dep == "pobj" else head
        found.append((_of_top, top.lemma, dep))
    return found


_LED = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "conj"})


def _of_word(lemma: str, tag: str, shape: str, particles: tuple[str, ...], kinds: Iterable[str]) -> Features:
    return (
        *_of_lemma(lemma, shape),
        f"tag={tag}",
        *_tells(lemma, particles),
        *(f"kind={kind}" for kind in kinds),
    )


def _of_form(lemma: str, dep: str) -> Features:
    return (f"lemma={lemma}/{dep}",)


def _of_setting(dep: str, shape: str, passive: bool | None, segment: str, number: int, said: bool) -> Iterator[str]:
    yield from ("bias", f"dep={dep}/{shape}", f"segment={segment}/{shape}", f"number={number}")
    if passive is not None:
        yield f"passive={passive}"
    if said:
        yield "said"


def _of_head(lemma: str, shape: str) -> Features:
    return f"head={lemma}/{shape}", *_about("head", lemma)


def _of_lemma(lemma: str, shape: str) -> Features:
    likes = (lemma, *synonyms(lemma, "v" if shape == "v" else "n"))
    groups = verb_groups(lemma) if shape == "v" else ()
    return (
        f"lemma={lemma}",
        f"lemma={lemma}/{shape}",
        *(f"like={like}/{shape}" for like in likes),
        *(f"group={group}" for group in groups),
    )


def _tells(lemma: str, particles: tuple[str, ...]) -> Features:
    """Return what a word by itself, and with each of its particles, may tell of, and what it calls up."""
    alone = tells_of(lemma)
    with_particle = sorted({told for one in particles for told in tells_of(f"{lemma} {one}")})
    return (
        *(f"tells={told}" for told in alone),
        *(f"tells:prt={told}" for told in with_particle),
        *(() if alone or with_particle else ("tells=nothing",)),
        *(f"is={topic}" for topic in calls_up(lemma) if topic.startswith("topic:")),
    )


def _about(where: str, lemma: str) -> Features:
    """Return what a word somewhere beside the one that is asked about calls up."""
    return tuple(f"{where}~{told}" for told in calls_up(lemma))


def _told_kinds(token: Token) -> Iterable[str]:
    return token_kinds(token) or (token.tag if not token.kind else token.kind,)


def _arguments(sentence: Sentence, token: Token) -> Iterator[Group]:
    lemma = token.lemma
    if token.is_verb:
        for name, found in (("agent", agents(sentence, token)), ("patient", patients(sentence, token))):
            if not found:
                yield _one, f"{name}=none"
            for one in found[:3]:
                yield _of_argument, name, lemma, one.lemma, one.kind, _told_kinds(one)
    for prep, noun in preposed(sentence, token):
        yield _of_prep, lemma, prep.lower, noun.lemma, noun.kind, _told_kinds(noun)
    for child in sentence.children(token):
        if child.dep in _SPELLED:
            yield _of_child, child.dep, child.lemma, child.kind, child.tag == "CD"
        else:
            yield _of_dependent, child.dep


_SPELLED = frozenset({"amod", "compound", "prt", "neg", "aux", "advmod", "mark", "det", "poss", "nummod"})


def _one(feature: str) -> Features:
    return (feature,)


def _of_argument(name: str, verb: str, lemma: str, kind: str, kinds: Iterable[str]) -> Iterator[str]:
    yield f"{name}={kind.upper() if kind else lemma}"
    if not kind:
        yield from _about(name, lemma)
        if name == "patient":
            yield from _about(f"lemma={verb}&{name}", lemma)
    for one in kinds:
        yield f"{name}:{one}"
        yield f"lemma={verb}&{name}:{one}"


def _of_prep(governor: str, prep: str, lemma: str, kind: str, kinds: Iterable[str]) -> Iterator[str]:
    yield f"prep={prep}"
    yield f"lemma={governor}&prep={prep}"
    for one in kinds:
        yield f"prep={prep}:{one}"
    if not kind:
        yield f"prep={prep}:{lemma}"
        yield from _about(f"prep={prep}", lemma)
        yield from _about(f"lemma={governor}&prep={prep}", lemma)


def _of_dependent(dep: str) -> Features:
    return (f"child={dep}",)


def _of_child(dep: str, lemma: str, kind: str, number: bool) -> Iterator[str]:
    yield f"child={dep}"
    yield f"child={dep}:{kind.upper() if kind else '#' if number else lemma}"
    if not kind:
        yield from _about("child", lemma)


def _phrases(reading: Reading, token: Token, told: dict[int, Bundle]) -> Iterator[Group | Bundle]:
    sentence = reading.sentence
    if token.kind:
        yield _one, f"below:{token.kind}"
    for i in token.children:
        yield told[i] if i in told else _under(sentence, sentence.tokens[i], told)
    inside = sentence.subtree(token) if reading.links else ()
    for link in reading.links:
        yield _of_toll, link.phrase.head in inside, link.quantity


def _of_toll(inside: bool, quantity: str) -> Features:
    return (f"toll:{'below' if inside else 'sentence'}:{quantity}",)


def _of_top(lemma: str, dep: str) -> Features:
    return f"top={lemma}/{dep}", *_about("top", lemma)


def _under(sentence: Sentence, token: Token, told: dict[int, Bundle]) -> Bundle:
    """Return what a word, and all that hangs below it, is to those it hangs below."""
    parts: list[Group | Bundle] = []
    if token.kind:
        parts.append((_one, f"below:{token.kind}"))
    elif token.is_verb or token.tag in {"NN", "NNS", "JJ"}:
        parts.append((_of_below, token.lemma, token_kinds(token)))
    for i in token.children:
        below = told[i] if i in told else _under(sentence, sentence.tokens[i], told)
        if below.parts:
            parts.append(below)
    found = told[token.i] = Bundle(parts)
    return found


def _of_below(lemma: str, kinds: Iterable[str]) -> Features:
    return f"below={lemma}", *_about("below", lemma), *(f"below:{kind}" for kind in kinds)


def _rules(token: Token, around: Around) -> Iterator[Group]:
    for candidate in around.kept.get(token.i, ()):
        hosted = candidate.clause != candidate.predicate if candidate.nominal else None
        yield _of_kept, candidate.cls, candidate.rule, min(candidate.filled(), 4)
        yield _of_manner, candidate.modality, hosted, candidate.presupposed
    for lost in around.dropped.get(token.i, ()):
        yield _of_dropped, lost.candidate.cls, lost.candidate.rule, _plain(lost.reason)
    for name, _, reason in around.near.get(token.i, ()):
        yield _of_near, name, _plain(reason)


def _of_kept(cls: str, rule: str, filled: int) -> Features:
    return "kept", f"kept={cls}", f"kept={rule}", f"kept:filled={filled}"


def _of_manner(modality: str, hosted: bool | None, presupposed: bool) -> Iterator[str]:
    yield f"kept:{modality}"
    if hosted is not None:
        yield f"kept:nominal={'hosted' if hosted else 'alone'}"
    if presupposed:
        yield "kept:presupposed"


def _of_dropped(cls: str, rule: str, reason: str) -> Features:
    return f"dropped={cls}", f"dropped={rule}", f"dropped:{reason}"


def _of_near(name: str, reason: str) -> Features:
    return f"near={name}", f"near={name.partition('.')[0]}", f"near:{reason}"


@lru_cache(maxsize=20_000)
def _plain(reason: str) -> str:
    """Return a reason without the words it names, so that like reasons are alike."""
    return reason.partition(":")[0].partition("'")[0].partition('"')[0].strip()
