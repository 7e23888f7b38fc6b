"""Places as text: names and nouns for ground, with the preposition that says how they are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.chunks import chunk, coordinated, through_partitive
from crossbearing.extract.phrases.lexicon import words
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence, Token

_DIRECTIONS = frozenset(
    """north south east west northern southern eastern western central northeastern northwestern southeastern
    southwestern northeast northwest southeast southwest rural upper lower greater downtown outer inner
    north-western north-eastern south-eastern south-western north-east north-west south-east south-west""".split()
)
_KEPT_AFTER = frozenset(
    {
        "province",
        "governorate",
        "countryside",
        "region",
        "district",
        "oblast",
        "airbase",
        "airport",
        "area",
        "valley",
        "state",
    }
)
_ROLE = {
    "near": "near", "around": "near", "outside": "near", "close": "near", "beside": "near", "off": "near", "by": "near",
    "toward": "destination", "towards": "destination", "into": "destination", "to": "destination",
    "onto": "destination", "for": "destination", "from": "origin", "between": "endpoint",
}  # fmt: skip
LOCATIVE = frozenset(
    """in at on near around outside inside within across throughout along between from to into toward towards over
    under above through off of north south east west northeast northwest southeast southwest beyond behind
    beside against for upon via by onto amid among past""".split()
)


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """A place as text: its span, its head token and the preposition before it (empty where none).

    ``definite`` marks a noun for a settlement or region that goes back to a name ("the town", "the capital").
    """

    mention: Mention
    head: int
    preposition: str
    named: bool
    definite: bool = False

    @property
    def role(self) -> str:
        """The role that the preposition alone suggests."""
        return _ROLE.get(self.preposition, "location")


def _direction_before(sentence: Sentence, head: Token, first: int) -> int:
    """Return the token from which "southern Damascus" or "northern rural Aleppo" starts."""
    start = head.i
    for i in range(head.i - 1, first - 1, -1):
        if sentence.tokens[i].lower not in _DIRECTIONS:
            break
        start = i
    return start


def place_mention(sentence: Sentence, head: Token) -> Mention:
    """Return the words that name the place: a name with its direction, or the noun phrase of a common noun."""
    first, last = chunk(sentence, head, numbers=True)
    if head.kind == "place" or head.tag in {"NNP", "NNPS"}:
        start = _direction_before(sentence, head, first)
        if head.kind != "place":
            joined = _joined(sentence, head)
            if joined is not None:
                return joined
            while start > first and sentence.tokens[start - 1].tag in {"NNP", "NNPS"}:
                start -= 1
        return sentence.mention(start, last)
    named = [
        c for c in sentence.children(head, "compound", "nmod", "poss", "amod") if c.kind == "place" and c.i < head.i
    ]
    if named and head.lemma not in words("places"):
        return sentence.mention(named[-1].i, named[-1].i)
    if named and not _possessive(sentence, named[-1]):
        start = _direction_before(sentence, named[-1], first)
        end = head.i if head.lemma in _KEPT_AFTER else named[-1].i
        return sentence.mention(start, end)
    return sentence.mention(first, _with_of(sentence, head, last))


# The parser cuts at hyphens: "Qala-e-Naw", "Rostov-on-Don".
_HYPHENED = re.compile(r"[^\W\d_][\w'’]*(?:-[\w'’]+)*-[A-Z][\w'’]*")


def _joined(sentence: Sentence, head: Token) -> Mention | None:
    """Return the whole of a name with a hyphen that ``head`` is a part of, capital at both ends; None for others."""
    for found in _HYPHENED.finditer(sentence.document_text, sentence.start, sentence.end):
        if found.start() <= head.start and head.end <= found.end() and found[0][0].isupper():
            return Mention(found.start(), found.end(), found[0])
    return None


_MEANINGLESS_ALONE = frozenset({"part", "centre", "center", "half", "outskirt", "edge", "side", "entrance"})


def _with_of(sentence: Sentence, head: Token, last: int) -> int:
    """Take along "of the city" after "the west", "the center", "parts": the phrase means nothing without it."""
    plural = head.tag == "NNS" and head.lemma in NAMING
    if not plural and head.lower not in _DIRECTIONS and head.lemma not in _MEANINGLESS_ALONE:
        return last
    for child in sentence.children(head, "prep"):
        objects = sentence.children(child, "pobj")
        if child.lower == "of" and child.i == last + 1 and objects:
            if plural and not any(o.kind == "place" for o in objects):
                return last
            return max(chunk(sentence, o)[1] for o in objects)
    return last


def _possessive(sentence: Sentence, token: Token) -> bool:
    return any(c.dep == "case" for c in sentence.children(token))


_PARTIES = frozenset({"both", "two", "all", "warring", "opposing", "either", "each", "rival"})


def is_place(sentence: Sentence, token: Token) -> bool:
    """Say whether the noun names a place by itself: a known name, or a noun for ground."""
    if token.kind == "place":
        return True
    if token.kind:
        return False
    if token.lemma == "side" and any(c.lower in _PARTIES for c in sentence.children(token)):
        return False  # "both sides" are parties
    if _is_element(sentence, token):
        return False
    return token.is_noun and (token.lemma in words("places") or token.lower in words("places"))


def _preposition(sentence: Sentence, token: Token) -> str:
    head = sentence.head(token)
    hops = 0
    while hops < 4:
        if token.dep == "pobj" and head.dep in {"prep", "agent", "advmod", "conj", "pcomp"}:
            if _only_refers(sentence, head):
                return "near"
            if head.lower == "of" and sentence.head(head).is_noun:
                # "the town of X", "the outskirts of X": what governs the noun governs the name.
                token, head = sentence.head(head), sentence.head(sentence.head(head))
                hops += 1
                continue
            return head.lower
        if token.dep in {"compound", "nmod", "poss"} and head.kind == "place":
            return ""  # "near Syria's Raqqa": in Syria, near Raqqa
        if token.dep in {"conj", "appos", "compound", "nmod", "poss"}:
            token, head = head, sentence.head(head)
            hops += 1
            continue
        return ""
    return ""


_MEASURES = frozenset("km kilometre kilometer mile metre meter hour minute far".split())


def _only_refers(sentence: Sentence, preposition: Token) -> bool:
    """Say whether what follows only helps to find another place: "ten kilometres west of X", "an hour from X"."""
    above, words = sentence.head(preposition), sentence.tokens[max(0, preposition.i - 2) : preposition.i]
    if words and words[-1].lower == "away":  # "30 km away from X"; "carried them away from X" tells where from
        words = words[:-1]
    before = words[-1] if words else None
    if preposition.lower == "of" and above.lower in _DIRECTIONS:
        return not _stands_alone(sentence, above)
    measured = before is not None and (before.lemma in _MEASURES or before.lower in _DIRECTIONS)
    return measured and preposition.lower in {"from", "outside"}


# Land and sea as what somebody comes over, not as some place: "from land and sea".
_ELEMENTS = frozenset({"land", "sea"})


def _is_element(sentence: Sentence, token: Token) -> bool:
    return token.lower in _ELEMENTS and not any(
        c.i < token.i and c.dep not in {"cc", "punct"} for c in sentence.children(token)
    )


# A remark in parentheses behind a date, which holds a number itself: the same day in another calendar or time zone.
_DATE_NOTE = re.compile(r"\d(?:[ap]m| ?[ap]\.m\.)?\s*\(([^()\n]*\d[^()\n]*)\)")
_CLOCK_NOUNS = frozenset({"time", "hours"})
_AGAIN = frozenset({"and", "after"})


def tells_time(sentence: Sentence, token: Token) -> bool:
    """Say whether a name belongs to a clock or a calendar: "14:05 Kyiv time", "5 May 2024 (7 Shawwal 1445)"."""
    after = [t.lower for t in sentence.tokens[token.i + 1 : token.i + 3]]
    if after[:1] and after[0] in _CLOCK_NOUNS and not _AGAIN & set(after[1:]):
        return True
    if sentence.document_text.find("(", sentence.start, sentence.end) < 0:
        return False
    notes = _DATE_NOTE.finditer(sentence.document_text, sentence.start, sentence.end)
    return any(n.start(1) <= token.start and token.end <= n.end(1) for n in notes)


def find_places(sentence: Sentence) -> list[PlacePhrase]:
    """Return the place phrases of a sentence in order; names inside an actor's own name are left to the actor.

    A capitalised word unknown to any pack counts as a place only after a locative preposition.
    """
    found: list[PlacePhrase] = []
    taken: set[int] = set()
    for token in sentence.tokens:
        if token.i in taken or tells_time(sentence, token):
            continue
        preposition = ""
        if token.kind == "place":
            if _inside_actor(sentence, token):
                continue
            preposition = _preposition(sentence, token)
        elif is_place(sentence, token):
            if through_partitive(sentence, token) is not token:
                continue
            if _covered_by_name(sentence, token) or (token.lower in _DIRECTIONS and not _stands_alone(sentence, token)):
                continue
            preposition = _preposition(sentence, token)
        elif token.tag in {"NNP", "NNPS"} and not token.kind and token.dep in {"pobj", "conj", "appos"}:
            preposition = _preposition(sentence, token)
            if (
                preposition not in LOCATIVE - {"by", "against", "for", "of", "among", "to", "from"}
                or actor_kind(sentence, token) != "name"
            ):
                continue
        else:
            continue
        mention = place_mention(sentence, token)
        named = token.kind == "place" or token.tag in {"NNP", "NNPS"}
        found.append(PlacePhrase(mention, token.i, preposition, named, not named and _goes_back(sentence, token)))
        taken.update(t.i for t in sentence.at(mention.start, mention.end))
    return [
        p for p in found if not any(q is not p and q.mention != p.mention and q.mention.holds(p.mention) for q in found)
    ]


_ANAPHORIC = frozenset(
    "town city village capital camp district neighbourhood neighborhood province enclave country region border".split()
)


def _goes_back(sentence: Sentence, token: Token) -> bool:
    definite = any(c.lower in {"the", "this", "that"} for c in sentence.children(token, "det"))
    direction = token.lower in _DIRECTIONS
    named = any(c.kind == "place" for i in sentence.subtree(token) if (c := sentence.tokens[i]).i != token.i)
    return (definite and (token.lemma in _ANAPHORIC or direction)) or named


def _stands_alone(sentence: Sentence, token: Token) -> bool:
    """ "the west" is a place, "west of" is a relation."""
    return any(c.dep == "det" for c in sentence.children(token)) or token.dep == "pobj"


def _inside_actor(sentence: Sentence, token: Token) -> bool:
    """A place name before an actor noun ("Syria regime forces", "Damascus government") belongs to the actor."""
    head = sentence.head(token)
    if token.dep not in {"compound", "nmod", "amod"} or not head.is_noun:
        return False
    kind = actor_kind(sentence, head)
    return kind in {"forces", "authority", "group", "people", "carrier", "name"} and not is_place(sentence, head)


def names_of(sentence: Sentence, noun: Token) -> list[Token]:
    """Return the names that "the town of X" or "the districts of X and Y" stands for.

    A plural with one name ("neighbourhoods of Aleppo") is a part of what is named, not the named place: no names.
    """
    if noun.lemma not in NAMING:
        return []
    for child in sentence.children(noun, "prep"):
        if child.lower == "of":
            for inner in sentence.children(child, "pobj"):
                if inner.kind == "place" or inner.tag in {"NNP", "NNPS"}:
                    names = coordinated(sentence, inner)
                    return names if noun.tag != "NNS" or len(names) > 1 else []
    return []


def _covered_by_name(sentence: Sentence, token: Token) -> bool:
    """The noun in "the town of X" or "X province" adds nothing to the name it stands with."""
    for child in sentence.children(token):
        if child.kind == "place" and child.dep in {"compound", "nmod", "appos"}:
            return True
    if names_of(sentence, token):
        return True
    return token.dep == "appos" and sentence.head(token).kind == "place"


# Nouns that a name specifies: "the town of X" is X.
NAMING = frozenset(
    """town city village capital hamlet camp settlement district neighbourhood neighborhood quarter suburb enclave
    province governorate region area county state port island township municipality community stronghold bastion
    redoubt holdout locality""".split()
)
