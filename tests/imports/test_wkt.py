"""A border is written whole where it fits, and simplified no further than it must where it does not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.values.border import check_border
from timeline.imports.geometry import Ring
from timeline.imports.wkt import LONGEST, border

SQUARE: Ring = [(64.1, 32.1), (64.9, 32.1), (64.9, 32.7), (64.1, 32.1)]


def circle(points: int, radius: float = 1.0) -> Ring:
    """A ring with a coast: no point lies on the line between its neighbours."""
    angles = [2 * math.pi * number / points for number in range(points)]
    wave = [radius + 0.002 * (number * 7919 % 1000) / 1000 for number in range(points)]
    return [(64 + far * math.cos(angle), 32 + far * math.sin(angle)) for far, angle in zip(wave, angles, strict=True)]


def test_a_short_border_keeps_every_point() -> None:
    written = border([[SQUARE]])
    assert written
    assert written.text == "POLYGON ((64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.1))"
    assert (written.kept, written.points) == (4, 4)


def test_rings_are_closed_and_repeated_points_left_out() -> None:
    written = border([[[SQUARE[0], SQUARE[0], *SQUARE[1:3], (64.100000001, 32.7)]]])
    assert written
    assert written.text == "POLYGON ((64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.7,64.1 32.1))"


def test_holes_and_several_areas_are_kept() -> None:
    written = border([[SQUARE, SQUARE], [SQUARE]])
    assert written
    assert written.text.startswith("MULTIPOLYGON (((")
    assert check_border(written.text) == written.text


def test_no_negative_zero_is_written() -> None:
    written = border([[[(-0.000001, -0.0), (1, 0), (1, 1), (0, 0)]]])
    assert written
    assert "-0" not in written.text


@pytest.mark.parametrize("polygons", [[], [[]], [[[]]], [[[(1.0, 1.0), (1.0, 1.0)]]]])
def test_without_an_area_there_is_no_border(polygons: list[list[Ring]]) -> None:
    assert border(polygons) is None


def test_a_long_border_is_simplified_until_it_fits_and_says_so() -> None:
    ring = circle(8_000)
    written = border([[ring]])
    assert written
    assert LONGEST / 4 < len(written.text) <= LONGEST
    assert written.kept < written.points == 8_001
    assert check_border(written.text) == written.text
    for pair in written.text.removeprefix("POLYGON ((").removesuffix("))").split(","):
        lon, lat = map(float, pair.split(" "))
        assert abs(math.hypot(lon - 64, lat - 32) - 1) < 0.004


def test_islands_that_are_too_small_to_show_are_the_first_to_go() -> None:
    islands = [[[(lon + 10 + number / 100, lat) for lon, lat in circle(40, 0.002)]] for number in range(200)]
    written = border([[circle(8_000)], *islands])
    assert written
    assert len(written.text) <= LONGEST
    assert check_border(written.text) == written.text


def test_a_border_of_too_many_areas_is_refused() -> None:
    many = [[[(lon / 50 + number % 300, lat / 50) for lon, lat in SQUARE]] for number in range(3_000)]
    with pytest.raises(ValueError, match="too many for an event"):
        border([[[(lon * 50 % 170, lat) for lon, lat in ring] for ring in polygon] for polygon in many])


degrees = st.floats(-180, 180).map(lambda lon: (lon, lon / 2))
rings = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)) | degrees, max_size=12)


@given(st.lists(st.lists(rings, max_size=3), max_size=3))
def test_whatever_is_written_is_a_border(polygons: list[list[Ring]]) -> None:
    written = border(polygons)
    assert written is None or check_border(written.text) == written.text
