"""Whose border is drawn follows from how exactly claim and gazetteer know the place, and never says more than both."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.matching.points import UNSTATED, Point, Recorded, linked

HERE, THERE, MIDDLE, CAPITAL = (64.7, 32.4), (64.5, 32.3), (64.0, 31.0), (69.2, 34.5)
BASE = Recorded("base", "base", HERE, 1, bordered=True)
VILLAGE = Recorded("village", "village", HERE, None, bordered=True)
DISTRICT = Recorded("district", "district", THERE, 3, bordered=True)
PROVINCE = Recorded("province", "province", MIDDLE, 4, bordered=True)
COUNTRY = Recorded("country", "country", CAPITAL, 6, bordered=True)
REGION = Recorded("region", "other", MIDDLE, 5, bordered=True)
SEA = Recorded("sea", "other", MIDDLE, 7, bordered=True)
UNKNOWN = Recorded("unknown", "other", MIDDLE, None, bordered=True)
CHAIN = (DISTRICT, PROVINCE, COUNTRY)


def bare(*places: Recorded) -> tuple[Recorded, ...]:
    """The same places without borders."""
    return tuple(place._replace(bordered=False) for place in places)


def pointless(*places: Recorded) -> tuple[Recorded, ...]:
    return tuple(place._replace(point=None) for place in places)


@pytest.mark.parametrize(
    ("claimed", "border"),
    [(3, "district"), (4, "province"), (5, None), (6, "country"), (7, None), (None, "district")],
)
@pytest.mark.parametrize("own", [HERE, None])
def test_a_claim_linked_with_a_district_is_drawn_in_a_border_as_coarse_as_it_is(
    claimed: int | None, border: str | None, own: Point | None
) -> None:
    found = linked(claimed, own, CHAIN)
    assert (found.border.key if found.border else None) == border
    assert found.precision == (claimed or (None if own else 3))


@pytest.mark.parametrize(
    ("place", "borders"),
    [
        # By the precision of the claim: 1 to 7, and not stated.
        (BASE, {1: "base", 2: "base"}),
        (VILLAGE, {1: "village", 2: "village"}),
        (DISTRICT, dict.fromkeys((1, 2, 3, None), "district")),
        (PROVINCE, dict.fromkeys((1, 2, 3, 4, None), "province")),
        (REGION, dict.fromkeys((1, 2, 3, 4, 5, None), "region")),
        (COUNTRY, dict.fromkeys((1, 2, 3, 4, 5, 6, None), "country")),
        (SEA, dict.fromkeys((1, 2, 3, 4, 5, 6, 7, None), "sea")),
        (UNKNOWN, {}),
    ],
)
@pytest.mark.parametrize("claimed", [1, 2, 3, 4, 5, 6, 7, None])
def test_no_border_is_drawn_that_is_finer_than_the_claim(
    place: Recorded, borders: dict[int | None, str], claimed: int | None
) -> None:
    found = linked(claimed, None, [place])
    assert (found.border.key if found.border else None) == borders.get(claimed)


def test_around_a_point_of_its_own_no_larger_area_is_drawn_than_the_claim_says() -> None:
    assert linked(3, HERE, [PROVINCE]) == (HERE, 3, None)
    assert linked(None, HERE, bare(VILLAGE) + CHAIN) == (HERE, None, DISTRICT)
    assert linked(5, HERE, [COUNTRY]) == (HERE, 5, None)


def test_the_border_of_what_it_is_part_of_is_better_than_nothing_and_no_better_than_a_point() -> None:
    assert linked(3, None, [*bare(DISTRICT), PROVINCE]).border is None
    assert linked(3, None, pointless(*bare(DISTRICT), PROVINCE)) == (None, 4, pointless(PROVINCE)[0])
    assert linked(5, None, pointless(DISTRICT, PROVINCE, COUNTRY)) == (None, 6, pointless(COUNTRY)[0])


def test_a_disc_for_a_province_lies_around_its_middle_and_not_around_a_district_of_it() -> None:
    assert linked(4, None, bare(*CHAIN)) == (MIDDLE, 4, None)
    assert linked(4, None, [*bare(DISTRICT), *pointless(*bare(PROVINCE))]) == (THERE, 4, None)
    assert linked(4, HERE, bare(*CHAIN)) == (HERE, 4, None)


@pytest.mark.parametrize(
    ("claimed", "place", "precision"),
    [
        (1, BASE, 1),
        (None, BASE, 1),  # what its where_prec is for: only the place is named
        (1, DISTRICT, 3),
        (5, DISTRICT, 5),
        (1, VILLAGE, None),  # how well its point tells is not stated
        (4, VILLAGE, 4),
        (None, VILLAGE, None),
        (None, PROVINCE._replace(precision=None), 4),
    ],
)
def test_at_a_point_of_the_gazetteer_the_coarser_of_both_holds(
    claimed: int | None, place: Recorded, precision: int | None
) -> None:
    assert linked(claimed, None, bare(place)) == (place.point, precision, None)


PLACES = st.lists(
    st.builds(
        Recorded,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["country", "province", "district", "town", "village", "base", "other"]),
        st.sampled_from([HERE, None]),
        st.sampled_from([None, *range(1, 8)]),
        st.booleans(),
    ),
    max_size=4,
)


def test_the_border_of_a_town_states_no_precision_of_its_point() -> None:
    town = Recorded("a", "town", HERE, None, True)
    assert linked(1, None, [town]) == (HERE, None, town)
    assert linked(1, None, [town._replace(precision=2)]) == (HERE, 2, town._replace(precision=2))


@given(st.sampled_from([None, *range(1, 8)]), st.sampled_from([THERE, None]), PLACES)
def test_nothing_is_known_more_exactly_than_claim_and_gazetteer_say(
    claimed: int | None, own: Point | None, places: Sequence[Recorded]
) -> None:
    point, precision, border = linked(claimed, own, places)
    if border:
        assert border.level >= (claimed or UNSTATED)
    if precision and claimed:
        assert precision >= claimed
    if own:
        assert (point, precision) == (own, claimed)
    elif point and precision and precision < UNSTATED:
        assert any(place.point and place.precision and place.precision <= precision for place in places)
