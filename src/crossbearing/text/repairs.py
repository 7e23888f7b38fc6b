"""Known errors of the parser, each mended by a named repair with an example.

A repair changes heads and labels of tokens in place, before any rule reads them. It must say what is known to be wrong
and be safe on what is right: each is tested on a sentence it mends and on one it must leave alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from crossbearing.text.tokens import Token
from crossbearing.vocab.loader import Form, load_entries


@cache
def _words(repair: str) -> frozenset[str]:
    form = Form({"repair": (str,), "words": (list,)}, {})
    entries = load_entries(files("crossbearing.text") / "repairs.yml", form)
    return frozenset(w for _, e in entries if e["repair"] == repair for w in e["words"])


def _reattach(tokens: list[Token], token: Token, head: int, dep: str) -> None:
    tokens[token.head].children.remove(token.i)
    token.head, token.dep = head, dep
    tokens[head].children.append(token.i)
    tokens[head].children.sort()


def noun_infinitive(tokens: list[Token]) -> None:
    """Hang the infinitive in "part of a push to restore control" on the noun, not on the main verb."""
    nouns = _words("noun_infinitive")
    for token in tokens:
        if token.dep not in {"advcl", "xcomp"} or token.tag != "VB":
            continue
        to = next((tokens[c] for c in token.children if tokens[c].lower == "to" and tokens[c].dep == "aux"), None)
        if to is None or to.i == 0:
            continue
        noun = tokens[to.i - 1]
        # A noun that is the verb's own object keeps the reading "ordered the attack to begin".
        if (
            noun.lemma in nouns
            and noun.is_noun
            and noun.i != token.head
            and noun.dep in {"pobj", "attr", "conj", "dobj"}
        ):
            _reattach(tokens, token, noun.i, "acl")


def relative_adjacent(tokens: list[Token]) -> None:
    """Hang "which was overrun" in "at the base which was overrun" on the name right before it, not further off.

    A place neither begins nor kills, and is one: "the raids near the town that were reported" stays with the raids.
    """
    deeds = _words("deeds_of_events")
    for token in tokens:
        if token.dep != "relcl":
            continue
        several = any(tokens[c].lower in {"were", "are", "have"} for c in (*token.children, token.i))
        pronoun = next((tokens[c] for c in token.children if tokens[c].tag in {"WDT", "WP"}), None)
        if pronoun is None or pronoun.i == 0 or pronoun.i > token.i:
            continue
        noun = tokens[pronoun.i - 1]
        active = not any(tokens[c].dep == "nsubjpass" for c in token.children)
        if noun.kind == "place" and (several or (active and token.lemma in deeds)):
            continue
        if noun.is_noun and noun.i != token.head and noun.kind in {"place", "actor"} and noun.head != token.i:
            _reattach(tokens, token, noun.i, "relcl")


def relative_of_apposition(tokens: list[Token]) -> None:
    """Hang "which is home to 9,000 people" in "Bor, a town on the edge of the marsh which is ..." on the town.

    What a name is said to be ("a town") is defined by the clause behind it; a name behind it is defined by none.
    """
    for token in tokens:
        pronoun = next((tokens[c] for c in token.children if tokens[c].lower in {"which", "that"}), None)
        if token.dep != "relcl" or pronoun is None or pronoun.i > token.i or tokens[pronoun.i - 1].text == ",":
            continue
        finite = next((tokens[c] for c in token.children if tokens[c].dep.startswith("aux")), token)
        above = tokens[token.head]
        while above.dep in {"pobj", "prep", "compound", "conj"} and above.head != above.i:
            above = tokens[above.head]
        described = above.dep == "appos" and above.head < above.i and tokens[above.head].tag in {"NNP", "NNPS"}
        described = described and any(tokens[c].lower in {"a", "an"} for c in above.children)
        if described and above.i != token.head and finite.lower in {"is", "was", "has", "had"}:
            _reattach(tokens, token, above.i, "relcl")


def headline_subject(tokens: list[Token]) -> None:
    """Make "air strike" the subject of "Air strike kills eight": a noun can modify no finite verb."""
    for token in tokens:
        if token.tag not in {"VBZ", "VBD", "VBP"} or any(
            tokens[c].dep.startswith(("nsubj", "csubj")) for c in token.children
        ):
            continue
        before = [
            tokens[c]
            for c in token.children
            if c == token.i - 1 and tokens[c].dep in {"compound", "nmod", "amod", "dep"}
        ]
        if not before or not before[0].is_noun:
            continue
        subject = before[0]
        subject.dep = "nsubj"
        for child in [
            tokens[c]
            for c in token.children
            if c < subject.i and tokens[c].dep in {"amod", "compound", "nmod", "det", "nummod"}
        ]:
            _reattach(tokens, child, subject.i, child.dep)


def shot_participle(tokens: list[Token]) -> None:
    """Make a participle of "shot" in "Teen shot by guard": a heading loses the auxiliary, the tagger the verb."""
    for token in tokens[1:]:
        person = tokens[token.i - 1]
        named = person.head == token.i and person.dep in {"compound", "amod", "nmod"}
        if token.lower == "shot" and token.is_noun and named and person.lower in _words("shot_participle"):
            token.tag, token.lemma, person.dep = "VBN", "shoot", "nsubjpass"


_NO_OBJECTS = frozenset({"prep", "agent", "advmod", "punct", "npadvmod"})


def heading_passive(tokens: list[Token]) -> None:
    """Make a passive of "Agreement reached", "Hostages freed in Mali": a heading tells what is done in the present.

    A past tense of a verb that needs an object, and has none, is a participle there.
    """
    if not tokens or tokens[-1].text in {".", "!", "?", '"', "”"}:
        return
    for token in tokens[1:]:
        if token.tag != "VBD" or token.dep != "ROOT" or token.lemma not in _words("heading_passive"):
            continue
        children = [tokens[c] for c in token.children]
        subjects = [c for c in children if c.dep == "nsubj" and c.i < token.i]
        objects = [c for c in children if c.i > token.i and c.dep not in _NO_OBJECTS]
        noun = len(subjects) == 1 and (subjects[0].is_noun or subjects[0].tag == "CD")
        if noun and not objects and not any(c.dep.startswith("aux") for c in children):
            token.tag, subjects[0].dep = "VBN", "nsubjpass"


# Where a noun stands: what an adjective there means is people or things.
_NOMINAL = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "dative", "ROOT", "npadvmod", "dep"}
)
_AGES = frozenset({"year", "month", "week", "day"})


def age_noun(tokens: list[Token]) -> None:
    """Make a noun of "old" in "a 9-year-old was hurt", where no noun follows: the age stands for a person."""
    for token in tokens:
        if token.lower not in {"old", "olds"} or token.i < 2:
            continue
        unit = tokens[token.i - (2 if tokens[token.i - 1].text == "-" else 1)]
        number = tokens[unit.i - (2 if unit.i and tokens[unit.i - 1].text == "-" else 1)] if unit.i else unit
        if unit.lower not in _AGES or number.tag != "CD":
            continue
        head = tokens[token.head]
        if head.lower == "shot" and token.i < head.i <= token.i + 2 and token.dep in {"amod", "compound"}:
            head.tag, head.lemma, token.dep = "VBN", "shoot", "nsubjpass"  # see shot_participle
        if token.dep in _NOMINAL or token.lower == "olds":
            token.tag, token.lemma = ("NNS" if token.lower == "olds" else "NN"), "year-old"


def aged_subject(tokens: list[Token]) -> None:
    """Make the person the subject of "Boy, 14, dies", and the age what stands beside him."""
    for token in tokens[2:-2]:
        person, verb = tokens[token.i - 2], tokens[token.head]
        enclosed = tokens[token.i - 1].text == tokens[token.i + 1].text == ","
        if token.tag != "CD" or token.dep not in {"nsubj", "nsubjpass"} or not enclosed:
            continue
        if person.head == verb.i and (person.is_noun or person.tag == "UH") and person.i < verb.i:
            person.tag, person.dep = ("NN" if person.tag == "UH" else person.tag), token.dep
            _reattach(tokens, token, person.i, "appos")


def noun_gerund(tokens: list[Token]) -> None:
    """Make a noun of "shelling" in "died in rebel shelling on the town": a gerund without an object tells the event.

    So it does before the verb whose subject it is: "Rebel shelling killed three".
    """
    for token in tokens[1:]:
        owner = tokens[token.i - 1]
        if token.tag != "VBG" or token.lower not in _words("noun_gerund") or owner.kind == "place":
            continue
        if any(tokens[c].dep in {"dobj", "nsubj"} for c in token.children):
            continue
        if not (_under_a_preposition(tokens, token, owner) or _before_its_verb(tokens, token, owner)):
            continue
        above, dep = owner.head, owner.dep
        token.tag, token.lemma = "NN", token.lower
        if token.head != above:
            _reattach(tokens, token, above, dep)
        token.dep = dep
        _reattach(tokens, owner, token.i, "compound")
        for i in [c for c in owner.children if tokens[c].dep == "det"]:
            _reattach(tokens, tokens[i], token.i, "det")


def _under_a_preposition(tokens: list[Token], gerund: Token, owner: Token) -> bool:
    determined = any(tokens[c].dep == "det" for c in owner.children)
    told = gerund.dep in {"advcl", "acl"} or (gerund.dep == "pobj" and gerund.head == owner.head)
    return told and owner.tag == "NN" and owner.dep == "pobj" and tokens[owner.head].tag == "IN" and not determined


def _before_its_verb(tokens: list[Token], gerund: Token, owner: Token) -> bool:
    """Say whether the noun before a gerund is read as the subject of the finite verb right behind it."""
    if owner.tag not in {"NN", "NNP"} or owner.dep != "nsubj" or gerund.head not in {owner.i, owner.head}:
        return False
    return owner.head == gerund.i + 1 and tokens[owner.head].tag in {"VBD", "VBZ", "VBP"}


def noun_subject(tokens: list[Token]) -> None:
    """Make a noun of "strikes" in "Drone strikes by both sides continue": no finite verb is the subject of another."""
    for token in tokens[1:]:
        before = tokens[token.i - 1]
        if token.tag != "VBZ" or token.dep not in {"nsubj", "nsubjpass"} or token.lower not in _words("noun_subject"):
            continue
        if before.head == token.i and before.is_noun and not any(tokens[c].dep == "dobj" for c in token.children):
            token.tag, before.dep = "NNS", "compound"


REPAIRS: tuple[Callable[[list[Token]], None], ...] = (
    noun_infinitive,
    noun_gerund,
    noun_subject,
    relative_adjacent,
    relative_of_apposition,
    headline_subject,
    heading_passive,
    aged_subject,
    age_noun,
    shot_participle,
)


def repair(tokens: list[Token]) -> None:
    """Run all repairs over the tokens of one sentence, in the order of the list."""
    for mend in REPAIRS:
        mend(tokens)
