"""Claims in our words: one short sentence from class, roles, places, days and counts, in the past tense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.model.claim import ActorRole, Claim, Count, DateRange, PlaceRole
from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.contract import CLASSES, classes_with
from crossbearing.vocab.loader import Form, load_entries, plain, read_yaml

_HERE = files("crossbearing.report")
# fmt: off
_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
# fmt: on
_PART = re.compile(r"\[([^\]]*)\]")
_COMMAS = re.compile(r"(?:,\s*)+,")
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
    toll: bool
    quote: bool


@cache
def wordings() -> dict[str, Wording]:
    """Return the wording of every class; raise VocabularyError when one is missing or its roles are unknown.

    >>> wordings()["control.gain"].past
    'took'
    """
    form = Form(
        {"class": (str,), "subject": (list,), "base": (str,), "past": (str,), "rest": (str,)},
        {"nobody": (str,), "object": (str,), "toll": (bool,), "quote": (bool,)},
    )
    found: dict[str, Wording] = {}
    for place, entry in load_entries(_HERE / "wording.yml", form):
        name = entry["class"]
        slots = {*entry["subject"], *_SLOT.findall(entry["rest"])} - {"place", "where"}
        if name not in CLASSES or not slots <= set(CLASSES[name].roles):
            raise VocabularyError(f"{place}: no class {name!r} with the roles {', '.join(sorted(slots))}")
        found[name] = Wording(
            tuple(entry["subject"]),
            entry["base"],
            entry["past"],
            entry["rest"],
            entry.get("nobody", "Somebody not named"),
            entry.get("object", ""),
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
    """Return whom the claim names: the resolved name, else the words of the text."""
    return actor.name or (actor.mention.text if actor.mention else "")


def place_name(place: PlaceRole) -> str:
    """Return where: the resolved name, else the words of the text."""
    return place.name or (place.mention.text if place.mention else "")


def day_words(day: str) -> str:
    """Return an ISO day in words.

    >>> day_words("2018-04-08")
    '8 April 2018'
    """
    year, month, number = day.split("-")
    return f"{int(number)} {_MONTHS[int(month)]} {year}"


def time_words(time: DateRange | None) -> str:
    """Return the days of a claim in words, empty where none is known.

    >>> time_words(DateRange(start="2018-04-19", end="2018-04-28"))
    '19 to 28 April 2018'
    """
    return "" if time is None else time_days(time.start, time.end)


def time_days(start: str | None, end: str | None) -> str:
    """Return first and last day in words; an open end is said, no day at all is empty.

    >>> time_days("2018-04-19", None), time_days("2018-04-19", "2018-04-19")
    ('from 19 April 2018 on', '19 April 2018')
    """
    if start is None:
        return f"until {day_words(end)}" if end else ""
    if end is None:
        return f"from {day_words(start)} on"
    if start == end:
        return day_words(start)
    first, last = day_words(start), day_words(end)
    if start[:7] == end[:7]:
        first = first.split()[0]
    elif start[:4] == end[:4]:
        first = " ".join(first.split()[:2])
    return f"{first} to {last}"


def figure(low: int | None, best: int | None, high: int | None) -> str:
    """Return an interval as the design says: a number, an open end with a plus, a range with its best value.

    >>> figure(36, 36, 36), figure(79, 79, None), figure(24, 36, 99), figure(None, None, None)
    ('36', '79+', '24–99, best 36', 'number not given')
    """
    if low is None and high is None:
        return "number not given" if best is None else f"{best:,}"
    if high is None:
        return f"{low:,}+"
    if low is None or low == high:
        return f"{high:,}" if low == high else f"up to {high:,}"
    return f"{low:,}–{high:,}" + (f", best {best:,}" if best is not None else "")


def count_words(count: Count) -> str:
    """Return a count in words: figure, who, what became of them, whose they are.

    >>> count_words(Count("n", None, "killed", "children", None, "incident", "exact", 7, 7, 7))
    '7 children killed'
    """
    single = count.low == count.high == 1
    return (
        f"{figure(count.low, count.best, count.high)} {whom_words(count.quantity, count.category, count.side, single)}"
    )


def whom_words(quantity: str, category: str, side: str | None, single: bool) -> str:
    """Return who or what a number counts, without the number.

    >>> whom_words("killed", "children", "Northern Front", single=False), whom_words("vehicles", "things", None, False)
    ('children killed (Northern Front)', 'vehicles')
    """
    table = words("category")
    forms = table[category] if isinstance(table, dict) and category in table else category
    people = forms if isinstance(forms, str) else forms[0 if single else 1]
    done = word("quantity", quantity)
    what = done if quantity in ("fighters", "vehicles", "strikes", "buildings") else f"{people} {done}"
    return what + (f" ({side})" if side else "")


def where_words(claim: Claim, roles: tuple[str, ...] = ()) -> str:
    """Return the places of a claim with their prepositions; only those of ``roles`` where any is given."""
    parts: list[str] = []
    ends = _once([place_name(p) for p in claim.places if p.role == "endpoint"])
    for role in ("location", "near", "endpoint", "origin", "destination"):
        names = _once([place_name(p) for p in claim.places if p.role == role])
        if not names or (roles and role not in roles):
            continue
        if role == "location" and len(ends) > 1:  # "the road": on it, between its ends, which follow
            parts.append(f"on {listing(names)}")
        elif role == "endpoint" and len(ends) > 1:
            on_road = "location" in {p.role for p in claim.places}
            parts.append(f"{'' if on_road else 'on the road '}between {listing(names)}")
        else:
            parts.append(f"{word('place_role', role)} {listing(names)}")
    return " ".join(parts)


def _fill(rest: str, slots: Mapping[str, str]) -> str:
    kept = _PART.sub(lambda m: m[1] if all(slots.get(s) for s in _SLOT.findall(m[1])) else "", rest)
    return _SLOT.sub(lambda m: slots.get(m[1], ""), kept)


def _place_words(claim: Claim) -> str:
    roads = _once([place_name(p) for p in claim.places if p.role == "endpoint"])
    names = _once([place_name(p) for p in claim.places if p.role in ("location", "destination")])
    near = _once([place_name(p) for p in claim.places if p.role == "near"])
    found = listing(names) if names else f"the road of {listing(roads)}" if roads else ""
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


def claim_sentence(claim: Claim) -> str:
    """Return the claim as one short sentence in our words, without who says so.

    Statement classes are acts already, whatever modality their content has.

    >>> from crossbearing.model.mention import Mention
    >>> gain = Claim("d:c01", "d", "control.gain", Mention(0, 2, "IS"), actors=(ActorRole("gainer", "X", None),))
    >>> claim_sentence(gain)
    'X took a place not named'
    """
    wording = wordings()[claim.cls]
    roles: dict[str, list[str]] = {}
    for actor in claim.actors:
        roles.setdefault(actor.role, []).append(actor_name(actor))
    slots = {role: listing(_once(names)) for role, names in roles.items()}
    slots["where"], slots["place"] = where_words(claim), _place_words(claim)
    counts = [count_words(count) for count in claim.counts]
    when = time_words(claim.time)
    tail = f", {when}" if when else ""
    if claim.modality == "ongoing":
        tail += " (going on)"
    if wording.toll and counts:
        return "; ".join(counts) + _fill(wording.rest, slots) + tail
    subject = next((slots[role] for role in wording.subject if slots.get(role)), wording.nobody)
    spent = next((role for role in wording.subject if slots.get(role)), "")
    slots[spent] = ""
    rest = _fill(wording.rest, slots)
    if wording.thing and not any(slots.get(s) for s in _SLOT.findall(wording.rest.partition("]")[0])):
        rest = f" {wording.thing}{rest}"
    said = _COMMAS.sub(",", _clause(subject, wording, claim) + rest).rstrip(",") + tail
    said = said[:1].upper() + said[1:]
    if wording.quote:
        said += f": “{shorten(claim.evidence.text)}”"
    return said + (f": {'; '.join(counts)}" if counts else "")


def shorten(text: str, limit: int = 160) -> str:
    """Return text on one line, cut at a word with an ellipsis where it is longer than ``limit`` characters.

    >>> shorten("the army   took\\nthe town", 12)
    'the army …'
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"
