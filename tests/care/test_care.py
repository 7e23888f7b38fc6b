"""What is given on with care: no name of a private person anywhere, no place too near, no report too fresh."""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from crossbearing.care.coarsening import coarsen, squared
from crossbearing.care.holding import hold_back
from crossbearing.care.persons import Persons
from crossbearing.care.redacting import BLOCK, redact
from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.engines.local import run_documents, side_table
from crossbearing.export.formats import formats, written
from crossbearing.llm.masking import Mask, Masker
from crossbearing.model.claim import Person
from crossbearing.model.derived import Record
from crossbearing.model.document import Document
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished
from crossbearing.model.mention import Mention
from crossbearing.pipeline import default_pipeline
from crossbearing.text.names import NameMatcher
from tests.export.made import facts
from tests.export.made import finished as samples

NAMES = ("Tarek Salloum", "Salloum", "Hanan Odeh", "Odeh", "Tarek", "salloum", "odeh")
TEXT = (
    "Shells killed 7 civilians in Douma on Tuesday, farmer Tarek Salloum, 34, said. "
    "Salloum said rebels shelled Harasta. "
    "Hanan Odeh, 12, was wounded in Harasta on Tuesday, a doctor said. Bashar al-Assad condemned the attack. "
    "According to Hanan Odeh, the army left Idlib on Monday."
)


def finished() -> Finished:
    documents = [
        Document(
            "a", TEXT, outlet="North", published="2014-03-11", title="Tarek Salloum, 34, lost his home", sha256="ab"
        ),
        Document(
            "b", "The army shelled Douma on Wednesday, killing 3 rebels, state media said.", published="2014-03-20"
        ),
        Document("c", "Rebels left the village, residents said."),
    ]
    return run_documents(documents, default_pipeline())


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(NameMatcher(default_pipeline().packs.names()))


def test_no_name_is_in_any_output_and_every_offset_still_holds(masker: Masker) -> None:
    before = finished()
    assert any(
        "Salloum" in (s.name or "") + (s.mention.text if s.mention else "")
        for c in before.claims
        for s in c.attribution.sources
    )
    after = redact(before, masker)
    assert [c.id for c in after.claims] == [c.id for c in before.claims]
    assert [e.id for e in after.ledgers.events] == [e.id for e in before.ledgers.events]
    texts = {d.id: d.text for d in after.documents}
    for one, other in zip(before.documents, after.documents, strict=True):
        assert len(one.text) == len(other.text)
    for claim in after.claims:
        assert texts[claim.document][claim.evidence.start : claim.evidence.end] == claim.evidence.text
    assert BLOCK * 7 in texts["a"]
    assert "34" not in texts["a"]
    assert "Bashar al-Assad" in texts["a"], "who holds an office is public"
    assert {d.id: d.sha256 for d in after.documents}["a"] == "", "a hash would let names be guessed"
    for name in sorted(formats()):
        if name not in ("parquet", "xlsx"):  # packed; they are made of the same rows
            for file, raw in written(name, after, facts()).items():
                assert not [n for n in NAMES if n.encode() in raw], file


def test_a_name_in_the_name_of_a_file_or_in_an_address_is_hidden_too(masker: Masker) -> None:
    first, *others = finished().documents
    told = replace(first, id="2014/Tarek_Salloum", url="https://example.org/Tarek-Salloum-34", family=None)
    also = replace(others[0], id="c-hanan-odeh", url="https://example.org/2014/", family=None)
    before = run_documents([told, also, replace(others[1], id="report-1", family=None)], default_pipeline())
    after = redact(before, masker)
    assert [(d.id, d.url) for d in after.documents] == [
        ("report-1-", None),
        ("report-2", "https://example.org/2014/"),
        ("report-1", None),
    ]
    assert {c.document for c in after.claims} <= {d.id for d in after.documents}
    known = {c.id for c in after.claims}
    assert {c for e in after.ledgers.events for c in e.claims} <= known
    assert set(after.ledgers.claim_families) <= known
    assert set(after.ledgers.document_families) == {d.id for d in after.documents}
    for file, raw in written("native", after, facts()).items():
        assert not [n for n in NAMES if n.lower() in raw.decode().lower()], file


def test_a_full_name_that_is_private_in_one_report_is_hidden_in_all(masker: Masker) -> None:
    others = [
        Document("b", "In the town of Douma, a relative of Tarek Salloum told of shelling."),
        Document("c", "TAREK SALLOUM\nAn olive grove of the Tarek Salloums was hit."),
    ]
    after = redact(Finished((Document("a", TEXT), *others), (), finished().ledgers), masker)
    assert "of █████ ███████ told" in after.documents[1].text
    assert "TAREK" not in after.documents[2].text
    assert after.documents[2].text.endswith("was hit.")


def test_thousands_of_names_are_hidden_in_the_time_of_a_few() -> None:
    forms = {f"Name{n} Family{n}": "" for n in range(4_000)} | {f"Family{n}": "" for n in range(4_000)}
    persons = Persons({"a": Mask(forms, "PERSON")})
    words = "Name7 Family7 met Family7's son, and Family77777; name7-family7"
    told = re.fullmatch(r"\[person (\d+)\] met \[person (\d+)\]'s son, and Family77777; person-(\d+)", persons(words))
    assert told is not None
    assert len(set(told.groups())) == 1
    started = time.process_time()
    for _ in range(1000):
        persons(words)
    assert time.process_time() - started < 2


