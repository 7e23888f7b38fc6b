"""The alternations of English, once for all families: tried on a trigger, a frame yields a candidate or a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from crossbearing.extract.binding import bind, bind_prepositions, bind_word
from crossbearing.extract.carriers import EVENT_AGENTS, HIT, LIGHT_VERBS, OCCUR, UNDERGO, only_stopped, taking_part
from crossbearing.extract.clauses import GRANTED, is_granted, noun_evidence, only_describes, trim, verb_evidence
from crossbearing.extract.company import beside_noun, beside_verb, company, hanging, hanging_on_carrier, listed
from crossbearing.extract.event_nouns import blamed_for, laid_to, only_told, top_of
from crossbearing.extract.phrases.actors import modifying_actors
from crossbearing.extract.phrases.arguments import agents, is_passive, patients, preposed
from crossbearing.extract.phrases.chunks import chunk, is_definite, through_partitive
from crossbearing.extract.phrases.denied import is_foiled
from crossbearing.extract.phrases.kinds import token_kinds
from crossbearing.extract.phrases.modality import HAPPENED, Modality, asked_for, modality_of
from crossbearing.extract.rule import IGNORED, Candidate, Frame, Near, Reading, Slot
from crossbearing.extract.telling import brought_off
from crossbearing.text.tokens import Token
from crossbearing.vocab.contract import classes_with
from crossbearing.vocab.nouns import KINDS

# What is said is part of the words by which somebody says it.
_SPEECH = classes_with("speech")
# Deeds that were not done where they were foiled; a raid that was foiled was still made.
_BY_RESULT = classes_with("by_result")


def _unfilled(
    frame: Frame, reading: Reading, bound: Set[str], found: Candidate, span: tuple[int, int], polarity: str
) -> str | None:
    """Return the first of the frame's needs that nothing fills: an argument, a phrase type, a role, or what is told."""
    if not frame.needs:
        return None
    told = {"DENIAL"} if polarity == "negative" else set()
    told |= {"TIME" for t in reading.times if span[0] <= t.start and t.end <= span[1]}
    return min(frame.needs - bound - told - {a.role for a in found.actors}, default=None)


class _Functions(NamedTuple):
    """Who does what a verb says, to whom, and the light object that carries its meaning ("fired rockets")."""

    doers: Sequence[Token]
    done_to: Sequence[Token]
    carrier: Token | None = None

    @property
    def objects(self) -> list[Token]:
        """Those to whom it is done, and the carrier."""
        return [*self.done_to, *([self.carrier] if self.carrier else [])]


