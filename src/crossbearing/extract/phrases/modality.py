"""Whether a predicate happened, is going on, is planned, asked for or denied: read off its path to the clause root."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from crossbearing.extract.phrases.awaited import awaited, host_of, is_fact
from crossbearing.extract.phrases.chunks import is_definite
from crossbearing.extract.phrases.denied import is_foiled, is_rejected, negative_subject, raised_negation
from crossbearing.text.tokens import Sentence, Token
from crossbearing.vocab.loader import Form, load_entries

_MODALS = {
    "will": "planned", "'ll": "planned", "shall": "planned", "would": "planned",
    "may": "predicted", "might": "predicted", "could": "predicted",
    "must": "demanded", "should": "demanded", "ought": "demanded",
}  # fmt: skip
_ONGOING_ADVERBS = frozenset({"still", "currently", "now", "ongoing"})
_CONDITIONS = frozenset({"if", "unless", "lest"})
_REPORTING = frozenset(
    """say tell report announce state claim confirm add note declare reveal explain stress indicate allege admit
    acknowledge insist write tweet believe think estimate deny argue maintain describe mention show assert
    suggest""".split()
)


# What is the case or was; the other modalities tell what is only meant, asked or feared.
HAPPENED = frozenset({"occurred", "ongoing"})


@dataclass(slots=True)
class Modality:
    """The modality and polarity of one predicate, and the words they were read from."""

    modality: str = "occurred"
    polarity: str = "positive"
    reasons: list[str] = field(default_factory=list)

    def put(self, modality: str, reason: str) -> None:
        """Set the modality once; the word nearest to the predicate decides."""
        if self.modality in HAPPENED:
            self.modality = modality
            self.reasons.append(f"{modality}: {reason}")

    def negate(self, reason: str) -> None:
        """Turn the polarity; two negations cancel out ("failed to prevent")."""
        self.polarity = "positive" if self.polarity == "negative" else "negative"
        self.reasons.append(f"negated: {reason}")


@cache
def _embedders() -> dict[str, dict[str, str]]:
    form = Form({"class": (str,), "verbs": (list,), "nouns": (list,), "adjectives": (list,)}, {})
    found: dict[str, dict[str, str]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for _, entry in load_entries(files("crossbearing.extract.phrases") / "modality.yml", form):
        for kind, known in found.items():
            for word in entry[kind]:
                known.setdefault(word, entry["class"])
    return found


@cache
def embedding_words() -> frozenset[str]:
    """Return every word that governs a predicate's modality (for the gate and for title-case headings)."""
    return frozenset(word for known in _embedders().values() for word in known)


def modality_of(sentence: Sentence, predicate: Token, state: bool = False) -> Modality:
    """Return the modality of a verb or event noun; ``state`` predicates (hold, control) go on unless in the past.

    Climbing stops where somebody says it: what is said is asserted by the speaker, whatever the verb of saying.
    """
    found = Modality()
    verb = _clause_verb(sentence, predicate)
    if predicate.is_noun:
        _determiner(sentence, predicate, found)
        asked = asked_for(sentence, predicate)
        if asked is not None:
            found.put(*asked)
    if verb is not None and predicate.is_noun and _given(sentence, predicate):
        return found
    denied = found.polarity
    if verb is not None:
        _arranged(sentence, verb, found)
        _auxiliaries(sentence, verb, found)
        _aspect(sentence, verb, found, state)
        _climb(sentence, verb, found)
    elif predicate.is_noun:
        _climb(sentence, predicate, found)
    if predicate.is_noun and is_foiled(sentence, predicate):
        found.polarity = denied
    return found


# Verbs that say of their subject or object, when it is an event, whether it happens at all.
_HAPPENING = frozenset(
    """be occur happen take place begin start resume continue come follow launch carry conduct stage mount hold make
    sign reach conclude implement execute stop halt end cease prevent avert avoid foil thwart plan prepare expect
    order demand call urge threaten fear propose allow permit authorise authorize cancel suspend postpone delay
    complete undertake perform commit do have see witness suffer undergo lead go materialise materialize break erupt
    announce reject refuse accept approve rule""".split()
)


def _given(sentence: Sentence, noun: Token) -> bool:
    """ "The strike did not stop them": what is told of a definite event takes the event itself for granted."""
    head = sentence.head(noun)
    if head.lemma in _HAPPENING or noun.dep not in {"nsubj", "dobj", "nsubjpass"}:
        return False
    return is_definite(sentence, noun)


def _clause_verb(sentence: Sentence, predicate: Token) -> Token | None:
    if predicate.is_verb:
        return predicate
    head = sentence.head(predicate)
    if (
        predicate.dep in {"nsubj", "nsubjpass", "dobj", "attr", "conj"}
        and head.is_verb
        and head.lemma not in _REPORTING
    ):
        return head
    return None


