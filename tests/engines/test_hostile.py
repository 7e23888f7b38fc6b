"""Documents made to cost time or memory: each is read, says what was cut, and costs no more than its length."""

from __future__ import annotations

import time
from datetime import date

import pytest

from crossbearing.engines.dated import anchors_of, date_documents
from crossbearing.engines.local import Finished, run_documents
from crossbearing.extract.engine import Extractor
from crossbearing.model.claim import Claim
from crossbearing.model.document import Document
from crossbearing.model.mention import Mention
from crossbearing.pipeline import default_pipeline
from crossbearing.report.highlight import runs
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.resolve.coreference import Memory, Named
from crossbearing.resolve.document_countries import country_shares
from crossbearing.resolve.gazetteer import Candidate, Place
from crossbearing.resolve.packs import load_packs
from crossbearing.resolve.place_asks import MOST_ANCHORS, Ask, beside
from crossbearing.resolve.place_features import NameInText
from crossbearing.text.segments import segment
from tests import hostile

# Four times the text may cost so many times the time: four, and room for a busy machine.
_MOST = 8.0


def run(text: str) -> Finished:
    document = Document("d", text, published="2014-03-17", published_basis="metadata")
    return run_documents([document], default_pipeline())


def codes(found: Finished) -> list[str]:
    return [problem.code for problem in found.documents[0].problems]


def size(kind: str, characters: int) -> int:
    """Return the ``n`` at which the document of a kind has about so many characters."""
    make = hostile.KINDS[kind]
    return max(8, int(characters * 640 / (len(make(1280)) - len(make(640)))))


def seconds(text: str) -> float:
    begun = time.process_time()
    run(text)
    return time.process_time() - begun


# -- every kind ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(hostile.KINDS))
def test_four_times_the_text_costs_about_four_times_the_time(kind: str) -> None:
    make = hostile.KINDS[kind]
    short, long = make(size(kind, 4_000)), make(size(kind, 16_000))
    run("The army killed 12 rebels in Aleppo on Monday.")  # loads what a first run loads
    ratio = 0.0
    for _ in range(3):
        ratio = seconds(long) / max(0.05, seconds(short))
        if ratio < _MOST:
            break
    assert ratio < _MOST


@pytest.mark.parametrize(
    ("kind", "n", "code"),
    [
        ("said_it_killed", 300, "long_sentence"),
        ("places", 150, "long_sentence"),
        ("counts", 100, "long_sentence"),
        ("nested_quotes", 100, "long_sentence"),
        ("time_words", 200, "long_sentence"),
        ("bare_numbers", 300, "long_sentence"),
        ("bracketed", 60, "long_sentence"),
        ("brackets", 1100, "long_run"),
        ("hyphens", 1200, "long_run"),
        ("stops", 1100, "long_run"),
    ],
)
def test_a_limit_that_was_met_is_a_problem_of_the_document(kind: str, n: int, code: str) -> None:
    assert codes(run(hostile.KINDS[kind](n))) == [code]


@pytest.mark.parametrize("kind", ["one_line", "paragraphs", "quiet", "pronouns", "one_word_lines", "short_headings"])
def test_a_document_of_short_sentences_meets_no_limit(kind: str) -> None:
    assert codes(run(hostile.KINDS[kind](60))) == []


def test_a_sentence_that_is_too_long_still_gives_its_claims() -> None:
    found = run(hostile.clauses(60))
    killed = [c for c in found.claims if any(n.quantity == "killed" for n in c.counts)]
    assert killed
    assert all(c.evidence.end - c.evidence.start < 2000 for c in found.claims)


def test_what_is_read_does_not_depend_on_the_group() -> None:
    extractor: Extractor = default_pipeline().extractor
    texts = [
        hostile.said_it_killed(320),
        "The army killed 12 rebels in Aleppo on Monday.",
        hostile.hyphens(1500),
        hostile.pronouns(3),
        hostile.nested_quotes(90),
    ]
    documents = [Document(f"d{i}", text) for i, text in enumerate(texts)]
    together = [(e.document, e.claims) for e in extractor.extract(documents)]
    alone = [(e.document, e.claims) for d in documents for e in extractor.extract([d])]
    assert together == alone
    assert sum(len(claims) for _, claims in together) > 5


def test_the_page_of_a_sentence_full_of_counts_stays_small() -> None:
    found = run(hostile.counts(800))
    assert len(render(page(found.documents, found.claims, ledgers=found.ledgers))) < 1_500_000


# -- one mechanism each --------------------------------------------------------------------------------------------


def quick(limit: float, begun: float) -> bool:
    return time.process_time() - begun < limit


