"""Which capitalised words of a sentence say where the event of its verb happened: plain features, fitted weights.

Every run of capitalised words is a candidate. What it hangs on, how it is reached from the verb, whether the engine
would give it to a claim on that verb, and whether it is a known place are features; `event_places.json` holds their
weights, fitted by `event_location.fit`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.naming import NAMING
from crossbearing.extract.phrases.places import LOCATIVE
from crossbearing.extract.rule import Reading
from crossbearing.extract.verb_places import places_of_verb
from crossbearing.text.tokens import Sentence, Token

_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "xcomp", "conj", "pcomp", "csubj"})
_CAPITAL_PREFIXES = ("al-", "el-", "ad-", "ar-", "as-", "ash-", "an-", "az-", "at-")
_FAR = 12


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words: tokens ``first`` to ``last``, ``head`` the one that governs the others."""

    first: int
    last: int
    head: int
    known: bool


def runs(reading: Reading) -> list[Run]:
    """Return the runs of capitalised words that may name a place, in order; known actors and time words are none."""
    found: list[Run] = []
    tokens, first = reading.sentence.tokens, -1
    for i in range(len(tokens) + 1):
        inside = i < len(tokens) and _may_name(reading, tokens[i])
        if inside and first < 0:
            first = i
        elif not inside and first >= 0:
            found.append(_run(tokens, first, i - 1))
            first = -1
    return found


def _may_name(reading: Reading, token: Token) -> bool:
    if token.kind:
        return token.kind == "place"
    capital = token.text[:1].isupper() or token.lower.startswith(_CAPITAL_PREFIXES)
    if not capital or not token.text[:1].isalpha() or any(t.start <= token.start < t.end for t in reading.times):
        return False
    return token.tag.startswith(("NN", "JJ", "FW", "VBG")) and (token.i > 0 or token.tag.startswith("NNP"))


def _run(tokens: list[Token], first: int, last: int) -> Run:
    head = next((t.i for t in tokens[first : last + 1] if not first <= t.head <= last), last)
    return Run(first, last, head, any(t.kind == "place" for t in tokens[first : last + 1]))


def likelihoods(reading: Reading, verb: Token, wide: Mapping[int, str]) -> list[tuple[Run, float]]:
    """Return every run with how likely it says where the verb's event happened; ``wide`` as in ``features_of``."""
    table = weights()
    scored = []
    for run, features in features_of(reading, verb, wide):
        total = sum(table.get(name, 0.0) for name in features)
        scored.append((run, 1 / (1 + math.exp(-total))))
    return scored


@cache
def weights() -> dict[str, float]:
    """Return the fitted weight of every feature by name."""
    text = (files("crossbearing_bench") / "event_places.json").read_text(encoding="utf-8")
    return {str(name): float(value) for name, value in json.loads(text).items()}


def features_of(reading: Reading, verb: Token, wide: Mapping[int, str]) -> Iterator[tuple[Run, list[str]]]:
    """Yield every run with the names of its features; ``wide`` gives the kind of known places by their offset."""
    sentence, candidates = reading.sentence, runs(reading)
    engine = {p.head for p in places_of_verb(reading, verb)}
    near = min((abs(r.head - verb.i) for r in candidates), default=0)
    for number, run in enumerate(candidates):
        found = ["constant", f"candidates {min(len(candidates), 4)}"]
        given = any(run.first <= i <= run.last for i in engine)
        found.append("the engine's" if given else "not the engine's")
        found.extend(_name_features(sentence, run, wide))
        path = _path_features(sentence, run, verb)
        found.extend(path)
        found.extend(f"{'engine ' if given else ''}{p} {'known' if run.known else 'unknown'}" for p in path[:2])
        found.append("nearest" if abs(run.head - verb.i) == near else "not nearest")
        found.append(f"{'before' if run.head < verb.i else 'after'} the verb {min(abs(run.head - verb.i), _FAR) // 3}")
        found.extend(_beside_features(sentence, candidates, number))
        yield run, found


