"""CASE 2021 task 2: the type of event that a news snippet is about, of 30 types after ACLED, four of them territory.

The classes of the claims that the engine finds, whose gain of ground it is, and the words of the text give points to
types (``case_types.yml``); a class the rules leave alone gives one point to the type its crosswalk row names. What is
left without the words, by classes and the engine's own words for actors, is scored beside it as ``engine_only``.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from crossbearing.evaluate.intervals import bootstrap, class_f1
from crossbearing.evaluate.rows import rows
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.pipeline import default_pipeline
from crossbearing.vocab.contract import CLASSES, class_of
from crossbearing.vocab.loader import Form, load_entries
from crossbearing_bench.sides import resolved_side
from crossbearing_bench.wording import KEYS, Wording, any_of, starred

NAME = "case2021_task2"
TERRITORY = ("NON_STATE_ACTOR_OVERTAKES_TER", "GOV_REGAINS_TERIT", "NON_VIOL_TERRIT_TRANSFER", "HQ_ESTABLISHED")


@dataclass(frozen=True, slots=True)
class Rule:
    """Points for a type where all conditions hold; an empty condition always holds."""

    type: str
    points: int
    claims: frozenset[str]
    by: str
    wording: Wording

    def holds(self, text: str, classes: frozenset[str], gainers: frozenset[str]) -> bool:
        """Say whether the rule speaks of a text with claims of ``classes``, ground gained by ``gainers``."""
        if (self.claims and not self.claims & classes) or (self.by and self.by not in gainers):
            return False
        return self.wording.holds(text)


@cache
def type_rules() -> tuple[Rule, ...]:
    """Return the rules of ``case_types.yml`` in file order; raise VocabularyError where an entry breaks the form."""
    form = Form(
        {"type": (str,), "points": (int,)},
        {"claims": (list,), "by": (str,), **KEYS},
    )
    found = []
    for place, entry in load_entries(files("crossbearing_bench") / "case_types.yml", form):
        unknown = [c for c in entry.get("claims", ()) if c not in CLASSES]
        if unknown or entry.get("by", "state") not in ("state", "rebel"):
            raise VocabularyError(f"{place}: no claim class {unknown}, or `by` is neither state nor rebel")
        classes, wording = frozenset(entry.get("claims", ())), Wording.of(entry, starred)
        found.append(Rule(entry["type"], entry["points"], classes, entry.get("by", ""), wording))
    return tuple(found)


@cache
def _words(kind: str) -> dict[str, tuple[str, ...]]:
    """Return name and words of every entry of one kind of ``case_words.yml``."""
    form = Form({"kind": (str,), "name": (str,), "words": (list,)}, {})
    table = load_entries(files("crossbearing_bench") / "case_words.yml", form)
    return {entry["name"]: tuple(entry["words"]) for _, entry in table if entry["kind"] == kind}


@cache
def _side_pattern(name: str) -> re.Pattern[str]:
    found = any_of([starred(word) for word in _words("side")[name]])
    assert found is not None, "case_words.yml gives words for both sides"
    return found


@cache
def crosswalk() -> dict[str, str]:
    """Return the task's type of every claim class that the ACLED columns of the crosswalk name.

    >>> crosswalk()["strike.air"]
    'AIR_STRIKE'
    """
    text = (files("crossbearing.vocab") / "crosswalk.csv").read_text(encoding="utf-8")
    table = csv.DictReader(text.splitlines())
    types = {word: name for name, words in _words("acled").items() for word in words}
    return {row["native"]: types[row["acled_sub_event"]] for row in table if row["acled_sub_event"] in types}


def type_of(text: str, claims: Sequence[Claim], engine_only: bool = False) -> str:
    """Return the type of event that a snippet with these claims is about; ``engine_only`` leaves the set's words out.

    >>> type_of("A 6.1 magnitude earthquake shook the coast.", [])
    'NATURAL_DISASTER'
    >>> type_of("A 6.1 magnitude earthquake shook the coast.", [], engine_only=True)
    'OTHER'
    """
    happened = [c for c in claims if c.polarity == "positive"]
    classes = frozenset(c.cls for c in happened)
    side = _resolved_side if engine_only else _side
    gainers = frozenset(side(c) for c in happened if class_of(c.cls).control in ("gain", "advance"))
    points: Counter[str] = Counter()
    for rule in type_rules():
        if not (engine_only and rule.wording.says_anything) and rule.holds(text, classes, gainers):
            points[rule.type] += rule.points
    for cls in sorted(classes & set(crosswalk())):
        points[crosswalk()[cls]] += 1
    return max(points, key=lambda name: points[name])


def _side(claim: Claim) -> str:
    """Return whether the state or its armed opponents gained the ground, as far as the words tell."""
    gainer, loser = _called(claim, "gainer"), _called(claim, "loser")
    rebel, state = _side_pattern("rebel"), _side_pattern("state")
    if not gainer:
        return "state" if rebel.search(loser) else "rebel" if state.search(loser) else ""
    return "rebel" if rebel.search(gainer) else "state" if state.search(gainer) else ""


def _resolved_side(claim: Claim) -> str:
    """Return whether the state or its armed opponents gained the ground, as the engine knows its actors."""
    sides = {role.role: resolved_side(role) for role in claim.actors}
    opposite = {"state": "rebel", "rebel": "state", "": ""}
    return sides.get("gainer", "") or opposite[sides.get("loser", "")]


def _called(claim: Claim, role: str) -> str:
    """Return the words for those who fill a role."""
    actors = [a for a in claim.actors if a.role == role]
    return " ".join((a.mention.text if a.mention else a.name) or "" for a in actors)


def predict(snippets: Sequence[str]) -> list[str]:
    """Return the type of every snippet, in order."""
    return [type_of(text, claims) for text, claims in zip(snippets, _read(snippets), strict=True)]


def _read(snippets: Sequence[str]) -> list[tuple[Claim, ...]]:
    documents = [Document(id=f"{NAME}-{number:06}", text=text) for number, text in enumerate(snippets)]
    return [tuple(read.claims) for read in default_pipeline().read(documents)]


def evaluate(data_dir: Path) -> dict[str, Any]:
    """Score the types of all snippets under ``data_dir`` (rows with EventSnippet and SubType).

    ``weighted_f1`` weighs each type by its number of snippets, ``macro_f1`` is the mean over the types that occur,
    ``territory_macro_f1`` the mean over the four types of changes of territory; ``engine_only`` gives the same without
    the words of ``case_types.yml``. Raises EvaluationError on no rows.
    """
    given = rows(data_dir, ("EventSnippet", "SubType"), NAME)
    texts, gold = ([str(row[field]) for row in given] for field in ("EventSnippet", "SubType"))
    claims = _read(texts)
    scored, bare = (
        [(right, type_of(text, found, engine)) for right, text, found in zip(gold, texts, claims, strict=True)]
        for engine in (False, True)
    )
    return {
        "benchmark": NAME,
        "documents": len(scored),
        "metrics": {**_metrics(scored), "engine_only": _metrics(bare)},
        "interval": bootstrap(scored, _metrics),
    }


def _metrics(scored: Sequence[tuple[str, str]]) -> dict[str, float]:
    support = Counter(gold for gold, _ in scored)
    each = {cls: class_f1(scored, cls) for cls in sorted(support.keys() | set(TERRITORY))}
    occurring = [cls for cls in TERRITORY if support[cls]]
    found = {
        "weighted_f1": sum(each[cls] * number for cls, number in support.items()) / max(1, len(scored)),
        "macro_f1": sum(each[cls] for cls in support) / max(1, len(support)),
        "territory_macro_f1": sum(each[cls] for cls in occurring) / max(1, len(occurring)),
    }
    return {name: round(value, 4) for name, value in found.items()}
