"""Claim classes with their traits: what code asks of a class, so that it need not know the class by name.

``classes.yml`` lists families, each with the traits that all its classes have, and behind each its classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.bounded import File, shown
from crossbearing.vocab.loader import Form, check_entry, check_texts, read_yaml

Group = Literal[
    "violence",
    "custody",
    "control",
    "agreement",
    "movement",
    "damage",
    "access",
    "support",
    "protest",
    "statement",
]
"""Kinds of events: classes of one group may be one event."""

Trait = Literal[
    "violent",
    "happening",
    "armed",
    "carries_harm",
    "harms_struck",
    "harms_civilians",
    "aftermath",
    "toll",
    "bombards",
    "fighting",
    "campaign",
    "unspecific",
    "needs_place",
    "moves",
    "has_extent",
    "state",
    "leaves",
    "displaces",
    "holds_people",
    "frees",
    "stock",
    "summed",
    "supplies",
    "promised",
    "truce",
    "stands_bare",
    "named_by_noun",
    "asks",
    "silent",
    "speech",
    "background",
    "granted",
    "by_result",
]
"""What a class can be.

- ``violent``: a blow or a fight, which takes the toll of its clause into itself
- ``happening``: done at one place and day, so that its neighbours lend it theirs
- ``armed``: done by or to those who bear arms
- ``carries_harm``: people may be killed or hurt in it
- ``harms_struck``, ``harms_civilians``: it harms the civilians that it hits; it harms civilians by what it is
- ``aftermath``: what a blow leaves behind
- ``toll``: says how many came to harm, not by what
- ``bombards``, ``fighting``: from afar; at close quarters, where a long fight holds all that befell in it
- ``campaign``: lasts for as long as it goes on
- ``unspecific``: says little of what was done, so several places mean several deeds
- ``needs_place``: borrows the place of a claim beside it where it names none
- ``moves``: its places may be where it comes from and where it leads
- ``has_extent``: its place is held in whole or in part
- ``state``: holds over time and happens on no day
- ``leaves``: somebody gives up the place they come from
- ``displaces``: people flee, whose number grows as long as they do
- ``holds_people``, ``frees``: people are held by it; people held go free
- ``stock``: its counts say how many are in a state, not how many came into it
- ``summed``: the present perfect sums it up ("have been killed")
- ``supplies``: about aid and the ways by which it comes
- ``promised``: parties promise it to one another
- ``truce``: about a truce, not another deal
- ``stands_bare``: a noun alone may tell it ("the truce")
- ``named_by_noun``: a noun in what is said tells it ("accused them of support for")
- ``asks``: what is asked, threatened or laid to somebody is the claim
- ``silent``: somebody was asked and said nothing
- ``speech``: words, not deeds
- ``background``: history and settings, in which anybody may have any role
- ``granted``: a noun alone or a participle speaks of it as known ("a deal between the two sides", "buses sent by it")
- ``by_result``: not done where it was foiled, where a foiled raid was still made ("a failed abduction")
"""

Deal = Literal["made", "talks", "term", "broken", "refused", "carried_out", "ended"]
"""What a class says of a deal or truce."""

Ledger = Literal["gain", "advance", "transfer", "loss", "hold", "besiege", "clash", "leave"]
"""What the control ledger reads in a class: who holds what."""


@dataclass(frozen=True, slots=True)
class ClaimClass:
    """A claim class: its name, the roles its actors may have, what counts, and its traits.

    ``deed`` says that something is done, not only said or so; ``rank`` is the place in the order in which families win
    a word that two of them claim, 0 first. ``people`` is the quantity that people counted in it are of where no word
    says it; ``act`` is what a statement does; ``called`` are the nouns that may mean it without saying its kind ("the
    attack"); ``munition`` is what it is done with, as ``munitions.yml`` calls it.
    """

    name: str
    roles: tuple[str, ...]
    note: str
    deed: bool = True
    group: Group | None = None
    rank: int = 0
    traits: frozenset[Trait] = frozenset()
    people: str | None = None
    act: str | None = None
    called: frozenset[str] = frozenset()
    munition: str | None = None
    deal: Deal | None = None
    control: Ledger | None = None


_FAMILY = Form({"family": (str,), "rank": (int,), "traits": (list,)}, {"group": (str,), "deed": (bool,)})
_CLASS = Form(
    {"name": (str,), "roles": (list,), "note": (str,)},
    {
        "traits": (list,),
        "people": (str,),
        "act": (str,),
        "called": (list,),
        "munition": (str,),
        "deal": (str,),
        "control": (str,),
    },
)


def load_classes(file: File, codes: Mapping[str, Sequence[str]]) -> dict[str, ClaimClass]:
    """Return the classes of a file by name, in its order; ``codes`` are the closed lists of the contract.

    Raises VocabularyError for an unknown trait or code, a class outside its family, and a name that stands twice.
    """
    family: dict[str, Any] = {}
    found: dict[str, ClaimClass] = {}
    for number, entry in enumerate(read_yaml(file) or [], 1):
        line = entry.get("__line__", number) if isinstance(entry, dict) else number
        place = f"{file.name}:{line}"
        if isinstance(entry, dict) and "family" in entry:
            family = check_entry(entry, _FAMILY, place)
            continue
        entry = check_entry(entry, _CLASS, place)
        name = entry["name"]
        if name in found:
            raise VocabularyError(f"{place}: class {name!r} stands twice")
        if name.partition(".")[0] != family.get("family"):
            raise VocabularyError(f"{place}: class {name!r} stands behind family {shown(family.get('family'))}")
        found[name] = _class(entry, family, codes, place)
    return found


def _class(entry: dict[str, Any], family: dict[str, Any], codes: Mapping[str, Sequence[str]], place: str) -> ClaimClass:
    traits = check_texts([*family["traits"], *entry.get("traits", [])], "traits", place)
    for trait in traits:
        _one_of(trait, get_args(Trait), "trait", place)
    group = _one_of(family.get("group"), get_args(Group), "group", place)
    people = _one_of(entry.get("people"), codes["quantity"], "people", place)
    act = _one_of(entry.get("act"), codes["speech_act"], "act", place)
    deal = _one_of(entry.get("deal"), get_args(Deal), "deal", place)
    control = _one_of(entry.get("control"), get_args(Ledger), "control", place)
    return ClaimClass(
        entry["name"],
        check_texts(entry["roles"], "roles", place),
        entry["note"],
        family.get("deed", True),
        group,
        family["rank"],
        frozenset(traits),  # type: ignore[arg-type] # held to the literals above
        people,
        act,
        frozenset(check_texts(entry.get("called", []), "called", place)),
        entry.get("munition"),
        deal,
        control,
    )


def _one_of(value: str | None, known: Sequence[str], key: str, place: str) -> Any:
    if value is not None and value not in known:
        raise VocabularyError(f"{place}: {key} {shown(value)} is not known; known: {', '.join(known)}")
    return value
