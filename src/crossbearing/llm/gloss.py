"""What a model says in English of a claim in another language: shown beside the original, and evidence of nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crossbearing.llm.fields import Refusals
from crossbearing.llm.form import GLOSS_KEYS, GLOSS_NAME_KEYS
from crossbearing.llm.shown import shown

MOST_LETTERS = 400
"""Letters of a gloss: it is one sentence."""

_MOST_NAMES = 20


def read_gloss(value: Any, names: Collection[str], refusals: Refusals) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the English sentence of a claim, and (words, English) of those of its ``names`` that have one.

    ``names`` are the quotes of its actors, places and sources that stand in the text; a gloss of anything else is
    refused, as is one of the wrong form, and the claim stays.

    >>> given = {"sentence": "The army shelled Orlo.", "names": [{"quote": "Орло", "english": "Orlo"}]}
    >>> read_gloss(given, ["Орло"], Refusals())
    ('The army shelled Orlo.', (('Орло', 'Orlo'),))
    """
    if value is None:
        return "", ()
    if not isinstance(value, dict):
        refusals.say("wrong_type", f"gloss: an object is wanted, not {shown(value)}")
        return "", ()
    refusals.keys(value, GLOSS_KEYS, "gloss")
    sentence = _line(value.get("sentence"), "gloss", refusals)
    found: dict[str, str] = {}
    for one in refusals.objects(value.get("names"), "name of a gloss", GLOSS_NAME_KEYS)[:_MOST_NAMES]:
        words, english = one.get("quote"), _line(one.get("english"), "name of a gloss", refusals)
        if not isinstance(words, str) or words not in names:
            refusals.say("gloss_of_nothing", f"gloss: {shown(words)} is no actor, place or source of the claim")
        elif english:
            found.setdefault(words, english)
    return sentence, tuple(sorted(found.items()))


def _line(value: Any, what: str, refusals: Refusals) -> str:
    """Return a text as one line of printable letters, cut where it is too long; empty (and a reason) for no text."""
    if not isinstance(value, str):
        refusals.say("wrong_type", f"{what}: text is wanted, not {shown(value)}")
        return ""
    whole = value[: 4 * MOST_LETTERS].encode("utf-8", "replace").decode()
    line = " ".join("".join(c if c.isprintable() else " " for c in whole).split())
    if len(line) > MOST_LETTERS:
        refusals.say("gloss_cut", f"{what}: over {MOST_LETTERS} letters; the rest is left away")
    return line[:MOST_LETTERS]
