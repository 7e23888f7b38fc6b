"""Every format holds what it must, is valid where somebody defines it, and is the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pyarrow.parquet
import pytest
from frictionless import Package, system

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.cli.export import FORMATS
from crossbearing.export import acled, coding, hxl, label_studio, native, offsets, ucdp, web_annotation
from crossbearing.export.annotated import ACCEPT, ADD, CORRECT, REJECT, UNSEEN
from crossbearing.export.figures import Index
from crossbearing.export.formats import formats, written
from crossbearing.export.from_folder import from_folder
from crossbearing.export.package import Release, package
from crossbearing.model.derived import Event, EventActor, Record, Toll
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished
from crossbearing.vocab.contract import crosswalks
from tests.export.made import EMOJI, facts, finished, without_unexchanged

UCDP_COLUMNS, ACLED_COLUMNS = 49, 31


def table(name: str, file: str) -> list[dict[str, str]]:
    raw = written(name, finished(), facts())[file].decode()
    return list(csv.DictReader(io.StringIO(raw, newline="")))


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_is_the_same_bytes_each_time_and_in_any_order(name: str) -> None:
    found = finished()
    backwards = replace(found, documents=found.documents[::-1], claims=found.claims[::-1])
    once = written(name, found, facts())
    assert once == written(name, backwards, facts())
    assert all(once.values())
    assert formats()[name].MEDIA_TYPE


def test_no_cell_of_any_table_is_a_formula() -> None:
    for name in sorted(formats()):
        for file, raw in written(name, finished(), facts()).items():
            if file.endswith(".csv"):
                cells = [c for row in csv.reader(io.StringIO(raw.decode(), newline="")) for c in row]
                assert len(cells) > 100 or file in ("control.csv", "positions.csv", "sources.csv", "tolls.csv")
                assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], file
    assert "'=HYPERLINK(1)" in {row["outlet"] for row in table("claims_csv", "claims.csv")}


def test_events_and_claims_are_whole_tables() -> None:
    events, claims = table("events_csv", "events.csv"), table("claims_csv", "claims.csv")
    assert [row["id"] for row in events] == sorted(e.id for e in finished().ledgers.events)
    assert [row["id"] for row in claims] == [c.id for c in finished().claims]
    assert {row["event"] for row in claims} - {""} == {row["id"] for row in events}
    assert any(row["killed_low"] for row in events)
    assert any(row["denied_by"] for row in events)


def test_ucdp_has_its_49_columns_and_codes() -> None:
    rows = table("ucdp", "ucdp.csv")
    assert list(rows[0]) == [*ucdp.FIELDS, "native_class", "mapping"]
    assert len(ucdp.FIELDS) == UCDP_COLUMNS
    by_class = {row["native_class"]: row for row in rows}
    shelled = by_class["strike.shelling"]
    assert shelled["type_of_violence"] == "1"
    assert (shelled["country"], shelled["region"]) == ("Syria", "Middle East")
    one_sided = [row for row in rows if crosswalks()[row["native_class"]].ucdp_type == "3"]
    assert one_sided
    assert {row["type_of_violence"] for row in one_sided} == {"3"}
    assert {row["side_b"] for row in one_sided} == {"Civilians"}
    for row in rows:
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
        parts = [int(row[f"deaths_{who}"]) for who in ("a", "b", "civilians", "unknown")]
        assert int(row["best"]) <= sum(parts) or parts[3] == 0
        assert row["date_prec"] in "12345"
        assert row["date_start"] <= row["date_end"]
        assert row["mapping"].split(":")[0] in ("exact", "broad", "lossy")
        assert row["mapping"] == "exact" or ": " in row["mapping"]
    events = {e.id: e for e in finished().ledgers.events}
    assert all(coding.happened(events[row["id"]]) for row in rows)


def test_acled_has_its_31_columns_and_codes() -> None:
    rows = table("acled", "acled.csv")
    assert list(rows[0]) == [*acled.FIELDS, "native_class", "mapping"]
    assert len(acled.FIELDS) == ACLED_COLUMNS
    assert {row["event_type"] for row in rows} <= {
        "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
        "Strategic developments",
    }  # fmt: skip
    known = [row for row in rows if row["inter1"] and row["inter2"]]
    assert known
    for row in known:
        low, high = sorted((int(row["inter1"]), int(row["inter2"])))
        assert int(row["interaction"]) == low * 10 + high
    assert all(row["time_precision"] in ("", "1", "2", "3") for row in rows)
    assert {row["geo_precision"] for row in rows} <= {"", "1", "2", "3"}
    assert ("Syria", "760", "Middle East") in {(row["country"], row["iso"], row["region"]) for row in rows}
    assert all(bool(row["country"]) == bool(row["iso"]) == bool(row["region"]) for row in rows)
    lossy = [row for row in rows if "deaths are told as" in row["mapping"]]
    assert all(int(row["fatalities"]) > 0 for row in lossy)


def event_of(cls: str, *actors: tuple[str, str | None, str]) -> Event:
    told = tuple(EventActor(role, actor, name, None) for role, actor, name in actors)
    return Event(
        "ev-1", cls, "incident", "real", "positive", "2014-03-18", "2014-03-18", 1, None, told, (), (), (),
        "C1", (), None, (), "", "Weak",
    )  # fmt: skip


def test_weapons_and_buildings_are_on_no_side_and_whom_a_pack_knows_goes_first() -> None:
    struck = event_of(
        "strike.drone", ("initiator", None, "Drone"), ("initiator", None, "men in masks"),
        ("initiator", "sd:rsf", "Rapid Support Forces"), ("target", None, "fuel depot"), ("victim", None, "workers"),
    )  # fmt: skip
    coded = coding.sides_of(struck)
    assert coded.names() == ("Rapid Support Forces", "workers")
    assert coded.lost == ("no side: Drone, fuel depot",)
    assert [actor.name for actor in coded.with_a] == ["men in masks"]
    assert coded.all_lost[-1] == "1 more actor"
    assert coded.others_lost == coded.lost


def test_whom_an_attack_on_civilians_meets_are_civilians_by_any_word() -> None:
    met = [("target", None, name) for name in ("traders", "nurses")]
    attacked = event_of("civilians.attack", ("initiator", None, "Gunmen"), *met)
    toll = Toll("t", "ev-1", "incident", None, None, None, "killed", "people", None, 4, 4, 4, "single", "", (), ())
    index = Index(Finished((), (), Record(events=(attacked,), tolls=(toll,))))
    (row,) = acled.rows(index)
    assert (row["actor2"], row["inter2"], row["interaction"]) == ("Civilians", 7, 70)
    assert (row["assoc_actor_2"], row["civilian_targeting"]) == ("nurses; traders", "Civilian targeting")
    (row,) = ucdp.rows(index)
    assert (row["side_b"], row["deaths_civilians"], row["deaths_unknown"]) == ("Civilians", 4, 0)


def test_hxl_has_its_tags_under_the_header() -> None:
    rows = table("hxl", "hxl.csv")
    assert rows[0] == hxl.TAGS
    numbers = [row[name] for row in rows[1:] for name in ("killed", "killed_min", "injured") if row[name]]
    assert numbers
    assert all(cell.isdecimal() for cell in numbers)


def test_libhxl_finds_nothing_wrong(tmp_path: Path) -> None:
    found: Any = pytest.importorskip("hxl", reason="libhxl needs Unidecode, which is GPL: install it by hand")
    path = tmp_path / "hxl.csv"
    path.write_bytes(written("hxl", finished(), facts())["hxl.csv"])
    with found.data(str(path), found.input.InputOptions(allow_local=True)) as source:
        assert len(list(source)) == len([e for e in finished().ledgers.events if coding.happened(e)])
    with found.data(str(path), found.input.InputOptions(allow_local=True)) as source:
        assert source.validate()


def test_the_followthemoney_model_takes_every_line() -> None:
    ftm: Any = pytest.importorskip("followthemoney", reason="followthemoney needs python-stdnum, which is LGPL")
    lines = written("ftm", finished(), facts())["entities.ftm.json"].decode().splitlines()
    schemata = set()
    for line in lines:
        value = json.loads(line)
        entity = ftm.model.get_proxy(value, cleaned=False)
        schemata.add(entity.schema.name)
        assert {name: len(v) for name, v in value["properties"].items()} == {
            name: len(entity.get(name)) for name in value["properties"]
        }
        entity.schema.validate(value)
    assert schemata == {"Event", "Article", "Organization", "Address"}


def test_geojson_says_where_and_how_surely() -> None:
    whole = json.loads(written("geojson", finished())["events.geojson"])
    assert whole["type"] == "FeatureCollection"
    assert "crs" not in whole
    placed = [f for f in whole["features"] if f["geometry"]]
    assert placed
    assert all(math.isclose(f["geometry"]["coordinates"][0], 36, abs_tol=6) for f in placed)  # longitude first
    assert all(f["properties"]["radius_m"] > 0 for f in placed)
    assert len(placed) < len(whole["features"]), "an event without a place has no geometry and is still there"


def test_native_is_valid_and_comes_back(tmp_path: Path) -> None:
    files = written("native", finished())
    for name in ("claim", "document", "event"):
        schema = json.loads(files[f"{name}.schema.json"])
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for line in files[f"{name}s.jsonl"].decode().splitlines():
            validator.validate(json.loads(line))
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    found = from_folder(tmp_path)
    wanted = without_unexchanged(finished())
    assert found.claims == wanted.claims
    assert found.documents == wanted.documents
    assert replace(found.ledgers, claim_families=wanted.ledgers.claim_families) == replace(
        wanted.ledgers, positions=found.ledgers.positions, document_families=found.ledgers.document_families
    )
    assert native.write(found) == {name: raw for name, raw in files.items() if name != "documents.jsonl"} | {
        "documents.jsonl": native.write(found)["documents.jsonl"]
    }
    (tmp_path / "events.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(ExportError, match=r"events\.jsonl:1: is not as a run writes it"):
        from_folder(tmp_path)


def test_web_annotations_quote_the_characters_and_come_back() -> None:
    raw = written("web_annotation", finished())["annotations.jsonld"]
    texts = {d.id: d.text for d in finished().documents}
    for item in json.loads(raw)["items"]:
        at, quote = item["target"]["selector"]
        text = texts[json.loads(item["body"][1]["value"])["document"]]
        assert text[at["start"] : at["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    found = web_annotation.parse(raw)
    assert {one.verdict for one in found} == {UNSEEN}
    assert tuple(one.claim for one in found) == without_unexchanged(finished()).claims


def test_label_studio_counts_as_browsers_do_and_comes_back() -> None:
    raw = written("label_studio", finished())["tasks.json"]
    tasks = {task["data"]["document"]: task for task in json.loads(raw)}
    units = EMOJI.encode("utf-16-le")
    regions = tasks["emoji"]["predictions"][0]["result"]
    assert len(regions) >= 3
    for region in regions:
        value = region["value"]
        assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
    found = label_studio.parse(raw)
    assert {one.verdict for one in found} == {UNSEEN}
    assert sorted(one.claim.id for one in found) == [c.id for c in finished().claims]
    by_id = {one.claim.id: one.claim for one in found}
    assert tuple(by_id[c.id] for c in finished().claims) == without_unexchanged(finished()).claims


def test_what_annotators_changed_becomes_judgements() -> None:
    [task] = [t for t in json.loads(label_studio.write(finished())["tasks.json"]) if t["data"]["document"] == "emoji"]
    kept, changed, gone, *_ = task["predictions"][0]["result"]
    changed = {**changed, "value": {**changed["value"], "labels": ["strike.air"]}}
    units = offsets.Utf16(EMOJI)
    at = EMOJI.index("Police")
    new = {
        "id": "x", "type": "labels", "from_name": "claim", "to_name": "text",
        "value": {"start": units.of(at), "end": units.of(at + 6), "text": "Police", "labels": ["custody.arrest"]},
    }  # fmt: skip
    task["annotations"] = [{"completed_by": {"email": "ada@example.org"}, "result": [kept, changed, new]}]
    found = label_studio.parse(json.dumps([task]).encode())
    verdicts = {one.claim.id: one.verdict for one in found}
    assert (verdicts[kept["id"]], verdicts[changed["id"]], verdicts[gone["id"]]) == (ACCEPT, CORRECT, REJECT)
    [added] = [one for one in found if one.verdict == ADD]
    assert (added.claim.evidence.start, added.claim.evidence.text, added.before) == (at, "Police", None)
    assert {one.who for one in found} == {"ada@example.org"}


@pytest.mark.parametrize("parse", [web_annotation.parse, label_studio.parse])
@pytest.mark.parametrize("raw", [b"", b"{}", b'[{"data": 3}]', b'{"items": [{}]}', b"[" * 100_000, b"\xff"])
def test_what_is_no_such_file_is_a_typed_error(parse: Any, raw: bytes) -> None:
    with pytest.raises(ExportError):
        parse(raw)


def test_offsets_go_there_and_back() -> None:
    for text in ("plain", "é\u0301x", "a😀b🕊c", "", "😀"):
        units = offsets.Utf16(text)
        for at in range(len(text) + 1):
            assert units.of(at) == len(text[:at].encode("utf-16-le")) // 2
            assert units.back(units.of(at)) == at


def test_the_workbook_opens_and_holds_the_tables() -> None:
    raw = written("xlsx", finished())["record.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["events", "claims", "control", "positions", "sources", "tolls", "agreements"]
    rows = list(book["tolls"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == sorted(t.id for t in finished().ledgers.tolls)
    assert isinstance(rows[1][list(rows[0]).index("low")], int)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert len(cells) > 1_000


def test_parquet_has_days_as_days_and_numbers_as_numbers() -> None:
    files = written("parquet", finished())
    events = pyarrow.parquet.read_table(io.BytesIO(files["events.parquet"]))
    assert str(events.schema.field("start").type) == "date32[day]"
    assert str(events.schema.field("killed_low").type) == "int64"
    assert events.schema.metadata[b"schema_version"] == b"1"
    assert events.num_rows == len(finished().ledgers.events)
    counts = pyarrow.parquet.read_table(io.BytesIO(files["claim_counts.parquet"]))
    assert counts.num_rows == sum(len(c.counts) for c in finished().claims)


def test_a_release_is_valid_checked_and_the_same_each_time(tmp_path: Path) -> None:
    release = Release("syria-2014", "A test", "CC-BY-4.0", ("Ada",))
    files = package(finished(), release)
    assert files == package(finished(), release)
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["fieldName", "message"])[:5]
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items() if name != "SHA256SUMS"} == sums
    bare = package(finished(), replace(release, quotes=False))
    assert "claims.jsonl" not in bare
    assert b"Rebels shelled Harasta" in files["claims.csv"]
    assert not any(b"Rebels shelled Harasta on Tuesday" in raw for raw in bare.values())
    with pytest.raises(ExportError, match="no licence"):
        package(finished(), replace(release, licence="mine"))


def test_exports_of_a_run_and_of_its_store_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text("Shells killed 7 civilians in Douma on Tuesday, a monitor said.", encoding="utf-8")
    db, out = str(tmp_path / "r.db"), tmp_path / "out"
    assert run_command(["run", str(reports), "--out", str(out)]) == codes.DONE
    assert run_command(["ingest", str(reports), "--db", db]) == codes.DONE
    capsys.readouterr()
    for source in (["--run", str(out)], ["--db", db]):
        assert run_command(["export", "claims_csv", *source, "--out", str(tmp_path / "c.csv")]) == codes.DONE
        assert b"a:c01" in (tmp_path / "c.csv").read_bytes()
        assert run_command(["export", "native", *source, "--out", str(tmp_path / "n")]) == codes.DONE
        assert (tmp_path / "n/claim.schema.json").exists()
        given = ["release", *source, "--licence", "CC0-1.0", "--out", str(tmp_path / "p.zip")]
        assert run_command(given) == codes.DONE
        first = (tmp_path / "p.zip").read_bytes()
        assert run_command(given) == codes.DONE
        assert (tmp_path / "p.zip").read_bytes() == first
    capsys.readouterr()
    assert run_command(["export", "nothing", "--db", db]) == codes.FAILED
    assert "no format 'nothing'; known: acled" in capsys.readouterr().err
    assert run_command(["export", "ucdp", "--db", db, "--run", str(out)]) == codes.FAILED
    assert run_command(["export", "label_studio", "--run", str(out), "--out", str(tmp_path / "l")]) == codes.FAILED
    assert "needs the texts" in capsys.readouterr().err


def test_the_help_of_export_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(formats()) == FORMATS
    assert run_command(["export", "--help"]) == codes.DONE
    assert set(FORMATS) <= set(re.findall(r"\w+", capsys.readouterr().out))


def test_formats_of_nothing_are_empty_and_valid() -> None:
    empty = Finished((), (), finished().ledgers.__class__())
    for name in sorted(formats()):
        assert written(name, empty)