def asked_for(sentence: Sentence, noun: Token) -> tuple[str, str] | None:
    """Return (modality, word) above an event noun as its object ("demanded the release of", "calls for"), or None."""
    while noun.dep == "conj" and sentence.head(noun).is_noun:
        noun = sentence.head(noun)
    head, words = sentence.head(noun), _embedders()
    if noun.dep == "pobj" and head.lower == "pending":
        return "conditional", "pending"
    if noun.dep == "pobj" and head.lower in {"for", "to"}:
        governor = sentence.head(head)
        if not governor.is_verb and governor.lemma not in _ASKING:
            return None
        kind = words["verbs" if governor.is_verb else "nouns"].get(governor.lemma)
        if (kind == "demanded" and head.lower == "for") or (kind == "agreed" and governor.is_verb):
            return kind, governor.lemma
    elif noun.dep == "dobj" and head.is_verb:
        kind = words["verbs"].get(head.lemma)
        if kind in {"demanded", "threatened", "predicted"} or (kind == "planned" and head.lemma in _WANTS):
            return str(kind), head.lemma
    return None


# Verbs whose object, when it is an event, is intended and not done ("decided", "set" and "fight" are not among them).
_WANTS = frozenset("plan order seek want propose prepare intend promise pledge offer consider mull schedule".split())
_ASKING = frozenset({"call", "demand", "appeal", "request", "plea"})
_ARRANGED = frozenset({"under", "per"})


def _arranged(sentence: Sentence, verb: Token, found: Modality) -> None:
    """A deed to come that stands under an agreement, or is the price of another, is agreed.

    "Under the deal, X will leave"; "in exchange for leaving, X would free its captives".
    """
    due = any(
        c.lower in {"will", "would", "must", "shall", "to", "'ll", "should"} for c in sentence.children(verb, "aux")
    )
    if not due:
        return
    first = sentence.head(verb) if verb.dep == "conj" else verb
    for prep in [*sentence.children(verb, "prep"), *(sentence.children(first, "prep") if first is not verb else [])]:
        inner = [prep, *sentence.children(prep, "prep")]
        told = prep.lower in _ARRANGED or (prep.lower == "according" and len(inner) > 1) or prep.lower == "as"
        if prep.lower == "in" and any(o.lower in {"exchange", "return"} for o in sentence.children(prep, "pobj")):
            found.put("agreed", "in exchange")
        for noun in (o for p in inner for o in sentence.children(p, "pobj")):
            part = {o.lemma for p in sentence.children(noun, "prep") for o in sentence.children(p, "pobj")}
            names = {noun.lemma} | (part if noun.lemma in {"part", "term", "provision", "phase", "stage"} else set())
            if told and any(_embedders()["nouns"].get(n) == "agreed" or n in {"ceasefire", "plan"} for n in names):
                found.put("agreed", f"{prep.lower} the {noun.lemma}")


def _determiner(sentence: Sentence, noun: Token, found: Modality) -> None:
    if any(c.lower in {"no", "neither"} for c in sentence.children(noun, "det", "neg")):
        found.negate("no")
    for child in sentence.children(noun, "amod", "compound"):
        if child.lemma in {
            "planned",
            "possible",
            "expected",
            "impending",
            "imminent",
            "potential",
            "future",
            "plan",
            "upcoming",
            "looming",
            "feared",
        }:
            found.put(
                "planned" if child.lemma in {"planned", "plan", "upcoming", "impending"} else "predicted", child.lower
            )
        elif child.lower in {"ongoing", "continuing", "continued"}:
            found.put("ongoing", child.lower)


def _auxiliaries(sentence: Sentence, verb: Token, found: Modality) -> None:
    carrier: Token | None = verb
    while carrier is not None:
        for child in sentence.children(carrier):
            if child.dep == "neg" or (
                child.dep in {"det", "advmod", "preconj"} and child.lower in {"never", "neither", "hardly"}
            ):
                found.negate(child.lower)
            elif child.dep == "aux" and child.lower in _MODALS:
                # "could" of ability with an actual outcome is rare in reports; "would" in reported speech is a plan.
                found.put(_MODALS[child.lower], child.lower)
            elif child.dep in {"nsubj", "nsubjpass"} and negative_subject(sentence, child):
                if "negated: no" not in found.reasons:  # "no strikes were carried out" is denied once
                    found.negate(child.lower)
            elif child.dep == "advmod" and child.lower in _ONGOING_ADVERBS and carrier.tag in {"VBZ", "VBP", "VBG"}:
                found.put("ongoing", child.lower)
        shared = carrier.dep == "conj" and sentence.head(carrier).is_verb and not _finite_beside(sentence, carrier)
        own_aux = any(c.dep in {"aux", "auxpass"} or c.dep.startswith("nsubj") for c in sentence.children(carrier))
        carrier = sentence.head(carrier) if shared and not own_aux else None


