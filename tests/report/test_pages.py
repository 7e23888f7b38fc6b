"""A long report is pages that lead to one another: every link resolves, none is large, the same bytes each time."""

from __future__ import annotations

import re

from crossbearing.model.document import Document
from crossbearing.report.page import page
from crossbearing.report.pages import FIRST, FOLDER, MOST_A_PAGE, pages, render
from crossbearing.report.words_index import words_index
from tests.report.runs import many, site, walks
from tests.report.test_ledgers import CLAIMS, DOCUMENTS, LEDGERS


def test_a_short_report_is_one_page() -> None:
    shown = page(DOCUMENTS, CLAIMS, ledgers=LEDGERS)
    assert dict(pages(shown)) == {FIRST: render(shown)}


def test_all_links_between_the_pages_of_a_long_report_resolve() -> None:
    files = site()
    assert len(files) > 8
    assert next(iter(files)) == FIRST
    assert all(re.fullmatch(rf"{FOLDER}/[a-z]+(-\d{{3}})?\.html", name) for name in files if name != FIRST)
    everything = {anchor for walk in walks().values() for anchor in walk.ids}
    assert {f"e{n}" for n in range(1, len(many().ledgers.events) + 1)} <= everything  # type: ignore[union-attr]
    assert {f"d{n}" for n in range(1, len(many().documents) + 1)} <= everything
    assert sum(anchor.startswith("t-c") for anchor in everything) == many().claims


def test_no_page_is_larger_than_two_megabytes() -> None:
    sizes = {name: len(html.encode("utf-8")) for name, html in site().items()}
    assert max(sizes.values()) < 2_000_000, sizes
    assert sizes[FIRST] < 1_500_000


def test_the_menu_of_every_page_leads_to_every_part() -> None:
    menus = {
        name: [text for part, text in walk.texts if part.tag == "a" and part.within("menu")]
        for name, walk in walks().items()
    }
    assert len({tuple(menu) for menu in menus.values()}) == 1
    assert {"In short", "Happenings", "Disputed", "Map", "Tolls", "Reports"} <= set(menus[FIRST])
    current = [p.href for p in walks()[f"{FOLDER}/map.html"].parts if p.attributes.get("aria-current")]
    assert current == ["#map"]


def test_the_pages_are_the_same_bytes_each_time() -> None:
    assert dict(pages(many())) == site()


def test_the_first_page_lists_every_happening_for_the_filters() -> None:
    walk = walks()[FIRST]
    rows = [part for part in walk.parts if "data-first" in part.attributes]
    assert len(rows) == len(many().ledgers.events)  # type: ignore[union-attr]
    [finder] = [part for part in walk.parts if part.attributes.get("id") == "finder"]
    assert "hidden" in finder.attributes  # without the script there is nothing that it could do
    kept = {part.attributes["data-filter"] for part in walk.parts if "data-filter" in part.attributes}
    assert kept == {"text", "from", "to", "place", "kind", "voice", "disputed"}


def test_the_words_of_all_reports_stand_in_the_page_of_the_list() -> None:
    walk = walks()[f"{FOLDER}/documents.html"]
    [index] = [text for part, text in walk.texts if part.attributes.get("id") == "words"]
    assert '"harasta"' in index
    assert "<" not in index


def test_hostile_words_do_not_leave_the_index() -> None:
    hostile = words_index([(1, '</script><script>alert(1)</script> <!-- \u2028 ]]> "quoted" words')])
    assert not set("<>&") & set(hostile)
    assert hostile == '{"alert":"1","quoted":"1","script":"1","words":"1"}'


def test_a_report_as_long_as_a_book_is_cut_between_its_paragraphs() -> None:
    text = "\n\n".join(f"Paragraph number {n} says nothing of any war. " + "Words go on. " * 90 for n in range(1_500))
    files = dict(pages(page([Document("book", text)], [])))
    own = [name for name in files if name.startswith(f"{FOLDER}/reports-")]
    assert len(own) > 1
    assert all(len(html.encode("utf-8")) < 2_000_000 for html in files.values())
    whole = "".join(files[name] for name in own)
    assert all(f"Paragraph number {n} says" in whole for n in (0, 749, 1_499))
    assert MOST_A_PAGE < 2_000_000
