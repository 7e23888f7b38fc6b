"""The benchmarks on rows of our own: any file name does, the fields decide, and an empty folder says what it lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.pipeline import claims_of
from crossbearing_bench import (
    case2021_task2,
    event_location,
    event_places,
    factuality,
    geoparsing,
    gva_longtail,
    indiapolice,
    polnear,
    tempeval3,
    wikiwars,
)

ALL = (case2021_task2, event_location, factuality, geoparsing, gva_longtail, indiapolice, polnear, tempeval3, wikiwars)


def write(folder: Path, rows: list[dict[str, Any]], name: str = "anything.jsonl") -> Path:
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize("benchmark", ALL, ids=lambda b: b.NAME)
def test_no_rows_is_an_error_that_names_the_fields(benchmark: Any, tmp_path: Path) -> None:
    write(tmp_path, [{"other": 1}])
    with pytest.raises(EvaluationError, match="has "):
        benchmark.evaluate(tmp_path)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{oops\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"x\.jsonl:1"):
        factuality.evaluate(tmp_path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Government troops recaptured the village of Salma from rebels on Tuesday.", "GOV_REGAINS_TERIT"),
        (
            "Insurgents seized the town of Mokwa from the army after two days of fighting.",
            "NON_STATE_ACTOR_OVERTAKES_TER",
        ),
        ("Soldiers pulled out of Darra and militiamen took over the town without a fight.", "NON_VIOL_TERRIT_TRANSFER"),
        ("The army has set up a new military base near the northern crossing.", "HQ_ESTABLISHED"),
        ("Warplanes bombed the market in Tafas, residents said.", "AIR_STRIKE"),
        ("Floods washed away two bridges in the valley.", "NATURAL_DISASTER"),
        ("Police arrested four members of an opposition party in Lome.", "ARREST"),
    ],
)
def test_types_of_events(text: str, kind: str) -> None:
    assert case2021_task2.predict([text]) == [kind]


def test_types_are_scored(tmp_path: Path) -> None:
    rows = [{"EventSnippet": "A suicide bomber blew himself up at a checkpoint.", "SubType": "SUIC_BOMB"}]
    ours = {"weighted_f1": 1.0, "macro_f1": 1.0, "territory_macro_f1": 0.0}
    result = case2021_task2.evaluate(write(tmp_path, rows))
    assert result["metrics"]["engine_only"] == ours
    assert {name: value for name, value in result["metrics"].items() if name != "engine_only"} == ours


def test_certainty_of_events(tmp_path: Path) -> None:
    rows = [
        {
            "text": "The general denied that troops crossed the river but they attacked the post .",
            "targets": [{"span1": [5, 6], "label": -2.0}, {"span1": [10, 11], "label": 3.0}],
        },
        {"text": "The envoy will not sign the accord .", "targets": [{"span1": [4, 5], "label": -2.0}]},
    ]
    result = factuality.evaluate(write(tmp_path, rows))
    assert result["documents"] == 2
    assert result["metrics"]["mae"] < 1.5
    assert result["metrics"]["r"] > 0.8


def test_newswire_is_the_headline_where_it_is_among_others(tmp_path: Path) -> None:
    yes = [{"text": "Rebels attacked .", "targets": [{"span1": [1, 2], "label": 3.0}]}]
    no = [{"text": "Rebels attacked .", "targets": [{"span1": [1, 2], "label": -3.0}]}]
    write(tmp_path, yes, "UW.jsonl")
    result = factuality.evaluate(write(tmp_path, no, "web.jsonl"))
    assert result["metrics"]["mae"] == result["metrics"]["by_corpus"]["UW"]["mae"] < 1
    assert result["metrics"]["by_corpus"]["web"]["mae"] > 5


def row(text: str, verb: str, *places: str) -> dict[str, Any]:
    spans = [{"label": "VERB", "start": text.index(verb), "end": text.index(verb) + len(verb)}]
    spans += [{"label": "LOCATION", "start": text.index(p), "end": text.index(p) + len(p)} for p in places]
    return {"text": text, "spans": spans}


def test_the_place_of_a_verb(tmp_path: Path) -> None:
    rows = [
        row("Gunmen killed three farmers in Maiduguri on Sunday, a doctor in Paris said.", "killed", "Maiduguri"),
        row("Ten officers were arrested, the ministry announced.", "arrested"),
    ]
    result = event_location.evaluate(write(tmp_path, rows))
    assert result["metrics"]["f1"] == 1.0
    assert result["metrics"]["exact_no_place"] == 1.0


def test_a_broken_annotation_is_left_out_and_counted(tmp_path: Path) -> None:
    spans = [{"label": "VERB", "start": 7, "end": 10}, {"label": "LOCATION", "start": 12, "end": 14}]
    broken: dict[str, Any] = {"text": "Shells hit Homs.", "spans": spans}
    result = event_location.evaluate(write(tmp_path, [broken, row("Shells hit Homs.", "hit", "Homs")]))
    assert (result["documents"], result["metrics"]["left_out"]) == (1, 1)


def test_weights_are_for_features_that_exist() -> None:
    assert {"constant", "known", "the engine's"} <= set(event_places.weights())


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("two youths died in police firing near the station.", {"KILL", "FORCE"}),
        ("police lobbed tear-gas shells to disperse the crowd.", {"FORCE"}),
        ("six persons were arrested in the walled city.", {"ARREST"}),
        ("the police were given no orders.", set()),
        ("leaders demanded the arrest of the minister.", set()),
    ],
)
def test_what_police_did(text: str, labels: set[str]) -> None:
    assert indiapolice.labels_of(text, []) == labels


@pytest.mark.parametrize(
    ("text", "words", "bare"),
    [
        ("The mayor was lathi-charged by constables.", {"FORCE"}, set()),
        ("Police arrested four members of an opposition party in Lome.", {"ARREST"}, {"ARREST"}),
        ("Police shot dead two students in Lome on Friday.", {"KILL", "FORCE"}, {"KILL", "FORCE"}),
    ],
)
def test_what_police_did_without_the_words_of_the_set(text: str, words: set[str], bare: set[str]) -> None:
    claims = claims_of([Document(id="own", text=text)])
    assert (indiapolice.labels_of(text, claims), indiapolice.engine_labels(claims)) == (words, bare)


def test_engine_only_figures_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    given = [{"text": "Rebels will attack .", "targets": [{"span1": [2, 3], "label": 2.3}]}]
    metrics = factuality.evaluate(write(tmp_path, given, "UW.jsonl"))["metrics"]
    assert metrics["mae"] == 0.0, "the table has the word itself"
    assert metrics["engine_only"]["mae"] == pytest.approx(0.53), "and a lower value for plans as such"


def test_a_word_that_serves_attribution_sets_alone_is_no_part_of_the_engine_only_figure(tmp_path: Path) -> None:
    text = "The mayor wants a truce."
    said = {"annotator": "a", "attributions": [{"source": [[0, 9]], "cue": [[10, 15]], "content": [[16, 23]]}]}
    metrics = polnear.evaluate(write(tmp_path, [{"text": text, "annotations": [said]}]))["metrics"]
    assert metrics["source_overlap_f1"] == 1.0
    assert metrics["engine_only"]["source_overlap_f1"] == 0.0


def test_police_sentences_and_days(tmp_path: Path) -> None:
    rows = [
        {"doc_id": 1, "date": "2002-03-01", "sentences": [{"text": "ten men were arrested.", "labels": ["ARREST"]}]},
        {"doc_id": 2, "date": "2002-03-02", "sentences": [{"text": "shops stayed shut.", "labels": []}]},
    ]
    result = indiapolice.evaluate(write(tmp_path, rows))
    assert result["documents"] == 2
    assert result["metrics"]["arrest_f1"] == 1.0
