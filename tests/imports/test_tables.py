"""Rows come out of every kind of table with the place where they stand; what is no table is refused with its fault."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import Faults, TimelineError
from timeline.imports.columns import Columns
from timeline.imports.geometry import Shape
from timeline.imports.places import read_places
from timeline.imports.tables import ENDINGS, Row, read_table

SQUARE = [[64.1, 32.1], [64.9, 32.1], [64.9, 32.7], [64.1, 32.7], [64.1, 32.1]]
#: Two neighbours that share an arc, quantised: the first goes along it, the second against it.
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [64, 32]},
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {
        "districts": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"shapeName": "West"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"shapeName": "East"}},
                {"type": "Point", "coordinates": [5, 5], "properties": {"shapeName": "Town"}},
                {"type": None, "properties": {"shapeName": "Unknown"}},
            ],
        }
    },
}


def written(folder: Path, name: str, content: object) -> str:
    file = folder / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return str(file)


def refusal(folder: Path, name: str, content: object) -> str:
    """Why a file is refused, geometries included."""
    with pytest.raises(Faults) as refused:
        read_places(read_table(written(folder, name, content)), Columns("name", kind="district"))
    return str(refused.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_divides_its_cells(tmp_path: Path, delimiter: str) -> None:
    text = "\ufeff" + 'name,note\nNawzad,\n\n"Nawa,\n; \tx",y\n'.replace(",", delimiter)
    rows = read_table(written(tmp_path, "a.csv", text))
    assert [row.values["name"] for row in rows] == ["Nawzad", f"Nawa{delimiter}\n; \tx"]
    assert rows[0].values["note"] is None
    assert rows[0].place("name")[0] == 2


def test_a_list_in_json_is_a_table_and_lists_in_it_are_rows_below(tmp_path: Path) -> None:
    data = [{"name": "Helmand", "tags": ["a"], "districts": [{"name": "Nawzad"}, {"name": "Nawa"}]}, {"name": "Herat"}]
    rows = read_table(written(tmp_path, "a.json", data))
    assert [(row.values["name"], row.above and row.above.values["name"]) for row in rows] == [
        ("Helmand", None),
        ("Nawzad", "Helmand"),
        ("Nawa", "Helmand"),
        ("Herat", None),
    ]
    assert rows[2].place("name")[2] == "[0].districts[1].name"


@pytest.mark.parametrize("name", ["a.geojson", "a.json"])
def test_geojson_gives_properties_and_shapes(tmp_path: Path, name: str) -> None:
    shapes = [
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Point", "coordinates": [64.5, 32.4, 1100]},
        None,
    ]
    features = [{"type": "Feature", "properties": {"name": "X"}, "geometry": shape} for shape in shapes]
    rows = read_table(written(tmp_path, name, {"type": "FeatureCollection", "features": features}))
    ring = [(lon, lat) for lon, lat in SQUARE]
    assert [row.shape() for row in rows] == [
        Shape(polygons=([ring],)),
        Shape(polygons=([ring],)),
        Shape(point=(64.5, 32.4)),
        Shape(),
    ]


def test_topojson_arcs_are_decoded_and_joined(tmp_path: Path) -> None:
    rows = read_table(written(tmp_path, "a.topojson", TOPOLOGY))
    west, east, town, unknown = (row.shape() for row in rows)
    rounded = [[(round(lon, 6), round(lat, 6)) for lon, lat in shape.polygons[0][0]] for shape in (west, east)]
    assert rounded == [
        [(65, 32), (65, 33), (64, 33), (64, 32), (65, 32)],
        [(65, 32), (66, 32), (66, 33), (65, 33), (65, 32)],
    ]
    assert town.point == (64.5, 32.5)
    assert unknown == Shape()


def test_topojson_that_is_not_quantised_holds_degrees(tmp_path: Path) -> None:
    plain = {"type": "Polygon", "arcs": [[0]], "properties": {"name": "X"}}
    layers = {"all": {"type": "GeometryCollection", "geometries": [plain]}}
    file = written(tmp_path, "a.topojson", {"type": "Topology", "arcs": [SQUARE], "objects": layers})
    assert read_table(file)[0].shape().polygons[0][0] == [(lon, lat) for lon, lat in SQUARE]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", "", '".xlsx" is no table known here. Save it from there as CSV UTF-8.'),
        ("a.txt", "", '".txt" is no table known here. Use .csv, .json, .geojson, .topojson.'),
        ("a.csv", "", "There is no row in it."),
        ("a.csv", "name\n", "There is no row in it."),
        ("a.csv", "name,name\nX,Y\n", 'a.csv:1: Two columns are called "name".'),
        ("a.csv", "name,note\nNawa, Helmand, x\n", "a.csv:2: This row has 3 cells under 2 columns."),
        ("a.csv", 'name\n"Nawa\n', "This is no CSV"),
        ("a.csv", 'name\n"' + "x" * 200_000 + '"\n', "This is no CSV: field larger"),
        ("a.json", "{}", "This is no table."),
        ("a.json", "[1]", "[0]: A row is a group of values, not 1."),
        ("a.json", '[{"name": NaN}]', "NaN is no number."),
        ("a.json", "[" * 60 + "]" * 60, "nested more than 50 levels"),
        ("a.json", "[{]", "a.json:1:3"),
        ("a.geojson", {"type": "FeatureCollection", "features": "x"}, "There is no row in it."),
        ("a.geojson", {"type": "FeatureCollection", "features": ["x"]}, "features[0]: A feature is"),
        ("a.geojson", {"type": "FeatureCollection", "crs": {"name": "EPSG:3857"}}, "another reference system"),
        ("a.geojson", {"type": "FeatureCollection", "features": [{"properties": "x"}]}, "no group of values"),
        ("a.topojson", TOPOLOGY | {"objects": {}}, "The file has 0 layers"),
        ("a.topojson", TOPOLOGY | {"objects": {"a": {}, "b": {}}}, 'The file has 2 layers: "a", "b".'),
        ("a.topojson", TOPOLOGY | {"objects": {"a": {"type": "Point"}}}, "no GeometryCollection"),
        ("a.topojson", TOPOLOGY | {"arcs": [[[1]]]}, "A position has a longitude and a latitude."),
        ("a.topojson", TOPOLOGY | {"transform": "x"}, "scale and translate"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: object, told: str) -> None:
    refused = refusal(tmp_path, name, content)
    assert told in refused
    assert refused.endswith("Nothing stored.")


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "LineString", "coordinates": SQUARE}, '"LineString" is neither a point nor an area.'),
        ({"type": "Polygon"}, "A list is missing"),
        ({"type": "Polygon", "coordinates": [[[1]]]}, "A position has"),
        ({"type": "Point", "coordinates": ["x", 1]}, '"x" is no number.'),
        ({"type": "Point", "coordinates": [True, 1]}, '"True" is no number.'),
        ({"type": "Point", "coordinates": [32.4, 164.5]}, "Longitude comes first."),
        ({"type": "Point", "coordinates": [500000, 3500000]}, "no longitude and latitude in degrees."),
        ("x", "is neither a point nor an area."),
    ],
)
def test_what_is_no_shape_is_told_where_it_stands(tmp_path: Path, geometry: object, told: str) -> None:
    features = [{"type": "Feature", "properties": {"name": "X"}, "geometry": geometry}]
    refused = refusal(tmp_path, "a.geojson", {"type": "FeatureCollection", "features": features})
    assert told in refused
    assert "features[0].geometry: " in refused


@pytest.mark.parametrize("arc", [3, -4, "0", 1.5, True])
def test_an_arc_that_is_not_there_is_told(tmp_path: Path, arc: object) -> None:
    shape = {"type": "Polygon", "arcs": [[arc]], "properties": {"name": "X"}}
    layer = {"type": "GeometryCollection", "geometries": [shape]}
    assert "There is no arc" in refusal(tmp_path, "a.topojson", TOPOLOGY | {"objects": {"a": layer}})


def test_a_file_that_repeats_an_arc_without_end_is_refused(tmp_path: Path) -> None:
    long = [[[0, 0], *[[0, 0]] * 1_000]]
    ring = {"type": "Polygon", "arcs": [[0] * 10_000], "properties": {"name": "X"}}
    layers = {"a": {"type": "GeometryCollection", "geometries": [ring]}}
    assert "more than 5,000,000 points" in refusal(tmp_path, "a.topojson", TOPOLOGY | {"arcs": long, "objects": layers})


_json: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats(-200, 200)
    | st.sampled_from(["", "Nawa", "32.4", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "lat", "lon", "geometry", "properties", "type", "coordinates", "arcs"]), inner
        )
    ),
    max_leaves=12,
)


@given(
    st.sampled_from([*ENDINGS]),
    st.binary(max_size=60)
    | _json.map(lambda data: json.dumps(data).encode())
    | _json.map(lambda data: json.dumps({"type": "FeatureCollection", "features": [data, data]}).encode())
    | _json.map(
        lambda data: json.dumps(
            TOPOLOGY | {"objects": {"a": {"type": "GeometryCollection", "geometries": [data]}}}
        ).encode()
    ),
)
def test_no_file_brings_the_reader_down(tmp_path_factory: pytest.TempPathFactory, ending: str, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / f"any{ending}"
    file.write_bytes(raw)
    with suppress(TimelineError):
        rows = read_table(str(file))
        assert all(isinstance(row, Row) for row in rows)
        read_places(rows, Columns(kind="district", country="AF"))
