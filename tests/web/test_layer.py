"""A layer says of each row how exactly its place is known, and gives a point only where that is exact."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.registry import parse
from tests.samples import GROUND, claim
from tests.web.conftest import Get
from tests.web.test_mapped import ask, placed
from tests.web.test_safe import IS_1_0
from timeline import Timeline
from timeline.imports.geometry import Budget, from_geojson
from timeline.web.maps import outlines
from timeline.web.maps.areas import RADII, Area
from timeline.web.maps.geojson import as_json, geometry
from timeline.web.maps.outlines import border

__all__ = ["placed"]

TOLD = ("where_prec", "where_known", "drawn_as", "radius_km")


def layer(answer: Any) -> list[Any]:
    def none(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")
    collection = json.loads(answer.text, parse_constant=none)
    assert collection["type"] == "FeatureCollection"
    features: list[Any] = collection["features"]
    for feature in features:
        assert feature["type"] == "Feature"
        assert set(TOLD) <= set(feature["properties"])
    return features


def drawn(features: list[Any], name: str) -> dict[str, tuple[Any, ...]]:
    """By the name of each row its kind of geometry, and what is told of it."""
    return {
        feature["properties"][name]: (
            feature["geometry"] and feature["geometry"]["type"],
            *(feature["properties"][told] for told in TOLD),
        )
        for feature in features
    }


def statement(sql: str) -> str:
    """The address of the layer of a reader's own statement."""
    return f"/timeline{'/-/query' if IS_1_0 else ''}.geojson?{urlencode({'sql': sql})}"


def test_incidents_are_as_the_map_draws_them_also_those_without_coordinates(placed: Path) -> None:
    (answer,) = ask(placed, "/timeline/incidents.geojson")
    found = drawn(layer(answer), "slug")
    assert {slug: found[slug] for slug in ("bridge", "market", "valley", "country")} == {
        "bridge": ("Point", 1, "the exact location", "point", 0),
        "market": ("Polygon", 2, "within about 25 km", "disc", 25),
        "valley": ("Polygon", 3, "somewhere in the district", "border", None),
        "country": ("Polygon", 6, "somewhere in the country", "country", None),
    }
    assert found["nowhere"] == (None, None, "a place is named, and where that lies is not known", "nothing", None)


def test_a_row_that_names_no_place_is_told_to_have_none_and_not_an_unstated_precision(get: Get) -> None:
    features = layer(get("/timeline/events.geojson?type=source_recorded&_size=max"))
    assert {feature["properties"]["where_known"] for feature in features} == {"no place is known"}
    assert not any(feature["geometry"] for feature in features)


def test_precision_is_told_where_a_query_does_not_select_it(placed: Path) -> None:
    query, own = ask(
        placed,
        "/timeline/what-happened.geojson?place=Helmand&from=&to=",
        statement("select slug from incidents order by slug"),
    )
    assert drawn(layer(query), "incident")["valley"] == (*("Polygon", 3, "somewhere in the district", "border", None),)
    assert drawn(layer(own), "slug")["market"][:2] == ("Polygon", 2)


@pytest.mark.parametrize(("path", "name"), [("incidents", "slug"), ("what-happened", "incident")])
def test_rows_of_incidents_have_coordinates_wherever_the_map_draws_them_and_no_more_exactly(
    example: Path, path: str, name: str
) -> None:
    table, drawn = ask(example, f"/timeline/{path}.json?_shape=array&_size=max", f"/timeline/{path}.geojson?_size=max")
    rows = {row[name]: row for row in table.json()}
    on_map = {feature["properties"][name]: feature for feature in layer(drawn)}
    assert len([row for row in rows.values() if row["point_place"]]) == 4
    for slug, row in rows.items():
        assert (row["latitude"] is not None) == (on_map[slug]["geometry"] is not None), slug
        assert row["where_prec"] == on_map[slug]["properties"]["where_prec"], slug


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("events", "id"),
        ("airstrikes", "event"),
        ("known-by", "incident"),
        ("one-origin", "event"),
        ("claims-of", "event"),
    ],
)
def test_whatever_has_a_map_is_a_layer_and_the_other_way_round(get: Get, path: str, name: str) -> None:
    asked = "_size=500" + ("&day=2015-08-27&source=sputnik-2015-08-26" if "-" in path else "")
    features = layer(get(f"/timeline/{path}.geojson?{asked}"))
    placed = {feature["properties"][name] for feature in features if feature["geometry"]}
    assert placed
    page = get(f"/timeline/{path}.map?{asked}").text
    assert '<svg class="map drawn' in page
    kind = {"id": "event"}.get(name, name)
    listed = page.partition('<ol class="plain mapped">')[2].partition("</ol>")[0]
    assert set(re.findall(rf'href="/{kind}/([^"]+)"', listed)) == placed


