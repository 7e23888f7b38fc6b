"""Claims in our words: one short sentence from class, roles, places, days and counts, in the past tense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.model.claim import ActorRole, Claim, Count, PlaceRole
from crossbearing.model.errors import VocabularyError
from crossbearing.reconcile.comparison import AGENT_ROLES, is_doer
from crossbearing.report.days import time_words
from crossbearing.report.figures import count_figure
from crossbearing.vocab.contract import CLASSES, classes_with
from crossbearing.vocab.loader import Form, load_entries, plain, read_yaml

_HERE = files("crossbearing.report")
_PART = re.compile(r"\[([^\]]*)\]")
_COMMAS = re.compile(r"(?:,\s*)+,")
_CODERS = re.compile(r" \((?:unspecified|unidentified|unknown)\)(?=$|['’])")
_WHOSE = re.compile(r"^(?:its|his|her|their|our|my)(?: own)? (?=\w)", re.IGNORECASE)
_FEATURE = re.compile(r"\w=\S|\b[a-z]+:\w")
_LEFT_OPEN = re.compile(r" (?:of|on|for)$")
_CODE = re.compile(r"(\bof )?\b([a-z]+\.[a-z_]+)\b")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """How one class is said: subject roles, verb forms and what follows (see the head of wording.yml)."""

    subject: tuple[str, ...]
    base: str
    past: str
    rest: str
    nobody: str
    thing: str
    noun: str
    toll: bool
    quote: bool


@cache
def wordings() -> dict[str, Wording]:
    """Return the wording of every class; raise VocabularyError when one is missing or its roles are unknown.

    >>> wordings()["control.gain"].past
    'took'
    """
    form = Form(
        {"class": (str,), "noun": (str,), "subject": (list,), "base": (str,), "past": (str,), "rest": (str,)},
        {"nobody": (str,), "object": (str,), "toll": (bool,), "quote": (bool,)},
    )
    found: dict[str, Wording] = {}
    for place, entry in load_entries(_HERE / "wording.yml", form):
        name = entry["class"]
        slots = {*entry["subject"], *_SLOT.findall(entry["rest"] + entry["noun"])} - {"place", "where"}
        if name not in CLASSES or not slots <= set(CLASSES[name].roles):
            raise VocabularyError(f"{place}: no class {name!r} with the roles {', '.join(sorted(slots))}")
        found[name] = Wording(
            tuple(entry["subject"]),
            entry["base"],
            entry["past"],
            entry["rest"],
            entry.get("nobody", "Somebody not named"),
            entry.get("object", ""),
            entry["noun"],
            entry.get("toll", False),
            entry.get("quote", False),
        )
    if missing := sorted(set(CLASSES) - set(found)):
        raise VocabularyError(f"wording.yml: no wording for {', '.join(missing)}")
    return found


@cache
def words(topic: str) -> dict[str, str | list[str]] | list[str]:
    """Return one word list of words.yml."""
    found: dict[str, str | list[str]] | list[str] = plain(read_yaml(_HERE / "words.yml"))[topic]
    return found


def word(topic: str, code: str) -> str:
    """Return the word of the report for a code of the contract; the code itself where there is none.

    >>> word("mode", "heading"), word("mode", "unheard of")
    ('in a heading', 'unheard of')
    """
    table = words(topic)
    value = table.get(code, code) if isinstance(table, dict) else code
    return value if isinstance(value, str) else value[-1]


def listing(names: list[str]) -> str:
    """Return names as a list in prose.

    >>> listing(["A", "B", "C"])
    'A, B and C'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def actor_name(actor: ActorRole) -> str:
    """Return whom the claim names: the resolved name, else the words of the text as they stand alone."""
    name = unpointed(plain_name(actor.name or (actor.mention.text if actor.mention else "")))
    return name.lower() if name.lower() in words("common") else name


def unpointed(name: str) -> str:
    """Return words without the pronoun that points at another sentence, which nobody sees beside ours.

    >>> unpointed("its spokesman"), unpointed("our own families"), unpointed("Its"), unpointed("Hersh")
    ('spokesman', 'families', 'Its', 'Hersh')
    """
    return _WHOSE.sub("", name)


