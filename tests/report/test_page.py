"""The page: nothing of a document runs, every claim is linked both ways, repeats are folded, bytes are the same."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crossbearing.model.claim import ActorRole, Attribution, Claim, Count, Label, Source, claim_from_json
from crossbearing.model.document import Document, Problem
from crossbearing.model.mention import Mention
from crossbearing.readers.paths import read_paths
from crossbearing.report.page import page, render

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CROSSBEARING_SHARED", ROOT.parent / "shared"))


class Checker(HTMLParser):
    """Collects ids and links and complains of whatever could run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.bad: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "link", "img", "form", "base"):
            self.bad.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset", "action", "style"):
                self.bad.append(f"{tag} {name}")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def checked(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    assert checker.bad == []
    assert checker.open == []
    assert len(checker.ids) == len(set(checker.ids))
    inner = {link[1:] for link in checker.links if link.startswith("#")}
    assert inner <= set(checker.ids)
    return checker


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
    checker = checked(html)
    assert not any(link.startswith("javascript") for link in checker.links)
    assert "{{ 7*7 }}" in html
    assert "default-src 'none'" in html


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
    checker = checked(html)
    assert sum(bool(re.fullmatch(r"c\d+-\d+", identity)) for identity in checker.ids) == len(claims)
    assert sum(identity.startswith("t-c") for identity in checker.ids) == len(claims)
    assert html == render(page(tuple(reversed(reading.documents)), tuple(reversed(claims))))


def test_the_policy_of_the_page_leaves_no_way_out() -> None:
    shown = render(page([], []))
    policy = shown.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    rules = {rule.strip() for rule in policy.split(";")}
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'none'"} <= rules
