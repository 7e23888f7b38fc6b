"""One happening in four languages: requests, recorded replies, a run; the rules alone say that they read none of it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crossbearing.cli.app import app_with
from crossbearing.engines.local import Finished, finish, run_documents, side_table
from crossbearing.llm.lines import read_lines
from crossbearing.llm.replies import HeldReplies, claims_of_replies
from crossbearing.llm.requests import request_lines
from crossbearing.model.claim import RULES
from crossbearing.model.document import Document
from crossbearing.model.faults import NOT_READ, Faults
from crossbearing.pipeline import Pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.readings.reader import LLM, Unresolved
from crossbearing.readings.rules import RulesReader
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.resolve.packs import load_packs
from crossbearing.samples import languages, pack

TELLERS = {"courrier-2014-03-21", "diario-2014-03-22", "sada-2014-03-21", "vesti-2014-03-21"}


@cache
def documents() -> tuple[Document, ...]:
    return tuple(sorted(read_paths([str(languages() / "reports")]).documents, key=lambda d: d.id))


@cache
def pipeline() -> Pipeline:
    return Pipeline(load_packs(None, [pack()]))


@cache
def replies() -> HeldReplies:
    lines, problems = read_lines(languages() / "replies.jsonl")
    assert not problems
    return claims_of_replies(request_lines(documents(), "recorded"), lines, documents())


@cache
def finished() -> Finished:
    found = (Unresolved(d, replies().claims[d.id], replies().problems[d.id]) for d in documents())
    reads = [pipeline().told({LLM: one}, Faults(strict=True)) for one in found]
    return finish(reads, side_table(pipeline().packs))


def test_with_both_readers_nothing_is_said_to_be_unread() -> None:
    rules = list(RulesReader(pipeline().extractor).read(documents(), Faults(strict=True)))
    assert {p.code for one in rules for p in (*one.document.problems, *one.problems)} == {NOT_READ}
    for one in rules:
        id_ = one.document.id
        model = Unresolved(one.document, replies().claims[id_])
        both = pipeline().told({RULES: one, LLM: model}, Faults(strict=True))
        assert NOT_READ not in {p.code for p in both.document.problems}
        assert len(both.claims) == 3
        unread = replace(model, unread=((0, 5),))
        told = pipeline().told({RULES: one, LLM: unread}, Faults(strict=True)).document.problems
        assert NOT_READ in {p.code for p in told}


def test_every_recorded_claim_stands_in_its_text() -> None:
    assert not replies().unplaced
    assert {id_: len(found) for id_, found in replies().claims.items()} == dict.fromkeys(TELLERS, 3)
    assert [p for problems in replies().problems.values() for p in problems] == []


def test_the_four_tell_one_event() -> None:
    [event] = finished().ledgers.events
    assert {claim.partition(":")[0] for claim in event.claims} == TELLERS


def test_day_place_actor_and_numbers_are_equal_across_languages() -> None:
    whole = [c for c in finished().claims if c.cls == "strike.shelling" and c.actors]
    assert len(whole) == 4
    found = {
        (
            c.time.start if c.time else None,
            c.places[0].place,
            c.actors[0].actor,
            c.attribution.sources[0].actor,
            tuple((n.quantity, n.bound, n.low, n.best) for n in c.counts),
        )
        for c in whole
    }
    assert found == {
        (
            "2014-03-20",
            "sy:harasta",
            "forces:SY",
            "demo:eastern-suburbs-monitor",
            (("killed", "exact", 12, 12), ("injured", "more_than", 31, 31)),
        )
    }
    assert {c.time.basis for c in whole if c.time} == {"publication"}


def test_what_nobody_knows_says_so() -> None:
    [bakery] = {a.reason for c in finished().claims for a in c.actors if a.mention and a.mention.text == "пекарню"}
    assert bakery == "not known: no pack has this name in Russian, as it stands or without its endings"


def test_the_report_shows_original_and_english() -> None:
    shown = render(page(finished().documents, finished().claims, ledgers=finished().ledgers))
    assert shown.count("In English (by the reader, not checked):") == 12
    assert '<q dir="auto" lang="ar">قوات النظام</q>' in shown
    for code in ("ar", "es", "fr", "ru"):
        assert f'dir="auto" lang="{code}"' in shown


def test_a_run_of_the_rules_alone_reads_nothing_and_says_so() -> None:
    done = run_documents(documents(), pipeline())
    assert done.claims == ()
    for document in done.documents:
        [problem] = [p for p in document.problems if p.code == "language_not_read"]
        assert "the rules read English alone" in problem.message


def test_a_field_that_says_another_language_is_enough() -> None:
    text = "The army shelled the town of Orlo on Friday, killing two women, a nurse said."
    english, swahili = Document("a", text, language="en"), Document("b", text, language="sw")
    reads = {read.document.id: read for read in pipeline().read([english, swahili])}
    assert len(reads["a"].claims) == 1
    assert reads["b"].claims == ()
    assert [p.code for p in reads["b"].document.problems] == ["language_not_read"]


@pytest.mark.slow
def test_the_command_ends_with_the_code_of_something_not_read(tmp_path: Path) -> None:
    given = ["run", str(languages() / "reports"), "--pack", str(pack()), "--out", str(tmp_path / "out"), "--json"]
    result = CliRunner().invoke(app_with(given[0]), given, standalone_mode=False)
    assert result.return_value == 2
    summary = json.loads(result.stdout)
    assert {p["document"] for p in summary["document_problems"] if p["code"] == "language_not_read"} == TELLERS