def test_what_is_known_to_the_province_is_in_its_border_also_where_it_is_linked_with_a_district(tmp_path: Path) -> None:
    def square(key: str, kind: str, size: int, **given: Any) -> Any:
        corners = f"POLYGON ((64 31,{64 + size} 31,{64 + size} {31 + size},64 {31 + size},64 31))"
        return parse({"type": "place_recorded", "key": key, "kind": kind, "border": corners, "country": "AF"} | given)

    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        timeline.append([square("province", "province", 3, name="Helmand")])
        timeline.append([square("district", "district", 1, name="Sangin", admin1="Helmand", part_of="province")])
        for number, precision in enumerate((3, 4, 5, None)):
            where = {"name": "Sangin", "admin1": "Helmand", "country": "AF", "where_prec": precision}
            timeline.append([claim(strikes=number + 1, place=where, citation={"locator": f"para {number}"})])
    (answer,) = ask(tmp_path / "t", "/timeline/airstrikes.geojson?_sort=strikes")
    widths = [
        feature["geometry"] and max(x for x, _ in feature["geometry"]["coordinates"][0]) - 64
        for feature in layer(answer)
    ]
    assert widths == [1, 3, None, 1]


def test_places_are_a_layer_with_their_own_borders(placed: Path) -> None:
    disputed, places = ask(placed, "/timeline/disagreements.geojson?incident=", "/timeline/places.geojson")
    assert layer(disputed) == []
    assert drawn(layer(places), "key") == {"af-valley": ("Polygon", 3, "somewhere in the district", "border", None)}


def test_a_layer_that_is_cut_leads_to_the_rest(get: Get) -> None:
    whole, at, parts = layer(get("/timeline/events.geojson")), "/timeline/events.geojson?_size=8", []
    while at:
        part = get(at)
        parts += [feature["properties"]["id"] for feature in layer(part)]
        at = next((link["href"] for link in part.json().get("links", [])), "")
    assert len(whole) > 16
    assert parts == [feature["properties"]["id"] for feature in whole]
    assert get("/timeline/events.geojson?_size=8").json()["numberReturned"] == 8
    assert "numberReturned" not in get("/timeline/events.geojson").json()


@pytest.mark.parametrize("path", ["sources", "actors", "voices", "withheld"])
def test_what_is_nowhere_has_neither_and_is_offered_neither(get: Get, path: str) -> None:
    table = get(f"/timeline/{path}").text
    for ending in ("map", "geojson"):
        answer = get(f"/timeline/{path}.{ending}")
        assert (answer.status_code, "needs the columns" in answer.text) == (400, True)
        assert f"/{path}.{ending}" not in table


@pytest.mark.parametrize(
    ("select", "kind"),
    [
        ("34.5 as latitude, 69.2 as longitude", "Polygon"),
        ("34.5 as latitude, 69.2 as longitude, 1 as where_prec", "Point"),
        ("34.5 as latitude, 69.2 as longitude, '1' as where_prec", "Polygon"),
        ("34.5 as latitude, 69.2 as longitude, 99 as where_prec", "Polygon"),
        ("'north' as latitude, 69.2 as longitude", None),
        ("'34.5' as latitude, 69.2 as longitude", None),
        ("x'00ff' as latitude, x'00ff' as longitude", None),
        ("1e400 as latitude, 1e400 as longitude", None),
        ("34.5 as latitude, -1e400 as longitude", None),
        ("90.5 as latitude, 0 as longitude", None),
        ("0 as latitude, 180.5 as longitude", None),
        ("9223372036854775807 as latitude, 0 as longitude", None),
        ("null as latitude, 69.2 as longitude", None),
        ("34.5 as latitude, 69.2 as longitude, x'00ff' as blob, 1e400 as endless", "Polygon"),
        ("x'00ff' as slug", None),
        ("1e400 as id, 7 as incident", None),
    ],
)
def test_a_statement_may_give_anything_and_the_layer_is_json(get: Get, select: str, kind: str | None) -> None:
    (feature,) = layer(get(statement(f"select {select}")))
    assert (feature["geometry"] and feature["geometry"]["type"]) == kind
    if "blob" in feature["properties"]:
        assert feature["properties"]["blob"] == {"$base64": True, "encoded": "AP8="}
        assert feature["properties"]["endless"] is None


