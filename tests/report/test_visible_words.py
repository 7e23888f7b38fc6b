"""No code of ours in sight: what a reader sees of the page are words that a stranger understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from crossbearing.engines.local import Finished
from crossbearing.report import wording
from crossbearing.report.pages import pages
from crossbearing.vocab.contract import CLASSES, CODES
from tests.report.runs import SEEDS, demo, seeds, shown, site
from tests.report.walk import Walk

SEEN = ("title", "aria-label", "placeholder", "data-l")
"""Attributes that a reader is shown or read aloud."""
CODES_IN_SIGHT = {
    "an id of the record": re.compile(r"\b(?:ev|toll|ctl|agr)-[0-9a-f]{6,}"),
    "an id with its space": re.compile(r"\b[a-z_]+:[a-z][\w/-]*"),
    "words joined by underscores": re.compile(r"\b[a-z]+_[a-z_]+\b"),
    "a class": re.compile("|".join(re.escape(name) for name in CLASSES)),
    "the id of a claim": re.compile(r":c\d\d"),
    "a grade": re.compile(r"\bC[0-5]\b"),
    "the number after the one that was given": re.compile(r"\b\d*0[01]?1\+"),
    "a flag": re.compile(r"\b(?:self serving|planned unrealised|one sided agreement|transfer pending)\b"),
    "what coders write behind a name": re.compile(r"\((?:unspecified|unidentified)\)"),
    "a value of the program": re.compile(r"\b(?:None|True|False|Undefined|Markup)\b"),
}


def in_sight(html: str) -> Iterator[str]:
    """Yield every text and attribute of a page that a reader can see."""
    walk = Walk(html)
    for part, text in walk.texts:
        if part.tag not in ("style", "script"):
            yield unescape(text)
    for part in walk.parts:
        yield from (part.attributes[name] for name in SEEN if name in part.attributes)


def assert_no_codes(html: str) -> None:
    for text in in_sight(html):
        for what, code in CODES_IN_SIGHT.items():
            found = {match[0] for match in code.finditer(text)}
            assert not found, (what, found, text)


def ids(done: Finished) -> set[str]:
    """Return every id of a run that is no plain word: those of voices, actors and places, and of the record."""
    ledgers = done.ledgers
    found = {family.id for family in ledgers.families} | {row.place for row in ledgers.control}
    found |= {actor.actor or "" for claim in done.claims for actor in claim.actors}
    return {identity for identity in found if re.search(r"[:/_]|-[^ ]*-", identity)}


@pytest.mark.parametrize("run", ["demo", "seeds", "many"])
def test_no_internal_code_is_in_sight(run: str) -> None:
    if run == "seeds" and not SEEDS.is_dir():
        pytest.skip("the sample reports are not beside the repository")
    files = site() if run == "many" else dict(pages(shown(demo() if run == "demo" else seeds())))
    assert (len(files) > 1) == (run == "many")
    for html in files.values():
        assert_no_codes(html)


@pytest.mark.parametrize("run", ["demo", "seeds"])
def test_no_id_of_the_run_is_in_sight(run: str) -> None:
    if run == "seeds" and not SEEDS.is_dir():
        pytest.skip("the sample reports are not beside the repository")
    done = demo() if run == "demo" else seeds()
    codes = ids(done)
    assert len(codes) > 5
    [html] = dict(pages(shown(done))).values()
    for text in in_sight(html):
        assert not [code for code in codes if code in text], text


LISTS = {
    "quantity": "quantity", "category": "category", "mode": "mode", "speech_act": "speech_act", "modality": "modality",
    "place_role": "place_role", "bound": "bound", "scope": "scope", "published_basis": "published_basis",
}  # fmt: skip


@pytest.mark.parametrize(("topic", "codes"), sorted(LISTS.items()))
def test_every_code_of_the_contract_has_a_word(topic: str, codes: str) -> None:
    table = wording.words(topic)
    assert isinstance(table, dict)
    assert set(CODES[codes]) <= set(table)


@pytest.mark.parametrize("topic", ["role", "family"])
def test_every_role_and_family_of_a_class_has_a_word(topic: str) -> None:
    table = wording.words(topic)
    needed = {
        "role": {role for found in CLASSES.values() for role in found.roles},
        "family": {name.split(".")[0] for name in CLASSES},
    }
    assert needed[topic] <= set(table)


def test_what_the_record_can_say_has_words() -> None:
    needed = {
        "flag": {"contested", "self_serving", "against_interest", "no_comment", "one_sided_agreement"},
        "grade": {"C0", "C1", "C2", "C3", "C4", "C5"},
        "state": {"held", "besieged", "contested", "transfer_pending", "lost"},
        "toll_status": {"single", "consistent", "growing", "disputed"},
        "agreement": {"ceasefire", "evacuation_surrender", "exchange", "access", "political"},
        "tie": {"realises", "contradicts", "disputes", "causes", "elaborates", "possible"},
        "agreement_status": {
            "mentioned", "negotiated", "refused", "announced_one_side", "reported", "confirmed", "in_force", "overdue",
            "partly_implemented", "implemented", "ended", "breached",
        },
    }  # fmt: skip
    for topic, codes in needed.items():
        assert codes <= set(wording.words(topic)), topic
