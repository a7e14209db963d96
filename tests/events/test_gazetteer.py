"""Places and actors: what may be recorded of them, and what is refused with a remedy."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from events.base import Event
from events.ledger.place_recorded import PlaceRecorded
from events.registry import parse
from events.values.border import LONGEST, check_border
from timeline.log.entries import MAX_BYTES

SQUARE = "64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.1"


def place(**fields: Any) -> Event:
    return parse({"type": "place_recorded", "key": "af-helmand-x", "name": "X", "kind": "district"} | fields)


def actor(**fields: Any) -> Event:
    return parse({"type": "actor_recorded", "key": "nato", "name": "NATO", "kind": "alliance"} | fields)


def test_a_bare_name_and_an_alias_without_a_language_are_the_same() -> None:
    assert place(aliases=["Y"]).canonical == place(aliases=[{"name": "Y"}]).canonical
    assert actor(aliases=["Y"]).canonical == actor(aliases=[{"name": "Y"}]).canonical


def test_one_name_may_be_that_of_two_languages() -> None:
    given = [{"name": "نوزاد", "language": "fa"}, {"name": "نوزاد", "language": "ps"}]
    assert len(parse_place(aliases=given).aliases) == 2


def parse_place(**fields: Any) -> PlaceRecorded:
    found = place(**fields)
    assert isinstance(found, PlaceRecorded)
    return found


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"aliases": ["Y", "Y"]}, '"Y" is given twice'),
        ({"aliases": ["X"]}, '"X" is given twice'),
        ({"lat": "0", "lon": "0.000000"}, "unknown point"),
        ({"lat": "32.1"}, "both lat and lon"),
        ({"lat": "91", "lon": "1"}, "is not a latitude"),
        ({"part_of": "af-helmand-x"}, "no part of itself"),
        ({"kind": "city"}, "province"),
        ({"key": "Helmand X"}, "pattern"),
        ({"country": "AFG"}, "pattern"),
        ({"aliases": [{"name": "Y", "language": "Dari"}]}, "pattern"),
        ({"codes": [{"system": "OCHA COD-AB", "code": "AF30"}]}, "vintage"),
    ],
)
def test_a_place_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        place(**fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "all"}, "is no actor"),
        ({"aliases": ["All"]}, "is no actor"),
        ({"part_of": ["nato"]}, "no part of itself"),
        ({"part_of": ["us", "us"]}, "twice"),
        ({"kind": "army"}, "state_forces"),
    ],
)
def test_an_actor_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        actor(**fields)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (f"POLYGON(({SQUARE}))", f"POLYGON (({SQUARE}))"),
        ("polygon( ( 64.1  32.1 ,64.9 32.1,\n 64.9 32.7 , 64.1 32.1 ) )", f"POLYGON (({SQUARE}))"),
        (f"MULTIPOLYGON((({SQUARE})),(({SQUARE})))", f"MULTIPOLYGON ((({SQUARE})),(({SQUARE})))"),
        (f"Polygon (({SQUARE}),({SQUARE}))", f"POLYGON (({SQUARE}),({SQUARE}))"),
    ],
)
def test_a_border_is_stored_in_one_spelling(written: str, stored: str) -> None:
    assert parse_place(border=written).border == stored
    assert check_border(stored) == stored


@pytest.mark.parametrize(
    ("border", "message"),
    [
        ("POLYGON EMPTY", "is no border"),
        ("POINT (64.1 32.1)", "is no border"),
        ("LINESTRING (64.1 32.1,64.9 32.1)", "is no border"),
        (f"SRID=4326;POLYGON (({SQUARE}))", "is no border"),
        (f"POLYGON (({SQUARE})", "is no border"),
        ("POLYGON ((64.1 32.1 5,64.9 32.1 5,64.9 32.7 5,64.1 32.1 5))", "is no border"),
        ("POLYGON ((nan nan,1 1,2 2,nan nan))", "is no border"),
        ("POLYGON ((64.1 32.1,64.9 32.1,64.9 32.7,64.1 32.2))", "not closed"),
        ("POLYGON ((64.1 32.1,64.9 32.1,64.1 32.1))", "four points"),
        ("POLYGON ((32.1 164.1,32.1 164.9,32.7 164.9,32.1 164.1))", "longitude and latitude, in this order"),
        ("POLYGON " + "(" * 50_000, "is no border"),
        ("POLYGON ((" + ",".join(["64.1 32.1"] * 6_001) + "))", f"{LONGEST}"),
    ],
)
def test_a_border_that_no_map_could_show_is_refused(border: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        place(border=border)


def test_the_longest_border_fits_into_an_event() -> None:
    points = ",".join(["64.12345 32.12345"] * 3_333)[: LONGEST - 12]
    border = f"POLYGON (({points.rpartition(',')[0]}))"
    assert len(place(border=border).canonical) < MAX_BYTES


def test_the_summaries_say_what_and_where() -> None:
    assert place(admin1="Helmand", country="AF").summary() == "Place af-helmand-x: X, district in Helmand, AF"
    assert actor(part_of=["coalition", "un"]).summary() == "Actor nato: NATO, alliance, part of coalition and un"
