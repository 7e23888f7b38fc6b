"""Who calls whom what: the words each outlet uses for an actor, set side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.report.marks import outlet_name
from crossbearing.report.wording import plain_name, words

MATRIX_COLUMNS = 6
"""Outlets with a column of their own: more would leave a column too narrow for words; the rest share the last one."""

Uses = dict[tuple[str, bool], list[str]]
"""The claims in which a word stands, by the word and whether it is loaded."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word for an actor, how often it stands and whether it is a loaded one (a label of the contract).

    ``claims`` are those it was read in, one for each place in the texts.
    """

    text: str
    times: int
    loaded: bool
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of one actor by outlet."""

    actor: str
    by_outlet: Mapping[str, tuple[Word, ...]]


def _plain_words(text: str) -> str:
    """Return the words without article and line breaks; empty for a pronoun, which says nothing of how one names."""
    parts = text.split()
    if parts and parts[0].lower() in ("the", "a", "an"):
        parts = parts[1:]
    alone = len(parts) == 1 and parts[0].lower() in words("pronouns")
    return "" if alone else " ".join(parts)


def _mentions(claim: Claim) -> Iterable[tuple[str, int, str]]:
    """Yield (actor, offset, words); words quoted word for word are the speaker's and not the outlet's."""
    if claim.attribution.mode == "direct_quote":
        return
    for actor in claim.actors:
        if actor.name and actor.mention:
            yield actor.name, actor.mention.start, actor.mention.text
    for source in claim.attribution.sources:
        if source.name and source.mention:
            yield source.name, source.mention.start, source.mention.text
    for label in claim.labels:
        if label.target:
            yield label.target, label.mention.start, label.mention.text


def namings(documents: Iterable[Document], claims: Iterable[Claim]) -> tuple[Naming, ...]:
    """Return the naming of every actor that more than one outlet names or that some outlet gives two words.

    Each place in the text counts once, however many claims were read from it.
    """
    outlets = {document.id: outlet_name(document) for document in documents}
    claims = sorted(claims, key=lambda claim: claim.id)
    # The same words at the same place may be read as an actor by one claim and as a loaded word by another.
    loaded_at = {
        (claim.document, label.mention.start, label.mention.text) for claim in claims for label in claim.labels
    }
    seen: set[tuple[str, str, int, str]] = set()
    counts: dict[str, dict[str, Uses]] = {}
    for claim in claims:
        for actor, offset, text in _mentions(claim):
            said, actor = _plain_words(text), plain_name(actor)
            key = (claim.document, actor, offset, said)
            if not said or key in seen:
                continue
            seen.add(key)
            use = said, (claim.document, offset, text) in loaded_at
            counts.setdefault(actor, {}).setdefault(outlets[claim.document], {}).setdefault(use, []).append(claim.id)
    found = [
        Naming(actor, {outlet: _ranked(uses) for outlet, uses in sorted(by_outlet.items())})
        for actor, by_outlet in sorted(counts.items())
    ]
    kept = [n for n in found if len(n.by_outlet) > 1 or any(len(ws) > 1 for ws in n.by_outlet.values())]
    return tuple(sorted(kept, key=lambda n: (-_variety(n), n.actor)))


def _ranked(uses: Uses) -> tuple[Word, ...]:
    merged: dict[str, list[tuple[str, bool, list[str]]]] = {}
    for (text, loaded), claims in uses.items():
        merged.setdefault(text.lower(), []).append((text, loaded, claims))
    found = []
    for forms in merged.values():
        text = max(forms, key=lambda f: (len(f[2]), f[0]))[0]
        claims = sorted(claim for form in forms for claim in form[2])
        found.append(Word(text, len(claims), any(f[1] for f in forms), tuple(claims)))
    return tuple(sorted(found, key=lambda word: (-word.times, word.text)))


def _variety(naming: Naming) -> int:
    return len({word.text.lower() for found in naming.by_outlet.values() for word in found}) * len(naming.by_outlet)


def columns(found: Iterable[Naming]) -> tuple[str, ...]:
    """Return the outlets that have a column in the matrix: those that name most actors of it, in order of the alphabet.

    >>> columns([Naming("Army", {"A": (), "B": ()}), Naming("Rebels", {"B": ()})])
    ('A', 'B')
    """
    times = Counter(outlet for naming in found for outlet in naming.by_outlet)
    return tuple(sorted(sorted(times, key=lambda outlet: (-times[outlet], outlet))[:MATRIX_COLUMNS]))
