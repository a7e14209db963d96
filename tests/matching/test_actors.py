"""A party is one actor or none, and an actor's parts are found through any number of steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.matching.actors import Actors, closure
from timeline.matching.places import Match

ACTORS = Actors(
    [
        ("Taliban", "taliban"),
        ("طالبان", "taliban"),
        ("Pakistani Taliban", "ttp"),
        ("NATO", "nato"),
        ("Resolute Support", "resolute-support"),
        ("local police", "alp"),
        ("local police", "police"),
    ]
)


@pytest.mark.parametrize(
    ("party", "key"),
    [("Taliban", "taliban"), ("taliban", "taliban"), ("طالبان", "taliban"), ("Resolute-Support", "resolute-support")],
)
def test_a_party_of_exactly_an_actors_name_is_that_actor(party: str, key: str) -> None:
    assert ACTORS.find(party) == Match(key)


@pytest.mark.parametrize(
    ("party", "suggested"),
    [
        ("all", ()),
        ("Taleban fighters", ()),
        ("Talibans", ("taliban",)),
        ("local police", ("alp", "police")),
        ("farmers", ()),
    ],
)
def test_any_other_party_is_nobody_in_the_record(party: str, suggested: tuple[str, ...]) -> None:
    assert ACTORS.find(party) == Match(None, suggested)


def test_a_total_is_no_actor_even_where_one_is_called_so() -> None:
    assert Actors([("all", "everybody")]).find("all") == Match(None)


def test_parts_are_found_through_other_parts_with_the_shortest_way_to_them() -> None:
    found = closure({"coalition": [], "nato": ["coalition"], "rs": ["nato"], "us": ["rs", "coalition"]})
    assert found["coalition"] == {"coalition": 0, "nato": 1, "us": 1, "rs": 2}
    assert found["nato"] == {"nato": 0, "rs": 1, "us": 2}
    assert found["us"] == {"us": 0}


@given(st.dictionaries(st.sampled_from("abcde"), st.sets(st.sampled_from("abcdef"))))
def test_parts_of_parts_are_parts_even_in_a_circle(parts_of: dict[str, set[str]]) -> None:
    found = closure(parts_of)
    for whole, parts in found.items():
        assert parts[whole] == 0
        for part in parts:
            assert found[part].keys() <= parts.keys()
