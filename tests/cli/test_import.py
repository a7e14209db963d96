"""A user's own list of places becomes the gazetteer by one command, once."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from events.registry import parse
from tests.samples import GROUND, claim
from timeline.cli.group import cli
from timeline.imports.columns import Columns
from timeline.imports.places import read_places
from timeline.imports.tables import read_table
from timeline.service import Timeline

#: A folder of lists of places that others keep; none of them is part of this project.
DATA = Path(os.environ.get("TIMELINE_DATA", "no data"))
DISTRICTS = DATA / "afg_districts_492_en_fa_ps.json"
BORDERS = DATA / "geoboundaries_afg_adm2_398.topojson"

TABLE = "district,province,name_fa,lat,lon\nNawzad,Helmand,نوزاد,32.40315,64.46959\nNawa,Ghazni,,0,0\n"
OPTIONS = ["--country", "AF", "--kind", "district", "--name", "district", "--names", "name_fa=fa"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Timeline.init(tmp_path / "t", "TST").close()
    (tmp_path / "places.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def imported(folder: Path, *arguments: str, file: Path | None = None) -> Result:
    command = ["--dir", str(folder / "t"), "import", "places", str(file or folder / "places.csv"), *arguments]
    return CliRunner().invoke(cli, [*command, "--recorded-by", "test"])


def test_a_table_is_imported_once(folder: Path) -> None:
    done = imported(folder, *OPTIONS)
    assert done.exit_code == 0
    assert done.output.splitlines()[-3:] == [
        "2 events appended, 0 already there.",
        "Columns read: district (name), province (admin1), lat (lat), lon (lon), name_fa (alias, fa).",
        "1 place without a point.",
    ]
    assert "0 events appended, 2 already there." in imported(folder, *OPTIONS).output
    with Timeline.open(folder / "t") as timeline:
        query = "select key, name, kind, admin1, latitude from places order by key"
        assert timeline.db.execute(query).fetchall() == [
            ("af-ghazni-nawa", "Nawa", "district", "Ghazni", None),
            ("af-helmand-nawzad", "Nawzad", "district", "Helmand", 32.40315),
        ]


def test_claims_of_before_are_linked(folder: Path) -> None:
    with Timeline.open(folder / "t") as timeline:
        timeline.append([*GROUND, claim(place={"name": "نوزاد", "admin1": "Helmand"})], recorded_by="test")
        imported(folder, *OPTIONS)
        assert timeline.db.execute("select place from claim_places").fetchall() == [("af-helmand-nawzad",)]


def test_a_dry_run_stores_nothing(folder: Path) -> None:
    assert "2 events would be appended; nothing stored" in imported(folder, *OPTIONS, "--dry-run").output
    with Timeline.open(folder / "t") as timeline:
        assert len(timeline) == 0


def test_a_script_gets_one_object_for_each_place(folder: Path) -> None:
    rows = json.loads(imported(folder, *OPTIONS, "--json").output)
    assert [(row["type"], row["outcome"]) for row in rows] == [("place_recorded", "appended")] * 2


def test_a_place_that_is_recorded_otherwise_keeps_the_table_out_unless_it_is_skipped(folder: Path) -> None:
    with Timeline.open(folder / "t") as timeline:
        other = {"type": "place_recorded", "key": "af-helmand-nawzad", "name": "Now Zad", "kind": "district"}
        timeline.append(parse(other), recorded_by="test")
    refused = imported(folder, *OPTIONS)
    assert refused.exit_code == 1
    assert "places.csv:2: Place af-helmand-nawzad is recorded otherwise in TST-0000-0001-" in refused.output
    assert refused.output.endswith("Nothing stored.\n")
    done = imported(folder, *OPTIONS, "--skip-recorded")
    assert "1 event appended" in done.output
    assert "1 place left out, recorded before." in done.output


BORDER = [[[64.3, 32.2], [64.8, 32.2], [64.8, 32.7], [64.3, 32.7], [64.3, 32.2]]]


def borders(folder: Path, *named: dict[str, str]) -> Path:
    """A list of borders, each with these columns."""
    shape = {"type": "Polygon", "coordinates": BORDER}
    features = [{"type": "Feature", "properties": columns, "geometry": shape} for columns in named]
    file = folder / "borders.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def test_a_place_without_a_province_is_refused_where_one_of_its_name_is_recorded_and_left_out_where_that_is_said(
    folder: Path,
) -> None:
    imported(folder, *OPTIONS)
    command = ["--country", "AF", "--kind", "district"]
    file = borders(folder, {"name": "Now-Zad"}, {"name": "NAWZAD"})
    refused = imported(folder, *command, file=file)
    assert refused.exit_code == 1
    assert (
        'features[1].properties: "NAWZAD" may be Nawzad in Helmand (af-helmand-nawzad), which is recorded. '
        "If it is another one, say its province with --admin1. "
        "If it is the same, --complete adds its border and point to that one; --skip-recorded leaves it out."
    ) in refused.output
    assert "Now-Zad" not in refused.output
    left_out = imported(folder, *command, "--skip-recorded", file=file)
    assert "1 event appended" in left_out.output
    assert "1 place left out, recorded before." in left_out.output


def test_a_place_of_another_province_or_kind_is_another_place(folder: Path) -> None:
    imported(folder, *OPTIONS)
    for kind, place in (("district", {"name": "Nawzad", "province": "Farah"}), ("town", {"name": "Nawzad"})):
        done = imported(folder, "--country", "AF", "--kind", kind, "--complete", file=borders(folder, place))
        assert "1 event appended" in done.output
        assert "Correction" not in done.output


def test_the_border_of_a_list_completes_a_recorded_place_as_a_correction_once(folder: Path) -> None:
    imported(folder, *OPTIONS)
    file = borders(folder, {"name": "Nawzad"}, {"name": "Kajaki"})
    command = ["--country", "AF", "--kind", "district", "--complete"]
    done = imported(folder, *command, file=file)
    assert "2 events appended" in done.output
    query = "select key, latitude, border is not null from places where name in ('Nawzad', 'Kajaki') order by key"
    with Timeline.open(folder / "t") as timeline:
        assert timeline.db.execute(query).fetchall() == [
            ("af-district-kajaki", None, 1),
            ("af-helmand-nawzad", 32.40315, 1),
        ]
        told = timeline.db.execute("select distinct field, reason from corrections").fetchall()
        assert told == [("border", "Completed from borders.geojson.")]
    again = imported(folder, *command, file=file)
    assert "0 events appended, 0 already there." in again.output
    assert "2 places left out, recorded with all that they would add." in again.output


def test_what_a_recorded_place_has_is_never_replaced_by_a_list(folder: Path) -> None:
    imported(folder, *OPTIONS)
    (folder / "places.csv").write_text("district,province,lat,lon\nNawzad,Helmand,1,1\nNawa,Ghazni,2,2\n")
    refused = imported(folder, *OPTIONS[:-2])
    assert refused.exit_code == 1
    assert "--complete adds border and point where it has none; --skip-recorded leaves it out." in refused.output
    assert "1 event appended" in imported(folder, *OPTIONS[:-2], "--complete").output
    with Timeline.open(folder / "t") as timeline:
        assert timeline.db.execute("select key, latitude from places order by key").fetchall() == [
            ("af-ghazni-nawa", 2),
            ("af-helmand-nawzad", 32.40315),
        ]


def test_what_may_be_several_recorded_places_completes_none(folder: Path) -> None:
    imported(folder, *OPTIONS)
    imported(
        folder, "--country", "AF", "--kind", "district", file=borders(folder, {"name": "Nawa", "province": "Farah"})
    )
    refused = imported(folder, "--kind", "district", "--complete", file=borders(folder, {"name": "Nawa"}))
    assert refused.exit_code == 1
    assert (
        '"Nawa" may be Nawa in Farah (af-farah-nawa) or Nawa in Ghazni (af-ghazni-nawa), which are recorded. '
        "If it is another one, say its province with --admin1. "
        "If it is one of them, --skip-recorded beside --complete leaves it out.\n"
    ) in refused.output


def test_what_is_one_recorded_place_is_completed_and_what_may_be_several_left_out_where_both_are_said(
    folder: Path,
) -> None:
    imported(folder, *OPTIONS)
    named = ["--country", "AF", "--kind", "district"]
    imported(folder, *named, file=borders(folder, {"name": "Nawa", "province": "Farah"}))
    file = borders(folder, {"name": "Nawa"}, {"name": "Nawzad"}, {"name": "Kajaki"})
    done = imported(folder, *named, "--complete", "--skip-recorded", file=file)
    assert "2 events appended" in done.output
    assert "1 place left out, of which it is not clear which they are: Nawa.\n" in done.output
    assert "all that they would add" not in done.output
    with Timeline.open(folder / "t") as timeline:
        bordered = timeline.db.execute("select key from places where border is not null order by key").fetchall()
    assert bordered == [("af-district-kajaki",), ("af-farah-nawa",), ("af-helmand-nawzad",)]


def test_of_rows_that_would_complete_the_same_place_none_does(folder: Path) -> None:
    imported(folder, *OPTIONS)
    named = ["--country", "AF", "--kind", "district", "--complete"]
    file = borders(folder, {"name": "Nawa"}, {"name": "NAWA"}, {"name": "Nawzad"})
    refused = imported(folder, *named, file=file)
    assert refused.exit_code == 1
    assert (
        "features[1].properties: This and another row may be Nawa in Ghazni (af-ghazni-nawa), which is recorded once. "
        "Say their provinces with --admin1, or leave both out: --skip-recorded beside --complete.\n"
    ) in refused.output
    done = imported(folder, *named, "--skip-recorded", file=file)
    assert "1 event appended" in done.output
    assert "2 places left out, of which it is not clear which they are: Nawa.\n" in done.output


def test_a_place_is_shown_and_corrected_by_its_key(folder: Path) -> None:
    imported(folder, *OPTIONS)
    shown = CliRunner().invoke(cli, ["--dir", str(folder / "t"), "show", "af-ghazni-nawa"])
    assert shown.output.startswith("TST-0000-0002-02  Place: Nawa, district in Ghazni, AF")
    assert ["key", "af-ghazni-nawa"] in [line.split() for line in shown.output.splitlines()]
    right = {"type": "place_recorded", "key": "af-ghazni-nawa", "name": "Nawah", "kind": "district", "admin1": "Ghazni"}
    (folder / "right.json").write_text(json.dumps(right), encoding="utf-8")
    command = ["correct", "af-ghazni-nawa", str(folder / "right.json"), "--reason", "spelling", "--recorded-by", "test"]
    assert CliRunner().invoke(cli, ["--dir", str(folder / "t"), *command]).exit_code == 0
    with Timeline.open(folder / "t") as timeline:
        assert timeline.db.execute("select name from places where key = 'af-ghazni-nawa'").fetchall() == [("Nawah",)]


def test_faults_are_told_all_at_once_and_store_nothing(folder: Path) -> None:
    (folder / "places.csv").write_text("name,lat,lon\n,1,1\nA,1000,1\n", encoding="utf-8")
    refused = imported(folder, "--kind", "district", "--json")
    assert refused.exit_code == 1
    faults = json.loads(refused.stdout)["faults"]
    assert [(fault["line"], fault["field"]) for fault in faults] == [(2, "name"), (3, "lat")]
    with Timeline.open(folder / "t") as timeline:
        assert len(timeline) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--code", "OCHA"], 2, '"OCHA" is no SYSTEM=COLUMN.'),
        (["--kind", "city"], 2, '--kind: "city" is not among the choices.'),
        (["--admin1", "nowhere"], 1, "There is no column nowhere."),
        ([], 1, "It is not clear what kind of places these are."),
    ],
)
def test_what_is_written_wrongly_is_told(folder: Path, arguments: list[str], code: int, told: str) -> None:
    refused = imported(folder, *arguments)
    assert (refused.exit_code, told in refused.output) == (code, True)


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    refused = imported(folder, file=folder / "nowhere.csv")
    assert refused.exit_code == 1
    assert "nowhere.csv: It cannot be read" in refused.output


needs_districts = pytest.mark.skipif(not DISTRICTS.is_file(), reason=f"TIMELINE_DATA has no {DISTRICTS.name}")
needs_borders = pytest.mark.skipif(not BORDERS.is_file(), reason=f"TIMELINE_DATA has no {BORDERS.name}")


@needs_districts
def test_afghanistan_in_three_languages_is_imported(folder: Path) -> None:
    names = ("--country", "AF", "--names", "nameFa=fa", "--names", "namePa=ps")
    tried = imported(folder, *names, "--dry-run", file=DISTRICTS)
    assert "3 places numbered, because another one has the same name: af-herat-5th-city-district-2" in tried.output
    done = imported(folder, *names, "--code", "list=id", "--vintage", "2026", file=DISTRICTS)
    assert "527 events appended" in done.output
    assert "94 places without a point." in done.output
    with Timeline.open(folder / "t") as timeline:
        found = timeline.db.execute("select kind, count(*) from places group by kind").fetchall()
        assert dict(found) == {"province": 35, "district": 492}
        timeline.append([*GROUND, claim(place={"name": "موسی قلعه", "admin1": "هلمند"})], recorded_by="test")
        assert timeline.db.execute("select place from claim_places").fetchall() == [("af-helmand-musa-qala",)]


@needs_borders
def test_the_borders_of_geoboundaries_are_imported(folder: Path) -> None:
    done = imported(folder, "--country", "AF", "--vintage", "2014", file=BORDERS)
    assert "398 events appended" in done.output
    with Timeline.open(folder / "t") as timeline:
        borders = timeline.db.execute("select border from places").fetchall()
    assert Counter(border.partition(" ")[0] for (border,) in borders) == {"POLYGON": 398}


@needs_borders
def test_neighbours_share_the_points_of_their_border() -> None:
    found = read_places(read_table(str(BORDERS)), Columns(country="AF", vintage="2014"))
    points = {place.name: set(str(place.border)[10:-2].split(",")) for place in found.places}
    assert len(points["Musa Qala"] & points["Naw Zad"]) > 10
    assert not points["Musa Qala"] & points["Garmser"]
