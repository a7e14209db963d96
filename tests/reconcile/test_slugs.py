"""A slug stands for one incident at a time, whatever was merged and split, and undoing leaves nothing behind."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline.reconcile.slugs import Slugs, Split

SLUGS = ("bridge", "market", "outpost", "valley")
slugs = st.sampled_from(SLUGS)
claims = st.sampled_from(["a", "b", "c"])
splits = st.builds(Split, slugs, slugs, st.frozensets(claims, min_size=1), st.frozensets(slugs, max_size=2))


@st.composite
def merges(draw: st.DrawFn) -> dict[str, str]:
    """Merges without a circle: each slug into one that comes after it in some order."""
    order = draw(st.permutations(SLUGS))
    given_ = {slug: draw(st.sampled_from(order[number + 1 :])) for number, slug in enumerate(order[:-1])}
    return {slug: into for slug, into in given_.items() if draw(st.booleans())}


def test_a_merged_slug_stands_for_the_one_that_it_is_merged_into_also_through_others() -> None:
    merged = Slugs({"bridge": "market", "market": "valley"})
    assert [merged.incident(slug) for slug in ("bridge", "market", "valley", "outpost")] == [
        "valley",
        "valley",
        "valley",
        "outpost",
    ]


def test_slugs_that_lead_in_a_circle_stand_for_one_of_them_all_the_same() -> None:
    circle = Slugs({"bridge": "market", "market": "valley", "valley": "market"})
    assert {circle.incident(slug) for slug in ("bridge", "market", "valley")} == {"market"}


def test_a_split_takes_the_claims_that_it_names_and_no_others() -> None:
    parted = Slugs(splits=(Split("bridge", "market", frozenset("a")),))
    assert (parted.of("a", "bridge"), parted.of("b", "bridge"), parted.of("a", "valley")) == (
        "market",
        "bridge",
        "valley",
    )
    assert parted.incident("bridge") == "bridge"


def test_a_claim_on_two_incidents_is_on_one_once_they_are_one() -> None:
    assert Slugs({"bridge": "market"}).all("a", ["bridge", "valley", "market"]) == ("market", "valley")


def test_what_is_split_from_a_merged_incident_goes_where_the_split_says() -> None:
    merged = {"bridge": "market"}
    for split in (Split("market", "valley", frozenset("a")), Split("bridge", "valley", frozenset("a"))):
        both = Slugs(merged, (split,))
        assert (both.of("a", "bridge"), both.of("a", "market"), both.of("b", "bridge")) == (
            "valley",
            "valley",
            "market",
        )


def test_a_split_from_what_was_merged_stays_when_the_merge_is_undone() -> None:
    apart = Slugs(splits=(Split("market", "valley", frozenset("a"), stood=frozenset({"bridge"})),))
    assert (apart.of("a", "bridge"), apart.of("a", "market"), apart.of("b", "bridge")) == ("valley", "valley", "bridge")


def test_a_claim_is_split_off_again_from_where_it_was_split_into() -> None:
    twice = Slugs(splits=(Split("bridge", "market", frozenset("ab")), Split("market", "valley", frozenset("a"))))
    assert (twice.of("a", "bridge"), twice.of("b", "bridge")) == ("valley", "market")


def test_two_splits_back_and_forth_end_where_the_last_one_says() -> None:
    back = Slugs(splits=(Split("bridge", "market", frozenset("a")), Split("market", "bridge", frozenset("a"))))
    assert back.of("a", "bridge") == "bridge"


def test_a_split_into_what_is_merged_back_changes_nothing() -> None:
    back = Slugs({"market": "bridge"}, (Split("bridge", "market", frozenset("a")),))
    assert back.of("a", "bridge") == "bridge"


@given(merges(), st.lists(splits, max_size=4), claims, slugs)
def test_every_slug_ends_at_an_incident_of_its_own_in_every_claim(
    merged: dict[str, str], parted: list[Split], claim: str, slug: str
) -> None:
    found = Slugs(merged, tuple(parted))
    assert found.of(claim, slug) not in merged
    assert found.incident(found.incident(slug)) == found.incident(slug)


@given(merges(), slugs, claims, st.data())
def test_without_splits_every_claim_has_the_incident_of_the_slug_in_whatever_order_it_was_merged(
    merged: dict[str, str], slug: str, claim: str, data: st.DataObject
) -> None:
    again = dict(data.draw(st.permutations(list(merged.items()))))
    assert Slugs(merged).of(claim, slug) == Slugs(again).incident(slug)


@given(merges(), slugs)
def test_a_merge_makes_the_two_one_and_leaves_the_others_as_they_were(merged: dict[str, str], slug: str) -> None:
    for one, into in merged.items():
        before = {other: merged[other] for other in merged if other != one}
        now, then = Slugs(merged), Slugs(before)
        assert now.incident(one) == now.incident(into)
        if then.incident(slug) != one:
            assert now.incident(slug) == then.incident(slug)


@given(merges(), st.lists(splits, max_size=4), slugs)
def test_splits_bear_on_the_claims_that_they_name_alone(merged: dict[str, str], parted: list[Split], slug: str) -> None:
    assert Slugs(merged, tuple(parted)).of("none of them", slug) == Slugs(merged).incident(slug)