@given(st.none() | st.floats() | st.integers() | st.text() | st.binary())
def test_every_value_of_sqlite_has_one_in_json(value: object) -> None:
    json.dumps(as_json(value), allow_nan=False)


@example((179.9, 10.0), 7)
@example((-180.0, 89.9), 4)
@given(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), st.sampled_from(sorted(RADII)))
def test_a_disc_is_polygons_on_the_globe_wherever_it_lies(point: tuple[float, float], precision: int) -> None:
    drawn = geometry(Area(point, kilometres=RADII[precision]))
    assert drawn is not None
    shape = from_geojson(json.loads(json.dumps(drawn), parse_float=str, parse_int=str), Budget())
    for polygon in shape.polygons:
        for ring in polygon:
            assert ring[0] == ring[-1]
            assert turning(ring) > 0
            assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring)
    assert any(math.dist(point, (x, y)) <= 180 for polygon in shape.polygons for x, y in polygon[0])
    beyond = abs(point[0]) + RADII[precision] / 111 / max(0.1, math.cos(math.radians(point[1]))) > 180.1
    assert (drawn["type"] == "MultiPolygon") or not beyond


def turning(ring: list[tuple[float, float]]) -> float:
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))


def test_outer_rings_run_counterclockwise_and_holes_clockwise_however_they_were_recorded() -> None:
    written = border("POLYGON ((0 0,0 9,9 9,9 0,0 0),(1 1,8 1,8 8,1 8,1 1))")
    for outline in (written, *(country.outline for country in outlines.countries())):
        drawn = geometry(Area(outline.middle, outline))
        assert drawn is not None
        polygons = [drawn["coordinates"]] if drawn["type"] == "Polygon" else drawn["coordinates"]
        assert len(polygons) == len(outline.polygons)
        for outer, *holes in polygons:
            assert turning(outer) >= 0
            assert all(turning(hole) <= 0 for hole in holes)


def test_a_layer_that_would_be_too_large_says_so_and_what_to_do(placed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.web.maps.geojson.MOST_POINTS", 10)
    whole, one = ask(placed, "/timeline/incidents.geojson", "/timeline/incidents.geojson?slug=valley")
    assert (whole.status_code, "add _size=20" in whole.text) == (400, True)
    assert layer(one)


def test_geonames_is_named_where_places_have_its_codes_and_nowhere_else(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        for number, system in enumerate(("geonames", "OCHA COD-AB"), 1):
            code = {"system": system, "code": "1", "vintage": "2026"}
            place = {"name": f"town {number}", "lat": f"{20 * number}", "lon": "64", "where_prec": 1}
            recorded = {"key": f"town-{number}", "kind": "town", "country": "AF", "codes": [code]}
            timeline.append([parse({"type": "place_recorded"} | place | recorded)], recorded_by="test")
            told = claim(
                citation={"locator": f"para {number}"}, place=place | {"lat": f"{-20 * number}", "codes": [code]}
            )
            timeline.append([told], recorded_by="test")
    maps = [f"/timeline/places.map?key=town-{number}" for number in (1, 2)]
    claims = [f"/timeline/events.map?place=town+{number}" for number in (1, 2)]
    paths = [*maps, *claims, "/place/town-1", "/place/town-2", f"{maps[0]}&_file=svg"]
    answers = ask(tmp_path / "t", *paths)
    assert {answer.status_code for answer in answers} == {200}
    assert ["CC BY 4.0" in answer.text for answer in answers] == [True, False, True, False, True, False, True]
