"""The page: nothing of a document runs, every claim is linked both ways, repeats are folded, bytes are the same."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, Label, Source, claim_from_json
from crossbearing.model.document import Document, Problem
from crossbearing.model.mention import Mention
from crossbearing.readers.paths import read_paths
from crossbearing.report.page import page
from crossbearing.report.pages import render
from tests.report.walk import Walk, walked

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CROSSBEARING_SHARED", ROOT.parent / "shared"))


def checked(html: str) -> Walk:
    """Return the walk of a sound page of which everything that was opened is closed."""
    return walked(html)


def claim(document: str, text: str, words: str, number: int, **fields: object) -> Claim:
    start = text.index(words)
    evidence = Mention(start, start + len(words), words)
    return Claim(id=f"{document}:c{number:02}", document=document, cls="control.gain", evidence=evidence, **fields)  # type: ignore[arg-type]


def test_hostile_document_is_only_text() -> None:
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)> "quoted" \u202e{{ 7*7 }} the army took the town'
    document = Document(
        'x"><script>',
        evil,
        outlet="<b>Outlet</b>",
        title="</title><script>",
        url="javascript:alert(1)",
        published="2018-04-08",
    )
    found = claim(
        document.id, evil, "the army took", 1, actors=(ActorRole("gainer", "<i>A</i>", Mention(0, 7, "<script")),)
    )
    html = render(page([document], [found], problems=[Problem("empty", "<u>a.txt</u>")], left_alone=["<s>.json"]))
    walk = checked(html)
    assert not any((part.href or "").startswith("javascript") for part in walk.parts)
    assert "{{ 7*7 }}" in html
    assert "alert(1)" not in "".join(text for part, text in walk.texts if part.tag == "script")


def test_naming_pairs_and_loaded_words() -> None:
    one, other = "Regime forces took Homs.", "The Syrian army took Homs."
    documents = [Document("a", one, outlet="Voice"), Document("b", other, outlet="Gazette")]
    claims = [
        claim(
            "a",
            one,
            "Regime forces took Homs",
            1,
            actors=(ActorRole("gainer", "Syrian army", Mention(0, 13, "Regime forces")),),
            labels=(Label(Mention(0, 6, "Regime"), "Syrian army"),),
        ),
        claim(
            "b",
            other,
            "The Syrian army took Homs",
            1,
            actors=(ActorRole("gainer", "Syrian army", Mention(0, 15, "The Syrian army")),),
        ),
    ]
    shown = page(documents, claims)
    [pair] = shown.pairs
    assert (pair.one, pair.other) == ("Gazette", "Voice")
    [naming] = pair.namings
    assert [(w.text, w.loaded) for w in naming.by_outlet["Voice"]] == [("Regime", True), ("Regime forces", False)]
    assert [w.text for w in naming.by_outlet["Gazette"]] == ["Syrian army"]
    checked(render(shown))


def test_words_quoted_word_for_word_are_the_speakers() -> None:
    text = "Terrorists fled."
    quoted = claim(
        "a",
        text,
        "Terrorists fled",
        1,
        attribution=Attribution(mode="direct_quote", sources=(Source("General", None),)),
        actors=(ActorRole("mover", "Rebels", Mention(0, 10, "Terrorists")),),
    )
    assert page([Document("a", text, outlet="Wire")], [quoted]).namings == ()


def test_tolls_nest_and_fold() -> None:
    text = "22 dead in Douma. In Douma 22 people were killed, seven of them children."

    def count(identity: str, words: str, low: int, parent: str | None = None) -> Count:
        start = text.index(words)
        category = "children" if parent else "people"
        return Count(
            identity,
            Mention(start, start + len(words), words),
            "killed",
            category,
            None,
            "incident",
            "exact",
            low,
            low,
            low,
            parent,
        )

    claims = [
        claim("a", text, "22 dead in Douma", 1, counts=(count("n0", "22", 22),)),
        claim(
            "a",
            text,
            "22 people were killed, seven of them children",
            2,
            counts=(count("n1", "22 people", 22), count("n2", "seven", 7, "n1")),
        ),
    ]
    rows = page([Document("a", text, outlet="Wire")], claims).tolls["killed"]
    assert [(row.count.best, row.depth, len(row.again)) for row in rows] == [(22, 0, 1), (7, 1, 0)]


def test_no_documents_says_so() -> None:
    html = render(page([], []))
    checked(html)
    assert "No report gives a number" in html


@pytest.mark.skipif(
    not (SHARED / "gold" / "dev").is_dir(), reason="the annotated reports are not beside the repository"
)
def test_annotated_reports_make_a_sound_page() -> None:
    folder = SHARED / "gold" / "dev"
    reading = read_paths([folder])
    claims = [
        claim_from_json(value, document=file.name.removesuffix(".gold.json"))
        for file in sorted(folder.glob("*.gold.json"))
        for value in json.loads(file.read_text(encoding="utf-8"))["claims"]
    ]
    html = render(page(reading.documents, claims))
    walk = checked(html)
    assert sum(bool(re.fullmatch(r"c\d+-\d+", identity)) for identity in walk.ids) == len(claims)
    assert sum(identity.startswith("t-c") for identity in walk.ids) == len(claims)
    assert html == render(page(tuple(reversed(reading.documents)), tuple(reversed(claims))))


def test_two_reports_without_outlet_are_two_columns_of_the_naming_matrix() -> None:
    texts = {"000": "The militants left Homs.", "004": "The rebels left Homs."}
    claims = [
        claim(
            name,
            text,
            text,
            1,
            actors=(ActorRole("mover", "Rebels", Mention(4, text.index(" left"), text[4 : text.index(" left")])),),
        )
        for name, text in texts.items()
    ]
    shown = page([Document(name, text) for name, text in texts.items()], claims)
    assert shown.columns == ("Unnamed outlet (report 000)", "Unnamed outlet (report 004)")
    html = render(shown)
    checked(html)
    assert "2 reports (all without a named outlet)" in html


def test_the_policy_of_the_page_leaves_no_way_out() -> None:
    shown = render(page([], []))
    said = shown.partition('Content-Security-Policy" content="')[2].partition('"')[0].replace("&#39;", "'")
    rules = {rule.strip() for rule in said.split(";")}
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'none'"} <= rules
    assert "unsafe" not in said
