"""What is restricted in an event is taken out of it, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from events.claim import Claim
from events.public import conceals, names_hidden, public
from tests.samples import GROUND, claim
from tests.strategies import claims

HIDDEN: dict[str, Any] = {"visibility": "restricted"}
#: A person who may be named.
C = {"name": "C", "visibility": "public"}
FARMERS: dict[str, Any] = {"party": {"value": "farmers", **HIDDEN}, "killed": 1}
BOYS: dict[str, Any] = {"party": "boys", "killed": 2, "injured": {"value": 3, **HIDDEN}}


def body(**fields: Any) -> dict[str, Any] | None:
    """What is public of a claim with these fields, without its citation and incident."""
    shown = public(claim(**fields))
    return (
        shown
        if shown is None
        else {name: value for name, value in shown.body().items() if name not in ("citation", "incident")}
    )


@given(claims)
def test_an_event_in_which_nothing_is_restricted_is_itself(event: Claim) -> None:
    assert public(event) is event


@pytest.mark.parametrize("event", GROUND)
def test_a_source_or_an_incident_that_was_published_says_nothing_of_having_been_restricted(event: Any) -> None:
    assert public(event.model_copy(update=HIDDEN)) == event


def test_restricted_values_and_persons_are_taken_out() -> None:
    people = [{"name": "A"}, {"name": "B", "visibility": "public"}]
    given_ = {"strikes": {"value": 3, **HIDDEN}, "operator": "US", "place": {"name": "X", **HIDDEN}, "people": people}
    assert body(**given_) == {"operator": "US", "people": [{"name": "B", "visibility": "public"}]}


def test_a_restricted_party_is_not_to_be_learnt_from_its_parts() -> None:
    whole = {"party": {"value": "farmers", **HIDDEN}, "killed": 3}
    assert body(casualties=[whole, {"party": "boys", "killed": 1, "subset_of": "farmers"}]) == {
        "casualties": [{"party": "boys", "killed": 1}]
    }
    figures = {"party": "farmers", "killed": {"value": 3, **HIDDEN}}
    assert body(casualties=[figures]) == {}
    assert body(casualties=[figures | {"injured": 2}]) == {"casualties": [{"party": "farmers", "injured": 2}]}


def test_a_claim_that_is_none_without_a_restricted_value_has_nothing_public() -> None:
    assert public(claim("statement", content={"value": "x", **HIDDEN})) is None


@pytest.mark.parametrize(
    ("now", "before", "concealed"),
    [
        ({"strikes": {"value": 3, **HIDDEN}}, {"strikes": 2}, True),
        ({"strikes": {"value": 3, **HIDDEN}}, {"operator": "US"}, False),
        ({"strikes": 3}, {"strikes": {"value": 3, **HIDDEN}}, False),
        ({"people": [{"name": "A B"}]}, {"people": [{"name": "a  b", "visibility": "public"}]}, True),
        ({"people": [{"name": "A B"}]}, {"people": [{"name": "A", "visibility": "public"}]}, True),
        ({"people": [{"name": "A B"}, C]}, {"people": [C]}, False),
        ({"people": [{"name": "A B"}]}, {"people": [{"name": "A B"}, C]}, False),
        ({"people": [{"name": "A B"}]}, {"casualties": [{"party": "A", "killed": 2}]}, False),
        ({"people": [{"name": "A B"}]}, {"casualties": [{"party": "a b", "killed": 2}]}, True),
        ({"people": [{"name": "A B"}]}, {"place": "A B"}, True),
        ({"place": {"name": "A B", **HIDDEN}}, {"people": [{"name": "A B", "visibility": "public"}]}, True),
        ({"operator": {"value": "A B", **HIDDEN}}, {"casualties": [{"party": "A B", "killed": 2}]}, True),
        ({"people": [{"name": "A B"}], "place": "A B"}, {"place": "A B"}, False),
        ({"people": [{"name": "A B"}]}, {"place": {"name": "A B", **HIDDEN}}, False),
        (
            {"casualties": [{"party": {"value": "the farmers", **HIDDEN}, "killed": 1}]},
            {"casualties": [{"party": "farmers", "injured": 2}]},
            True,
        ),
        (
            {"casualties": [FARMERS, {"party": "boys", "killed": 1}]},
            {"casualties": [{"party": "boys", "killed": 2}]},
            False,
        ),
        (
            {"casualties": [{"party": {"value": "farmers", **HIDDEN}, "killed": 1}]},
            {"casualties": [{"party": "farmers", "killed": 2}]},
            True,
        ),
        (
            {"casualties": [{"party": "farmers", "killed": {"value": 1, **HIDDEN}}]},
            {"casualties": [{"party": "farmers", "injured": 2}]},
            False,
        ),
    ],
)
def test_a_version_conceals_what_it_restricts_and_an_earlier_one_shows(
    now: dict[str, Any], before: dict[str, Any], concealed: bool
) -> None:
    assert conceals(claim(**now), claim(**before)) is concealed


@pytest.mark.parametrize(
    ("field", "hidden"),
    [
        (("killed", "farmers"), True),
        (("killed", "Farmers "), True),
        (("injured", "farmers"), True),
        (("killed", "peasants"), True),
        (("killed", "boys"), False),
        (("injured", "boys"), True),
        (("injured", None), True),
        (("killed", None), False),
        (("strikes", None), True),
        (("occurred", None), False),
    ],
)
def test_a_field_that_a_claim_restricts_and_none_shows_is_hidden(field: tuple[str, str | None], hidden: bool) -> None:
    hiding = claim(casualties=[FARMERS, BOYS], strikes={"value": 2, **HIDDEN}, occurred="2015-08-22")
    figures = [{"party": "peasants", "killed": 1}, {"party": "farmers", "killed": 4, "injured": 1}]
    showing = claim(casualties=[*figures, BOYS | {"injured": 3}], strikes=3)
    assert names_hidden([field], [hiding]) is hidden
    assert names_hidden([("occurred", None), field], [hiding, claim()]) is hidden
    assert not names_hidden([field], [hiding, showing])
    assert not names_hidden([field], [claim()])
