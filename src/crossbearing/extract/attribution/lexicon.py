"""The family's words: reporting cues, and the nouns by which speakers and documents are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.model.errors import VocabularyError
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.loader import Form, load_entries

_PACKAGE = "crossbearing.extract.attribution"
_KINDS = ("verb", "noun", "adverb", "adjective", "passive")
# Words of these commitments put something in a speaker's mouth; those of the others only tell what he thinks or wants.
SPOKEN = frozenset(["assert", "doubt", "demand", "threat", "pledge", "stance", "belief", "perception"])
UNSPOKEN = frozenset(["intent", "leaning", "question", "semblance"])
# Sentences are worth a parse for these words alone.
_GATING = frozenset(["assert", "doubt", "demand", "threat", "pledge"])
_FORM = Form({"cues": (list,), "kind": (str,), "act": (str,), "commitment": (str,), "takes": (list,)}, {"note": (str,)})
_NOUN_FORM = Form({"class": (str,), "words": (list,)}, {"note": (str,)})


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting word: lemma and particle, what it does and where its content stands."""

    lemma: str
    particle: str
    kind: str
    act: str
    commitment: str
    takes: frozenset[str]

    @property
    def words(self) -> str:
        """The cue as it stands in the lexicon."""
        return f"{self.lemma} {self.particle}".strip()


@cache
def _cues() -> Mapping[tuple[str, str], tuple[Cue, ...]]:
    found: dict[tuple[str, str], list[Cue]] = defaultdict(list)
    for place, entry in load_entries(files(_PACKAGE) / "lexicon.yml", _FORM):
        if entry["kind"] not in _KINDS or entry["commitment"] not in SPOKEN | UNSPOKEN:
            raise VocabularyError(
                f"{place}: kind must be one of {_KINDS} and commitment one of {sorted(SPOKEN | UNSPOKEN)}"
            )
        for words in entry["cues"]:
            lemma, _, particle = words.partition(" ")
            cue = Cue(lemma, particle, entry["kind"], entry["act"], entry["commitment"], frozenset(entry["takes"]))
            if any(c.particle == particle for c in found[cue.kind, lemma]):
                raise VocabularyError(f"{place}: cue {words!r} stands twice")
            found[cue.kind, lemma].append(cue)
    # The longer cue is tried first: "call on" before "call".
    return {key: tuple(sorted(cues, key=lambda c: -len(c.particle))) for key, cues in found.items()}


@cache
def all_cues() -> tuple[Cue, ...]:
    """Return every cue of the lexicon, sorted."""
    return tuple(sorted((c for cues in _cues().values() for c in cues), key=lambda c: (c.kind, c.lemma, c.particle)))


@cache
def cue_words() -> frozenset[str]:
    """Return the lemmas for which a sentence is worth parsing even where no family has a trigger in it.

    >>> "say" in cue_words(), "want" in cue_words()
    (True, False)
    """
    return frozenset(c.lemma for c in all_cues() if c.commitment in _GATING) | {"according"}


@cache
def _lemmas() -> frozenset[str]:
    return frozenset(lemma for _, lemma in _cues())


@cache
def nouns(name: str) -> frozenset[str]:
    """Return the words of one class of ``nouns.yml`` (``role``, ``anonymous``, ``document`` ...)."""
    classes: dict[str, set[str]] = defaultdict(set)
    for _, entry in load_entries(files(_PACKAGE) / "nouns.yml", _NOUN_FORM):
        classes[entry["class"]].update(entry["words"])
    if name not in classes:
        raise VocabularyError(f"nouns.yml: no class {name!r}; known: {', '.join(sorted(classes))}")
    return frozenset(classes[name])


def may_report(sentence: Sentence) -> bool:
    """Say whether a sentence holds any word of the lexicon, a quotation mark or a colon; the others are passed over."""
    lemmas = _lemmas()
    tokens = sentence.tokens
    return any(t.lemma in lemmas or t.lower in _SIGNS for t in tokens) or bool(tokens and glued_cue(tokens[-1]))


_SIGNS = frozenset(["according", '"', "“", "”", "``", "''", ":", "«", "»", "‘"])


def cue_of(sentence: Sentence, token: Token, kind: str) -> tuple[Cue, int] | None:
    """Return the cue that ``token`` is and the index of the last word of it, or None."""
    cues = _cues().get((kind, token.lemma))
    if cues is None:
        return None
    for cue in cues:
        if not cue.particle:
            return cue, token.i
        last = _particle(sentence, token, cue.particle)
        if last is not None:
            return cue, last
    return None


_GLUED = {"said": "say", "added": "add", "reported": "report", "announced": "announce", "stated": "state"}


def glued_cue(token: Token) -> tuple[Cue, int] | None:
    """Return the cue of a token that the text ran together with what follows it ("said.--AFP"), or None."""
    word, stop, _ = token.lower.partition(".")
    if not stop or word not in _GLUED:
        return None
    return _cues()["verb", _GLUED[word]][0], token.i


def _particle(sentence: Sentence, token: Token, particle: str) -> int | None:
    """Return where the particle stands: next to the verb, or one pronoun or adverb further on."""
    for i in range(token.i + 1, min(token.i + 4, len(sentence.tokens))):
        near = sentence.tokens[i]
        if near.lower == particle:
            return i
        if near.tag not in ("PRP", "RB"):
            return None
    return None