def test_a_day_that_cannot_be_does_not_widen_the_window() -> None:
    packs = load_packs(["syria"])
    text = "Shells fell on Friday. The siege began in 2016. Nine days of fighting since April 19 ended at Easter."
    undated = [Document(f"u{i}", text) for i in range(3)]
    late = Document("z", "War ended.", published="9999-12-31", published_basis="metadata")
    *found, last = date_documents([*undated, late], packs, None, anchors_of(packs, ["syria"]))
    assert all(c.day < "2036" for d in found for c in d.date_candidates)
    [problem] = last.problems
    assert (problem.code, problem.stage) == ("late_day", "date")
    assert last.published == "9999-12-31"


def test_a_late_day_is_no_bound_where_another_report_has_a_day() -> None:
    packs = load_packs(["syria"])
    undated = Document("u", "Shells fell on Friday. The siege began in 2016.")
    dated = Document("d", "War ended.", published="2017-01-20", published_basis="metadata")
    late = Document("z", "War ended.", published="9999-12-31", published_basis="metadata")
    _, found, _ = date_documents([late, undated, dated], packs)
    assert [c.day for c in found.date_candidates] == ["2017-01-06", "2017-01-13", "2017-01-20"]


def test_of_too_many_cues_the_weightiest_are_asked_and_that_is_said() -> None:
    packs = load_packs(["syria"])
    months = ("March", "April", "May")
    text = " ".join(f"He fled on {1 + i % 28} {months[i // 28]}." for i in range(80))
    [found] = date_documents([Document("u", text)], packs, date(2018, 1, 1))
    assert [p.code for p in found.problems] == ["undated", "many_cues"]


def test_white_space_behind_a_name_is_walked_once() -> None:
    begun = time.process_time()
    assert set(country_shares("Syria" + " " * 20_000 + "said", load_packs(["syria"]))) == {"SY"}
    assert quick(1.0, begun)


def test_small_words_before_a_name_are_read_one_way() -> None:
    begun = time.process_time()
    found = run("The rebels in " + "the a " * 100 + "left the town and killed 3 men.")
    assert len(found.documents) == 1
    assert quick(5.0, begun)


def test_a_line_of_equals_signs_is_no_heading_and_costs_nothing() -> None:
    begun = time.process_time()
    assert [s.kind for s in segment("=" * 20_000 + "\n== " + " " * 20_000 + "x.")] == ["paragraph", "paragraph"]
    assert [s.kind for s in segment("Shells fell on Aba.\n== Attack ==\nShells fell.")][1] == "heading"
    assert quick(1.0, begun)


def test_headings_printed_again_are_found_among_thousands() -> None:
    lines = [f"Army Takes Hill Number {i}" for i in range(2000)]
    begun = time.process_time()
    found = segment("\n".join([*lines, "Army Takes Hill Number 1234 The army took a hill on Sunday."]))
    assert [s.kind for s in found[-2:]] == ["heading", "paragraph"]
    assert quick(2.0, begun)


def test_who_it_means_is_found_among_thousands_named() -> None:
    named = [Named(i * 50, f"k{i}", f"Army {i}", kind="state_forces") for i in range(4000)]
    memory = Memory(named)
    begun = time.process_time()
    for i in range(4000):
        one = memory.before(Mention(i * 50 + 30, i * 50 + 32, "it"))
        assert one is not None
        assert one.key in {f"k{i}", f"k{i - 1}", f"k{i - 2}"}
        assert memory.before(Mention(i * 50 + 30, i * 50 + 32, "he"), person=True) is None
    assert quick(1.0, begun)


def test_a_paragraph_of_thousands_of_claims_is_cut_into_runs_in_one_walk() -> None:
    text = "Shells fell. " * 3000
    claims = [Claim(f"d:c{i:05}", "d", "strike.shelling", Mention(i * 13, i * 13 + 12, text[:12])) for i in range(3000)]
    begun = time.process_time()
    found = runs(text, 0, len(text), claims)
    assert sum(len(one.opens) for one in found) == 3000
    assert "".join(one.text for one in found) == text
    assert quick(1.0, begun)


def test_of_hundreds_of_places_a_name_is_weighed_against_the_nearest() -> None:
    numbers = range(2 * MOST_ANCHORS)
    towns = [Place(f"t{i}", f"Town{i}", "city", 30 + i / 100, 40.0, 1.0, "SY", "01", 1000, None) for i in numbers]
    asks = [Ask(NameInText(town.name), (Candidate(town, 0),), 10 * i, chosen=town) for i, town in enumerate(towns)]
    near = [set(anchors) for _, anchors in beside(asks)]
    assert {len(names) for names in near} == {MOST_ANCHORS}
    assert all(f"Town{i}" in names for i, names in enumerate(near))
    assert all(ask.few for ask in asks)
    few = asks[:MOST_ANCHORS]
    assert {len(anchors) for _, anchors in beside(few)} == {MOST_ANCHORS}
