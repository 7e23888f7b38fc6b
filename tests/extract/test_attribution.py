"""The attribution family against its own corpus, and against PolNeAR where the benchmark is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from crossbearing.extract.attribution import cue_words, find_reported
from crossbearing.extract.attribution.lexicon import all_cues
from crossbearing.extract.reported import Reported
from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of
from crossbearing.text.names import NameEntry, NameMatcher
from crossbearing.text.parser import Cut, Parser
from crossbearing.text.segments import segment
from crossbearing.text.sentences import sentences
from crossbearing.text.tokens import Sentence
from crossbearing.vocab.loader import Form, load_entries
from crossbearing_bench import polnear

CORPUS = files("crossbearing.extract.attribution") / "corpus.yml"
SHARED = Path(os.environ.get("CROSSBEARING_SHARED", Path(__file__).parents[2] / "../shared"))
_EXAMPLE = Form({"text": (str,)}, {"reported": (list,), "names": (dict,), "not": (str,), "why": (str,)})


@cache
def examples() -> list[tuple[str, dict[str, Any]]]:
    return list(load_entries(CORPUS, _EXAMPLE))


@cache
def parser() -> Parser:
    return Parser()


def parse(text: str, names: dict[str, str] | None = None) -> list[Sentence]:
    return list(parsed_once(text, tuple((name, kind) for name, kind in (names or {}).items() if name != "__line__")))


@cache
def parsed_once(text: str, known: tuple[tuple[str, str], ...]) -> tuple[Sentence, ...]:
    """Several tests look at every example."""
    found = NameMatcher([NameEntry(name, kind, name, True) for name, kind in known]).find(text)
    cuts = [
        Cut(text, a, b, part.kind, number, tuple(n for n in found if a <= n.start and n.end <= b))
        for number, part in enumerate(segment(text))
        if part.kind in ("heading", "paragraph")
        for a, b in sentences(text, part.start, part.end)
    ]
    return tuple(parser().parse(cuts))


def plain(text: str, reported: Reported) -> dict[str, Any]:
    """Write a result the way the corpus writes it."""
    pieces = [text[a:b] for a, b in reported.content]
    written: dict[str, Any] = {"rule": reported.rule, "content": pieces[0] if len(pieces) == 1 else pieces}
    if reported.cue is not None:
        written["cue"] = reported.cue.text
    if reported.sources:
        first = reported.sources[0]
        written["source"] = first.mention.text if first.mention else None
        if first.anonymous:
            written["anonymous"] = True
        if first.antecedent is not None:
            written["antecedent"] = first.antecedent.text
    if len(reported.sources) > 1:
        written["chain"] = [s.mention.text if s.mention else None for s in reported.sources[1:]]
    if reported.mode != "indirect":
        written["mode"] = reported.mode
    if reported.speech_act != "report":
        written["act"] = reported.speech_act
    if reported.negated:
        written["negated"] = True
    return written


@pytest.mark.parametrize(("place", "example"), examples(), ids=[place for place, _ in examples()])
def test_example(place: str, example: dict[str, Any]) -> None:
    text = example["text"]
    found = find_reported(parse(text, example.get("names")), wide=True)
    if "not" in example:
        fired = [r for r in found if r.rule == example["not"]]
        assert not fired, f"{place}: {example['not']} must not fire ({example['why']}): {fired}"
        return
    wanted = [{k: v for k, v in r.items() if k != "__line__"} for r in example["reported"]]
    assert [plain(text, r) for r in found] == wanted, f"{place}: {text}"


def test_every_rule_has_both_kinds_of_example() -> None:
    positive = {r["rule"] for _, e in examples() for r in e.get("reported", [])}
    negative = {e["not"] for _, e in examples() if "not" in e}
    assert positive == negative
    assert len(examples()) >= 180
    assert 3 * sum("not" in e for _, e in examples()) >= len(examples())


def fired_cues() -> Iterator[tuple[str, str]]:
    """Yield (kind, lemma and particle) of every cue that some example shows at work."""
    kinds = {"attribution.nominal": "noun", "attribution.release": "noun", "attribution.adverb": "adverb"}
    for _, example in examples():
        parsed = parse(example["text"], example.get("names"))
        for found in find_reported(parsed, wide=True):
            if found.cue is None:
                continue
            words = parsed[found.sentence].at(found.cue.start, found.cue.end)
            raised = found.rule == "attribution.passive" and found.mode == "unattributed"
            if raised or found.rule == "attribution.adjective":
                yield "passive" if raised else "adjective", words[-1].lemma
            elif words:
                yield kinds.get(found.rule, "verb"), " ".join([words[0].lemma, *(w.lower for w in words[1:])])


def test_every_cue_stands_in_an_example() -> None:
    shown = set(fired_cues())
    missing = [f"{c.kind} {c.words}" for c in all_cues() if (c.kind, c.words) not in shown]
    assert not missing, f"lexicon.yml: no example in corpus.yml for: {', '.join(missing)}"


def test_strings_of_examples_are_found_once() -> None:
    for place, example in examples():
        for found in find_reported(parse(example["text"], example.get("names")), wide=True):
            for a, b in found.content:
                assert example["text"].count(example["text"][a:b]) == 1, f"{place}: {example['text'][a:b]!r} twice"


def test_cue_lies_outside_of_what_was_said() -> None:
    for place, example in examples():
        for found in find_reported(parse(example["text"], example.get("names")), wide=True):
            if found.cue is not None:
                assert not any(a < found.cue.end and found.cue.start < b for a, b in found.content), place


def test_unspoken_words_give_a_claim_no_source() -> None:
    parsed = parse("The rebels want to hold the valley. The army said the valley was empty.")
    assert [r.cue.text for r in find_reported(parsed) if r.cue] == ["said"]
    assert len(find_reported(parsed, wide=True)) == 2
    assert "want" not in cue_words()


def test_sentences_without_tokens_are_passed_over() -> None:
    text = "The gate kept this one back."
    unparsed = Sentence(text, 0, len(text), "paragraph", 0, [])
    assert find_reported([unparsed]) == []


def test_innermost_report_comes_with_the_outer_one() -> None:
    text = "The lawyer said the police denied that they shot the boy."
    found = find_reported(parse(text))
    start = text.index("shot")
    inside = sorted((r for r in found if r.holds(start, start + 4)), key=lambda r: r.size)
    assert [s.mention.text for r in inside for s in r.sources if s.mention] == ["the police", "The lawyer"]


def test_half_quoted_sentence_is_a_quote_only_where_quoted() -> None:
    text = 'The mayor said two men left and the rebels "burned every house on the street".'
    (found,) = find_reported(parse(text))
    men, burned = text.index("two men"), text.index("burned")
    assert found.mode_at((men, men + 12), (men + 8, men + 12)) == "indirect"
    assert found.mode_at((burned, burned + 18), (burned, burned + 6)) == "direct_quote"


def test_words_put_in_marks_make_no_quotation_of_what_the_outlet_tells() -> None:
    text = 'The mayor said the rebels had fired "throughout the old town" on Monday.'
    (found,) = find_reported(parse(text))
    told, fired, quoted = text.index("the rebels"), text.index("fired"), text.index("throughout")
    assert found.mode_at((told, len(text) - 1), (fired, fired + 5)) == "indirect"
    assert found.mode_at((quoted - 3, len(text) - 11), (fired, fired + 5)) == "direct_quote"


@pytest.mark.parametrize(
    "text",
    [
        "Fighting continues as the mediators leave the town.",
        "The central region has emerged as the latest front line.",
        "Air raids suggest a new offensive.",
    ],
)
def test_deeds_and_regions_say_nothing(text: str) -> None:
    assert [s.mention.text for r in find_reported(parse(text)) for s in r.sources if s.mention] == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Nine homes burned, the agency quoted a local medic as saying.", ["a local medic", "the agency"]),
        (
            "A rocket hit the school, an army officer, Omar Dahir, was quoted by the wire as saying.",
            ["Omar Dahir", "the wire"],
        ),
        ("Ten people were killed, the mayor was quoted as saying by state radio.", ["the mayor", "state radio"]),
        ("Twelve guards died, the Northern Relief Committee (NRC) has said.", ["the Northern Relief Committee"]),
        (
            "Nine homes were burned by the rebels, a villager who fled the area told the news agency.",
            ["a villager", "the news agency"],
        ),
        ("A village leader, Omar Dahir, said rebels burned nine homes.", ["Omar Dahir"]),
        ("The garrison put the death toll at nine.", ["The garrison"]),
    ],
)
def test_speakers_that_the_parse_often_loses(text: str, chain: list[str]) -> None:
    [found] = find_reported(parse(text))
    assert [s.mention.text for s in found.sources if s.mention] == chain


def test_who_announces_a_truce_is_its_source() -> None:
    claims = claims_of([Document("d", "The governor announced a ceasefire in Zabid on Friday.")])
    assert [[s.name for s in c.attribution.sources] for c in claims if c.cls == "ceasefire.start"] == [["governor"]]
    assert not [c for c in claims if c.attribution.mode == "unattributed"]


@pytest.mark.slow
def test_polnear_floor() -> None:
    data = SHARED / "benchmarks" / "polnear" / "dev"
    if not data.is_dir():
        pytest.skip(f"no benchmark at {data}")
    metrics = polnear.evaluate(data)["metrics"]
    assert metrics["content_overlap_f1"] >= 0.74
    assert metrics["source_overlap_f1"] >= 0.87
    assert metrics["end_to_end_f1"] >= 0.55


def test_polnear_counts_a_perfect_answer_as_one() -> None:
    gold = [polnear.Relation(((0, 3),), ((4, 8),), ((9, 20),)), polnear.Relation((), ((30, 33),), ((34, 40), (50, 60)))]
    tally = polnear.score(gold, gold)
    assert (tally.content, tally.cue, tally.end_to_end, tally.source_exact) == (2, 2, 2, 1)
    assert tally.shared_characters == tally.gold_characters == 27


@pytest.mark.parametrize(
    ("below", "spoken"),
    [
        ("So said army spokesman Ali Karim.", True),
        ("Army spokesman Ali Karim said on Sunday.", True),
        ("The mayor of Zabid, Ali Karim, told reporters.", True),
        ("The army said two tanks were destroyed near Aden.", False),  # that is what it said
        ("The mayor of Zabid said:", False),  # what it said follows
        ("Two tanks were destroyed near Aden.", False),
    ],
)
def test_a_quotation_has_its_speaker_in_the_paragraph_below(below: str, spoken: bool) -> None:
    text = f"“Rebels shelled our post near Zabid on Friday and killed four soldiers.”\n\n{below}"
    first = claims_of([Document("d", text)])[0]
    assert bool(first.attribution.sources) == spoken
    assert (first.attribution.mode == "direct_quote") == spoken
