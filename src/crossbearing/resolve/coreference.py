"""Whom pronouns and definite nouns mean: rules over the claims of one document, in text order.

"it", "they" and "their" go back to the actor that was last doing something; "he" and "she" to the last person; "the
group" to the last armed group; "the town" to the last settlement. What has no antecedent stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention

_PLURAL = frozenset({"they", "them", "their", "both"})
_SINGULAR = frozenset({"it", "its"})
_PERSON = frozenset({"he", "she", "his", "her", "him"})
PRONOUNS = _PLURAL | _SINGULAR | _PERSON | {"we", "our", "us", "who", "which"}
# Heads of definite nouns that go back to an actor already named.
GROUP_NOUNS = frozenset(
    """group organisation organization movement faction militia party outfit
    alliance coalition body agency ministry monitor watchdog""".split()
)
# Bodies that report and do not fight: "their attack" is none of theirs, though they spoke last.
ONLOOKERS = frozenset({"monitor_ngo", "state_media", "outlet", "agency", "igo"})
# Those that fight and do not watch: "the coalition" is no monitor that spoke before.
_FIGHTING = frozenset({"coalition", "alliance", "militia", "faction", "outfit"})
# Those that a state's own institutions are called as well.
_OF_STATES = frozenset({"alliance", "coalition", "body", "agency", "ministry"})
# Types of actor that no such noun means, though they may have acted last ("180 civilians left, the monitor said").
_NO_GROUPS = frozenset({"civilians", "anonymous_official", "foreign_state"})
_STATES = frozenset({"government", "state_forces", "foreign_state_forces", "police"})
UNRESOLVED = "goes back to nothing that the document names"


# Characters before a pronoun in which its sentence mostly lies: there the first that acts is its subject.
_SAME_SENTENCE = 120
# Of those named further back, so many may be meant.
_LAST = 6
_Sort = tuple[bool, bool, str]
"""What sorts those named: a person, known by an id rather than by bare words, the type of actor or kind of place."""


@made_often
@dataclass(frozen=True, slots=True)
class Named:
    """An actor or place named at some offset: what it resolved to, and whether it was doing something there."""

    start: int
    key: str
    name: str
    acting: bool = True
    person: bool = False
    kind: str = ""
    speaking: bool = False


def _place(named: Named) -> tuple[int, str]:
    return named.start, named.key


class Memory:
    """What a document has named so far, in order of offset.

    ``named`` is all of it. What is asked for looks only at the last few of the kinds it can be, so that a long document
    costs no more a pronoun than a short one.
    """

    def __init__(self, named: Iterable[Named] = ()) -> None:
        self.named: list[Named] = []
        self._alike: dict[_Sort, list[Named]] = {}
        self._bearing: dict[str, list[Named]] = {}
        self._called: dict[str, set[str]] = {}
        self.add(named)

    def add(self, named: Iterable[Named]) -> None:
        """Remember what was named; the list stays sorted by offset."""
        for one in named:
            insort(self.named, one, key=_place)
            is_id = one.key != one.name
            insort(self._alike.setdefault((one.person, is_id, one.kind), []), one, key=_place)
            self._called.setdefault(one.name.lower().removesuffix("s"), set()).add(one.key)
            if is_id and not one.person:
                for word in set(one.name.split()):
                    insort(self._bearing.setdefault(word, []), one, key=_place)

    def called(self, words: Iterable[str]) -> frozenset[str]:
        """Return the keys of those whose name is one of the words, given in small letters: "rebel" of the rebels.

        >>> sorted(Memory([Named(0, "r", "Rebels")]).called(["a", "rebel", "commander"]))
        ['r']
        """
        return frozenset(key for word in words for key in self._called.get(word, ()))

    def _last(self, mention: Mention, wanted: Callable[[_Sort], bool], most: int = _LAST) -> list[Named]:
        """Return those before ``mention`` of the wanted sorts that can matter: of its sentence, and the last."""
        found: list[Named] = []
        for sort, alike in self._alike.items():
            if not wanted(sort):
                continue
            end = bisect_left(alike, mention.start, key=lambda n: n.start)
            first = bisect_left(alike, mention.start - _SAME_SENTENCE, key=lambda n: n.start)
            found.extend(alike[max(0, min(first, end - most)) : end])
        return sorted(found, key=_place)

    def before(
        self,
        mention: Mention,
        person: bool | None = None,
        kinds: frozenset[str] | None = None,
        never: frozenset[str] = frozenset(),
        barred: frozenset[str] = frozenset(),
    ) -> Named | None:
        """Return the nearest earlier antecedent of ``mention``: one that was acting is preferred over one that was not.

        It has one of ``kinds``, where any are given, and none that ``never`` names; ``barred`` are keys it cannot be.

        >>> memory = Memory([Named(0, "a", "Army"), Named(10, "r", "Rebels", acting=False)])
        >>> memory.before(Mention(20, 22, "it")).name
        'Army'
        """

        def wanted(sort: _Sort) -> bool:
            is_person, _, kind = sort
            return person in (None, is_person) and (kinds is None or kind in kinds) and kind not in never

        found = self._last(mention, wanted, 2 * _LAST if barred else _LAST)
        return _likeliest([n for n in found if n.key not in barred], mention)

    def group_before(self, mention: Mention, noun: str) -> Named | None:
        """Return the earlier actor that "the group" or "the monitor" means: one whose name has the noun, else a group.

        A bare description ("captured soldiers"), whose key is no id, is no group that a noun goes back to.

        >>> memory = Memory([Named(0, "new:om", "Obere Monitor", speaking=True), Named(20, "civilians", "Civilians")])
        >>> memory.group_before(Mention(50, 61, "the monitor"), "monitor").name
        'Obere Monitor'
        """
        bearing = self._bearing.get(noun.capitalize(), [])
        end = bisect_left(bearing, mention.start, key=lambda n: n.start)
        if end:
            return bearing[end - 1]
        never = _NO_GROUPS if noun in _OF_STATES else _NO_GROUPS | _STATES
        if noun in _FIGHTING:
            never |= ONLOOKERS
        groups = self._last(mention, lambda sort: not sort[0] and sort[1] and sort[2] not in never)
        return _likeliest(groups, mention)


def _likeliest(earlier: Sequence[Named], mention: Mention) -> Named | None:
    """Return who of those named earlier acts first in the sentence of ``mention``, else who acted last before it."""
    near = [n for n in earlier if n.start >= mention.start - _SAME_SENTENCE and not n.speaking]
    if near:
        return near[0] if near[0].acting else near[-1]
    acting = [n for n in earlier[-_LAST:] if n.acting]
    return acting[-1] if acting else earlier[-1] if earlier else None


def pronoun(mention: Mention) -> str | None:
    """Return the pronoun in small letters where the mention is one, else None.

    >>> pronoun(Mention(0, 2, "It")), pronoun(Mention(0, 4, "army"))
    ('it', None)
    """
    word = mention.text.lower().strip()
    return word if word in PRONOUNS else None


def is_person(word: str) -> bool:
    """Say whether the pronoun stands for one person."""
    return word in _PERSON


def definite_noun(mention: Mention, nouns: frozenset[str]) -> str | None:
    """Return the noun of "the group" or "the town" where the mention is just that, else None.

    >>> definite_noun(Mention(0, 9, "the group"), GROUP_NOUNS)
    'group'
    """
    words = mention.text.lower().split()
    if len(words) == 2 and words[0] in {"the", "this", "that"} and words[1] in nouns:
        return words[1]
    return None