def plain_name(name: str) -> str:
    """Return a name without what only coders write behind it.

    >>> plain_name("Northern armed groups (unspecified)")
    'Northern armed groups'
    """
    return _CODERS.sub("", name)


def place_name(place: PlaceRole) -> str:
    """Return where: the resolved name, else the words of the text unless they only point at another sentence.

    >>> from crossbearing.model.mention import Mention
    >>> place_name(PlaceRole("location", None, Mention(0, 2, "it"))), place_name(PlaceRole("location", "Harasta", None))
    ('', 'Harasta')
    """
    said = place.name or (place.mention.text if place.mention else "")
    return "" if said.lower() in words("pronouns") else said


def count_words(count: Count) -> str:
    """Return a count in words: figure, who, what became of them, whose they are.

    >>> count_words(Count("n", None, "killed", "children", None, "incident", "exact", 7, 7, 7))
    '7 children killed'
    """
    single = count.low == count.high == 1
    said = f" (“{shorten(count.mention.text, 40)}”)" if count.bound == "vague" and count.mention else ""
    return f"{count_figure(count)} {whom_words(count.quantity, count.category, count.side, single)}{said}"


def category_words(category: str, single: bool = False) -> str:
    """Return the people or things of a category.

    >>> category_words("aid_workers"), category_words("children", single=True)
    ('aid workers', 'child')
    """
    table = words("category")
    forms = table.get(category, category) if isinstance(table, dict) else category
    return forms if isinstance(forms, str) else forms[0 if single else 1]


def whom_words(quantity: str, category: str, side: str | None, single: bool) -> str:
    """Return who or what a number counts, without the number.

    >>> whom_words("killed", "children", "Northern Front", single=False), whom_words("vehicles", "things", None, False)
    ('children killed (Northern Front)', 'vehicles')
    """
    people = category_words(category, single)
    done = word("quantity", quantity)
    things = quantity in ("fighters", "vehicles", "strikes", "buildings")
    what = (done.removesuffix("s") if single else done) if things else f"{people} {done}"
    return what + (f" ({plain_name(side)})" if side else "")


def where_words(claim: Claim, roles: tuple[str, ...] = ()) -> str:
    """Return the places of a claim with their prepositions; only those of ``roles`` where any is given.

    >>> from crossbearing.model.mention import Mention
    >>> bor = PlaceRole("origin", "Bor", None, place="b", parents=("j",))
    >>> way = (bor, PlaceRole("location", "Jonglei", None, place="j"), PlaceRole("destination", "Juba", None))
    >>> where_words(Claim("d:c1", "d", "movement.return", Mention(0, 1, "x"), places=way))
    'from Bor in Jonglei to Juba'
    """
    parts: list[str] = []
    ends = _once([place_name(p) for p in claim.places if p.role == "endpoint"])
    lands = _lands(claim)
    for role in ("location", "near", "endpoint", "origin", "destination"):
        told = [p for p in claim.places if p.role == role and p not in lands.values()]
        names = _once([_with_land(p, lands.get(p.place or "")) for p in told])
        if not names or (roles and role not in roles):
            continue
        if role == "location" and len(ends) > 1:  # "the road": on it, between its ends, which follow
            parts.append(f"on {listing(names)}")
        elif role == "endpoint" and len(ends) > 1:
            on_road = "location" in {p.role for p in claim.places}
            parts.append(f"{'' if on_road else 'on the road '}between {listing(names)}")
        else:
            parts.append(listing(_prepositions(role, names)))
    return " ".join(parts)


def _prepositions(role: str, names: list[str]) -> list[str]:
    """Return names of places with the preposition of their role, said again only where it changes.

    >>> _prepositions("location", ["a checkpoint", "Raqqa", "Tabqa"]), _prepositions("near", ["Raqqa", "a base"])
    (['at a checkpoint', 'in Raqqa', 'Tabqa'], ['near Raqqa', 'a base'])
    """
    said, before = [], ""
    for name in names:
        own = _at(name) if role == "location" else word("place_role", role)
        said.append(name if own == before else f"{own} {name}")
        before = own
    return said


