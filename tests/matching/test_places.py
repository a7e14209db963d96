"""A name is linked with one place of its province or with none; what may be meant is suggested."""

from __future__ import annotations

import pytest

from timeline.matching.places import Known, Match, Places

PLACES = Places(
    [
        Known("af", ("Afghanistan",), "country", "AF"),
        Known("helmand", ("Helmand", "Hilmand", "هلمند"), "province", "AF"),
        Known("kandahar", ("Kandahar", "Qandahar"), "province", "AF"),
        Known("ghazni", ("Ghazni",), "province", "AF"),
        Known("musa-qala", ("Musa Qala", "Musa Kala", "موسی قلعه"), "district", "AF", "Helmand"),
        Known("nawzad", ("Nawzad", "Now Zad", "Naw Zad"), "district", "AF", "Helmand", "helmand"),
        Known("nawa-helmand", ("Nawa",), "district", "AF", "Helmand"),
        Known("nawa-ghazni", ("Nawa",), "district", "AF", "Ghazni"),
        Known("kandahar-city", ("Kandahar",), "town", "AF", "Kandahar"),
        Known("kandahar-district", ("Kandahar",), "district", "AF", None, "kandahar"),
        Known("district-9", ("District 9",), "district", "AF", "Kandahar"),
        Known("nowhere", ("Garmser",), "district", "AF"),
        Known("zad-pk", ("Nawzad",), "town", "PK", "Helmand"),
    ]
)


@pytest.mark.parametrize(
    ("name", "admin1", "country", "key"),
    [
        ("Musa Qala", "Helmand", "AF", "musa-qala"),
        ("MUSA KALA", "Helmand", None, "musa-qala"),
        # The province by any of its names.
        ("Musa Qala", "Hilmand", "AF", "musa-qala"),
        ("موسي قلعه", "هلمند", "AF", "musa-qala"),
        ("Naw-Zad", "Helmand province", "AF", "nawzad"),
        ("Naw-Zad", "Helmand Governorate", "AF", "nawzad"),
        ("Naw-Zad", "محافظة هلمند", "AF", "nawzad"),
        ("Naw-Zad", "Helmand Oblast", "AF", "nawzad"),
        ("Nawa", "Ghazni", "AF", "nawa-ghazni"),
        ("Nawa", "Helmand", "AF", "nawa-helmand"),
        # A word for its kind.
        ("Musa Qala district", "Helmand", "AF", "musa-qala"),
        ("district of Musa Qala", "Helmand", "AF", "musa-qala"),
        ("Musa Qala raion", "Helmand", "AF", "musa-qala"),
        ("ولسوالی موسی قلعه", "Helmand", "AF", "musa-qala"),
        ("Kandahar city", "Kandahar", "AF", "kandahar-city"),
        ("Kandahar district", "Kandahar", "AF", "kandahar-district"),
        ("District 9", "Kandahar", "AF", "district-9"),
        # Provinces and countries stand by themselves.
        ("Helmand", None, "AF", "helmand"),
        ("Helmand province", None, None, "helmand"),
        ("Helmand", "Helmand", "AF", "helmand"),
        ("Afghanistan", None, None, "af"),
        ("Nawzad", "Helmand", "PK", "zad-pk"),
    ],
)
def test_an_exact_name_within_its_province_is_linked(
    name: str, admin1: str | None, country: str | None, key: str
) -> None:
    assert PLACES.find(name, admin1, country) == Match(key)


@pytest.mark.parametrize(
    ("name", "admin1", "country", "suggested"),
    [
        # No province, another province, a province that is not recorded with the place.
        ("Musa Qala", None, "AF", ("musa-qala",)),
        ("Musa Qala", "Kandahar", "AF", ("musa-qala",)),
        ("Garmser", "Helmand", "AF", ("nowhere",)),
        ("Nawa", None, "AF", ("nawa-helmand", "nawa-ghazni")),
        # Several of one name in one province, or in two countries.
        ("Kandahar", "Kandahar", "AF", ("kandahar", "kandahar-city", "kandahar-district")),
        ("Nawzad", "Helmand", None, ("nawzad", "zad-pk")),
        # Nearly the name.
        ("Musa Qalah", "Helmand", "AF", ("musa-qala",)),
        ("Helmandd", None, "AF", ("helmand",)),
        # The kind that was said is not the place's.
        ("Musa Qala city", "Helmand", "AF", ()),
        # Another country, nothing like it, or nothing left of the name.
        ("Musa Qala", "Helmand", "PK", ()),
        ("Marjah", "Helmand", "AF", ()),
        ("Musa Qalah", "Farah", "AF", ()),
        ("-", "Helmand", "AF", ()),
    ],
)
def test_any_other_name_is_only_suggested(
    name: str, admin1: str | None, country: str | None, suggested: tuple[str, ...]
) -> None:
    assert PLACES.find(name, admin1, country) == Match(None, suggested)


def test_places_that_are_part_of_each_other_are_found_all_the_same() -> None:
    circle = Places([Known("a", ("A",), "district", None, None, "b"), Known("b", ("B",), "district", None, None, "a")])
    assert circle.find("A", "B", None) == Match(None, ("a",))
