"""Places as text: names and nouns for ground, with the preposition that says how they are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crossbearing.extract.phrases.actors import actor_kind
from crossbearing.extract.phrases.calendar_names import may_tell_time, tells_time
from crossbearing.extract.phrases.chunks import chunk, through_partitive
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.lexicon import words
from crossbearing.extract.phrases.name_lists import names_behind
from crossbearing.extract.phrases.naming import NAMING, covered_by_name
from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention
from crossbearing.text.tokens import Sentence, Token

_DIRECTIONS = frozenset(
    """north south east west northern southern eastern western central northeastern northwestern southeastern
    southwestern northeast northwest southeast southwest rural upper lower greater downtown outer inner
    north-western north-eastern south-eastern south-western north-east north-west south-east south-west""".split()
)
_KEPT_AFTER = frozenset(
    "province governorate countryside region district oblast airbase airport area valley state".split()
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


@made_often
@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """A place as text: its span, its head token and the preposition before it (empty where none).

    ``definite`` marks a noun for a settlement or region that goes back to a name ("the town", "the capital"),
    ``ground`` one that a preposition makes the place of what is told ("in a hotel", "outside the mosque"). ``leader``
    is the head of the first place of a list of names ("in A, B, C and D"), -1 for what stands in none.
    """

    mention: Mention
    head: int
    preposition: str
    named: bool
    definite: bool = False
    ground: bool = False
    leader: int = -1

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


# "Close to the border" is near it, and leads nobody there.
_BESIDE = frozenset({"close", "adjacent", "next"})


def _preposition(sentence: Sentence, token: Token) -> str:
    head = sentence.head(token)
    hops = 0
    while hops < 4:
        if token.dep == "pobj" and head.dep in {"prep", "agent", "advmod", "conj", "pcomp"}:
            if _only_refers(sentence, head):
                return "near"
            if head.lower == "to" and sentence.head(head).lower in _BESIDE:
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
    if preposition.lower == "of" and above.lower in _DIRECTIONS:
        return not _stands_alone(sentence, above)
    measured = bool(words) and (words[-1].lemma in _MEASURES or words[-1].lower in _DIRECTIONS)
    return measured and preposition.lower in {"from", "outside"}


# Land and sea as what somebody comes over, not as some place: "from land and sea".
_ELEMENTS = frozenset({"land", "sea"})


def _is_element(sentence: Sentence, token: Token) -> bool:
    return token.lower in _ELEMENTS and not any(
        c.i < token.i and c.dep not in {"cc", "punct"} for c in sentence.children(token)
    )


def find_places(sentence: Sentence) -> list[PlacePhrase]:
    """Return the place phrases of a sentence in order; names inside an actor's own name are left to the actor.

    A capitalised word unknown to any pack counts as a place only after a locative preposition.
    """
    found: list[PlacePhrase] = []
    taken: set[int] = set()
    timed = may_tell_time(sentence)
    for token in sentence.tokens:
        if token.i in taken or (timed and tells_time(sentence, token)):
            continue
        if _is_state_name(sentence, token):
            mention = sentence.mention(*chunk(sentence, token))
            found.append(PlacePhrase(mention, token.i, _preposition(sentence, token), True))
            taken.add(token.i)
            continue
        preposition = _preposition_of_place(sentence, token)
        if preposition is None:
            continue
        mention = place_mention(sentence, token)
        named = _is_named(sentence, token)
        definite = not named and _goes_back(sentence, token)
        ground = not named and not definite and _is_ground(sentence, token, preposition)
        found.append(PlacePhrase(mention, token.i, preposition, named, definite, ground))
        taken.update(t.i for t in sentence.at(mention.start, mention.end))
    return _with_lists(sentence, _outermost(found))


def _outermost(found: list[PlacePhrase]) -> list[PlacePhrase]:
    """Return the phrases that lie in no wider one."""
    return [
        p for p in found if not any(q is not p and q.mention != p.mention and q.mention.holds(p.mention) for q in found)
    ]


_UNSURE_OF_NAMES = frozenset({"by", "against", "for", "of", "among", "to", "from"})


def _preposition_of_place(sentence: Sentence, token: Token) -> str | None:
    """Return the preposition that the head of a place phrase is under, "" where none; None for what is no such head."""
    if token.kind == "place":
        checks = (_inside_actor, _governs, _has_a_suburb, _is_doer_in_compound, _at_war)
        return None if any(check(sentence, token) for check in checks) else _preposition(sentence, token)
    if is_place(sentence, token):
        direction = token.lower in _DIRECTIONS and not _stands_alone(sentence, token)
        left_out = through_partitive(sentence, token) is not token or covered_by_name(sentence, token) or direction
        return None if left_out else _preposition(sentence, token)
    if token.kind or token.dep not in {"pobj", "conj", "appos"}:
        return None
    if token.tag in {"NN", "NNS"} and token.dep != "appos":
        preposition = _preposition(sentence, token)
        whole = through_partitive(sentence, token) is token
        return preposition if whole and _is_ground(sentence, token, preposition) else None
    if token.tag in {"NNP", "NNPS"}:
        preposition = _preposition(sentence, token)
        where = preposition in LOCATIVE - _UNSURE_OF_NAMES and actor_kind(sentence, token) == "name"
        return preposition if where else None
    return None


_STATE_WORDS = frozenset({"republic", "emirate", "kingdom", "federation", "territory", "oblast", "province", "region"})


def _is_state_name(sentence: Sentence, token: Token) -> bool:
    """A proclaimed state is a party by its name and ground behind a preposition: "in the Anvar People's Republic"."""
    if token.kind != "actor" or token.dep != "pobj" or token.text.split()[-1].lower() not in _STATE_WORDS:
        return False
    return _preposition(sentence, token) in _WHERE


def _with_lists(sentence: Sentence, found: list[PlacePhrase]) -> list[PlacePhrase]:
    """Follow the lists of names that begin with a place after a preposition ("near A, B, C and D") by their commas.

    The parser loses itself in long lists of names it does not know. A list needs three names or a closing "and".
    """
    by_token = {t.i: p for p in found for t in sentence.tokens if t.start < p.mention.end and p.mention.start < t.end}
    listed: dict[int, PlacePhrase] = {}
    for phrase in found:
        if not phrase.named or phrase.preposition not in LOCATIVE - _NO_LISTS or phrase.head in listed:
            continue
        runs = names_behind(sentence, max((i for i, p in by_token.items() if p is phrase), default=phrase.head))
        for first, last in runs:
            own = by_token.get(last)
            mention = own.mention if own is not None else sentence.mention(first, last)
            head = own.head if own is not None else last
            listed[head] = PlacePhrase(mention, head, phrase.preposition, True, leader=phrase.head)
    merged = {p.head: p for p in found} | listed
    return [merged[i] for i in sorted(merged, key=lambda i: (merged[i].mention.start, i))]


_NO_LISTS = frozenset({"by", "against", "for", "of", "among", "upon", "via"})


def _is_named(sentence: Sentence, token: Token) -> bool:
    """Say whether a name stands in the phrase: "Homs", "Kandal district", "the Jolo cathedral"."""
    if token.kind == "place" or token.tag in {"NNP", "NNPS"}:
        return True
    before = [c for c in sentence.children(token, "compound", "nmod") if c.i < token.i]
    return any(c.tag in {"NNP", "NNPS"} and (not c.kind or c.kind == "place") for c in before)


# Prepositions that say where something happened; after others a common noun is rather a goal, a cause or a partner.
_WHERE = frozenset("in at inside within near outside around on across through into beside behind along over".split())
_GROUNDS = frozenset({"FACILITY", "SETTLEMENT", "REGION"})
# Stretches of a front that bulletins name by a town: "in the Kandal direction", "on the Kandal axis".
_COURSES = frozenset({"direction", "axis", "sector", "front", "salient"})


def _is_ground(sentence: Sentence, token: Token, preposition: str) -> bool:
    """Say whether a common noun after a preposition tells where: all that it can be is built or ground.

    "The outskirts of Homs" is where Homs is: such a noun adds nothing to the name behind it.
    """
    if preposition not in _WHERE or not token.is_noun:
        return False
    kinds = token_kinds(token)
    named = _is_named(sentence, token) and token.lemma in _COURSES
    if not named and (not kinds or not kinds <= _GROUNDS or _is_element(sentence, token)):
        return False
    below = (sentence.tokens[i] for i in sentence.subtree(token))
    return not any(t.kind == "place" and t.i > token.i and sentence.head(t).lower == "of" for t in below)


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


# What lies outside the town whose it is said to be.
_OUTLYING = frozenset({"suburb", "outskirt", "countryside", "hinterland", "environs", "periphery"})


def _has_a_suburb(sentence: Sentence, token: Token) -> bool:
    """ "In Kyiv's Bucha suburb": the town whose suburb is named only says where that lies."""
    noun = sentence.head(token)
    named = any(c.kind == "place" or c.tag == "NNP" for c in sentence.children(noun, "compound", "nmod"))
    return token.dep == "poss" and noun.lemma in _OUTLYING and named


def _is_doer_in_compound(sentence: Sentence, token: Token) -> bool:
    """Say whether a name is who did it in a compound: "US-made launchers", "the Kyiv-controlled part"."""
    behind = sentence.tokens[token.i + 1 : token.i + 3]
    joined = len(behind) == 2 and token.end == behind[0].start and behind[0].end == behind[1].start
    return joined and behind[0].text == "-" and behind[1].tag in {"VBN", "VBD"}


def _at_war(sentence: Sentence, token: Token) -> bool:
    """Say whether states are those between whom a war or a talk is: "the conflict between Chad and Libya"."""
    top = token
    while top.dep == "conj":
        top = sentence.head(top)
    preposition = sentence.head(top)
    if preposition.lower != "between" or top.dep != "pobj":
        return False
    return bool(token_kinds(sentence.head(preposition)) & {"ACT", "EVENT"})


def _governs(sentence: Sentence, token: Token) -> bool:
    """A state that is the subject of a deed acts ("Iran launched an attack"): it is no place of it."""
    head = sentence.head(token)
    return (
        token.dep == "nsubj"
        and head.is_verb
        and head.lemma not in _UNDERGONE
        and actor_kind(sentence, token) == "state"
    )


_UNDERGONE = frozenset("be become remain see witness experience suffer have fall come".split())
