"""Comparing: what is near and alike is paired once, what is not stands alone, and odd files are said to be odd."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.compare import listing
from crossbearing.compare.matching import compare, our_events
from crossbearing.compare.theirs import Theirs, read_acled, read_ucdp
from crossbearing.export.figures import Index
from crossbearing.export.formats import written
from crossbearing.model.derived import Record
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished
from tests.export.made import facts, finished

HEAD = (
    "id,type_of_violence,date_start,date_end,date_prec,where_prec,where_coordinates,latitude,longitude,side_a,side_b,"
    "low,best,high"
)


def ucdp(tmp_path: Path, *lines: str) -> list[Theirs]:
    path = tmp_path / "ucdp.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    found, refused = read_ucdp(path)
    assert refused == []
    return found


def test_what_we_export_matches_itself_wholly(tmp_path: Path) -> None:
    """Every row of our own UCDP file that has a place finds the event it was made from, with no difference."""
    path = tmp_path / "ours.csv"
    path.write_bytes(written("ucdp", finished(), facts())["ucdp.csv"])
    theirs, refused = read_ucdp(path)
    assert refused == []
    ours, _ = our_events(Index(finished()))
    found = compare(ours, theirs)
    comparable = {one.event.id for one in ours} & {one.id for one in theirs}
    assert len(comparable) >= 3
    same = [pair for pair in found.pairs if pair.ours.event.id == pair.theirs.id]
    assert {pair.ours.event.id for pair in same} == comparable
    assert all(listing.differences(pair) == [] for pair in same)
    assert all(pair.best_within for pair in same)


def test_acled_rows_of_ours_come_back(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_bytes(written("acled", finished(), facts())["acled.csv"])
    theirs, refused = read_acled(path)
    assert refused == []
    ours, _ = our_events(Index(finished()), deadly_kinds=False)
    found = compare(ours, theirs)
    assert sum(pair.ours.event.id == pair.theirs.id for pair in found.pairs) >= 0.8 * len(ours)


def test_nearer_days_places_and_tolls_win_and_the_rest_stands_alone(tmp_path: Path) -> None:
    ours, _ = our_events(Index(finished()))
    one = next(o for o in ours if o.deaths and o.deaths.high and o.event.date_prec == 1)
    deaths, day = one.deaths, one.start.isoformat()
    assert deaths is not None
    at = f"{one.event.place.name if one.event.place else ''},{one.lat},{one.lon}"
    theirs = ucdp(
        tmp_path,
        f"1.0,1.0,{day},{day},1,1,{at},A,B,{deaths.likely}.0,{deaths.likely}.0,{deaths.likely}.0",
        f"2,1,{day},{day},1,1,{at},A,B,900,900,900",
        f"3,1,{day},{day},1,1,Far,-10,-10,A,B,5,5,5",
        f"4,1,1999-01-01,1999-01-01,1,1,{at},A,B,5,5,5",
    )
    assert theirs[0].best == deaths.likely
    found = compare([one], theirs)
    [pair] = found.pairs
    assert (pair.theirs.id, pair.km, pair.days, pair.best_within) == ("1", 0.0, 0, True)
    assert [t.id for t in found.only_theirs] == ["2", "3"]
    assert compare([one], theirs[::-1]) == found
    worse = compare([one], theirs[1:2])
    assert listing.differences(worse.pairs[0])[-1].endswith("dead with us, 900 with them")
    assert listing.summary(found)["their_best_within_ours"] == 1


def test_bounds_that_are_broken_are_widened_and_odd_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    lines = [
        "5,1,2016-01-01,2016-01-01,1,1,X,34,36,A,B,9,4,2",
        "6,1,soon,2016-01-01,1,1,X,34,36,A,B,1,1,1",
        "5,1,2016-01-01,,1,1,X,34,36,A,B,1,1,1",
    ]
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    found, refused = read_ucdp(path)
    assert [(one.low, one.best, one.high) for one in found] == [(4, 4, 4)]
    assert [(row.line, row.message) for row in refused] == [(3, "'soon' is no day"), (4, "id '5' stands twice")]
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ExportError, match="has no column 'id'"):
        read_ucdp(path)
    with pytest.raises(ExportError, match="cannot be read"):
        read_acled(tmp_path / "none.csv")


def test_days_of_acled_come_in_two_forms(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "event_id_cnty,event_date,latitude,longitude,fatalities"
    path.write_text(f"{head}\nSYR1,16 May 2025,34,36,3\nSYR2,2025-05-17,34,36,\n", encoding="utf-8")
    found, _ = read_acled(path)
    assert [(one.start.isoformat(), one.best) for one in found] == [("2025-05-16", 3), ("2025-05-17", 0)]


def test_nothing_compares_with_nothing() -> None:
    empty = Finished((), (), Record())
    ours, left = our_events(Index(empty))
    assert (ours, left, compare(ours, []).pairs) == ([], 0, ())
    assert listing.summary(compare([], []))["median_km"] is None
    with_no_place = replace(finished().ledgers.events[0], place=None)
    assert our_events(Index(replace(empty, ledgers=Record(events=(with_no_place,)))))[0] == []


def test_compare_and_import_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(
        "😀 Shells killed 7 civilians in Douma on Tuesday, a monitor said.", encoding="utf-8"
    )
    (reports / "a.meta.json").write_text('{"published": "2014-03-11"}', encoding="utf-8")
    db, out = str(tmp_path / "r.db"), tmp_path / "compared.csv"
    assert run_command(["ingest", str(reports), "--db", db]) == codes.DONE
    theirs = tmp_path / "u.csv"
    theirs.write_text(f"{HEAD}\n8,1,2014-03-11,2014-03-11,1,1,Douma town,33.57,36.4,A,B,6,8,9\n", encoding="utf-8")
    capsys.readouterr()
    assert run_command(["compare", "ucdp", str(theirs), "--db", db, "--out", str(out), "--json"]) == codes.DONE
    found = json.loads(capsys.readouterr().out)
    assert (found["summary"]["matched"], found["summary"]["their_best_within_ours"]) == (1, 0)
    assert found["matched"][0]["differences"] == "7 dead with us, 8 with them"
    assert next(row["status"] for row in csv.DictReader(out.open(encoding="utf-8"))) == "matched"
    assert run_command(["compare", "ucdp", str(theirs), "--db", db]) == codes.DONE
    assert "their best within ours: 0" in capsys.readouterr().out
    for form, file in (("label_studio", "tasks.json"), ("web_annotation", "annotations.jsonld")):
        folder = tmp_path / form
        folder.mkdir()
        assert run_command(["export", form, "--db", db, "--out", str(folder)]) == codes.DONE
        sent = json.loads((folder / file).read_text(encoding="utf-8"))
        if form == "label_studio":
            sent[0]["annotations"] = [{"completed_by": 1, "result": sent[0]["predictions"][0]["result"]}]
        else:
            sent["items"][0]["body"].append({"type": "TextualBody", "purpose": "assessing", "value": "reject"})
        (folder / file).write_text(json.dumps(sent), encoding="utf-8")
        capsys.readouterr()
        assert run_command(["import", form, str(folder / file), "--db", db, "--json"]) == codes.DONE
        first = json.loads(capsys.readouterr().out)
        assert first["new"] == first["judgements"] > 0
        assert run_command(["import", form, str(folder / file), "--db", db, "--json"]) == codes.DONE
        assert json.loads(capsys.readouterr().out)["new"] == 0
    assert run_command(["import", "ucdp", str(theirs), "--db", db]) == codes.FAILED
    assert "comes back; known: label_studio, web_annotation" in capsys.readouterr().err