# Verbs that say that something goes on, in whatever tense the report is told.
_GOING_ON = frozenset({"continue", "rage", "persist", "intensify", "escalate"})


def _aspect(sentence: Sentence, verb: Token, found: Modality, state: bool) -> None:
    aux = sentence.children(verb, "aux", "auxpass")
    be_now = any((a.lemma == "be" and a.tag in {"VBZ", "VBP"}) or a.lower in {"are", "is", "'s", "'re"} for a in aux)
    perfect_now = any(a.lower in {"has", "have", "'ve"} for a in aux)
    if verb.tag == "VBG" and any(a.lemma == "be" for a in aux):
        if be_now or perfect_now or state:
            found.put("ongoing", "progressive")
    elif state and (verb.tag in {"VBZ", "VBP", "VBG"} or be_now or perfect_now or (verb.tag == "VBN" and not aux)):
        found.put("ongoing", "a state at present")
    elif verb.lemma in {"be", "remain", "continue", "stay"} and verb.tag in {"VBZ", "VBP"}:
        found.put("ongoing", "present")
    elif verb.lemma in _GOING_ON and (verb.tag != "VBD" or verb.lemma == "continue"):
        found.put("ongoing", verb.lemma)
    elif perfect_now and any(c.lower == "since" for c in sentence.children(verb, "prep", "mark", "advmod")):
        found.put("ongoing", "since")
    elif _describes_at_work(sentence, verb):
        found.put("ongoing", "a participle that describes")
    elif verb.dep == "xcomp" and sentence.head(verb).lemma in {"continue", "keep"}:
        found.put("ongoing", sentence.head(verb).lemma)


def _describes_at_work(sentence: Sentence, verb: Token) -> bool:
    """ "the coalition fighting the group", "with both sides sending in reinforcements": it goes on at the telling."""
    if verb.tag != "VBG" or sentence.children(verb, "aux", "auxpass"):
        return False
    if verb.dep == "acl":
        return True
    governor = sentence.head(verb)
    return verb.dep == "pcomp" and governor.lower == "with" and bool(sentence.children(verb, "nsubj"))


def _climb(sentence: Sentence, verb: Token, found: Modality) -> None:
    token = verb
    for _ in range(8):
        head = sentence.head(token)
        if any(c.dep == "mark" and c.lower in _CONDITIONS for c in sentence.children(token)):
            found.put("conditional", "if")
        if head is token:
            return
        if _asked_what(sentence, token) or _finite_beside(sentence, token):
            return
        denied = raised_negation(sentence, token, head, head.lemma in _REPORTING)
        if denied is not None:
            found.negate(denied)
        kind, stop = _governs(sentence, token, head, found)
        if stop:
            return
        _apply(kind, head, found)
        if head.is_verb and token.dep in {"xcomp", "ccomp", "conj", "acomp"}:
            _auxiliaries_of_governor(sentence, token, head, found)
        token = head


def _governs(sentence: Sentence, token: Token, head: Token, found: Modality) -> tuple[str | None, bool]:
    """Return what the governor makes of the predicate below it, and whether climbing stops there."""
    infinitive = any(c.dep == "aux" and c.lower == "to" for c in sentence.children(token))
    if token.dep == "advcl" and not infinitive:
        return _by_time(sentence, token, found)
    if infinitive and (purpose := _lost_purpose(sentence, token)) is not None:
        _apply(purpose, token, found)
        return None, True
    if token.dep in {"xcomp", "ccomp", "advcl", "oprd"} and (head.is_verb or head.tag.startswith("JJ")):
        return _by_clause(sentence, token, head, infinitive, found)
    if token.dep in {"acl", "ccomp"} and head.is_noun and not infinitive and is_rejected(sentence, head):
        found.negate(f"{head.lemma} that are rejected")
        return None, True
    if token.dep in {"acl", "relcl"} and head.is_noun and infinitive:
        return _embedders()["nouns"].get(head.lemma, "planned"), False
    if token.dep == "pcomp" or (token.is_noun and token.dep == "pobj"):
        return _by_preposition(sentence, token, head, found)
    if token.dep == "csubj":
        return next((_MODALS[c.lower] for c in sentence.children(head, "aux") if c.lower in _MODALS), None), False
    return None, token.dep in {"relcl", "acl", "nsubj", "nsubjpass", "dobj", "npadvmod", "appos", "compound"}


