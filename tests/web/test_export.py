"""Every format of the command is a download, with the bytes of the command; comparisons say what the command says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.cli.app import run_command
from crossbearing.export.formats import formats
from crossbearing.web.app import create_app
from crossbearing.web.pages.export import described
from crossbearing.web.settings import Settings
from tests.web.browsing import signed_in
from tests.web.test_ingest import ended

UCDP = """id,date_start,date_end,latitude,longitude,best,low,high,type_of_violence,side_a,side_b,where_coordinates
1,2014-03-11,2014-03-11,33.56,36.36,31,24,40,3,Government of Syria,Civilians,Harasta
2,2014-03-12,2014-03-12,36.2,37.16,9,9,9,1,Government of Syria,Rebels,Aleppo
x,soon,soon,a,b,c,d,e,f,g,h,i
"""


def test_every_format_is_described() -> None:
    assert {one.name for one in described()} == set(formats())


@pytest.mark.parametrize("form", sorted(formats()))
def test_formats_are_those_of_the_command(client: TestClient, demo: Path, tmp_path: Path, form: str) -> None:
    answer = client.get(f"/export/{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert run_command(["export", form, "--db", str(demo), "--out", f"{tmp_path}/"]) == 0
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    if len(made) == 1:
        assert answer.content == next(iter(made.values()))
    else:
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        assert {name: archive.read(name) for name in archive.namelist()} == made


def test_a_release_has_a_licence(client: TestClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/export/release.zip?licence=CC0-1.0&by=Ada,%20Bo").content))
    assert "datapackage.json" in archive.namelist()
    assert client.get("/export/release.zip?licence=mine").status_code == 404


@pytest.mark.parametrize("form", ["nothing", "..%2F..%2Fetc", "xlsx%00"])
def test_no_other_format(client: TestClient, form: str) -> None:
    assert client.get(f"/export/{form}").status_code == 404


def test_nothing_to_export_is_said(empty: TestClient) -> None:
    assert 'href="/ingest"' in empty.get("/export").text
    assert empty.get("/export/geojson").status_code == 404


def test_beside_another_data_set(client: TestClient) -> None:
    sent = {"file": ("ged.csv", UCDP, "text/csv")}
    answer = client.post("/compare", data={"kind": "ucdp"}, files=sent, follow_redirects=False)
    at = answer.headers["location"]
    assert at in ended(client, at)
    html = client.get(at).text
    assert "Harasta" in html
    assert "1 row of theirs could not be used" in html
    alone = client.get(f"{at}?status=only theirs").text
    assert "Aleppo" in alone
    lines = client.get(f"{at}.csv").text.splitlines()
    assert lines[0].startswith("status,ours,theirs")
    assert sum(line.startswith("matched") for line in lines) == 1


def test_beside_a_file_named_at_the_start(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "ged.csv"
    path.write_text(UCDP)
    client = signed_in(create_app(Settings(str(demo), beside=(("ucdp", path),))))
    assert "Compare with ged.csv" in client.get("/compare").text
    answer = client.post("/compare", data={"at_hand": "ged.csv"}, follow_redirects=False)
    ended(client, answer.headers["location"])
    assert "Harasta" in client.get(answer.headers["location"]).text


def test_what_is_no_such_csv_is_said(client: TestClient) -> None:
    assert client.post("/compare", data={"kind": "ucdp"}).status_code == 422
    sent = {"file": ("a.csv", "a,b\n1,2\n", "text/csv")}
    answer = client.post("/compare", data={"kind": "acled"}, files=sent, follow_redirects=False)
    html = ended(client, answer.headers["location"])
    assert "Not done" in html
    assert "/tmp" not in html