class FrameMatcher:
    """Tries frames on triggers. ``near`` is told of every frame that stopped short, with the reason."""

    def __init__(self, near: Near | None = None) -> None:
        self._near: Near = near or (lambda name, trigger, reason: None)

    def match(self, frame: Frame, reading: Reading, trigger: Token) -> Candidate | None:
        """Return the candidate of ``frame`` on ``trigger``, or None (and tell ``near`` why)."""
        if trigger.is_verb and trigger.lemma in frame.verbs and "verb" not in frame.no:
            found = self._verb(frame, reading, trigger)
            if found or trigger.lower not in frame.adjectives:
                return found
        if trigger.lower in frame.adjectives or trigger.lemma in frame.adjectives:
            return None if "adjectival" in frame.no else self._adjective(frame, reading, trigger)
        if (
            trigger.is_noun
            and (trigger.lemma in frame.nouns or trigger.lower in frame.nouns)
            and "nominal" not in frame.no
        ):
            return self._noun(frame, reading, trigger)
        return None

    def open(self, frame: Frame, reading: Reading, trigger: Token) -> Candidate | None:
        """Return the candidate of ``frame`` on a word that it does not name; a verb, a noun or a word of a state."""
        if trigger.is_verb:
            return self._verb(frame, reading, trigger)
        if trigger.is_noun:
            return self._noun(frame, reading, trigger)
        return self._state(frame, reading, trigger)

    def _state(self, frame: Frame, reading: Reading, word: Token) -> Candidate | None:
        """ "two are dead", "12 wounded": the claim is the clause that the word closes, or the phrase it stands in."""
        head = reading.sentence.head(word)
        host = head if head.is_verb and word.dep in {"acomp", "oprd", "attr", "dep", "ccomp"} else None
        found = Candidate(frame.cls, frame.name, word.i, word.i, 0, 0, nominal=True)
        if host is None:
            span = noun_evidence(reading.sentence, head if head.is_noun else word)
            return self._finished(frame, reading, word, found, span)
        span = verb_evidence(reading.sentence, host, (word.i,))
        return self._finished(frame, reading, word, found, span, clause=host.i)

    def _stop(self, frame: Frame, trigger: Token, reason: str) -> Candidate | None:
        self._near(frame.name, trigger, reason)
        return None

    # -- verbs -------------------------------------------------------------------------------------------------

    def _verb(self, frame: Frame, reading: Reading, verb: Token) -> Candidate | None:
        sentence = reading.sentence
        passive = is_passive(sentence, verb)
        if passive and "passive" in frame.no:
            return self._stop(frame, verb, "the frame has no passive")
        if not passive and "active" in frame.no:
            return self._stop(frame, verb, "the frame has no active")
        if frame.particle and not self._particle(frame, reading, verb):
            return self._stop(frame, verb, f"needs one of: {listed(frame.particle)}")
        around = _Functions(agents(sentence, verb), patients(sentence, verb))
        if frame.object:
            through = (through_partitive(sentence, t) for t in around.done_to)  # "dozens of rockets" are rockets
            carrier = next((t for t in through if {t.lemma, t.lower, *token_kinds(t)} & frame.object), None)
            if carrier is None:
                return self._stop(frame, verb, f"its object is none of: {listed(frame.object)}")
            around = _Functions(around.doers, [], carrier)
        reason = self._selection(frame, reading, verb, around)
        if reason:
            return self._stop(frame, verb, reason)
        found, bound = self._bind_verb(frame, reading, verb, around)
        if isinstance(bound, str):
            return self._stop(frame, verb, bound)
        told = [around.carrier] if around.carrier else []
        if frame.cls in _SPEECH or frame.content == "framed":
            told += [c for c in sentence.children(verb, "ccomp", "xcomp") if c.i > verb.i]
        span = verb_evidence(sentence, verb, tuple(t.i for t in told))
        described = is_granted(frame.cls, sentence, verb) or (frame.state and only_describes(sentence, verb))
        return self._finished(frame, reading, verb, found, span, bound, described)

    @staticmethod
    def _particle(frame: Frame, reading: Reading, verb: Token) -> bool:
        children = reading.sentence.children(verb, "prt", "prep", "advmod", "agent", "acomp", "oprd", "dative", "attr")
        return any(c.lower in frame.particle or c.lemma in frame.particle for c in children)

    @staticmethod
    def _selection(frame: Frame, reading: Reading, verb: Token, around: _Functions) -> str:
        """Return why the selectional restrictions fail, or an empty string.

        ``only_with`` looks at everything around the verb, ``not_with`` leaves out those who do it and whom it is taken
        from, ``only_by`` and ``not_by`` look at those who do it.
        """
        if not (frame.only_with or frame.not_with or frame.not_by or frame.only_by):
            return ""
        by = {w for t in around.doers for w in company(reading.sentence, t)}
        if by & frame.not_by:
            return f"is done by {', '.join(sorted(by & frame.not_by))}"
        if frame.only_by and not by & frame.only_by:
            return f"is done by none of: {listed(frame.only_by)}"
        sentence = reading.sentence
        near = {*beside_verb(sentence, verb)}
        far: set[str] = set()
        for token in around.objects:
            near |= company(sentence, through_partitive(sentence, token)) | company(sentence, token)
        for governor in (verb, *around.objects):
            asked = hanging_on_carrier if governor is around.carrier else hanging
            on_this, against = asked(sentence, governor)
            near |= on_this
            far |= against
        # Where there is an object, the kind asked for is its own: "civilians killed soldiers" kills no civilians.
        own = by - KINDS if around.objects else by
        if frame.only_with and not (near | far | own) & frame.only_with:
            return f"stands with none of: {listed(frame.only_with)}"
        clash = near & frame.not_with
        return f"stands with {', '.join(sorted(clash))}" if clash else ""

    @staticmethod
    def _bind_verb(frame: Frame, reading: Reading, verb: Token, around: _Functions) -> tuple[Candidate, set[str] | str]:
        """Return the candidate with all arguments bound, and what was bound, or why an argument does not fit."""
        found = Candidate(frame.cls, frame.name, verb.i, verb.i, 0, 0)
        bound: set[str] = set()
        carrier = around.carrier
        for key, tokens in (("agent", around.doers), ("patient", around.done_to)):
            slots = frame.args.get(key)
            if slots is None:
                continue
            found, filled = _all_bound(reading, slots, tokens, found)
            if key == "agent" and tokens and not filled and any(t.lemma in EVENT_AGENTS for t in tokens):
                owners = [o for t in tokens for o in modifying_actors(reading.sentence, t)]
                found, filled = _all_bound(reading, slots, owners, found)
                if not filled:
                    continue
            if tokens and not filled:
                return found, f"its {key} {tokens[0].text!r} is none of: {', '.join(s.type for s in slots)}"
            bound.update({key} if filled else ())
            bound.update({"ACTOR"} if filled and key == "agent" else ())
            bound.update(s.type for s in filled if key == "patient")
        for governor in [verb, *([carrier] if carrier else [])]:
            found, more = bind_prepositions(frame, reading, governor, found)
            bound |= more
        event = [s.role for s in frame.args.get("agent", ())] == [IGNORED]
        for governor in around.doers if event else ():  # "a truce between the army and the front took effect"
            found, more = bind_prepositions(frame, reading, governor, found)
            bound |= more
        for governor in around.done_to:  # "members of families": what "of" leads to is not done to
            without_of = "patient" in bound and "PLACE" not in bound
            found, more = bind_prepositions(frame, reading, governor, found, without_of)
            bound |= more
        if carrier is not None and "agent" in frame.args and "agent" not in bound:
            doers = modifying_actors(reading.sentence, carrier)
            found, filled = _all_bound(reading, frame.args["agent"], doers, found)
            bound.update({"agent", "ACTOR"} if filled else ())
        return found, bound

    # -- nouns -------------------------------------------------------------------------------------------------

    def _noun(self, frame: Frame, reading: Reading, noun: Token) -> Candidate | None:
        sentence = reading.sentence
        head = sentence.head(noun)
        beside = beside_noun(sentence, noun)
        if frame.only_with and not beside & frame.only_with:
            return self._stop(frame, noun, f"stands with none of: {listed(frame.only_with)}")
        if beside & frame.not_with:
            return self._stop(frame, noun, f"stands with {', '.join(sorted(beside & frame.not_with))}")
        if noun.dep in {"compound", "nmod"} and head.is_noun and head.i > noun.i:
            return self._stop(frame, noun, f"only modifies {head.text!r}")
        found, bound = self._bind_noun(frame, reading, noun)
        found, host, more = self._host(frame, reading, noun, found, bound)
        bound |= more
        known, asked = is_definite(sentence, noun) or noun.dep == "appos", asked_for(sentence, noun) is not None
        known = known and not blamed_for(sentence, noun)
        if asked and not known:  # "called for a truce": between whom is not said
            bound |= frame.needs
        if host is not None:
            span = verb_evidence(sentence, host, (noun.i,))
            return self._finished(frame, reading, noun, found, span, bound, clause=host.i)
        span, known = noun_evidence(sentence, noun), known or (frame.cls in GRANTED and noun.dep == "pobj")
        return self._finished(frame, reading, noun, found, span, bound, known and not asked)

    def _bind_noun(self, frame: Frame, reading: Reading, noun: Token) -> tuple[Candidate, set[str]]:
        found = Candidate(frame.cls, frame.name, noun.i, noun.i, 0, 0, nominal=True)
        found, bound = bind_prepositions(frame, reading, noun, found)
        if "agent" in frame.args:
            doers = modifying_actors(reading.sentence, noun)
            by = [o for p, o in preposed(reading.sentence, noun, "by")]
            doers = [t for t in (*doers, *by, *laid_to(reading.sentence, noun)) if t.kind != "place" or t.dep != "poss"]
            found, filled = _all_bound(reading, frame.args["agent"], doers, found)
            bound.update({"agent", "ACTOR"} if filled else ())
        for _, doer in preposed(reading.sentence, noun, "by"):  # "advances by the army in X": X is where they advanced
            found, more = bind_prepositions(frame, reading, doer, found)
            bound |= more
        if "patient" in frame.args and "of" not in frame.args:
            for _, token in preposed(reading.sentence, noun, "of"):
                found, slot = bind(reading, frame.args["patient"], token, "of", found)
                if slot:
                    bound |= {"patient", slot.type}
        return found, bound

    def _host(
        self, frame: Frame, reading: Reading, noun: Token, found: Candidate, bound: set[str]
    ) -> tuple[Candidate, Token | None, set[str]]:
        """Bind what the verb that carries the event noun adds, and return it: "launched an offensive", "shells hit"."""
        sentence = reading.sentence
        top = top_of(sentence, noun)
        if noun.dep == "pobj" and top is not noun:  # "a string of raids on the town" may hang "on" on the string
            found, more = bind_prepositions(frame, reading, top, found, without_of=True)
            bound |= more
        joined = taking_part(sentence, top)
        if joined is not None:
            doers = (patients if is_passive(sentence, joined) else agents)(sentence, joined)
            found, filled = _all_bound(reading, frame.args.get("agent", ()), doers, found)
            return found, joined, {word for slot in filled for word in ("agent", slot.type)}
        verb = sentence.head(top)
        if not verb.is_verb:
            return found, None, set()
        passive = is_passive(sentence, verb)
        if top.dep == "dobj" or (top.dep == "nsubjpass" and passive):
            if verb.lemma not in LIGHT_VERBS or only_told(frame.cls, sentence, noun, verb):
                return found, None, set()
            stopped = only_stopped(frame.cls, sentence, top, verb)
            found, light = (found, set()) if stopped else self._bind_light(frame, reading, verb, found, bound)
            found, more = bind_prepositions(frame, reading, verb, found)
            return found, verb, light | more
        if top.dep == "nsubj" and verb.lemma in OCCUR:
            hit: set[str] = set()
            if verb.lemma in HIT and "patient" in frame.args:
                found, filled = _all_bound(reading, frame.args["patient"], patients(sentence, verb), found)
                hit |= {word for slot in filled for word in ("patient", slot.type)}
            for governor in (verb, *sentence.children(verb, "acomp")):  # "is ongoing between the army and the front"
                found, more = bind_prepositions(frame, reading, governor, found)
                hit |= more
            return found, verb, hit
        return found, verb if top.dep == "attr" and verb.lemma == "be" else None, set()

    def _bind_light(
        self, frame: Frame, reading: Reading, verb: Token, found: Candidate, bound: set[str]
    ) -> tuple[Candidate, set[str]]:
        key = "patient" if verb.lemma in UNDERGO else "agent"
        slots = frame.args.get(key)
        if slots is None or key in bound:
            return found, set()
        found, filled = _all_bound(reading, slots, agents(reading.sentence, verb), found)
        return found, {word for slot in filled for word in (key, slot.type)}

    # -- states in front of a noun -----------------------------------------------------------------------------

    def _adjective(self, frame: Frame, reading: Reading, word: Token) -> Candidate | None:
        """ "rebel-held town", "besieged enclave": the noun is the patient, what is hyphenated before it the agent."""
        sentence = reading.sentence
        noun = sentence.head(word)
        if word.dep not in {"amod", "compound", "nmod", "acl"} or not noun.is_noun or noun.i < word.i:
            return self._stop(frame, word, "modifies no noun after it")
        joined = word.i >= 2 and sentence.tokens[word.i - 1].text in {"-", "–"}
        doer = sentence.tokens[word.i - 2] if joined else None
        if doer is None and not frame.bare:
            return self._stop(frame, word, "nobody is hyphenated before it")
        if doer is not None and doer.lower in frame.not_by:
            return self._stop(frame, word, f"is done by {doer.lower}")
        found = Candidate(frame.cls, frame.name, word.i, word.i, 0, 0, presupposed=True, nominal=True)
        bound: set[str] = set()
        if doer is not None and "agent" in frame.args:
            with_doer = bind_word(reading, frame.args["agent"], doer, found)
            if with_doer is None:
                return self._stop(frame, word, f"{doer.text!r} is no actor")
            found = with_doer
            bound |= {"agent", "ACTOR"}
        found, slot = bind(reading, frame.args.get("patient", ()), noun, "", found)
        bound |= {"patient", slot.type} if slot else set()
        first, _ = chunk(sentence, noun, numbers=True)
        bound_tokens = [t.i for _, p in found.places for t in sentence.at(p.mention.start, p.mention.end)]
        bound_tokens = [i for i in bound_tokens if i <= noun.i + 8]
        span = trim(sentence, min([first, *bound_tokens]), max([noun.i, *bound_tokens]))
        return self._finished(frame, reading, word, found, span, bound, presupposed=True)

    # -- common ------------------------------------------------------------------------------------------------

    def _finished(
        self,
        frame: Frame,
        reading: Reading,
        trigger: Token,
        found: Candidate,
        span: tuple[int, int],
        bound: Set[str] = frozenset(),
        presupposed: bool = False,
        clause: int | None = None,
    ) -> Candidate | None:
        """Return the candidate with its evidence and what the words around its verb and the frame itself make of it."""
        clause = found.clause if clause is None else clause
        modality, polarity, reasons = "ongoing" if frame.state else "occurred", found.polarity, found.reasons
        if not presupposed:
            told = _told(frame, reading, trigger, clause)
            modality, polarity, reasons = told.modality, told.polarity, (*reasons, *told.reasons)
        missing = _unfilled(frame, reading, bound, found, span, polarity)
        if missing:
            return self._stop(frame, trigger, f"nothing fills {missing}")
        if frame.state and found.nominal and clause == found.predicate and modality == "occurred":
            modality = "ongoing"
        if frame.modality and modality in HAPPENED:
            modality = frame.modality
        if frame.polarity == "negative":
            polarity = "negative" if polarity == "positive" else "positive"
        found = found.having(
            clause=clause,
            start=span[0],
            end=span[1],
            presupposed=presupposed,
            modality=modality,
            polarity=polarity,
            reasons=reasons,
            extent=frame.extent or found.extent,
            content=frame.content,
            speech_act=frame.speech_act or found.speech_act,
        )
        return brought_off(reading.sentence, found) if found.nominal and frame.cls in _BY_RESULT else found


def _told(frame: Frame, reading: Reading, trigger: Token, clause: int) -> Modality:
    """Return modality and polarity, and why, as the words around a clause tell them."""
    carrier = reading.sentence.tokens[clause]
    read = modality_of(reading.sentence, carrier if carrier.is_verb else trigger, frame.state)
    if carrier is not trigger and trigger.is_noun:
        noun_read = modality_of(reading.sentence, trigger, frame.state)
        denied = any("no" in r for r in noun_read.reasons) or is_foiled(reading.sentence, trigger)
        if noun_read.polarity != read.polarity and denied:
            return noun_read
    return read


def _all_bound(
    reading: Reading, slots: tuple[Slot, ...], tokens: Iterable[Token], found: Candidate
) -> tuple[Candidate, list[Slot]]:
    """Return the candidate with each word put into a slot that it fits, and those slots."""
    filled: list[Slot] = []
    for token in tokens:
        found, slot = bind(reading, slots, token, "", found)
        if slot is not None:
            filled.append(slot)
    return found, filled