def _at(name: str) -> str:
    """Return the preposition of what a place is called by its last word: at a base, on a border, in a town."""
    last = name.lower().rpartition(" ")[2]
    for preposition, sorts in _sorts_of_places().items():
        if last in sorts or last.removesuffix("s") in sorts:
            return preposition
    return word("place_role", "location")


@cache
def _sorts_of_places() -> dict[str, frozenset[str]]:
    table = words("prepositions")
    return {key: frozenset(found) for key, found in table.items()} if isinstance(table, dict) else {}


# "Douma in Damascus's Eastern Ghouta": what stands between an end of a way and the land that it lies in.
_LIES_IN = re.compile(r"(?:,? in (?:the )?(?:[^\W\d]+['’]s? )?|, )")


def _lands(claim: Claim) -> dict[str, PlaceRole]:
    """Return, for each end of a way, the place of the claim that it lies in: "from Douma in Eastern Ghouta to ..."."""
    lands = [p for p in claim.places if p.role == "location"]
    ends = [p for p in claim.places if p.role in ("origin", "destination") and p.place]
    return {end.place: land for end in ends for land in lands if end.place and _lies_in(claim, end, land)}


def _lies_in(claim: Claim, end: PlaceRole, land: PlaceRole) -> bool:
    if land.place is not None and land.place in end.parents:
        return True
    if end.mention is None or land.mention is None:
        return False
    start = claim.evidence.start
    between = claim.evidence.text[max(0, end.mention.end - start) : max(0, land.mention.start - start)]
    return bool(_LIES_IN.fullmatch(between))


def _with_land(place: PlaceRole, land: PlaceRole | None) -> str:
    return place_name(place) if land is None else f"{place_name(place)} in {place_name(land)}"


def _fill(rest: str, slots: Mapping[str, str]) -> str:
    kept = _PART.sub(lambda m: m[1] if all(slots.get(s) for s in _SLOT.findall(m[1])) else "", rest)
    return _SLOT.sub(lambda m: slots.get(m[1], ""), kept)


def _place_words(claim: Claim) -> str:
    roads = _once([place_name(p) for p in claim.places if p.role == "endpoint"])
    names = _once([place_name(p) for p in claim.places if p.role in ("location", "destination")])
    near = _once([place_name(p) for p in claim.places if p.role == "near"])
    found = listing(names) if names else f"the road at {listing(roads)}" if roads else ""
    if len(roads) > 1:
        found = f"{found if names else 'the road'} between {listing(roads)}"
    found = found or (f"ground near {listing(near)}" if near else "a place not named")
    if claim.extent in ("partial", "point"):
        return f"{'part of' if claim.extent == 'partial' else 'a point in'} {found}"
    return found


def _clause(subject: str, wording: Wording, claim: Claim) -> str:
    """Return subject and verb as modality and polarity ask."""
    no = claim.polarity == "negative"
    base, negation = wording.base, "not " if no else ""
    spoken = claim.cls in classes_with("speech") and claim.modality != "planned"
    match "occurred" if spoken else claim.modality:
        case "occurred" | "ongoing":
            verb = f"did not {base}" if no else wording.past
        case "planned":
            verb = f"did not mean to {base}" if no else f"meant to {base}"
        case "conditional":
            verb = f"would {negation}{base}, on a condition,"
        case "demanded":
            return f"It was demanded that {_inner(subject)} {negation}{base}"
        case modality:
            said = {"agreed": "agreed", "threatened": "threatened"}.get(modality, "expected")
            return f"It was {said} that {_inner(subject)} would {negation}{base}"
    return f"{subject} {verb}"


def _inner(subject: str) -> str:
    """Return the subject as it stands inside a sentence."""
    ours = {wording.nobody for wording in wordings().values()}
    return subject[0].lower() + subject[1:] if subject in ours or subject.startswith(("The ", "A ")) else subject


def _named(claim: Claim) -> dict[str, str]:
    """Return the names of each role."""
    roles: dict[str, list[str]] = {}
    for actor in claim.actors:
        if actor.role not in AGENT_ROLES or is_doer(actor):  # whoever prints news did no deed
            roles.setdefault(actor.role, []).append(actor_name(actor))
    return {role: listing(_once(names)) for role, names in roles.items()}