def _name_features(sentence: Sentence, run: Run, wide: Mapping[int, str]) -> Iterator[str]:
    tokens = sentence.tokens
    head, before = tokens[run.head], tokens[run.first - 1].lower if run.first else "^"
    after = tokens[run.last + 1].lower if run.last + 1 < len(tokens) else "$"
    yield "known" if run.known else "unknown"
    for token in tokens[run.first : run.last + 1]:
        if token.kind == "place":
            yield f"kind {wide.get(token.start, 'other')}"
    yield f"tag {head.tag}"
    yield f"dep {head.dep}"
    yield f"before {before}" if before in LOCATIVE | {"of", "the", "^", ","} else "before other"
    if after in words("places") or after in NAMING:
        yield "a kind of place after"
    elif after[:1].isalpha() and tokens[run.last + 1].is_noun:
        yield "another noun after"
    if after in {"'s", "’s", "'"}:
        yield "possessive"
    if tokens[run.last].lower in words("places"):
        yield "a kind of place at the end"
    if head.tag.startswith("JJ") or head.dep == "amod":
        yield "adjective"
    yield f"words {min(run.last - run.first + 1, 3)}"


def _path_features(sentence: Sentence, run: Run, verb: Token) -> list[str]:
    """Describe the way from the run to the verb: preposition, governor, clauses left upwards and entered downwards."""
    head = sentence.tokens[run.head]
    above = [verb, *sentence.ancestors(verb)]
    index = {t.i: n for n, t in enumerate(above)}
    up, left, token, preposition, last = 0, 0, head, "", head
    while token.i not in index and token.head != token.i and up < len(sentence.tokens):
        if token.dep in _CLAUSES and token.is_verb:
            left += 1
        last = token
        token = sentence.head(token)
        if not preposition and token.dep in {"prep", "agent"}:
            preposition = token.lower
        up += 1
    down = index.get(token.i, 9)
    entered = [above[n].dep for n in range(min(down, len(above)))]
    clauses = sum(d in _CLAUSES for d in entered)
    return [
        f"by {preposition or head.dep} up {min(up, 4)} left {min(left, 2)} down {min(down, 3)}",
        f"joined by {last.dep} below {entered[-1] if entered else 'verb'}",
        f"preposition {preposition or 'none'}",
        f"up {min(up, 5)}",
        f"down {min(down, 4)} clauses {min(clauses, 3)}",
        f"left {min(left, 2)}",
        f"verb is {verb.dep} {verb.tag}",
        f"last {last.dep} {verb.lemma}",
        f"verb {verb.lemma} {'engine' if left == 0 and down == 0 else 'far'}",
        f"under {_governor(sentence, head)}",
    ]


def _governor(sentence: Sentence, head: Token) -> str:
    """Return the lemma of the noun or verb that a run hangs on by its preposition ("war in X", "residents of X")."""
    above = sentence.head(head)
    if above.tag in {"IN", "TO"}:
        return f"{sentence.head(above).lemma} {above.lower}"
    return above.lemma


def _beside_features(sentence: Sentence, candidates: list[Run], number: int) -> Iterator[str]:
    """Say how the run stands to the next ones: "X in Y", "X, Y", "X and Y"."""
    run = candidates[number]
    for other, name in ((number - 1, "earlier"), (number + 1, "later")):
        if not 0 <= other < len(candidates):
            continue
        rival = candidates[other]
        low, high = (rival.last, run.first) if name == "earlier" else (run.last, rival.first)
        between = " ".join(t.lower for t in sentence.tokens[low + 1 : high])
        if len(between) < 16:
            link = between if between in _LINKS else "words"
            yield f"{name} run after {link} {'known' if rival.known else 'unknown'}"
    if any(
        sentence.tokens[run.head].i in sentence.subtree(sentence.tokens[r.head]) for r in candidates if r is not run
    ):
        yield "below another run"
    if any(r is not run and r.head in sentence.subtree(sentence.tokens[run.head]) for r in candidates):
        yield "above another run"


_LINKS = frozenset(
    {",", "and", "or", "in", "of", "'s", ", in", "in the", "of the", "near", "province ,", "to", "and in", ", and", "("}
)
