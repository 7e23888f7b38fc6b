"""The derived files of a run: their names, fields and order, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from crossbearing.export import outputs
from crossbearing.model.derived import Record, SideTable
from crossbearing.reconcile import reconcile
from tests.reconcile.made import document_of, strike

FIELDS = {
    "events.jsonl": {
        "id", "class", "level", "start", "end", "date_prec", "place", "actors", "claims", "documents", "families",
        "grade", "crowd", "flags", "inherited", "part_of", "related", "summary",
    },
    "agreements.jsonl": {
        "id", "type", "parties", "announced_by", "silent", "mediator", "terms", "status", "breaches", "predecessor",
        "successor", "claims",
    },
    "families.jsonl": {"id", "members", "edges"},
    "merges.jsonl": {"event", "claims", "decision", "score", "reasons"},
    "tolls.csv": {
        "id", "event", "scope", "start", "end", "place", "quantity", "category", "side", "low", "best", "high",
        "status", "best_basis", "families", "claims", "parent", "residual_low", "residual_high",
    },
    "positions.csv": {"toll", "family", "as_of", "low", "best", "high", "bound", "claim", "superseded_by"},
    "control.csv": {
        "id", "place", "name", "state", "holder", "contender", "extent", "start", "end", "timeline", "kind", "claims",
        "contradiction", "note",
    },
    "sources.csv": {"id", "kind", "documents", "claims", "only_here", "shared", "contradicted", "labels"},
    "unplaced.jsonl": {"claim", "reason"},
}  # fmt: skip


@pytest.fixture
def record() -> Record:
    one, other = strike("a:c1", 40, bound="at_least"), strike("b:c1", 52, source="ministry")
    gain = replace(one, id="a:c2", cls="control.gain", actors=(replace(one.actors[0], role="gainer"),), counts=())
    deal = replace(one, id="a:c3", cls="agreement.reached", actors=(replace(one.actors[0], role="party"),), counts=())
    said = replace(one, id="a:c4", cls="context.background", counts=())
    documents = [document_of("a", "2020-05-01", "=cmd()"), document_of("b", "2020-05-02", "Daily Post")]
    return reconcile([one, other, gain, deal, said], documents, SideTable())


def test_every_file_has_the_fields_of_the_contract(record: Record) -> None:
    assert set(outputs.FILES) == set(FIELDS)
    for name in outputs.FILES:
        text = "".join(outputs.lines(name, record))
        if name.endswith(".jsonl"):
            rows = [json.loads(line) for line in text.splitlines()]
            assert rows, name
            assert all(set(row) >= FIELDS[name] for row in rows)
        else:
            reader = csv.DictReader(io.StringIO(text))
            assert set(reader.fieldnames or ()) >= FIELDS[name]
            assert list(reader), name


def test_lines_are_sorted_and_the_same_twice(record: Record) -> None:
    for name in outputs.FILES:
        first, second = list(outputs.lines(name, record)), list(outputs.lines(name, record))
        assert first == second
    ids = [json.loads(line)["id"] for line in outputs.lines("events.jsonl", record)]
    assert ids == sorted(ids)
    for line in outputs.lines("events.jsonl", record):
        assert list(json.loads(line)) == sorted(json.loads(line))


def test_csv_is_rfc_4180_with_lists_joined_by_bars(record: Record) -> None:
    text = "".join(outputs.lines("tolls.csv", record))
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["claims"] == "a:c1|b:c1"
    assert rows[0]["high"] == "52"
    assert rows[0]["side"] == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_can_be_a_formula(cell: str) -> None:
    assert outputs.harmless(cell) == f"'{cell}"


def test_a_hostile_outlet_name_stays_text(record: Record) -> None:
    hostile = replace(record, sources=(replace(record.sources[0], id='=HYPERLINK("x")'),))
    row = next(iter(csv.DictReader(io.StringIO("".join(outputs.lines("sources.csv", hostile))))))
    assert row["id"] == '\'=HYPERLINK("x")'


def test_an_empty_record_writes_headers_only() -> None:
    for name in outputs.FILES:
        text = "".join(outputs.lines(name, Record()))
        assert text.count("\n") == (1 if name.endswith(".csv") else 0)
