"""Places from CSV: plain tables, COD-AB tables with p-codes, and rows that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.model.errors import GazetteerError
from crossbearing.resolve.gazetteer import Gazetteer
from crossbearing.resolve.gazetteer_import import import_file
from crossbearing.resolve.gazetteer_tables import rows


def written(folder: Path, text: str, name: str = "places.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_plain_table_is_read(tmp_path: Path) -> None:
    table = written(tmp_path, "name,lat,lon,country,aliases\nQaryat Tajriba,34.5,36.5,sy,Karyat Tajriba|QT\n")
    [place] = rows(table)
    assert (place.id, place.country, place.kind, place.aliases) == (
        "places:2",
        "SY",
        "village",
        ("Karyat Tajriba", "QT"),
    )


def test_a_cod_table_gives_p_codes(tmp_path: Path) -> None:
    table = written(
        tmp_path, "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,center_lat,center_lon\nHoms,SY04,Tajriba,SY0499,34.5,36.5\n"
    )
    [place] = rows(table)
    assert (place.id, place.name, place.kind, place.country) == ("pcode:SY0499", "Tajriba", "district", "SY")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,lat,lon\nX,1,2\n", ":1: needs a column `name`"),
        ("name,lat,lon\nX,far,2\n", ":2: lat 'far' is no number"),
        ("name,lat,lon\nX,91,2\n", ":2: lat 91.0 does not lie between"),
        ("name,lat,lon\nX,1,\n", ":2: none of the columns lon"),
        ("name,lat,lon\n ,1,2\n", ":2: the name is empty"),
    ],
)
def test_a_bad_row_names_file_line_and_field(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GazetteerError, match=said):
        list(rows(written(tmp_path, text)))


def test_an_imported_table_is_looked_up(tmp_path: Path) -> None:
    index = import_file(written(tmp_path, "name,lat,lon,country\nQaryat Tajriba,34.5,36.5,SY\n"), into=tmp_path)
    [found] = Gazetteer(index).lookup("Qaryat Tajriba")
    assert (found.place.lat, found.place.country) == (34.5, "SY")
