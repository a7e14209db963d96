"""A map draws a point only where a place is known exactly, and shows all its marks, wherever on the globe they are."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.web.maps import outlines
from timeline.web.maps.areas import RADII, Spot, area
from timeline.web.maps.crop import DEGREE, LEAST, UNITS, crop
from timeline.web.maps.locator import crossed
from timeline.web.maps.map import APART, Map, draw
from timeline.web.maps.outlines import Box, border
from timeline.web.words import PRECISION

MUSA_QALA, NAWZAD, FIJI, SAMOA = (64.74486, 32.44565), (64.46959, 32.40315), (178.4, -18.1), (-171.8, -13.8)
#: Too near Musa Qala for a mark of its own on a narrow screen alone.
NEAR = (64.6, 32.44)
SQUARE = border("POLYGON ((64 32,65 32,65 33,64 33,64 32))")


def spot(slug: str = "one", /, **given: Any) -> Spot:
    return Spot(f"/incident/{slug}", slug.title(), given.pop("place", "Musa Qala, Helmand"), **given)


def drawn(*spots: Spot) -> Map:
    found = draw(spots)
    assert found is not None
    return found


@pytest.mark.parametrize("precision", [1, 2, 3, 4, 5, 6, 7, None])
def test_a_place_is_a_point_only_where_its_precision_says_so(precision: int | None) -> None:
    found = area(spot(point=MUSA_QALA, precision=precision))
    assert found is not None
    assert found.exact == (precision == 1)
    if precision == 6:
        assert found.outline is outlines.country("AF", None)
    elif precision != 1:
        assert found.kilometres == RADII[precision or 3]
    assert precision in PRECISION


@pytest.mark.parametrize(
    ("precision", "bordered"), [(1, False), (2, False), (3, True), (4, True), (5, True), (6, True), (7, True)]
)
def test_the_border_of_its_place_is_drawn_unless_the_point_is_nearer(precision: int, bordered: bool) -> None:
    found = area(spot(point=MUSA_QALA, precision=precision, border=SQUARE))
    assert found is not None
    assert (found.outline is SQUARE) == bordered


def test_a_border_or_a_country_needs_no_point_and_anything_else_is_nowhere() -> None:
    assert area(spot(precision=3)) is None
    assert area(spot(precision=3, country="AF")) is None
    assert area(spot(precision=6)) is None
    whole = area(spot(precision=6, country="AF"))
    assert whole is not None
    assert whole.whole_country
    found = drawn(spot("here", point=MUSA_QALA, precision=1), spot("nowhere", precision=4))
    assert [one.title for one in found.nowhere] == ["Nowhere"]
    assert draw([spot(precision=4)]) is None
    assert draw([]) is None


def test_the_middle_of_an_area_lies_in_it_however_it_is_bent() -> None:
    hook = border("POLYGON ((0 0,10 0,10 1,1 1,1 9,10 9,10 10,0 10,0 0))")
    isles = border("MULTIPOLYGON (((0 0,1 0,1 1,0 0)),((20 0,30 0,30 9,20 9,20 0),(21 1,29 1,29 8,21 8,21 1)))")
    for one in (hook, isles, *(country.outline for country in outlines.countries())):
        assert one.has(one.middle)
    assert not hook.has((5, 5))
    assert not isles.has((25, 4))


def test_what_is_of_one_country_is_told_by_its_code_else_by_the_point() -> None:
    afghanistan = outlines.country("AF", None)
    assert afghanistan is not None
    assert outlines.country("", MUSA_QALA) is afghanistan
    assert outlines.country("XX", None) is None
    assert outlines.country("", (-30.0, 30.0)) is None
    names = {country.name for country in outlines.countries()}
    assert {"Afghanistan", "Ukraine", "Myanmar", "Sudan", "S. Sudan", "Palestine", "Kosovo"} <= names
    assert len([country for country in outlines.countries() if country.code]) > 230


def test_a_disc_is_as_large_on_the_map_as_its_kilometres_say() -> None:
    (disc,) = drawn(spot(point=MUSA_QALA, precision=2)).discs
    shown = drawn(spot(point=MUSA_QALA, precision=2)).crop
    _, above = shown.at((MUSA_QALA[0], MUSA_QALA[1] + 25 / DEGREE))
    beside, _ = shown.at((MUSA_QALA[0] + 25 / DEGREE / math.cos(math.radians(MUSA_QALA[1])), MUSA_QALA[1]))
    assert disc.y - above == pytest.approx(disc.up, abs=0.01)
    assert beside - disc.x == pytest.approx(disc.across, abs=0.01)


def test_a_single_mark_lies_in_the_middle_with_its_surroundings() -> None:
    found = drawn(spot(point=MUSA_QALA, precision=1))
    (mark,) = found.marks
    assert [mark.x, mark.y] == pytest.approx([50, 50])
    assert found.crop.north - found.crop.south == pytest.approx(LEAST)
    assert found.locator is not None
    assert (found.names, found.locator.name) == ([], "Afghanistan")
    kilometres, percent = found.crop.bar
    across = (found.crop.east - found.crop.west) * math.cos(math.radians(MUSA_QALA[1])) * DEGREE
    assert kilometres / across == pytest.approx(percent / 100, rel=0.01)


def test_marks_and_places_around_are_named_on_every_screen() -> None:
    around = [(f"Town {number}", (64.2 + number / 3, 31.8 + number % 2 / 4)) for number in range(4)]
    here = spot(point=MUSA_QALA, precision=3)
    near = draw([here], [*around, ("Musa Qala", MUSA_QALA)])
    assert near is not None
    for marks, names in ((near.marks, near.names), (near.narrow, near.narrow_names)):
        assert [mark.label for mark in marks] == ["Musa Qala"]
        assert {name.text for name in names} == {name for name, _ in around}
    # What is too near for marks of its own is named with it.
    both = drawn(here, spot("two", point=NEAR, precision=3, place="Nawzad, Helmand"))
    assert [mark.label for mark in both.narrow] == ["Musa Qala, Nawzad"]


def test_a_country_is_an_outline_without_a_mark_and_sets_what_is_shown_only_where_it_is_alone() -> None:
    whole = spot("whole", place="Afghanistan", precision=6, country="AF")
    alone, both = drawn(whole), drawn(whole, spot(point=MUSA_QALA, precision=1))
    assert (alone.marks, [one.named for one in alone.wholes]) == ([], [["Afghanistan"]])
    assert alone.crop.north > 38
    assert both.crop == drawn(spot(point=MUSA_QALA, precision=1)).crop
    assert [shade.whole for shade in both.areas] == [True]
    assert (both.marks[0].number, both.wholes[0].number) == (1, 2)
    assert draw([spot(precision=6, point=(-30.0, 30.0))]) is None


def test_marks_on_both_sides_of_the_antimeridian_lie_side_by_side() -> None:
    found = drawn(spot("fiji", point=FIJI, precision=3), spot("samoa", point=SAMOA, precision=3, place="Samoa"))
    assert found.crop.east - found.crop.west < 30
    fiji, samoa = sorted(found.marks, key=lambda mark: mark.x)
    assert (fiji.spots[0].title, samoa.spots[0].title) == ("Fiji", "Samoa")
    assert found.land.count("M") > 3


POINTS = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


@example([(0.0, 83.0), (176.0, 42.0)])
@example([(70.0, 76.0), (116.0, 77.0), (-94.5, 58.0), (-18.0, 78.0), (-179.5, 79.5), (25.0, -66.0)])
@given(st.lists(POINTS, min_size=1, max_size=6))
def test_every_point_lies_on_the_map_wherever_on_the_globe_it_is(points: list[tuple[float, float]]) -> None:
    shown = crop([Box(x, y, x, y) for x, y in points])
    for point in points:
        assert all(0 <= at <= 100 for at in shown.percent(point))
    assert shown.east - shown.west <= 360.000001
    assert shown.height in (round(UNITS / 1.6), UNITS // 2)


@given(POINTS, st.floats(0, 20), st.floats(0, 20))
def test_a_crop_holds_its_boxes(middle: tuple[float, float], wide: float, high: float) -> None:
    x, y = middle
    one = Box(x - wide, max(-85, y - high), x + wide, min(85, y + high))
    shown = crop([one])
    assert shown.south <= one.south + 1e-6
    assert shown.north >= one.north - 1e-6
    assert shown.east - shown.west >= one.east - one.west - 1e-6


def test_what_is_at_one_place_is_one_mark_with_a_number_and_all_is_listed() -> None:
    here = [spot(f"n{number}", point=MUSA_QALA, precision=3, disputed=number == 1) for number in range(7)]
    found = drawn(*here, spot("there", point=NEAR, precision=1, place="Nawzad, Helmand"))
    many, single = found.marks
    assert (many.crowd, len(many.spots), many.disputed, many.exact) == (True, 7, 1, False)
    assert many.says == "7 here, listed below: N0; N1; N2; N3; N4 and 2 more. Sources disagree on 1 of them."
    assert (single.crowd, single.exact, single.label) == (False, True, "Nawzad")
    assert single.says == "There: Nawzad, Helmand, the exact location."
    assert [(place, how, len(spots)) for place, how, spots in many.places] == [
        ("Musa Qala, Helmand", "somewhere in the district", 7)
    ]
    # On a narrow screen the two are too near each other.
    assert [len(mark.spots) for mark in found.narrow] == [8]
    assert found.narrow[0].number == 1
    assert len(found.discs) == 1


@given(st.lists(st.tuples(st.floats(60, 66), st.floats(30, 34)), min_size=2, max_size=20))
def test_no_two_marks_are_too_near_to_be_told_apart(points: list[tuple[float, float]]) -> None:
    found = drawn(*(spot(str(number), point=point, precision=1) for number, point in enumerate(points)))
    tall = found.crop.height / UNITS
    for number, one in enumerate(found.marks):
        assert one.number == number + 1
        for other in found.marks[:number]:
            assert max(abs(one.x - other.x), abs(one.y - other.y) * tall) >= APART


def test_outlines_are_cut_to_what_is_shown() -> None:
    shown = crop([Box(64, 32, 65, 33)])
    for country in outlines.countries():
        for x, y in (point for ring in shown.rings(country.outline) for point in ring):
            assert -1000 < x < UNITS + 1000
            assert -1000 < y < shown.height + 1000
    assert shown.height == round(UNITS / 1.6)


def test_the_file_of_outlines_is_topojson_with_a_notice_beside_it() -> None:
    data = json.loads(outlines.FILE.read_text(encoding="utf-8"))
    assert data["type"] == "Topology"
    notice = outlines.FILE.with_suffix(".txt").read_text(encoding="utf-8")
    assert "Natural Earth is in the public domain" in notice
    assert "Permission to use, copy, modify" in notice


def test_a_map_inside_a_country_has_a_locator_with_all_of_it_and_a_box_where_the_map_is() -> None:
    around = [(f"Town {number}", (64.2 + number / 3, 31.8 + number % 2 / 4)) for number in range(4)]
    found = draw([spot(point=MUSA_QALA, precision=3)], around)
    assert found is not None
    assert found.locator is not None
    assert found.locator.name == "Afghanistan"
    afghanistan = outlines.country("AF", None)
    assert afghanistan is not None
    west, south, east, north = afghanistan.reach
    shown = found.locator.crop
    assert shown.west < west < east < shown.east
    assert shown.south < south < north < shown.north
    x, y = shown.percent(MUSA_QALA)
    here = found.locator.here
    assert here.west < x < here.east
    assert here.south < y < here.north
    # An outline crosses it: no locator.
    assert drawn(spot(point=(61.86, 30.96), precision=1)).locator is None


def test_a_map_of_a_district_is_as_large_as_the_district_with_or_without_names_around_it() -> None:
    district = border("POLYGON ((64.5 32.2,65 32.2,65 32.7,64.5 32.7,64.5 32.2))")
    around = [(f"Town {number}", (64.2 + number / 3, 31.8 + number % 2 / 4)) for number in range(4)]
    for names in ([], around):
        found = draw([spot(precision=3, border=district)], names)
        assert found is not None
        assert found.crop.north - found.crop.south == pytest.approx(LEAST)
        assert found.crop.bar[0] == 50
        assert found.locator is not None


@example([(0.0, -60.0)])  # the open sea
@example([(-127.0, -28.0)])  # the open sea, and islets too small to be seen
@example([(64.0 + x / 4, 32.0 + y / 4) for x in range(3) for y in range(3)])  # marks in all corners
@given(st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=1, max_size=2))
def test_every_map_tells_where_it_is_by_an_outline_or_by_a_locator_that_hides_no_mark(
    points: list[tuple[float, float]],
) -> None:
    around = [(f"Town {number}", points[0]) for number in range(4)]
    found = draw([spot(str(number), point=point, precision=1) for number, point in enumerate(points)], around)
    assert found is not None
    if found.locator is None:
        assert crossed(found.crop)
        return
    assert found.locator.land
    at = found.locator.covers
    assert 0 <= at.west < at.east <= 100
    assert 0 <= at.south < at.north <= 100
    drawn_there = [(one.x, one.y) for one in (*found.marks, *found.narrow)]
    written_there = [(one.x, one.y) for one in (*found.names, *found.narrow_names)]
    for x, y in (*drawn_there, *written_there):
        assert not (at.west < x < at.east and at.south < y < at.north)
