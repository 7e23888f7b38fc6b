"""What families are made of: candidates, frames (data) and rules (code), and the reading of a sentence they work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, TypedDict, Unpack

from crossbearing.extract.phrases.places import PlacePhrase, find_places
from crossbearing.extract.phrases.quantities import QuantityPhrase, find_quantities
from crossbearing.extract.phrases.tolls import TollLink, toll_links
from crossbearing.extract.reported import Reported
from crossbearing.model.claim import Attribution
from crossbearing.model.made import made_often
from crossbearing.model.mention import Mention
from crossbearing.text.times import TimePhrase, find_times
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.nouns import Kind


@made_often
@dataclass(frozen=True, slots=True)
class Argument:
    """An actor found for a role: its head token and the words that name it."""

    role: str
    head: int
    mention: Mention


Content = Literal["own", "framed", "beside"]
"""What becomes of the concrete claim that stands inside a statement or a deal: ``own`` is the general case (the claim
is what was said, where the grammar says so); ``framed`` says that the words only frame it ("agreed to withdraw");
``beside`` that both stand ("charged with the bombing")."""


class Changes(TypedDict, total=False):
    """The fields of a candidate that a stage or a rule may set anew."""

    cls: str
    clause: int
    start: int
    end: int
    actors: tuple[Argument, ...]
    places: tuple[tuple[str, PlacePhrase], ...]
    times: tuple[TimePhrase, ...]
    counts: tuple[tuple[QuantityPhrase, str], ...]
    modality: str
    polarity: str
    extent: str | None
    presupposed: bool
    nominal: bool
    speech_act: str | None
    reasons: tuple[str, ...]
    anaphoric: bool
    likely: float | None
    content: Content
    attribution: Attribution | None
    scopes: tuple[tuple[int, str], ...]


@made_often
@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim in the making: one predicate of one sentence with what was found around it.

    ``start`` and ``end`` are the evidence's document offsets; ``predicate`` is the index of the trigger token and
    ``clause`` that of the verb whose clause carries it. ``counts`` pairs a quantity phrase with its quantity word.
    ``anaphoric`` says that the words name no kind ("the attack"): the class is that of the document's last such event.
    ``likely`` is how likely the judge thinks it (0 to 1), None where no judge was asked. ``attribution`` is who says it
    where the judge knows better than the rules, which are asked only when the claim is made; so are
    ``scopes`` of counts, by the head of their phrases.
    """

    cls: str
    rule: str
    predicate: int
    clause: int
    start: int
    end: int
    actors: tuple[Argument, ...] = ()
    places: tuple[tuple[str, PlacePhrase], ...] = ()
    times: tuple[TimePhrase, ...] = ()
    counts: tuple[tuple[QuantityPhrase, str], ...] = ()
    modality: str = "occurred"
    polarity: str = "positive"
    extent: str | None = None
    presupposed: bool = False
    nominal: bool = False
    speech_act: str | None = None
    reasons: tuple[str, ...] = ()
    anaphoric: bool = False
    likely: float | None = None
    content: Content = "own"
    attribution: Attribution | None = None
    scopes: tuple[tuple[int, str], ...] = ()

    @property
    def family(self) -> str:
        """The family of the class ("control" of "control.gain")."""
        return self.cls.partition(".")[0]

    def having(self, **changes: Unpack[Changes]) -> Candidate:
        """Return the candidate with some fields set anew.

        >>> Candidate("control.gain", "control.seize", 1, 1, 0, 9).having(polarity="negative").polarity
        'negative'
        """
        made = Candidate(*_VALUES(self))
        for name, value in changes.items():
            _PUT[name](made, value)
        return made

    def adding(
        self,
        *,
        actors: Iterable[Argument] = (),
        places: Iterable[tuple[str, PlacePhrase]] = (),
        times: Iterable[TimePhrase] = (),
        counts: Iterable[tuple[QuantityPhrase, str]] = (),
        reasons: Iterable[str] = (),
    ) -> Candidate:
        """Return the candidate with more found around it, behind what it has.

        >>> Candidate("control.gain", "control.seize", 1, 1, 0, 9).adding(reasons=["negated: not"]).reasons
        ('negated: not',)
        """
        return self.having(
            actors=(*self.actors, *actors),
            places=(*self.places, *places),
            times=(*self.times, *times),
            counts=(*self.counts, *counts),
            reasons=(*self.reasons, *reasons),
        )

    def filled(self) -> int:
        """How many fields were found: what arbitration prefers, other things equal."""
        return len(self.actors) + len(self.places) + len(self.counts) + len(self.times)


# ``dataclasses.replace`` takes twice the time, and every claim in the making is replaced some ten times.
_PUT = {f.name: Candidate.__dict__[f.name].__set__ for f in fields(Candidate)}
_VALUES = attrgetter(*_PUT)