def _slots(claim: Claim) -> dict[str, str]:
    """Return what fills the slots of a wording: the names of each role, and the places."""
    return {**_named(claim), "where": where_words(claim), "place": _place_words(claim)}


def heading(claim: Claim, cls: str = "") -> str:
    """Return the claim as a heading that takes no side: what, on whom, where; ``cls`` is what it is called instead.

    >>> from crossbearing.model.mention import Mention
    >>> hit = Claim("d:c01", "d", "strike.air", Mention(0, 2, "IS"), places=(PlaceRole("location", "Harasta", None),))
    >>> heading(hit), heading(hit, "strike.unspecified")
    ('Air strike in Harasta', 'Strike in Harasta')
    """
    said = _fill(wordings()[cls or claim.cls].noun, _slots(claim)).strip()
    return said[:1].upper() + said[1:]


def kind_words(cls: str) -> str:
    """Return what a class of happenings is called.

    >>> kind_words("strike.air"), kind_words("control.gain"), kind_words("access.aid")
    ('air strike', 'taking', 'aid')
    """
    return _LEFT_OPEN.sub("", _fill(wordings()[cls].noun, {}).strip())


def is_nameless(claim: Claim) -> bool:
    """Say whether the claim names no doer, so that its sentence would begin with "Somebody not named"."""
    return not any(map(_named(claim).get, wordings()[claim.cls].subject))


def claim_sentence(claim: Claim, bare: bool = False) -> str:
    """Return the claim as one short sentence in our words, without who says so; ``bare`` without days and numbers.

    Statement classes are acts already, whatever modality their content has.

    >>> from crossbearing.model.mention import Mention
    >>> gain = Claim("d:c01", "d", "control.gain", Mention(0, 2, "IS"), actors=(ActorRole("gainer", "X", None),))
    >>> claim_sentence(gain)
    'X took a place not named'
    """
    wording = wordings()[claim.cls]
    slots = _slots(claim)
    counts = [] if bare and not wording.toll else [count_words(count) for count in claim.counts]
    when = "" if bare else time_words(claim.time, claim.modality not in ("occurred", "ongoing"))
    tail = f", {when}" if when else ""
    if claim.modality == "ongoing" and not bare:
        tail += " (going on)"
    if wording.toll and counts:
        return "; ".join(counts) + _fill(wording.rest, slots) + tail
    spent = next((role for role in wording.subject if slots.get(role)), "")
    subject, slots[spent] = slots.get(spent) or wording.nobody, ""
    rest = _fill(wording.rest, slots)
    if wording.thing and not any(slots.get(s) for s in _SLOT.findall(wording.rest.partition("]")[0])):
        rest = f" {wording.thing}{rest}"
    said = _COMMAS.sub(",", _clause(subject, wording, claim) + rest).rstrip(",") + tail
    said = said[:1].upper() + said[1:]
    if wording.quote:
        said += f": “{shorten(claim.evidence.text)}”"
    return said + (f": {'; '.join(counts)}" if counts else "")


def reason_words(reason: str) -> str:
    """Return why something was read so, with the names of kinds in place of their codes, those of rules left out.

    >>> reason_words("class of the event it means: strike.shelling"), reason_words("toll of casualties.harm joined")
    ('class of the event it means: shelling', 'toll joined')
    >>> reason_words("the judge gives it 0.21 by number=3 -0.7, below:actor +0.4")
    'the judge gives it 0.21'
    """

    def said(code: re.Match[str]) -> str:
        return f"{code[1] or ''}{kind_words(code[2])}" if code[2] in wordings() else ""

    # Weights of features ("dep=ROOT +0.4") are for who fits them: the command explain prints them.
    told = reason.partition(" by ")[0] if _FEATURE.search(reason) else reason
    return " ".join(_CODERS.sub("", _CODE.sub(said, told)).split())


def shorten(text: str, limit: int = 160) -> str:
    """Return text on one line, cut at a word with an ellipsis where it is longer than ``limit`` characters.

    >>> shorten("the army   took\\nthe town", 12)
    'the army …'
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"