def test_the_report_of_a_redacted_run_names_nobody(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    assert run_command(["run", str(reports), "--out", str(out), "--redact"]) == codes.DONE
    files = sorted(out.iterdir())
    assert {"report.html", "claims.jsonl", "sources.csv"} <= {file.name for file in files}
    for file in files:
        raw = file.read_text(encoding="utf-8")
        assert not [name for name in NAMES if name in raw], file.name
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["settings"]["redacted"] is True


def test_a_text_without_capitals_is_hidden_whole(masker: Masker) -> None:
    document = Document("x", "FARMER TAREK SALLOUM, 34, WAS KILLED IN DOUMA ON TUESDAY, A MONITOR SAID.")
    after = redact(run_documents([document], default_pipeline()), masker)
    [hidden] = after.documents
    assert not any(letter.isalnum() for letter in hidden.text)
    assert hidden.problems[-1].code == "hidden_whole"
    bare = replace(finished(), documents=tuple(replace(d, text="") for d in finished().documents))
    with pytest.raises(ExportError, match="only be hidden where the texts are"):
        redact(bare, masker)


def test_places_are_no_nearer_than_asked() -> None:
    found, names = samples(), facts().places
    coarse = coarsen(found, 20, names)
    changed = 0
    for one, other in zip(found.ledgers.events, coarse.ledgers.events, strict=True):
        if one.place is None or one.place.lat is None or (one.place.radius_km or 0) >= 20:
            assert one.place == other.place
            continue
        assert other.place is not None
        assert other.place.radius_km == 20
        assert (other.place.where_prec or 0) >= 2
        assert (other.place.lat, other.place.lon) == squared(one.place.lat, one.place.lon or 0, 20)
        assert f" at {one.place.name}" not in other.summary
        assert other.place.name != one.place.name
        changed += 1
    assert changed > 3
    near = [p for c in coarse.claims for p in c.places if p.lat is not None]
    assert min(p.radius_km or 0 for p in near) >= 20
    hidden = {
        p.place for c in found.claims for p in c.places if p.place and p.lat is not None and (p.radius_km or 0) < 20
    }
    assert any(hidden & set(deal.places) for deal in found.ledgers.agreements)
    assert not any(hidden & set(deal.places) for deal in coarse.ledgers.agreements)
    told = json.dumps(asdict(coarse.ledgers))
    assert not [place for place in sorted(hidden) if f'"{place}"' in told], "in no ledger, whatever it is of"
    with pytest.raises(ExportError, match="give kilometres between"):
        coarsen(found, 0.5, names)


def test_fresh_and_undated_reports_are_as_if_they_had_never_come() -> None:
    whole = finished()
    sides = side_table(default_pipeline().packs)
    held = hold_back(whole, 10, date(2014, 3, 22), sides)
    assert [d.id for d in held.documents] == ["a"]
    assert {c.document for c in held.claims} == {"a"}
    assert all(set(e.documents) == {"a"} for e in held.ledgers.events)
    alone = run_documents([d for d in whole.documents if d.id == "a"], default_pipeline())
    assert held.ledgers == alone.ledgers
    assert hold_back(whole, 0, date(2014, 3, 20), sides).documents == tuple(
        replace(d) for d in whole.documents if d.id in ("a", "b")
    )


def test_an_export_takes_all_three_and_a_release_says_so(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, day in (("a", "2014-03-11"), ("b", "2014-03-20")):
        (reports / f"{name}.txt").write_text(
            TEXT.replace("Douma", "Harasta") if name == "b" else TEXT, encoding="utf-8"
        )
        (reports / f"{name}.meta.json").write_text(json.dumps({"published": day}), encoding="utf-8")
    db = str(tmp_path / "r.db")
    assert run_command(["ingest", str(reports), "--db", db]) == codes.DONE
    care = ["--redact", "--coarsen", "20", "--embargo", "5", "--today", "2014-03-20"]
    out = tmp_path / "p"
    assert run_command(["release", "--db", db, "--licence", "CC0-1.0", "--out", str(out), *care]) == codes.DONE
    raw = b"".join(file.read_bytes() for file in sorted(out.iterdir()))
    assert not [name for name in NAMES if name.encode() in raw]
    assert b'"embargo_days": 5' in raw
    assert b"2014-03-20," not in (out / "documents.csv").read_bytes()
    assert (
        run_command(
            ["export", "events_csv", "--db", db, "--out", str(tmp_path / "e.csv"), "--today", "then", "--embargo", "1"]
        )
        == codes.FAILED
    )


def test_whom_a_reader_or_a_person_names_is_hidden_too_but_for_whom_a_pack_knows(masker: Masker) -> None:
    text = (
        "Shells killed three people in Douma on Tuesday. Rahaf was among them, and so was Bashar al-Assad. Rahaf sang."
    )
    [claim, *_] = default_pipeline().read([Document("a", text, published="2014-03-11")])
    [first, *others] = claim.claims
    told = tuple(
        Person(Mention(text.index(name), text.index(name) + len(name), name), name, fate="killed")
        for name in ("Rahaf", "Bashar al-Assad")
    )
    assert masker.mask([text]).names == {}
    after = redact(Finished((claim.document,), (replace(first, persons=told), *others), Record()), masker)
    [document] = after.documents
    assert "Rahaf" not in document.text
    assert "█████ sang" in document.text
    assert "Bashar al-Assad" in document.text
    assert [p.mention.text for p in after.claims[0].persons] == ["█████", "Bashar al-Assad"]