@dataclass(frozen=True)
class Reading:
    """A sentence with its phrases, each kind found once and only when somebody asks."""

    sentence: Sentence
    number: int = 0
    reported: tuple[Reported, ...] = ()
    """What somebody is reported to have said or asked in this sentence, where the engine has found it."""

    def said(self, token: Token) -> bool:
        """Say whether somebody is reported to have said the word, in this sentence or in a quotation that runs on."""
        return any(r.holds(token.start, token.end) for r in self.reported)

    def reports(self, token: Token) -> bool:
        """Say whether the word itself says who said something in this sentence: "announced that"."""
        cues = (r.cue for r in self.reported if r.cue is not None)
        return any(cue.start <= token.start and token.end <= cue.end for cue in cues)

    @cached_property
    def places(self) -> list[PlacePhrase]:
        """The place phrases."""
        return find_places(self.sentence)

    @cached_property
    def times(self) -> list[TimePhrase]:
        """The time phrases."""
        return find_times(self.sentence.document_text, self.sentence.start, self.sentence.end)

    @cached_property
    def quantities(self) -> list[QuantityPhrase]:
        """The quantity phrases."""
        return find_quantities(self.sentence)

    @cached_property
    def links(self) -> list[TollLink]:
        """What befell those counted, with the word that says so."""
        return toll_links(self.sentence, self.quantities)

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What a family makes of the sentence once and asks for at each of its words, by the family's name for it."""
        return {}

    @cached_property
    def tolls(self) -> list[tuple[QuantityPhrase, str]]:
        """The quantities that count people or things harmed, held or moved, each with its quantity word."""
        return [(link.phrase, link.quantity) for link in self.links if not self._is_half_word(link.phrase)]

    def _is_half_word(self, quantity: QuantityPhrase) -> bool:
        """Say whether the counted noun is only the front of a compound: "the two rebel-besieged villages"."""
        after = [t.text for t in self.sentence.tokens[quantity.head + 1 : quantity.head + 2]]
        return after == ["-"]

    def head_of(self, token: Token) -> Token:
        """Return the governor of ``token``."""
        return self.sentence.tokens[token.head]


Near = Callable[[str, Token, str], None]
"""Told of a frame or rule that stopped short: its name, the trigger and why (for ``explain``)."""


AUXILIARIES = frozenset({"be", "have", "do"})
"""Verbs that stand in every other sentence of any text, so that none is worth parsing for them alone."""


def opening(starts: frozenset[str], beside: frozenset[str]) -> frozenset[str]:
    """Return the words for which a sentence is parsed, where a find starts from one of ``starts``.

    For an auxiliary those are the words ``beside`` it, one of which the find needs as well.

    >>> sorted(opening(frozenset({"be", "live"}), frozenset({"siege"}))), opening(frozenset({"be"}), frozenset())
    (['live', 'siege'], frozenset({'be'}))
    """
    return (starts - AUXILIARIES) | beside if beside and starts & AUXILIARIES else starts


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in code, for what a frame cannot say.

    ``triggers`` are the lemmas it starts from (the dispatcher uses them); ``find`` gets the reading and the trigger
    token and yields candidates. ``beside`` are words of which it needs one beside an auxiliary.
    """

    name: str
    triggers: frozenset[str]
    find: Callable[[Reading, Token], Iterable[Candidate]]
    note: str = ""
    beside: frozenset[str] = frozenset()

    @property
    def opening(self) -> frozenset[str]:
        """Words of which one is in every sentence that the rule finds something in."""
        return opening(self.triggers, self.beside)


# A slot "ANY -" lets a word stand there that fills no role: "fighting displaced thousands" names no organiser.
IGNORED = "-"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an argument goes: the phrase type it must have (ACTOR, PLACE, ANY) and the role (or IGNORED).

    ``kinds`` are the kinds of nouns (``vocab/nouns.py``) of which it must be one, where the type names such.
    """

    type: str
    role: str
    kinds: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate with all its surface forms, as a lexicon entry states it. See docs/families.md for the keys."""

    name: str
    cls: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    args: dict[str, tuple[Slot, ...]]
    needs: frozenset[str] = frozenset()
    only_with: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    not_by: frozenset[str] = frozenset()
    only_by: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    state: bool = False
    bare: bool = False
    modality: str | None = None
    polarity: str | None = None
    extent: str | None = None
    content: Content = "own"
    speech_act: str | None = None
    note: str = ""

    @property
    def words(self) -> frozenset[str]:
        """Every lemma the frame starts from."""
        return self.verbs | self.nouns | self.adjectives

    @property
    def opening(self) -> frozenset[str]:
        """Words of which one is in every sentence that the frame finds something in."""
        return opening(self.words, self.only_with or self.particle or self.object)


Refine = Callable[[Reading, Frame, Candidate, Near], Candidate | None]
"""A family's last word on a candidate of one of its frames: it may set the class, the roles and the evidence by what
stands around (the weapon, the kind of target), or refuse it with a reason told to Near."""
