"""A table of places becomes recorded places with keys that stay, or is refused with everything that is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from events.ledger.place_recorded import PlaceRecorded
from timeline.errors import TimelineError
from timeline.imports.columns import Columns
from timeline.imports.places import Imported, read_places
from timeline.imports.tables import read_table

OCHA = """ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_FA,ADM2_PCODE,lat,lon
Helmand,AF30,Nawzad,نوزاد,AF3007,32.40315,64.46959
Helmand,AF30,Nawa-i-Barakzayi,,AF3003,0,0.000
Ghazni,AF11,Nawa,ناوه,AF1119,,
"""


def imported(folder: Path, content: object, said: Columns, name: str = "places.csv") -> Imported:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_places(read_table(str(file)), said)


def refusal(folder: Path, content: object, said: Columns, name: str = "places.csv") -> str:
    with pytest.raises(TimelineError) as refused:
        imported(folder, content, said, name)
    return str(refused.value).replace(f"{folder}/", "")


def by_key(found: Imported) -> dict[str, PlaceRecorded]:
    return {place.key: place for place in found.places}


def test_the_columns_of_ocha_are_known(tmp_path: Path) -> None:
    found = imported(tmp_path, OCHA, Columns(country="AF", vintage="2025"))
    assert found.columns.used() == [
        "ADM2_EN (name)",
        "ADM1_EN (admin1)",
        "lat (lat)",
        "lon (lon)",
        "ADM2_FA (alias, fa)",
        "ADM2_PCODE (code, OCHA COD-AB)",
    ]
    assert found.unused == ["ADM1_PCODE"]
    places = by_key(found)
    assert list(places) == ["af-helmand-nawzad", "af-helmand-nawa-i-barakzayi", "af-ghazni-nawa"]
    assert places["af-helmand-nawzad"].body() == {
        "key": "af-helmand-nawzad",
        "name": "Nawzad",
        "aliases": [{"name": "نوزاد", "language": "fa"}],
        "kind": "district",
        "country": "AF",
        "admin1": "Helmand",
        "lat": "32.40315",
        "lon": "64.46959",
        "where_prec": 3,
        "codes": [{"system": "OCHA COD-AB", "code": "AF3007", "vintage": "2025"}],
    }


def test_zero_zero_and_nothing_are_no_point(tmp_path: Path) -> None:
    found = imported(tmp_path, OCHA, Columns(country="AF"))
    assert found.pointless == 2
    for key in ("af-helmand-nawa-i-barakzayi", "af-ghazni-nawa"):
        assert (by_key(found)[key].lat, by_key(found)[key].where_prec) == (None, None)


def test_codes_of_no_edition_are_left_out(tmp_path: Path) -> None:
    assert not any(place.codes for place in imported(tmp_path, OCHA, Columns(country="AF")).places)


def test_columns_may_be_named(tmp_path: Path) -> None:
    text = "Ort,Gebiet,x,y,auf Dari,Nr\nNawa,Helmand,64.2,31.3,ناوه,7\n"
    said = Columns(
        "Ort", "Gebiet", "y", "x", "town", vintage="2026", aliases=(("auf Dari", "fa"),), codes=(("own", "Nr"),)
    )
    (place,) = imported(tmp_path, text, said).places
    assert (place.key, place.kind, place.lat, place.lon) == ("helmand-nawa", "town", "31.3", "64.2")
    assert [(alias.name, alias.language) for alias in place.aliases] == [("ناوه", "fa")]
    assert [(code.system, code.code, code.vintage) for code in place.codes] == [("own", "7", "2026")]


def test_a_column_of_kinds_says_of_each_place_what_it_is_unless_all_are_said_to_be_one(tmp_path: Path) -> None:
    text = "name,province,Kind\nHelmand,,Province\nNawa,Helmand,town\n"
    found = imported(tmp_path, text, Columns(country="AF"))
    assert [(place.name, place.kind) for place in found.places] == [("Helmand", "province"), ("Nawa", "town")]
    assert "Kind (kind)" in found.columns.used()
    said = imported(tmp_path, text, Columns(country="AF", kind="village"))
    assert ({place.kind for place in said.places}, said.unused) == ({"village"}, ["Kind"])
    refused = refusal(tmp_path, "name,kind\nNawa,hamlet\nGaz,\n", Columns(country="AF"))
    assert "It is not clear what kind of places these are" in refused
    refused = refusal(tmp_path, "name,kind\nNawa,hamlet\n", Columns(country="AF"))
    assert 'places.csv:2 kind: "hamlet" is no kind of place. Write one of country, province, district' in refused


def test_a_table_within_a_table_is_of_provinces_and_districts(tmp_path: Path) -> None:
    data = [
        {"id": 1, "name": "Helmand", "nameFa": "هلمند", "latitude": None, "districts": [{"id": 3, "name": "Nawa"}]},
        {"id": 2, "name": "Herat", "nameFa": "هرات", "latitude": "34.3", "longitude": "62.2", "districts": []},
    ]
    places = by_key(imported(tmp_path, data, Columns(country="AF"), "places.json"))
    assert {key: (place.kind, place.admin1, place.part_of) for key, place in places.items()} == {
        "af-helmand": ("province", None, None),
        "af-helmand-nawa": ("district", "Helmand", "af-helmand"),
        "af-herat": ("province", None, None),
    }
    assert places["af-herat"].aliases[0].language == "fa"


def test_borders_and_their_level_come_from_geoboundaries(tmp_path: Path) -> None:
    ring = [[64.1, 32.1], [64.9, 32.1], [64.9, 32.7], [64.1, 32.1]]
    properties = {"shapeName": "Naw Zad", "shapeID": "176", "shapeType": "ADM2"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    data = {"type": "FeatureCollection", "features": [feature]}
    (place,) = imported(tmp_path, data, Columns(country="AF", vintage="2014"), "a.geojson").places
    assert place.key == "af-district-naw-zad"
    assert place.border == "POLYGON ((64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.1))"
    assert (place.codes[0].system, place.codes[0].code) == ("geoBoundaries", "176")
    assert place.lat is place.note is None


def test_a_simplified_border_says_so(tmp_path: Path) -> None:
    ring = [[64 + number / 10_000, 32 + (number * 7919 % 1000) / 1000] for number in range(6_000)]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    features = [{"type": "Feature", "properties": {"name": "X"}, "geometry": geometry}]
    data = {"type": "FeatureCollection", "features": features}
    found = imported(tmp_path, data, Columns(kind="district"), "a.geojson")
    assert found.simplified == ["X"]
    assert str(found.places[0].note).startswith("The border is simplified: ")


def test_several_rows_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    text = "name,id\nArghandab,12\nArghandab,77\nMuqur,5\n"
    said = Columns(kind="district", codes=(("own", "id"),), vintage="2014")
    assert list(by_key(imported(tmp_path, text, said))) == [
        "district-arghandab-12",
        "district-arghandab-77",
        "district-muqur",
    ]


def test_the_same_table_gives_the_same_events_in_any_order(tmp_path: Path) -> None:
    header, *lines = OCHA.splitlines()
    once = imported(tmp_path, OCHA, Columns(country="AF")).places
    again = imported(tmp_path, "\n".join([header, *reversed(lines)]), Columns(country="AF")).places
    assert {place.content_key for place in once} == {place.content_key for place in again}


def test_coordinates_keep_their_digits_and_lose_the_noise(tmp_path: Path) -> None:
    text = "name,lat,lon\nA,32.400,64.4695912345678\nB,3.24e1,64\n"
    one, other = imported(tmp_path, text, Columns(kind="town")).places
    assert (one.lat, one.lon, other.lat, other.lon) == ("32.400", "64.46959123", "32.4", "64")


@pytest.mark.parametrize(
    ("text", "said", "told"),
    [
        (
            "title\nNawa\n",
            Columns(),
            "Say which: --name COLUMN. The columns are title.",
        ),
        ("name\nNawa\n", Columns(), "It is not clear what kind of places these are. Say so: --kind district."),
        ("name\nNawa\n", Columns(admin1="prov"), "There is no column prov. The columns are name."),
        ("name\nNawa\n", Columns(country="Afghanistan"), '"Afghanistan" is no country.'),
        ("name,id\nNawa,1\n", Columns(codes=(("own", "id"),)), "--vintage"),
    ],
)
def test_what_is_not_clear_is_asked_for_of_the_file_that_is_named(
    tmp_path: Path, text: str, said: Columns, told: str
) -> None:
    refused = refusal(tmp_path, text, said)
    assert told in refused
    assert refused.startswith("places.csv: ")
    assert refused.endswith("Nothing stored.")


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = (
        "name,lat,lon,name_fa\n"
        ",32.1,64.1,\n"
        "A,164.1,32.1,\n"
        "B,32°24',64.1,\n"
        "C,32.1,,\n"
        "D,nan,1e99999999,\n"
        "E,1,1,x\x07\n"
        f"{'g' * 99}h,1,1,\n"
    )
    refused = refusal(tmp_path, text, Columns(country="AF", kind="district"))
    assert refused.splitlines() == [
        "places.csv:2 name: The row has no name. Give it one, or leave the row out.",
        'places.csv:3 lat: "164.1" is no latitude in decimal degrees. Perhaps latitude and longitude are exchanged: '
        "say --lat and --lon.",
        'places.csv:4 lat: "32°24\'" is no latitude in decimal degrees. Write 32.4.',
        "places.csv:5 lat: The row has half a point. Write both coordinates, or neither.",
        'places.csv:6 lat: "nan" is no latitude in decimal degrees. Write 0 for both where the point is not known.',
        'places.csv:6 lon: "1e99999999" is no longitude in decimal degrees. Write 0 for both where the point is not '
        "known.",
        "Nothing stored.",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("32,44565", "32.44565"),
        ("-8,5", "-8.5"),
        ('32°26\u203244"N', "32.44555556"),
        ("8° 30' S", "-8.5"),
    ],
)
def test_degrees_that_are_written_otherwise_are_answered_with_the_decimal_ones(
    written: str, meant: str, tmp_path: Path
) -> None:
    quoted = written.replace('"', '""')
    refused = refusal(tmp_path, f'name,lat,lon\nA,"{quoted}",64.1\n', Columns(country="AF", kind="district"))
    assert refused.splitlines()[0].endswith(f"is no latitude in decimal degrees. Write {meant}.")


def test_what_the_vocabulary_refuses_is_told_at_its_column(tmp_path: Path) -> None:
    text = f"name,name_fa\nE,x\x07\n{'g' * 120},\n"
    refused = refusal(tmp_path, text, Columns(country="AF", kind="district")).splitlines()
    assert refused[0].startswith("places.csv:2 name_fa: The text holds the control character U+0007")
    assert refused[1].startswith("places.csv:3 name: ")
    assert len(refused) == 3


def test_a_value_that_is_no_text_is_told(tmp_path: Path) -> None:
    refused = refusal(tmp_path, '[{"name": true}, {"name": {"en": "X"}}]', Columns(kind="town"), "places.json")
    assert refused.splitlines()[:2] == [
        "places.json:1:11 [0].name: true is no text. Write a name or a number.",
        "places.json:1:27 [1].name: a group of fields is no text. Write a name or a number.",
    ]


def test_a_name_without_letters_makes_no_key(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "name\n--\n", Columns(kind="other"))
    assert refused.splitlines()[0] == "places.csv:2: No key can be made of this row's name. Write it in letters."


def test_rows_that_nothing_tells_apart_are_counted_and_none_is_lost(tmp_path: Path) -> None:
    text = "name,lat,lon\nF,1,1\nf,2,2\nG,3,3\nF,4,4\n"
    found = imported(tmp_path, text, Columns(country="AF", kind="district"))
    assert [place.key for place in found.places] == [
        "af-district-f",
        "af-district-f-2",
        "af-district-g",
        "af-district-f-3",
    ]
    assert found.numbered == ["af-district-f-2", "af-district-f-3"]