def _lost_purpose(sentence: Sentence, token: Token) -> str | None:
    """Return what a noun makes of the infinitive right behind it, which the parser takes for a clause of its own.

    "Said the operation to clear the town would begin": the noun is read as the subject of "clear".
    """
    subjects = sentence.children(token, "nsubj")
    behind = subjects[:1] and sentence.tokens[subjects[0].i + 1].lower == "to"
    return _embedders()["nouns"].get(subjects[0].lemma) if token.dep == "ccomp" and behind else None


def _by_time(sentence: Sentence, token: Token, found: Modality) -> tuple[str | None, bool]:
    """Read the clause that a clause of time or condition hangs on: what is past hangs on no hope."""
    above = modality_of(sentence, host_of(sentence, token))
    kind = awaited(sentence, token, above.modality, above.polarity == "negative")
    if kind is not None:
        found.put(kind, "hangs on what is to come")
    return None, kind is not None or is_fact(sentence, token)


def _by_clause(
    sentence: Sentence, token: Token, head: Token, infinitive: bool, found: Modality
) -> tuple[str | None, bool]:
    """Read a verb or adjective that embeds the clause: "tried to", "able to", "said that" (where climbing stops)."""
    kind = _embedders()["verbs" if head.is_verb else "adjectives"].get(head.lemma if head.is_verb else head.lower)
    if head.lemma == "warn" and infinitive:
        kind = "demanded"
    if head.lemma == "go" and head.tag == "VBG" and infinitive and token.dep == "xcomp":
        kind = "planned"  # "was going to fire"
    if head.lemma == "be" and infinitive and token.dep == "xcomp" and token.i - head.i <= _SCHEDULED:
        kind = "planned"  # "were to leave on Friday"
    if kind is None and infinitive and token.dep in {"advcl", "xcomp"} and head.lemma not in _NO_PURPOSE:
        kind = "planned"
    if token.dep == "ccomp" and not infinitive and head.lemma in _REPORTING:
        if head.lemma == "deny" and token.i > head.i:
            found.negate("deny")
        return None, True
    if token.dep == "ccomp" and token.i < head.i and kind in {None, "negated"}:
        return None, True  # "He was taken to hospital, his life is not in danger": two sentences with a comma
    return kind, False


def _by_preposition(sentence: Sentence, token: Token, head: Token, found: Modality) -> tuple[str | None, bool]:
    """Read a noun or verb that governs by a preposition: "plans for an attack", "without seizing", "prevented from"."""
    words, governor = _embedders(), sentence.head(head)
    if token.dep == "pcomp" and head.lower == "without":
        found.negate("without")
    if head.lower in {"of", "about"} and is_rejected(sentence, governor):
        found.negate(f"{governor.lemma} that are rejected")
        return None, True
    kind = None
    if governor.is_noun and head.lower in {"of", "for", "at", "to", "on"}:
        kind = words["nouns"].get(governor.lemma)
    if governor.is_verb and token.dep == "pcomp":
        kind = "negated" if words["verbs"].get(governor.lemma) == "negated" else None
    planned_of = head.lower == "of" and kind == "planned" and token.is_noun
    if kind not in {"planned", "predicted", "negated", "threatened"} or planned_of:
        kind = None
    return kind, kind is None and token.is_noun


# Verbs whose infinitive is no purpose: "appears to have", "is to".
_SCHEDULED = 3  # tokens from "were" to the verb of "were later to leave"
_NO_PURPOSE = _REPORTING | {"have", "appear", "seem", "prove", "know", "see", "hear", "be"}
_ASKED = frozenset({"what", "who", "whom", "where", "when", "why", "how", "which"})


def _asked_what(sentence: Sentence, token: Token) -> bool:
    """ "Did not know where he was held", "declined to say what drove it": the inner clause is taken for granted."""
    if token.dep != "ccomp" or any(c.dep == "aux" and c.lower == "to" for c in sentence.children(token)):
        return False
    first = [c for c in sentence.children(token) if c.i < token.i and c.dep not in {"punct", "cc"}][:1]
    return bool(first) and first[0].lower in _ASKED


def _finite_beside(sentence: Sentence, token: Token) -> bool:
    """ "Did not reply but said", "failed to agree and left": a finite verb shares nothing with that infinitive."""
    return token.dep == "conj" and token.tag in {"VBD", "VBZ"} and sentence.head(token).tag == "VB"


def _auxiliaries_of_governor(sentence: Sentence, token: Token, head: Token, found: Modality) -> None:
    if token.dep == "conj" or head.lemma in _REPORTING:
        return
    for child in sentence.children(head):
        if child.dep == "neg":
            found.negate(f"{child.lower} {head.lemma}")
        elif child.dep == "aux" and child.lower in _MODALS:
            found.put(_MODALS[child.lower], child.lower)


def _apply(kind: str | None, head: Token, found: Modality) -> None:
    if kind == "negated":
        found.negate(head.lemma)
    elif kind is not None and kind != "actual":
        found.put(kind, head.lemma)
